"""Turns of the wheel and other small steps of a number, which undo as one."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent

NOTCH = 120  # of QWheelEvent.angleDelta, in eighths of a degree
PAUSE = 1000  # ms after which another turn of the wheel is another gesture


class WheelRun:
    """Counts the notches of a wheel, and names each run of them."""

    def __init__(self) -> None:
        self._turned = 0
        self._last: int | None = None
        self._runs = 0

    @property
    def gesture(self) -> str:
        """The name of the current run, which no other has."""
        return f"wheel {id(self)} {self._runs}"

    def notches(self, event: QWheelEvent) -> int:
        """Return how many whole notches this event completes; up is positive."""
        if self._last is None or event.timestamp() - self._last > PAUSE:
            self._turned, self._runs = 0, self._runs + 1
        self._last = event.timestamp()
        self._turned += event.angleDelta().y() if is_vertical(event) else 0
        notches = int(self._turned / NOTCH)
        self._turned -= notches * NOTCH
        return notches

    def end(self) -> None:
        """Let the next turn be another gesture."""
        self._last = None


def is_vertical(event: QWheelEvent) -> bool:
    """Return whether a wheel is turned up or down more than sideways: only that edits a number."""
    turned = event.angleDelta()
    return abs(turned.y()) > abs(turned.x())


def factor(modifiers: Qt.KeyboardModifier) -> float:
    """Return how much larger or smaller Shift and Ctrl make a step."""
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return 10
    return 0.1 if modifiers & Qt.KeyboardModifier.ControlModifier else 1


def stepped(value: float, step: float, *, whole: bool = False) -> float:
    """Return a number one step further, without digits like those of 0.30000000000000004."""
    if whole:
        step = round(step) or (1 if step > 0 else -1)
    return round(float(str(np.float32(value))) + step, 6)
