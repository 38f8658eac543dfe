"""Operators of ONNX without weights that compute: curves, pooling, sums, products, means."""

from collections.abc import Callable
from functools import partial
from math import isclose, prod

import numpy as np

from cnnviz.cnn import activation_layers as curves
from cnnviz.cnn.branch_layers import Add, Elementwise, Multiply
from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.layers import Dropout, LogSoftmax, Softmax
from cnnviz.cnn.moving_layers import Pad
from cnnviz.cnn.ops import Array, Pair
from cnnviz.cnn.pooling_layers import (
    AdaptiveAvgPool2d,
    AdaptiveMaxPool2d,
    AvgPool2d,
    MaxPool2d,
)
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.foreign.onnx_call import Made, OnnxCall, OnnxRule
from cnnviz.foreign.onnx_weighted import Sides, paddings, pair
from cnnviz.foreign.values import Value
from cnnviz.language import _

FAR = 3.4028234663852886e38  # the largest float32: no end


def curved(call: OnnxCall, layer: Layer, value: Value | None = None) -> Value:
    """Return what a curve makes of every value: moved or not, it stays where it stands."""
    value = value or call.value()
    if value.has_all:
        node = call.put(layer, value.node)
        index = None if value.is_in_order else value.index
        return call.gives(node, index, value.shape)
    return call.gives(call.put(layer, _plain(call, value)), shape=value.shape)


def _plain(call: OnnxCall, value: Value) -> str:
    """Return a node with the values alone, as maps or in a row."""
    inner = value.shape[1:] if value.shape[:1] == (1,) else value.shape
    index = value.index.reshape(inner)
    if index.ndim not in (1, 3):
        index = index.reshape(
            (*[1] * (3 - len(inner)), *inner) if len(inner) < 3 else (-1, *inner[-2:])
        )
    return call.growing.settled(value, index)


def _curve(make: Callable[[OnnxCall], Layer], call: OnnxCall) -> Made:
    return curved(call, make(call))


def _prelu(call: OnnxCall) -> Value:
    slopes, value = call.needed(1), call.value()
    if prod(slopes.shape) not in (1, value.shape[1] if len(value.shape) > 1 else 1):
        raise call.refused(_("it has a slope for every place"))
    layer = call.shared(lambda: curves.PReLU(slopes.ravel()))
    node = call.maps() if len(value.shape) == 4 else call.row()
    return call.gives(call.put(layer, node), shape=value.shape)


def _hard_sigmoid(call: OnnxCall) -> Value:
    alpha, beta = float(call.attribute("alpha", 0.2)), float(call.attribute("beta", 0.5))
    if not isclose(alpha, 1 / 6, rel_tol=1e-6) or beta != 0.5:
        raise call.refused(_("its slope is {slope:g}, not 1/6").format(slope=alpha))
    return curved(call, curves.Hardsigmoid())


def _clip(call: OnnxCall) -> Value:
    low, high = call.number(1, "min", -FAR), call.number(2, "max", FAR)
    if low == 0 and high >= FAR:
        return curved(call, curves.ReLU())
    if (low, high) == (0, 6):
        return curved(call, curves.ReLU6())
    return curved(call, curves.Hardtanh(low, high))


def _softmax(layer: type[Layer], call: OnnxCall) -> Value:
    value, axis = call.value(), int(call.attribute("axis", -1))
    rank = len(value.shape)
    if prod(value.shape) != value.shape[axis % rank]:
        raise call.refused(_("it is one of maps, not of values in a row"))
    node = call.growing.settled(value, value.index.ravel())
    return call.gives(call.put(layer(), node), shape=value.shape)


# Sums and products


def _joined(layer: type[Elementwise], call: OnnxCall) -> Value:
    values = [call.value(at) for at in range(len(call.given))]
    first = values[0]
    if len(values) == 1:
        return first
    if _stand_alike(values):
        node = call.put(layer(), *(value.node for value in values))
        return call.gives(node, None if first.is_in_order else first.index, first.shape)
    shape = np.broadcast_shapes(*(value.shape for value in values))
    if len({len(value.shape) for value in values}) > 1 or shape[0] != 1:
        raise call.refused(_("its inputs have different numbers of axes"))
    made = call.put(layer(), *map(call.growing.settled, values))
    return call.gives(made)


def _stand_alike(values: list[Value]) -> bool:
    """Return whether the same cells of all nodes meet, so that nothing needs to be moved."""
    first = values[0]
    return first.has_all and all(
        value.shape == first.shape
        and value.has_all
        and (value.is_in_order == first.is_in_order)
        and (first.is_in_order or np.array_equal(value.index, first.index))
        for value in values[1:]
    )


def _add(call: OnnxCall) -> Value:
    return _with_constant(call, 1.0) if _constant(call) else _joined(Add, call)


def _subtract(call: OnnxCall) -> Value:
    if not _constant(call):
        other = curved(call, Scale(np.full(1, -1, np.float32)), call.value(1))
        return _sum(call, call.value(), other)
    if isinstance(call.given[0], Value):
        return _with_constant(call, -1.0)
    return _affine(call, call.value(1), np.float32(-1), call.needed(0))


def _sum(call: OnnxCall, one: Value, other: Value) -> Value:
    if _stand_alike([one, other]):
        node = call.put(Add(), one.node, other.node)
        return call.gives(node, None if one.is_in_order else one.index, one.shape)
    return call.gives(call.put(Add(), call.growing.settled(one), call.growing.settled(other)))


def _with_constant(call: OnnxCall, sign: float) -> Value:
    at = 0 if isinstance(call.given[0], Value) else 1
    return _affine(call, call.value(at), None, np.float32(sign) * call.needed(1 - at))


def _multiply(call: OnnxCall) -> Value:
    if _constant(call):
        at = 0 if isinstance(call.given[0], Value) else 1
        return _affine(call, call.value(at), call.needed(1 - at), None)
    return _gated(call) or _joined(Multiply, call)


def _gated(call: OnnxCall) -> Value | None:
    """Return x · σ(x) as the one curve that it is."""
    for at in (0, 1):
        x, gate = call.value(at), call.value(1 - at)
        made = next((each for each in call.growing.nodes if each.name == gate.node), None)
        curve = made and _GATES.get(type(made.layer))
        is_plain = x.is_in_order and gate.is_in_order and x.shape == gate.shape
        if curve and made and made.inputs == (x.node,) and is_plain:
            return call.gives(call.put(curve(), x.node), shape=x.shape)
    return None


_GATES: dict[type[Layer], type[Layer]] = {
    curves.Sigmoid: curves.SiLU, curves.Hardsigmoid: curves.Hardswish,
}  # fmt: skip


def _divide(call: OnnxCall) -> Value:
    if not isinstance(call.given[0], Value) or not _constant(call):
        raise call.refused(_("it divides by what is computed from the picture"))
    divisor = call.needed(1)
    if not divisor.all():
        raise call.refused(_("it divides by 0"))
    value = call.value()
    made = next((each for each in call.growing.nodes if each.name == value.node), None)
    if made and isinstance(made.layer, Scale) and value.is_in_order and (divisor > 0).all():
        weight, bias = made.layer.weight, made.layer.bias
        if bias is not None and (weight == 1).all():
            deviation = np.broadcast_to(divisor.ravel(), bias.shape)
            layer = Normalize(tuple((-bias).tolist()), tuple(deviation.tolist()))
            return call.gives(call.put(layer, *made.inputs), shape=value.shape)
    return _affine(call, value, np.asarray(1 / divisor.astype(np.float64), np.float32), None)


def _constant(call: OnnxCall) -> bool:
    return len(call.given) == 2 and any(not isinstance(each, Value) for each in call.given)


def _affine(
    call: OnnxCall, value: Value, weight: Array | np.float32 | None, bias: Array | None
) -> Value:
    """Return value · weight + bias, with a number for each channel, or one for all.

    Raises:
        ForeignError: If there is another number at every place.
    """
    if not value.has_all:
        value = call.gives(_plain(call, value), shape=value.shape)
    shape = call.growing.shapes[value.node]
    numbers = [None if each is None else _of_channels(call, value, each, shape)
               for each in (weight, bias)]  # fmt: skip
    count = max(len(each) for each in numbers if each is not None)
    weights, biases = (
        None if each is None else np.broadcast_to(each, (count,)) for each in numbers
    )
    inputs: tuple[str, ...] = (value.node,)
    before = next((each for each in call.growing.nodes if each.name == value.node), None)
    if weights is None and before and isinstance(before.layer, Scale) and value.is_in_order:
        scaled = before.layer.weight
        if before.layer.bias is None and len(scaled) in (1, count):  # x · weight, and now + bias
            weights, inputs = np.broadcast_to(scaled, (count,)), before.inputs
    layer = Scale(np.ones(count, np.float32) if weights is None else weights, biases)
    node = call.put(layer, *inputs)
    return call.gives(node, None if value.is_in_order else value.index, value.shape)


def _of_channels(call: OnnxCall, value: Value, given: object, shape: Shape) -> Array:
    """Return the number of each channel of a node, or one for all."""
    array = np.asarray(given, np.float32)
    if array.size == 1:
        return array.reshape(1)
    if np.broadcast_shapes(array.shape, value.shape) != value.shape:
        raise call.refused(_("its constant is larger than its input"))
    laid = np.empty(prod(shape), np.float32)
    laid[value.index.ravel()] = np.broadcast_to(array, value.shape).ravel()
    each = laid.reshape(shape[0], -1)
    if (each != each[:, :1]).any():
        raise call.refused(_("it has another number for every place"))
    return each[:, 0].copy()


# Pooling and means


def _max_pool(call: OnnxCall) -> Value:
    node, kernel = call.maps(), pair(call, "kernel_shape")
    stride, dilation = pair(call, "strides"), pair(call, "dilations")
    sides = paddings(call, node, kernel, stride, dilation)
    ceil = bool(call.attribute("ceil_mode", 0))
    begin, end = (sides[0][0], sides[1][0]), (sides[0][1], sides[1][1])
    if begin == end:
        layer = MaxPool2d(kernel, stride, begin, ceil, dilation)
        return call.gives(call.put(layer, node))
    size = _positions(call.growing.shapes[node], kernel, stride, dilation, sides)
    for mode in (False, True):
        layer = MaxPool2d(kernel, stride, begin, mode, dilation)
        if not ceil and layer.output_shape(call.growing.shapes[node])[1:] == size:
            return call.gives(call.put(layer, node))  # what hangs over the end never wins
    raise call.refused(_("its padding is uneven"))


def _positions(shape: Shape, kernel: Pair, stride: Pair, dilation: Pair, sides: Sides) -> Shape:
    return tuple(
        (n + sum(side) - d * (k - 1) - 1) // s + 1
        for n, k, s, d, side in zip(shape[1:], kernel, stride, dilation, sides, strict=True)
    )


def _avg_pool(call: OnnxCall) -> Value:
    node, kernel, stride = call.maps(), pair(call, "kernel_shape"), pair(call, "strides")
    if pair(call, "dilations") != (1, 1):
        raise call.refused(_("it has gaps"))
    sides = paddings(call, node, kernel, stride, (1, 1))
    counted, ceil = (
        bool(call.attribute("count_include_pad", 0)),
        bool(call.attribute("ceil_mode", 0)),
    )
    (top, bottom), (left, right) = sides
    if (top, left) == (bottom, right):
        layer = AvgPool2d(kernel, stride, (top, left), ceil, counted)
        return call.gives(call.put(layer, node))
    if counted and not ceil:
        node = call.put(Pad(top, bottom, left, right), node)
        return call.gives(call.put(AvgPool2d(kernel, stride), node))
    size = _positions(call.growing.shapes[node], kernel, stride, (1, 1), sides)
    layer = AvgPool2d(kernel, stride, (top, left), True, False)
    if not ceil and layer.output_shape(call.growing.shapes[node])[1:] == size:
        return call.gives(call.put(layer, node))
    raise call.refused(_("its padding is uneven"))


def _global(layer: type[Layer], call: OnnxCall) -> Value:
    return call.gives(call.put(layer(), call.maps()))


def _reduced(layer: type[Layer], call: OnnxCall) -> Value:
    """Return the mean, or the largest value, of every map."""
    value, axes = call.value(), call.whole(1, "axes")
    rank = len(value.shape)
    if axes is None:
        axes = list(range(rank))
    over = sorted({axis % rank for axis in axes})
    kept = [axis for axis in range(1, rank) if axis not in over]
    if rank != 4 or value.shape[0] != 1 or len(over) != 2 or 0 in over:
        raise call.refused(_("it is not one over rows and columns"))
    node = call.growing.settled(
        value, value.index[0].transpose([axis - 1 for axis in (*kept, *over)])
    )
    made = call.put(layer(), node)
    shape = [1 if axis in over else n for axis, n in enumerate(value.shape)]
    if not call.attribute("keepdims", 1):
        shape = [n for axis, n in enumerate(value.shape) if axis not in over]
    return call.gives(made, shape=shape)


def _plain_curve(layer: type[Layer]) -> OnnxRule:
    return partial(_curve, lambda _call: layer())


COMPUTED: dict[str, OnnxRule] = {
    "Relu": _plain_curve(curves.ReLU),
    "Sigmoid": _plain_curve(curves.Sigmoid),
    "Tanh": _plain_curve(curves.Tanh),
    "HardSwish": _plain_curve(curves.Hardswish),
    "Mish": _plain_curve(curves.Mish),
    "Softplus": _plain_curve(curves.Softplus),
    "HardSigmoid": _hard_sigmoid,
    "LeakyRelu": partial(_curve, lambda c: curves.LeakyReLU(float(c.attribute("alpha", 0.01)))),
    "Elu": partial(_curve, lambda c: curves.ELU(float(c.attribute("alpha", 1.0)))),
    "Gelu": partial(_curve, lambda c: curves.GELU(c.attribute("approximate", "none"))),
    "PRelu": _prelu,
    "Clip": _clip,
    "Dropout": partial(_curve, lambda c: Dropout(float(c.number(1, "ratio", 0.5)))),
    "Softmax": partial(_softmax, Softmax),
    "LogSoftmax": partial(_softmax, LogSoftmax),
    "Add": _add,
    "Sum": partial(_joined, Add),
    "Sub": _subtract,
    "Mul": _multiply,
    "Div": _divide,
    "MaxPool": _max_pool,
    "AveragePool": _avg_pool,
    "GlobalAveragePool": partial(_global, AdaptiveAvgPool2d),
    "GlobalMaxPool": partial(_global, AdaptiveMaxPool2d),
    "ReduceMean": partial(_reduced, AdaptiveAvgPool2d),
    "ReduceMax": partial(_reduced, AdaptiveMaxPool2d),
}
