"""Changes a number by small steps: with the wheel, or with a drag up and down."""

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from cnnviz.views.controls.gestures import WheelRun, factor, stepped
from cnnviz.views.look.theme import Look

SCRUB = 4  # pixels of a drag for one step, at 100 %


class Scrubbed(NamedTuple):
    """A number after some steps, and the gesture that they belong to."""

    value: float
    gesture: str  # edits of one gesture undo together


@dataclass
class _Drag:
    start: int  # y of the press
    value: float  # of the number before
    whole: bool
    gesture: str
    steps: int = 0


class Scrubbing:
    """Turns the wheel and drags into numbers: steps of 0.1, with Shift 1, with Ctrl 0.01.

    Numbers that are whole by nature (`whole`) go by 1.
    """

    def __init__(self, look: Look) -> None:
        self._look = look
        self._wheel = WheelRun()
        self._drag: _Drag | None = None
        self._drags = 0

    def turned(self, event: QWheelEvent, value: float, *, whole: bool) -> Scrubbed | None:
        """Return what a turn of the wheel makes of a number; None before a whole notch."""
        notches = self._wheel.notches(event)
        if not notches:
            return None
        value = _stepped(value, notches, event.modifiers(), whole=whole)
        return Scrubbed(value, self._wheel.gesture)

    def end_turn(self) -> None:
        """Let the next turn of the wheel be another gesture."""
        self._wheel.end()

    def press(self, event: QMouseEvent, value: float, *, whole: bool) -> None:
        """Get ready for a drag that changes a number."""
        self._drags += 1
        gesture = f"drag {id(self)} {self._drags}"
        self._drag = _Drag(event.position().toPoint().y(), value, whole, gesture)

    def dragged(self, event: QMouseEvent) -> Scrubbed | None:
        """Return what the drag made of the number, up is more; None where nothing changed."""
        drag = self._drag
        if drag is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return None
        steps = round((drag.start - event.position().toPoint().y()) / self._look.px(SCRUB))
        if steps == drag.steps:
            return None
        drag.steps = steps
        value = drag.value
        if steps:
            value = _stepped(value, steps, event.modifiers(), whole=drag.whole)
        return Scrubbed(value, drag.gesture)

    def end_drag(self) -> None:
        """Take the next press as another drag."""
        self._drag = None


def _stepped(value: float, steps: int, modifiers: Qt.KeyboardModifier, *, whole: bool) -> float:
    step = steps * factor(modifiers) * (1 if whole else 0.1)
    return stepped(value, step, whole=whole)
