"""Marked cells of a map as few blocks: a photo has a million cells, nearly all marked alike."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Block = tuple[range, range]  # rows and columns


def blocks(marked: NDArray[np.bool_], top: int = 0, left: int = 0) -> list[Block]:
    """Return blocks that hold the marked cells (H, W), each cell once.

    Neighbouring rows that are marked alike share their blocks.

    Args:
        marked: Which cells.
        top: The number of the first row.
        left: The number of the first column.
    """
    if not marked.size:
        return []
    is_other = (marked[1:] != marked[:-1]).any(axis=1)
    starts = [0, *(np.flatnonzero(is_other) + 1).tolist(), len(marked)]
    found: list[Block] = []
    for start, stop in pairwise(starts):
        ends = np.flatnonzero(np.diff(marked[start], prepend=False, append=False)).tolist()
        rows = range(top + start, top + stop)
        runs = zip(ends[::2], ends[1::2], strict=True)
        found += [(rows, range(left + first, left + last)) for first, last in runs]
    return found
