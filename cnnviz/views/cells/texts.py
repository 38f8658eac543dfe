"""Texts in cells, laid out once: Qt needs three times as long to lay out a text as to paint it."""

from weakref import WeakKeyDictionary

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QStaticText, QTransform

from cnnviz.views.look.theme import Look

MOST = 4096  # texts that are kept, about 1 MB

_Laid = tuple[QStaticText, float, float]  # with half its width and height


class CellTexts:
    """Paints texts around points, and keeps the layout of each."""

    def __init__(self) -> None:
        self._laid: dict[tuple[int, str], _Laid] = {}

    def paint(self, painter: QPainter, font: QFont, middle: tuple[float, float], text: str) -> None:
        """Paint a text with its middle at a point, in the pen and font that the painter has."""
        key = font.pixelSize(), text
        laid = self._laid.get(key) or self._lay(key, font)
        # Whole pixels: so the same digits look the same in all cells.
        painter.drawStaticText(
            QPointF(round(middle[0] - laid[1]), round(middle[1] - laid[2])), laid[0]
        )

    def _lay(self, key: tuple[int, str], font: QFont) -> _Laid:
        if len(self._laid) >= MOST:
            self._laid.clear()
        static = QStaticText(key[1])
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.prepare(QTransform(), font)
        size = static.size()
        self._laid[key] = laid = (static, size.width() / 2, size.height() / 2)
        return laid


_OF_LOOK: WeakKeyDictionary[Look, CellTexts] = WeakKeyDictionary()  # gone before Qt's fonts are


def cell_texts(look: Look) -> CellTexts:
    """Return the texts that all maps with a look share."""
    if look not in _OF_LOOK:
        _OF_LOOK[look] = CellTexts()
    return _OF_LOOK[look]
