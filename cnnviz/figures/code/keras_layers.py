"""What each layer is in keras: its class, options and weights, channels last."""

from dataclasses import replace

import numpy as np

from cnnviz.cnn.activation_layers import GELU, Hardtanh, LeakyReLU, PReLU, Softplus
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Linear
from cnnviz.cnn.norm_layers import GroupNorm, InstanceNorm2d, LayerNorm, MeasuredNorm
from cnnviz.cnn.ops import Array, Pair
from cnnviz.cnn.pooling_layers import AdaptivePooling, AvgPool2d, MaxPool2d, WindowPooling
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear
from cnnviz.figures.code.keras_calls import KerasCall, KerasPlace, R, Written, curve
from cnnviz.figures.code.keras_moves import MOVING
from cnnviz.language import _

# Convolution and pooling


def _conv(layer: Conv2d, place: KerasPlace) -> list[KerasCall]:
    if max(layer.stride) > 1 and max(layer.dilation) > 1:
        raise place.refused(_("both a stride and a dilation above 1"))
    is_padded = max(layer.padding) > 0
    if is_padded and layer.padding_mode != "zeros":
        raise place.refused(_("padding mode {mode}").format(mode=layer.padding_mode))
    sides = layer.windows(place.shapes[0])
    same = layer.stride == (1, 1) and all(side.is_half_padded for side in sides)
    options: dict[str, object] = {
        "filters": len(layer.weight), "kernel_size": layer.kernel_size, "strides": layer.stride,
        "padding": "same" if is_padded and same else "valid", "dilation_rate": layer.dilation,
        "use_bias": layer.bias is not None,
    }  # fmt: skip
    if layer.groups > 1:
        options["groups"] = layer.groups
    kernel = layer.laid_weight.transpose(2, 3, 1, 0)
    made = KerasCall("Conv2D", options, (kernel, *_given(layer.bias)))
    return [made] if same or not is_padded else [_zeros(*_twice(layer.padding)), made]


def _given(bias: Array | None) -> tuple[Array, ...]:
    return () if bias is None else (bias,)


def _twice(padding: Pair) -> tuple[Pair, Pair]:
    return (padding[0], padding[0]), (padding[1], padding[1])


def _zeros(rows: Pair, columns: Pair, note: str = "") -> KerasCall:
    return KerasCall("ZeroPadding2D", {"padding": (rows, columns)}, suffix="padded", note=note)


def _max_pool(layer: MaxPool2d, place: KerasPlace) -> list[KerasCall]:
    if max(layer.dilation) > 1:
        raise place.refused(_("dilation {dilation}").format(dilation=max(layer.dilation)))
    made = KerasCall("MaxPooling2D", _window(layer))
    sides = layer.windows(place.shapes[0])
    rows, columns = ((side.padding, max(0, side.length - side.n - side.padding)) for side in sides)
    if (*rows, *columns) == (0, 0, 0, 0):
        return [made]
    if not place.is_positive:
        raise place.refused(_("padding over values that may be negative"))
    return [_zeros(rows, columns, _("no value is below 0, so zeros never win")), made]


def _avg_pool(layer: AvgPool2d, place: KerasPlace) -> list[KerasCall]:
    if any(side.length > side.n + 2 * side.padding for side in layer.windows(place.shapes[0])):
        raise place.refused(_("windows that hang over the end"))
    made = KerasCall("AveragePooling2D", _window(layer))
    if layer.padding == (0, 0):
        return [made]
    if not layer.count_include_pad:
        raise place.refused(_("padding that is not counted"))
    return [_zeros(*_twice(layer.padding)), made]


def _window(layer: WindowPooling) -> dict[str, object]:
    return {"pool_size": layer.kernel_size, "strides": layer.step, "padding": "valid"}


def _adaptive(layer: AdaptivePooling, place: KerasPlace) -> list[KerasCall]:
    kind = "Max" if layer.keeps_largest else "Average"
    size = place.shapes[0][1:]
    if layer.output_size == (1, 1):
        return [KerasCall(f"Global{kind}Pooling2D", {"keepdims": True})]
    if not any(n % count for n, count in zip(size, layer.output_size, strict=True)):
        window = tuple(n // count for n, count in zip(size, layer.output_size, strict=True))
        return [KerasCall(f"{kind}Pooling2D", {"pool_size": window, "padding": "valid"})]
    if place.target == R:
        raise place.refused(_("patches of different sizes"))
    return [KerasCall(f"Adaptive{kind}Pooling2D", {"output_size": layer.output_size})]


# Layers with weights, and curves


def _linear(layer: Linear, place: KerasPlace) -> list[KerasCall]:
    options = {"units": len(layer.weight), "use_bias": layer.bias is not None}
    return [KerasCall("Dense", options, (layer.weight.T, *_given(layer.bias)))]


def _batch_norm(layer: BatchNorm2d, place: KerasPlace) -> list[KerasCall]:
    learns = layer.weight is not None
    options: dict[str, object] = {
        "epsilon": layer.eps, "momentum": 0.9, "center": learns, "scale": learns,
    }  # fmt: skip
    return [KerasCall("BatchNormalization", options, tuple(layer.parameters().values()))]


def _layer_norm(layer: LayerNorm, place: KerasPlace) -> list[KerasCall]:
    is_whole = layer.over == "all" and len(place.shapes[0]) == 3
    return _norm(layer, "LayerNormalization", {"axis": (1, 2, 3) if is_whole else -1})


def _norm(layer: MeasuredNorm, name: str, options: dict[str, object]) -> list[KerasCall]:
    arrays = [
        array.transpose(1, 2, 0) if array.ndim == 3 else array
        for array in layer.parameters().values()
    ]
    learnt = {"center": layer.bias is not None, "scale": layer.weight is not None}
    return [KerasCall(name, {**options, "epsilon": layer.eps, **learnt}, tuple(arrays))]


def _group_norm(layer: GroupNorm | InstanceNorm2d, place: KerasPlace) -> list[KerasCall]:
    if place.target == R:
        raise place.refused()
    groups = layer.num_groups if isinstance(layer, GroupNorm) else place.shapes[0][0]
    return _norm(layer, "GroupNormalization", {"groups": groups})


def _depthwise(place: KerasPlace, weight: Array, bias: Array | None, note: str) -> list[KerasCall]:
    """Return a convolution of each map with one number, and a bias."""
    if len(place.shapes[0]) == 1:
        raise place.refused(_("values in a row"))
    channels = place.shapes[0][0]
    kernel = np.broadcast_to(weight, (channels,)).reshape(1, 1, channels, 1)
    shifts = () if bias is None else (np.broadcast_to(bias, (channels,)),)
    options = {"kernel_size": (1, 1), "use_bias": bias is not None}
    return [KerasCall("DepthwiseConv2D", options, (kernel, *shifts), note=note)]


def _scale(layer: Scale, place: KerasPlace) -> list[KerasCall]:
    return _depthwise(place, layer.weight, layer.bias, _("one weight for each map"))


def _normalize(layer: Normalize, place: KerasPlace) -> list[KerasCall]:
    mean, deviation = np.array(layer.mean), np.array(layer.deviation)
    weight, bias = (1 / deviation).astype(np.float32), (-mean / deviation).astype(np.float32)
    (made,) = _depthwise(place, weight, bias, _("(x − mean) / deviation; its weights are fixed"))
    return [replace(made, options={**made.options, "trainable": False})]


def _lacking(_layer: Layer, place: KerasPlace) -> list[KerasCall]:
    raise place.refused()


def _transposed(layer: ConvTranspose2d, place: KerasPlace) -> list[KerasCall]:
    """Return it without padding, and cut off what PyTorch's padding cuts off."""
    if layer.groups > 1:
        raise place.refused(_("groups"))
    if max(layer.dilation) > 1:
        raise place.refused(_("dilation {dilation}").format(dilation=max(layer.dilation)))
    sides = zip(
        place.shapes[0][1:], layer.windows(place.shapes[0]), layer.kernel_size, layer.stride,
        layer.padding, strict=True,
    )  # fmt: skip
    cut = tuple(
        (padding, n * stride + max(kernel - stride, 0) - padding - side.positions)
        for n, side, kernel, stride, padding in sides
    )
    if min(min(each) for each in cut) < 0:
        raise place.refused(_("output padding"))
    options: dict[str, object] = {
        "filters": layer.outputs, "kernel_size": layer.kernel_size, "strides": layer.stride,
        "use_bias": layer.bias is not None,
    }  # fmt: skip
    weights = (layer.weight.transpose(2, 3, 1, 0), *_given(layer.bias))
    if cut == ((0, 0), (0, 0)):
        return [KerasCall("Conv2DTranspose", options, weights)]
    made = KerasCall("Conv2DTranspose", options, weights, suffix="whole")
    return [made, KerasCall("Cropping2D", {"cropping": cut})]


def _bilinear(layer: UpsampleBilinear, place: KerasPlace) -> list[KerasCall]:
    if layer.align_corners or any(factor != int(factor) for factor in layer.scale_factor):
        raise place.refused(_("corners that are aligned, or a factor that is no whole number"))
    size = tuple(map(int, layer.scale_factor))
    return [KerasCall("UpSampling2D", {"size": size, "interpolation": "bilinear"})]


def _prelu(layer: PReLU, place: KerasPlace) -> list[KerasCall]:
    channels = place.shapes[0][0]
    slopes = np.broadcast_to(layer.weight, (channels,))
    if len(place.shapes[0]) == 1:
        return [KerasCall("PReLU", {}, (slopes,))]
    return [KerasCall("PReLU", {"shared_axes": (1, 2)}, (slopes.reshape(1, 1, channels),))]


def _gelu(layer: GELU, place: KerasPlace) -> list[KerasCall]:
    if layer.approximate == "none":
        return [KerasCall("Activation", {"activation": "gelu"})]
    text = "0.5 * x * (1 + {0}tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)))"
    return curve(text.format("keras.ops."), text.format("k_"))


def _softplus(layer: Softplus, place: KerasPlace) -> list[KerasCall]:
    if layer.threshold < _SMOOTH:
        raise place.refused(_("threshold {threshold:g}").format(threshold=layer.threshold))
    if layer.beta == 1:
        return [KerasCall("Activation", {"activation": "softplus"})]
    text = f"{{0}}softplus({layer.beta!r} * x) / {layer.beta!r}"
    return curve(text.format("keras.ops."), text.format("k_"))


_SMOOTH = 15.0  # from there on softplus is a straight line, as far as float32 can tell


def _hardtanh(layer: Hardtanh, place: KerasPlace) -> list[KerasCall]:
    ends = f"(x, {layer.min_val!r}, {layer.max_val!r})"
    return curve(f"keras.ops.clip{ends}", f"k_clip{ends}")


def _leaky_relu(layer: LeakyReLU, place: KerasPlace) -> list[KerasCall]:
    return [KerasCall("LeakyReLU", {"negative_slope": layer.negative_slope})]


def _activation(name: str) -> Written:
    return lambda _layer, _place: [KerasCall("Activation", {"activation": name})]


def _merge(name: str) -> Written:
    return lambda _layer, _place: [KerasCall(name, {})]


_HARD = "{0}clip(x / 6 + 0.5, 0, 1)"

LAYERS: dict[str, Written] = {
    "conv2d": _conv,
    "linear": _linear,
    "conv_transpose2d": _transposed,
    "conv1d": _lacking,
    "batch_norm2d": _batch_norm,
    "layer_norm": _layer_norm,
    "group_norm": _group_norm,
    "instance_norm": _group_norm,
    "scale": _scale,
    "normalize": _normalize,
    "local_response_norm": _lacking,
    "relu": _activation("relu"),
    "leaky_relu": _leaky_relu,
    "prelu": _prelu,
    "elu": lambda layer, _: [KerasCall("ELU", {"alpha": layer.alpha})],
    "gelu": _gelu,
    "silu": _activation("swish"),
    "mish": lambda *_: curve("x * keras.ops.tanh(keras.ops.softplus(x))",
                              "x * k_tanh(k_softplus(x))"),
    "softplus": _softplus,
    "exp": lambda *_: curve("keras.ops.exp(x)", "k_exp(x)"),
    "log": lambda *_: curve("keras.ops.log(x)", "k_log(x)"),
    "pow": lambda layer, _: curve(f"x ** {layer.exponent!r}", f"k_pow(x, {layer.exponent!r})"),
    "relu6": lambda *_: [KerasCall("ReLU", {"max_value": 6.0})],
    "sigmoid": _activation("sigmoid"),
    "tanh": _activation("tanh"),
    "hardtanh": _hardtanh,
    "hardsigmoid": lambda *_: curve(_HARD.format("keras.ops."), _HARD.format("k_")),
    "hardswish": lambda *_: curve(f"x * {_HARD.format('keras.ops.')}",
                                   f"x * {_HARD.format('k_')}"),
    "max_pool2d": _max_pool,
    "avg_pool2d": _avg_pool,
    "adaptive_avg_pool2d": _adaptive,
    "adaptive_max_pool2d": _adaptive,
    "dropout": lambda layer, _: [KerasCall("Dropout", {"rate": layer.p})],
    "flatten": lambda *_: [KerasCall("Flatten", {})],
    "log_softmax": lambda *_: curve("keras.ops.log_softmax(x)", "k_log(k_softmax(x))"),
    "softmax": lambda *_: [KerasCall("Softmax", {})],
    "add": _merge("Add"),
    "mul": _merge("Multiply"),
    "cat": _merge("Concatenate"),
    "upsample_bilinear": _bilinear,
    **MOVING,
}  # fmt: skip
