"""The maps of a network's nodes as they are painted everywhere."""

from weakref import WeakKeyDictionary

import numpy as np

from cnnviz.cnn.ops import Array, Pair
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.project.project import ForwardPass
from cnnviz.project.slices import grid_size
from cnnviz.views.maps.shown import MapShown

_made: WeakKeyDictionary[ForwardPass, dict[tuple[str, int], MapShown]] = WeakKeyDictionary()


def node_map(forward: ForwardPass, node: str, channel: int) -> MapShown:
    """Return one map of a node as it is painted everywhere: in the colours of its scale.

    It is the same one until an edit, so that no step from value to value colours it again.
    """
    made = _made.setdefault(forward, {})
    if (node, channel) not in made:
        made[node, channel] = MapShown(
            forward.trace.values[node][channel],
            forward.scales.limit(node, channel),
            is_grey=forward.is_grey(node),
            is_ink=forward.prepared.is_ink,
            decimals=decimals_of(forward.trace, node),
        )
    return made[node, channel]


def map_of_value(forward: ForwardPass, node: str, place: tuple[int, ...]) -> tuple[MapShown, Pair]:
    """Return the map a value stands in, and its cell; values in a row stand in a grid.

    Args:
        forward: The values.
        node: Which node.
        place: (channel, row, column) where the node has maps, else (index,).
    """
    if len(place) == 3:
        return node_map(forward, node, place[0]), (place[1], place[2])
    values = forward.trace.values[node]
    laid = in_grid(values)
    shown = MapShown(
        laid,
        forward.scales.limit(node),
        reached=len(values),
        decimals=decimals_of(forward.trace, node),
    )
    return shown, divmod(place[0], laid.shape[1])


def in_grid(values: Array) -> Array:
    """Return values in a row as rows of a grid; the cells after the last are NaN."""
    rows, columns = grid_size(len(values))
    padded = np.full(rows * columns, np.nan, np.float32)
    padded[: len(values)] = values
    return padded.reshape(rows, columns)
