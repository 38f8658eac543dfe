"""Numbers in coloured cells: their size, their painting, and the cell under the mouse."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnviz.cnn.layer_base import read_only
from cnnviz.cnn.ops import Array, Pair
from cnnviz.language import _
from cnnviz.text.decimals import decimals_of_values
from cnnviz.text.numbers import exact_text
from cnnviz.views.cells.geometry import CellPlaces, largest_size, square_side
from cnnviz.views.cells.painting import LARGEST_DIGITS, Cells, Extent, paint_frame, paint_outline
from cnnviz.views.controls.painted_view import PaintedView
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look


class CellView(PaintedView):
    """Shows numbers (H, W) in square cells, one of which is the current one."""

    cell_hovered = Signal(int, int)  # (row, column); (−1, −1) when the mouse leaves
    current_changed = Signal(int, int)  # (row, column)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        """Make a view of one zero; screen readers call it `name`."""
        super().__init__(parent)
        self._look, self._name = look, name
        self._values: Array = np.zeros((1, 1), np.float32)
        self._limit, self._whole = 0.0, False
        self._how: tuple[object, ...] = ()  # the numbers are shown, beside the numbers
        self._current, self._hovered = (0, 0), (-1, -1)
        self._cells = Cells(self._values, 0.0, whole=False)
        self._fixed: Extent | None = None
        self._largest: float = LARGEST_DIGITS
        self._framed: Pair | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        look.changed.connect(self._on_look_changed)
        self._name_current()

    # What is shown

    @property
    def values(self) -> Array:
        """The numbers shown, shape (H, W); read-only."""
        return self._values

    @property
    def current(self) -> Pair:
        """The row and column of the framed cell."""
        return self._current

    def show_values(
        self,
        values: Array,
        limit: float,
        *,
        whole: bool | None = None,
        texts: Sequence[str] | None = None,
        factor: str = "",
    ) -> None:
        """Show numbers (H, W); those of size `limit` get the full colour. Emits no edit.

        Args:
            values: 1×1 to 32×32 numbers.
            limit: The size with the full colour, as of `colors.diverging`.
            whole: Whether they are whole numbers by nature, which the wheel changes by 1.
            texts: What is printed of them, in row order; None for as many digits as fit.
            factor: What all texts are to be multiplied with, as a heading of the grid says.
        """
        before, values = self._values, read_only(values)
        how = (limit, bool(whole), texts, factor, self._largest)
        if how == self._how and np.array_equal(before, values):
            self._values = values
            return
        self._how = how
        digits = self._cells.digits(self._look, self._cell())[0]
        self._values = values
        same = (limit, bool(whole), texts) == (self._limit, self._whole, self._cells.texts)
        self._limit, self._whole = limit, bool(whole)
        if before.shape != values.shape:
            self._on_shape_changed()
        self._cells = Cells(
            values,
            limit,
            whole=bool(whole),
            texts=texts,
            largest=self._largest,
            may_shorten=not factor,
        )
        self._factor = factor
        self._name_current()
        same = same and before.shape == values.shape
        if same and digits == self._cells.digits(self._look, self._cell())[0]:
            for row, column in np.argwhere(before != values):
                self.update(self.cell_rect(int(row), int(column)))
        else:
            self.update()

    def _on_shape_changed(self) -> None:
        (row, column), (rows, columns) = self._current, self._values.shape
        self._current = min(row, rows - 1), min(column, columns - 1)
        self.updateGeometry()

    def set_current(self, row: int, column: int) -> None:
        """Frame another cell."""
        if (row, column) != self._current:
            self._current = (row, column)
            self._name_current()
            self.update()
            self.current_changed.emit(row, column)

    def set_name(self, name: str) -> None:
        """Call the grid by another name, for screen readers."""
        self._name = name
        self._name_current()

    def _name_current(self) -> None:
        row, column = self._current
        texts = self._cells.texts
        value = texts[row * self._values.shape[1] + column] if texts is not None else ""
        if not value:
            value = decimals_of_values(self._values).full(float(self._values[row, column]))
        if texts is not None:
            value = f"{value} {self._factor}".rstrip()
        text = _("{name}, row {row} column {column}: {value}")
        name = text.format(name=self._name, row=row + 1, column=column + 1, value=value)
        if name != self.accessibleName():
            self.setAccessibleName(name)  # tells screen readers

    # Its size

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def fix_cells(self, cell: Extent, digits: float) -> None:
        """Give the cells a width and height, and their digits a size in pixels at 100 %.

        Without it they are squares that fill the width of the grid.
        """
        if (cell, digits) != (self._fixed, self._largest):
            self._fixed, self._largest = cell, digits
            self.updateGeometry()
            self.update()

    def frame(self, cell: Pair | None) -> None:
        """Frame a cell because of what the pointer is on elsewhere, or none."""
        if cell != self._framed:
            self._framed = cell
            self.update()

    @property
    def _shape(self) -> Pair:
        return self._values.shape[0], self._values.shape[1]

    def _cell(self) -> Extent:
        """Return the width and height of a cell."""
        side = square_side(self._look, self._shape, self.width())
        return self._fixed or (side, side)

    def _places(self) -> CellPlaces:
        return CellPlaces(self._shape, self.width(), self._cell())

    def cell_rect(self, row: int, column: int) -> QRect:
        """Return where a cell is painted."""
        return self._places().rect(row, column)

    def cell_at(self, point: QPoint) -> Pair | None:
        """Return the row and column of the cell at a point, or None."""
        return self._places().at(point)

    def heightForWidth(self, width: int) -> int:
        """Return the height of the cells that fit into a width."""
        high = self._fixed[1] if self._fixed else square_side(self._look, self._shape, width)
        return high * len(self._values) + 2

    def sizeHint(self) -> QSize:
        """Return the largest size the cells grow to."""
        return largest_size(self._look, self._shape)

    def minimumSizeHint(self) -> QSize:
        """Return room for cells that can just be told apart."""
        return QSize(2 * self._values.shape[1] + 2, 2 * self._values.shape[0] + 2)

    # Painting

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the cells, their numbers where these are large enough, and the frame."""
        places = self._places()
        self._cells.paint(painter, self._look, places.outline, places.cell, event.rect())
        paint_outline(painter, self._look, places.outline)
        framed = self._framed_cell()
        if framed is not None:
            paint_frame(painter, places.rect(*framed), thick=self.hasFocus())

    def _framed_cell(self) -> Pair | None:
        """Return the cell that has a frame."""
        return self._framed

    # The cell under the mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the cell under the mouse."""
        self._hover(self.cell_at(event.position().toPoint()) or (-1, -1))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that no cell is under the mouse."""
        self._hover((-1, -1))

    def _hover(self, cell: Pair) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self.cell_hovered.emit(*cell)

    def show_tool_tip(self, event: QHelpEvent) -> None:
        """Tell a cell, as long as the mouse is over it."""
        cell = self.cell_at(event.pos())
        if cell is None:
            QToolTip.showText(event.globalPos(), self.toolTip(), self)
            return
        value = exact_text(float(self._values[cell]))
        text = _("Row {row}, column {column}: {value}")
        text = text.format(row=cell[0] + 1, column=cell[1] + 1, value=value)
        extra = f"\n{self.toolTip()}" if self.toolTip() else ""
        QToolTip.showText(event.globalPos(), plain_tip(text + extra), self, self.cell_rect(*cell))
