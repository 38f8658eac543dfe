"""Layers as they are before training: random weights, spread as PyTorch spreads them."""

import numpy as np

from cnnviz.cnn.channel_layers import ChannelConvolution
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Linear
from cnnviz.cnn.ops import Array, Pair
from cnnviz.cnn.spread_layers import ConvTranspose2d


class RandomLayers:
    """Makes layers with random weights, spread as PyTorch spreads them, or with zeros.

    Source: torch.nn.Conv2d and torch.nn.Linear, U(−1/√fan_in, 1/√fan_in) for weights and bias.
    """

    def __init__(self, seed: int | None) -> None:
        self._generator = None if seed is None else np.random.default_rng(seed)

    def _weights(self, shape: tuple[int, ...], fan_in: int) -> Array:
        if self._generator is None:
            return np.zeros(shape, np.float32)
        bound = fan_in**-0.5
        return self._generator.uniform(-bound, bound, shape).astype(np.float32)

    def anew(self, layer: Layer) -> Layer:
        """Return a layer that adds up products with other weights; others as they are."""
        if not isinstance(layer, Conv2d | Linear | ConvTranspose2d | ChannelConvolution):
            return layer
        fan_in = layer.weight[0].size
        arrays = {n: self._weights(a.shape, fan_in) for n, a in layer.parameters().items()}
        return layer.with_parameters(arrays)

    def conv(self, inputs: int, outputs: int, kernel: Pair, padding: Pair = (0, 0)) -> Conv2d:
        """Return a convolution with a bias."""
        fan_in = inputs * kernel[0] * kernel[1]
        weight = self._weights((outputs, inputs, *kernel), fan_in)
        return Conv2d(weight, self._weights((outputs,), fan_in), padding=padding)

    def plain_conv(self, inputs: int, outputs: int, side: int, stride: int = 1) -> Conv2d:
        """Return a convolution without a bias, as before a batch norm, which has one."""
        weight = self._weights((outputs, inputs, side, side), inputs * side * side)
        return Conv2d(weight, stride=(stride, stride), padding=(side // 2, side // 2))

    def linear(self, inputs: int, outputs: int) -> Linear:
        """Return a fully connected layer."""
        weight = self._weights((outputs, inputs), inputs)
        return Linear(weight, self._weights((outputs,), inputs))


def norm(channels: int) -> BatchNorm2d:
    """Return a batch norm that changes nothing yet, as PyTorch makes it."""
    zeros, ones = np.zeros(channels, np.float32), np.ones(channels, np.float32)
    return BatchNorm2d(ones, zeros, zeros, ones)
