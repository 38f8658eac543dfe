"""Which keys belong to the control that has the focus, and which step wherever the focus is.

The keys of actions are bound in `controls/action_table.py`, those of Present mode in
`present/keys.py`. Here stands who gets them:

- Page Up, Page Down and F5 always act: presenter remotes send them.
- Esc takes back what a control is about to do, then leaves the control, then acts on the page.
- The other keys of the steps belong to a field, slider, list, grid or button that has the focus.
  A closed list of choices takes none of them, and one whose action cannot be done does nothing.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

_Key = Qt.Key
_ALWAYS = frozenset({_Key.Key_PageUp, _Key.Key_PageDown, _Key.Key_F5})
_BOUND = frozenset({  # to actions, which can be done now or not
    _Key.Key_Left, _Key.Key_Right, _Key.Key_Home, _Key.Key_End, _Key.Key_Space,
    _Key.Key_Plus, _Key.Key_Minus,
})  # fmt: skip
_ENTER = frozenset({_Key.Key_Return, _Key.Key_Enter})
_OPENING = frozenset({_Key.Key_F4, _Key.Key_Tab, _Key.Key_Backtab})  # of a list, or on from it
_OWN_ARROWS = (QAbstractSlider, QLineEdit, QPlainTextEdit)
_OTHERS = (  # what makes another key of a key: a shortcut
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_KINDS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


class FocusKeys(QObject):
    """Watches the control that has the focus in a part of the window, and sorts its keys."""

    def __init__(self, part: QWidget, page: Callable[[], QWidget]) -> None:
        """Sort the keys.

        Args:
            part: What is watched: the window without its menus.
            page: Returns the page that is shown; it gets the keys that no control has.
        """
        super().__init__(part)
        self._part, self._page = part, page
        self._watched: QWidget | None = None
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None
        if new is None or not self._part.isAncestorOf(new):
            return
        is_clicked = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if isinstance(new, QAbstractButton) and is_clicked:
            self._page().setFocus()  # a button that was clicked leaves the keys with the page
            return
        self._watched = new
        new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a key that is not for the control."""
        if event.type() not in _KINDS or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() & _OTHERS or not isinstance(watched, QWidget):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._is_always(event) or _is_closed_to(watched, event)
        return self._took(watched, event)

    def _is_always(self, event: QKeyEvent) -> bool:
        return event.key() in _ALWAYS and not event.modifiers()

    def _took(self, control: QWidget, event: QKeyEvent) -> bool:
        """Return whether a pressed key was taken; it comes here where no action has it now."""
        page, key = self._page(), event.key()
        is_page = control is page or (page.isAncestorOf(control) and control.property("steps"))
        if self._is_always(event):
            pass  # there is nothing to be told next
        elif is_page:
            return False
        elif key == _Key.Key_Escape and not _wants(control, event):
            page.setFocus()
        elif _is_closed_to(control, event):
            _send_on(page, event)
        elif key in _ENTER and isinstance(control, QAbstractButton):
            control.click()
        elif key not in _BOUND or is_kept(control, event) or _wants(control, event):
            return False
        event.accept()
        return True


def is_kept(control: QWidget | None, event: QKeyEvent) -> bool:
    """Return whether the control that has the focus needs a key that is bound to an action."""
    if isinstance(control, QAbstractButton):
        by_keys = control.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        return event.key() == _Key.Key_Space and by_keys
    return event.key() in _BOUND and isinstance(control, _OWN_ARROWS)  # painted views: `_wants`


def _is_closed_to(control: QWidget, event: QKeyEvent) -> bool:
    """Return whether a control is a closed list of choices, which takes no key but to open it."""
    return isinstance(control, QComboBox) and event.key() not in _OPENING


def _wants(control: QWidget, event: QKeyEvent) -> bool:
    """Return whether a control takes a key before the actions of the window get it."""
    asked = _like(event, QEvent.Type.ShortcutOverride)
    asked.ignore()
    control.event(asked)
    return asked.isAccepted()


def _send_on(page: QWidget, event: QKeyEvent) -> None:
    QApplication.sendEvent(page, _like(event, event.type()))


def _like(event: QKeyEvent, kind: QEvent.Type) -> QKeyEvent:
    return QKeyEvent(
        kind, event.key(), event.modifiers(), event.text(), event.isAutoRepeat(), event.count()
    )
