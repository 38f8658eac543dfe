"""Where the learner looks: page, step, map and value, and what is open. Never part of an edit."""

from dataclasses import dataclass
from typing import Literal

from cnnviz.cnn.layer_base import Shape

PageName = Literal["filter", "network", "train"]


@dataclass(frozen=True)
class Position:
    """One value of the trace. Step 0 is the input, step i the output of layer i − 1."""

    step: int
    channel: int
    row: int = 0
    column: int = 0

    def is_in(self, shapes: tuple[Shape, ...]) -> bool:
        """Return whether a trace of these shapes has such a value."""
        if self.step >= len(shapes):
            return False
        place = (self.channel, self.row, self.column)
        return all(i < n for i, n in zip(place, shapes[self.step], strict=False))

    def place(self, shape: Shape) -> tuple[int, ...]:
        """Return the index of the value in the values of its step."""
        return (self.channel, self.row, self.column)[: len(shape)]


@dataclass(frozen=True)
class Place:
    """All of where the learner looks. Moving makes the next place; the project stays."""

    page: PageName = "network"
    step: int = 0  # up to which layers are shown
    selected: Position | None = None
    is_open: bool = False  # whether the explanation of the selected position is open
