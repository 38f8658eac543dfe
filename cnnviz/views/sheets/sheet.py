"""What stands on an explanation: texts, numbers, maps and drawings, each with its place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from cnnviz.cnn.ops import Array
from cnnviz.views.cells.painting import FRAME, Cells, Extent
from cnnviz.views.look.palette import COLORS
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import cell_at
from cnnviz.views.maps.painter import paint_map
from cnnviz.views.maps.shown import MapMarks, MapShown

Ink = Literal["text", "muted", "accent", "positive", "negative"]
Side = Literal["left", "centre", "right"]
Mask = NDArray[np.bool_]

DIGITS = 14  # pixels at 100 %: the size of numbers in explanations
WINNER, PAPER = COLORS["light"].text, COLORS["light"].surface  # cells are light in every theme
_SIDES = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "centre": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class Spot(NamedTuple):
    """What lies at a point: an item by its name, and the cell of it."""

    name: str
    row: int
    column: int


@dataclass(frozen=True, eq=False)
class Text:
    """A text in a rectangle; one that stands for a number knows the exact one."""

    place: QRectF
    text: str
    size: float = DIGITS
    bold: bool = False
    ink: Ink = "text"
    side: Side = "left"
    name: str = ""  # what it stands for, such as "bias"; "" for words
    exact: float | None = None
    wraps: bool = False

    def paint(self, painter: QPainter, look: Look) -> None:
        """Paint the text."""
        painter.setFont(look.font(self.size, bold=self.bold))
        painter.setPen(QColor(getattr(look.colors, self.ink)))
        if self.wraps:
            flags = _SIDES[self.side] | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        else:
            flags = _SIDES[self.side] | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.drawText(self.place, flags, self.text)


@dataclass(frozen=True, eq=False)
class Numbers:
    """Numbers (H, W) in coloured cells, with the texts that are printed of them."""

    place: QPoint  # the upper left corner
    cell: Extent
    values: Array
    texts: Sequence[str]  # in row order
    limit: float
    name: str
    padding: Mask | None = None  # cells that lie outside the picture
    framed: Mask | None = None
    winners: Mask | None = None  # cells that won a pooling
    is_editable: bool = False  # then a grid of its own is laid over it

    @cached_property
    def cells(self) -> Cells:
        """The cells ready to be painted; made when they are first seen."""
        return Cells(self.values, self.limit, whole=False, texts=self.texts, largest=DIGITS)

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
        """Return the row and column at a point, or None."""
        if not self.outline.contains(point):
            return None
        offset = point - self.place
        return offset.y() // self.cell[1], offset.x() // self.cell[0]

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

    def _paint_winners(self, painter: QPainter, look: Look, winners: Mask) -> None:
        """Frame the winners as on a map: dark, as violet already says where we are."""
        thick = look.px(2)
        for row, column in np.argwhere(winners):
            place = self.rect(int(row), int(column))
            for inset, color in ((0, WINNER), (thick, PAPER)):
                painter.setPen(QPen(QColor(color), thick if not inset else 1))
                side = inset + thick // 2
                painter.drawRect(place.adjusted(side, side, -side - 1, -side - 1))

    def _paint_padding(self, painter: QPainter, look: Look, padding: Mask) -> None:
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


@dataclass(frozen=True, eq=False)
class MapItem:
    """A map with its marks; its cells can be pointed at and clicked."""

    place: QRect
    shown: MapShown
    marks: MapMarks
    name: str

    def cell_at(self, point: QPoint) -> tuple[int, int] | None:
        """Return the row and column at a point, negative in the padding; None outside."""
        return cell_at(self.place, self.shown, point)

    def paint(self, painter: QPainter, look: Look, exposed: QRect) -> None:
        """Paint the map."""
        shown = replace(self.shown, smallest_digits=DIGITS)
        paint_map(painter, self.place, shown, self.marks, look, exposed)


@dataclass(frozen=True, eq=False)
class Drawing:
    """Anything else that is painted: a curve, a rule."""

    place: QRectF
    draw: Callable[[QPainter, Look, QRectF], None]
    name: str = ""

    def paint(self, painter: QPainter, look: Look) -> None:
        """Paint it."""
        painter.save()
        self.draw(painter, look, self.place)
        painter.restore()


Item = Text | Numbers | MapItem | Drawing


class Part:
    """Items that are laid out when they come into view: one of many rows."""

    def __init__(self, place: QRect, make: Callable[[], list[Item]]) -> None:
        """Remember where the items will lie, and how to make them."""
        self.place, self._make = place, make

    @cached_property
    def items(self) -> list[Item]:
        """The items, made once."""
        return self._make()

    @property
    def known(self) -> list[Item]:
        """The items, if they have been in view."""
        return self.items if "items" in vars(self) else []


@dataclass(frozen=True, eq=False)
class Sheet:
    """Items on a surface of some size, in pixels; long ones have parts that are made when seen."""

    items: tuple[Item, ...]
    width: int
    height: int
    parts: tuple[Part, ...] = ()

    def seen(self, room: QRect) -> list[Item]:
        """Return the items that can be seen in a room."""
        parts = [part.items for part in self.parts if part.place.intersects(room)]
        return list(chain(self.items, *parts))

    def _known(self) -> list[Item]:
        return list(chain(self.items, *(part.known for part in self.parts)))

    def spot_at(self, point: QPoint) -> Spot | None:
        """Return which cell or printed number lies at a point, the uppermost."""
        for item in reversed(self.seen(QRect(point, QSize(1, 1)))):
            if isinstance(item, Numbers | MapItem):
                cell = item.cell_at(point)
                if cell is not None and item.name:
                    return Spot(item.name, *cell)
            elif item.name and item.place.contains(point.toPointF()):
                return Spot(item.name, 0, 0)
        return None

    def named(self, name: str) -> list[Item]:
        """Return the items of a name, among those that have been in view."""
        return [item for item in self._known() if item.name == name]

    def all_items(self) -> list[Item]:
        """Return every item, in view or not."""
        return list(chain(self.items, *(part.items for part in self.parts)))

    def texts(self) -> list[tuple[str, str]]:
        """Return every number and word that is painted, each with the name of what it is."""
        return list(chain.from_iterable(_texts(item) for item in self.all_items()))


def _texts(item: Item) -> list[tuple[str, str]]:
    if isinstance(item, Text):
        return [(item.name, item.text)]
    if isinstance(item, Numbers):
        return [(item.name, text) for text in item.texts]
    return []


def rule(left: float, top: float, width: float, ink: Ink = "text") -> Drawing:
    """Return a line across, as above a sum."""

    def draw(painter: QPainter, look: Look, place: QRectF) -> None:
        painter.setPen(QPen(QColor(getattr(look.colors, ink)), look.px(1.5)))
        painter.drawLine(QLineF(place.left(), place.top(), place.right(), place.top()))

    return Drawing(QRectF(left, top, width, 2), draw)


def wrapped(
    look: Look, text: str, left: float, top: float, width: float, *, size: float = 13
) -> Text:
    """Return a muted text of several lines, as high as it needs to be."""
    metrics = QFontMetricsF(look.font(size))
    high = metrics.height()
    if "\n" in text or metrics.horizontalAdvance(text) > width:  # else one line: much quicker
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        high = metrics.boundingRect(QRectF(0, 0, width, 1e4), flags, text).height()
    place = QRectF(left, top, width, high + look.px(2))
    return Text(place, text, size, ink="muted", wraps=True)


def text_width(look: Look, text: str, size: float = DIGITS, *, bold: bool = False) -> int:
    """Return how wide a text is, in pixels."""
    return _advance(look, size, look.px(size), bold, text) + 1


@lru_cache(maxsize=4096)  # sheets are made again at every step, with mostly the same texts
def _advance(look: Look, size: float, pixels: int, bold: bool, text: str) -> int:
    """Return the width of a text; `pixels` tells looks apart that have changed their size."""
    return int(QFontMetricsF(look.font(size, bold=bold)).horizontalAdvance(text))
