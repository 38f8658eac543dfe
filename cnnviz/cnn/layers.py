"""The layers of a network as immutable values, named as in torch.nn."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cnnviz.cnn import norm_refusals, ops, refusals
from cnnviz.cnn.activation_layers import ACTIVATIONS
from cnnviz.cnn.branch_layers import Add, Concatenate, Multiply, SelectChannels
from cnnviz.cnn.channel_layers import ChannelConvolution, LocalResponseNorm
from cnnviz.cnn.function_layers import FUNCTIONS
from cnnviz.cnn.layer_base import Layer, LayerTitle, Shape
from cnnviz.cnn.moving_layers import (
    ChannelShuffle,
    Crop,
    Moving,
    Numbers,
    Pad,
    Permute,
    PixelShuffle,
    Reshape,
    UpsampleNearest,
)
from cnnviz.cnn.norm_layers import GroupNorm, InstanceNorm2d, LayerNorm
from cnnviz.cnn.ops import Array, Pair
from cnnviz.cnn.pooling_layers import (
    AdaptiveAvgPool2d,
    AdaptiveMaxPool2d,
    AvgPool2d,
    MaxPool2d,
)
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear
from cnnviz.cnn.windows import PaddingMode, SlidingSides, sliding
from cnnviz.language import N_


@dataclass(frozen=True, eq=False)
class Conv2d(Layer):
    """Convolution as CNNs do it: correlation with every kernel, plus bias.

    With `flipped` the kernel is turned by 180° first: convolution in the strict sense.
    """

    kind = "conv2d"
    title = LayerTitle(N_("Convolution"))
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
        refusals.need_axes("weight", self.weight, 4, N_("outputs×inputs×rows×columns"))
        refusals.need_length(len(self.weight), bias=self.bias)
        refusals.need_at_least(1, stride=self.stride, dilation=self.dilation)
        refusals.need_at_least(0, padding=self.padding)
        if self.groups < 1 or len(self.weight) % self.groups:
            raise refusals.uneven_groups(len(self.weight), self.groups)

    @property
    def kernel_size(self) -> Pair:
        """Rows and columns of a kernel."""
        return self.weight.shape[2], self.weight.shape[3]

    @property
    def laid_weight(self) -> Array:
        """The weights as they are laid on the window: turned by 180° where they are flipped."""
        return self.weight[:, :, ::-1, ::-1] if self.flipped else self.weight

    def inputs_of(self, channel: int) -> range:
        """Return which input channels an output channel looks at: those of its group."""
        inputs = self.weight.shape[1]
        first = channel // (len(self.weight) // self.groups) * inputs
        return range(first, first + inputs)

    def windows(self, shape: Shape) -> SlidingSides:
        """Return the windows along the rows and the columns of an input (C, H, W)."""
        refusals.need_maps(shape)
        return sliding(
            shape[1:], self.kernel_size, self.stride, self.padding, self.dilation,
            mode=self.padding_mode,
        )  # fmt: skip

    def forward(self, x: Array) -> Array:
        """Return the feature maps (C_out, H_out, W_out) of x (C_in, H, W)."""
        return ops.conv2d(
            x,
            self.laid_weight,
            self.bias,
            stride=self.stride,
            padding=self.padding,
            padding_mode=self.padding_mode,
            dilation=self.dilation,
            groups=self.groups,
        )

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C_out, H_out, W_out)."""
        refusals.need_maps(shape)
        taken = self.weight.shape[1] * self.groups
        if shape[0] != taken:
            raise refusals.other_channels(self.weight.shape, taken, shape)
        less = {"reflect": 1, "circular": 0}.get(self.padding_mode)
        if less is not None:
            refusals.need_padding_within(less, self.padding, self.padding_mode, shape)
        size = tuple(side.positions for side in self.windows(shape))
        if min(size) < 1:
            raise refusals.large_window(self.kernel_size, self.dilation, self.padding, shape)
        return self.weight.shape[0], *size


@dataclass(frozen=True, eq=False)
class BatchNorm2d(Layer):
    """Brings each channel to the mean and spread it had in training, then scales and shifts it."""

    kind = "batch_norm2d"
    title = LayerTitle(N_("Batch norm"))
    parameter_names = ("weight", "bias", "running_mean", "running_var")
    optional_names = ("weight", "bias")

    weight: Array | None  # each (C,)
    bias: Array | None
    running_mean: Array
    running_var: Array
    eps: float = 1e-5

    def __post_init__(self) -> None:
        super().__post_init__()
        norm_refusals.need_both(self.weight, self.bias)
        refusals.need_axes("running_mean", self.running_mean, 1, N_("channels"))
        refusals.need_length(
            len(self.running_mean if self.weight is None else self.weight),
            bias=self.bias,
            running_mean=self.running_mean,
            running_var=self.running_var,
        )

    def forward(self, x: Array) -> Array:
        """Return the normalised maps of x (C, H, W), or values of a row (C,)."""
        return ops.batch_norm2d(
            x, self.running_mean, self.running_var, self.weight, self.bias, eps=self.eps
        )

    def of_channel(self, channel: int) -> "BatchNorm2d":
        """Return the batch norm of one channel alone, for one map."""
        one = slice(channel, channel + 1)
        arrays: dict[str, Any] = {name: array[one] for name, array in self.parameters().items()}
        return replace(self, **arrays)

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the input."""
        if shape[0] != len(self.running_mean):
            raise refusals.other_maps(len(self.running_mean), shape)
        return shape


@dataclass(frozen=True, eq=False)
class Dropout(Layer):
    """Sets random values to zero in training; passes everything when looking."""

    kind = "dropout"
    title = LayerTitle(N_("Dropout"))

    p: float = 0.5

    def forward(self, x: Array) -> Array:
        """Return x itself."""
        return ops.dropout(x)


@dataclass(frozen=True, eq=False)
class Flatten(Moving):
    """Puts all maps in one row, in PyTorch's order: channel, row, column."""

    kind = "flatten"
    title = LayerTitle(N_("Flatten"))

    def moved(self, values: Numbers, constant: float) -> Numbers:
        """Return values (C, H, W) in a row."""
        return np.ravel(values)

    def output_shape(self, shape: Shape) -> Shape:
        """Return (C · H · W,)."""
        return (int(np.prod(shape)),)


@dataclass(frozen=True, eq=False)
class Linear(Layer):
    """Fully connected: every output is a weighted sum of every input, plus bias."""

    kind = "linear"
    title = LayerTitle(N_("Fully connected"))
    parameter_names = ("weight", "bias")

    weight: Array  # (N_out, N_in)
    bias: Array | None = None  # (N_out,)

    def __post_init__(self) -> None:
        super().__post_init__()
        refusals.need_axes("weight", self.weight, 2, N_("outputs×inputs"))
        refusals.need_length(len(self.weight), bias=self.bias)

    def forward(self, x: Array) -> Array:
        """Return the N_out sums of x (N_in,)."""
        return ops.linear(x, self.weight, self.bias)

    def output_shape(self, shape: Shape) -> Shape:
        """Return (N_out,)."""
        refusals.need_row(shape)
        outputs, inputs = self.weight.shape
        if shape[0] != inputs:
            raise refusals.other_inputs(self.weight.shape, shape)
        return (outputs,)


@dataclass(frozen=True, eq=False)
class Softmax(Layer):
    """Turns scores into shares that sum to 1."""

    kind = "softmax"
    title = LayerTitle(N_("Softmax"))

    def forward(self, x: Array) -> Array:
        """Return the shares of x (N,)."""
        return ops.softmax(x)

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the input."""
        refusals.need_row(shape)
        return shape


@dataclass(frozen=True, eq=False)
class LogSoftmax(Layer):
    """The logarithms of the shares of a softmax: 0 for a sure thing, else below."""

    kind = "log_softmax"
    title = LayerTitle(N_("Log-softmax"))

    def forward(self, x: Array) -> Array:
        """Return the logarithms of the shares of x (N,)."""
        return ops.log_softmax(x)

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of the input."""
        refusals.need_row(shape)
        return shape


_KINDS: tuple[type[Layer], ...] = (
    Conv2d, *ACTIVATIONS, *FUNCTIONS, MaxPool2d, AvgPool2d, AdaptiveAvgPool2d, AdaptiveMaxPool2d,
    BatchNorm2d, LayerNorm, GroupNorm, InstanceNorm2d, Scale, Normalize, LocalResponseNorm, Dropout,
    Flatten, Linear, ConvTranspose2d, ChannelConvolution, Softmax, LogSoftmax, Add, Multiply,
    Concatenate, SelectChannels, ChannelShuffle, Crop, Pad, Permute, PixelShuffle, Reshape,
    UpsampleNearest, UpsampleBilinear,
)  # fmt: skip
LAYERS: dict[str, type[Layer]] = {layer.kind: layer for layer in _KINDS}
