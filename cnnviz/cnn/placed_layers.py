"""Layers whose values are sums of a few products, each of an input at a place of its own."""

import numpy as np

from cnnviz.cnn.channel_layers import ChannelConvolution
from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear

PlacedLayer = ConvTranspose2d | UpsampleBilinear | ChannelConvolution


def terms_at_most(layer: PlacedLayer) -> int:
    """Return how many terms a value of a layer has, at most."""
    match layer:
        case ConvTranspose2d():
            sides = zip(layer.kernel_size, layer.stride, layer.dilation, strict=True)
            many = [_most_on_one(*side) for side in sides]
            return len(layer.inputs_of(0)) * many[0] * many[1]
        case ChannelConvolution():
            return len(layer.kernel)
    return 4


def _most_on_one(kernel: int, stride: int, dilation: int) -> int:
    """Return how many cells of a kernel may lie on one cell, from inputs beside each other."""
    return int(np.bincount(np.arange(kernel) * dilation % stride).max())
