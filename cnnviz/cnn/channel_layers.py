"""Layers that look at several channels of one place: neighbours, not maps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn import channel_refusals, refusals
from cnnviz.cnn.layer_base import Layer, LayerTitle, Shape
from cnnviz.cnn.ops import Array
from cnnviz.language import N_


@dataclass(frozen=True, eq=False)
class LocalResponseNorm(Layer):
    """x / (k + alpha / size · Σ x²)^beta, with the squares of `size` neighbouring channels.

    Source: Krizhevsky, Sutskever and Hinton 2012, section 3.3; torch.nn.LocalResponseNorm.
    """

    kind = "local_response_norm"
    title = LayerTitle(N_("Local response norm"))

    size: int = 5
    alpha: float = 1e-4
    beta: float = 0.75
    k: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.size < 1:
            raise channel_refusals.no_channels(self.size)

    def neighbours(self, channel: int, channels: int) -> range:
        """Return which of so many channels count for one of them, itself among them."""
        first = channel - self.size // 2
        return range(max(0, first), min(channels, first + self.size))

    def sums(self, x: Array) -> NDArray[np.float64]:
        """Return Σ x² of the neighbours of every value."""
        squares = np.zeros((len(x) + self.size - 1, *x.shape[1:]))
        squares[self.size // 2 : self.size // 2 + len(x)] = np.square(x, dtype=np.float64)
        total = np.zeros(x.shape)
        for at in range(self.size):
            total += squares[at : at + len(x)]
        return total

    def forward(self, x: Array) -> Array:
        """Return the values of x (C, H, W) divided; computed exactly and rounded once."""
        divisor = (self.k + self.alpha / self.size * self.sums(x)) ** self.beta
        return np.asarray(x / divisor, np.float32)

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the input."""
        refusals.need_maps(shape)
        return shape


@dataclass(frozen=True, eq=False)
class ChannelConvolution(Layer):
    """A kernel that slides over the channels of each place: torch.nn.Conv1d with one map.

    Source: Wang et al. 2020, arXiv:1910.03151 (ECA).
    """

    kind = "conv1d"
    title = LayerTitle(N_("Convolution over channels"))
    parameter_names = ("weight", "bias")

    weight: Array  # (1, 1, K)
    bias: Array | None = None  # (1,)
    padding: int = 0  # zeros before the first channel, and behind the last

    def __post_init__(self) -> None:
        super().__post_init__()
        refusals.need_axes("weight", self.weight, 3, N_("1×1×channels"))
        if self.weight.shape[:2] != (1, 1):
            raise channel_refusals.many_kernels(self.weight.shape)
        refusals.need_length(1, bias=self.bias)
        refusals.need_at_least(0, padding=(self.padding, self.padding))

    @property
    def kernel(self) -> Array:
        """The weights, (K,)."""
        return np.asarray(self.weight[0, 0])

    def taken(self, channel: int, channels: int) -> tuple[range, range]:
        """Return which channels of so many an output takes, and by which of the weights."""
        first = channel - self.padding
        start = max(0, first)
        inputs = range(start, max(start, min(channels, first + len(self.kernel))))
        return inputs, range(inputs.start - first, inputs.stop - first)

    def forward(self, x: Array) -> Array:
        """Return (C + 2 · padding − K + 1, …) of x (C, H, W) or (C,)."""
        padded = np.zeros((len(x) + 2 * self.padding, *x.shape[1:]), np.float32)
        padded[self.padding : self.padding + len(x)] = x
        count = len(padded) - len(self.kernel) + 1
        sums = np.zeros((count, *x.shape[1:]), np.float32)
        for at, weight in enumerate(self.kernel):
            sums += weight * padded[at : at + count]
        return np.asarray(sums if self.bias is None else sums + self.bias[0], np.float32)

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape with as many channels as the kernel has positions."""
        count = shape[0] + 2 * self.padding - len(self.kernel) + 1
        if count < 1:
            raise channel_refusals.few_channels(len(self.kernel), shape)
        return (count, *shape[1:])
