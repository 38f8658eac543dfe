"""The ways in which people write the ten digits, as points that a pen passes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cnnviz.data.digits.hands import HANDS, KEPT

Points = NDArray[np.float64]  # (N, 2): x to the right, y down, the digit in the unit square


@dataclass(frozen=True, eq=False)
class Stroke:
    """What the pen draws before it is lifted."""

    points: Points
    corners: tuple[int, ...]  # the points at which the pen turns sharply


@dataclass(frozen=True, eq=False)
class Style:
    """One way to write a digit."""

    weight: float  # how often it occurs, beside the other styles of the same digit
    strokes: tuple[Stroke, ...]


@cache
def styles(digit: int) -> tuple[Style, ...]:
    """The styles of one digit, 0 to 9."""
    return _read(HANDS[digit])


@cache
def kept_styles(digit: int) -> tuple[Style, ...]:
    """The styles of one digit, 0 to 9, that no network learns: they are for the measure."""
    return _read(KEPT[digit])


def _read(texts: Iterable[str]) -> tuple[Style, ...]:
    return tuple(_style(text) for text in texts)


def _style(text: str) -> Style:
    weight, strokes = text.split(":")
    return Style(float(weight), tuple(_stroke(stroke) for stroke in strokes.split("/")))


def _stroke(text: str) -> Stroke:
    words = text.split()
    points = [[float(number) / 100 for number in word.rstrip("!").split(",")] for word in words]
    corners = tuple(index for index, word in enumerate(words) if word.endswith("!"))
    return Stroke(np.array(points), corners)
