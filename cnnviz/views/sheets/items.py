"""What stands on a sheet: texts, numbers, maps and drawings, each with its place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterStateGuard, QPen

from cnnviz.cnn.ops import Array
from cnnviz.views.cells.painting import FRAME, Cells, Extent
from cnnviz.views.cells.texts import cell_texts
from cnnviz.views.look.palette import COLORS
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import cell_at
from cnnviz.views.maps.painter import paint_map
from cnnviz.views.maps.shown import Flags, MapMarks, MapShown
from cnnviz.views.sheets.item_id import ItemId

Ink = Literal["text", "muted", "accent", "positive", "negative"]


Side = Literal["left", "centre", "right"]


DIGITS = 14  # pixels at 100 %: the size of numbers in explanations
SMALLEST = 11  # pixels at 100 %: of those in the cells of a map, so that all of them are shown


WINNER, PAPER = COLORS["light"].text, COLORS["light"].surface  # cells are light in every theme


_SIDES: dict[Side, Qt.AlignmentFlag] = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "centre": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
_SHARES: dict[Side, float] = {"left": 0, "centre": 0.5, "right": 1}  # of the room that is free
_WRAPPED = {
    side: flag | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    for side, flag in _SIDES.items()
}
_LINE = {
    side: flag | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
    for side, flag in _SIDES.items()
}


@dataclass(frozen=True, eq=False)
class Text:
    """A text in a rectangle; one that stands for a number knows the exact one."""

    place: QRectF
    text: str
    size: float = DIGITS
    bold: bool = False
    ink: Ink = "text"
    side: Side = "left"
    id: ItemId | None = None  # what it stands for; None for words
    exact: float | None = None
    wraps: bool = False
    is_link: bool = False  # underlined, as a click on it leads elsewhere
    whole: str = ""  # what is told on hover where the text is shortened

    def paint(self, painter: QPainter, look: Look) -> None:
        """Paint the text; one of a single line is laid out once for all sheets."""
        font = look.font(self.size, bold=self.bold)
        painter.setPen(QColor(getattr(look.colors, self.ink)))
        if self.wraps or self.is_link or "\n" in self.text:
            font = QFont(font)  # a copy: the look keeps its own
            font.setUnderline(self.is_link)
            painter.setFont(font)
            painter.drawText(self.place, (_WRAPPED if self.wraps else _LINE)[self.side], self.text)
            return
        painter.setFont(font)
        laid = cell_texts(look).laid(font, self.text, is_bold=self.bold)
        free = self.place.width() - laid.width
        left = self.place.x() + _SHARES[self.side] * free
        laid.paint_at(painter, left, self.place.y() + self.place.height() / 2)


@dataclass(frozen=True, eq=False)
class Numbers:
    """Numbers (H, W) in coloured cells, with the texts that are printed of them."""

    place: QPoint  # the upper left corner
    cell: Extent
    values: Array
    texts: Sequence[str]  # in row order
    limit: float
    id: ItemId
    padding: Flags | None = None  # cells that lie outside the picture
    framed: Flags | None = None
    winners: Flags | None = None  # cells that won a pooling
    is_editable: bool = False  # then a grid of its own is laid over it
    origin: tuple[int, int] = (0, 0)  # row and column of the first cell, of a part of a grid
    factor: str = ""  # what all texts are to be multiplied with, as a heading says
    largest: float = DIGITS  # pixels at 100 %: the size of the digits where there is room

    @cached_property
    def cells(self) -> Cells:
        """The cells ready to be painted; made when they are first seen."""
        return Cells(
            self.values,
            self.limit,
            whole=False,
            texts=self.texts,
            largest=self.largest,
            may_shorten=not self.factor,
        )

    @property
    def outline(self) -> QRect:
        """The place of all cells."""
        rows, columns = self.values.shape
        return QRect(self.place.x(), self.place.y(), columns * self.cell[0], rows * self.cell[1])

    def rect(self, row: int, column: int) -> QRect:
        """Return the place of one cell."""
        (wide, high), corner = self.cell, self.place
        return QRect(corner.x() + column * wide, corner.y() + row * high, wide - 1, high - 1)

    def cell_at(self, point: QPoint) -> tuple[int, int] | None:
        """Return the row and column at a point, in the whole grid; or None."""
        if not self.outline.contains(point):
            return None
        offset, (row, column) = point - self.place, self.origin
        return row + offset.y() // self.cell[1], column + offset.x() // self.cell[0]

    def paint(self, painter: QPainter, look: Look, exposed: QRect) -> None:
        """Paint the cells, those of the padding as such, and the frames."""
        outline = self.outline
        self.cells.paint(painter, look, outline, self.cell, exposed)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(look.colors.line), 1))
        painter.drawRect(outline.adjusted(-1, -1, 0, 0))
        if self.padding is not None:
            self._paint_padding(painter, look, self.padding)
        if self.winners is not None:
            self._paint_winners(painter, look, self.winners)
        if self.framed is not None:
            painter.setPen(QPen(QColor(FRAME), look.px(2)))
            for row, column in np.argwhere(self.framed):
                painter.drawRect(self.rect(int(row), int(column)).adjusted(0, 0, -1, -1))

    def _paint_winners(self, painter: QPainter, look: Look, winners: Flags) -> None:
        """Frame the winners as on a map: dark, as violet already says where we are."""
        thick = look.px(2)
        for row, column in np.argwhere(winners):
            place = self.rect(int(row), int(column))
            for inset, color in ((0, WINNER), (thick, PAPER)):
                painter.setPen(QPen(QColor(color), thick if not inset else 1))
                side = inset + thick // 2
                painter.drawRect(place.adjusted(side, side, -side - 1, -side - 1))

    def _paint_padding(self, painter: QPainter, look: Look, padding: Flags) -> None:
        font, texts = self.cells.digits(look, self.cell)
        for row, column in np.argwhere(padding):
            place = self.rect(int(row), int(column))
            painter.fillRect(place, QColor(look.colors.raised))
            painter.setPen(QPen(QColor(look.colors.muted), 1, Qt.PenStyle.DotLine))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
            if font is not None:
                painter.setFont(font)
                text = texts[int(row) * self.values.shape[1] + int(column)]
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def on_sheet(shown: MapShown) -> MapShown:
    """Return a map as a sheet shows it: with no digits smaller than it says, else than these."""
    return replace(shown, smallest_digits=shown.smallest_digits or SMALLEST)


@dataclass(frozen=True, eq=False)
class MapItem:
    """A map with its marks; its cells can be pointed at and clicked."""

    place: QRect
    shown: MapShown
    marks: MapMarks
    id: ItemId | None = None

    def cell_at(self, point: QPoint) -> tuple[int, int] | None:
        """Return the row and column at a point, negative in the padding; None outside."""
        return cell_at(self.place, self.shown, point)

    def paint(self, painter: QPainter, look: Look, exposed: QRect) -> None:
        """Paint the map."""
        paint_map(painter, self.place, on_sheet(self.shown), self.marks, look, exposed)


@dataclass(frozen=True, eq=False)
class Drawing:
    """Anything else that is painted: a curve, a rule."""

    place: QRectF
    draw: Callable[[QPainter, Look, QRectF], None]
    id: ItemId | None = None

    def paint(self, painter: QPainter, look: Look) -> None:
        """Paint it."""
        with QPainterStateGuard(painter):
            self.draw(painter, look, self.place)


Item = Text | Numbers | MapItem | Drawing
