"""The layers of a network as immutable values, named as in torch.nn."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Self

import numpy as np

from cnnviz.cnn import ops
from cnnviz.cnn.ops import Array, PaddingMode, Pair

Shape = tuple[int, ...]  # (C, H, W) for maps, (N,) for values in a row


class ShapeError(ValueError):
    """A layer cannot take its input; the text names both shapes and a remedy."""


def shape_text(shape: Shape) -> str:
    """Return a shape as people write it: 8×14×14."""
    return "×".join(map(str, shape))


def read_only(values: Array) -> Array:
    """Return the values as float32 that nobody can write to; shared if they already are so."""
    if values.dtype == np.float32 and not values.flags.writeable and values.flags.c_contiguous:
        return values
    copy = np.array(values, dtype=np.float32, order="C")
    copy.flags.writeable = False
    return copy


@dataclass(frozen=True, eq=False)
class Layer:
    """One step of a network. Compared by identity; an edit makes another layer."""

    kind: ClassVar[str]  # as in torch.nn.functional; names the layer in files
    title: ClassVar[str]  # as people say it
    parameter_names: ClassVar[tuple[str, ...]] = ()

    def forward(self, x: Array) -> Array:
        """Return the output of the layer for one input, without a batch axis."""
        raise NotImplementedError

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the output.

        Raises:
            ShapeError: If the layer cannot take this input; with a remedy.
        """
        return shape

    def parameters(self) -> dict[str, Array]:
        """Return the learnt arrays by their names in torch.nn; those that are None left out."""
        arrays = {name: getattr(self, name) for name in self.parameter_names}
        return {name: array for name, array in arrays.items() if array is not None}

    def with_parameters(self, arrays: Mapping[str, Array]) -> Self:
        """Return the layer with some of its parameters replaced.

        Raises:
            ShapeError: If an array has another shape than the one it replaces.
        """
        for name, array in arrays.items():
            old = self.parameters()[name]
            if array.shape != old.shape:
                raise ShapeError(
                    f"its {name} has shape {shape_text(old.shape)}, the new one "
                    f"{shape_text(array.shape)}; take weights made for this network"
                )
        return replace(self, **arrays) if arrays else self

    def options(self) -> dict[str, Any]:
        """Return what is chosen, not learnt: every field that is no parameter."""
        names = [field.name for field in fields(self)]
        return {name: getattr(self, name) for name in names if name not in self.parameter_names}

    def __post_init__(self) -> None:
        for name, array in self.parameters().items():
            object.__setattr__(self, name, read_only(array))


def _need_maps(shape: Shape) -> None:
    if len(shape) != 3:
        raise ShapeError(
            f"it needs maps (channels×rows×columns), but its input has shape {shape_text(shape)}, "
            "values in a row; move it before the flatten layer"
        )


def _need_at_least(minimum: int, **options: Pair) -> None:
    for name, pair in options.items():
        if min(pair) < minimum:
            raise ValueError(f"{name.replace('_', ' ')} is {min(pair)}; choose at least {minimum}")


def _need_axes(name: str, array: Array, axes: str) -> None:
    if array.ndim != axes.count("×") + 1 or not array.size:
        raise ShapeError(f"its {name} has shape {shape_text(array.shape)}; it needs {axes}")


def _need_length(length: int, **arrays: Array | None) -> None:
    for name, array in arrays.items():
        if array is not None and array.shape != (length,):
            raise ShapeError(
                f"its {name} has shape {shape_text(array.shape)}; it needs one number for each of "
                f"the {length} outputs"
            )


@dataclass(frozen=True, eq=False)
class Conv2d(Layer):
    """Convolution as CNNs do it: correlation with every kernel, plus bias.

    With `flipped` the kernel is turned by 180° first: convolution in the strict sense.
    """

    kind = "conv2d"
    title = "Convolution"
    parameter_names = ("weight", "bias")

    weight: Array  # (C_out, C_in / groups, K_h, K_w)
    bias: Array | None = None  # (C_out,)
    stride: Pair = (1, 1)
    padding: Pair = (0, 0)
    padding_mode: PaddingMode = "zeros"
    dilation: Pair = (1, 1)
    groups: int = 1
    flipped: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        _need_axes("weight", self.weight, "outputs×inputs×rows×columns")
        _need_length(len(self.weight), bias=self.bias)
        _need_at_least(1, stride=self.stride, dilation=self.dilation)
        _need_at_least(0, padding=self.padding)
        if self.groups < 1 or len(self.weight) % self.groups:
            raise ValueError(
                f"{len(self.weight)} kernels cannot be split into {self.groups} groups; choose a "
                f"number that divides {len(self.weight)}"
            )

    @property
    def kernel_size(self) -> Pair:
        """Rows and columns of a kernel."""
        return self.weight.shape[2], self.weight.shape[3]

    def forward(self, x: Array) -> Array:
        """Return the feature maps (C_out, H_out, W_out) of x (C_in, H, W)."""
        return ops.conv2d(
            x,
            self.weight[:, :, ::-1, ::-1] if self.flipped else self.weight,
            self.bias,
            stride=self.stride,
            padding=self.padding,
            padding_mode=self.padding_mode,
            dilation=self.dilation,
            groups=self.groups,
        )

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C_out, H_out, W_out)."""
        _need_maps(shape)
        taken = self.weight.shape[1] * self.groups
        if shape[0] != taken:
            raise ShapeError(
                f"its kernels have shape {shape_text(self.weight.shape)} and take {taken} channels,"
                f" but its input has shape {shape_text(shape)}; give it kernels for {shape[0]} "
                f"channels, or make the layer before it give {taken}"
            )
        self._check_padding(shape)
        size = tuple(
            ops.conv_size(n, k, s, p, d)
            for n, k, s, p, d in zip(
                shape[1:], self.kernel_size, self.stride, self.padding, self.dilation, strict=True
            )
        )
        if min(size) < 1:
            raise ShapeError(
                f"its {shape_text(self.kernel_size)} window with dilation "
                f"{shape_text(self.dilation)} is larger than its input {shape_text(shape)} with "
                f"padding {shape_text(self.padding)}; use a smaller kernel, more padding, or take "
                "out a pooling layer before it"
            )
        return self.weight.shape[0], *size

    def _check_padding(self, shape: Shape) -> None:
        less = {"reflect": 1, "circular": 0}.get(self.padding_mode)
        if less is None:
            return
        limits = tuple(n - less for n in shape[1:])
        if any(p > limit for p, limit in zip(self.padding, limits, strict=True)):
            raise ShapeError(
                f"its padding {shape_text(self.padding)} ({self.padding_mode}) reaches beyond its "
                f"input {shape_text(shape)}; use at most {shape_text(limits)}, or pad with zeros"
            )


@dataclass(frozen=True, eq=False)
class ReLU(Layer):
    """max(0, x): what is negative becomes zero."""

    kind = "relu"
    title = "ReLU"

    def forward(self, x: Array) -> Array:
        """Return max(0, x)."""
        return ops.relu(x)


@dataclass(frozen=True, eq=False)
class LeakyReLU(Layer):
    """Like ReLU, but a small share of a negative value passes."""

    kind = "leaky_relu"
    title = "Leaky ReLU"

    negative_slope: float = 0.01

    def forward(self, x: Array) -> Array:
        """Return x, or negative_slope · x where x is negative."""
        return ops.leaky_relu(x, self.negative_slope)


@dataclass(frozen=True, eq=False)
class Sigmoid(Layer):
    """Squeezes every value between 0 and 1."""

    kind = "sigmoid"
    title = "Sigmoid"

    def forward(self, x: Array) -> Array:
        """Return 1 / (1 + exp(−x))."""
        return ops.sigmoid(x)


@dataclass(frozen=True, eq=False)
class Tanh(Layer):
    """Squeezes every value between −1 and 1."""

    kind = "tanh"
    title = "Tanh"

    def forward(self, x: Array) -> Array:
        """Return tanh(x)."""
        return ops.tanh(x)


@dataclass(frozen=True, eq=False)
class _Pool2d(Layer):
    """What maximum and average pooling share: a window that learns nothing."""

    kernel_size: Pair = (2, 2)
    stride: Pair | None = None  # None: the size of the window
    padding: Pair = (0, 0)
    ceil_mode: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        _need_at_least(1, kernel_size=self.kernel_size, stride=self.stride or (1, 1))
        _need_at_least(0, padding=self.padding)
        if any(2 * p > k for p, k in zip(self.padding, self.kernel_size, strict=True)):
            raise ValueError("padding is more than half the window; choose less")

    @property
    def step(self) -> Pair:
        """The distance between windows, put in where `stride` is None."""
        return self.stride or self.kernel_size

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C, H_out, W_out)."""
        _need_maps(shape)
        dilation: Pair = getattr(self, "dilation", (1, 1))
        size = tuple(
            ops.pool_size(n, k, s, p, d, self.ceil_mode)
            for n, k, s, p, d in zip(
                shape[1:], self.kernel_size, self.step, self.padding, dilation, strict=True
            )
        )
        if min(size) < 1:
            raise ShapeError(
                f"its {shape_text(self.kernel_size)} window is larger than its input "
                f"{shape_text(shape)}; use a smaller window, or take this pooling layer out"
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
        _need_at_least(1, dilation=self.dilation)

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
        _need_at_least(1, output_size=self.output_size)

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C, *output_size)."""
        _need_maps(shape)
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


@dataclass(frozen=True, eq=False)
class BatchNorm2d(Layer):
    """Brings each channel to the mean and spread it had in training, then scales and shifts it."""

    kind = "batch_norm2d"
    title = "Batch norm"
    parameter_names = ("weight", "bias", "running_mean", "running_var")

    weight: Array  # each (C,)
    bias: Array
    running_mean: Array
    running_var: Array
    eps: float = 1e-5

    def __post_init__(self) -> None:
        super().__post_init__()
        _need_axes("weight", self.weight, "channels")
        _need_length(
            len(self.weight),
            bias=self.bias,
            running_mean=self.running_mean,
            running_var=self.running_var,
        )

    def forward(self, x: Array) -> Array:
        """Return the normalised maps of x (C, H, W)."""
        return ops.batch_norm2d(
            x, self.running_mean, self.running_var, self.weight, self.bias, eps=self.eps
        )

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the input."""
        _need_maps(shape)
        if shape[0] != len(self.weight):
            raise ShapeError(
                f"it normalises {len(self.weight)} channels, but its input has shape "
                f"{shape_text(shape)}; make it for {shape[0]} channels"
            )
        return shape


@dataclass(frozen=True, eq=False)
class Dropout(Layer):
    """Sets random values to zero in training; passes everything when looking."""

    kind = "dropout"
    title = "Dropout"

    p: float = 0.5

    def forward(self, x: Array) -> Array:
        """Return x itself."""
        return ops.dropout(x)


@dataclass(frozen=True, eq=False)
class Flatten(Layer):
    """Puts all maps in one row, in PyTorch's order: channel, row, column."""

    kind = "flatten"
    title = "Flatten"

    def forward(self, x: Array) -> Array:
        """Return the values of x (C, H, W) in a row."""
        return ops.flatten(x)

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C · H · W,)."""
        return (int(np.prod(shape)),)


@dataclass(frozen=True, eq=False)
class Linear(Layer):
    """Fully connected: every output is a weighted sum of every input, plus bias."""

    kind = "linear"
    title = "Fully connected"
    parameter_names = ("weight", "bias")

    weight: Array  # (N_out, N_in)
    bias: Array | None = None  # (N_out,)

    def __post_init__(self) -> None:
        super().__post_init__()
        _need_axes("weight", self.weight, "outputs×inputs")
        _need_length(len(self.weight), bias=self.bias)

    def forward(self, x: Array) -> Array:
        """Return the N_out sums of x (N_in,)."""
        return ops.linear(x, self.weight, self.bias)

    def output_shape(self, shape: Shape) -> Shape:
        """Return (N_out,)."""
        if len(shape) != 1:
            raise ShapeError(
                f"it needs values in a row, but its input has shape {shape_text(shape)}; add a "
                "flatten layer before it"
            )
        outputs, inputs = self.weight.shape
        if shape[0] != inputs:
            raise ShapeError(
                f"its weights have shape {shape_text(self.weight.shape)} and take {inputs} values, "
                f"but its input has shape {shape[0]}; give it {shape[0]} inputs, or mend the layer "
                "before it"
            )
        return (outputs,)


@dataclass(frozen=True, eq=False)
class Softmax(Layer):
    """Turns scores into shares that sum to 1."""

    kind = "softmax"
    title = "Softmax"

    def forward(self, x: Array) -> Array:
        """Return the shares of x (N,)."""
        return ops.softmax(x)

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the input."""
        if len(shape) != 1:
            raise ShapeError(
                f"it needs values in a row, but its input has shape {shape_text(shape)}; add a "
                "flatten layer before it"
            )
        return shape


LAYERS: dict[str, type[Layer]] = {
    layer.kind: layer
    for layer in (
        Conv2d, ReLU, LeakyReLU, Sigmoid, Tanh, MaxPool2d, AvgPool2d, AdaptiveAvgPool2d,
        AdaptiveMaxPool2d, BatchNorm2d, Dropout, Flatten, Linear, Softmax,
    )
}  # fmt: skip
