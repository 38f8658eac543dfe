"""What each layer is in PyTorch: a module of `torch.nn`, or an expression."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cnnviz.cnn.activation_layers import Hardtanh, Softplus
from cnnviz.cnn.branch_layers import SelectChannels
from cnnviz.cnn.channel_layers import ChannelConvolution, LocalResponseNorm
from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Linear
from cnnviz.cnn.moving_layers import Crop, Pad, Permute, Reshape, UpsampleNearest
from cnnviz.cnn.norm_layers import GroupNorm, InstanceNorm2d, LayerNorm
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear


def plain(value: object) -> object:
    """Return a pair of equal numbers as the one number that PyTorch takes for it."""
    is_twice = isinstance(value, tuple) and len(value) == 2 and value[0] == value[1]
    return value[0] if is_twice else value  # type: ignore[index]


def call(name: str, *given: object, **options: tuple[object, object]) -> str:
    """Return a call as Python text.

    Args:
        name: Of what is called.
        given: What is always written.
        options: The value and the default of each option; written where they differ.
    """
    words = [repr(plain(value)) for value in given]
    words += [
        f"{option}={plain(value)!r}"
        for option, (value, default) in options.items()
        if plain(value) != plain(default)
    ]
    return f"nn.{name}({', '.join(words)})"


def _conv(layer: Conv2d, _shape: Shape) -> str:
    outputs, inputs = layer.weight.shape[:2]
    return call(
        "Conv2d", inputs * layer.groups, outputs, layer.kernel_size,
        stride=(layer.stride, 1), padding=(layer.padding, 0), dilation=(layer.dilation, 1),
        groups=(layer.groups, 1), bias=(layer.bias is not None, True),
        padding_mode=(layer.padding_mode, "zeros"),
    )  # fmt: skip


def _linear(layer: Linear, _shape: Shape) -> str:
    outputs, inputs = layer.weight.shape
    return call("Linear", inputs, outputs, bias=(layer.bias is not None, True))


def _max_pool(layer: MaxPool2d, _shape: Shape) -> str:
    return call(
        "MaxPool2d", layer.kernel_size, stride=(layer.step, layer.kernel_size),
        padding=(layer.padding, 0), dilation=(layer.dilation, 1),
        ceil_mode=(layer.ceil_mode, False),
    )  # fmt: skip


def _avg_pool(layer: AvgPool2d, _shape: Shape) -> str:
    return call(
        "AvgPool2d", layer.kernel_size, stride=(layer.step, layer.kernel_size),
        padding=(layer.padding, 0), ceil_mode=(layer.ceil_mode, False),
        count_include_pad=(layer.count_include_pad, True),
    )  # fmt: skip


def _softplus(layer: Softplus, _shape: Shape) -> str:
    return call("Softplus", beta=(layer.beta, 1.0), threshold=(layer.threshold, 20.0))


def _hardtanh(layer: Hardtanh, _shape: Shape) -> str:
    return call("Hardtanh", min_val=(layer.min_val, -1.0), max_val=(layer.max_val, 1.0))


def _batch_norm(layer: BatchNorm2d, _shape: Shape) -> str:
    count = len(layer.running_mean)
    affine = (layer.weight is not None, True)
    return call("BatchNorm2d", count, eps=(layer.eps, 1e-5), affine=affine)


def _layer_norm(layer: LayerNorm, shape: Shape) -> str:
    size = shape if layer.over == "all" and len(shape) > 1 else shape[0]
    learns = (bool(layer.parameters()), True)
    return call("LayerNorm", size, eps=(layer.eps, 1e-5), elementwise_affine=learns)


def _group_norm(layer: GroupNorm | InstanceNorm2d, shape: Shape) -> str:
    """Return a group norm; one over each map alone is one with as many groups as maps."""
    groups = layer.num_groups if isinstance(layer, GroupNorm) else shape[0]
    learns = (bool(layer.parameters()), True)
    return call("GroupNorm", groups, shape[0], eps=(layer.eps, 1e-5), affine=learns)


def _scale(layer: Scale, _shape: Shape) -> str:
    bias = "" if layer.bias is not None else ", bias=False"
    return f"Scale({len(layer.weight)}{bias})"


def _local_response_norm(layer: LocalResponseNorm, _shape: Shape) -> str:
    return call(
        "LocalResponseNorm", layer.size, alpha=(layer.alpha, 1e-4), beta=(layer.beta, 0.75),
        k=(layer.k, 1.0),
    )  # fmt: skip


def _transposed(layer: ConvTranspose2d, _shape: Shape) -> str:
    return call(
        "ConvTranspose2d", len(layer.weight), layer.outputs, layer.kernel_size,
        stride=(layer.stride, 1), padding=(layer.padding, 0),
        output_padding=(layer.output_padding, 0), groups=(layer.groups, 1),
        bias=(layer.bias is not None, True), dilation=(layer.dilation, 1),
    )  # fmt: skip


def _over_channels(layer: ChannelConvolution, _shape: Shape) -> str:
    return call(
        "Conv1d", 1, 1, len(layer.kernel), padding=(layer.padding, 0),
        bias=(layer.bias is not None, True),
    )  # fmt: skip


MODULES: dict[str, Callable[[Any, Shape], str]] = {
    "conv2d": _conv,
    "linear": _linear,
    "batch_norm2d": _batch_norm,
    "layer_norm": _layer_norm,
    "group_norm": _group_norm,
    "instance_norm": _group_norm,
    "scale": _scale,
    "local_response_norm": _local_response_norm,
    "conv_transpose2d": _transposed,
    "conv1d": _over_channels,
    "log_softmax": lambda _layer, _shape: "nn.LogSoftmax(dim=1)",
    "relu": lambda _layer, _shape: "nn.ReLU()",
    "leaky_relu": lambda layer, _shape: call("LeakyReLU", layer.negative_slope),
    "prelu": lambda layer, _shape: call("PReLU", num_parameters=(len(layer.weight), 1)),
    "elu": lambda layer, _shape: call("ELU", alpha=(layer.alpha, 1.0)),
    "gelu": lambda layer, _shape: call("GELU", approximate=(layer.approximate, "none")),
    "silu": lambda _layer, _shape: "nn.SiLU()",
    "mish": lambda _layer, _shape: "nn.Mish()",
    "softplus": _softplus,
    "relu6": lambda _layer, _shape: "nn.ReLU6()",
    "sigmoid": lambda _layer, _shape: "nn.Sigmoid()",
    "tanh": lambda _layer, _shape: "nn.Tanh()",
    "hardtanh": _hardtanh,
    "hardsigmoid": lambda _layer, _shape: "nn.Hardsigmoid()",
    "hardswish": lambda _layer, _shape: "nn.Hardswish()",
    "max_pool2d": _max_pool,
    "avg_pool2d": _avg_pool,
    "adaptive_avg_pool2d": lambda layer, _shape: call("AdaptiveAvgPool2d", layer.output_size),
    "adaptive_max_pool2d": lambda layer, _shape: call("AdaptiveMaxPool2d", layer.output_size),
    "dropout": lambda layer, _shape: call("Dropout", p=(layer.p, 0.5)),
    "flatten": lambda _layer, _shape: "nn.Flatten()",
    "softmax": lambda _layer, _shape: "nn.Softmax(dim=1)",
    "channel_shuffle": lambda layer, _shape: call("ChannelShuffle", layer.groups),
    "pixel_shuffle": lambda layer, _shape: call("PixelShuffle", layer.upscale_factor),
}


# Modules that look along another axis than PyTorch's own do.

Called = Callable[[Any, str, str, Shape], str]  # of the layer, the module, what it takes, its shape


def _norm_called(layer: LayerNorm, module: str, x: str, shape: Shape) -> str:
    if layer.over == "all" or len(shape) == 1:
        return f"{module}({x})"
    return f"{module}({x}.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)"


def _channels_called(layer: ChannelConvolution, module: str, x: str, shape: Shape) -> str:
    if len(shape) == 1:
        return f"{module}({x}.unsqueeze(1)).squeeze(1)"
    count, rows, columns = layer.output_shape(shape)
    rows_of_channels = f"{x}.permute(0, 2, 3, 1).reshape(-1, 1, {shape[0]})"
    back = f".reshape(-1, {rows}, {columns}, {count}).permute(0, 3, 1, 2)"
    return f"{module}({rows_of_channels}){back}"


CALLED: dict[str, Called] = {"layer_norm": _norm_called, "conv1d": _channels_called}
SCALE = """class Scale(nn.Module):
    def __init__(self, channels: int, bias: bool = True) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels)) if bias else None

    def forward(self, x: Tensor) -> Tensor:
        sides = (-1, *[1] * (x.dim() - 2))  # a number for each channel
        x = x * self.weight.reshape(sides)
        return x if self.bias is None else x + self.bias.reshape(sides)
"""


# Layers that are no module: an expression of what they take.

Written = Callable[[Any, Sequence[str], Shape], str]


def _select(layer: SelectChannels, inputs: Sequence[str], _shape: Shape) -> str:
    return f"{inputs[0]}[:, {spanned(layer.channels)}]"


def spanned(numbers: Sequence[int]) -> str:
    """Return numbers as a slice where they are evenly apart and grow, else as a list."""
    first, last = numbers[0], numbers[-1]
    step = numbers[1] - first if len(numbers) > 1 else 1
    if step > 0 and list(numbers) == list(range(first, last + 1, step)):
        return span_text(first, last + 1, step)
    return repr(list(numbers))


def span_text(first: int, end: int, step: int) -> str:
    """Return a slice as text."""
    return f"{first or ''}:{end}" + (f":{step}" if step != 1 else "")


def _crop(layer: Crop, inputs: Sequence[str], _shape: Shape) -> str:
    return f"{inputs[0]}[:, :, {span_text(*layer.rows)}, {span_text(*layer.columns)}]"


def _pad(layer: Pad, inputs: Sequence[str], _shape: Shape) -> str:
    sides = (layer.left, layer.right, layer.top, layer.bottom)
    value = f", value={layer.value!r}" if layer.mode == "constant" and layer.value else ""
    mode = "" if layer.mode == "constant" else f", mode={layer.mode!r}"
    return f"functional.pad({inputs[0]}, {sides}{mode}{value})"


def _permute(layer: Permute, inputs: Sequence[str], _shape: Shape) -> str:
    return f"{inputs[0]}.permute(0, {', '.join(str(axis + 1) for axis in layer.order)})"


def _reshape(layer: Reshape, inputs: Sequence[str], _shape: Shape) -> str:
    return f"{inputs[0]}.reshape(-1, {', '.join(map(str, layer.size))})"


def _upsample(layer: UpsampleNearest, inputs: Sequence[str], shape: Shape) -> str:
    """Return an interpolation; where it would round another way, the very rows and columns."""
    taken = [
        layer.taken(size, factor)
        for size, factor in zip(shape[1:], layer.scale_factor, strict=True)
    ]
    usual = all(
        list(places) == [int(np.float32(i) * np.float32(1 / factor)) for i in range(len(places))]
        and len(places) == int(size * factor)
        for places, size, factor in zip(taken, shape[1:], layer.scale_factor, strict=True)
    )
    if usual:
        factor = plain(layer.scale_factor)
        return f'functional.interpolate({inputs[0]}, scale_factor={factor}, mode="nearest")'
    rows, columns = (places.tolist() for places in taken)
    return f"{inputs[0]}[:, :, {rows}][:, :, :, {columns}]"


def _normalize(layer: Normalize, inputs: Sequence[str], shape: Shape) -> str:
    sides = ", ".join(["-1", *["1"] * (len(shape) - 1)])
    x = inputs[0]
    mean, deviation = (
        f"{x}.new_tensor({list(numbers)}).reshape({sides})"
        for numbers in (layer.mean, layer.deviation)
    )
    return f"({x} - {mean}) / {deviation}"


def _bilinear(layer: UpsampleBilinear, inputs: Sequence[str], shape: Shape) -> str:
    size = layer.output_shape(shape)[1:]
    pairs = zip(shape[1:], layer.scale_factor, size, strict=True)
    is_whole = all(abs(n * factor - made) < _ALMOST for n, factor, made in pairs)
    room = f"size={size}" if is_whole else f"scale_factor={layer.scale_factor}"
    corners = f"align_corners={layer.align_corners}"
    return f'functional.interpolate({inputs[0]}, {room}, mode="bilinear", {corners})'


_ALMOST = 1e-6  # a factor like 7/3 is no exact number

EXPRESSIONS: dict[str, Written] = {
    "exp": lambda _layer, inputs, _shape: f"{inputs[0]}.exp()",
    "log": lambda _layer, inputs, _shape: f"{inputs[0]}.log()",
    "pow": lambda layer, inputs, _shape: f"{inputs[0]}.pow({layer.exponent!r})",
    "normalize": _normalize,
    "upsample_bilinear": _bilinear,
    "add": lambda _layer, inputs, _shape: " + ".join(inputs),
    "mul": lambda _layer, inputs, _shape: " * ".join(inputs),
    "cat": lambda _layer, inputs, _shape: f"torch.cat([{', '.join(inputs)}], dim=1)",
    "index_select": _select,
    "narrow": _crop,
    "pad": _pad,
    "permute": _permute,
    "reshape": _reshape,
    "upsample_nearest": _upsample,
}
