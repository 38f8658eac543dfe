"""A widget that paints its parts itself."""

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QToolTip, QWidget

from cnnviz.views.look.plain_tip import plain_tip


class PaintedView(QWidget):
    """Keeps its keys from the shortcuts of the window, and tells a part on hovering."""

    def takes(self, event: QKeyEvent) -> bool:
        """Return whether a key is for this widget, even where the window has a shortcut for it."""
        return False

    def told_at(self, point: QPoint) -> str:
        """Return what hovering over a point tells; "" for nothing."""
        return self.toolTip()

    def show_tool_tip(self, event: QHelpEvent) -> None:
        """Tell the part under the mouse."""
        text = self.told_at(event.pos())
        is_own = text == self.toolTip()  # which is plain already
        QToolTip.showText(event.globalPos(), text if is_own else plain_tip(text), self)

    def event(self, event: QEvent) -> bool:
        """Take its keys before the window does, and ask for tool tips part by part."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self.takes(event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self.show_tool_tip(event)
            return True
        return super().event(event)
