"""Layers that bring the values of the picture itself to mean 0 and variance 1, as in torch.nn."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn import norm_refusals, refusals
from cnnviz.cnn.layer_base import Layer, LayerTitle, Shape
from cnnviz.cnn.ops import Array
from cnnviz.language import N_

Exact = NDArray[np.float64]
Spans = tuple[slice, ...]  # of channels, rows and columns; of the indices of a row
Reduce = Callable[..., NDArray[Any]]  # np.mean, np.any: what one number is made of many by


def _mean(values: NDArray[np.floating], axis: int | tuple[int, ...], keepdims: bool) -> Exact:
    return np.asarray(np.mean(values, axis=axis, dtype=np.float64, keepdims=keepdims))


@dataclass(frozen=True, eq=False)
class MeasuredNorm(Layer):
    """(x − mean) / √(variance + eps) · weight + bias, with mean and variance of the picture.

    They are those of a set of values that the value itself is one of.

    Source: Ba, Kiros and Hinton 2016, arXiv:1607.06450.
    """

    parameter_names = ("weight", "bias")

    weight: Array | None = None
    bias: Array | None = None
    eps: float = 1e-5

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.eps >= 0:
            raise norm_refusals.negative_eps(self.eps)

    @abstractmethod
    def over_sets(self, values: NDArray[Any], reduce: Reduce) -> NDArray[Any]:
        """Return one number for each set, to be broadcast over the values of the set.

        Args:
            values: Of the shape of an input.
            reduce: A function of NumPy that takes `axis` and `keepdims`.
        """

    @abstractmethod
    def members(self, shape: Shape, place: tuple[int, ...]) -> Spans:
        """Return which values of an input form the set that a value belongs to."""

    @abstractmethod
    def laid(self, array: Array, shape: Shape) -> Array:
        """Return weights or biases so that they broadcast over an input of a shape."""

    def forward(self, x: Array) -> Array:
        """Return the normalised values of x; sums are taken in float64."""
        mean: Exact = self.over_sets(x, _mean)
        rounded = mean.astype(np.float32)
        values = x - rounded
        values -= (mean - rounded).astype(np.float32)  # what a large mean lost in float32
        squares = np.square(values, dtype=np.float64)  # those of 10²⁰ are too large for float32
        scale: Exact = 1 / np.sqrt(self.over_sets(squares, _mean) + self.eps)
        if self.weight is not None:
            scale = scale * self.laid(self.weight, x.shape)
        values *= scale.astype(np.float32)
        return self._shifted(values)

    def _shifted(self, values: Array) -> Array:
        if self.bias is not None:
            values += self.laid(self.bias, values.shape)
        return values

    def parameter_at(self, name: str, shape: Shape, place: tuple[int, ...]) -> np.float32 | None:
        """Return the weight or bias of a value of an input of a shape; None: there are none."""
        array = self.parameters().get(name)
        if array is None:
            return None
        laid = self.laid(array, shape)
        return np.float32(
            laid[tuple(min(i, n - 1) for i, n in zip(place, laid.shape, strict=True))]
        )


@dataclass(frozen=True, eq=False)
class LayerNorm(MeasuredNorm):
    """Over all channels at each place, or over all values of the picture.

    A row of values (N,) is one set in both cases.
    """

    kind = "layer_norm"
    title = LayerTitle(N_("Layer norm"))

    over: Literal["channels", "all"] = "channels"

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, array in self.parameters().items():
            if self.over == "channels" or array.ndim != 3:
                refusals.need_axes(name, array, 1, N_("channels"))
        norm_refusals.need_alike(self.weight, self.bias)

    def _axes(self, shape: Shape) -> tuple[int, ...]:
        return (0,) if self.over == "channels" else tuple(range(len(shape)))

    def over_sets(self, values: NDArray[Any], reduce: Reduce) -> NDArray[Any]:
        """Return one number for each place, or one for all."""
        return np.asarray(reduce(values, axis=self._axes(values.shape), keepdims=True))

    def members(self, shape: Shape, place: tuple[int, ...]) -> Spans:
        """Return all channels of a place, or everything."""
        axes = self._axes(shape)
        return tuple(
            slice(None) if axis in axes else slice(i, i + 1) for axis, i in enumerate(place)
        )

    def laid(self, array: Array, shape: Shape) -> Array:
        """Return one number for each channel, or for each value."""
        return array if array.ndim == len(shape) else array.reshape(-1, *[1] * (len(shape) - 1))

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the input."""
        for array in self.parameters().values():
            taken = shape if self.over == "all" else shape[:1]
            if array.shape != taken:
                raise norm_refusals.other_values(array.shape, shape)
        return shape


@dataclass(frozen=True, eq=False)
class ChannelNorm(MeasuredNorm):
    """What has one weight and one bias for each channel, and sets that are whole maps."""

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, array in self.parameters().items():
            refusals.need_axes(name, array, 1, N_("channels"))
        norm_refusals.need_alike(self.weight, self.bias)

    def laid(self, array: Array, shape: Shape) -> Array:
        """Return one number for each channel."""
        return array.reshape(-1, *[1] * (len(shape) - 1))

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the input."""
        refusals.need_maps(shape)
        for array in self.parameters().values():
            if len(array) != shape[0]:
                raise refusals.other_maps(len(array), shape)
        return shape


@dataclass(frozen=True, eq=False)
class GroupNorm(ChannelNorm):
    """Over the maps of each group. Source: Wu and He 2018, arXiv:1803.08494."""

    kind = "group_norm"
    title = LayerTitle(N_("Group norm"))

    num_groups: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        norm_refusals.need_groups(self.num_groups)

    def over_sets(self, values: NDArray[Any], reduce: Reduce) -> NDArray[Any]:
        """Return one number for each channel, the same for those of a group."""
        each = reduce(values.reshape(self.num_groups, -1), axis=1, keepdims=True)
        channels = len(values) // self.num_groups
        return np.repeat(each, channels, axis=0).reshape(-1, *[1] * (values.ndim - 1))

    def members(self, shape: Shape, place: tuple[int, ...]) -> Spans:
        """Return the maps of the group."""
        channels = shape[0] // self.num_groups
        first = place[0] // channels * channels
        return slice(first, first + channels), slice(None), slice(None)

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the input."""
        super().output_shape(shape)
        if shape[0] % self.num_groups:
            raise norm_refusals.uneven_groups(shape[0], self.num_groups)
        return shape


@dataclass(frozen=True, eq=False)
class InstanceNorm2d(ChannelNorm):
    """Over each map alone. Source: Ulyanov, Vedaldi and Lempitsky 2016, arXiv:1607.08022."""

    kind = "instance_norm"
    title = LayerTitle(N_("Instance norm"))

    def over_sets(self, values: NDArray[Any], reduce: Reduce) -> NDArray[Any]:
        """Return one number for each channel."""
        return np.asarray(reduce(values, axis=(1, 2), keepdims=True))

    def members(self, shape: Shape, place: tuple[int, ...]) -> Spans:
        """Return the map of the value."""
        return slice(place[0], place[0] + 1), slice(None), slice(None)
