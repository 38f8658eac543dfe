"""A grid of numbers to be edited: the weights of a kernel, a small matrix."""

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from cnnviz.cnn.ops import Pair
from cnnviz.language import _
from cnnviz.text.numbers import exact_text
from cnnviz.views.cells import clipboard
from cnnviz.views.cells.geometry import typing_room
from cnnviz.views.cells.keys import ARROWS, Duty, cell_after, duty_of, neighbour, onward
from cnnviz.views.cells.line import CellEditor
from cnnviz.views.cells.scrubbing import Scrubbed, Scrubbing
from cnnviz.views.cells.view import CellView
from cnnviz.views.controls.bubble import tell
from cnnviz.views.look.theme import Look


class CellGrid(CellView):
    """Shows numbers (H, W), and tells which ones the user wants changed.

    It changes nothing itself: who owns the numbers shows the new ones. Arrows, Tab and Enter move;
    typing, F2 or a double click edits a cell; a vertical drag, and the wheel once the grid has the
    focus, change it by steps; Delete sets 0; Ctrl+C and Ctrl+V copy and paste text. Ctrl+Tab goes
    on to the next control.
    """

    cell_edited = Signal(int, int, float, str)  # (row, column, value, gesture)
    pasted = Signal(object)  # Array (H, W), of any size

    def __init__(
        self, look: Look, name: str, parent: QWidget | None = None, *, read_only: bool = False
    ) -> None:
        super().__init__(look, name, parent)
        self._is_read_only = read_only
        self._scrubbing = Scrubbing(look)
        self.editor = CellEditor(look, self)
        self.editor.committed.connect(self._on_committed)
        self.editor.left.connect(self._leave)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(not read_only)

    def _on_shape_changed(self) -> None:
        self.editor.close_line()
        self._scrubbing.end_drag()
        super()._on_shape_changed()

    def _framed_cell(self) -> Pair | None:
        if not self._is_read_only and (self._fixed is None or self.hasFocus()):
            return self.current
        return super()._framed_cell()

    # Keys and typing

    def takes(self, event: QKeyEvent) -> bool:
        """Take the arrows, what is typed into a cell, copy and paste."""
        return duty_of(event, read_only=self._is_read_only) is not None

    def event(self, event: QEvent) -> bool:
        """Take Tab before it moves the focus."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            duty = duty_of(event, read_only=self._is_read_only)
            if duty in ("go on", "leave"):
                self._go(event, duty)
                return True
        return super().event(event)

    def _go(self, event: QKeyEvent, duty: Duty) -> None:
        """Go on to another cell, or to another control."""
        if duty == "leave":
            self._leave(event.key() != Qt.Key.Key_Backtab)
        else:
            self.set_current(*cell_after(self.current, onward(event), self._shape))

    def _leave(self, is_next: bool) -> None:
        self.focusNextPrevChild(is_next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, edit, empty, copy or paste."""
        match duty_of(event, read_only=self._is_read_only):
            case "copy":
                self.copy()
            case "paste":
                self.paste()
            case "move":
                step = ARROWS[Qt.Key(event.key())]
                self.set_current(*neighbour(self.current, step, self._shape))
            case "empty":
                self.cell_edited.emit(*self.current, 0.0, "")
            case "edit":
                self._open_editor("")
            case "type":
                self._open_editor(event.text())
            case None:
                event.ignore()

    def copy(self) -> None:
        """Put the numbers into the clipboard as text, with tabs between the columns."""
        clipboard.copy(self.values)

    def paste(self) -> None:
        """Read numbers from the text in the clipboard; what is none is told in words."""
        self._take_numbers(None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take text, as pasting does; files are the window's."""
        mime = event.mimeData()
        if mime.hasText() and not mime.hasUrls():
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read numbers from the text that was dropped."""
        event.acceptProposedAction()
        self._take_numbers(event.mimeData())

    def _take_numbers(self, mime: QMimeData | None) -> None:
        try:
            values = clipboard.copied(mime)
        except ValueError as error:
            tell(self._look, self, _("{problem} Nothing was changed.").format(problem=error))
            return
        if values.size == 1 and self.values.size > 1:
            self.cell_edited.emit(*self.current, float(values[0, 0]), "")
        else:
            self.pasted.emit(values)

    def _open_editor(self, typed: str) -> None:
        self._place_editor()
        exact = exact_text(float(self.values[self.current]))
        self.editor.start(typed or exact, selected=not typed)

    def _place_editor(self) -> None:
        cell = self.cell_rect(*self.current)
        self.editor.setGeometry(typing_room(self._look, cell, self.size()))

    def _on_committed(self, value: float, down: int, right: int) -> None:
        if np.float32(value) != self.values[self.current]:
            self.cell_edited.emit(*self.current, value, "")
        self.set_current(*cell_after(self.current, (down, right), self._shape))

    # Wheel and mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the cell under the mouse by 0.1, with Shift 1, with Ctrl 0.01, once focused."""
        cell = self.cell_at(event.position().toPoint())
        if cell is None or self._is_read_only or not self.hasFocus():
            event.ignore()
            return
        event.accept()
        if cell != self.current:
            self._scrubbing.end_turn()
            self.set_current(*cell)
        self._take(self._scrubbing.turned(event, float(self.values[cell]), whole=self._whole))

    def _take(self, scrubbed: Scrubbed | None) -> None:
        if scrubbed is not None:
            self.cell_edited.emit(*self.current, scrubbed.value, scrubbed.gesture)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Frame the cell, and get ready for a drag."""
        cell = self.cell_at(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or cell is None:
            event.ignore()
            return
        self._scrubbing.end_turn()
        self.set_current(*cell)
        if not self._is_read_only:
            self._scrubbing.press(event, float(self.values[cell]), whole=self._whole)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub the pressed cell: up is more. Without a button, tell the cell under the mouse."""
        self._take(self._scrubbing.dragged(event))
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag."""
        self._scrubbing.end_drag()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the cell."""
        if self.cell_at(event.position().toPoint()) == self.current and not self._is_read_only:
            self._scrubbing.end_drag()
            self._open_editor("")

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that no cell is under the mouse."""
        self._scrubbing.end_turn()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep an open line on its cell."""
        if self.editor.is_open:
            self._place_editor()
