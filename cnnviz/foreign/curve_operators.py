"""Operators that put every value through a curve by itself."""

from collections.abc import Callable
from functools import partial

from torch import Tensor

from cnnviz.cnn import activation_layers as activations
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import Dropout
from cnnviz.foreign.call import Call, Result, Rule
from cnnviz.foreign.values import Value
from cnnviz.language import _


def curved(call: Call, layer: Layer, value: Value) -> Value:
    """Return what a curve makes of every value: moved or not, it stays where it stands."""
    if value.has_each:
        node = call.put(layer, value.node)
        return call.gives(node, None if value.is_in_order else value.index, value.shape)
    return call.gives(call.put(layer, plain(call, value)), shape=value.shape)


def plain(call: Call, value: Value) -> str:
    """Return a node with the values alone, as maps or in a row."""
    inner = value.shape[1:] if value.shape[:1] == (1,) else value.shape
    index = value.index.reshape(inner)
    if index.ndim not in (1, 3):
        index = index.reshape(three(inner))
    return call.growing.settled(value, index)


def three(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return three sides for as many values: the first ones together."""
    if len(shape) < 1:
        return (1,)
    return (*[1] * (3 - len(shape)), *shape) if len(shape) < 3 else (-1, *shape[-2:])


def _curve(make: Callable[[Call], Layer], call: Call) -> Result:
    return curved(call, make(call), call.input())


def _plain_curve(layer: type[Layer]) -> Rule:
    return partial(_curve, lambda _call: layer())


def _prelu(call: Call) -> Result:
    weight = call.numbers("weight")
    assert weight is not None  # its schema says so
    value = call.input()
    layer = call.growing.shared(call.key(), lambda: activations.PReLU(weight.ravel()))
    node = call.put(layer, plain(call, value))
    return call.gives(node, shape=value.shape)


def _clamp(call: Call) -> Result:
    low, high = call.get("min", call.get("min_val")), call.get("max", call.get("max_val"))
    if isinstance(low, Value | Tensor) or isinstance(high, Value | Tensor):
        raise call.refused(_("its ends are computed"))
    if low == 0 and high is None:
        return curved(call, activations.ReLU(), call.input())
    if low == 0 and high == 6:
        return curved(call, activations.ReLU6(), call.input())
    least, most = (-_FAR if low is None else float(low)), (_FAR if high is None else float(high))
    return curved(call, activations.Hardtanh(least, most), call.input())


_FAR = 3.4028234663852886e38  # the largest float32: no end


def _dropout(call: Call) -> Result:
    need_no_chance(call)
    return curved(call, Dropout(float(call.get("p", 0.5))), call.input())


def need_no_chance(call: Call) -> None:
    """Refuse a dropout that takes values out at random after .eval(), too.

    Raises:
        ForeignError: If it does.
    """
    if call.get("train") and call.get("p"):
        raise call.refused(
            _("it takes values out at random, also after .eval(); give it training=self.training")
        )


def _elu(call: Call) -> Result:
    if (call.get("scale", 1), call.get("input_scale", 1)) != (1, 1):
        raise call.refused(_("it is scaled"))
    return curved(call, activations.ELU(float(call.get("alpha", 1.0))), call.input())


CURVES: dict[str, Rule] = {
    "clamp": _clamp,
    "clamp_min": _clamp,
    "clamp_max": _clamp,
    "clip": _clamp,
    "dropout": _dropout,
    "elu": _elu,
    "gelu": partial(_curve, lambda call: activations.GELU(call.get("approximate") or "none")),
    "hardsigmoid": _plain_curve(activations.Hardsigmoid),
    "hardswish": _plain_curve(activations.Hardswish),
    "hardtanh": _clamp,
    "leaky_relu": partial(
        _curve, lambda call: activations.LeakyReLU(float(call.get("negative_slope", 0.01)))
    ),
    "mish": _plain_curve(activations.Mish),
    "prelu": _prelu,
    "relu": _plain_curve(activations.ReLU),
    "relu6": _plain_curve(activations.ReLU6),
    "sigmoid": _plain_curve(activations.Sigmoid),
    "silu": _plain_curve(activations.SiLU),
    "softplus": partial(
        _curve,
        lambda call: activations.Softplus(
            float(call.get("beta", 1)), float(call.get("threshold", 20))
        ),
    ),
    "tanh": _plain_curve(activations.Tanh),
}
