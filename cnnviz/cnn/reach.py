"""What the windows of a convolution or pooling meet, and what they leave out."""

from typing import NamedTuple

import numpy as np

from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.windows import Cells, Indices, SlidingSides, SlidingWindows


def reached(layer: Layer, shape: Shape) -> tuple[Cells, Cells]:
    """Return which rows and columns of the input at least one window lies on.

    Args:
        layer: Any layer; where it has no windows, everything is reached.
        shape: The shape of its input, (C, H, W) or (N,).

    Returns:
        True for each row that is reached (H,) and each column (W,). A cell counts too where the
        padding holds a copy of it that a window lies on.
    """
    height, width = (1, *shape)[-2:]
    sides = layer.windows(shape)
    if sides is None:
        return np.ones(height, np.bool_), np.ones(width, np.bool_)
    rows, columns = sides
    return rows.covered(), columns.covered()


def inputs_of_weight(layer: Layer, shape: Shape, row: int, column: int) -> Cells:
    """Return which cells of the input one weight meets, over all positions of the window.

    Args:
        layer: A convolution or pooling that is not adaptive.
        shape: The shape of its input, (C, H, W).
        row: The row of the weight as it is laid on the window: after flipping.
        column: Its column.

    Returns:
        (H, W), the same for every channel. Cells of the padding do not count, but what they are
        copies of.

    Raises:
        TypeError: If the layer has no such windows.
    """
    sides = sliding_sides(layer, shape)
    if sides is None:
        raise TypeError(f"{layer.title} has no window")
    rows, columns = (
        np.isin(np.arange(side.n), side.met()[:, at])
        for side, at in zip(sides, (row, column), strict=True)
    )
    return np.asarray(rows[:, None] & columns)


def outputs_of_input(layer: Layer, shape: Shape, row: int, column: int) -> Cells:
    """Return every position whose window contains one cell of the input.

    Args:
        layer: A convolution or pooling.
        shape: The shape of its input, (C, H, W).
        row: The row of the cell.
        column: Its column.

    Returns:
        (H_out, W_out). Windows that have the cell in a gap of their dilation do not count; windows
        that have a copy of it in the padding do.

    Raises:
        TypeError: If the layer has no windows.
    """
    sides = layer.windows(shape)
    if sides is None:
        raise TypeError(f"{layer.title} has no window")
    return np.asarray(sides[0].meets()[:, row, None] & sides[1].meets()[:, column])


class LeftOut(NamedTuple):
    """The rows or columns that no window lies on, by the reason; counted from 0."""

    between: Indices  # two windows: the stride is larger than the window
    in_gaps: Indices  # of the dilation
    at_end: Indices  # too few for one more window


def left_out(side: SlidingWindows) -> LeftOut:
    """Return the cells along one axis that no window lies on, by the reason."""
    missed = np.flatnonzero(~side.covered())
    starts = side.starts()
    over = ((missed[:, None] >= starts) & (missed[:, None] < starts + side.span)).any(axis=1)
    is_last = missed >= side.start(side.positions)
    return LeftOut(missed[~over & ~is_last], missed[over], missed[~over & is_last])


def sliding_sides(layer: Layer, shape: Shape) -> SlidingSides | None:
    """Return the windows of a convolution, or of a pooling that is not adaptive; else None."""
    match layer.windows(shape):
        case (SlidingWindows() as rows, SlidingWindows() as columns):
            return rows, columns
    return None
