"""A ring around the control that the keyboard has reached, the same for every kind of control."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QSplitter, QWidget
from shiboken6 import isValid

from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.window.screen_order import is_reaching

WIDTH = 2  # pixels at 100 %
_MOVES = frozenset({
    QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.ZOrderChange, QEvent.Type.Hide,
})  # fmt: skip


class FocusRings(QObject):
    """Draws the ring in a part of the window; the mouse needs none: it is where it clicked."""

    def __init__(self, part: QWidget, page: Callable[[], QWidget], look: Look) -> None:
        """Watch a part of the window; `page` returns the page that is shown."""
        super().__init__(part)
        self._part, self._page, self._look = part, page, look
        self.ring: FocusRing | None = None
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if self.ring is not None and isValid(self.ring):
            self.ring.hide()
            self.ring.deleteLater()
        self.ring = None
        if new is not None and self._part.isAncestorOf(new) and self._is_reached(new):
            self.ring = FocusRing(new, self._look)

    def _is_reached(self, control: QWidget) -> bool:
        """Return whether the focus came by the keyboard; a page has it after every choice."""
        if control is self._page() or control.property("steps"):
            return is_reaching(control)
        return QApplication.mouseButtons() == Qt.MouseButton.NoButton


class FocusRing(QWidget):
    """Lies over what a control lies in, and so is scrolled with it; it lets the mouse through."""

    def __init__(self, control: QWidget, look: Look) -> None:
        self._ground = _ground(control)
        super().__init__(self._ground)
        self._control, self._look = control, look
        self.setObjectName("focus-ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        control.installEventFilter(self)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the control."""
        if event.type() in _MOVES:
            self._follow()
        return False

    def _follow(self) -> None:
        ground, wide = self._ground, self._look.px(WIDTH)
        control = self._control
        corner = control.mapTo(ground, control.rect().topLeft())
        around = QRect(corner, control.size()).adjusted(-wide, -wide, wide, wide)
        around &= ground.rect()  # a page fills what it lies in
        self.setGeometry(around)
        inner = self.rect().adjusted(wide, wide, -wide, -wide)
        self.setMask(QRegion(self.rect()) - QRegion(inner))  # what lies within is painted as ever
        self.setVisible(control.isVisible())
        self.raise_()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the ring."""
        painter.fillRect(self.rect(), QColor(self._look.colors.accent))


def _ground(control: QWidget) -> QWidget:
    """Return what a control lies in; a splitter would take the ring for another of its panels."""
    ground = control.parentWidget() or control
    while isinstance(ground, QSplitter):
        ground = ground.parentWidget() or control.window()
    return ground
