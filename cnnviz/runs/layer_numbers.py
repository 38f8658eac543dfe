"""How the numbers of each layer are spread: what a trainer counts, and a window shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.ops import Array

BINS = 31  # an odd number: one of them has 0 in its middle where the range is even on both sides


@dataclass(frozen=True, eq=False)
class Spread:
    """A histogram of some numbers."""

    low: float  # where the first bin begins
    high: float  # where the last one ends
    counts: Array  # (BINS,), how many numbers lie in each bin
    mean: float
    not_finite: int = 0  # how many are no numbers, and in no bin

    @property
    def total(self) -> int:
        """How many numbers there are."""
        return int(self.counts.sum()) + self.not_finite


@dataclass(frozen=True, eq=False)
class LayerNumbers:
    """What a layer gave for some pictures, and what was learnt from its gradient."""

    activations: Spread
    gradients: Spread | None  # of the mean loss by each activation; None where there is none
    dead: tuple[int, ...] = ()  # units of a ReLU that are 0 for all of the pictures, from 0
    units: int = 0  # of the ReLU: channels, or neurons


def spread(values: NDArray[Any]) -> Spread:
    """Return the histogram of numbers of any shape."""
    flat = np.asarray(values, np.float64).ravel()
    finite = flat[np.isfinite(flat)]
    if not finite.size:
        return Spread(0.0, 0.0, np.zeros(BINS, np.float32), 0.0, flat.size)
    low, high = float(finite.min()), float(finite.max())
    if low == high:  # the bin in the middle
        counts = np.zeros(BINS, np.float32)
        counts[BINS // 2] = finite.size
    else:
        counts = np.histogram(finite, BINS, (low, high))[0].astype(np.float32)
    return Spread(low, high, counts, float(finite.mean()), flat.size - finite.size)


def packed(numbers: Mapping[str, LayerNumbers]) -> dict[str, NDArray[Any]]:
    """Return the numbers of layers, by node, as arrays by name."""
    arrays: dict[str, NDArray[Any]] = {}
    for node, each in numbers.items():
        arrays[f"{node}.activations"] = _as_array(each.activations)
        if each.gradients is not None:
            arrays[f"{node}.gradients"] = _as_array(each.gradients)
        if each.units:
            dead = np.zeros(each.units, np.uint8)
            dead[list(each.dead)] = 1
            arrays[f"{node}.dead"] = dead
    return arrays


def unpacked(arrays: Mapping[str, NDArray[Any]], node: str) -> LayerNumbers | None:
    """Return the numbers of a node; None where they are not among the arrays, or damaged."""
    activations = _as_spread(arrays.get(f"{node}.activations"))
    if activations is None:
        return None
    dead = arrays.get(f"{node}.dead", np.zeros(0, np.uint8)).ravel()
    gradients = _as_spread(arrays.get(f"{node}.gradients"))
    return LayerNumbers(
        activations, gradients, tuple(int(i) for i in np.flatnonzero(dead)), len(dead)
    )


def _as_array(each: Spread) -> NDArray[np.float64]:
    head = (each.low, each.high, each.mean, each.not_finite)
    return np.concatenate([head, each.counts]).astype(np.float64)


def _as_spread(array: NDArray[Any] | None) -> Spread | None:
    if array is None or array.shape != (4 + BINS,) or not np.isfinite(array).all():
        return None
    low, high, mean, not_finite = (float(value) for value in array[:4])
    return Spread(low, high, array[4:].astype(np.float32), mean, int(not_finite))
