"""The keys of Present mode: those of presenter remotes, taken before any control gets them."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.input.draw_canvas import DrawCanvas

_Key = Qt.Key
_MEANINGS = {
    _Key.Key_PageDown: "next layer",
    _Key.Key_PageUp: "layer before",
    _Key.Key_Right: "next",
    _Key.Key_Space: "next",
    _Key.Key_Left: "back",
    _Key.Key_Down: "down",
    _Key.Key_Up: "up",
    _Key.Key_Home: "first",
    _Key.Key_End: "last",
    _Key.Key_Return: "value",
    _Key.Key_Enter: "value",
    _Key.Key_N: "network",
    _Key.Key_Period: "blank",
    _Key.Key_B: "blank",
    _Key.Key_Escape: "leave",
}
_SHIFTED = {_Key.Key_Down: "next map", _Key.Key_Up: "map before"}
_WITH_CTRL = {_Key.Key_Down: "next input", _Key.Key_Up: "input before"}
_ONCE = ("value", "network", "blank", "leave")  # not again and again while a key is held
_TYPING = (QLineEdit, QPlainTextEdit, QComboBox)
_OF_PAGES = ("next layer", "layer before")
_ARROWS = (_Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down)
_OF_CELLS = (*_ARROWS, _Key.Key_Period)  # what a grid of weights keeps; "." starts a number
_OF_PEN = (*_ARROWS, _Key.Key_Space, _Key.Key_Return, _Key.Key_Enter, _Key.Key_B)


class PresentKeys(QObject):
    """Takes the keys of Present mode from the window and from whatever has the focus in it."""

    pressed = Signal(str)  # what is to be done

    def __init__(self, window: QWidget, view: QWidget) -> None:
        super().__init__(view)
        self._window, self._view = window, view
        self.takes_all = False  # while the screen is blank, any key brings it back
        self._watched: QWidget | None = None
        window.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]
        self._on_focus_changed(None, QApplication.focusWidget())

    def end(self) -> None:
        """Leave the keys to the window again."""
        QApplication.instance().focusChanged.disconnect(self._on_focus_changed)  # type: ignore[union-attr]
        self._window.removeEventFilter(self)
        self._on_focus_changed(None, None)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched.destroyed.disconnect(self._on_watched_destroyed)
        self._watched = None
        if new is not None and (new is self._view or self._view.isAncestorOf(new)):
            self._watched = new
            new.installEventFilter(self)
            new.destroyed.connect(self._on_watched_destroyed)

    def _on_watched_destroyed(self) -> None:
        self._watched = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys of the view from shortcuts and controls, and do what they mean."""
        kind = event.type()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        assert isinstance(event, QKeyEvent)
        what = "anything" if self.takes_all else self._meaning(watched, event)
        if not what:
            return False
        event.accept()
        if kind == QEvent.Type.KeyPress and not (event.isAutoRepeat() and what in _ONCE):
            self.pressed.emit(what)
        return True

    def _meaning(self, watched: QObject, event: QKeyEvent) -> str:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if modifiers == Qt.KeyboardModifier.ShiftModifier:
            return _SHIFTED.get(key, "")
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            return _WITH_CTRL.get(key, "")
        meaning = "" if modifiers else _MEANINGS.get(key, "")
        return meaning if self._is_free(key, meaning, watched) else ""

    def _is_free(self, key: Qt.Key, meaning: str, watched: QObject) -> bool:
        """Return whether what has the focus does not need a key for itself."""
        focus = QApplication.focusWidget()
        if isinstance(focus, _TYPING):  # an Esc that comes to the window was of no use to them
            return meaning in _OF_PAGES or (meaning == "leave" and watched is self._window)
        if isinstance(focus, CellGrid):
            return key not in _OF_CELLS
        return not (isinstance(focus, DrawCanvas) and key in _OF_PEN)
