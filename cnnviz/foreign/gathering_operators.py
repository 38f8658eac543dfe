"""Operators that make one value of many: of windows, of axes, of a row."""

from collections.abc import Callable
from functools import partial
from math import prod

import numpy as np

from cnnviz.cnn import activation_layers as activations
from cnnviz.cnn.branch_layers import MOST_BRANCHES, Add
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import LogSoftmax, Softmax
from cnnviz.cnn.pooling_layers import (
    AdaptiveAvgPool2d,
    AdaptiveMaxPool2d,
    AvgPool2d,
    MaxPool2d,
)
from cnnviz.foreign.arithmetic_operators import affine, joined
from cnnviz.foreign.call import Call, Result, Rule, numbers_of
from cnnviz.foreign.curve_operators import curved
from cnnviz.foreign.moved_operators import put_together
from cnnviz.foreign.values import Value
from cnnviz.language import _


def _max_pool(call: Call) -> Result:
    kernel = call.pair("kernel_size")
    layer = MaxPool2d(
        kernel, call.pair("stride") if call.get("stride") else None, call.pair("padding"),
        bool(call.get("ceil_mode")), call.pair("dilation", 1),
    )  # fmt: skip
    return call.gives(call.put(layer, call.maps()))


def _avg_pool(call: Call) -> Result:
    kernel = call.pair("kernel_size")
    layer = AvgPool2d(
        kernel, call.pair("stride") if call.get("stride") else None, call.pair("padding"),
        bool(call.get("ceil_mode")), bool(call.get("count_include_pad", True)),
        call.get("divisor_override"),
    )  # fmt: skip
    return call.gives(call.put(layer, call.maps()))


def _adaptive(kind: type[AdaptiveAvgPool2d] | type[AdaptiveMaxPool2d], call: Call) -> Result:
    rows, columns = call.shape[2:]
    made = call.gives(call.put(kind((rows, columns)), call.maps()))
    return [made, None] if kind is AdaptiveMaxPool2d else made


_Pool = Callable[[tuple[int, int]], Layer]


def _over_axes(pool: _Pool, call: Call) -> Value:
    """Return one value of many along some axes of maps, for each of the rest: as a pool does.

    Axes that are not rows and columns are brought there first.
    """
    value = call.input()
    count = len(value.shape)
    given = call.get("dim")
    given = range(1, count) if given is None or given == [] else given
    chosen = sorted(int(a) % count for a in (given if not isinstance(given, int) else [given]))
    if 0 in chosen:
        chosen.remove(0)
    keep = bool(call.get("keepdim"))
    rest = [axis for axis in range(1, count) if axis not in chosen]
    after = tuple(1 if axis in chosen or axis == 0 else n for axis, n in enumerate(value.shape))
    if value.shape[0] != 1 or not 2 <= count <= 5:
        raise call.refused(_("it takes a tensor of shape {shape}").format(shape=[*value.shape]))
    if chosen == [2, 3] and count == 4:
        node = call.put(pool((1, 1)), call.growing.settled(value))
    else:
        node = _pooled(call, value, rest, chosen, pool)
    shape = after if keep else tuple(n for a, n in enumerate(after) if a not in chosen)
    return call.gives(node, shape=shape)


def _pooled(call: Call, value: Value, rest: list[int], chosen: list[int], pool: _Pool) -> str:
    """Return a node with one value for each of the rest, in their order."""
    index = value.index.transpose(0, *rest, *chosen)
    sizes = [value.shape[axis] for axis in rest]
    many = prod(value.shape[axis] for axis in chosen)
    if len(sizes) == 2:  # maps whose columns are what goes
        node = call.growing.settled(value, index.reshape(*sizes, many))
        return call.put(pool((sizes[1], 1)), node)
    node = call.growing.settled(value, index.reshape(prod(sizes), 1, many))
    return call.put(pool((1, 1)), node)


def _mean(call: Call) -> Result:
    return _over_axes(AdaptiveAvgPool2d, call)


def _largest(call: Call) -> Result:
    made = _over_axes(AdaptiveMaxPool2d, call)
    return [made, None] if call.name == "max" and call.get("dim") is not None else made


def _total(call: Call) -> Result:
    """Return a sum along axes: of few values one by one, else their mean times their count."""
    value, axes = call.input(), call.get("dim")
    axes = [axes] if isinstance(axes, int) else axes
    if axes and len(axes) == 1 and 2 <= value.shape[axes[0]] <= MOST_BRANCHES:
        keep = bool(call.get("keepdim"))
        numbers = ([number] if keep else number for number in range(value.shape[axes[0]]))
        parts = [np.take(value.index, number, axis=axes[0]) for number in numbers]
        views = [value.looked_at(part, call.origin, is_view=False) for part in parts]
        return joined(call, Add(), views)
    mean = _over_axes(AdaptiveAvgPool2d, call)
    return affine(call, mean, value.index.size / prod(mean.shape), None)


def _shares(layer: Layer, call: Call) -> Result:
    value = call.input()
    axis = int(call["dim"]) % len(value.shape)
    if prod(value.shape) != value.shape[axis]:
        if value.shape[axis] == 2 and isinstance(layer, Softmax):
            return _shares_of_two(call, value, axis)
        raise call.refused(_("it is taken of maps; here it takes a row of values"))
    node = call.growing.settled(value, value.index.ravel())
    return call.gives(call.put(layer, node), shape=value.shape)


def _shares_of_two(call: Call, value: Value, axis: int) -> Value:
    """Return a softmax of two maps, or branches: a sigmoid of their difference, and the rest."""
    one, other = (
        value.looked_at(np.take(value.index, [number], axis), call.origin, is_view=False)
        for number in (0, 1)
    )
    difference = joined(call, Add(), [one, affine(call, other, -1.0, None)])
    share = curved(call, activations.Sigmoid(), difference)
    rest = affine(call, share, -1.0, numbers_of(1.0))
    return put_together(call, [share, rest], axis)


GATHERING: dict[str, Rule] = {
    "adaptive_avg_pool2d": partial(_adaptive, AdaptiveAvgPool2d),
    "adaptive_max_pool2d": partial(_adaptive, AdaptiveMaxPool2d),
    "_adaptive_avg_pool2d": partial(_adaptive, AdaptiveAvgPool2d),
    "amax": _largest,
    "avg_pool2d": _avg_pool,
    "max": _largest,
    "max_pool2d": _max_pool,
    "mean": _mean,
    "softmax": partial(_shares, Softmax()),
    "_softmax": partial(_shares, Softmax()),
    "log_softmax": partial(_shares, LogSoftmax()),
    "_log_softmax": partial(_shares, LogSoftmax()),
    "sum": _total,
}
