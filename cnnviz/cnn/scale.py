"""The colour scale: how far from zero a map, a layer or the whole network reaches."""

from typing import Literal

import numpy as np

from cnnviz.cnn.network import INPUT
from cnnviz.cnn.ops import Array
from cnnviz.cnn.trace import Trace

ScaleMode = Literal["map", "layer", "network"]


def largest(values: Array) -> float:
    """Return the largest distance of a finite value from zero: what a scale reaches to."""
    if not values.size:
        return 0.0
    limit = float(max(values.max(), -values.min()))
    if np.isfinite(limit):
        return limit
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max()) if finite.size else 0.0


class Scales:
    """The limits of one trace in one mode: legend and colours both ask here."""

    def __init__(self, trace: Trace, mode: ScaleMode, before: "Scales | None" = None) -> None:
        """Compute the limits; those of nodes shared with an earlier trace are taken over."""
        self.trace, self.mode = trace, mode
        known = before._layers if before else {}
        # The values are kept beside their limit, so that no id is used twice.
        self._layers: dict[int, tuple[float, Array]] = {
            id(values): known.get(id(values)) or (largest(values), values)
            for values in trace.values.values()
        }
        nodes = trace.network.names[1:] or trace.network.names
        self._network = max(self._layers[id(trace.values[node])][0] for node in nodes)

    def limit(self, node: str, channel: int | None = None) -> float:
        """Return the value that gets the full colour.

        Args:
            node: Which node of the trace.
            channel: Which map of it; None for the limit of the node where maps have their own.
        """
        values = self.trace.values[node]
        if self.mode == "network" and node != INPUT:
            return self._network
        if self.mode == "map" and channel is not None and values.ndim == 3:
            return largest(values[channel])
        return self._layers[id(values)][0]

    def limits(self, node: str) -> list[float]:
        """Return the limit of each channel of a node with maps."""
        return [self.limit(node, channel) for channel in range(len(self.trace.values[node]))]
