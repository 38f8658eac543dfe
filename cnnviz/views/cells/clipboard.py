"""Numbers in the clipboard: text with tabs between the columns, as spreadsheets have it."""

from PySide6.QtGui import QGuiApplication

from cnnviz.cnn.ops import Array
from cnnviz.text.matrix_text import matrix_text, parse_matrix

MOST_PASTED = 256 * 256  # numbers: they are read while the window waits


def copy(values: Array) -> None:
    """Put numbers (H, W) into the clipboard as text."""
    QGuiApplication.clipboard().setText(matrix_text(values))


def copied() -> Array:
    """Return the numbers (H, W) in the clipboard.

    Raises:
        ValueError: If its text is no matrix; the message is a sentence.
    """
    return parse_matrix(QGuiApplication.clipboard().text(), MOST_PASTED)
