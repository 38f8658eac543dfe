"""Operators that make one value of many: of windows, of axes, of a row."""

from collections.abc import Callable, Sequence
from functools import partial
from math import prod

import numpy as np

from cnnviz.cnn.branch_layers import MOST_BRANCHES, Add
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.pooling_layers import (
    AdaptiveAvgPool2d,
    AdaptiveMaxPool2d,
    AvgPool2d,
    MaxPool2d,
)
from cnnviz.foreign.arithmetic_operators import affine, joined
from cnnviz.foreign.call import Call, Result, Rule
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


Axes = Sequence[int] | int | None
_Pool = Callable[[tuple[int, int]], Layer]


def over_axes(pool: _Pool, call: Call, value: Value, axes: Axes, *, keep: bool) -> Value:
    """Return one value of many along some axes of maps, for each of the rest: as a pool does.

    Axes that are not rows and columns are brought there first.

    Args:
        pool: Makes one value of all: AdaptiveAvgPool2d.
        call: Where it is computed.
        value: Of which.
        axes: Along which; None: along all.
        keep: Whether the axes stay, one long.

    Raises:
        ForeignError: If there are too many axes.
    """
    count = len(value.shape)
    given = range(1, count) if axes is None else [axes] if isinstance(axes, int) else axes
    chosen = sorted(int(axis) % count for axis in given)
    is_of_all = axes is None or 0 in chosen  # then no axis of pictures stays
    chosen = [axis for axis in chosen if axis]
    rest = [axis for axis in range(1, count) if axis not in chosen]
    after = tuple(1 if axis in chosen or axis == 0 else n for axis, n in enumerate(value.shape))
    if value.shape[0] != 1 or not 2 <= count <= 5:
        raise call.refused(_("it takes a tensor of shape {shape}").format(shape=[*value.shape]))
    if chosen == [2, 3] and count == 4:
        node = call.put(pool((1, 1)), call.growing.settled(value))
    else:
        node = _pooled(call, value, rest, chosen, pool)
    gone = [*chosen, 0] if is_of_all else chosen
    shape = after if keep else tuple(n for axis, n in enumerate(after) if axis not in gone)
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
    keep, value, axes = bool(call.get("keepdim")), call.input(), axes_of(call)
    if axes in (0, [0]) and 2 <= value.shape[0] <= MOST_BRANCHES:  # of branches that were stacked
        total = _total(call)
        assert isinstance(total, Value)  # a sum of few gives one
        return affine(call, total, 1 / value.shape[0], None)
    return over_axes(AdaptiveAvgPool2d, call, call.input(), axes_of(call), keep=keep)


def axes_of(call: Call) -> Axes:
    """Return the axes that an operator goes along; None: along all."""
    found: Axes = call.get("dim")
    return None if found == [] else found


def _total(call: Call) -> Result:
    """Return a sum along axes: of few values one by one, else their mean times their count."""
    value, axes = call.input(), axes_of(call)
    axes = [axes] if isinstance(axes, int) else axes
    if axes and len(axes) == 1 and 2 <= value.shape[axes[0]] <= MOST_BRANCHES:
        keep = bool(call.get("keepdim"))
        numbers = ([number] if keep else number for number in range(value.shape[axes[0]]))
        parts = [np.take(value.index, number, axis=axes[0]) for number in numbers]
        views = [value.looked_at(part, call.origin, is_view=False) for part in parts]
        return joined(call, Add(), views)
    mean = over_axes(AdaptiveAvgPool2d, call, value, axes, keep=bool(call.get("keepdim")))
    return affine(call, mean, value.index.size / prod(mean.shape), None)


GATHERING: dict[str, Rule] = {
    "adaptive_avg_pool2d": partial(_adaptive, AdaptiveAvgPool2d),
    "adaptive_max_pool2d": partial(_adaptive, AdaptiveMaxPool2d),
    "_adaptive_avg_pool2d": partial(_adaptive, AdaptiveAvgPool2d),
    "avg_pool2d": _avg_pool,
    "max_pool2d": _max_pool,
    "mean": _mean,
    "sum": _total,
}
