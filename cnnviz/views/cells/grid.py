"""A grid of numbers in coloured cells: the weights of a kernel, a small matrix."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnviz.cnn.layer_base import read_only
from cnnviz.cnn.ops import Array
from cnnviz.text.matrix_text import matrix_text, parse_matrix
from cnnviz.text.numbers import exact_text, number_text
from cnnviz.views.cells.line import CellEditor
from cnnviz.views.cells.painting import FRAME, LARGEST_DIGITS, Cells, Extent
from cnnviz.views.controls.bubble import tell
from cnnviz.views.controls.gestures import WheelRun, factor, stepped
from cnnviz.views.controls.painted_view import PaintedView
from cnnviz.views.look.theme import Look

LARGEST_SIDE = 72  # of a cell, pixels at 100 %
LARGEST_GRID = 256  # the height of all cells, pixels at 100 %
SCRUB = 4  # pixels of a drag for one step, at 100 %
_STARTS_TYPING = frozenset("0123456789-−,.")
_QUIET = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


@dataclass
class _Drag:
    start: int  # y of the press
    value: float  # of the cell before
    gesture: str
    steps: int = 0


class CellGrid(PaintedView):
    """Shows numbers (H, W) in square cells, and tells which ones the user wants changed.

    It changes nothing itself: who owns the numbers shows the new ones. Arrow keys move; typing,
    F2 or a double click edits a cell; the wheel and a vertical drag change it by steps; Delete
    sets 0; Ctrl+C and Ctrl+V copy and paste text.
    """

    cell_edited = Signal(int, int, float, str)  # (row, column, value, gesture)
    pasted = Signal(object)  # Array (H, W), of any size
    cell_hovered = Signal(int, int)  # (row, column); (−1, −1) when the mouse leaves
    current_changed = Signal(int, int)  # (row, column)

    def __init__(
        self, look: Look, name: str, parent: QWidget | None = None, *, read_only: bool = False
    ) -> None:
        super().__init__(parent)
        self._look, self._name, self._is_read_only = look, name, read_only
        self._values: Array = np.zeros((1, 1), np.float32)
        self._limit, self._whole = 0.0, False
        self._current, self._hovered = (0, 0), (-1, -1)
        self._drag: _Drag | None = None
        self._drags, self._wheel = 0, WheelRun()
        self._cells = Cells(self._values, 0.0, whole=False)
        self._fixed: Extent | None = None
        self._largest: float = LARGEST_DIGITS
        self._framed: tuple[int, int] | None = None
        self.editor = CellEditor(look, self)
        self.editor.committed.connect(self._on_committed)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        look.changed.connect(self._on_look_changed)
        self._name_current()

    # What is shown

    @property
    def values(self) -> Array:
        """The numbers shown, shape (H, W); read-only."""
        return self._values

    @property
    def current(self) -> tuple[int, int]:
        """The row and column of the framed cell."""
        return self._current

    def show_values(
        self,
        values: Array,
        limit: float,
        *,
        whole: bool | None = None,
        texts: Sequence[str] | None = None,
    ) -> None:
        """Show numbers (H, W); those of size `limit` get the full colour. Emits no edit.

        Args:
            values: 1×1 to 32×32 numbers.
            limit: The size with the full colour, as of `colors.diverging`.
            whole: Whether they are whole numbers by nature, which the wheel changes by 1.
            texts: What is printed of them, in row order; None for as many digits as fit.
        """
        values = read_only(values)
        before, scale = self._values, (self._limit, self._whole)
        self._values, self._limit, self._whole = values, limit, bool(whole)
        if before.shape != values.shape:
            self.editor.close_line()
            self._drag = None
            self._current = (
                min(self._current[0], values.shape[0] - 1),
                min(self._current[1], values.shape[1] - 1),
            )
            self.updateGeometry()
        digits = self._cells.digits(self._look, self._cell())[0]
        printed = self._cells.texts != texts
        self._cells = Cells(values, limit, whole=self._whole, texts=texts, largest=self._largest)
        self._name_current()
        same = before.shape == values.shape and scale == (self._limit, self._whole)
        same = same and not printed
        if same and digits == self._cells.digits(self._look, self._cell())[0]:
            for row, column in np.argwhere(before != values):
                self.update(self.cell_rect(int(row), int(column)))
        else:
            self.update()

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
        value = number_text(float(self._values[row, column]))
        name = f"{self._name}, row {row + 1} column {column + 1}: {value}"
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

    def frame(self, cell: tuple[int, int] | None) -> None:
        """Frame a cell because of what the pointer is on elsewhere, or none."""
        if cell != self._framed:
            self._framed = cell
            self.update()

    def _cell(self) -> Extent:
        """Return the width and height of a cell."""
        side = self._side(self.width())
        return self._fixed or (side, side)

    def _side(self, width: int) -> int:
        rows, columns = self._values.shape
        by_width = (width - 2) // columns
        most = min(self._look.px(LARGEST_SIDE), self._look.px(LARGEST_GRID) // rows)
        return int(max(2, min(by_width, most)))

    def _outline(self) -> QRect:
        (rows, columns), (wide, high) = self._values.shape, self._cell()
        left = (self.width() - wide * columns) // 2
        return QRect(left, 1, wide * columns, high * rows)

    def cell_rect(self, row: int, column: int) -> QRect:
        """Return where a cell is painted."""
        outline, (wide, high) = self._outline(), self._cell()
        return QRect(outline.x() + column * wide, outline.y() + row * high, wide, high)

    def cell_at(self, point: QPoint) -> tuple[int, int] | None:
        """Return the row and column of the cell at a point, or None."""
        outline, (wide, high) = self._outline(), self._cell()
        if not outline.contains(point):
            return None
        return (point.y() - outline.y()) // high, (point.x() - outline.x()) // wide

    def heightForWidth(self, width: int) -> int:
        """Return the height of the cells that fit into a width."""
        high = self._fixed[1] if self._fixed else self._side(width)
        return high * len(self._values) + 2

    def sizeHint(self) -> QSize:
        """Return the largest size the cells grow to."""
        side = self._side(self._look.px(LARGEST_GRID))
        return QSize(side * self._values.shape[1] + 2, side * self._values.shape[0] + 2)

    def minimumSizeHint(self) -> QSize:
        """Return room for cells that can just be told apart."""
        return QSize(2 * self._values.shape[1] + 2, 2 * self._values.shape[0] + 2)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, their numbers where these are large enough, and the frame."""
        painter = QPainter(self)
        outline = self._outline()
        self._cells.paint(painter, self._look, outline, self._cell(), event.rect())
        theme = self._look.colors
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawRect(outline.adjusted(-1, -1, 0, 0))
        framed = self._framed
        if not self._is_read_only and (self._fixed is None or self.hasFocus()):
            framed = self._current
        if framed is not None:
            painter.setPen(QPen(QColor(FRAME), 3 if self.hasFocus() else 2))
            painter.drawRect(self.cell_rect(*framed).adjusted(0, 0, -1, -1))

    # Keys

    def takes(self, event: QKeyEvent) -> bool:
        """Take the arrows, what is typed into a cell, copy and paste."""
        if event.matches(QKeySequence.StandardKey.Copy):
            return True
        if event.matches(QKeySequence.StandardKey.Paste):
            return not self._is_read_only
        if event.modifiers() & ~_QUIET:
            return False
        # Letters too: that they are no number is told when they are to be taken.
        types = event.text() in _STARTS_TYPING or event.text().isalpha()
        edits = event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Delete) or types
        return event.key() in _ARROWS or (edits and not self._is_read_only)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, edit, empty, copy or paste."""
        if not self.takes(event):
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in _ARROWS:
            self._move(*_ARROWS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Delete:
            self.cell_edited.emit(*self._current, 0.0, "")
        else:
            self._open_editor("" if event.key() == Qt.Key.Key_F2 else event.text())

    def _move(self, down: int, right: int) -> None:
        row, column = self._current[0] + down, self._current[1] + right
        if 0 <= row < self._values.shape[0] and 0 <= column < self._values.shape[1]:
            self.set_current(row, column)

    def copy(self) -> None:
        """Put the numbers into the clipboard as text, with tabs between the columns."""
        QGuiApplication.clipboard().setText(matrix_text(self._values))

    def paste(self) -> None:
        """Read numbers from the text in the clipboard; what is none is told in words."""
        try:
            values = parse_matrix(QGuiApplication.clipboard().text())
        except ValueError as error:
            tell(self._look, self, f"{error} Nothing was changed.")
            return
        if values.size == 1 and self._values.size > 1:
            self.cell_edited.emit(*self._current, float(values[0, 0]), "")
        else:
            self.pasted.emit(values)

    # Typing into a cell

    def _open_editor(self, typed: str) -> None:
        self._place_editor()
        exact = exact_text(float(self._values[self._current])).removesuffix(".0")
        self.editor.start(typed or exact, selected=not typed)

    def _place_editor(self) -> None:
        cell = self.cell_rect(*self._current)
        room = cell.adjusted(0, 0, -1, -1)
        room.setWidth(max(room.width(), self._look.px(56)))
        room.setHeight(max(room.height(), self._look.px(22)))
        room.moveCenter(cell.center())
        room.moveLeft(max(0, min(room.left(), self.width() - room.width())))
        room.moveTop(max(0, min(room.top(), self.height() - room.height())))
        self.editor.setGeometry(room)

    def _on_committed(self, value: float, down: int, right: int) -> None:
        if np.float32(value) != self._values[self._current]:
            self.cell_edited.emit(*self._current, value, "")
        rows, columns = self._values.shape
        place = self._current[0] * columns + self._current[1] + right
        row, column = divmod(min(max(place, 0), rows * columns - 1), columns)
        self.set_current(min(row + down, rows - 1), column)

    # Wheel and mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the cell under the mouse by 0.1, with Shift 1, with Ctrl 0.01."""
        cell = self.cell_at(event.position().toPoint())
        if cell is None or self._is_read_only or self.editor.is_open:
            event.ignore()
            return
        event.accept()
        if cell != self._current:
            self._wheel.end()
            self.set_current(*cell)
        if notches := self._wheel.notches(event):
            value = self._stepped(float(self._values[cell]), notches, event.modifiers())
            self.cell_edited.emit(*cell, value, self._wheel.gesture)

    def _stepped(self, value: float, steps: int, modifiers: Qt.KeyboardModifier) -> float:
        step = steps * factor(modifiers) * (1 if self._whole else 0.1)
        return stepped(value, step, whole=self._whole)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Frame the cell, and get ready for a drag."""
        cell = self.cell_at(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or cell is None:
            event.ignore()
            return
        self._wheel.end()
        self.set_current(*cell)
        if not self._is_read_only:
            self._drags += 1
            gesture = f"drag {id(self)} {self._drags}"
            self._drag = _Drag(event.position().toPoint().y(), float(self._values[cell]), gesture)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub the pressed cell: up is more. Without a button, tell the cell under the mouse."""
        point = event.position().toPoint()
        if self._drag is not None and event.buttons() & Qt.MouseButton.LeftButton:
            steps = round((self._drag.start - point.y()) / self._look.px(SCRUB))
            if steps != self._drag.steps:
                self._drag.steps = steps
                value = self._drag.value
                if steps:
                    value = self._stepped(value, steps, event.modifiers())
                self.cell_edited.emit(*self._current, value, self._drag.gesture)
        self._hover(self.cell_at(point) or (-1, -1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag."""
        self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the cell."""
        if self.cell_at(event.position().toPoint()) == self._current and not self._is_read_only:
            self._drag = None
            self._open_editor("")

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that no cell is under the mouse."""
        self._wheel.end()
        self._hover((-1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep an open line on its cell."""
        if self.editor.is_open:
            self._place_editor()

    def _hover(self, cell: tuple[int, int]) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self.cell_hovered.emit(*cell)

    def show_tool_tip(self, event: QHelpEvent) -> None:
        """Tell a cell, as long as the mouse is over it."""
        cell = self.cell_at(event.pos())
        if cell is None:
            QToolTip.showText(event.globalPos(), self.toolTip(), self)
            return
        value = exact_text(float(self._values[cell])).removesuffix(".0")
        text = f"Row {cell[0] + 1}, column {cell[1] + 1}: {value}"
        extra = f"\n{self.toolTip()}" if self.toolTip() else ""
        QToolTip.showText(event.globalPos(), text + extra, self, self.cell_rect(*cell))
