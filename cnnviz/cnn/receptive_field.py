"""Which values of the input, or of any earlier step, one value depends on."""

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn import ops
from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.layers import Conv2d, Flatten, Linear, Softmax
from cnnviz.cnn.ops import Pair
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AdaptiveMaxPool2d, AvgPool2d, MaxPool2d
from cnnviz.cnn.trace import Trace

Field = NDArray[np.bool_]  # True for every value that counts


def receptive_field(trace: Trace, step: int, place: tuple[int, ...], back_to: int = 0) -> Field:
    """Return which values of an earlier step can change one value.

    What the layers are joined by counts, not the weights: a weight of 0 counts too.

    Args:
        trace: The trace the value belongs to.
        step: The step of the value.
        place: (channel, row, column) where that step has maps, else (index,).
        back_to: The earlier step; 0 for the input.

    Returns:
        An array of the shape of the earlier step, True for the values that count. It is exact:
        with gaps where strides or dilations leave some, and cut off at the borders.
    """
    shapes = trace.shapes
    field: Field = np.zeros(shapes[step], np.bool_)
    field[place] = True
    for index in range(step - 1, back_to - 1, -1):
        field = _before(trace.network.layers[index], field, shapes[index])
    return field


def _before(layer: Layer, field: Field, shape: Shape) -> Field:
    match layer:
        case Conv2d():
            return _before_convolution(layer, field, shape)
        case MaxPool2d() | AvgPool2d():
            return _before_pooling(layer, field, shape)
        case AdaptiveAvgPool2d() | AdaptiveMaxPool2d():
            return _before_adaptive(layer.output_size, field, shape)
        case Linear() | Softmax():
            return np.full(shape, field.any(), np.bool_)
        case Flatten():
            return field.reshape(shape)
    return field


def _before_convolution(layer: Conv2d, field: Field, shape: Shape) -> Field:
    by_group = field.reshape(layer.groups, -1, *field.shape[1:]).any(axis=1)
    reached = np.repeat(by_group, shape[0] // layer.groups, axis=0)
    where = np.arange(shape[1] * shape[2], dtype=np.float32).reshape(1, *shape[1:])
    if layer.padding_mode == "zeros":
        where = _padded(where, layer.padding, (0, 0))
    else:
        where = ops.pad2d(where, layer.padding, layer.padding_mode)
    return _spread(reached, where, (layer.kernel_size, layer.stride, layer.dilation), shape)


def _before_pooling(layer: MaxPool2d | AvgPool2d, field: Field, shape: Shape) -> Field:
    dilation = layer.dilation if isinstance(layer, MaxPool2d) else (1, 1)
    needed = tuple(
        (n - 1) * s + d * (k - 1) + 1
        for n, s, d, k in zip(field.shape[1:], layer.step, dilation, layer.kernel_size, strict=True)
    )
    where = np.arange(shape[1] * shape[2], dtype=np.float32).reshape(1, *shape[1:])
    padded = _padded(where, layer.padding, (needed[0], needed[1]))
    return _spread(field, padded, (layer.kernel_size, layer.step, dilation), shape)


def _padded(where: ops.Array, padding: Pair, needed: Pair) -> ops.Array:
    """Surround indices by −1, which stands for a cell that does not exist."""
    sides = [
        (p, max(p, size - n - p))
        for p, n, size in zip(padding, where.shape[1:], needed, strict=True)
    ]
    return np.pad(where, [(0, 0), *sides], constant_values=-1)


def _spread(
    reached: Field, where: ops.Array, window: tuple[Pair, Pair, Pair], shape: Shape
) -> Field:
    """Mark every input cell that a window of a reached output lies on.

    Args:
        reached: (C, H_out, W_out) the outputs that count, by input channel.
        where: (1, H, W) for each padded cell, the index of the input cell it holds, or −1.
        window: Kernel size, stride and dilation.
        shape: Of the input.
    """
    kernel, stride, dilation = window
    alike = bool((reached == reached[0]).all())  # as after a convolution without groups
    outputs = reached[:1] if alike else reached
    field = np.zeros((len(outputs), shape[1] * shape[2]), np.bool_)
    size = reached.shape[1], reached.shape[2]
    indices = where.astype(np.intp)
    places = [np.nonzero(counts) for counts in outputs]
    for cells in ops.shifted(indices, kernel, stride, dilation, size):  # type: ignore[arg-type]
        for channel, place in enumerate(places):
            met = cells[0][place]
            field[channel, met[met >= 0]] = True
    return np.broadcast_to(field.reshape(-1, *shape[1:]), shape)


def _before_adaptive(output_size: Pair, field: Field, shape: Shape) -> Field:
    rows, columns = (
        ops.adaptive_bounds(n, size) for n, size in zip(shape[1:], output_size, strict=True)
    )
    before = np.zeros(shape, np.bool_)
    for channel, row, column in np.argwhere(field):
        (top, bottom), (left, right) = rows[row], columns[column]
        before[channel, top:bottom, left:right] = True
    return before
