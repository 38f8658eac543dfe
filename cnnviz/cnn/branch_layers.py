"""The layers where branches of a network meet or part: they learn nothing."""

from dataclasses import dataclass
from functools import reduce
from typing import ClassVar

import numpy as np

from cnnviz.cnn import branch_refusals
from cnnviz.cnn.layer_base import Layer, LayerTitle, Shape
from cnnviz.cnn.moving_layers import Moving, Numbers
from cnnviz.cnn.ops import Array
from cnnviz.language import N_

MOST_BRANCHES = 64  # that one node joins


@dataclass(frozen=True, eq=False)
class Joining(Layer):
    """What takes several inputs and gives one output."""

    least_inputs = 2
    most_inputs = MOST_BRANCHES


@dataclass(frozen=True, eq=False)
class Elementwise(Joining):
    """Joins its inputs cell by cell; one that is 1 long along an axis counts for all of it.

    So a gate (C, 1, 1) acts on whole maps, and (1, H, W) on the same place of every map. Source:
    NumPy's and PyTorch's broadcasting, but of inputs with equally many axes alone.
    """

    joined: ClassVar[np.ufunc]

    def forward(self, *inputs: Array) -> Array:
        """Return the inputs joined from the first to the last, as PyTorch does."""
        return np.asarray(reduce(type(self).joined, inputs))

    def output_shape(self, *shapes: Shape) -> Shape:
        """Return the common shape of the inputs."""
        if len({len(shape) for shape in shapes}) > 1:
            raise branch_refusals.mixed_inputs(shapes)
        sizes = [{*along} - {1} for along in zip(*shapes, strict=True)]
        if max(map(len, sizes), default=0) > 1:
            raise branch_refusals.unequal_inputs(shapes)
        return tuple(next(iter(size), 1) for size in sizes)


@dataclass(frozen=True, eq=False)
class Add(Elementwise):
    """Adds its inputs cell by cell."""

    kind = "add"
    title = LayerTitle(N_("Add"))
    joined = np.add


@dataclass(frozen=True, eq=False)
class Multiply(Elementwise):
    """Multiplies its inputs cell by cell, as a gate does."""

    kind = "mul"
    title = LayerTitle(N_("Multiply"))
    joined = np.multiply


@dataclass(frozen=True, eq=False)
class Concatenate(Joining):
    """Puts the channels of its inputs behind each other."""

    kind = "cat"
    title = LayerTitle(N_("Concatenate"))

    def forward(self, *inputs: Array) -> Array:
        """Return all channels (C_1 + … + C_n, H, W), or all values in a row."""
        return np.concatenate(inputs)

    def output_shape(self, *shapes: Shape) -> Shape:
        """Return the shape with the channels of all inputs."""
        if len({shape[1:] for shape in shapes}) > 1:
            raise branch_refusals.unequal_maps(shapes)
        return (sum(shape[0] for shape in shapes), *shapes[0][1:])


def source_of(shapes: tuple[Shape, ...], channel: int) -> tuple[int, int]:
    """Return which input of a concatenation a channel comes from, and which channel of it."""
    for number, shape in enumerate(shapes):
        if channel < shape[0]:
            return number, channel
        channel -= shape[0]
    raise IndexError(channel)


@dataclass(frozen=True, eq=False)
class SelectChannels(Moving):
    """Keeps some channels of its input, in an order of its own; one may be taken twice."""

    kind = "index_select"
    title = LayerTitle(N_("Select channels"))

    channels: tuple[int, ...] = (0,)  # of the input, counted from 0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.channels:
            raise branch_refusals.no_channels()
        if min(self.channels) < 0:
            raise branch_refusals.negative_channel(min(self.channels))

    def moved(self, values: Numbers, constant: float) -> Numbers:
        """Return the chosen channels of maps (C, H, W), or values of a row (N,)."""
        return np.asarray(values[list(self.channels)])

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape with as many channels as are chosen."""
        if max(self.channels) >= shape[0]:
            raise branch_refusals.few_channels(max(self.channels), shape)
        return (len(self.channels), *shape[1:])
