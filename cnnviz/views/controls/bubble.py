"""A sentence beside a control, for instance why a typed number was not taken."""

import contextlib

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer
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
        """Show a sentence beside a place of a control, never over it while there is room."""
        window, gap = control.window(), look.px(4)
        self.control = control
        self.setText(sentence)
        self.ensurePolished()  # the padding of the style sheet counts in the height
        width = max(1, min(look.px(WIDTH), window.width() - 2 * gap))
        self.resize(width, self.heightForWidth(width))
        about = QRect(control.mapTo(window, place.topLeft()), place.size())
        self.move(beside(about, self.size(), window.rect(), gap))
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


def beside(about: QRect, size: QSize, window: QRect, gap: int) -> QPoint:
    """Return where a sentence stands: below what it is about, else above, at the right or left.

    Where all sides lack room it covers the end of it, which is looked at last.

    Args:
        about: What the sentence is about, in the window.
        size: Of the sentence.
        window: Where it may stand.
        gap: Between both, in pixels.
    """
    wide, high = size.width() + gap, size.height() + gap
    within = window.adjusted(gap, gap, -gap, -gap)
    corner = QPoint(about.x(), about.bottom() + 1 + gap)
    if about.bottom() + high > within.bottom():
        if about.top() - high >= within.top():
            corner.setY(about.top() - high)
        elif about.right() + wide <= within.right():
            corner = QPoint(about.right() + 1 + gap, about.top())
        elif about.left() - wide >= within.left():
            corner = QPoint(about.left() - wide, about.top())
    right, bottom = within.right() - size.width() + 1, within.bottom() - size.height() + 1
    x, y = min(corner.x(), right), min(corner.y(), bottom)
    return QPoint(max(x, within.left()), max(y, within.top()))


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
