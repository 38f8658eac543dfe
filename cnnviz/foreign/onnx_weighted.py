"""Operators of ONNX with weights: convolutions, fully connected layers, norms."""

from collections.abc import Sequence
from math import prod

import numpy as np

from cnnviz.cnn.channel_layers import LocalResponseNorm
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Linear
from cnnviz.cnn.moving_layers import Pad
from cnnviz.cnn.norm_layers import GroupNorm, InstanceNorm2d, LayerNorm
from cnnviz.cnn.ops import Array, Pair
from cnnviz.cnn.spread_layers import ConvTranspose2d
from cnnviz.foreign.onnx_call import OnnxCall, OnnxRule
from cnnviz.foreign.values import Value
from cnnviz.language import _

Sides = tuple[Pair, Pair]  # before and behind the rows, and the columns


def pair(call: OnnxCall, name: str, default: int = 1) -> Pair:
    """Return an attribute for rows and columns."""
    found = call.attribute(name, [default, default])
    if len(found) != 2:
        raise call.refused(_("it is not one over rows and columns"))
    return int(found[0]), int(found[1])


def paddings(call: OnnxCall, node: str, kernel: Pair, stride: Pair, dilation: Pair) -> Sides:
    """Return the padding before and behind rows and columns."""
    how = call.attribute("auto_pad", "NOTSET")
    if how in ("NOTSET", "VALID", ""):
        top, left, bottom, right = [int(n) for n in _four(call)] if how != "VALID" else [0] * 4
        return (top, bottom), (left, right)
    if how not in ("SAME_UPPER", "SAME_LOWER"):
        raise call.refused(_("its padding is {how}").format(how=repr(how[:40])))
    sides = []
    for n, k, s, d in zip(call.growing.shapes[node][1:], kernel, stride, dilation, strict=True):
        more = max(0, (-(-n // s) - 1) * s + d * (k - 1) + 1 - n)
        less = more // 2
        sides.append((less, more - less) if how == "SAME_UPPER" else (more - less, less))
    return sides[0], sides[1]


def _four(call: OnnxCall) -> Sequence[int]:
    found: Sequence[int] = call.attribute("pads", [0, 0, 0, 0])
    if len(found) != 4 or min(found) < 0:
        raise call.refused(_("its padding is {how}").format(how=list(found)[:8]))
    return found


def padded(call: OnnxCall, node: str, sides: Sides) -> tuple[str, Pair]:
    """Return the padding of a layer; what is uneven becomes a node before it."""
    (top, bottom), (left, right) = sides
    if top == bottom and left == right:
        return node, (top, left)
    return call.put(Pad(top, bottom, left, right), node), (0, 0)


def _conv(call: OnnxCall) -> Value:
    weight = call.needed(1)
    if weight.ndim != 4:
        raise call.refused(_("it is not one over rows and columns"))
    stride, dilation = pair(call, "strides"), pair(call, "dilations")
    kernel, groups = (weight.shape[2], weight.shape[3]), int(call.attribute("group", 1))
    node = call.maps()
    node, padding = padded(call, node, paddings(call, node, kernel, stride, dilation))
    layer = call.shared(
        lambda: Conv2d(weight, call.weights(2), stride, padding, "zeros", dilation, groups),
        stride, padding, dilation, groups,
    )  # fmt: skip
    return call.gives(call.put(layer, node))


def _conv_transpose(call: OnnxCall) -> Value:
    weight, groups = call.needed(1), int(call.attribute("group", 1))
    if weight.ndim != 4 or call.attribute("output_shape"):
        raise call.refused(_("it is not one over rows and columns"))
    stride, dilation = pair(call, "strides"), pair(call, "dilations")
    top, left, bottom, right = _four(call)
    if (top, left) != (bottom, right) or call.attribute("auto_pad", "NOTSET") != "NOTSET":
        raise call.refused(_("its padding is uneven"))
    more = pair(call, "output_padding", 0)
    options = (stride, (int(top), int(left)), more, dilation, groups)
    layer = call.shared(lambda: ConvTranspose2d(weight, call.weights(2), *options), options)
    return call.gives(call.put(layer, call.maps()))


def _gemm(call: OnnxCall) -> Value:
    if call.attribute("transA", 0):
        raise call.refused(_("its input is transposed"))
    weight = call.needed(1)
    if weight.ndim != 2:
        raise call.refused(_("its weights are no matrix"))
    bias = call.weights(2)
    alpha, beta = call.attribute("alpha", 1.0), call.attribute("beta", 1.0)
    is_turned = bool(call.attribute("transB", 0))
    layer = call.shared(
        lambda: _linear_of(weight if is_turned else weight.T, bias, alpha, beta),
        is_turned, alpha, beta,
    )  # fmt: skip
    return call.gives(call.put(layer, call.row()))


def _linear_of(weight: Array, bias: Array | None, alpha: float, beta: float) -> Linear:
    if alpha != 1:
        weight = weight * np.float32(alpha)
    if bias is not None:
        bias = np.broadcast_to(bias.ravel() * np.float32(beta), (len(weight),))
    return Linear(np.ascontiguousarray(weight), bias)


def multiplied(call: OnnxCall, bias: Array | None = None) -> Value:
    """Return a product with a matrix, and perhaps a bias.

    Of a row it is a fully connected layer; of the channels of every place a 1×1 convolution.
    """
    weight, value = call.needed(1), call.value()
    if weight.ndim != 2:
        raise call.refused(_("its weights are no matrix"))
    if prod(value.shape[:-1]) == 1:
        layer = call.shared(lambda: _linear_of(weight.T, bias, 1, 1), "row", id(bias))
        made = call.put(layer, call.row())
        return call.gives(made, shape=(*value.shape[:-1], weight.shape[1]))
    if value.shape[0] != 1 or len(value.shape) not in (3, 4):
        raise call.refused(_("it multiplies along another axis than the channels"))
    places = value.index[0] if len(value.shape) == 4 else value.index[0][:, None]
    node = call.growing.settled(value, places.transpose(2, 0, 1))
    kernel = np.ascontiguousarray(weight.T[:, :, None, None])
    made = call.put(call.shared(lambda: Conv2d(kernel, bias), "places", id(bias)), node)
    shape = call.growing.shapes[made]
    index = np.arange(prod(shape)).reshape(shape).transpose(1, 2, 0)
    return call.gives(made, index.reshape(*value.shape[:-1], shape[0]))


def _batch_norm(call: OnnxCall) -> Value:
    value, eps = call.value(), float(call.attribute("epsilon", 1e-5))
    if call.attribute("training_mode", 0):
        raise call.refused(_("it is in training mode"))
    weight, bias, mean, variance = (call.needed(at) for at in (1, 2, 3, 4))
    layer = call.shared(lambda: BatchNorm2d(weight, bias, mean, variance, eps), eps)
    return call.gives(call.put(layer, call.maps() if len(value.shape) == 4 else call.row()))


def _layer_norm(call: OnnxCall) -> Value:
    value, eps = call.value(), float(call.attribute("epsilon", 1e-5))
    rank = len(value.shape)
    axis = int(call.attribute("axis", -1)) % max(1, rank)
    weight, bias = call.needed(1), call.weights(2)
    if prod(value.shape[:-1]) == 1 and axis == rank - 1:
        layer = call.shared(lambda: LayerNorm(weight.ravel(), _flat(bias), eps), eps)
        return call.gives(call.put(layer, call.row()), shape=value.shape)
    if rank == 4 and value.shape[0] == 1 and axis == 1:
        layer = call.shared(lambda: LayerNorm(weight, bias, eps, "all"), eps)
        return call.gives(call.put(layer, call.maps()))
    if rank == 4 and value.shape[0] == 1 and axis == 3:
        node = call.growing.settled(value, value.index[0].transpose(2, 0, 1))
        made = call.put(call.shared(lambda: LayerNorm(weight, bias, eps), eps), node)
        shape = call.growing.shapes[made]
        index = np.arange(prod(shape)).reshape(shape).transpose(1, 2, 0)
        return call.gives(made, index[None])
    raise call.refused(_("it normalises along other axes than the channels, or all"))


def _flat(array: Array | None) -> Array | None:
    return None if array is None else array.ravel()


def _instance_norm(call: OnnxCall) -> Value:
    value, eps = call.value(), float(call.attribute("epsilon", 1e-5))
    weight, bias = call.needed(1), call.needed(2)
    if len(value.shape) == 4:
        layer = call.shared(lambda: InstanceNorm2d(weight, bias, eps), eps)
        return call.gives(call.put(layer, call.maps()))
    whole = call.growing.shapes[value.node]
    is_plain = (weight == 1).all() and not bias.any()
    if len(value.shape) == 3 and value.is_in_order and len(whole) == 3 and is_plain:
        groups = GroupNorm(None, None, eps, value.shape[1])
        return call.gives(call.put(groups, value.node), shape=value.shape)
    raise call.refused(_("it normalises along other axes than rows and columns"))


def _group_norm(call: OnnxCall) -> Value:
    eps, groups = float(call.attribute("epsilon", 1e-5)), int(call.attribute("num_groups", 1))
    weight, bias, node = call.needed(1), call.needed(2), call.maps()
    channels = call.growing.shapes[node][0]
    if len(weight) == groups and channels % max(1, groups) == 0:  # of older files: one a group
        weight, bias = (np.repeat(each, channels // groups) for each in (weight, bias))
    return call.gives(call.put(GroupNorm(weight, bias, eps, groups), node))


def _local_response_norm(call: OnnxCall) -> Value:
    size = int(call.attribute("size", 0))
    if size % 2 == 0:
        raise call.refused(_("its count of channels is even"))
    alpha, beta = call.attribute("alpha", 1e-4), call.attribute("beta", 0.75)
    layer = LocalResponseNorm(size, float(alpha), float(beta), float(call.attribute("bias", 1.0)))
    return call.gives(call.put(layer, call.maps()))


WEIGHTED: dict[str, OnnxRule] = {
    "Conv": _conv,
    "ConvTranspose": _conv_transpose,
    "Gemm": _gemm,
    "MatMul": multiplied,
    "BatchNormalization": _batch_norm,
    "LayerNormalization": _layer_norm,
    "InstanceNormalization": _instance_norm,
    "GroupNormalization": _group_norm,
    "LRN": _local_response_norm,
}
