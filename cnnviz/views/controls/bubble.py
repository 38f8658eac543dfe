"""A sentence beside a control, for instance why a typed number was not taken."""

import contextlib

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QScrollBar, QWidget

from cnnviz.views.look.theme import Look

SECONDS = 8
WIDTH = 240  # pixels at 100 %


class Bubble(QLabel):
    """Lies over the window and takes neither focus nor clicks; goes by itself.

    Qt's own tool tips go with the next change of focus, too early for a field that was left.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("bubble")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.control: QWidget | None = None  # what the sentence is about
        self._bars: list[QScrollBar] = []  # of the areas that the control scrolls in
        self._timer = QTimer(self, singleShot=True, interval=1000 * SECONDS)
        self._timer.timeout.connect(self.hide)

    def tell(self, look: Look, control: QWidget, place: QRect, sentence: str) -> None:
        """Show a sentence below a place of a control, or above it where there is no room."""
        window, gap = control.window(), look.px(4)
        self.control = control
        self.setText(sentence)
        self.ensurePolished()  # the padding of the style sheet counts in the height
        width = max(1, min(look.px(WIDTH), window.width() - 2 * gap))
        self.resize(width, self.heightForWidth(width))
        corner = control.mapTo(window, place.bottomLeft()) + QPoint(0, gap)
        if corner.y() + self.height() > window.height():
            corner.setY(control.mapTo(window, place.topLeft()).y() - gap - self.height())
        corner.setX(max(gap, min(corner.x(), window.width() - self.width() - gap)))
        self.move(corner)
        self.show()
        self.raise_()
        self._timer.start()
        self._go_with(control)

    def _go_with(self, control: QWidget) -> None:
        """Go when the control is scrolled away: beside another one the sentence would mislead."""
        for bar in self._bars:
            with contextlib.suppress(RuntimeError):  # it is gone
                bar.valueChanged.disconnect(self.hide)
        self._bars = []
        area = control.parentWidget()
        while area is not None:
            if isinstance(area, QAbstractScrollArea):
                self._bars += [area.verticalScrollBar(), area.horizontalScrollBar()]
            area = area.parentWidget()
        for bar in self._bars:
            bar.valueChanged.connect(self.hide)


def tell(look: Look, control: QWidget, sentence: str, place: QRect | None = None) -> None:
    """Show a sentence beside a control, and give it to screen readers as its description."""
    window = control.window()
    bubble = _bubble_of(window) or Bubble(window)
    bubble.tell(look, control, control.rect() if place is None else place, sentence)
    control.setAccessibleDescription(sentence)
    QAccessible.updateAccessibility(QAccessibleEvent(control, QAccessible.Event.Alert))


def hush(control: QWidget) -> None:
    """Take back what was told of a control."""
    bubble = _bubble_of(control.window())
    if bubble is not None and bubble.control is control:
        bubble.hide()
    if control.accessibleDescription():
        control.setAccessibleDescription("")


def told(control: QWidget) -> str:
    """Return the sentence that stands beside a control, or nothing."""
    bubble = _bubble_of(control.window())
    shows = bubble is not None and bubble.control is control and not bubble.isHidden()
    return bubble.text() if bubble is not None and shows else ""


def _bubble_of(window: QWidget) -> Bubble | None:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    found: Bubble | None = window.findChild(Bubble, "bubble", direct)
    return found
