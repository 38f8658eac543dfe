"""Cut pictures into parts, class by class, so that no picture is in two of them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

VALIDATION_SHARE = 20  # one picture of twenty is kept out of the training
TEST_SHARE = 5  # one picture of five is for the test where a set has none of its own

Places = NDArray[np.intp]


def groups_of(digests: NDArray[np.uint8], labels: NDArray[np.intp], parts: int) -> Places:
    """Return for each picture the number of its group: equal pictures stay together.

    Where a class has fewer different pictures than there are parts, each of its pictures is a
    group of its own: else a part would lack the class.
    """
    if not len(labels):
        return np.zeros(0, np.intp)
    keys = np.ascontiguousarray(digests).view(f"V{digests.shape[1]}").ravel()
    groups: Places = np.unique(keys, return_inverse=True)[1].astype(np.intp)
    for label in np.unique(labels):
        mine = np.flatnonzero(labels == label)
        if len(np.unique(groups[mine])) < parts:
            groups[mine] = groups.max() + 1 + np.arange(len(mine))
    return groups


def taken(
    strata: Sequence[object], groups: Places, among: Places, share: int, seed: int, least: int = 1
) -> Places:
    """Choose one of so many pictures of each class; at least one where the class has two.

    Args:
        strata: What each picture belongs to: source and class.
        groups: The group of each picture, (N,); a group is chosen whole or not at all.
        among: Which pictures can be chosen.
        share: One of so many is.
        seed: Chooses them.
        least: How many are wanted of a class that has five times as many.

    Returns:
        Those that were chosen, in the order of chance.
    """
    order = among[np.random.default_rng(seed).permutation(len(among))]
    members: dict[int, list[int]] = {}
    for place in order:
        members.setdefault(int(groups[place]), []).append(int(place))
    rows: dict[object, list[list[int]]] = {}
    for row in members.values():
        rows.setdefault(strata[row[0]], []).append(row)
    chosen: list[int] = []
    for found in rows.values():
        size = sum(map(len, found))
        wanted = max(1, size // share, min(least, size // TEST_SHARE))
        count = 0
        for row in found[:-1]:  # the last one stays
            if count >= wanted:
                break
            chosen += row
            count += len(row)
    return np.array(chosen, np.intp)
