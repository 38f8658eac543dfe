"""An area that scrolls what does not fit into it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
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


class WholeArea(QScrollArea):
    """Scrolls up and down, and asks for all the room its widget needs; Qt's asks for some lines."""

    def __init__(self, widget: QWidget, name: str) -> None:
        super().__init__()
        self._whole = widget
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizeAdjustPolicy(QScrollArea.SizeAdjustPolicy.AdjustToContents)  # asks anew
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(widget)

    def sizeHint(self) -> QSize:
        """Return the size in which nothing scrolls: lines that wrap need more in less width."""
        whole = self._whole.sizeHint()
        return QSize(whole.width(), max(whole.height(), self._wrapped_height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask anew where the widget needs another height, less than before too."""
        if watched is self._whole and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _wrapped_height(self) -> int:
        """Return how high the widget is in the width it has; -1 where it does not wrap."""
        return self._whole.heightForWidth(max(self.viewport().width(), 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask anew: another width may wrap more lines, or fewer."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class FootedArea(QScrollArea):
    """Scrolls what stands above a widget that stays at its foot."""

    def __init__(self, foot: QWidget) -> None:
        super().__init__()
        self._foot = foot
        foot.setParent(self)
        foot.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the foot the room it needs, and take it back when it goes."""
        kinds = (QEvent.Type.ShowToParent, QEvent.Type.HideToParent, QEvent.Type.LayoutRequest)
        if watched is self._foot and event.type() in kinds:
            self._place()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the foot at the foot."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        high = 0 if self._foot.isHidden() else self._foot.sizeHint().height()
        self.setViewportMargins(0, 0, 0, high)
        self._foot.setGeometry(0, self.height() - high, self.viewport().width(), high)


def scroll_area(
    widget: QWidget,
    name: str = "",
    *,
    sideways: bool = True,
    resizes: bool = True,
    keeps_room: bool = False,
    foot: QWidget | None = None,
) -> QScrollArea:
    """Return an area in which a widget scrolls where it does not fit.

    Args:
        widget: What scrolls.
        name: The object name of the area.
        sideways: Whether it scrolls to the side too; else it only scrolls up and down.
        resizes: Whether the widget becomes as wide as the area; else it keeps its own size.
        keeps_room: Whether there always is room for the scroll bar, so that nothing moves.
        foot: What stays below it, not scrolled.
    """
    area = QScrollArea() if foot is None else FootedArea(foot)
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
