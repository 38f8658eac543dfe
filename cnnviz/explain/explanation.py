"""What all explanations of a value have in common."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Explanation:
    """What every kind has: the value itself, and the place it stands at."""

    node: str  # the name of the node that gives it
    place: tuple[int, ...]  # (channel, row, column), or (index,)
    value: np.float32
