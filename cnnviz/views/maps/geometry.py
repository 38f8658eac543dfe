"""Where the cells of a map lie, padding included; and which cell lies at a point."""

from dataclasses import dataclass
from math import ceil, floor

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF

from cnnviz.cnn.ops import Pair
from cnnviz.views.maps.shown import MapShown

WHOLE_CELL = 2  # pixels; cells from here on have whole pixels, so that all are equally large


@dataclass(frozen=True)
class MapGrid:
    """The cells of a map in its place. Rows and columns of padding are negative, or ≥ the size."""

    left: float  # of the first column, padding included
    top: float
    wide: float  # of a cell
    high: float
    size: Pair  # rows and columns, without padding
    padding: Pair

    @property
    def rows(self) -> range:
        """All rows, padding included."""
        return range(-self.padding[0], self.size[0] + self.padding[0])

    @property
    def columns(self) -> range:
        """All columns, padding included."""
        return range(-self.padding[1], self.size[1] + self.padding[1])

    @property
    def cell(self) -> tuple[int, int]:
        """Width and height of a cell in whole pixels, its gap included."""
        return int(self.wide), int(self.high)

    def rect(self, rows: range, columns: range) -> QRectF:
        """Return where a block of neighbouring cells lies."""
        left = self.left + (columns.start + self.padding[1]) * self.wide
        top = self.top + (rows.start + self.padding[0]) * self.high
        return QRectF(left, top, len(columns) * self.wide, len(rows) * self.high)

    def at(self, row: int, column: int) -> QRectF:
        """Return where one cell lies."""
        return self.rect(range(row, row + 1), range(column, column + 1))

    def middle(self, row: int, column: int) -> tuple[float, float]:
        """Return x and y of the middle of one cell, without its gap."""
        x = self.left + (column + self.padding[1] + 0.5) * self.wide - 0.5
        return x, self.top + (row + self.padding[0] + 0.5) * self.high - 0.5

    def seen(self, exposed: QRect) -> tuple[range, range]:
        """Return the rows and columns, padding included, that lie in a rectangle."""
        return (
            _between(self.rows, self.top, self.high, (exposed.top(), exposed.bottom() + 1)),
            _between(self.columns, self.left, self.wide, (exposed.left(), exposed.right() + 1)),
        )


def _between(cells: range, start: float, length: float, ends: tuple[int, int]) -> range:
    first = max(0, floor((ends[0] - start) / length))
    last = min(len(cells), ceil((ends[1] - start) / length))
    return range(cells.start + first, max(cells.start + first, cells.start + last))


def map_grid(place: QRect, shown: MapShown) -> MapGrid:
    """Return the cells of a map that is painted into a place, in its middle."""
    (height, width), (down, right) = shown.size, shown.padding
    rows, columns = height + 2 * down, width + 2 * right
    wide, high = _whole(place.width() / columns), _whole(place.height() / rows)
    left = place.x() + int((place.width() - wide * columns) / 2)
    top = place.y() + int((place.height() - high * rows) / 2)
    return MapGrid(left, top, wide, high, (height, width), shown.padding)


def _whole(length: float) -> float:
    return float(int(length)) if length >= WHOLE_CELL else length


def cell_at(place: QRect, shown: MapShown, point: QPoint | QPointF) -> tuple[int, int] | None:
    """Return the row and column of the cell at a point, negative in the padding; or None."""
    grid = map_grid(place, shown)
    row = floor((point.y() - grid.top) / grid.high) - grid.padding[0]
    column = floor((point.x() - grid.left) / grid.wide) - grid.padding[1]
    return (row, column) if row in grid.rows and column in grid.columns else None


def cell_rect(place: QRect, shown: MapShown, row: int, column: int) -> QRectF:
    """Return where a cell is painted, with its gap; rows and columns as of `cell_at`."""
    return map_grid(place, shown).at(row, column)


def fitted(room: QRect, shown: MapShown, *, largest_cell: int) -> QRect:
    """Return the place in the middle of a room where a map has the largest square cells.

    Args:
        room: Where the map has to lie, with the line around it.
        shown: The map.
        largest_cell: The largest side of a cell, in pixels.
    """
    (height, width), (down, right) = shown.size, shown.padding
    rows, columns = height + 2 * down, width + 2 * right
    side = min((room.width() - 2) / columns, (room.height() - 2) / rows, largest_cell)
    side = _whole(max(side, 1 / max(rows, columns)))
    wide, high = max(1, round(side * columns)), max(1, round(side * rows))
    left = room.x() + (room.width() - wide) // 2
    return QRect(left, room.y() + (room.height() - high) // 2, wide, high)
