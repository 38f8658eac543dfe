"""Operators that measure many values: shares of them, norms, deviations, the largest."""

from functools import partial
from math import prod

import numpy as np

from cnnviz.cnn import activation_layers as activations
from cnnviz.cnn.function_layers import Exponential, Logarithm, Power
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import LogSoftmax, Softmax
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AdaptiveMaxPool2d
from cnnviz.foreign.arithmetic_operators import affine
from cnnviz.foreign.call import Call, Result, Rule, numbers_of
from cnnviz.foreign.composed_operators import (
    added,
    difference,
    larger,
    negative,
    part,
    through,
    times,
)
from cnnviz.foreign.curve_operators import curved
from cnnviz.foreign.gathering_operators import Axes, axes_of, over_axes
from cnnviz.foreign.moved_operators import put_together
from cnnviz.foreign.values import Value
from cnnviz.language import _


def _largest_of(call: Call, value: Value, axes: Axes, *, keep: bool) -> Value:
    return over_axes(AdaptiveMaxPool2d, part(call, "max"), value, axes, keep=keep)


def _mean_of(call: Call, value: Value, axes: Axes, *, keep: bool) -> Value:
    return over_axes(AdaptiveAvgPool2d, part(call, "mean"), value, axes, keep=keep)


def _sum_of(call: Call, value: Value, axes: Axes, *, keep: bool) -> Value:
    mean = _mean_of(call, value, axes, keep=keep)
    return affine(part(call, "sum"), mean, value.index.size / prod(mean.shape), None)


def _most(call: Call) -> Result:
    """Return the largest along axes, or of two, or of all."""
    if call.get("other") is not None:
        return larger(call)
    made = over_axes(
        AdaptiveMaxPool2d, call, call.input(), axes_of(call), keep=bool(call.get("keepdim"))
    )
    return [made, None] if call.name == "max" and call.get("dim") is not None else made


def _least(call: Call) -> Result:
    """Return the smallest: the largest with the sign exchanged."""
    if call.get("other") is not None:
        return larger(call, -1.0)
    turned = negative(call, call.input())
    most = _largest_of(call, turned, axes_of(call), keep=bool(call.get("keepdim")))
    made = affine(call, most, -1.0, None)
    return [made, None] if call.name == "min" and call.get("dim") is not None else made


def _exponentials(call: Call, value: Value, axis: int) -> tuple[Value, Value, Value]:
    """Return how far values lie below the largest, the exponentials of that, and their sum."""
    largest = _largest_of(call, value, axis, keep=True)
    below = difference(part(call, "sub"), value, largest)
    grown = through(call, Exponential(), below, "exp")
    return below, grown, _sum_of(call, grown, axis, keep=True)


def _of_maps(call: Call, value: Value, axis: int) -> Value:
    """Return a softmax along an axis of maps: every exponential, divided by their sum."""
    _below, grown, total = _exponentials(call, value, axis)
    return times(call, grown, through(call, Power(-1.0), total, "pow"))


def logarithms_of_exponentials(call: Call, value: Value, axis: int) -> Value:
    """Return a log-softmax along an axis of maps."""
    below, _grown, total = _exponentials(call, value, axis)
    return difference(call, below, through(call, Logarithm(), total, "log"))


def _logarithms_of_maps(call: Call, value: Value, axis: int) -> Value:
    """Return a log-softmax along an axis of maps."""
    below, _grown, total = _exponentials(call, value, axis)
    return difference(call, below, through(call, Logarithm(), total, "log"))


def _shares(layer: Layer, call: Call) -> Result:
    """Return a softmax, or its logarithm: of a row one layer, of maps step by step."""
    value = call.input()
    axis = int(call["dim"]) % max(1, len(value.shape))
    if prod(value.shape) == value.shape[axis]:
        node = call.growing.settled(value, value.index.ravel())
        return call.gives(call.put(layer, node), shape=value.shape)
    if isinstance(layer, LogSoftmax):
        return _logarithms_of_maps(call, value, axis)
    if value.shape[axis] == 2:
        return _shares_of_two(call, value, axis)
    return _of_maps(call, value, axis)


def _shares_of_two(call: Call, value: Value, axis: int) -> Value:
    """Return a softmax of two maps, or branches: a sigmoid of their difference, and the rest."""
    one, other = (
        value.looked_at(np.take(value.index, [number], axis), call.origin, is_view=False)
        for number in (0, 1)
    )
    share = curved(call, activations.Sigmoid(), difference(call, one, other))
    rest = affine(call, share, -1.0, numbers_of(1.0))
    return put_together(call, [share, rest], axis)


def _log_of_sum(call: Call) -> Result:
    value, axes = call.input(), axes_of(call)
    keep = bool(call.get("keepdim"))
    largest = _largest_of(call, value, axes, keep=True)
    below = difference(part(call, "sub"), value, largest)
    total = _sum_of(call, through(call, Exponential(), below, "exp"), axes, keep=keep)
    again = _largest_of(call, value, axes, keep=keep)
    return added(call, through(call, Logarithm(), total, "log"), again)


def _spread(call: Call, value: Value, axes: Axes) -> tuple[Value, Value]:
    """Return the mean along axes, and the variance about it."""
    mean = _mean_of(call, value, axes, keep=True)
    away = difference(part(call, "sub"), value, mean)
    squares = times(part(call, "square"), away, away)
    spread = _mean_of(call, squares, axes, keep=bool(call.get("keepdim")))
    count = value.index.size / prod(spread.shape)
    correction = call.get("correction")
    unbiased = call.get("unbiased", True)
    less = (1.0 if unbiased else 0.0) if correction is None else float(correction)
    if count <= less:
        raise call.refused(_("it is taken of a single value"))
    if less:
        spread = affine(part(call, "scale"), spread, count / (count - less), None)
    return mean, spread


def _variance(call: Call) -> Result:
    return _spread(call, call.input(), axes_of(call))[1]


def _deviation(call: Call) -> Result:
    return curved(call, Power(0.5), _spread(call, call.input(), axes_of(call))[1])


def _with_mean(rule: Rule, call: Call) -> Result:
    mean = _mean_of(call, call.input(), axes_of(call), keep=bool(call.get("keepdim")))
    return [rule(call), mean]


def _norm(call: Call) -> Result:
    """Return the p-th root of the sum of the p-th powers of sizes; of p = 2 the length."""
    value, axes, keep = call.input(), axes_of(call), bool(call.get("keepdim"))
    given = call.get("ord", call.get("p"))
    order = 2.0 if given is None else float(given)
    if order == 2:
        total = _sum_of(call, times(part(call, "square"), value, value), axes, keep=keep)
        return curved(call, Power(0.5), total)
    sizes = through(call, activations.LeakyReLU(-1.0), value, "abs")
    if order == float("inf"):
        return _largest_of(call, sizes, axes, keep=keep)
    if order == 1:
        return _sum_of(call, sizes, axes, keep=keep)
    if order <= 0 or not np.isfinite(order):
        raise call.refused(_("its order is {order:g}").format(order=order))
    total = _sum_of(call, through(call, Power(order), sizes, "pow"), axes, keep=keep)
    return curved(call, Power(1 / order), total)


MEASURED: dict[str, Rule] = {
    "amax": _most,
    "amin": _least,
    "linalg_vector_norm": _norm,
    "log_softmax": partial(_shares, LogSoftmax()),
    "_log_softmax": partial(_shares, LogSoftmax()),
    "logsumexp": _log_of_sum,
    "max": _most,
    "min": _least,
    "norm": _norm,
    "softmax": partial(_shares, Softmax()),
    "_softmax": partial(_shares, Softmax()),
    "std": _deviation,
    "std_mean": partial(_with_mean, _deviation),
    "var": _variance,
    "var_mean": partial(_with_mean, _variance),
}
