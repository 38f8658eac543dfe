"""How the learning rate goes during a run, as a factor of its highest value. No PyTorch."""

import math
from collections.abc import Callable

from cnnviz.runs.config import Schedule

WARM_UP = 0.1  # share of the run in which the rate rises


def one_cycle(progress: float) -> float:
    """Return the factor of the learning rate at a point of the run, 0 to 1.

    It rises in a line, then falls in half a cosine.

    Source: Smith and Topin (2017), arXiv:1708.07120; Loshchilov and Hutter (2016),
    arXiv:1608.03983, equation 5.
    """
    if progress < WARM_UP:
        return 0.05 + 0.95 * progress / WARM_UP
    return cosine((progress - WARM_UP) / (1 - WARM_UP))


def cosine(progress: float) -> float:
    """Fall from 1 to 0 in half a cosine.

    Source: Loshchilov and Hutter (2016), arXiv:1608.03983, equation 5.
    """
    return 0.5 * (1 + math.cos(math.pi * progress))


def constant(progress: float) -> float:
    """Stay at 1."""
    return 1.0


def step(progress: float) -> float:
    """Fall to a tenth after half of the run, and to a hundredth after three quarters.

    Source: He et al. (2015), arXiv:1512.03385, section 4.2.
    """
    return 1.0 if progress < 0.5 else 0.1 if progress < 0.75 else 0.01


FACTORS: dict[Schedule, Callable[[float], float]] = {
    "one-cycle": one_cycle, "cosine": cosine, "constant": constant, "step": step
}  # fmt: skip


def snapshot_steps(steps: int, count: int) -> frozenset[int]:
    """Return after which steps a snapshot is kept: `count` or more, denser in the beginning.

    Args:
        steps: How many steps the run has.
        count: How many snapshots are wanted, with those of the first and the last step.
    """
    if steps <= count:
        return frozenset(range(steps + 1))
    chosen = {round(steps * (k / count) ** 2) for k in range(count + 1)}
    spare = (step for step in range(steps + 1) if step not in chosen)
    while len(chosen) < count:  # the first ones fell together
        chosen.add(next(spare))
    return frozenset(chosen)
