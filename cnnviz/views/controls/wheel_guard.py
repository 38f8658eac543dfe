"""Controls on a page that scrolls: the wheel scrolls the page past them, unless they were chosen.

Else a list, a slider or a plot that comes under the pointer while a page is scrolled would be
changed without a wish, and hold the page up. A turn sideways changes nothing.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

from cnnviz.views.controls.gestures import is_vertical

_CTRL = Qt.KeyboardModifier.ControlModifier


class WheelGuard(QObject):
    """Leaves turns of the wheel to the page while the control does not have the focus."""

    def __init__(
        self, control: QWidget, part: QWidget | None = None, *, zooms: bool = False
    ) -> None:
        """Watch a control.

        Args:
            control: What the wheel would change.
            part: The one of its widgets that gets the events, if not itself.
            zooms: Whether the wheel only zooms: then Ctrl is wish enough.
        """
        super().__init__(control)
        self._control, self._zooms = control, zooms
        if control.focusPolicy() == Qt.FocusPolicy.WheelFocus:  # the wheel would choose it
            control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        (part or control).installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold a turn of the wheel back, so that the page gets it."""
        if not isinstance(event, QWheelEvent):
            return super().eventFilter(watched, event)
        is_wished = self._control.hasFocus() or (self._zooms and event.modifiers() & _CTRL)
        if is_wished and is_vertical(event):
            return False
        event.ignore()
        return True
