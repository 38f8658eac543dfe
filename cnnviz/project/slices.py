"""The weights of one filter or unit, cut into slices as people look at them."""

import math
from dataclasses import dataclass

import numpy as np

from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.layers import Conv2d, Dropout, Flatten, Linear
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.project.project import Project, with_layer

WIDEST = 32  # columns of a grid for inputs that stand in a row


@dataclass(frozen=True, eq=False)
class Slices:
    """The weights of one output channel, (slices, H, W), and where each one stands."""

    values: Array
    first_input: int  # the input map that slice 0 belongs to; more than 0 in later groups
    maps: bool  # whether a slice belongs to an input map, rather than to values in a row
    count: int  # how many of the cells are weights; those after them are NaN


def slices_of(network: Network, node: str, channel: int) -> Slices:
    """Return the weights of one output channel of a convolution or fully connected layer."""
    layer = network.layers[node]
    if isinstance(layer, Conv2d):
        weights = layer.weight[channel]
        return Slices(weights, layer.inputs_of(channel)[0], True, weights.size)
    if isinstance(layer, Linear):
        row = layer.weight[channel]
        shape = _maps_before(network, node)
        if shape is not None:
            return Slices(row.reshape(shape), 0, True, row.size)
        rows, columns = grid_size(row.size)
        padded = np.full(rows * columns, np.nan, np.float32)
        padded[: row.size] = row
        return Slices(padded.reshape(1, rows, columns), 0, False, row.size)
    raise TypeError(f"{layer.kind} has no kernels")


def _maps_before(network: Network, node: str) -> Shape | None:
    """Return the shape of the maps that were flattened just before a node."""
    before = network.before(node)
    while isinstance(network.layers.get(before), Dropout):
        before = network.before(before)
    if not isinstance(network.layers.get(before), Flatten):
        return None
    shape = network.shapes[network.before(before)]
    return shape if len(shape) == 3 else None


def grid_size(count: int) -> tuple[int, int]:
    """Return rows and columns for values in a row: even ones where possible, near a square."""
    side = math.isqrt(count - 1) + 1
    for columns in range(side, min(2 * side, WIDEST, count) + 1):
        if count % columns == 0:
            return count // columns, columns
    return -(-count // side), side


def with_weight(
    project: Project, node: str, channel: int, at: tuple[int, int, int], value: float
) -> Project:
    """Return the project with the weight of one cell (slice, row, column) changed.

    Raises:
        ValueError: If the cell holds no weight.
    """
    slices = slices_of(project.network, node, channel)
    place = int(np.ravel_multi_index(at, slices.values.shape))
    if place >= slices.count:
        text = _("This cell holds no weight: there are {count} inputs.")
        raise ValueError(text.format(count=slices.count))
    return _with_row(project, node, channel, place, np.float32(value))


def with_slice(project: Project, node: str, channel: int, place: int, weights: Array) -> Project:
    """Return the project with one slice of a filter or unit replaced.

    Raises:
        ValueError: If the new weights have another shape.
    """
    slices = slices_of(project.network, node, channel)
    shape = slices.values.shape[1:]
    if weights.shape != shape or slices.values.size != slices.count:
        text = _(
            "This slice has {rows} rows and {columns} columns, the matrix has {pasted_rows} and "
            "{pasted_columns}. Nothing was changed."
        )
        pasted_rows, pasted_columns = weights.shape
        raise ValueError(
            text.format(
                rows=shape[0], columns=shape[1],
                pasted_rows=pasted_rows, pasted_columns=pasted_columns,
            )
        )  # fmt: skip
    first = place * weights.size
    chosen = slice(first, first + weights.size)
    return _with_row(project, node, channel, chosen, weights.ravel())


def _with_row(
    project: Project, node: str, channel: int, place: int | slice, values: np.float32 | Array
) -> Project:
    layer = project.network.layers[node]
    array = layer.parameters()["weight"].copy()
    array[channel].reshape(-1)[place] = values  # a view of the copy
    return with_layer(project, node, layer.with_parameters({"weight": array}))
