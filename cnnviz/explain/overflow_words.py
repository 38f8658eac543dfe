"""What is said where numbers became too large on the way, or are none."""

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.ops import Array
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
from cnnviz.explain.values import (
    Curve,
    Joined,
    Patch,
    Share,
    WeightedSum,
    WindowSum,
)
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
    if np.isnan(given).any():
        return _("One of the numbers that go in is NaN, no number: so is what comes out.")
    if not np.isfinite(given).all():
        return _("One of the numbers that go in is ∞, too large to be computed with.")
    return _of_finite(about)


def _of_finite(about: Explanation) -> str:
    """Say why finite numbers give none."""
    if isinstance(about, Patch) and not about.given.size:
        return _("No number lies in the window: the largest of none is −∞.")
    if (root := _under_a_root(about)) is not None and root <= 0:
        if root < 0:
            return _("On the way a root of a negative number is taken, which is no number.")
        return _("On the way it is divided by 0.")
    return _("On the way the numbers became too large: they go up to 3.4 × 10³⁸.")


def _under_a_root(about: Explanation) -> float | None:
    """Return what a norm takes the root of, or raises to a power, to divide by it."""
    match about:
        case Normalisation():
            return about.variance + about.eps
        case Responded():
            return about.base
    return None


def _given(about: Explanation) -> Numbers:
    """Return the numbers a value is computed from, without the padding that does not count."""
    match about:
        case WindowSum():
            return _together(about.window, about.weights, about.bias)
        case WeightedSum() | PlacedSum():
            return _together(about.inputs, about.weights, about.bias)
        case Joined() | Responded():
            return about.inputs
        case LogShare() | Share():
            return about.logits
        case Curve():
            return np.array([about.before])
        case Patch():
            return about.given
    return _of_steps(about)


def _together(inputs: Array, weights: Array, bias: np.float32 | None) -> Numbers:
    added = [] if bias is None else [bias]
    return np.concatenate([inputs.ravel(), weights.ravel(), added])


def _of_steps(about: Explanation) -> Numbers:
    """Return the numbers that a value is computed from in steps."""
    given: tuple[np.floating | float | None, ...]
    match about:
        case MeasuredNormalisation():
            given = *about.members.flat, about.weight, about.bias
        case Normalisation():
            given = about.before, about.mean, about.variance, about.weight, about.bias
        case Scaled():
            given = about.before, about.weight, about.bias
        case Standardised():
            given = about.before, about.mean
        case _:
            given = (about.value,)  # it was not computed
    return np.array([number for number in given if number is not None], np.float64)
