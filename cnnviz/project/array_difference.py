"""Where two arrays differ, bit by bit: NaN and −0.0 are numbers like any other here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.generic]

_BLOCK = 1 << 20  # values compared at a time, so that no large mask is in memory


@dataclass(frozen=True, eq=False)
class ArrayDifference:
    """The numbers in which an array differs from another one of its shape."""

    at: NDArray[np.uint32]  # their places in the flat array, ascending
    before: Numbers
    after: Numbers

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        return self.at.nbytes + self.before.nbytes + self.after.nbytes


def array_difference(before: Numbers, after: Numbers) -> ArrayDifference | None:
    """Return where two arrays differ; None where to keep it would take more than the arrays do."""
    if before.shape != after.shape or before.dtype != after.dtype or before.size >= 1 << 32:
        return None
    olds, news = before.reshape(-1), after.reshape(-1)
    most = before.nbytes // (4 + 2 * before.itemsize)
    places: list[NDArray[np.intp]] = []
    count = 0
    for start in range(0, before.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        found = np.flatnonzero(_bits(olds[block]) != _bits(news[block])) + start
        count += found.size
        if count > most:
            return None
        if found.size:
            places.append(found)
    at = np.concatenate(places).astype(np.uint32) if places else np.zeros(0, np.uint32)
    return ArrayDifference(at, olds[at], news[at])


def with_numbers(array: Numbers, at: NDArray[np.uint32], numbers: Numbers) -> Numbers:
    """Return a copy of an array with other numbers at some places; nobody can write to it."""
    changed = array.copy()
    changed.reshape(-1)[at] = numbers
    changed.flags.writeable = False
    return changed


def _bits(values: Numbers) -> Numbers:
    return values.view(f"u{values.itemsize}")
