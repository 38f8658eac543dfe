"""Numbers that are copied, pasted and dropped: text with tabs between the columns."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from cnnviz.cnn.ops import Array
from cnnviz.text.matrix_text import matrix_text, parse_matrix

MOST_PASTED = 256 * 256  # numbers: they are read while the window waits


def copy(values: Array) -> None:
    """Put numbers (H, W) into the clipboard as text."""
    QGuiApplication.clipboard().setText(matrix_text(values))


def copied(mime: QMimeData | None = None) -> Array:
    """Return the numbers (H, W) in what was dropped, else in the clipboard.

    Raises:
        ValueError: If its text is no matrix; the message is a sentence.
    """
    text = QGuiApplication.clipboard().text() if mime is None else mime.text()
    return parse_matrix(text, MOST_PASTED)
