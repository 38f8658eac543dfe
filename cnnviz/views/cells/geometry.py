"""Where the cells of a grid lie in its widget, and which cell lies at a point."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

from cnnviz.cnn.ops import Pair
from cnnviz.views.cells.painting import Extent
from cnnviz.views.look.theme import Look

LARGEST_SIDE = 72  # of a cell, pixels at 100 %
LARGEST_GRID = 256  # the height of all cells, pixels at 100 %
_TYPING = (56, 22)  # room to type into at least, pixels at 100 %


@dataclass(frozen=True)
class CellPlaces:
    """Cells (rows, columns) of one size in the middle of a width, with a line around them."""

    shape: Pair
    width: int  # of the widget, in pixels
    cell: Extent

    @property
    def outline(self) -> QRect:
        """Where all cells lie."""
        (rows, columns), (wide, high) = self.shape, self.cell
        return QRect((self.width - wide * columns) // 2, 1, wide * columns, high * rows)

    def rect(self, row: int, column: int) -> QRect:
        """Return where one cell lies."""
        outline, (wide, high) = self.outline, self.cell
        return QRect(outline.x() + column * wide, outline.y() + row * high, wide, high)

    def at(self, point: QPoint) -> Pair | None:
        """Return the row and column of the cell at a point, or None."""
        outline, (wide, high) = self.outline, self.cell
        if not outline.contains(point):
            return None
        return (point.y() - outline.y()) // high, (point.x() - outline.x()) // wide


def square_side(look: Look, shape: Pair, width: int) -> int:
    """Return the side of square cells that fill a width, as far as they may grow."""
    rows, columns = shape
    most = min(look.px(LARGEST_SIDE), look.px(LARGEST_GRID) // rows)
    return int(max(2, min((width - 2) // columns, most)))


def largest_size(look: Look, shape: Pair) -> QSize:
    """Return the size of a grid whose square cells are as large as they grow."""
    side = square_side(look, shape, look.px(LARGEST_GRID))
    return QSize(side * shape[1] + 2, side * shape[0] + 2)


def typing_room(look: Look, cell: QRect, size: QSize) -> QRect:
    """Return where a number is typed: over its cell, wide enough, inside a widget of a size."""
    room = cell.adjusted(0, 0, -1, -1)
    room.setWidth(max(room.width(), look.px(_TYPING[0])))
    room.setHeight(max(room.height(), look.px(_TYPING[1])))
    room.moveCenter(cell.center())
    room.moveLeft(max(0, min(room.left(), size.width() - room.width())))
    room.moveTop(max(0, min(room.top(), size.height() - room.height())))
    return room
