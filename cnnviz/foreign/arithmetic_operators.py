"""Operators that add and multiply: what branches give, and constants."""

from functools import partial
from math import prod

import numpy as np

from cnnviz.cnn import activation_layers as activations
from cnnviz.cnn.branch_layers import Add, Elementwise, Multiply
from cnnviz.cnn.layer_base import Layer, Shape, ShapeError
from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale_layers import Scale
from cnnviz.foreign.call import Call, Result, Rule, numbers_of
from cnnviz.foreign.curve_operators import curved, plain
from cnnviz.foreign.moves import unrepeated
from cnnviz.foreign.values import Index, Value
from cnnviz.language import _

_Factor = Array | float | None


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
    moved = unrepeated([_padded_axes(value, len(shape)) for value in values])
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
            second = affine(call, second, factor, None)
        return joined(call, Add(), [first, second])
    if isinstance(first, Value):
        return affine(call, first, None, numbers_of(second) * np.float32(factor))
    return affine(call, second, factor, numbers_of(first))


def _product(call: Call) -> Result:
    first, second = call["self"], call["other"]
    if isinstance(first, Value) and isinstance(second, Value):
        return joined(call, Multiply(), [first, second])
    value, factor = (first, second) if isinstance(first, Value) else (second, first)
    return affine(call, value, numbers_of(factor), None)


def _reversed_difference(call: Call) -> Result:
    if isinstance(call["other"], Value) or call.get("alpha", 1) != 1:
        raise call.refused(_("both are computed from the picture"))
    return affine(call, call.input("self"), -1.0, numbers_of(call["other"]))


def _negative(call: Call) -> Result:
    return affine(call, call.input(), -1.0, None)


def affine(call: Call, value: Value, factor: _Factor, shift: _Factor) -> Value:
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
        node = plain(call, value)
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


def _selu(call: Call) -> Result:
    """Return ELU with the two numbers of Klambauer et al. 2017, scaled by the second."""
    curve = curved(call, activations.ELU(_SELU_ALPHA), call.input())
    return affine(call, curve, _SELU_SCALE, None)


_SELU_ALPHA, _SELU_SCALE = 1.6732632423543772, 1.0507009873554805

ARITHMETIC: dict[str, Rule] = {
    "add": partial(_sum, 1.0),
    "mul": _product,
    "multiply": _product,
    "neg": _negative,
    "rsub": _reversed_difference,
    "selu": _selu,
    "sub": partial(_sum, -1.0),
    "subtract": partial(_sum, -1.0),
}
