"""Simple, then combined: what a late value sees of the input, grown layer by layer.

The way leads back from the value: in each layer before, to the strongest of the values it is made
of. So each patch of the input lies within the next one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.pooling_layers import WindowPooling
from cnnviz.cnn.receptive_field import Field, receptive_field
from cnnviz.cnn.trace import Trace
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.steps import step_title
from cnnviz.language import _, ngettext
from cnnviz.text.numbers import count_text


@dataclass(frozen=True, eq=False)
class PatchStop:
    """A value on the way, and the patch of the input that it depends on."""

    node: str
    place: tuple[int, ...]  # (channel, row, column), or (index,)
    patch: NDArray[np.bool_]  # (H, W) of the input

    @property
    def rows(self) -> NDArray[np.intp]:
        """The rows that the patch has a part in."""
        return np.flatnonzero(self.patch.any(axis=1))

    @property
    def columns(self) -> NDArray[np.intp]:
        """The columns that the patch has a part in."""
        return np.flatnonzero(self.patch.any(axis=0))

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns from one end of the patch to the other."""
        rows, columns = self.rows, self.columns
        return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


def patch_stops(
    trace: Trace, node: str, place: tuple[int, ...], *, is_hidden: bool = False
) -> tuple[PatchStop, ...]:
    """Return the values on the way to one, the earliest first; only those whose patch has grown.

    Args:
        trace: The values.
        node: Where the value is.
        place: Which it is.
        is_hidden: Whether values are still to be found: then the way goes by the first of those
            that count, for the strongest would tell where it is.
    """
    network = trace.network
    stops: list[PatchStop] = []
    while node != INPUT:
        stops.append(PatchStop(node, place, _patch(trace, node, place)))
        before = network.inputs[node][0]
        field = receptive_field(trace, node, place, back_to=before)
        node, place = before, (_first(field) if is_hidden else _strongest(trace, before, field))
    grown: list[PatchStop] = []
    for stop in reversed(stops):
        if not grown or not np.array_equal(stop.patch, grown[-1].patch):
            grown.append(stop)
    return tuple(grown)


def _patch(trace: Trace, node: str, place: tuple[int, ...]) -> NDArray[np.bool_]:
    return np.asarray(receptive_field(trace, node, place).any(axis=0), np.bool_)


def _strongest(trace: Trace, node: str, field: Field) -> tuple[int, ...]:
    """Return the place of the value furthest from 0 of those that count."""
    sizes = np.where(field, np.abs(np.nan_to_num(trace.values[node])), -1.0)
    return tuple(int(i) for i in np.unravel_index(int(sizes.argmax()), sizes.shape))


def _first(field: Field) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(field)), field.shape))


def telling_value(trace: Trace, *, is_hidden: bool = False) -> tuple[str, tuple[int, ...]]:
    """Return the strongest value of the last layer with maps: what the patch grows for.

    While values are still to be found it is the first one.
    """
    network = trace.network
    late = [node for node in network.names if len(trace.shapes[node]) == 3][-1]
    if is_hidden:
        return late, (0, 0, 0)
    values = np.nan_to_num(trace.values[late])
    place = np.unravel_index(int(np.abs(values).argmax()), values.shape)
    return late, tuple(int(i) for i in place)


def patch_name(trace: Trace, stop: PatchStop) -> str:
    """Return which value a patch is that of, and how large it is."""
    text = _("{layer}: {size}")
    return text.format(layer=step_title(trace, stop.node), size=shape_text(stop.size))


def patch_caption(trace: Trace, stop: PatchStop) -> str:
    """Return which map the value of a stop lies in."""
    text = _("{layer}, {map}")
    title, name = step_title(trace, stop.node), channel_name(trace, stop.node, stop.place[0])
    return text.format(layer=title, map=name)


def patch_sentence(trace: Trace, stops: tuple[PatchStop, ...], number: int) -> str:
    """Return what the value of a stop depends on, with its numbers.

    Args:
        trace: The values.
        stops: All on the way.
        number: Which of them, counted from 0.
    """
    stop = stops[number]
    rows, columns = stop.patch.shape
    names = trace.network.names[: trace.network.number(stop.node) + 1]
    convolutions = sum(isinstance(trace.network.layers.get(name), Conv2d) for name in names)
    if stop.patch.all():
        text = ngettext(
            "This value depends on all {count} values of each channel of the input, through "
            "{n} convolution.",
            "This value depends on all {count} values of each channel of the input, through "
            "{n} convolutions.",
            convolutions,
        )
        return text.format(count=count_text(rows * columns), n=convolutions)
    text = ngettext(
        "This value depends on {size} of {whole} pixels of the input, through {n} convolution.",
        "This value depends on {size} of {whole} pixels of the input, through {n} convolutions.",
        convolutions,
    )
    whole = shape_text((rows, columns))
    told = text.format(size=shape_text(stop.size), whole=whole, n=convolutions)
    growth = _growth(trace, stops, number)
    return told if not growth else _("{told} {growth}.").format(told=told, growth=growth)


def _growth(trace: Trace, stops: tuple[PatchStop, ...], number: int) -> str:
    """Return how wide a patch is by the one before: 6 + (5 − 1)·2 = 14; "" at a border.

    Windows that stand side by side lie as many pixels apart as the strides before multiply to.
    """
    stop = stops[number]
    layer = trace.network.layers[stop.node]
    if not number or not isinstance(layer, Conv2d | WindowPooling):
        return ""
    for axis in (0, 1):  # rows, then columns
        before, size = stops[number - 1].size[axis], stop.size[axis]
        window, apart = layer.kernel_size[axis], _apart(trace, stop.node, axis)
        if window > 1 and before + (window - 1) * apart == size:
            text = _("{before} + ({window} − 1)·{apart} = {size}")
            return text.format(before=before, window=window, apart=apart, size=size)
    return ""


def _apart(trace: Trace, node: str, axis: int) -> int:
    """Return how many pixels of the input two values that a layer takes lie apart."""
    network, apart = trace.network, 1
    node = network.inputs[node][0]
    while node != INPUT:
        layer = network.layers[node]
        if isinstance(layer, Conv2d | WindowPooling):
            apart *= (layer.stride or layer.kernel_size)[axis]
        node = network.inputs[node][0]
    return apart
