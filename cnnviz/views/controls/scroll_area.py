"""An area that scrolls what does not fit into it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QWidget


class HidingScrollBar(QScrollBar):
    """Keeps its place but shows nothing while all is seen, so that nothing beside it moves."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)  # what is behind shows

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the handle only where there is something to scroll to."""
        if self.maximum() > self.minimum():
            super().paintEvent(event)


def scroll_area(
    widget: QWidget,
    name: str = "",
    *,
    sideways: bool = True,
    resizes: bool = True,
    keeps_room: bool = False,
) -> QScrollArea:
    """Return an area in which a widget scrolls where it does not fit.

    Args:
        widget: What scrolls.
        name: The object name of the area.
        sideways: Whether it scrolls to the side too; else it only scrolls up and down.
        resizes: Whether the widget becomes as wide as the area; else it keeps its own size.
        keeps_room: Whether there always is room for the scroll bar, so that nothing moves.
    """
    area = QScrollArea()
    area.setObjectName(name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(resizes)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if not sideways:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if keeps_room:
        area.setVerticalScrollBar(HidingScrollBar())
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    area.setWidget(widget)
    return area
