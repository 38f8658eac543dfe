"""Layers that move, repeat or leave out values and change none of them: they learn nothing."""

from abc import abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from math import floor, prod
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn import moving_refusals, refusals
from cnnviz.cnn.layer_base import Layer, LayerTitle, Shape
from cnnviz.cnn.ops import Array
from cnnviz.language import N_

Numbers = NDArray[np.float32 | np.int64]
Place = tuple[int, ...]  # (channel, row, column) of maps, (index,) of values in a row
PadMode = Literal["constant", "reflect", "replicate", "circular"]
Span = tuple[int, int, int]  # the first that is kept, the end, the step

_NUMPY_MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}
_NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Moving(Layer):
    """A layer whose every value stood in its input already, or is one constant."""

    @abstractmethod
    def moved(self, values: Numbers, constant: float) -> Numbers:
        """Return values of any kind as the layer moves them.

        Args:
            values: What stands in the input.
            constant: What stands where nothing of the input does.
        """

    def forward(self, x: Array) -> Array:
        """Return the values of x, moved."""
        return np.asarray(self.moved(x, self.filled), np.float32)

    @property
    def filled(self) -> float:
        """What stands where nothing of the input does."""
        return 0.0

    def sources(self, shape: Shape) -> NDArray[np.int64]:
        """Return, for every value of the output, its number in the flat input; −1: a constant."""
        return _sources(self, shape)

    def source(self, shape: Shape, place: Place) -> Place | None:
        """Return where a value stands in an input of a shape; None: it is the constant."""
        at = int(self.sources(shape)[place])
        return None if at == _NOWHERE else tuple(int(i) for i in np.unravel_index(at, shape))


@lru_cache(maxsize=4)  # one layer is asked again for every value that is looked at
def _sources(layer: Moving, shape: Shape) -> NDArray[np.int64]:
    numbers = np.arange(prod(shape)).reshape(shape)
    sources = np.array(layer.moved(numbers, _NOWHERE), np.int64)
    sources.flags.writeable = False
    return sources


@dataclass(frozen=True, eq=False)
class Pad(Moving):
    """Puts rows and columns around every map: a constant, or copies of what is in it."""

    kind = "pad"
    title = LayerTitle(N_("Padding"))

    top: int = 1
    bottom: int = 1
    left: int = 1
    right: int = 1
    mode: PadMode = "constant"
    value: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        for sides in ((self.top, self.left), (self.bottom, self.right)):
            refusals.need_at_least(0, padding=sides)

    @property
    def filled(self) -> float:
        """The constant around the maps."""
        return self.value

    def moved(self, values: Numbers, constant: float) -> Numbers:
        """Return the maps with what is put around them."""
        around = ((0, 0), (self.top, self.bottom), (self.left, self.right))
        if self.mode == "constant":
            return np.pad(values, around, constant_values=constant)
        return np.pad(values, around, _NUMPY_MODES[self.mode])  # type: ignore[call-overload,no-any-return]

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C, H + top + bottom, W + left + right)."""
        refusals.need_maps(shape)
        less = {"reflect": 1, "circular": 0}.get(self.mode)
        if less is not None:
            sides = max(self.top, self.bottom), max(self.left, self.right)
            refusals.need_padding_within(less, sides, self.mode, shape)
        channels, height, width = shape
        return channels, height + self.top + self.bottom, width + self.left + self.right


@dataclass(frozen=True, eq=False)
class Crop(Moving):
    """Keeps some rows and columns of every map, each so many steps from the one before."""

    kind = "narrow"
    title = LayerTitle(N_("Crop"))

    rows: Span = (0, 1, 1)
    columns: Span = (0, 1, 1)

    def __post_init__(self) -> None:
        super().__post_init__()
        for first, end, step in (self.rows, self.columns):
            if first < 0 or end <= first or step < 1:
                raise moving_refusals.empty_span(first, end, step)

    def moved(self, values: Numbers, constant: float) -> Numbers:
        """Return the rows and columns that are kept."""
        return values[:, slice(*self.rows), slice(*self.columns)]

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C, rows kept, columns kept)."""
        refusals.need_maps(shape)
        for (_first, end, _step), size in zip((self.rows, self.columns), shape[1:], strict=True):
            if end > size:
                raise moving_refusals.span_beyond(end, shape)
        return shape[0], len(range(*self.rows)), len(range(*self.columns))


@dataclass(frozen=True, eq=False)
class UpsampleNearest(Moving):
    """Makes every map larger, or smaller, by taking the nearest value.

    Source: torch.nn.functional.interpolate with mode "nearest": output i is input ⌊i / factor⌋.
    """

    kind = "upsample_nearest"
    title = LayerTitle(N_("Upsampling"))

    scale_factor: tuple[float, float] = (2.0, 2.0)  # rows, columns

    def __post_init__(self) -> None:
        super().__post_init__()
        if not all(0 < factor <= _MOST_FACTOR for factor in self.scale_factor):
            raise moving_refusals.odd_factor(self.scale_factor)

    def taken(self, size: int, factor: float) -> NDArray[np.int64]:
        """Return which rows, or columns, of an input of this size are taken."""
        places = np.arange(floor(size * factor + _ALMOST), dtype=np.float64)
        return np.minimum(np.floor(places / factor + _ALMOST), size - 1).astype(np.int64)

    def moved(self, values: Numbers, constant: float) -> Numbers:
        """Return the maps at their new size."""
        rows, columns = (
            self.taken(size, factor)
            for size, factor in zip(values.shape[1:], self.scale_factor, strict=True)
        )
        return np.asarray(values[:, rows[:, None], columns])

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C, ⌊H · factor⌋, ⌊W · factor⌋)."""
        refusals.need_maps(shape)
        height, width = (
            floor(size * factor + _ALMOST)
            for size, factor in zip(shape[1:], self.scale_factor, strict=True)
        )
        if min(height, width) < 1:
            raise moving_refusals.nothing_left(self.scale_factor, shape)
        return shape[0], height, width


_MOST_FACTOR = 1024
_ALMOST = 1e-6  # a factor like 7/3 is no exact number


@dataclass(frozen=True, eq=False)
class PixelShuffle(Moving):
    """Puts r · r maps together to one that is r times as large along both sides.

    Source: Shi et al. 2016; torch.nn.PixelShuffle.
    """

    kind = "pixel_shuffle"
    title = LayerTitle(N_("Pixel shuffle"))

    upscale_factor: int = 2

    def __post_init__(self) -> None:
        super().__post_init__()
        moving_refusals.need_one(self.upscale_factor)

    def moved(self, values: Numbers, constant: float) -> Numbers:
        """Return (C / r², H · r, W · r)."""
        channels, height, width = values.shape
        r = self.upscale_factor
        parts = values.reshape(channels // (r * r), r, r, height, width)
        return parts.transpose(0, 3, 1, 4, 2).reshape(-1, height * r, width * r)

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C / r², H · r, W · r)."""
        refusals.need_maps(shape)
        together = self.upscale_factor**2
        if shape[0] % together:
            raise moving_refusals.uneven_maps(shape[0], together)
        r = self.upscale_factor
        return shape[0] // together, shape[1] * r, shape[2] * r


@dataclass(frozen=True, eq=False)
class ChannelShuffle(Moving):
    """Deals the maps of every group out in turn, so that groups mix. Source: ShuffleNet, 2017."""

    kind = "channel_shuffle"
    title = LayerTitle(N_("Channel shuffle"))

    groups: int = 2

    def __post_init__(self) -> None:
        super().__post_init__()
        moving_refusals.need_one(self.groups)

    def moved(self, values: Numbers, constant: float) -> Numbers:
        """Return the maps in their new order."""
        parts = values.reshape(self.groups, -1, *values.shape[1:])
        return parts.swapaxes(0, 1).reshape(values.shape)

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the input."""
        refusals.need_maps(shape)
        if shape[0] % self.groups:
            raise moving_refusals.uneven_maps(shape[0], self.groups)
        return shape


@dataclass(frozen=True, eq=False)
class Permute(Moving):
    """Exchanges the axes of the maps: channels, rows, columns in another order."""

    kind = "permute"
    title = LayerTitle(N_("Permute"))

    order: tuple[int, int, int] = (0, 2, 1)  # which axis of the input each axis is

    def __post_init__(self) -> None:
        super().__post_init__()
        if sorted(self.order) != [0, 1, 2]:
            raise moving_refusals.no_order(self.order)

    def moved(self, values: Numbers, constant: float) -> Numbers:
        """Return the maps with their axes exchanged."""
        return np.ascontiguousarray(values.transpose(self.order))

    def output_shape(self, shape: Shape) -> Shape:
        """Return the sides of the input in their new order."""
        refusals.need_maps(shape)
        return tuple(shape[axis] for axis in self.order)


@dataclass(frozen=True, eq=False)
class Reshape(Moving):
    """Reads the values in their order, channel, row, column, into another shape."""

    kind = "reshape"
    title = LayerTitle(N_("Reshape"))

    size: tuple[int, ...] = (1, 1, 1)  # (C, H, W), or (N,)

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.size) not in (1, 3) or min(self.size) < 1:
            raise moving_refusals.no_shape(self.size)

    def moved(self, values: Numbers, constant: float) -> Numbers:
        """Return the values in their new shape."""
        return values.reshape(self.size)

    def output_shape(self, shape: Shape) -> Shape:
        """Return the new shape."""
        if prod(shape) != prod(self.size):
            raise moving_refusals.other_count(shape, self.size)
        return self.size
