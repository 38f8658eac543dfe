"""How far a digit was pushed, and by which training the networks are asked that see it."""

from typing import Literal

from PySide6.QtCore import QObject, Signal

FARTHEST = 28  # pixels: out of its square

ShiftTraining = Literal["none", "shift"]  # digits in the middle; shifted ones


class PushedDigit(QObject):
    """What a learner chose where a digit is pushed through several networks."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shift = (0, 0)  # rows down, columns right, in pixels of the digit
        self.training: ShiftTraining = "none"

    def begin(self) -> None:
        """Go back to the middle, and to networks trained on digits there: of another project."""
        self.push_to(0, 0)
        self.choose("none")

    def push_to(self, down: int, right: int) -> None:
        """Push the digit from its middle, at most out of its square."""
        shift = min(max(down, -FARTHEST), FARTHEST), min(max(right, -FARTHEST), FARTHEST)
        if shift != self.shift:
            self.shift = shift
            self.changed.emit()

    def push_by(self, down: int, right: int) -> None:
        """Push the digit on."""
        self.push_to(self.shift[0] + down, self.shift[1] + right)

    def choose(self, training: ShiftTraining) -> None:
        """Ask networks that were trained in another way."""
        if training != self.training:
            self.training = training
            self.changed.emit()
