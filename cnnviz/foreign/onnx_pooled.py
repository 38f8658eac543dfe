"""Operators of ONNX that make one value of many: of windows, and of axes."""

from collections.abc import Callable
from functools import partial
from math import prod

from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.moving_layers import Pad
from cnnviz.cnn.ops import Pair
from cnnviz.cnn.pooling_layers import (
    AdaptiveAvgPool2d,
    AdaptiveMaxPool2d,
    AvgPool2d,
    MaxPool2d,
)
from cnnviz.foreign.onnx_call import OnnxCall, OnnxRule
from cnnviz.foreign.onnx_weighted import Sides, paddings, pair
from cnnviz.foreign.values import Value
from cnnviz.language import _


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


def _reduced(pool: Callable[..., Layer], call: OnnxCall) -> Value:
    """Return the mean, or the largest, of values along some axes, for each of the rest."""
    value, axes = call.value(), call.whole(1, "axes")
    rank, keep = len(value.shape), bool(call.attribute("keepdims", 1))
    if axes == [] and call.attribute("noop_with_empty_axes", 0):
        return value
    over = sorted({axis % rank for axis in axes or range(rank)})
    if not 2 <= rank <= 5 or value.shape[0] != 1 or (0 in over and not keep):
        raise call.refused(_("it is not one over channels, rows or columns"))
    shape = [1 if axis in over else n for axis, n in enumerate(value.shape)]
    if not keep:
        shape = [n for axis, n in enumerate(value.shape) if axis not in over]
    over = [axis - 1 for axis in over if axis]
    rest = [axis for axis in range(rank - 1) if axis not in over]
    return call.gives(_pooled(call, value, rest, over, pool), shape=shape)


def _pooled(
    call: OnnxCall, value: Value, rest: list[int], over: list[int], pool: Callable[..., Layer]
) -> str:
    """Return a node with one value for each of the rest, in their order."""
    index = value.index[0].transpose([*rest, *over])
    sizes = index.shape[: len(rest)]
    if len(rest) == 1 and len(over) == 2:
        return call.put(pool(), call.growing.settled(value, index))
    if len(rest) == 2:  # maps whose columns are what goes
        node = call.growing.settled(value, index.reshape(*sizes, -1))
        return call.put(pool((sizes[1], 1)), node)
    return call.put(pool(), call.growing.settled(value, index.reshape(prod(sizes), 1, -1)))


POOLED: dict[str, OnnxRule] = {
    "MaxPool": _max_pool,
    "AveragePool": _avg_pool,
    "GlobalAveragePool": partial(_global, AdaptiveAvgPool2d),
    "GlobalMaxPool": partial(_global, AdaptiveMaxPool2d),
    "ReduceMean": partial(_reduced, AdaptiveAvgPool2d),
    "ReduceMax": partial(_reduced, AdaptiveMaxPool2d),
}
