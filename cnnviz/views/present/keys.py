"""The keys of Present mode: those of presenter remotes, taken before any control gets them."""

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.input.draw_canvas import DrawCanvas


class KeyMeaning(Enum):
    """What a key asks for."""

    NEXT = auto()  # step or position
    BACK = auto()
    UP = auto()
    DOWN = auto()
    FIRST = auto()
    LAST = auto()
    NEXT_LAYER = auto()
    LAYER_BEFORE = auto()
    NEXT_MAP = auto()
    MAP_BEFORE = auto()
    NEXT_INPUT = auto()  # the slice for the next input map
    INPUT_BEFORE = auto()
    VALUE = auto()
    NETWORK = auto()
    VERDICT = auto()
    TRAIN = auto()
    HIERARCHY = auto()
    PAIR = auto()
    PRESETS = auto()
    BLANK = auto()
    WHITE = auto()
    SPOTLIGHT = auto()
    PEN = auto()
    LEAVE = auto()
    ANYTHING = auto()  # but a blank screen


_Key = Qt.Key
_MEANINGS = {
    _Key.Key_PageDown: KeyMeaning.NEXT_LAYER,
    _Key.Key_PageUp: KeyMeaning.LAYER_BEFORE,
    _Key.Key_Right: KeyMeaning.NEXT,
    _Key.Key_Space: KeyMeaning.NEXT,
    _Key.Key_Left: KeyMeaning.BACK,
    _Key.Key_Down: KeyMeaning.DOWN,
    _Key.Key_Up: KeyMeaning.UP,
    _Key.Key_Home: KeyMeaning.FIRST,
    _Key.Key_End: KeyMeaning.LAST,
    _Key.Key_Return: KeyMeaning.VALUE,
    _Key.Key_Enter: KeyMeaning.VALUE,
    _Key.Key_N: KeyMeaning.NETWORK,
    _Key.Key_V: KeyMeaning.VERDICT,
    _Key.Key_T: KeyMeaning.TRAIN,
    _Key.Key_H: KeyMeaning.HIERARCHY,
    _Key.Key_2: KeyMeaning.PAIR,
    _Key.Key_K: KeyMeaning.PRESETS,
    _Key.Key_Period: KeyMeaning.BLANK,
    _Key.Key_B: KeyMeaning.BLANK,
    _Key.Key_W: KeyMeaning.WHITE,
    _Key.Key_L: KeyMeaning.SPOTLIGHT,
    _Key.Key_P: KeyMeaning.PEN,
    _Key.Key_Escape: KeyMeaning.LEAVE,
}
_SHIFTED = {_Key.Key_Down: KeyMeaning.NEXT_MAP, _Key.Key_Up: KeyMeaning.MAP_BEFORE}
_WITH_CTRL = {_Key.Key_Down: KeyMeaning.NEXT_INPUT, _Key.Key_Up: KeyMeaning.INPUT_BEFORE}
_ONCE = (
    KeyMeaning.VALUE,
    KeyMeaning.NETWORK,
    KeyMeaning.VERDICT,
    KeyMeaning.TRAIN,
    KeyMeaning.HIERARCHY,
    KeyMeaning.PAIR,
    KeyMeaning.PRESETS,
    KeyMeaning.BLANK,
    KeyMeaning.WHITE,
    KeyMeaning.SPOTLIGHT,
    KeyMeaning.PEN,
    KeyMeaning.LEAVE,
)  # not again while a key is held
_TYPING = (QLineEdit, QPlainTextEdit, QComboBox)
_OF_PAGES = (KeyMeaning.NEXT_LAYER, KeyMeaning.LAYER_BEFORE)
_ARROWS = (_Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down)
_OF_CELLS = (*_ARROWS, _Key.Key_Period)  # what a grid of weights keeps; "." starts a number
_OF_PEN = (*_ARROWS, _Key.Key_Space, _Key.Key_Return, _Key.Key_Enter, _Key.Key_B)


class PresentKeys(QObject):
    """Takes the keys of Present mode from the window and from whatever has the focus in it."""

    pressed = Signal(object)  # KeyMeaning

    def __init__(self, window: QWidget, view: QWidget, is_asked: Callable[[], bool]) -> None:
        """Take the keys of a window.

        Args:
            window: The window.
            view: The part of it that shows what is presented, or tells of it.
            is_asked: Whether an answer is asked for, which a digit begins.
        """
        super().__init__(view)
        self._is_asked = is_asked
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
        what = KeyMeaning.ANYTHING if self.takes_all else self._meaning(watched, event)
        if what is None:
            return False
        event.accept()
        if kind == QEvent.Type.KeyPress and not (event.isAutoRepeat() and what in _ONCE):
            self.pressed.emit(what)
        return True

    def _meaning(self, watched: QObject, event: QKeyEvent) -> KeyMeaning | None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if modifiers == Qt.KeyboardModifier.ShiftModifier:
            return _SHIFTED.get(key)
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            return _WITH_CTRL.get(key)
        meaning = None if modifiers else _MEANINGS.get(key)
        return meaning if self._is_free(key, meaning, watched) else None

    def _is_free(self, key: Qt.Key, meaning: KeyMeaning | None, watched: QObject) -> bool:
        """Return whether what has the focus does not need a key for itself."""
        focus = QApplication.focusWidget()
        if isinstance(focus, _TYPING):  # an Esc that comes to the window was of no use to them
            return meaning in _OF_PAGES or (meaning is KeyMeaning.LEAVE and watched is self._window)
        if key == _Key.Key_2 and self._is_asked():
            return False
        if isinstance(focus, CellGrid):
            return key not in _OF_CELLS
        return not (isinstance(focus, DrawCanvas) and key in _OF_PEN)
