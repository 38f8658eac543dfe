"""Numbers as coloured cells with as many digits as fit."""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from PySide6.QtCore import QLine, QRect, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from cnnviz.cnn.ops import Array
from cnnviz.text.numbers import number_text, short_text
from cnnviz.views.cells.texts import cell_texts
from cnnviz.views.look import value_colors as colors
from cnnviz.views.look.hard_pixels import draw_pixels
from cnnviz.views.look.palette import COLORS
from cnnviz.views.look.theme import Look

Extent = tuple[int, int]  # width and height, in pixels

LARGEST_DIGITS = 16  # pixels at 100 %
MARGIN = 4  # pixels at 100 %: beside the longest number of a cell
SMALLEST_DIGITS = 9  # pixels at any text size; smaller ones are left out
FRAME = COLORS["light"].accent  # in every theme: cells are light in all of them
_text_on = cache(colors.text_on)


def hard_pixels(values: Array, limit: float) -> QImage:
    """Return numbers (H, W) as a picture with one coloured pixel each."""
    return _picture(colors.diverging(values, limit))


def _picture(pixels: colors.Pixels) -> QImage:
    pixels = np.ascontiguousarray(pixels)
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()


class Cells:
    """Numbers (H, W) ready to be painted: their colours and their texts."""

    def __init__(
        self,
        values: Array,
        limit: float,
        *,
        whole: bool,
        texts: Sequence[str] | None = None,
        largest: float = LARGEST_DIGITS,
        may_shorten: bool = True,
    ) -> None:
        """Colour numbers.

        Args:
            values: The numbers (H, W).
            limit: The size with the full colour.
            whole: Whether they are whole numbers by nature.
            texts: What to write, in row order; None for as many digits as fit.
            largest: The size of the digits where there is room, in pixels at 100 %.
            may_shorten: Whether fewer digits are written where those of `texts` have no room.
        """
        self._may_shorten = may_shorten
        self._values, self._whole, self.texts = values, whole, texts
        self._largest = largest
        pixels = colors.diverging(values, limit)
        self._image = _picture(pixels)
        self._inks = [_text_on(pixel) for pixel in pixels.ravel().tolist()]
        self._digits: tuple[object, QFont | None, list[str]] = (None, None, [])

    def paint(
        self, painter: QPainter, look: Look, outline: QRect, cell: Extent, exposed: QRect
    ) -> None:
        """Paint cells into an outline, with gaps of one pixel.

        Args:
            painter: Where to paint.
            look: Fonts and colours.
            outline: The place of all cells.
            cell: Width and height of a cell with its gap.
            exposed: What has to be painted; digits elsewhere are left out.
        """
        draw_pixels(painter, QRectF(outline), self._image)
        if min(cell) > 3:
            painter.setPen(QColor(COLORS["light"].surface))  # as the cells, in every theme
            painter.drawLines(_gaps(outline, cell))
        font, _ = self.digits(look, cell)
        if font is not None:
            painter.setFont(font)
            self._paint_digits(painter, look, cell, outline, exposed)

    def digits(self, look: Look, cell: Extent) -> tuple[QFont | None, list[str]]:
        """Return the font and the texts for cells of a size; no font where none is legible."""
        key = (cell, look.scale)
        if self._digits[0] != key:
            self._digits = (key, *self._fitting(look, cell))
        return self._digits[1:]

    def _fitting(self, look: Look, cell: Extent) -> tuple[QFont | None, list[str]]:
        wide = cell[0] - 1 - max(2, min(cell[0] // 10, look.px(MARGIN)))
        high = 0.8 * (cell[1] - 1 - max(2, cell[1] // 10))
        if high < SMALLEST_DIGITS:
            return None, []
        for texts in self._texts():
            font = QFont(look.font(self._largest))  # a copy: the look keeps its own
            width = QFontMetricsF(font).horizontalAdvance(max(texts, key=len))
            size = int(min(font.pixelSize(), font.pixelSize() * wide / max(width, 1), high))
            if size >= SMALLEST_DIGITS:
                font.setPixelSize(size)
                return font, texts
        return None, []

    def _texts(self) -> Iterator[list[str]]:
        """Yield the numbers with fewer and fewer digits, at last in powers of ten."""
        if self.texts is not None:
            yield list(self.texts)
            if not self._may_shorten:
                return
        values = [float(value) for value in self._values.flat]
        for decimals in (0,) if self._whole else (2, 1):
            yield [number_text(value, decimals) for value in values]
        yield [short_text(value) for value in values]

    def _paint_digits(
        self, painter: QPainter, look: Look, cell: Extent, outline: QRect, exposed: QRect
    ) -> None:
        font, texts = self.digits(look, cell)
        assert font is not None  # else there are no digits to paint
        columns, (wide, high), laid = self._values.shape[1], cell, cell_texts(look)
        last_ink = ""
        for place, (text, ink) in enumerate(zip(texts, self._inks, strict=True)):
            row, column = divmod(place, columns)
            left, top = outline.x() + column * wide, outline.y() + row * high
            if not exposed.intersects(QRect(left, top, wide - 1, high - 1)):
                continue
            if ink != last_ink:
                painter.setPen(QColor(ink))
                last_ink = ink
            laid.paint(painter, font, (left + (wide - 1) / 2, top + (high - 1) / 2), text)


def paint_outline(painter: QPainter, look: Look, outline: QRect) -> None:
    """Draw the line around all cells."""
    painter.setPen(QPen(QColor(look.colors.line), 1))
    painter.drawRect(outline.adjusted(-1, -1, 0, 0))


def paint_frame(painter: QPainter, cell: QRect, *, thick: bool) -> None:
    """Frame one cell; a thick frame has the focus."""
    painter.setPen(QPen(QColor(FRAME), 3 if thick else 2))
    painter.drawRect(cell.adjusted(0, 0, -1, -1))


def _gaps(outline: QRect, cell: Extent) -> list[QLine]:
    across = range(outline.x() + cell[0] - 1, outline.right(), cell[0])
    down = range(outline.y() + cell[1] - 1, outline.bottom(), cell[1])
    lines = [QLine(x, outline.top(), x, outline.bottom()) for x in across]
    return lines + [QLine(outline.left(), y, outline.right(), y) for y in down]
