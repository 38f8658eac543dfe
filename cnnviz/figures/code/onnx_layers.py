"""What each layer is in ONNX: one operator or a few, channels first as in PyTorch."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from cnnviz.cnn.activation_layers import ELU, GELU, Hardtanh, LeakyReLU, PReLU, Softplus
from cnnviz.cnn.channel_layers import ChannelConvolution, LocalResponseNorm
from cnnviz.cnn.function_layers import Power
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Dropout, Linear
from cnnviz.cnn.norm_layers import GroupNorm, InstanceNorm2d, LayerNorm, MeasuredNorm
from cnnviz.cnn.pooling_layers import AdaptivePooling, AvgPool2d, MaxPool2d, WindowPooling
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.cnn.spread_layers import ConvTranspose2d
from cnnviz.figures.code.onnx_moves import MOVING
from cnnviz.figures.code.onnx_writing import PAD_MODES, Constant, Writing, Written
from cnnviz.figures.code.written import refused
from cnnviz.language import _

TARGET = "ONNX"


# Convolution and pooling


def _sides(padding: Sequence[int]) -> list[int]:
    return [*padding, *padding]  # those before each axis, then those behind


def _conv(layer: Conv2d, w: Writing) -> None:
    x, padding = w.x, layer.padding
    if layer.padding_mode != "zeros" and max(padding):
        around = w.constant("pads", [0, 0, *padding, 0, 0, *padding])
        mode = PAD_MODES[layer.padding_mode]
        x, padding = w.put("Pad", x, around, part="padded", mode=mode), (0, 0)
    kernel = w.weights("weight")
    if layer.flipped:
        kernel = w.constant("turned", layer.laid_weight, np.float32)
    bias = () if layer.bias is None else (w.weights("bias"),)
    w.put(
        "Conv", x, kernel, *bias, kernel_shape=list(layer.kernel_size), group=layer.groups,
        strides=list(layer.stride), pads=_sides(padding), dilations=list(layer.dilation),
    )  # fmt: skip


def _window(layer: WindowPooling) -> dict[str, Any]:
    return {
        "kernel_shape": list(layer.kernel_size), "strides": list(layer.step),
        "pads": _sides(layer.padding),
    }  # fmt: skip


def _max_pool(layer: MaxPool2d, w: Writing) -> None:
    """Write the pooling; windows that hang over the end become padding, which never wins."""
    around = _reaching(layer, w)
    dilations = list(layer.dilation)
    w.put("MaxPool", w.x, **{**_window(layer), "pads": around}, dilations=dilations)


def _reaching(layer: WindowPooling, w: Writing) -> list[int]:
    sides = layer.windows(w.shapes[0])
    ends = [max(0, side.length - side.n - side.padding) for side in sides]
    return [*layer.padding, *ends]


def _avg_pool(layer: AvgPool2d, w: Writing) -> None:
    sides = layer.windows(w.shapes[0])
    over = [side.length > side.n + 2 * side.padding for side in sides]
    counted = layer.count_include_pad and max(layer.padding) > 0
    if any(over) and counted:
        raise refused(w.network, w.node, TARGET, _("windows that hang over the end"))
    around = _reaching(layer, w) if any(over) else _sides(layer.padding)
    w.put("AveragePool", w.x, **{**_window(layer), "pads": around}, count_include_pad=int(counted))


def _adaptive(layer: AdaptivePooling, w: Writing) -> None:
    kind = "Max" if layer.keeps_largest else "Average"
    size = w.shapes[0][1:]
    if layer.output_size == (1, 1):
        w.put(f"Global{kind}Pool", w.x)
        return
    if not any(n % count for n, count in zip(size, layer.output_size, strict=True)):
        window = [n // count for n, count in zip(size, layer.output_size, strict=True)]
        w.put(f"{kind}Pool", w.x, kernel_shape=window, strides=window)
        return
    if layer.keeps_largest:
        raise refused(w.network, w.node, TARGET, _("patches of different sizes"))
    rows, columns = (side.meets().astype(np.float32) for side in layer.windows(w.shapes[0]))
    rows, columns = (m / m.sum(1, keepdims=True) for m in (rows, columns))
    shares = w.constant("rows", rows, np.float32), w.constant("columns", columns.T, np.float32)
    w.put("MatMul", w.put("MatMul", shares[0], w.x, part="down"), shares[1])


# Layers with weights, and curves


def _linear(layer: Linear, w: Writing) -> None:
    bias = () if layer.bias is None else (w.weights("bias"),)
    w.put("Gemm", w.x, w.weights("weight"), *bias, transB=1)


def _batch_norm(layer: BatchNorm2d, w: Writing) -> None:
    names = _weight_and_bias(layer, w, (len(layer.running_mean),))
    statistics = w.weights("running_mean"), w.weights("running_var")
    w.put("BatchNormalization", w.x, *names, *statistics, epsilon=layer.eps)


def _weight_and_bias(
    layer: BatchNorm2d | MeasuredNorm, w: Writing, shape: Sequence[int]
) -> tuple[str, str]:
    """Return the names of both; of what is not learnt, of ones and zeros."""
    weight, bias = layer.weight is not None, layer.bias is not None
    return (
        w.weights("weight") if weight else w.constant("ones", np.ones(shape), np.float32),
        w.weights("bias") if bias else w.constant("zeros", np.zeros(shape), np.float32),
    )


def _layer_norm(layer: LayerNorm, w: Writing) -> None:
    shape = w.shapes[0]
    if layer.over == "all" or len(shape) == 1:
        names = _weight_and_bias(layer, w, shape)
        w.put("LayerNormalization", w.x, *names, axis=1, epsilon=layer.eps)
        return
    names = _weight_and_bias(layer, w, shape[:1])
    last = w.put("Transpose", w.x, part="last", perm=[0, 2, 3, 1])
    made = w.put("LayerNormalization", last, *names, part="normal", axis=-1, epsilon=layer.eps)
    w.put("Transpose", made, perm=[0, 3, 1, 2])


def _instance_norm(layer: InstanceNorm2d, w: Writing) -> None:
    names = _weight_and_bias(layer, w, w.shapes[0][:1])
    w.put("InstanceNormalization", w.x, *names, epsilon=layer.eps)


def _group_norm(layer: GroupNorm, w: Writing) -> None:
    """Write an instance norm over the groups: that over channels came with later operators."""
    groups, shape = layer.num_groups, w.shapes[0]
    parts = w.shaped(w.x, (groups, int(np.prod(shape)) // groups), "groups")
    plain = (w.constant("one", np.ones(groups), np.float32),
             w.constant("none", np.zeros(groups), np.float32))  # fmt: skip
    normal = w.put("InstanceNormalization", parts, *plain, part="normal", epsilon=layer.eps)
    weight, bias = (
        None if array is None else array.reshape(-1, 1, 1) for array in (layer.weight, layer.bias)
    )
    _scaled(w, w.shaped(normal, shape, "whole"), weight, bias)


def _scaled(w: Writing, x: str, weight: Constant | None, bias: Constant | None) -> None:
    """Write x · weight + bias, as far as there are both."""
    if weight is not None:
        name = w.constant("weight", weight, np.float32)
        x = w.put("Mul", x, name, part="" if bias is None else "scaled")
    if bias is not None:
        w.put("Add", x, w.constant("bias", bias, np.float32))
    if weight is None and bias is None:
        w.put("Identity", x)


def _scale(layer: Scale, w: Writing) -> None:
    sides = (-1, *[1] * (len(w.shapes[0]) - 1))
    bias = None if layer.bias is None else layer.bias.reshape(sides)
    _scaled(w, w.x, layer.weight.reshape(sides), bias)


def _normalize(layer: Normalize, w: Writing) -> None:
    sides = (-1, *[1] * (len(w.shapes[0]) - 1))
    mean = w.constant("mean", np.reshape(layer.mean, sides), np.float32)
    deviation = w.constant("deviation", np.reshape(layer.deviation, sides), np.float32)
    w.put("Div", w.put("Sub", w.x, mean, part="centred"), deviation)


def _local_response_norm(layer: LocalResponseNorm, w: Writing) -> None:
    if layer.size % 2 == 0:
        raise refused(w.network, w.node, TARGET, _("an even number of channels"))
    w.put("LRN", w.x, size=layer.size, alpha=layer.alpha, beta=layer.beta, bias=layer.k)


def _transposed(layer: ConvTranspose2d, w: Writing) -> None:
    bias = () if layer.bias is None else (w.weights("bias"),)
    w.put(
        "ConvTranspose", w.x, w.weights("weight"), *bias, group=layer.groups,
        strides=list(layer.stride), pads=_sides(layer.padding), dilations=list(layer.dilation),
        output_padding=list(layer.output_padding),
    )  # fmt: skip


def _over_channels(layer: ChannelConvolution, w: Writing) -> None:
    shape = w.shapes[0]
    count = layer.output_shape(shape)[0]
    bias = () if layer.bias is None else (w.weights("bias"),)
    is_maps = len(shape) == 3
    x = w.put("Transpose", w.x, part="last", perm=[0, 2, 3, 1]) if is_maps else w.x
    rows = w.put("Reshape", x, w.constant("row", [-1, 1, shape[0]]), part="rows")
    made = w.put(
        "Conv", rows, w.weights("weight"), *bias, part="sums", pads=[layer.padding] * 2,
        kernel_shape=[len(layer.kernel)],
    )  # fmt: skip
    size = w.constant("size", [-1, *shape[1:], count])
    if not is_maps:
        w.put("Reshape", made, size)
        return
    w.put("Transpose", w.put("Reshape", made, size, part="back"), perm=[0, 3, 1, 2])


def _prelu(layer: PReLU, w: Writing) -> None:
    axes = [1] * (len(w.shapes[0]) - 1)
    slopes = w.constant("slopes", layer.weight.reshape(-1, *axes), np.float32)
    w.put("PRelu", w.x, slopes)


def _softplus(layer: Softplus, w: Writing) -> None:
    if layer.threshold < _SMOOTH:
        text = _("threshold {threshold:g}").format(threshold=layer.threshold)
        raise refused(w.network, w.node, TARGET, text)
    if layer.beta == 1:
        w.put("Softplus", w.x)
        return
    beta = w.number("beta", layer.beta)
    grown = w.put("Softplus", w.put("Mul", w.x, beta, part="grown"), part="bent")
    w.put("Div", grown, beta)


def _power(layer: Power, w: Writing) -> None:
    w.put("Pow", w.x, w.number("exponent", layer.exponent))


_SMOOTH = 15.0  # from there on softplus is a straight line, as far as float32 can tell


def _dropout(layer: Dropout, w: Writing) -> None:
    w.put("Dropout", w.x, w.number("ratio", layer.p))


def _clip(layer: Layer, w: Writing, low: float, high: float) -> None:
    w.put("Clip", w.x, w.number("low", low), w.number("high", high))


def _hardtanh(layer: Hardtanh, w: Writing) -> None:
    _clip(layer, w, layer.min_val, layer.max_val)


def _silu(_layer: Layer, w: Writing) -> None:
    w.put("Mul", w.x, w.put("Sigmoid", w.x, part="gate"))


def _plain(operator: str, **attributes: Any) -> Written:  # noqa: ANN401
    def write(_layer: Layer, w: Writing) -> None:
        w.put(operator, *w.inputs, **attributes)

    return write


def _leaky_relu(layer: LeakyReLU, w: Writing) -> None:
    w.put("LeakyRelu", w.x, alpha=layer.negative_slope)


def _elu(layer: ELU, w: Writing) -> None:
    w.put("Elu", w.x, alpha=layer.alpha)


def _gelu(layer: GELU, w: Writing) -> None:
    w.put("Gelu", w.x, approximate=layer.approximate)


# Branches, and layers that move values


def _row(operator: str) -> Written:
    """Return what joins its inputs two by two, from the first to the last."""

    def write(_layer: Layer, w: Writing) -> None:
        joined = w.x
        for index, name in enumerate(w.inputs[1:], 2):
            is_last = index == len(w.inputs)
            joined = w.put(operator, joined, name, part="" if is_last else f"first{index}")

    return write


LAYERS: dict[str, Written] = {
    "conv2d": _conv,
    "linear": _linear,
    "conv_transpose2d": _transposed,
    "conv1d": _over_channels,
    "batch_norm2d": _batch_norm,
    "layer_norm": _layer_norm,
    "group_norm": _group_norm,
    "instance_norm": _instance_norm,
    "scale": _scale,
    "normalize": _normalize,
    "local_response_norm": _local_response_norm,
    "relu": _plain("Relu"),
    "leaky_relu": _leaky_relu,
    "prelu": _prelu,
    "elu": _elu,
    "gelu": _gelu,
    "silu": _silu,
    "mish": _plain("Mish"),
    "softplus": _softplus,
    "exp": _plain("Exp"),
    "log": _plain("Log"),
    "pow": _power,
    "relu6": lambda layer, w: _clip(layer, w, 0, 6),
    "sigmoid": _plain("Sigmoid"),
    "tanh": _plain("Tanh"),
    "hardtanh": _hardtanh,
    "hardsigmoid": _plain("HardSigmoid", alpha=1 / 6, beta=0.5),
    "hardswish": _plain("HardSwish"),
    "max_pool2d": _max_pool,
    "avg_pool2d": _avg_pool,
    "adaptive_avg_pool2d": _adaptive,
    "adaptive_max_pool2d": _adaptive,
    "dropout": _dropout,
    "flatten": _plain("Flatten", axis=1),
    "softmax": _plain("Softmax", axis=1),
    "log_softmax": _plain("LogSoftmax", axis=1),
    "add": _row("Add"),
    "mul": _row("Mul"),
    "cat": _plain("Concat", axis=1),
    **MOVING,
}
