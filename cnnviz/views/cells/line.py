"""The line that is typed into while a cell of a grid is edited."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cnnviz.language import _
from cnnviz.text.typed_number import number_within
from cnnviz.views.cells.keys import ARROWS, ONWARD, onward
from cnnviz.views.controls.bubble import hush, tell
from cnnviz.views.look.theme import Look

LARGEST = 3.4e38  # what float32 can hold


class CellEditor(QLineEdit):
    """Takes one number: Enter goes down, Tab right, Esc gives up; nonsense is told in words."""

    committed = Signal(float, int, int)  # (value, rows to go on, columns to go on)
    left = Signal(bool)  # for the control after the grid; False: for the one before

    def __init__(self, look: Look, grid: QWidget) -> None:
        super().__init__(grid)
        self._look, self._grid = look, grid
        self._is_open = False
        self._keys = ONWARD
        self.setObjectName("cell-editor")
        self.setAccessibleName(_("Value of the cell"))
        self.setProperty("role", "cell")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.textEdited.connect(self._on_text_edited)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a cell is being edited."""
        return self._is_open

    def start(self, text: str, *, selected: bool) -> None:
        """Show the line with a text to go on from, or to replace."""
        self._is_open = True
        # As in a spreadsheet: after a digit the arrows move on, after F2 they move in the text.
        self._keys = ONWARD if selected else ONWARD | ARROWS
        self._mark(False)
        self.setAccessibleName(_("{cell}, new value").format(cell=self._grid.accessibleName()))
        self.setText(text)
        self.show()
        self.setFocus()
        if selected:
            self.selectAll()
        else:
            self.deselect()

    def close_line(self) -> None:
        """Give up; the cell keeps its value."""
        self._is_open = False  # before the focus goes, which would take what was typed
        self._mark(False)
        if self.hasFocus():
            self._grid.setFocus()
        self.hide()

    def event(self, event: QEvent) -> bool:
        """Take Tab before it moves the focus, and Enter and Esc before a shortcut does."""
        if isinstance(event, QKeyEvent):
            mine = event.key() in self._keys or event.key() == Qt.Key.Key_Escape
            if mine and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if mine and event.type() == QEvent.Type.KeyPress:
                self._on_key(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed where it is a number; else the cell keeps its value."""
        super().focusOutEvent(event)
        if self._is_open and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._commit((0, 0), is_left=True)

    def _on_key(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_line()
        elif key not in ONWARD:
            self._commit(ARROWS[key])
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._commit((0, 0))
            self.left.emit(key != Qt.Key.Key_Backtab)
        else:
            self._commit(onward(event))

    def _commit(self, onward: tuple[int, int], *, is_left: bool = False) -> None:
        try:
            value = number_within(self.text(), -LARGEST, LARGEST)
        except ValueError as error:
            if is_left:
                self.close_line()
            else:
                self._mark(True)
            tell(self._look, self._grid, str(error), self.geometry())
            return
        self.close_line()
        self.committed.emit(value, *onward)

    def _mark(self, is_problem: bool) -> None:
        hush(self._grid)
        self.setProperty("problem", "true" if is_problem else "false")
        self.style().polish(self)

    def _on_text_edited(self) -> None:
        self._mark(False)
