"""Which values of the input, or of any earlier node, one value depends on."""

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.branch_layers import Concatenate, Elementwise
from cnnviz.cnn.channel_layers import ChannelConvolution, LocalResponseNorm
from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.layers import Conv2d, Linear, LogSoftmax, Softmax
from cnnviz.cnn.moving_layers import Moving
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.norm_layers import MeasuredNorm
from cnnviz.cnn.spread_layers import ConvTranspose2d
from cnnviz.cnn.trace import Trace
from cnnviz.cnn.windows import Cells, Sides

Field = NDArray[np.bool_]  # True for every value that counts


def receptive_field(trace: Trace, node: str, place: tuple[int, ...], back_to: str = INPUT) -> Field:
    """Return which values of an earlier node can change one value, on any path.

    What the layers are joined by counts, not the weights: a weight of 0 counts too.

    Args:
        trace: The trace the value belongs to.
        node: The node of the value.
        place: (channel, row, column) where that node has maps, else (index,).
        back_to: The earlier node.

    Returns:
        An array of the shape of the earlier node, True for the values that count. It is exact:
        with gaps where strides or dilations leave some, and cut off at the borders.
    """
    network = trace.network
    fields: dict[str, Field] = {back_to: np.zeros(network.shapes[back_to], np.bool_)}
    fields[node] = np.zeros(network.shapes[node], np.bool_)
    fields[node][place] = True
    first, last = network.number(back_to), network.number(node)
    for name in reversed(network.names[first + 1 : last + 1]):
        if name not in fields:  # on no path
            continue
        befores = network.inputs[name]
        shapes = tuple(network.shapes[before] for before in befores)
        found = _before(network.layers[name], fields.pop(name), shapes)
        for before, field in zip(befores, found, strict=True):
            known = fields.get(before)
            fields[before] = field if known is None else known | field
    return fields[back_to]


def _before(layer: Layer, field: Field, shapes: tuple[Shape, ...]) -> tuple[Field, ...]:
    """Return which values of each input of a layer can change the marked ones of its output."""
    match layer:
        case Concatenate():
            ends = np.cumsum([shape[0] for shape in shapes])
            return tuple(np.split(field, ends[:-1]))
        case Elementwise():
            return tuple(_gathered(field, shape) for shape in shapes)
    return (_before_one(layer, field, shapes[0]),)


def _gathered(field: Field, shape: Shape) -> Field:
    """Return the field of an input that may be 1 long where the output is longer."""
    axes = tuple(at for at, n in enumerate(shape) if n == 1)
    return np.asarray(field.any(axis=axes, keepdims=True))


def _before_one(layer: Layer, field: Field, shape: Shape) -> Field:
    match layer:
        case Linear() | Softmax() | LogSoftmax():
            return np.full(shape, field.any(), np.bool_)
        case MeasuredNorm():
            return np.asarray(np.broadcast_to(layer.over_sets(field, np.any), shape))
        case Moving():
            sources = layer.sources(shape)[field]
            before = np.zeros(int(np.prod(shape)), np.bool_)
            before[sources[sources >= 0]] = True
            return before.reshape(shape)
        case ChannelConvolution() | LocalResponseNorm():
            return _before_channels(layer, field, shape)
        case Conv2d() | ConvTranspose2d():
            by_group = field.reshape(layer.groups, -1, *field.shape[1:]).any(axis=1)
            field = np.repeat(by_group, shape[0] // layer.groups, axis=0)
    sides = layer.windows(shape)
    return field if sides is None else _under_windows(field, sides, shape)


def _before_channels(
    layer: ChannelConvolution | LocalResponseNorm, field: Field, shape: Shape
) -> Field:
    """Mark the channels that the marked ones are made of, each at its own place."""
    before = np.zeros(shape, np.bool_)
    for channel in np.flatnonzero(field.any(axis=tuple(range(1, field.ndim)))):
        if isinstance(layer, LocalResponseNorm):
            inputs = layer.neighbours(int(channel), shape[0])
        else:
            inputs, _weights = layer.taken(int(channel), shape[0])
        before[inputs.start : inputs.stop] |= field[channel]
    return before


def _under_windows(field: Field, sides: Sides, shape: Shape) -> Field:
    """Mark every input cell that a window of a marked output lies on.

    Args:
        field: (C, H_out, W_out) the outputs that count, by input channel.
        sides: The windows along rows and columns.
        shape: Of the input.
    """
    alike = bool((field == field[0]).all())  # as after a convolution without groups
    rows, columns = (side.meets() for side in sides)
    if alike:
        return np.broadcast_to(_met(field[0], rows, columns), shape)
    marked = np.zeros(shape, np.bool_)
    for channel in np.flatnonzero(field.any(axis=(1, 2))):  # mostly one of very many
        marked[channel] = _met(field[channel], rows, columns)
    return marked


def _met(field: Field, rows: Cells, columns: Cells) -> Field:
    """Return the cells (H, W) that the marked windows (H_out, W_out) of one channel lie on."""
    down, along = np.flatnonzero(field.any(axis=1)), np.flatnonzero(field.any(axis=0))
    marked = field[np.ix_(down, along)]
    if marked.all():  # a rectangle, as what a value sees mostly is
        high, wide = np.any(rows[down], axis=0), np.any(columns[along], axis=0)
        return np.asarray(np.logical_and.outer(high, wide))
    counts = rows[down].T.astype(np.float32) @ marked.astype(np.float32)  # truths have no BLAS
    return np.asarray(counts @ columns[along].astype(np.float32) > 0)
