"""Which cells the pointer lights: those that belong to the one it rests on."""

from collections.abc import Sequence

import numpy as np

from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.reach import outputs_of_input
from cnnviz.explain.values import Patch, WindowSum
from cnnviz.views.maps.shown import Flags
from cnnviz.views.sheets.item_id import Spot


def cell_flag(size: Sequence[int], spot: Spot) -> Flags | None:
    """Return the cell of a spot among so many rows and columns; None where it is none of them."""
    if not spot.is_within(size):
        return None
    flags = np.zeros(tuple(size), np.bool_)
    flags[spot.row, spot.column] = True
    return flags


def window_flags(about: WindowSum | Patch, size: Sequence[int]) -> Flags:
    """Return the cells of an input map (H, W) that the window of a value lies on."""
    flags = np.zeros(tuple(size), np.bool_)
    rows, columns = (
        cells[(cells >= 0) & (cells < n)]
        for cells, n in zip((about.rows, about.columns), size, strict=True)
    )
    flags[np.ix_(rows, columns)] = True
    return flags


def outputs_of_cell(layer: Layer, shape: Shape, spot: Spot) -> Flags | None:
    """Return the positions whose window contains a cell of an input map; None outside of it.

    Args:
        layer: A convolution or pooling.
        shape: The shape of its input, (C, H, W).
        spot: A cell of an input map.
    """
    if not spot.is_within(shape[1:]):
        return None
    return outputs_of_input(layer, shape, spot.row, spot.column)
