"""What is said where numbers became too large on the way, or are none."""

import numpy as np
from numpy.typing import NDArray

from cnnviz.explain.explanation import Explanation
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.stepped_values import (
    LogShare,
    MeasuredNormalisation,
    Normalisation,
    Responded,
    Scaled,
    Standardised,
)
from cnnviz.explain.values import Curve, Joined, Patch, WeightedSum, WindowSum
from cnnviz.language import _

Numbers = NDArray[np.floating]


def overflow_sentence(about: Explanation) -> str:
    """Say why a value is no finite number; "" where it is one."""
    if np.isfinite(about.value):
        return ""
    if isinstance(about, Curve) and np.isfinite(about.before):
        if np.isnan(about.value):
            return _("The curve has no value there: so it is NaN, no number.")
        return _("The curve goes beyond all numbers there.")
    given = _given(about)
    if given is not None and np.isfinite(given).all():
        return _("On the way the numbers became too large: they go up to 3.4 × 10³⁸.")
    if given is not None and np.isnan(given).any():
        return _("One of the numbers that go in is NaN, no number: so is what comes out.")
    return _("One of the numbers that go in is ∞, too large to be computed with.")


def _given(about: Explanation) -> Numbers | None:
    """Return the numbers a value is computed from, without the padding that does not count."""
    match about:
        case WindowSum():
            return np.concatenate([about.window.ravel(), about.weights.ravel()])
        case WeightedSum() | PlacedSum():
            return np.concatenate([about.inputs, about.weights])
        case Joined() | Responded():
            return about.inputs
        case LogShare():
            return about.logits
        case Patch():
            window = about.window
            return window if np.isnan(about.value) else window[~np.isnan(window)]
        case Curve():
            return np.array([about.before])
    return _of_steps(about)


def _of_steps(about: Explanation) -> Numbers | None:
    """Return the numbers that a value is computed from in steps; the sum of a norm is one."""
    given: tuple[np.floating | float | None, ...]
    match about:
        case MeasuredNormalisation():
            given = about.before, about.total, about.weight, about.bias
        case Normalisation():
            given = about.before, about.mean, about.variance, about.weight, about.bias
        case Scaled():
            given = about.before, about.weight, about.bias
        case Standardised():
            given = about.before, about.mean
        case _:
            return None
    return np.array([number for number in given if number is not None], np.float64)
