"""Which values of the input, or of any earlier step, one value depends on."""

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.layers import Conv2d, Flatten, Linear, Softmax
from cnnviz.cnn.trace import Trace
from cnnviz.cnn.windows import Cells, Sides

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
        case Linear() | Softmax():
            return np.full(shape, field.any(), np.bool_)
        case Flatten():
            return field.reshape(shape)
        case Conv2d():
            by_group = field.reshape(layer.groups, -1, *field.shape[1:]).any(axis=1)
            field = np.repeat(by_group, shape[0] // layer.groups, axis=0)
    sides = layer.windows(shape)
    return field if sides is None else _under_windows(field, sides, shape)


def _under_windows(field: Field, sides: Sides, shape: Shape) -> Field:
    """Mark every input cell that a window of a marked output lies on.

    Args:
        field: (C, H_out, W_out) the outputs that count, by input channel.
        sides: The windows along rows and columns.
        shape: Of the input.
    """
    alike = bool((field == field[0]).all())  # as after a convolution without groups
    rows, columns = (side.meets() for side in sides)
    marked = np.stack([_met(one, rows, columns) for one in (field[:1] if alike else field)])
    return np.broadcast_to(marked, shape)


def _met(field: Field, rows: Cells, columns: Cells) -> Field:
    """Return the cells (H, W) that the marked windows (H_out, W_out) of one channel lie on."""
    down, along = np.flatnonzero(field.any(axis=1)), np.flatnonzero(field.any(axis=0))
    marked = field[np.ix_(down, along)].astype(np.float32)  # BLAS has no product of truths
    counts = rows[down].T.astype(np.float32) @ marked @ columns[along].astype(np.float32)
    return np.asarray(counts > 0)
