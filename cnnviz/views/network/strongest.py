"""Which maps of a node with very many are shown, and in which order: the strongest first."""

from collections.abc import Mapping

import numpy as np

from cnnviz.cnn.branch_layers import Joining
from cnnviz.cnn.connections import connections
from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.ops import Array
from cnnviz.cnn.trace import Trace
from cnnviz.project.place import MapOrder, Position

MOST_MAPS = 64  # in a column, unless all are asked for


def has_many(shape: Shape) -> bool:
    """Return whether a node has so many maps that the strongest alone are shown at first."""
    return len(shape) == 3 and shape[0] > MOST_MAPS


def sorted_maps(values: Array, sorting: MapOrder) -> tuple[int, ...]:
    """Return the numbers of maps (C, H, W) in an order, the largest first.

    Strong is a map whose absolute values have a large mean.
    """
    if sorting == "number":
        return tuple(range(len(values)))
    if sorting == "largest":
        by = values.max(axis=(1, 2))
    else:
        by = (np.abs(values) if sorting == "strength" else values).mean(axis=(1, 2))
    order: list[int] = np.argsort(-np.nan_to_num(by), kind="stable").tolist()
    return tuple(order)


class Strongest:
    """Knows the order of the maps of each node, until its values change."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Array, MapOrder, tuple[int, ...]]] = {}

    def of(self, trace: Trace, node: str, sorting: MapOrder) -> tuple[int, ...]:
        """Return all maps of a node in an order."""
        values = trace.values[node]
        known = self._known.get(node)
        if known is None or known[0] is not values or known[1] != sorting:
            known = self._known[node] = values, sorting, sorted_maps(values, sorting)
        return known[2]

    def all_of(
        self, trace: Trace, nodes: Mapping[str, int], sorting: MapOrder, selected: Position | None
    ) -> Mapping[str, tuple[int, ...]]:
        """Return the maps that are shown of some nodes, as many of each as are told.

        A selected map that is none of the first ones stands in the last place, and so does what it
        is made of where each input gives one map.
        """
        found = {node: self.of(trace, node, sorting)[:count] for node, count in nodes.items()}
        for node, channel in _wanted(trace, selected):
            if node in found and channel not in found[node]:
                found[node] = (*found[node][:-1], channel)
        return found


def _wanted(trace: Trace, selected: Position | None) -> list[tuple[str, int]]:
    """Return the maps that are to be seen beside the strongest ones."""
    if selected is None:
        return []
    wanted = [(selected.node, selected.channel)]
    if isinstance(trace.network.layers.get(selected.node), Joining):
        made_of = connections(trace, selected.node, selected.channel)
        wanted += [(each.node, each.channel) for each in made_of]
    return wanted
