"""What one map or value is made of: which channels of the step before, and how strongly."""

from typing import NamedTuple

import numpy as np

from cnnviz.cnn.layers import Conv2d, Flatten, Linear
from cnnviz.cnn.trace import Trace

STRONGEST = 24  # of a fully connected unit; more lines would hide each other


class Connection(NamedTuple):
    """One channel of the step before."""

    channel: int
    strength: float  # −1 to 1, sign and size relative to the strongest; 0 where it has no sign


def connections(trace: Trace, step: int, channel: int) -> list[Connection]:
    """Return what a channel of a step is computed from.

    For a convolution the strength is the sum of the kernel slice, for a fully connected unit
    weight · input; the STRONGEST of these. Other layers take one channel, without a sign.
    """
    if step == 0:
        return []
    layer = trace.network.layers[step - 1]
    before = trace.values[step - 1]
    if isinstance(layer, Conv2d):
        sums = layer.weight[channel].sum(axis=(1, 2))
        return _relative(np.array(layer.inputs_of(channel)), sums)
    if isinstance(layer, Linear):
        products = layer.weight[channel] * before
        strongest = np.argsort(-np.abs(products), kind="stable")[:STRONGEST]
        return _relative(strongest, products[strongest])
    if isinstance(layer, Flatten) and before.ndim == 3:
        return [Connection(channel // before[0].size, 0.0)]
    return [Connection(channel, 0.0)]


def _relative(channels: np.ndarray, strengths: np.ndarray) -> list[Connection]:
    largest = float(np.abs(strengths).max(initial=0)) or 1.0
    return [
        Connection(int(channel), float(strength) / largest)
        for channel, strength in zip(channels, strengths, strict=True)
    ]
