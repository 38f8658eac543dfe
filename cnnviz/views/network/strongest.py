"""Which maps of a node with very many are shown: the strongest first."""

from collections.abc import Mapping

import numpy as np

from cnnviz.cnn.branch_layers import Joining
from cnnviz.cnn.connections import connections
from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.ops import Array
from cnnviz.cnn.trace import Trace
from cnnviz.project.place import Position

MOST_MAPS = 64  # in a column, unless all are asked for


def has_many(shape: Shape) -> bool:
    """Return whether a node has so many maps that the strongest alone are shown at first."""
    return len(shape) == 3 and shape[0] > MOST_MAPS


class Strongest:
    """Knows the strongest maps of each node, until its values change."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Array, tuple[int, ...]]] = {}

    def of(self, trace: Trace, node: str) -> tuple[int, ...]:
        """Return the maps of a node with the largest mean of absolute values, the largest first."""
        values = trace.values[node]
        known = self._known.get(node)
        if known is None or known[0] is not values:
            means = np.nan_to_num(np.abs(values).mean(axis=(1, 2)))
            order = np.argsort(-means, kind="stable")[:MOST_MAPS]
            known = self._known[node] = values, tuple(order.tolist())
        return known[1]

    def all_of(
        self, trace: Trace, nodes: tuple[str, ...], selected: Position | None
    ) -> Mapping[str, tuple[int, ...]]:
        """Return the maps that are shown of some nodes.

        A selected map that is none of the strongest stands in the last place, and so does what it
        is made of where each input gives one map.
        """
        found = {node: self.of(trace, node) for node in nodes}
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
