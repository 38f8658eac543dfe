"""The wheel and drags on a map: they zoom and pan its viewport, and a click is told apart."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from cnnviz.views.controls.fingers import two_finger_shift
from cnnviz.views.maps.viewport import Viewport, center_of

NOTCH = 1.2  # the zoom of one notch of the wheel
_CLICK = 3  # pixels; a press that moves less is a click
_LEFT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class Panning:
    """What is done with the mouse on one view; without a viewport only clicks are.

    Its methods get the size of the view, and what returns where all cells lie at that moment.
    """

    def __init__(self, viewport: Viewport | None) -> None:
        self._viewport = viewport
        self._pressed: QPointF | None = None
        self._pan_from: QPointF | None = None

    def turn(self, event: QWheelEvent, place: Callable[[], QRect], size: QSize) -> bool:
        """Zoom at the pointer, or pan with two fingers; return whether there was anything to."""
        delta, shift = event.angleDelta().y(), two_finger_shift(event)
        if shift is not None:
            return self.pan(shift, place(), size)
        return bool(delta) and self.zoom(NOTCH ** (delta / 120), event.position(), place, size)

    def zoom(self, factor: float, point: QPointF, place: Callable[[], QRect], size: QSize) -> bool:
        """Zoom at a point; return whether there is anything to zoom."""
        if self._viewport is None:
            return False
        at, before = _share(point, place()), place().size()
        for _try in range(3):  # cells grow by whole pixels, so one notch may not be enough
            self._viewport.zoom_by(factor, at)
            if place().size() != before:
                break
        after = place()
        corner = point - QPointF(at[0] * after.width(), at[1] * after.height())
        self._put(corner, after, size)
        return True

    def pan(self, shift: QPointF, place: QRect, size: QSize) -> bool:
        """Move what is seen; return whether it is zoomed."""
        if self._viewport is None or self._viewport.zoom == 1:
            return False
        self._put(QPointF(place.topLeft()) + shift, place, size)
        return True

    def press(self, event: QMouseEvent) -> bool:
        """Get ready for a click or a pan; return whether the button is for one of them."""
        if event.button() == _LEFT:
            self._pressed = event.position()
        elif event.button() != _MIDDLE or self._viewport is None:
            return False
        is_zoomed = self._viewport is not None and self._viewport.zoom > 1
        self._pan_from = event.position() if is_zoomed else None
        return True

    def move(self, point: QPointF, place: QRect, size: QSize) -> bool:
        """Pan to where the pointer is; return whether the button is held for that."""
        if self._pressed is not None and (point - self._pressed).manhattanLength() >= _CLICK:
            self._pressed = None
        if self._pan_from is None or self._pressed is not None:
            return False
        self._put(QPointF(place.topLeft()) + point - self._pan_from, place, size)
        self._pan_from = point
        return True

    def release(self, event: QMouseEvent) -> bool:
        """End a pan; return whether it was a click."""
        is_click = event.button() == _LEFT and self._pressed is not None
        self._pressed = self._pan_from = None
        return is_click

    def _put(self, corner: QPointF, place: QRect, size: QSize) -> None:
        """Move the corner of the map to a point, as far as the map covers the view."""
        if self._viewport is None:
            return
        x, y = self._viewport.center
        x = center_of(size.width(), place.width(), corner.x(), x)
        self._viewport.move_to(x, center_of(size.height(), place.height(), corner.y(), y))


def _share(point: QPointF, place: QRect) -> tuple[float, float]:
    """Return where a point lies in a place, as shares of its width and height."""
    x = (point.x() - place.x()) / max(1, place.width())
    y = (point.y() - place.y()) / max(1, place.height())
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
