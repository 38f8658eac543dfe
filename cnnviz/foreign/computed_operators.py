"""Operators without weights that compute: activations, pooling, sums, products, means."""

from collections.abc import Callable
from functools import partial
from math import prod

import numpy as np
from torch import Tensor

from cnnviz.cnn import activation_layers as activations
from cnnviz.cnn.branch_layers import MOST_BRANCHES, Add, Elementwise, Multiply
from cnnviz.cnn.layer_base import Layer, Shape, ShapeError
from cnnviz.cnn.layers import Dropout, LogSoftmax, Softmax
from cnnviz.cnn.ops import Array
from cnnviz.cnn.pooling_layers import (
    AdaptiveAvgPool2d,
    AdaptiveMaxPool2d,
    AvgPool2d,
    MaxPool2d,
)
from cnnviz.cnn.scale_layers import Scale
from cnnviz.foreign.call import Call, Result, Rule, numbers_of
from cnnviz.foreign.values import Index, Value
from cnnviz.language import _

_Factor = Array | float | None

# Value by value


def curved(call: Call, layer: Layer, value: Value) -> Value:
    """Return what a curve makes of every value: moved or not, it stays where it stands."""
    if value.has_all:
        node = call.put(layer, value.node)
        return call.gives(node, None if value.is_in_order else value.index, value.shape)
    return call.gives(call.put(layer, _plain(call, value)), shape=value.shape)


def _plain(call: Call, value: Value) -> str:
    """Return a node with the values alone, as maps or in a row."""
    inner = value.shape[1:] if value.shape[:1] == (1,) else value.shape
    index = value.index.reshape(inner)
    if index.ndim not in (1, 3):
        index = index.reshape(_three(inner))
    return call.growing.settled(value, index)


def _three(shape: tuple[int, ...]) -> tuple[int, ...]:
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
    node = call.put(layer, _plain(call, value))
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
    return curved(call, Dropout(float(call.get("p", 0.5))), call.input())


def _elu(call: Call) -> Result:
    if (call.get("scale", 1), call.get("input_scale", 1)) != (1, 1):
        raise call.refused(_("it is scaled"))
    return curved(call, activations.ELU(float(call.get("alpha", 1.0))), call.input())


def _selu(call: Call) -> Result:
    """Return ELU with the two numbers of Klambauer et al. 2017, scaled by the second."""
    curve = curved(call, activations.ELU(_SELU_ALPHA), call.input())
    return _affine(call, curve, _SELU_SCALE, None)


_SELU_ALPHA, _SELU_SCALE = 1.6732632423543772, 1.0507009873554805

# Sums and products


def joined(call: Call, layer: Elementwise, values: list[Value]) -> Value:
    """Return values joined cell by cell.

    The nodes as they are, where the same cells of them meet; else the values are moved there first.
    """
    shape = np.broadcast_shapes(*(value.shape for value in values))
    nodes = [value.node for value in values]
    try:
        made = layer.output_shape(*(call.growing.shapes[node] for node in nodes))
    except ShapeError:
        made = ()
    if made and (index := _meeting(call, values, made, shape)) is not None:
        return call.gives(call.put(layer, *nodes), index)
    moved = [_padded_axes(value, len(shape)) for value in values]
    settled = [
        call.growing.settled(value, index.reshape(_alike(index.shape)))
        for value, index in zip(values, moved, strict=True)
    ]
    return call.gives(call.put(layer, *settled), shape=shape)


def _meeting(call: Call, values: list[Value], made: Shape, shape: Shape) -> Index | None:
    """Return where the results stand that PyTorch wants, if joined nodes have them."""
    wanted = [np.broadcast_to(value.index, shape) for value in values]
    given = [
        np.broadcast_to(np.arange(prod(own)).reshape(own), made)
        for own in (call.growing.shapes[value.node] for value in values)
    ]
    sizes = [each.size for each in given]
    whole = [
        number
        for number, value in enumerate(values)
        if prod(call.growing.shapes[value.node]) == sizes[number]
    ]
    if not whole:
        return None
    index = wanted[whole[0]]  # the numbers in a node of full size are those in the result
    fits = all(
        np.array_equal(own.ravel()[index], want) for own, want in zip(given, wanted, strict=True)
    )
    return index if fits and index.size == prod(made) else None


def _padded_axes(value: Value, count: int) -> Index:
    return value.index.reshape(*[1] * (count - len(value.shape)), *value.shape)


def _alike(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape of a node, with as many axes for each value that is joined."""
    inner = shape[1:] if shape[:1] == (1,) else shape
    if len(inner) in (1, 3):
        return inner
    return (*[1] * (3 - len(inner)), *inner) if len(inner) < 3 else (prod(inner[:-2]), *inner[-2:])


def _sum(sign: float, call: Call) -> Result:
    first, second = call["self"], call["other"]
    factor = sign * float(call.get("alpha") or 1)
    if isinstance(first, Value) and isinstance(second, Value):
        if factor != 1:
            second = _affine(call, second, factor, None)
        return joined(call, Add(), [first, second])
    if isinstance(first, Value):
        return _affine(call, first, None, numbers_of(second) * np.float32(factor))
    return _affine(call, second, factor, numbers_of(first))


def _product(call: Call) -> Result:
    first, second = call["self"], call["other"]
    if isinstance(first, Value) and isinstance(second, Value):
        return joined(call, Multiply(), [first, second])
    value, factor = (first, second) if isinstance(first, Value) else (second, first)
    return _affine(call, value, numbers_of(factor), None)


def _quotient(call: Call) -> Result:
    value, divisor = call["self"], call["other"]
    if isinstance(divisor, Value) or call.get("rounding_mode"):
        raise call.refused(_("it divides by what is computed from the picture, or rounds"))
    with np.errstate(divide="ignore"):
        factor = 1 / numbers_of(divisor).astype(np.float64)
    return _affine(call, value, factor.astype(np.float32), None)


def _reversed_difference(call: Call) -> Result:
    if isinstance(call["other"], Value) or call.get("alpha", 1) != 1:
        raise call.refused(_("both are computed from the picture"))
    return _affine(call, call.input("self"), -1.0, numbers_of(call["other"]))


def _negative(call: Call) -> Result:
    return _affine(call, call.input(), -1.0, None)


def _affine(call: Call, value: Value, factor: _Factor, shift: _Factor) -> Value:
    """Return a value scaled and shifted by constants: one for all, or one for each channel.

    Raises:
        ForeignError: If the constants differ within a channel.
    """
    numbers = [np.float32(1) if factor is None else np.asarray(factor, np.float32)]
    numbers += [] if shift is None else [np.asarray(shift, np.float32)]
    shape = np.broadcast_shapes(value.shape, *(each.shape for each in numbers))
    if shape != tuple(value.shape):
        raise call.refused(_("a constant makes the tensor larger"))
    if all(each.size == 1 for each in numbers):
        arrays = [each.reshape(1) for each in numbers]
        return curved(call, _scale(call, arrays), value)
    if not value.has_all:
        node = _plain(call, value)
        value = call.gives(node, shape=value.shape)
    size = call.growing.shapes[value.node]
    arrays = []
    for each in numbers:
        spread = np.empty(prod(size), np.float32)
        spread[value.index.ravel()] = np.broadcast_to(each, value.shape).ravel()
        channels = spread.reshape(size[0], -1)
        if not (channels == channels[:, :1]).all():
            raise call.refused(_("its constants differ from place to place"))
        arrays.append(channels[:, 0].copy())
    return curved(call, _scale(call, arrays), value)


def _scale(call: Call, arrays: list[Array]) -> Layer:
    key = call.key(*(each.tobytes() for each in arrays))
    return call.growing.shared(key, lambda: Scale(*arrays))


def _power(call: Call) -> Result:
    if call.get("exponent") != 2:
        raise call.refused(_("only squares are known"))
    value = call.input("self")
    return joined(call, Multiply(), [value, value])


def _square(call: Call) -> Result:
    value = call.input()
    return joined(call, Multiply(), [value, value])


# Windows and means


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
    """Return a sum along axes: of few values one by one, of many their mean times their count."""
    value, axes = call.input(), call.get("dim")
    axes = [axes] if isinstance(axes, int) else axes
    if axes and len(axes) == 1 and 2 <= value.shape[axes[0]] <= MOST_BRANCHES:
        keep = bool(call.get("keepdim"))
        numbers = ([number] if keep else number for number in range(value.shape[axes[0]]))
        parts = [np.take(value.index, number, axis=axes[0]) for number in numbers]
        views = [value.looked_at(part, call.origin, is_view=False) for part in parts]
        return joined(call, Add(), views)
    mean = _over_axes(AdaptiveAvgPool2d, call)
    return _affine(call, mean, value.index.size / prod(mean.shape), None)


def _shares(layer: Layer, call: Call) -> Result:
    value = call.input()
    axis = int(call["dim"]) % len(value.shape)
    if prod(value.shape) != value.shape[axis]:
        raise call.refused(_("it is taken of maps; here it takes a row of values"))
    node = call.growing.settled(value, value.index.ravel())
    return call.gives(call.put(layer, node), shape=value.shape)


COMPUTED: dict[str, Rule] = {
    "adaptive_avg_pool2d": partial(_adaptive, AdaptiveAvgPool2d),
    "adaptive_max_pool2d": partial(_adaptive, AdaptiveMaxPool2d),
    "_adaptive_avg_pool2d": partial(_adaptive, AdaptiveAvgPool2d),
    "add": partial(_sum, 1.0),
    "amax": _largest,
    "avg_pool2d": _avg_pool,
    "clamp": _clamp,
    "clamp_min": _clamp,
    "clamp_max": _clamp,
    "clip": _clamp,
    "div": _quotient,
    "divide": _quotient,
    "true_divide": _quotient,
    "dropout": _dropout,
    "elu": _elu,
    "gelu": partial(_curve, lambda call: activations.GELU(call.get("approximate") or "none")),
    "hardsigmoid": _plain_curve(activations.Hardsigmoid),
    "hardswish": _plain_curve(activations.Hardswish),
    "hardtanh": _clamp,
    "leaky_relu": partial(
        _curve, lambda call: activations.LeakyReLU(float(call.get("negative_slope", 0.01)))
    ),
    "max": _largest,
    "max_pool2d": _max_pool,
    "mean": _mean,
    "mish": _plain_curve(activations.Mish),
    "mul": _product,
    "multiply": _product,
    "neg": _negative,
    "pow": _power,
    "prelu": _prelu,
    "relu": _plain_curve(activations.ReLU),
    "relu6": _plain_curve(activations.ReLU6),
    "rsub": _reversed_difference,
    "selu": _selu,
    "sigmoid": _plain_curve(activations.Sigmoid),
    "silu": _plain_curve(activations.SiLU),
    "softmax": partial(_shares, Softmax()),
    "_softmax": partial(_shares, Softmax()),
    "log_softmax": partial(_shares, LogSoftmax()),
    "_log_softmax": partial(_shares, LogSoftmax()),
    "softplus": partial(
        _curve,
        lambda call: activations.Softplus(
            float(call.get("beta", 1)), float(call.get("threshold", 20))
        ),
    ),
    "square": _square,
    "sub": partial(_sum, -1.0),
    "subtract": partial(_sum, -1.0),
    "sum": _total,
    "tanh": _plain_curve(activations.Tanh),
}
