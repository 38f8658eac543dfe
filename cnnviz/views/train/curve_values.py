"""What is drawn of a curve: some of its points, averaged where that is wanted, without outliers."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = Sequence[tuple[float, float]]  # (x, value)
Curve = NDArray[np.float64]  # (N, 2), the same
MOST = 2000  # points of a curve that are drawn; more cannot be told apart
MEMORY = 0.9  # how much of the mean stays from one point to the next
FAR = 3.0  # how often the height of nearly all values the highest one is cut from


def finite(points: Points) -> Curve:
    """Return the points whose value is a number, at most some more than MOST; both ends stay."""
    step = max(1, len(points) // MOST)
    chosen = [*points[::step], *(points[-1:] if (len(points) - 1) % step else ())]
    return np.array([p for p in chosen if np.isfinite(p[1])], float).reshape(-1, 2)


def smoothed(curve: Curve) -> Curve:
    """Return a curve whose values are the mean of those so far, later ones counting more.

    The mean begins at the first value itself, not at 0.

    Source: Kingma and Ba (2014), arXiv:1412.6980, section 3 (correction of the bias).
    """
    mean, out = 0.0, curve.copy()
    for place, value in enumerate(curve[:, 1]):
        mean = MEMORY * mean + (1 - MEMORY) * value
        out[place, 1] = mean / (1 - MEMORY ** (place + 1))
    return out


def height_without_outliers(curves: Sequence[Curve]) -> float | None:
    """Return up to where a linear axis shows curves; None where it shows all of them.

    One spike in the beginning would press everything else onto the axis.
    """
    values = np.concatenate([curve[:, 1] for curve in curves]) if curves else np.zeros(0)
    if len(values) < 5:
        return None
    usual = float(np.quantile(values, 0.9))
    height = FAR * usual
    return height if 0 < height < float(values.max()) else None
