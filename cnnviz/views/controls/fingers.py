"""Fingers on a view, and on a touchpad: one does what the mouse does, two zoom and pan."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QLineF, QPointF, Qt
from PySide6.QtGui import QEventPoint, QInputDevice, QMouseEvent, QTouchEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

TAP = 4  # pixels; a finger that moves less only taps
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
_UP = QEventPoint.State.Released

Pinch = Callable[[float, QPointF, QPointF], None]  # (factor, middle of both before, and now)


class Fingers:
    """Follows the fingers on one view; its touch events come through `take`.

    What one finger does begins once it moves or is lifted: a second may follow the first.
    """

    def __init__(self, view: QWidget, pinched: Pinch) -> None:
        """Let a view take touches; `pinched` tells of each movement of two fingers."""
        view.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._view, self._pinched = view, pinched
        self._start: QPointF | None = None  # of one finger that did nothing yet
        self._is_pressed = False  # as the mouse
        self._two: tuple[QPointF, float] | None = None  # their middle and distance
        self._was_two = False

    def take(self, event: QTouchEvent) -> None:
        """Do what the fingers did."""
        event.accept()
        down = [point.position() for point in event.points() if point.state() != _UP]
        if event.type() == QEvent.Type.TouchBegin:
            self._was_two = False
        if len(down) >= 2:
            self._move_two(down[0], down[1])
        elif not self._was_two:
            self._move_one(event.points()[0].position(), is_up=not down)
        else:
            self._two = None  # one of two was lifted: the other rests
        if not down or event.type() == QEvent.Type.TouchCancel:
            self._start, self._two = None, None
            self._release()

    def _move_one(self, place: QPointF, *, is_up: bool) -> None:
        if self._start is None and not self._is_pressed:
            self._start = place
        start = self._start
        if start is not None and (is_up or (place - start).manhattanLength() >= TAP):
            self._start, self._is_pressed, self._last = None, True, place
            self._mouse(QEvent.Type.MouseButtonPress, start)
        if self._is_pressed:
            self._last = place
            self._mouse(QEvent.Type.MouseMove, place)

    def _release(self) -> None:
        if self._is_pressed:
            self._is_pressed = False
            self._mouse(QEvent.Type.MouseButtonRelease, self._last)

    def _move_two(self, first: QPointF, second: QPointF) -> None:
        self._release()
        self._start, self._was_two = None, True
        line = QLineF(first, second)
        before, self._two = self._two, (line.center(), max(line.length(), 1.0))
        if before is not None:
            middle, distance = self._two
            self._pinched(distance / before[1], before[0], middle)

    def _mouse(self, kind: QEvent.Type, place: QPointF) -> None:
        changed = _NONE if kind == QEvent.Type.MouseMove else _LEFT
        held = _NONE if kind == QEvent.Type.MouseButtonRelease else _LEFT
        none = Qt.KeyboardModifier.NoModifier
        there = self._view.mapToGlobal(place)
        QApplication.sendEvent(self._view, QMouseEvent(kind, place, there, changed, held, none))


def two_finger_shift(event: QWheelEvent) -> QPointF | None:
    """Return how far two fingers on a touchpad scroll, in pixels; None for a wheel, or with Ctrl.

    Touchpads tell pixels; with Ctrl they zoom, as a wheel does.
    """
    is_pad = event.device().type() == QInputDevice.DeviceType.TouchPad
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return None
    if not event.pixelDelta().isNull():
        return QPointF(event.pixelDelta())
    return QPointF(event.angleDelta()) / 2 if is_pad else None
