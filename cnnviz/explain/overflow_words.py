"""What is said where numbers became too large on the way, or are none."""

import numpy as np

from cnnviz.cnn.ops import Array
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.values import Joined, Patch, WeightedSum, WindowSum
from cnnviz.language import _


def overflow_sentence(about: Explanation) -> str:
    """Say why a value is no finite number; "" where it is one."""
    if np.isfinite(about.value):
        return ""
    given = _given(about)
    if given is not None and np.isfinite(given).all():
        return _("On the way the numbers became too large: they go up to 3.4 × 10³⁸.")
    if given is not None and np.isnan(given).any():
        return _("One of the numbers that go in is NaN, no number: so is what comes out.")
    return _("One of the numbers that go in is ∞, too large to be computed with.")


def _given(about: Explanation) -> Array | None:
    """Return the numbers a value is computed from, without the padding that does not count."""
    match about:
        case WindowSum():
            return np.concatenate([about.window.ravel(), about.weights.ravel()])
        case WeightedSum():
            return np.concatenate([about.inputs, about.weights])
        case Joined():
            return about.inputs
        case Patch():
            window = about.window
            return window if np.isnan(about.value) else window[~np.isnan(window)]
    return None
