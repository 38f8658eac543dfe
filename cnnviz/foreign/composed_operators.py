"""Operators that are made of others: powers and quotients, the larger of two, a gated half."""

from dataclasses import replace
from functools import partial

import numpy as np
from torch import Tensor

from cnnviz.cnn import activation_layers as activations
from cnnviz.cnn.branch_layers import Add, Multiply
from cnnviz.cnn.function_layers import Exponential, Logarithm, Power
from cnnviz.cnn.layer_base import Layer
from cnnviz.foreign.arithmetic_operators import affine, joined
from cnnviz.foreign.call import Call, Result, Rule, numbers_of
from cnnviz.foreign.curve_operators import curved
from cnnviz.foreign.values import Value
from cnnviz.language import _


def part(call: Call, name: str) -> Call:
    """Return the call for a step on the way, whose node is named softmax.exp."""
    operator = f"{call.origin.operator}.{name}"
    return replace(call, origin=replace(call.origin, operator=operator))


def through(call: Call, layer: Layer, value: Value, name: str = "") -> Value:
    """Return values after a curve, by a node on the way if it is named."""
    return curved(part(call, name) if name else call, layer, value)


def added(call: Call, one: Value, other: Value) -> Value:
    """Return one value plus another."""
    return joined(call, Add(), [one, other])


def times(call: Call, one: Value, other: Value) -> Value:
    """Return one value times another."""
    return joined(call, Multiply(), [one, other])


def negative(call: Call, value: Value) -> Value:
    """Return a value with its sign exchanged."""
    return affine(part(call, "neg"), value, -1.0, None)


def difference(call: Call, one: Value, other: Value) -> Value:
    """Return one value less another."""
    return added(call, one, negative(call, other))


# Of every value by itself


def _root(exponent: float, call: Call) -> Result:
    return curved(call, Power(exponent), call.input())


def _power(call: Call) -> Result:
    value, exponent = call.get("self"), call.get("exponent")
    if not isinstance(value, Value) or isinstance(exponent, Value):
        raise call.refused(_("its exponent is computed from the picture"))
    numbers = numbers_of(exponent)
    if numbers.size != 1:
        raise call.refused(_("it has several exponents"))
    number = float(numbers.ravel()[0]) if isinstance(exponent, Tensor) else float(exponent)
    if number == 2:
        return times(call, value, value)
    return curved(call, Power(number), value)


def _square(call: Call) -> Result:
    value = call.input()
    return times(call, value, value)


def _function(layer: Layer, call: Call) -> Result:
    return curved(call, layer, call.input())


def _log1p(call: Call) -> Result:
    return curved(call, Logarithm(), affine(part(call, "add"), call.input(), None, 1.0))


def _absolute(call: Call) -> Result:
    return curved(call, activations.LeakyReLU(-1.0), call.input())


def _log_sigmoid(call: Call) -> Result:
    """Return −softplus(−x)."""
    below = through(call, activations.Softplus(), negative(call, call.input()), "softplus")
    return affine(call, below, -1.0, None)


def _celu(call: Call) -> Result:
    """Return an ELU of x / alpha, times alpha."""
    alpha = float(call.get("alpha", 1.0))
    small = affine(part(call, "div"), call.input(), 1 / alpha, None)
    return affine(call, through(call, activations.ELU(), small, "elu"), alpha, None)


def _softshrink(call: Call) -> Result:
    """Return x without the part of it that lies between −lambd and lambd."""
    value, end = call.input(), float(call.get("lambd", 0.5))
    if not end:
        return affine(call, value, 1.0, None)
    near = through(call, activations.Hardtanh(-end, end), value, "hardtanh")
    return difference(call, value, near)


def _rrelu(call: Call) -> Result:
    if call.get("training"):
        raise call.refused(_("its slope is drawn at random for every picture"))
    slope = (float(call.get("lower", 1 / 8)) + float(call.get("upper", 1 / 3))) / 2
    return curved(call, activations.LeakyReLU(slope), call.input())


# Of two


def _quotient(call: Call) -> Result:
    value, divisor = call["self"], call["other"]
    if call.get("rounding_mode"):
        raise call.refused(_("it rounds"))
    if isinstance(divisor, Value):
        one = through(call, Power(-1.0), divisor, "pow")
        if isinstance(value, Value):
            return times(call, value, one)
        return affine(call, one, numbers_of(value), None)
    with np.errstate(divide="ignore"):
        factor = 1 / numbers_of(divisor).astype(np.float64)
    return affine(call, value, factor.astype(np.float32), None)


def larger(call: Call, sign: float = 1.0) -> Value:
    """Return the larger of two values, one and what the other has more; −1: the smaller."""
    one, other = call.get("self"), call.get("other")
    if not isinstance(one, Value):
        one, other = other, one
    assert isinstance(one, Value)  # else it would be computed with no picture
    if isinstance(other, Value):
        more = added(part(call, "sub"), *_ordered(call, one, other, sign))
        rest = through(call, activations.ReLU(), more, "relu")
        return added(call, one, rest if sign > 0 else negative(call, rest))
    end = numbers_of(other)
    is_spread = np.broadcast_shapes(end.shape, one.shape) != one.shape
    if is_spread or not end.size or (end != end.flat[0]).any():
        raise call.refused(_("it compares with constants that differ from place to place"))
    number = float(end.flat[0])
    ends = (number, _FAR) if sign > 0 else (-_FAR, number)
    return curved(call, activations.Hardtanh(*ends), one)


_FAR = 3.4028234663852886e38  # the largest float32: no end


def _ordered(call: Call, one: Value, other: Value, sign: float) -> tuple[Value, Value]:
    return (other, negative(call, one)) if sign > 0 else (one, negative(call, other))


def _glu(call: Call) -> Result:
    """Return the first half of the channels, each times the sigmoid of one of the second."""
    value, axis = call.input(), int(call.get("dim", -1))
    halves = np.split(value.index, 2, axis)
    one, two = (value.looked_at(each, call.origin, is_view=False) for each in halves)
    return times(call, one, through(call, activations.Sigmoid(), two, "sigmoid"))


def _between(call: Call) -> Result:
    """Return start + weight · (end − start)."""
    start, end, weight = call["self"], call["end"], call["weight"]
    if not isinstance(start, Value) or not isinstance(end, Value) or isinstance(weight, Value):
        raise call.refused(_("one of its ends is a constant, or its weight is computed"))
    way = difference(part(call, "sub"), end, start)
    return added(call, start, affine(part(call, "mul"), way, numbers_of(weight), None))


def _added_product(call: Call) -> Result:
    given = call["self"], call["tensor1"], call["tensor2"]
    if not all(isinstance(each, Value) for each in given):
        raise call.refused(_("one of its parts is a constant"))
    product = times(part(call, "mul"), given[1], given[2])
    return added(call, given[0], affine(part(call, "scale"), product, call.get("value", 1), None))


COMPOSED: dict[str, Rule] = {
    "abs": _absolute,
    "addcmul": _added_product,
    "celu": _celu,
    "div": _quotient,
    "divide": _quotient,
    "exp": partial(_function, Exponential()),
    "glu": _glu,
    "lerp": _between,
    "log": partial(_function, Logarithm()),
    "log1p": _log1p,
    "log_sigmoid": _log_sigmoid,
    "maximum": larger,
    "minimum": partial(larger, sign=-1.0),
    "pow": _power,
    "reciprocal": partial(_root, -1.0),
    "rrelu": _rrelu,
    "rsqrt": partial(_root, -0.5),
    "softshrink": _softshrink,
    "sqrt": partial(_root, 0.5),
    "square": _square,
    "true_divide": _quotient,
}
