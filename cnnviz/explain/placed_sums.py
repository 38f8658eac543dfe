"""Values that are sums of products of a few inputs, each from a place of its own."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.channel_layers import ChannelConvolution
from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.ops import Array
from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear
from cnnviz.cnn.spread_windows import TransposedWindows
from cnnviz.explain.explanation import Explanation

Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class PlacedSum(Explanation):
    """A value of a layer whose terms come from places that the layer tells; perhaps none."""

    places: Places  # (N, 3) of the input, or (N, 1)
    at: Places  # (N, axes of the weight) of the weight of each; (N, 0) where none is learnt
    inputs: Array  # (N,)
    weights: Array  # (N,)
    products: Array  # (N,)
    bias: np.float32 | None


def placed_sum(layer: Layer, before: Array, about: Explanation) -> PlacedSum | None:
    """Return the explanation of a value of a layer of these kinds; None for others.

    Args:
        layer: What made the value.
        before: What it took.
        about: The value and its place.
    """
    channel = about.place[0]
    match layer:
        case ConvTranspose2d():
            places, at = _of_transposed(layer, before.shape, about.place)
            weights = layer.weight[tuple(at.T)]
            bias = None if layer.bias is None else layer.bias[channel]
        case UpsampleBilinear():
            places, weights = _of_bilinear(layer, before.shape, about.place)
            at, bias = np.zeros((len(places), 0), np.intp), None
        case ChannelConvolution():
            inputs, taken = layer.taken(channel, len(before))
            rest = about.place[1:]
            places = np.array([(c, *rest) for c in inputs], np.intp).reshape(-1, before.ndim)
            at = np.array([(0, 0, k) for k in taken], np.intp).reshape(-1, 3)
            weights = layer.kernel[taken.start : taken.stop]
            bias = None if layer.bias is None else layer.bias[0]
        case _:
            return None
    given = before[tuple(places.T)]
    made = given * weights
    return PlacedSum(about.node, about.place, about.value, places, at, given, weights, made, bias)


def _of_transposed(
    layer: ConvTranspose2d, shape: Shape, place: tuple[int, ...]
) -> tuple[Places, Places]:
    """Return the places of the inputs that reach a value, and of their weights."""
    channel, row, column = place
    rows, columns = layer.windows(shape)
    sides = (*_pairs(rows, row), *_pairs(columns, column))
    inputs = np.array(layer.inputs_of(channel), np.intp)
    grid = np.ix_(inputs, np.arange(len(sides[0])), np.arange(len(sides[2])))
    c, i, j = (each.ravel() for each in np.broadcast_arrays(*grid))
    of_group = np.full_like(c, channel % layer.weight.shape[1])
    return (
        np.stack([c, sides[0][i], sides[2][j]], axis=1),
        np.stack([c, of_group, sides[1][i], sides[3][j]], axis=1),
    )


def _pairs(side: TransposedWindows, position: int) -> tuple[Places, Places]:
    return side.cells(position), side.kernel_cells(position)


def _of_bilinear(
    layer: UpsampleBilinear, shape: Shape, place: tuple[int, ...]
) -> tuple[Places, Array]:
    """Return the places of the inputs around a value, and their shares."""
    channel, row, column = place
    rows, columns = layer.windows(shape)
    down, along = rows.cells(row), columns.cells(column)
    places = [(channel, int(i), int(j)) for i in down for j in along]
    shares = np.outer(rows.shares(row), columns.shares(column))
    return np.array(places, np.intp), shares.ravel().astype(np.float32)
