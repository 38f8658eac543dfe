"""The pooling layers, named as in torch.nn: they learn nothing."""

from dataclasses import dataclass
from typing import ClassVar

from cnnviz.cnn import ops, refusals
from cnnviz.cnn.layer_base import Layer, LayerTitle, Shape
from cnnviz.cnn.ops import Array, Pair
from cnnviz.cnn.windows import AdaptiveWindows, Sides, SlidingSides, sliding
from cnnviz.language import N_


@dataclass(frozen=True, eq=False)
class Pooling(Layer):
    """Keeps one value of each window, map by map."""

    keeps_largest: ClassVar[bool] = False  # the largest value of each window, else the mean

    def windows(self, shape: Shape) -> Sides:
        """Return the windows along the rows and the columns of an input (C, H, W)."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class WindowPooling(Pooling):
    """What maximum and average pooling share: a window of a chosen size that slides."""

    kernel_size: Pair = (2, 2)
    stride: Pair | None = None  # None: the size of the window
    padding: Pair = (0, 0)
    ceil_mode: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        refusals.need_at_least(1, kernel_size=self.kernel_size, stride=self.stride or (1, 1))
        refusals.need_at_least(0, padding=self.padding)
        if any(2 * p > k for p, k in zip(self.padding, self.kernel_size, strict=True)):
            raise refusals.much_padding()

    @property
    def step(self) -> Pair:
        """The distance between windows, put in where `stride` is None."""
        return self.stride or self.kernel_size

    def windows(self, shape: Shape) -> SlidingSides:
        """Return the windows along the rows and the columns of an input (C, H, W)."""
        return self._spread(shape, (1, 1))

    def _spread(self, shape: Shape, dilation: Pair) -> SlidingSides:
        refusals.need_maps(shape)
        return sliding(
            shape[1:], self.kernel_size, self.step, self.padding, dilation, ceil=self.ceil_mode
        )

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C, H_out, W_out)."""
        size = tuple(side.positions for side in self.windows(shape))
        if min(size) < 1:
            raise refusals.large_pooling_window(self.kernel_size, shape)
        return shape[0], *size


@dataclass(frozen=True, eq=False)
class MaxPool2d(WindowPooling):
    """Keeps the largest value of each window."""

    kind = "max_pool2d"
    title = LayerTitle(N_("Max pool"))
    keeps_largest = True

    dilation: Pair = (1, 1)

    def __post_init__(self) -> None:
        super().__post_init__()
        refusals.need_at_least(1, dilation=self.dilation)

    def windows(self, shape: Shape) -> SlidingSides:
        """Return the windows along the rows and the columns of an input (C, H, W)."""
        return self._spread(shape, self.dilation)

    def forward(self, x: Array) -> Array:
        """Return the largest value of each window of x (C, H, W)."""
        return ops.max_pool2d(
            x,
            self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
            ceil_mode=self.ceil_mode,
        )


@dataclass(frozen=True, eq=False)
class AvgPool2d(WindowPooling):
    """Keeps the mean of each window."""

    kind = "avg_pool2d"
    title = LayerTitle(N_("Average pool"))

    count_include_pad: bool = True
    divisor_override: int | None = None  # what every sum is divided by; None: the cells that count

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.divisor_override is not None and self.divisor_override < 1:
            raise refusals.no_divisor(self.divisor_override)

    def forward(self, x: Array) -> Array:
        """Return the mean of each window of x (C, H, W)."""
        return ops.avg_pool2d(
            x,
            self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            ceil_mode=self.ceil_mode,
            count_include_pad=self.count_include_pad,
            divisor_override=self.divisor_override,
        )


@dataclass(frozen=True, eq=False)
class AdaptivePooling(Pooling):
    """What both kinds share that cut a map into a chosen number of patches."""

    output_size: Pair = (1, 1)

    def __post_init__(self) -> None:
        super().__post_init__()
        refusals.need_at_least(1, output_size=self.output_size)

    def windows(self, shape: Shape) -> tuple[AdaptiveWindows, AdaptiveWindows]:
        """Return the patches along the rows and the columns of an input (C, H, W)."""
        refusals.need_maps(shape)
        rows, columns = map(AdaptiveWindows, shape[1:], self.output_size)
        return rows, columns

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C, *output_size)."""
        refusals.need_maps(shape)
        return shape[0], *self.output_size


@dataclass(frozen=True, eq=False)
class AdaptiveAvgPool2d(AdaptivePooling):
    """Means of patches that cut the map into `output_size`; (1, 1): of the whole map."""

    kind = "adaptive_avg_pool2d"
    title = LayerTitle(N_("Global average"))

    def forward(self, x: Array) -> Array:
        """Return the means of the patches of x (C, H, W)."""
        return ops.adaptive_avg_pool2d(x, self.output_size)


@dataclass(frozen=True, eq=False)
class AdaptiveMaxPool2d(AdaptivePooling):
    """Largest values of patches that cut the map into `output_size`; (1, 1): of the whole map."""

    kind = "adaptive_max_pool2d"
    title = LayerTitle(N_("Global maximum"))
    keeps_largest = True

    def forward(self, x: Array) -> Array:
        """Return the largest values of the patches of x (C, H, W)."""
        return ops.adaptive_max_pool2d(x, self.output_size)
