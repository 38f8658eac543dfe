"""Operators that move values: as views where nobody computes with them, as layers of their own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import torch
from torch.nn.functional import interpolate

from cnnviz.cnn.branch_layers import Concatenate
from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.layers import Flatten
from cnnviz.cnn.moving_layers import (
    ChannelShuffle,
    Pad,
    PadMode,
    PixelShuffle,
    UpsampleNearest,
)
from cnnviz.cnn.spread_layers import UpsampleBilinear
from cnnviz.foreign.call import Call, Result, Rule
from cnnviz.foreign.constant_parts import without_constants
from cnnviz.foreign.curve_operators import need_no_chance
from cnnviz.foreign.moves import is_shuffle
from cnnviz.foreign.values import Value
from cnnviz.language import _


def _moved(call: Call) -> Result:
    """Return what a function that only moves values makes: no node yet, but of a shuffle."""
    value = call.input()
    options = {
        name: torch.empty(1).expand(given.shape) if isinstance(given, Value) else given
        for name, given in call.arguments.items()  # of another tensor its shape is asked
    }
    function: Callable[..., Any] = getattr(torch.ops.aten, call.name)
    del options[next(iter(options))]  # the tensor itself
    made = value.moved(partial(function, **options), call.origin, is_view=call.is_view)
    if isinstance(made, list) or made.shape[:1] != (1,) or made.is_in_order:
        return made
    if len(made.shape) == 4 and is_shuffle(made.index[0], call.growing.shapes[made.node]):
        return call.gives(call.growing.settled(made), shape=made.shape)
    return made


def _as_it_is(call: Call) -> Result:
    value = call.input()
    return value.looked_at(value.index, value.origin, is_view=call.is_view)


def _dropped(call: Call) -> Result:
    need_no_chance(call)
    return _as_it_is(call)


def _flatten(call: Call) -> Result:
    value = call.input()
    made = _moved(call)
    is_row = len(call.shape) == 2 and call.shape[0] == 1
    if isinstance(made, Value) and is_row and len(value.shape) == 4 and value.is_in_order:
        node = call.growing.settled(value)
        if len(call.growing.shapes[node]) == 3:
            return call.gives(call.put(Flatten(), node))
    return made


def _shuffle(call: Call) -> Result:
    return call.gives(call.put(ChannelShuffle(int(call["groups"])), call.maps()))


def _pixel_shuffle(call: Call) -> Result:
    return call.gives(call.put(PixelShuffle(int(call["upscale_factor"])), call.maps()))


def _upsample_nearest(call: Call) -> Result:
    node = call.maps()
    factors = _factors(call, call.growing.shapes[node][1:])
    return call.gives(call.put(UpsampleNearest(factors), node))


def _factors(call: Call, before: Shape) -> tuple[float, float]:
    """Return how many times as large maps become: as chosen, else as their sizes say."""
    chosen = call.get("scale_factors")
    if chosen:
        return float(chosen[0]), float(chosen[-1])
    rows, columns = (after / size for after, size in zip(call.shape[2:], before, strict=True))
    return rows, columns


def _upsample_bilinear(call: Call) -> Result:
    node = call.maps()
    factors = _factors(call, call.growing.shapes[node][1:])
    layer = UpsampleBilinear(factors, bool(call.get("align_corners")))
    return call.gives(call.put(layer, node))


def padded(
    call: Call, node: str, around: Sequence[int], mode: PadMode = "constant", value: float = 0.0
) -> str:
    """Return a node with rows and columns around maps, given as left, right, top, bottom."""
    left, right, top, bottom = (*around, 0, 0, 0, 0)[:4]
    if not any(around):
        return node
    return call.put(Pad(top, bottom, left, right, mode, value), node)


def _pad(call: Call) -> Result:
    around, word = [int(n) for n in call["pad"]], call.get("mode", "constant")
    value = float(call.get("value") or 0.0)
    if len(around) > 6:
        raise call.refused(_("it pads more than channels, rows and columns"))
    if min(around) < 0:
        return _cut_and_padded(call, around, word, value)
    if not any(around):
        return _as_it_is(call)
    given = call.input()
    if len(around) <= 4 or not any(around[4:]):
        return call.gives(padded(call, call.maps(), around[:4], word, value))
    if len(given.shape) != 4 or given.shape[0] != 1 or word != "constant":
        raise call.refused(_("it takes a tensor of shape {shape}").format(shape=[*given.shape]))
    # Channels are padded as rows are: with their axes exchanged before and after.
    node = call.growing.settled(given, given.index[0].swapaxes(0, 1))
    node = padded(call, node, [0, 0, *around[4:]], word, value)
    shape = call.growing.shapes[node]
    numbers = np.arange(np.prod(shape)).reshape(shape).swapaxes(0, 1)[None]
    turned = call.gives(node, numbers)
    if not any(around[:4]):
        return call.gives(call.growing.settled(turned))
    return call.gives(padded(call, call.growing.settled(turned), around[:4], word, value))


def _cut_and_padded(call: Call, around: list[int], word: PadMode, value: float) -> Result:
    """Return what is cut off where a side is below 0, and padded elsewhere."""
    given = call.input()
    index = given.index
    for number, (before, behind) in enumerate(zip(around[::2], around[1::2], strict=True), 1):
        axis = index.ndim - number
        kept = range(max(0, -before), index.shape[axis] - max(0, -behind))
        index = index.take(kept, axis)
    rest = [max(0, side) for side in around]
    cut = given.looked_at(index, call.origin, is_view=False)
    if not any(rest):
        return cut
    inner = replace(call, arguments={"self": cut, "pad": rest, "mode": word, "value": value})
    return _pad(inner)


def _pad_as(mode: PadMode, call: Call) -> Result:
    return call.gives(padded(call, call.maps(), [int(n) for n in call["padding"]], mode))


def _chosen(call: Call) -> Result:
    """Return the values at places that constants tell, along the axes they stand at."""
    value, places = call.input(), call["indices"]
    if any(isinstance(each, Value) for each in places):
        raise call.refused(_("its places are computed from the picture"))
    at = tuple(slice(None) if each is None else each.cpu().numpy() for each in places)
    return value.looked_at(value.index[at], call.origin, is_view=False)


def _upsample_exact(call: Call) -> Result:
    """Return the values nearest to the middle of each new cell: they are only moved."""
    factors = call.get("scale_factors")
    size = None if factors else call.shape[2:]

    def nearest(index: torch.Tensor) -> torch.Tensor:
        made = interpolate(index.double(), size, factors or None, mode="nearest-exact")
        return made.long()

    return call.input().moved(nearest, call.origin, is_view=False)


def _concatenation(call: Call) -> Result:
    return _joined(call, int(call.get("dim", 0)), torch.cat)


def _stack(call: Call) -> Result:
    return _joined(call, int(call.get("dim", 0)), torch.stack)


def _joined(call: Call, axis: int, function: Callable[..., Any]) -> Result:
    """Return values behind each other: channels by a node, what is no channel as a view of it."""
    values = call["tensors"]
    if not all(isinstance(value, Value) for value in values):
        if function is not torch.cat:
            raise call.refused(_("it joins values with constants"))
        values = without_constants(call, values, axis, _pad)
    if len(values) == 1 and function is torch.cat:
        return values[0]  # type: ignore[no-any-return]
    if function is torch.cat and len(call.shape) == 4 and call.shape[0] == 1 and axis % 4 > 1:
        return _joined_along(call, values, axis % 4 - 1)
    return put_together(call, values, axis, function)


def put_together(
    call: Call, values: list[Value], axis: int, function: Callable[..., Any] = torch.cat
) -> Value:
    """Return the values of one node, in which all stand behind each other."""
    nodes = [_for_joining(call, value) for value in values]
    node = call.put(Concatenate(), *nodes) if len(nodes) > 1 else nodes[0]
    parts, first = [], 0
    for value in values:
        size = value.index.size
        parts.append(torch.arange(first, first + size).reshape(value.shape))
        first += size
    return call.gives(node, function(parts, dim=axis).numpy())


def _joined_along(call: Call, values: list[Value], axis: int) -> Value:
    """Return maps put below, or beside, each other: as channels are, with the axes exchanged."""
    turned = [np.moveaxis(value.index[0], axis, 0) for value in values]
    settled = zip(values, turned, strict=True)
    node = call.put(Concatenate(), *(call.growing.settled(*each) for each in settled))
    shape = call.growing.shapes[node]
    numbers = np.arange(np.prod(shape)).reshape(shape)
    return call.gives(node, np.moveaxis(numbers, 0, axis)[None])


def _for_joining(call: Call, value: Value) -> str:
    """Return a node with the values as maps, or a row, whose first axis others are put behind."""
    inner = value.shape[1:] if value.shape[0] == 1 else value.shape
    index = value.index.reshape(inner)
    if index.ndim == 2:  # one row of a map each
        index = index[:, None, :]
    if index.ndim not in (1, 3):
        index = index.reshape(index.shape[0], -1, index.shape[-1])
    return call.growing.settled(value, index)


_VIEWS = (
    "chunk", "contiguous", "expand", "expand_as", "flip", "movedim", "narrow", "permute",
    "pixel_unshuffle", "repeat", "repeat_interleave", "reshape", "roll", "rot90", "select",
    "slice", "split", "split_with_sizes", "squeeze", "swapaxes", "swapdims", "t", "tensor_split",
    "tile", "transpose", "unbind", "unflatten", "unsafe_chunk", "unsafe_split",
    "unsafe_split_with_sizes", "unsqueeze", "view", "_unsafe_view", "index_select", "mT",
    "numpy_T", "unfold", "adjoint", "moveaxis", "view_as", "reshape_as", "as_strided_",
)  # fmt: skip
_SAME = (
    "alias", "clone", "detach", "detach_", "lift_fresh_copy", "to", "_to_copy", "type_as", "float",
    "contiguous", "positive", "_to_dtype", "resolve_conj", "resolve_neg",
)  # fmt: skip
MOVED: dict[str, Rule] = {
    **dict.fromkeys(_VIEWS, _moved),
    **dict.fromkeys(_SAME, _as_it_is),
    **dict.fromkeys(("feature_dropout", "alpha_dropout", "feature_alpha_dropout"), _dropped),
    "cat": _concatenation,
    "channel_shuffle": _shuffle,
    "native_channel_shuffle": _shuffle,
    "concat": _concatenation,
    "constant_pad_nd": _pad,
    "flatten": _flatten,
    "index": _chosen,
    "pad": _pad,
    "pixel_shuffle": _pixel_shuffle,
    "reflection_pad2d": partial(_pad_as, "reflect"),
    "replication_pad2d": partial(_pad_as, "replicate"),
    "stack": _stack,
    "upsample_bilinear2d": _upsample_bilinear,
    "upsample_nearest2d": _upsample_nearest,
    "_upsample_nearest_exact2d": _upsample_exact,
}
