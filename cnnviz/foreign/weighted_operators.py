"""Operators with weights: convolutions, fully connected layers, norms."""

from math import prod

import numpy as np

from cnnviz.cnn.channel_layers import ChannelConvolution
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Linear
from cnnviz.cnn.norm_layers import GroupNorm, InstanceNorm2d, LayerNorm
from cnnviz.cnn.ops import Array
from cnnviz.cnn.spread_layers import ConvTranspose2d
from cnnviz.foreign.call import Call, Rule
from cnnviz.foreign.moved_operators import padded
from cnnviz.foreign.values import Value
from cnnviz.language import _


def _weight(call: Call) -> Array:
    found = call.numbers("weight")
    if found is None:
        raise call.refused(_("it has no weight"))
    return found


def _conv2d(call: Call) -> Value:
    weight, stride = _weight(call), call.pair("stride", 1)
    dilation, groups = call.pair("dilation", 1), int(call.get("groups", 1))
    node, padding = call.maps(), call.get("padding")
    if isinstance(padding, str):
        node, sides = _padded_by_word(call, node, padding, weight, dilation)
    else:
        sides = call.pair("padding")
    layer = call.growing.shared(
        call.key(stride, sides, dilation, groups),
        lambda: Conv2d(weight, call.numbers("bias"), stride, sides, "zeros", dilation, groups),
    )
    return call.gives(call.put(layer, node))


def _padded_by_word(
    call: Call, node: str, word: str, weight: Array, dilation: tuple[int, int]
) -> tuple[str, tuple[int, int]]:
    """Return the padding of "same" and "valid"; what is uneven becomes a node before."""
    if word == "valid":
        return node, (0, 0)
    whole = [d * (k - 1) for d, k in zip(dilation, weight.shape[2:], strict=True)]
    if all(size % 2 == 0 for size in whole):
        return node, (whole[0] // 2, whole[1] // 2)
    top, left = whole[0] // 2, whole[1] // 2
    around = (left, whole[1] - left, top, whole[0] - top)
    return padded(call, node, around), (0, 0)


def _conv1d(call: Call) -> Value:
    """Return a convolution over values in a row, as one over maps with a single row."""
    value, weight = call.input(), _weight(call)
    if len(value.shape) != 3 or value.shape[0] != 1:
        raise call.refused(_("it takes a tensor of shape {shape}").format(shape=[*value.shape]))
    (stride, _s), (dilation, _d) = call.pair("stride", 1), call.pair("dilation", 1)
    padding, behind = _beside_row(call, dilation * (weight.shape[2] - 1))
    if padding == behind and _is_over_channels(call, value, weight):
        return _over_channels(call, value, weight, padding)
    node = call.growing.settled(value, value.index[0][:, None, :])
    if padding != behind:
        node, padding = padded(call, node, (padding, behind)), 0
    groups = int(call.get("groups", 1))
    layer = call.growing.shared(
        call.key(stride, padding, dilation, groups),
        lambda: Conv2d(
            weight[:, :, None, :], call.numbers("bias"), (1, stride), (0, padding), "zeros",
            (1, dilation), groups,
        ),
    )  # fmt: skip
    return call.gives(call.put(layer, node))


def _beside_row(call: Call, whole: int) -> tuple[int, int]:
    """Return how many values are put before a row and behind it; with "same" so many in all."""
    padding = call.get("padding")
    if not isinstance(padding, str):
        return call.pair("padding")
    return (0, 0) if padding == "valid" else (whole // 2, whole - whole // 2)


def _is_over_channels(call: Call, value: Value, weight: Array) -> bool:
    """Return whether a channel's mean meets those of its neighbours, as in ECA."""
    is_plain = call.pair("stride", 1)[0] == call.pair("dilation", 1)[0] == 1
    channels = value.shape[-1]
    is_means = call.growing.shapes[value.node] == (channels, 1, 1) and value.is_in_order
    return is_plain and is_means and weight.shape[:2] == (1, 1) and call.shape == value.shape


def _over_channels(call: Call, value: Value, weight: Array, padding: int) -> Value:
    layer = call.growing.shared(
        call.key("channels", padding),
        lambda: ChannelConvolution(weight, call.numbers("bias"), padding),
    )
    return call.gives(call.put(layer, value.node))


def _conv_transpose2d(call: Call) -> Value:
    weight, groups = _weight(call), int(call.get("groups", 1))
    options = (
        call.pair("stride", 1), call.pair("padding"), call.pair("output_padding"),
        call.pair("dilation", 1), groups,
    )  # fmt: skip
    layer = call.growing.shared(
        call.key(options), lambda: ConvTranspose2d(weight, call.numbers("bias"), *options)
    )
    return call.gives(call.put(layer, call.maps()))


def _linear(call: Call) -> Value:
    """Return a fully connected layer; over the channels of every place it is a 1×1 convolution."""
    return _connected(call, call.input(), _weight(call), call.numbers("bias"))


def _matrix_product(call: Call) -> Value:
    """Return x @ w, and b + x @ w, as the fully connected layer that they are."""
    first, second = ("mat1", "mat2") if "mat1" in call.arguments else ("self", "other")
    second = second if second in call.arguments else "mat2"
    value, weight = call[first], call.numbers(second)
    if not isinstance(value, Value) or weight is None or weight.ndim != 2:
        raise call.refused(_("it is no product of values with a matrix of weights"))
    bias = None if first == "self" else call.numbers("self")
    if (call.get("alpha", 1), call.get("beta", 1)) != (1, 1) or (
        bias is not None and bias.ndim > 1
    ):
        raise call.refused(_("it is scaled"))
    return _connected(call, value, weight.T, bias)


def _connected(call: Call, value: Value, weight: Array, bias: Array | None) -> Value:
    if prod(value.shape[:-1]) == 1:
        node = call.growing.settled(value, value.index.ravel())
        layer: Layer = call.growing.shared(call.key("row"), lambda: Linear(weight, bias))
        return call.gives(call.put(layer, node))
    node = _channels_first(call, value)
    layer = call.growing.shared(call.key("places"), lambda: Conv2d(weight[:, :, None, None], bias))
    return _channels_last(call, call.put(layer, node), value.shape[1:-1])


def _channels_first(call: Call, value: Value) -> str:
    """Return a node whose channels are the last axis of a tensor."""
    if len(value.shape) not in (3, 4) or value.shape[0] != 1:
        raise call.refused(_("it takes a tensor of shape {shape}").format(shape=[*value.shape]))
    turned = np.moveaxis(value.index[0], -1, 0)
    maps = turned if turned.ndim == 3 else turned[:, None, :]
    return call.growing.settled(value, maps)


def _channels_last(call: Call, node: str, places: tuple[int, ...]) -> Value:
    """Return the maps of a node as PyTorch has them there: with the channels as the last axis."""
    shape = call.growing.shapes[node]
    numbers = np.arange(prod(shape)).reshape(shape[0], *places)
    return call.gives(node, np.moveaxis(numbers, 0, -1)[None])


def _batch_norm(call: Call) -> Value:
    mean, variance = call.numbers("running_mean"), call.numbers("running_var")
    weight, bias, eps = call.numbers("weight"), call.numbers("bias"), float(call["eps"])
    value = call.input()
    if call.get("training") or mean is None or variance is None:
        return _instance_norm(call)  # of one picture, the statistics of the batch are its own
    index = value.index[0] if len(value.shape) != 3 else value.index[0][:, None, :]
    node = call.growing.settled(value, index)
    layer = call.growing.shared(
        call.key(eps), lambda: BatchNorm2d(weight, bias, mean, variance, eps)
    )
    return call.gives(call.put(layer, node))


def _instance_norm(call: Call) -> Value:
    if not call.get("use_input_stats", True):
        return _batch_norm(call)
    eps, node = float(call["eps"]), call.maps()
    layer = call.growing.shared(
        call.key("instance", eps),
        lambda: InstanceNorm2d(call.numbers("weight"), call.numbers("bias"), eps),
    )
    return call.gives(call.put(layer, node))


def _group_norm(call: Call) -> Value:
    groups, eps, node = int(call["num_groups"]), float(call["eps"]), call.maps()
    layer = call.growing.shared(
        call.key(groups, eps),
        lambda: GroupNorm(call.numbers("weight"), call.numbers("bias"), eps, groups),
    )
    return call.gives(call.put(layer, node))


def _layer_norm(call: Call) -> Value:
    value, eps, over = call.input(), float(call["eps"]), len(call["normalized_shape"])
    weight, bias = call.numbers("weight"), call.numbers("bias")
    if prod(value.shape[: len(value.shape) - over]) == 1:
        index = value.index.reshape(value.shape[-over:])
        index = index if index.ndim in (1, 3) else index.ravel()
        node = call.growing.settled(value, index)
        flat = index.ndim == 1

        def whole() -> Layer:
            shape = (-1,) if flat else index.shape
            one, two = (None if each is None else each.reshape(shape) for each in (weight, bias))
            return LayerNorm(one, two, eps=eps, over="all")

        return call.gives(call.put(call.growing.shared(call.key("all", eps), whole), node))
    if over != 1:
        raise call.refused(_("it takes a tensor of shape {shape}").format(shape=[*value.shape]))
    node = _channels_first(call, value)
    layer = call.growing.shared(
        call.key("channels", eps), lambda: LayerNorm(weight, bias, eps=eps, over="channels")
    )
    return _channels_last(call, call.put(layer, node), value.shape[1:-1])


PRODUCTS: dict[str, Rule] = {
    "addmm": _matrix_product,
    "matmul": _matrix_product,
    "mm": _matrix_product,
}
WEIGHTED: dict[str, Rule] = {
    **PRODUCTS,
    "batch_norm": _batch_norm,
    "conv1d": _conv1d,
    "conv2d": _conv2d,
    "conv_transpose2d": _conv_transpose2d,
    "group_norm": _group_norm,
    "instance_norm": _instance_norm,
    "layer_norm": _layer_norm,
    "linear": _linear,
}
