"""Which map and which value of a layer tell most: where a presentation begins to look."""

from weakref import WeakKeyDictionary

import numpy as np

from cnnviz.cnn.activation_layers import Activation
from cnnviz.cnn.layers import BatchNorm2d, Dropout
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.ops import Array
from cnnviz.cnn.pooling_layers import Pooling
from cnnviz.cnn.trace import Trace

_Place = tuple[int, ...]
_MAP_BY_MAP = (Activation, Pooling, BatchNorm2d, Dropout)  # they keep the number of a map
_found: WeakKeyDictionary[Trace, dict[str, _Place]] = WeakKeyDictionary()


def telling_place(trace: Trace, node: str) -> _Place:
    """Return the place of a value that shows what a layer does: (channel, row, column) or (index,).

    Layers that treat every map by itself are told on the map that the layer before them was told
    on. A value at the edge is taken only where there is no other.
    """
    known = _found.setdefault(trace, {})
    if node not in known:
        known[node] = _telling(trace, node)
    return known[node]


def _telling(trace: Trace, node: str) -> _Place:
    values = np.nan_to_num(trace.values[node])
    if values.ndim != 3:
        return (int(values.argmax()),)
    layer = trace.network.layers.get(node)
    change = values
    if isinstance(layer, Activation):
        change = np.nan_to_num(trace.before(node)) - values
    channel = _channel(trace, node)
    return (channel, *_cell(change[channel], values[channel]))


def _channel(trace: Trace, node: str) -> int:
    """Return the map with the largest value, of the last layer that makes maps of its own."""
    layer = trace.network.layers.get(node)
    before = None if layer is None else trace.network.before(node)
    if before not in (None, INPUT) and isinstance(layer, _MAP_BY_MAP):
        return telling_place(trace, before)[0]
    values = np.nan_to_num(trace.values[node])
    inner = _inner(values)
    return int(inner.reshape(len(inner), -1).max(axis=1).argmax())


def _cell(change: Array, values: Array) -> tuple[int, int]:
    """Return where most happens; where nothing does, the largest value."""
    seen = change if np.abs(_inner(change[None])).any() else values
    inner = np.abs(_inner(seen[None])[0])
    row, column = np.unravel_index(int(inner.argmax()), inner.shape)
    rows, columns = seen.shape
    return int(row) + (rows > 2), int(column) + (columns > 2)


def _inner(maps: Array) -> Array:
    """Return maps without their edges, where they have any other cells."""
    rows, columns = maps.shape[1:]
    down = slice(1, -1) if rows > 2 else slice(None)
    across = slice(1, -1) if columns > 2 else slice(None)
    return maps[:, down, across]
