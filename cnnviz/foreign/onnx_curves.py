"""Operators of ONNX that make one value of one, or shares of a row."""

from collections.abc import Callable
from functools import partial
from math import isclose, prod

from cnnviz.cnn import activation_layers as curves
from cnnviz.cnn.function_layers import Exponential, Logarithm, Power
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import Dropout, LogSoftmax, Softmax
from cnnviz.foreign.onnx_call import Made, OnnxCall, OnnxRule
from cnnviz.foreign.values import Value
from cnnviz.language import _

FAR = 3.4028234663852886e38  # the largest float32: no end


def curved(call: OnnxCall, layer: Layer, value: Value | None = None) -> Value:
    """Return what a curve makes of every value: moved or not, it stays where it stands."""
    value = value or call.value()
    if value.has_each:
        node = call.put(layer, value.node)
        index = None if value.is_in_order else value.index
        return call.gives(node, index, value.shape)
    return call.gives(call.put(layer, plain(call, value)), shape=value.shape)


def plain(call: OnnxCall, value: Value) -> str:
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


def _power(call: OnnxCall) -> Value:
    exponents = call.needed(1)
    if exponents.size != 1:
        raise call.refused(_("it has several exponents"))
    return curved(call, Power(float(exponents.ravel()[0])))


def _plain_curve(layer: Layer) -> OnnxRule:
    return partial(_curve, lambda _call: layer)


CURVES: dict[str, OnnxRule] = {
    "Relu": _plain_curve(curves.ReLU()),
    "Sigmoid": _plain_curve(curves.Sigmoid()),
    "Tanh": _plain_curve(curves.Tanh()),
    "HardSwish": _plain_curve(curves.Hardswish()),
    "Mish": _plain_curve(curves.Mish()),
    "Softplus": _plain_curve(curves.Softplus()),
    "HardSigmoid": _hard_sigmoid,
    "LeakyRelu": partial(_curve, lambda c: curves.LeakyReLU(float(c.attribute("alpha", 0.01)))),
    "Elu": partial(_curve, lambda c: curves.ELU(float(c.attribute("alpha", 1.0)))),
    "Gelu": partial(_curve, lambda c: curves.GELU(c.attribute("approximate", "none"))),
    "PRelu": _prelu,
    "Clip": _clip,
    "Dropout": partial(_curve, lambda c: Dropout(float(c.number(1, "ratio", 0.5)))),
    "Softmax": partial(_softmax, Softmax),
    "LogSoftmax": partial(_softmax, LogSoftmax),
    "Exp": _plain_curve(Exponential()),
    "Log": _plain_curve(Logarithm()),
    "Sqrt": _plain_curve(Power(0.5)),
    "Reciprocal": _plain_curve(Power(-1.0)),
    "Abs": _plain_curve(curves.LeakyReLU(-1.0)),
    "Pow": _power,
}
