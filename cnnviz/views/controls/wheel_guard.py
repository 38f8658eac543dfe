"""Controls on a page that scrolls: the wheel scrolls the page past them, unless they were chosen.

Else a list, a slider or a plot that comes under the pointer while a page is scrolled would be
changed without a wish, and hold the page up.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

_CTRL = Qt.KeyboardModifier.ControlModifier


class WheelGuard(QObject):
    """Leaves turns of the wheel to the page while neither the control nor Ctrl is chosen."""

    def __init__(self, control: QWidget, part: QWidget | None = None) -> None:
        """Watch a control; `part` is the one of its widgets that gets the events, if not itself."""
        super().__init__(control)
        self._control = control
        if control.focusPolicy() == Qt.FocusPolicy.WheelFocus:  # the wheel would choose it
            control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        (part or control).installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold a turn of the wheel back, so that the page gets it."""
        if not isinstance(event, QWheelEvent):
            return super().eventFilter(watched, event)
        if self._control.hasFocus() or event.modifiers() & _CTRL:
            return False
        event.ignore()
        return True
