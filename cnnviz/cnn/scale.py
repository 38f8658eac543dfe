"""The colour scale: how far from zero a map, a layer or the whole network reaches."""

import math
from functools import cached_property
from typing import Literal

import numpy as np

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.of_arrays import OfArrays
from cnnviz.cnn.ops import Array
from cnnviz.cnn.trace import Trace

ScaleMode = Literal["map", "layer", "network"]


_found: OfArrays[float] = OfArrays()


def largest(values: Array) -> float:
    """Return the largest distance of a finite value from zero; 0 where there is none."""
    return _found.of(values, lambda: _largest(values))


def _largest(values: Array) -> float:
    if not values.size:
        return 0.0
    limit = max(float(values.max()), -float(values.min()))
    if math.isfinite(limit):
        return limit
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def limit_of_bias(layer: Layer) -> float:
    """Return the limit of the colour of a layer's biases: one scale for them and its weights."""
    return max(largest(numbers) for numbers in layer.parameters().values())


class Scales:
    """The limits of one trace in one mode: legend and colours both ask here."""

    def __init__(self, trace: Trace, mode: ScaleMode) -> None:
        self.trace, self.mode = trace, mode

    @cached_property
    def _of_network(self) -> float:
        return max(largest(self.trace.values[node]) for node in self.trace.network.names[1:])

    def limit(self, node: str, channel: int | None = None) -> float:
        """Return the value that gets the full colour.

        Args:
            node: Which node of the trace.
            channel: Which map of it; None for the limit of the node where maps have their own.
        """
        values = self.trace.values[node]
        if self.mode == "network" and node != INPUT:
            return self._of_network
        if self.mode == "map" and channel is not None and values.ndim == 3:
            return largest(values[channel])
        return largest(values)

    def limits(self, node: str) -> list[float]:
        """Return the limit of each channel of a node with maps."""
        return [self.limit(node, channel) for channel in range(len(self.trace.values[node]))]
