"""From where to where numbers go, in words; numbers that are none are told beside it."""

import numpy as np

from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.text.decimals import Decimals


def range_words(values: Array, decimals: Decimals) -> str:
    """Return "−1.00 to 5.00" of some values, "−1.00 to 5.00 and NaN" where some are no numbers."""
    numbers = values[~np.isnan(values)]
    if not numbers.size:
        return _("NaN only")
    low, high = decimals.full(float(numbers.min())), decimals.full(float(numbers.max()))
    text = _("{low} to {high}")
    if numbers.size < values.size:
        text = _("{low} to {high} and NaN")
    return text.format(low=low, high=high)
