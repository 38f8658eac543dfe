"""The pooling layers, named as in torch.nn: they learn nothing."""

from dataclasses import dataclass

from cnnviz.cnn import ops
from cnnviz.cnn.layer_base import (
    Layer,
    Shape,
    ShapeError,
    maps_text,
    need_at_least,
    need_maps,
    shape_text,
)
from cnnviz.cnn.ops import Array, Pair


@dataclass(frozen=True, eq=False)
class _Pool2d(Layer):
    """What maximum and average pooling share: a window that learns nothing."""

    kernel_size: Pair = (2, 2)
    stride: Pair | None = None  # None: the size of the window
    padding: Pair = (0, 0)
    ceil_mode: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        need_at_least(1, kernel_size=self.kernel_size, stride=self.stride or (1, 1))
        need_at_least(0, padding=self.padding)
        if any(2 * p > k for p, k in zip(self.padding, self.kernel_size, strict=True)):
            raise ValueError("padding is more than half the window; choose less")

    @property
    def step(self) -> Pair:
        """The distance between windows, put in where `stride` is None."""
        return self.stride or self.kernel_size

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C, H_out, W_out)."""
        need_maps(shape)
        dilation: Pair = getattr(self, "dilation", (1, 1))
        size = tuple(
            ops.pool_size(n, k, s, p, d, self.ceil_mode)
            for n, k, s, p, d in zip(
                shape[1:], self.kernel_size, self.step, self.padding, dilation, strict=True
            )
        )
        if min(size) < 1:
            raise ShapeError(
                f"its {shape_text(self.kernel_size)} window is larger than its input, "
                f"{maps_text(shape)}; use a smaller window, or take this pooling layer out"
            )
        return shape[0], *size


@dataclass(frozen=True, eq=False)
class MaxPool2d(_Pool2d):
    """Keeps the largest value of each window."""

    kind = "max_pool2d"
    title = "Max pool"

    dilation: Pair = (1, 1)

    def __post_init__(self) -> None:
        super().__post_init__()
        need_at_least(1, dilation=self.dilation)

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
class AvgPool2d(_Pool2d):
    """Keeps the mean of each window."""

    kind = "avg_pool2d"
    title = "Average pool"

    count_include_pad: bool = True

    def forward(self, x: Array) -> Array:
        """Return the mean of each window of x (C, H, W)."""
        return ops.avg_pool2d(
            x,
            self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            ceil_mode=self.ceil_mode,
            count_include_pad=self.count_include_pad,
        )


@dataclass(frozen=True, eq=False)
class _AdaptivePool2d(Layer):
    output_size: Pair = (1, 1)

    def __post_init__(self) -> None:
        super().__post_init__()
        need_at_least(1, output_size=self.output_size)

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C, *output_size)."""
        need_maps(shape)
        return shape[0], *self.output_size


@dataclass(frozen=True, eq=False)
class AdaptiveAvgPool2d(_AdaptivePool2d):
    """Means of patches that cut the map into `output_size`; (1, 1): of the whole map."""

    kind = "adaptive_avg_pool2d"
    title = "Global average"

    def forward(self, x: Array) -> Array:
        """Return the means of the patches of x (C, H, W)."""
        return ops.adaptive_avg_pool2d(x, self.output_size)


@dataclass(frozen=True, eq=False)
class AdaptiveMaxPool2d(_AdaptivePool2d):
    """Largest values of patches that cut the map into `output_size`; (1, 1): of the whole map."""

    kind = "adaptive_max_pool2d"
    title = "Global maximum"

    def forward(self, x: Array) -> Array:
        """Return the largest values of the patches of x (C, H, W)."""
        return ops.adaptive_max_pool2d(x, self.output_size)
