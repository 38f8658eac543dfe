"""Operators of ONNX that move values: no nodes yet, see `values`; or layers of their own."""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np

from cnnviz.cnn.branch_layers import Concatenate
from cnnviz.cnn.layers import Flatten
from cnnviz.cnn.moving_layers import Pad, PadMode, UpsampleNearest
from cnnviz.cnn.spread_layers import UpsampleBilinear
from cnnviz.foreign.moves import is_shuffle
from cnnviz.foreign.onnx_call import Made, OnnxCall, OnnxRule
from cnnviz.foreign.values import Index, Value
from cnnviz.language import _

MOST_MOVED = 100_000_000  # values


def new_shape(call: OnnxCall, old: Sequence[int], asked: Sequence[int]) -> list[int]:
    """Return the shape that a reshape asks for: 0 keeps a side, −1 takes the rest."""
    sides = [
        old[at] if side == 0 and at < len(old) and not call.attribute("allowzero", 0) else side
        for at, side in enumerate(asked)
    ]
    known = prod(side for side in sides if side != -1)
    if sides.count(-1) == 1 and known:
        sides[sides.index(-1)] = prod(old) // known
    if len(sides) > 8 or prod(sides) != prod(old) or min(sides, default=1) < 1:
        raise call.refused(_("it does not fit its input"))
    return sides


def _by_index(function: Callable[[OnnxCall, Index], Index]) -> OnnxRule:
    """Return the rule of an operator that does to values what it does to their numbers."""

    def rule(call: OnnxCall) -> Made:
        value = call.value()
        made = call.moved(value, np.ascontiguousarray(function(call, value.index)))
        is_maps = len(made.shape) == 4 and made.shape[0] == 1
        if is_maps and is_shuffle(made.index[0], call.growing.shapes[made.node]):
            return call.gives(call.growing.settled(made))
        return made

    return rule


def _reshape(call: OnnxCall, index: Index) -> Index:
    asked = call.whole(1, "shape")
    if asked is None:
        raise call.refused(_("it does not tell the new shape"))
    return index.reshape(new_shape(call, index.shape, asked))


def _flatten(call: OnnxCall) -> Made:
    value = call.value()
    axis = int(call.attribute("axis", 1)) % (len(value.shape) + 1)
    shape = (prod(value.shape[:axis]), prod(value.shape[axis:]))
    if axis == 1 and len(value.shape) == 4 and value.is_in_order and value.shape[0] == 1:
        node = call.growing.settled(value)
        if len(call.growing.shapes[node]) == 3:
            return call.gives(call.put(Flatten(), node))
    return call.moved(value, value.index.reshape(shape))


def _transpose(call: OnnxCall, index: Index) -> Index:
    order = call.attribute("perm", list(range(index.ndim))[::-1])
    if sorted(order) != list(range(index.ndim)):
        raise call.refused(_("it does not fit its input"))
    return index.transpose([int(axis) for axis in order])


def _squeeze(call: OnnxCall, index: Index) -> Index:
    axes = call.whole(1, "axes")
    if axes is None:
        axes = [axis for axis, n in enumerate(index.shape) if n == 1]
    kept = {axis % index.ndim for axis in axes}
    if any(index.shape[axis] != 1 for axis in kept):
        raise call.refused(_("it does not fit its input"))
    return index.reshape([n for axis, n in enumerate(index.shape) if axis not in kept])


def _unsqueeze(call: OnnxCall, index: Index) -> Index:
    axes = call.whole(1, "axes") or []
    if index.ndim + len(axes) > 8:
        raise call.refused(_("it does not fit its input"))
    return np.expand_dims(index, tuple(axes))


def _slice(call: OnnxCall, index: Index) -> Index:
    return index[slices(call, index.shape)]


def slices(call: OnnxCall, shape: Sequence[int]) -> tuple[slice, ...]:
    """Return what a slice keeps of each axis."""
    starts, ends = call.whole(1, "starts"), call.whole(2, "ends")
    axes, steps = call.whole(3, "axes"), call.whole(4, "steps")
    if starts is None or ends is None or len(starts) != len(ends):
        raise call.refused(_("it does not tell what it keeps"))
    axes = list(range(len(starts))) if axes is None else axes
    steps = [1] * len(starts) if steps is None else steps
    kept = [slice(None)] * len(shape)
    for axis, first, end, step in zip(axes, starts, ends, steps, strict=True):
        if step == 0 or (step < 0 and end < -shape[axis]):
            kept[axis] = slice(first, None, step or 1)
        else:
            kept[axis] = slice(first, end, step)
    return tuple(kept)


def _split(call: OnnxCall) -> Made:
    value = call.value()
    axis = int(call.attribute("axis", 0)) % len(value.shape)
    sizes, count = call.whole(1, "split"), len(call.node.outputs)
    if sizes is None:
        each = -(-value.shape[axis] // count)
        sizes = [min(each, value.shape[axis] - each * at) for at in range(count)]
    if sum(sizes) != value.shape[axis] or min(sizes) < 1:
        raise call.refused(_("it does not fit its input"))
    parts = np.split(value.index, np.cumsum(sizes)[:-1], axis)
    return [call.moved(value, np.ascontiguousarray(part)) for part in parts]


def _gather(call: OnnxCall, index: Index) -> Index:
    taken = call.numbers(1)
    axis = int(call.attribute("axis", 0)) % index.ndim
    if taken is None or taken.dtype.kind not in "iu":
        raise call.refused(_("it does not tell what it keeps"))
    if index.size // index.shape[axis] * taken.size > MOST_MOVED:
        raise call.refused(_("it is too large"))
    return index.take(taken, axis)


def _depth_to_space(call: OnnxCall, index: Index) -> Index:
    batch, channels, rows, columns = index.shape
    r = int(call.attribute("blocksize", 1))
    if r < 1 or channels % (r * r):
        raise call.refused(_("it does not fit its input"))
    count = channels // (r * r)
    if call.attribute("mode", "DCR") == "CRD":
        parts = index.reshape(batch, count, r, r, rows, columns).transpose(0, 1, 4, 2, 5, 3)
    else:
        parts = index.reshape(batch, r, r, count, rows, columns).transpose(0, 3, 4, 1, 5, 2)
    return parts.reshape(batch, count, rows * r, columns * r)


def _space_to_depth(call: OnnxCall, index: Index) -> Index:
    batch, channels, rows, columns = index.shape
    r = int(call.attribute("blocksize", 1))
    if r < 1 or rows % r or columns % r:
        raise call.refused(_("it does not fit its input"))
    parts = index.reshape(batch, channels, rows // r, r, columns // r, r)
    return parts.transpose(0, 3, 5, 1, 2, 4).reshape(batch, -1, rows // r, columns // r)


def _as_it_is(call: OnnxCall) -> Made:
    return call.value()


def _concatenated(call: OnnxCall) -> Made:
    values = [call.value(at) for at in range(len(call.given))]
    if len(values) == 1:
        return values[0]
    rank = len(values[0].shape)
    axis = int(call.attribute("axis", 1)) % rank
    if axis == 0 or rank not in (2, 3, 4) or any(len(value.shape) != rank for value in values):
        raise call.refused(_("it joins along another axis than channels, rows or columns"))
    rest = [other for other in range(rank - 1) if other != axis - 1]
    order = [axis - 1, *rest]  # the axis first, as channels are
    nodes = []
    for value in values:
        turned = value.index[0].transpose(order)
        nodes.append(call.growing.settled(value, turned if turned.ndim != 2 else turned[..., None]))
    made = call.put(Concatenate(), *nodes)
    shape = call.growing.shapes[made]
    index = np.arange(prod(shape)).reshape(shape[: rank - 1])
    back = np.argsort(order).tolist()
    return call.gives(made, np.ascontiguousarray(index.transpose(back))[None])


_MODES: dict[str, PadMode] = {
    "constant": "constant", "reflect": "reflect", "edge": "replicate", "wrap": "circular",
}  # fmt: skip


def _pad(call: OnnxCall) -> Made:
    value, pads = call.value(), call.whole(1, "pads")
    mode, axes = _MODES.get(str(call.attribute("mode", "constant"))), call.whole(3)
    rank = len(value.shape)
    if pads is None or mode is None or rank != 4:
        raise call.refused(_("it does not pad rows and columns"))
    axes = list(range(rank)) if axes is None else [axis % rank for axis in axes]
    if len(pads) != 2 * len(axes):
        raise call.refused(_("it does not fit its input"))
    around = {axis: (pads[at], pads[at + len(axes)]) for at, axis in enumerate(axes)}
    if any(any(around.get(axis, (0, 0))) for axis in (0, 1)):
        raise call.refused(_("it pads channels"))
    (top, bottom), (left, right) = around.get(2, (0, 0)), around.get(3, (0, 0))
    if (top, bottom, left, right) == (0, 0, 0, 0):
        return value
    amount = call.number(2, "value", 0.0)
    return call.gives(call.put(Pad(top, bottom, left, right, mode, amount), call.maps()))


# Larger and smaller maps


def _resize(call: OnnxCall) -> Made:
    value = call.value()
    if len(value.shape) != 4 or call.attribute("axes") is not None:
        raise call.refused(_("it does not resize rows and columns"))
    factors = _factors(call, value)
    mode = call.attribute("mode", "nearest")
    how = call.attribute("coordinate_transformation_mode", "half_pixel")
    if mode == "nearest":
        return _nearest(call, value, factors, how)
    if mode != "linear" or call.attribute("antialias", 0):
        raise call.refused(_("it resizes by {mode}").format(mode=repr(str(mode)[:40])))
    if how not in ("half_pixel", "pytorch_half_pixel", "align_corners"):
        raise call.refused(_("it resizes by {mode}").format(mode=repr(str(how)[:40])))
    return call.gives(call.put(UpsampleBilinear(factors, how == "align_corners"), call.maps()))


def _factors(call: OnnxCall, value: Value) -> tuple[float, float]:
    at = 1 if call.node.operator == "Upsample" or len(call.given) == 2 else 2
    scales, sizes = call.numbers(at), call.numbers(3)
    numbers = [float(n) for n in (call.attribute("scales", []) if scales is None else scales)]
    if sizes is not None and sizes.size == 4:
        numbers = [n / old for n, old in zip(sizes.tolist(), value.shape, strict=True)]
    if len(numbers) != 4 or numbers[:2] != [1.0, 1.0]:
        raise call.refused(_("it does not resize rows and columns"))
    return numbers[2], numbers[3]


def _nearest(call: OnnxCall, value: Value, factors: tuple[float, float], how: str) -> Made:
    rounding = call.attribute("nearest_mode", "round_prefer_floor")
    if call.node.operator == "Upsample":
        how, rounding = "asymmetric", "floor"
    layer = UpsampleNearest(factors)
    taken = []
    for n, factor in zip(value.shape[2:], factors, strict=True):
        at = np.arange(int(n * factor + 1e-6), dtype=np.float64)
        taken.append(_rounded(call, _source(call, at, n, factor, how), rounding).clip(0, n - 1))
    usual = [layer.taken(n, f) for n, f in zip(value.shape[2:], factors, strict=True)]
    if all(map(np.array_equal, taken, usual)):
        return call.gives(call.put(layer, call.maps()))
    rows, columns = taken
    return call.moved(value, np.ascontiguousarray(value.index[:, :, rows][:, :, :, columns]))


def _source(call: OnnxCall, at: Any, n: int, factor: float, how: str) -> Any:  # noqa: ANN401
    if how == "asymmetric":
        return at / factor
    if how in ("half_pixel", "pytorch_half_pixel"):
        return (at + 0.5) / factor - 0.5
    if how == "align_corners":
        return at * (n - 1) / max(1, len(at) - 1)
    raise call.refused(_("it resizes by {mode}").format(mode=repr(how[:40])))


def _rounded(call: OnnxCall, source: Any, rounding: str) -> Index:  # noqa: ANN401
    near = 1e-9
    made = {
        "floor": lambda: np.floor(source + near),
        "ceil": lambda: np.ceil(source - near),
        "round_prefer_floor": lambda: np.ceil(source - 0.5 - near),
        "round_prefer_ceil": lambda: np.floor(source + 0.5 + near),
    }.get(rounding)
    if made is None:
        raise call.refused(_("it resizes by {mode}").format(mode=repr(rounding[:40])))
    return np.asarray(made(), np.int64)


MOVED: dict[str, OnnxRule] = {
    "Identity": _as_it_is,
    "Cast": _as_it_is,
    "Flatten": _flatten,
    "Reshape": _by_index(_reshape),
    "Transpose": _by_index(_transpose),
    "Squeeze": _by_index(_squeeze),
    "Unsqueeze": _by_index(_unsqueeze),
    "Slice": _by_index(_slice),
    "Gather": _by_index(_gather),
    "DepthToSpace": _by_index(_depth_to_space),
    "SpaceToDepth": _by_index(_space_to_depth),
    "Split": _split,
    "Concat": _concatenated,
    "Pad": _pad,
    "Resize": _resize,
    "Upsample": _resize,
}
