"""Layers that make maps larger by sums: transposed convolution and bilinear upsampling."""

from dataclasses import dataclass

import numpy as np

from cnnviz.cnn import moving_refusals, refusals, spread_refusals
from cnnviz.cnn.layer_base import Layer, LayerTitle, Shape
from cnnviz.cnn.ops import Array, Pair
from cnnviz.cnn.spread_windows import BlendedWindows, TransposedWindows
from cnnviz.language import N_

_MOST_FACTOR = 1024


@dataclass(frozen=True, eq=False)
class ConvTranspose2d(Layer):
    """Every input cell lays its value times the kernel onto the output; what meets is added."""

    kind = "conv_transpose2d"
    title = LayerTitle(N_("Transposed convolution"))
    parameter_names = ("weight", "bias")

    weight: Array  # (C_in, C_out / groups, K_h, K_w)
    bias: Array | None = None  # (C_out,)
    stride: Pair = (1, 1)
    padding: Pair = (0, 0)
    output_padding: Pair = (0, 0)
    dilation: Pair = (1, 1)
    groups: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        refusals.need_axes("weight", self.weight, 4, N_("inputs×outputs×rows×columns"))
        refusals.need_at_least(1, stride=self.stride, dilation=self.dilation)
        refusals.need_at_least(0, padding=self.padding)
        if self.groups < 1 or len(self.weight) % self.groups:
            raise refusals.uneven_groups(len(self.weight), self.groups)
        refusals.need_length(self.outputs, bias=self.bias)
        limits = (max(each) for each in zip(self.stride, self.dilation, strict=True))
        for more, limit in zip(self.output_padding, limits, strict=True):
            if not 0 <= more < limit:
                raise spread_refusals.much_output_padding(more, limit)

    @property
    def outputs(self) -> int:
        """How many maps it gives."""
        return int(self.weight.shape[1]) * self.groups

    @property
    def kernel_size(self) -> Pair:
        """Rows and columns of a kernel."""
        return self.weight.shape[2], self.weight.shape[3]

    def inputs_of(self, channel: int) -> range:
        """Return which input channels an output channel is made of: those of its group."""
        inputs = len(self.weight) // self.groups
        first = channel // self.weight.shape[1] * inputs
        return range(first, first + inputs)

    def kernel_of(self, channel: int) -> Array:
        """Return the kernels that lead to an output channel, (C_in / groups, K_h, K_w)."""
        inputs = self.inputs_of(channel)
        return self.weight[inputs.start : inputs.stop, channel % self.weight.shape[1]]

    def windows(self, shape: Shape) -> tuple[TransposedWindows, TransposedWindows]:
        """Return which rows and columns of an input (C, H, W) reach each of the output."""
        refusals.need_maps(shape)
        sides = zip(
            shape[1:], self.kernel_size, self.stride, self.padding, self.output_padding,
            self.dilation, strict=True,
        )  # fmt: skip
        rows, columns = (TransposedWindows(*side) for side in sides)
        return rows, columns

    def forward(self, x: Array) -> Array:
        """Return the maps (C_out, H_out, W_out) of x (C_in, H, W)."""
        rows, columns = self.windows(x.shape)
        (height, width), (top, left) = (rows.positions, columns.positions), self.padding
        full = np.zeros((self.outputs, height + 2 * top, width + 2 * left), np.float32)
        inputs = x.reshape(self.groups, -1, x.shape[1] * x.shape[2])
        weights = self.weight.reshape(self.groups, -1, *self.weight.shape[1:])
        for row, column in np.ndindex(self.kernel_size):
            kernel = weights[..., row, column].swapaxes(1, 2)
            laid = np.matmul(kernel, inputs).reshape(self.outputs, *x.shape[1:])
            down, along = (
                slice(cell * gap, cell * gap + (n - 1) * step + 1, step)
                for cell, gap, n, step in zip(
                    (row, column), self.dilation, x.shape[1:], self.stride, strict=True
                )
            )
            full[:, down, along] += laid
        maps = full[:, top : top + height, left : left + width]
        return np.ascontiguousarray(maps) if self.bias is None else maps + self.bias[:, None, None]

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C_out, H_out, W_out)."""
        refusals.need_maps(shape)
        if shape[0] != len(self.weight):
            raise refusals.other_channels(self.weight.shape, len(self.weight), shape)
        size = tuple(side.positions for side in self.windows(shape))
        if min(size) < 1:
            raise spread_refusals.all_cut_off(self.padding, shape)
        return self.outputs, *size


def _blended(x: Array, side: BlendedWindows, axis: int) -> Array:
    """Return maps with as many rows, or columns, as there are positions along one axis."""
    first, second, share = side.places
    maps = x.take(first, axis)
    if share.any():
        step = x.take(second, axis)
        step -= maps
        step *= share.astype(np.float32).reshape((-1, 1) if axis == 1 else (-1,))
        maps += step
    return maps


@dataclass(frozen=True, eq=False)
class UpsampleBilinear(Layer):
    """Makes maps larger or smaller; each value is a mean of the four around it, by nearness."""

    kind = "upsample_bilinear"
    title = LayerTitle(N_("Bilinear upsampling"))

    scale_factor: tuple[float, float] = (2.0, 2.0)  # rows, columns
    align_corners: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if not all(0 < factor <= _MOST_FACTOR for factor in self.scale_factor):
            raise moving_refusals.odd_factor(self.scale_factor)

    def windows(self, shape: Shape) -> tuple[BlendedWindows, BlendedWindows]:
        """Return between which rows and columns of an input (C, H, W) each value lies."""
        refusals.need_maps(shape)
        rows, columns = (
            BlendedWindows(n, factor, self.align_corners)
            for n, factor in zip(shape[1:], self.scale_factor, strict=True)
        )
        return rows, columns

    def forward(self, x: Array) -> Array:
        """Return the maps of x (C, H, W) at their new size."""
        rows, columns = self.windows(x.shape)
        return _blended(_blended(x, columns, 2), rows, 1)

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C, ⌊H · factor⌋, ⌊W · factor⌋)."""
        refusals.need_maps(shape)
        size = tuple(side.positions for side in self.windows(shape))
        if min(size) < 1:
            raise moving_refusals.nothing_left(self.scale_factor, shape)
        return shape[0], *size
