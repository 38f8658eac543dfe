"""A panel that scrolls up and down, with a scroll bar that is seen only where it is needed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QWidget


class QuietScrollBar(QScrollBar):
    """Keeps its place but shows nothing while all is seen, so that nothing beside it moves."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)  # what is behind shows

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the handle only where there is something to scroll to."""
        if self.maximum() > self.minimum():
            super().paintEvent(event)


def scrolled(widget: QWidget, name: str) -> QScrollArea:
    """Return an area of some name that scrolls a widget."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setVerticalScrollBar(QuietScrollBar())
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area
