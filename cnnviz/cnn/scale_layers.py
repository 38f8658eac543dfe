"""Layers that scale and shift every channel by numbers of its own."""

from dataclasses import dataclass

import numpy as np

from cnnviz.cnn import norm_refusals, refusals
from cnnviz.cnn.layer_base import Layer, LayerTitle, Shape
from cnnviz.cnn.ops import Array
from cnnviz.language import N_


def _laid(numbers: Array, shape: Shape) -> Array:
    return numbers.reshape(-1, *[1] * (len(shape) - 1))


@dataclass(frozen=True, eq=False)
class Scale(Layer):
    """x · weight + bias, with a weight and perhaps a bias for each channel, or one for all.

    Source: LayerScale, Touvron et al. 2021, arXiv:2103.17239.
    """

    kind = "scale"
    title = LayerTitle(N_("Scale"))
    parameter_names = ("weight", "bias")

    weight: Array  # (C,) or (1,)
    bias: Array | None = None  # of the shape of the weight

    def __post_init__(self) -> None:
        super().__post_init__()
        refusals.need_axes("weight", self.weight, 1, N_("channels"))
        refusals.need_length(len(self.weight), bias=self.bias)

    def number_of(self, channel: int) -> int:
        """Return which of its numbers a channel is scaled by."""
        return channel if len(self.weight) > 1 else 0

    def forward(self, x: Array) -> Array:
        """Return x (C, H, W) or (N,), scaled and shifted; computed exactly and rounded once."""
        values = x.astype(np.float64) * _laid(self.weight, x.shape)
        if self.bias is not None:
            values = values + _laid(self.bias, x.shape)
        return values.astype(np.float32)

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the input."""
        if len(self.weight) not in (1, shape[0]):
            raise refusals.other_maps(len(self.weight), shape)
        return shape


@dataclass(frozen=True, eq=False)
class Normalize(Layer):
    """(x − mean) / deviation, channel by channel, with numbers that are given, not learnt.

    So pictures are prepared for a network. Source: torchvision.transforms.Normalize.
    """

    kind = "normalize"
    title = LayerTitle(N_("Normalisation"))

    mean: tuple[float, ...] = (0.0,)  # of each channel, or one for all
    deviation: tuple[float, ...] = (1.0,)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.mean or len(self.mean) != len(self.deviation):
            raise norm_refusals.unequal_lists(len(self.mean), len(self.deviation))
        for deviation in self.deviation:
            if not deviation > 0:
                raise norm_refusals.no_deviation(deviation)

    def of_channel(self, channel: int) -> tuple[float, float]:
        """Return mean and deviation of a channel."""
        at = channel if len(self.mean) > 1 else 0
        return self.mean[at], self.deviation[at]

    def forward(self, x: Array) -> Array:
        """Return x (C, H, W) or (N,) normalised; computed exactly and rounded once."""
        mean, deviation = (
            _laid(np.array(numbers), x.shape) for numbers in (self.mean, self.deviation)
        )
        return np.asarray((x - mean) / deviation, np.float32)

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the input."""
        if len(self.mean) not in (1, shape[0]):
            raise refusals.other_maps(len(self.mean), shape)
        return shape
