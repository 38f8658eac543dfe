"""What each layer is in PyTorch: a module of `torch.nn`, or an expression."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cnnviz.cnn.activation_layers import Hardtanh, Softplus
from cnnviz.cnn.branch_layers import SelectChannels
from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.moving_layers import Crop, Pad, Permute, Reshape, UpsampleNearest
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d


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


def _conv(layer: Conv2d) -> str:
    outputs, inputs = layer.weight.shape[:2]
    return call(
        "Conv2d", inputs * layer.groups, outputs, layer.kernel_size,
        stride=(layer.stride, 1), padding=(layer.padding, 0), dilation=(layer.dilation, 1),
        groups=(layer.groups, 1), bias=(layer.bias is not None, True),
        padding_mode=(layer.padding_mode, "zeros"),
    )  # fmt: skip


def _linear(layer: Linear) -> str:
    outputs, inputs = layer.weight.shape
    return call("Linear", inputs, outputs, bias=(layer.bias is not None, True))


def _max_pool(layer: MaxPool2d) -> str:
    return call(
        "MaxPool2d", layer.kernel_size, stride=(layer.step, layer.kernel_size),
        padding=(layer.padding, 0), dilation=(layer.dilation, 1),
        ceil_mode=(layer.ceil_mode, False),
    )  # fmt: skip


def _avg_pool(layer: AvgPool2d) -> str:
    return call(
        "AvgPool2d", layer.kernel_size, stride=(layer.step, layer.kernel_size),
        padding=(layer.padding, 0), ceil_mode=(layer.ceil_mode, False),
        count_include_pad=(layer.count_include_pad, True),
    )  # fmt: skip


def _softplus(layer: Softplus) -> str:
    return call("Softplus", beta=(layer.beta, 1.0), threshold=(layer.threshold, 20.0))


def _hardtanh(layer: Hardtanh) -> str:
    return call("Hardtanh", min_val=(layer.min_val, -1.0), max_val=(layer.max_val, 1.0))


MODULES: dict[str, Callable[[Any], str]] = {
    "conv2d": _conv,
    "linear": _linear,
    "batch_norm2d": lambda n: call("BatchNorm2d", len(n.weight), eps=(n.eps, 1e-5)),
    "relu": lambda _: "nn.ReLU()",
    "leaky_relu": lambda layer: call("LeakyReLU", layer.negative_slope),
    "prelu": lambda layer: call("PReLU", num_parameters=(len(layer.weight), 1)),
    "elu": lambda layer: call("ELU", alpha=(layer.alpha, 1.0)),
    "gelu": lambda layer: call("GELU", approximate=(layer.approximate, "none")),
    "silu": lambda _: "nn.SiLU()",
    "mish": lambda _: "nn.Mish()",
    "softplus": _softplus,
    "relu6": lambda _: "nn.ReLU6()",
    "sigmoid": lambda _: "nn.Sigmoid()",
    "tanh": lambda _: "nn.Tanh()",
    "hardtanh": _hardtanh,
    "hardsigmoid": lambda _: "nn.Hardsigmoid()",
    "hardswish": lambda _: "nn.Hardswish()",
    "max_pool2d": _max_pool,
    "avg_pool2d": _avg_pool,
    "adaptive_avg_pool2d": lambda layer: call("AdaptiveAvgPool2d", layer.output_size),
    "adaptive_max_pool2d": lambda layer: call("AdaptiveMaxPool2d", layer.output_size),
    "dropout": lambda layer: call("Dropout", p=(layer.p, 0.5)),
    "flatten": lambda _: "nn.Flatten()",
    "softmax": lambda _: "nn.Softmax(dim=1)",
    "channel_shuffle": lambda layer: call("ChannelShuffle", layer.groups),
    "pixel_shuffle": lambda layer: call("PixelShuffle", layer.upscale_factor),
}


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


EXPRESSIONS: dict[str, Written] = {
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
