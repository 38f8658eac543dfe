"""Operators of ONNX without weights that compute with several values: sums, products, quotients."""

from functools import partial
from math import prod

import numpy as np

from cnnviz.cnn import activation_layers as curves
from cnnviz.cnn.branch_layers import Add, Elementwise, Multiply
from cnnviz.cnn.function_layers import Power
from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.foreign.moves import unrepeated
from cnnviz.foreign.onnx_call import OnnxCall, OnnxRule
from cnnviz.foreign.onnx_curves import curved, plain
from cnnviz.foreign.values import Value
from cnnviz.language import _


def _all_joined(layer: type[Elementwise], call: OnnxCall) -> Value:
    return _joined(call, layer, [call.value(at) for at in range(len(call.given))])


def _joined(call: OnnxCall, layer: type[Elementwise], values: list[Value]) -> Value:
    first = values[0]
    if len(values) == 1:
        return first
    if _stand_alike(values):
        node = call.put(layer(), *(value.node for value in values))
        return call.gives(node, None if first.is_in_order else first.index, first.shape)
    shape = np.broadcast_shapes(*(value.shape for value in values))
    if len({len(value.shape) for value in values}) > 1 or shape[0] != 1:
        raise call.refused(_("its inputs have different numbers of axes"))
    return call.gives(call.put(layer(), *_settled(call, values)))


def _settled(call: OnnxCall, values: list[Value]) -> list[str]:
    """Return nodes that give values as they are joined."""
    if any(len(value.shape) != 4 or value.shape[0] != 1 for value in values):
        return [call.growing.settled(value) for value in values]
    once = unrepeated([value.index[0] for value in values])
    return [call.growing.settled(*each) for each in zip(values, once, strict=True)]


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
    return _with_constant(call, 1.0) if _constant(call) else _all_joined(Add, call)


def _subtract(call: OnnxCall) -> Value:
    if not _constant(call):
        other = _negative(call, 1)
        return _sum(call, call.value(), other)
    if isinstance(call.given[0], Value):
        return _with_constant(call, -1.0)
    return _affine(call, call.value(1), np.float32(-1), call.needed(0))


def _sum(call: OnnxCall, one: Value, other: Value) -> Value:
    if _stand_alike([one, other]):
        node = call.put(Add(), one.node, other.node)
        return call.gives(node, None if one.is_in_order else one.index, one.shape)
    return call.gives(call.put(Add(), *_settled(call, [one, other])))


def _with_constant(call: OnnxCall, sign: float) -> Value:
    at = 0 if isinstance(call.given[0], Value) else 1
    return _affine(call, call.value(at), None, np.float32(sign) * call.needed(1 - at))


def _multiply(call: OnnxCall) -> Value:
    if _constant(call):
        at = 0 if isinstance(call.given[0], Value) else 1
        return _affine(call, call.value(at), call.needed(1 - at), None)
    return _gated(call) or _all_joined(Multiply, call)


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


def _negative(call: OnnxCall, at: int = 0) -> Value:
    return curved(call, Scale(np.full(1, -1, np.float32)), call.value(at))


def _divide(call: OnnxCall) -> Value:
    if isinstance(call.given[1], Value):
        one = curved(call, Power(-1.0), call.value(1))
        if isinstance(call.given[0], Value):
            return _joined(call, Multiply, [call.value(), one])
        return _affine(call, one, call.needed(0), None)
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
        value = call.gives(plain(call, value), shape=value.shape)
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


COMPUTED: dict[str, OnnxRule] = {
    "Add": _add,
    "Sum": partial(_all_joined, Add),
    "Sub": _subtract,
    "Mul": _multiply,
    "Neg": _negative,
    "Div": _divide,
}
