"""Texts laid out once: Qt needs three times as long to lay out a text as to paint it."""

from typing import NamedTuple
from weakref import WeakKeyDictionary

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QStaticText, QTransform

from cnnviz.views.look.theme import Look

MOST = 4096  # texts that are kept, about 1 MB


class LaidText(NamedTuple):
    """A text ready to be painted, with its size in pixels."""

    static: QStaticText
    width: float
    height: float

    def paint_at(self, painter: QPainter, left: float, middle: float) -> None:
        """Paint the text behind a point and in the middle of its height.

        The painter has the pen and the font it was laid out in.
        """
        # Whole pixels: so the same digits look the same wherever they stand.
        painter.drawStaticText(QPointF(round(left), round(middle - self.height / 2)), self.static)


class CellTexts:
    """Paints texts of one line, and keeps the layout of each."""

    def __init__(self) -> None:
        self._laid: dict[tuple[int, bool, str], LaidText] = {}

    def paint(self, painter: QPainter, font: QFont, middle: tuple[float, float], text: str) -> None:
        """Paint a text with its middle at a point, in the pen and font that the painter has."""
        laid = self.laid(font, text)
        laid.paint_at(painter, middle[0] - laid.width / 2, middle[1])

    def paint_line(
        self,
        painter: QPainter,
        place: tuple[float, float, float],
        laid: LaidText,
        *,
        is_right: bool,
    ) -> None:
        """Paint a text in a line, in the pen and font that the painter has.

        Args:
            painter: Where to paint.
            place: Where the line begins, where it ends, and its middle from the top, in pixels.
            laid: The text.
            is_right: Whether the text ends where the line ends.
        """
        left, right, middle = place
        x = right - laid.width if is_right else left
        painter.drawStaticText(QPointF(round(x), round(middle - laid.height / 2)), laid.static)

    def laid(self, font: QFont, text: str, *, is_bold: bool = False) -> LaidText:
        """Return a text in the look's font of this size and weight."""
        key = font.pixelSize(), is_bold, text
        return self._laid.get(key) or self._lay(key, font)

    def _lay(self, key: tuple[int, bool, str], font: QFont) -> LaidText:
        if len(self._laid) >= MOST:
            self._laid.clear()
        static = QStaticText(key[2])
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.prepare(QTransform(), font)
        size = static.size()
        self._laid[key] = laid = LaidText(static, size.width(), size.height())
        return laid


_OF_LOOK: WeakKeyDictionary[Look, CellTexts] = WeakKeyDictionary()  # gone before Qt's fonts are


def cell_texts(look: Look) -> CellTexts:
    """Return the texts that all views with a look share."""
    if look not in _OF_LOOK:
        _OF_LOOK[look] = CellTexts()
    return _OF_LOOK[look]
