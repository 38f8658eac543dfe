"""What one map or value is made of: which channels of which nodes, and how strongly."""

from typing import NamedTuple

import numpy as np

from cnnviz.cnn.branch_layers import Add, Concatenate, Joining, source_of
from cnnviz.cnn.channel_layers import ChannelConvolution
from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.moving_layers import Moving
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.ops import Array
from cnnviz.cnn.spread_layers import ConvTranspose2d
from cnnviz.cnn.trace import Trace

STRONGEST = 24  # of a fully connected unit; more lines would hide each other


class Connection(NamedTuple):
    """One channel of a node that is taken."""

    node: str
    channel: int
    strength: float  # −1 to 1, sign and size relative to the strongest; 0 where it has no sign


def connections(trace: Trace, node: str, channel: int) -> list[Connection]:
    """Return what a channel of a node is computed from.

    For a convolution of any kind the strength is the sum of the kernel slice, for a fully
    connected unit weight · input; the STRONGEST of these. For an addition it is the sum of what
    each input adds.
    Other layers take one channel of each input, without a sign.
    """
    if node == INPUT:
        return []
    layer, before = trace.network.layers[node], trace.before(node)
    source = trace.network.before(node)
    if isinstance(layer, Conv2d):
        sums = layer.weight[channel].sum(axis=(1, 2))
        return _relative(source, np.array(layer.inputs_of(channel)), sums)
    if isinstance(layer, ConvTranspose2d):
        sums = layer.kernel_of(channel).sum(axis=(1, 2))
        return _relative(source, np.array(layer.inputs_of(channel)), sums)
    if isinstance(layer, ChannelConvolution):
        inputs, taken = layer.taken(channel, len(before))
        return _relative(source, np.array(inputs), layer.kernel[taken.start : taken.stop])
    if isinstance(layer, Linear):
        products = layer.weight[channel] * before
        strongest = np.argsort(-np.abs(products), kind="stable")[:STRONGEST]
        return _relative(source, strongest, products[strongest])
    if isinstance(layer, Joining):
        return _joined(trace, node, layer, channel)
    if isinstance(layer, Moving):
        return [Connection(source, c, 0.0) for c in _channels_of(layer, before, channel)]
    return [Connection(source, channel, 0.0)]


def _channels_of(layer: Moving, before: Array, channel: int) -> list[int]:
    """Return which channels of its input the values of a channel stood in."""
    found = np.unique(layer.sources(before.shape)[channel])
    return [int(c) for c in np.unique(found[found >= 0] // before[0].size)]


def _joined(trace: Trace, node: str, layer: Joining, channel: int) -> list[Connection]:
    names, inputs = trace.network.inputs[node], trace.inputs(node)
    if isinstance(layer, Concatenate):
        which, channel = source_of(tuple(values.shape for values in inputs), channel)
        return [Connection(names[which], channel, 0.0)]
    channels = [min(channel, len(values) - 1) for values in inputs]  # one map may count for all
    if not isinstance(layer, Add):
        return [Connection(*each, 0.0) for each in zip(names, channels, strict=True)]
    sums = [float(values[at].sum()) for values, at in zip(inputs, channels, strict=True)]
    largest = max(map(abs, sums)) or 1.0
    found = zip(names, channels, sums, strict=True)
    return [Connection(name, at, added / largest) for name, at, added in found]


def _relative(node: str, channels: np.ndarray, strengths: np.ndarray) -> list[Connection]:
    largest = float(np.abs(strengths).max(initial=0)) or 1.0
    return [
        Connection(node, int(channel), float(strength) / largest)
        for channel, strength in zip(channels, strengths, strict=True)
    ]
