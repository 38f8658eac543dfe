"""What stands for a node or a position elsewhere: in another node, or in a changed network."""

from dataclasses import replace
from math import prod

import numpy as np

from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.network import Network
from cnnviz.cnn.trace import Trace
from cnnviz.project.place import Position


def moved(trace: Trace, position: Position, node: str) -> Position:
    """Return the place of another node that lies where a position does, as near as can be."""
    before, after = trace.shapes[position.node], trace.shapes[node]
    if len(before) != 3 or len(after) != 3:
        return _moved_in_a_row(trace, position, node)
    row, column = (
        min(i * new // old, new - 1)
        for i, old, new in zip((position.row, position.column), before[1:], after[1:], strict=True)
    )
    return Position(node, min(position.channel, after[0] - 1), row, column)


def _moved_in_a_row(trace: Trace, position: Position, node: str) -> Position:
    """Return the same number of another node with as many values, else its largest value."""
    before, after = trace.shapes[position.node], trace.shapes[node]
    if prod(before) == prod(after):
        index = np.ravel_multi_index(position.place(before), before)
        return Position(node, *map(int, np.unravel_index(index, after)))
    if len(after) == 1:
        return Position(node, int(np.nan_to_num(trace.values[node], nan=-np.inf).argmax()))
    return Position(node, 0)


def clipped(position: Position, shape: Shape) -> Position:
    """Return the nearest position there is in a node of a shape."""
    channel, row, column = (
        min(i, n - 1)
        for i, n in zip(
            (position.channel, position.row, position.column), (*shape, 1, 1), strict=False
        )
    )
    return replace(position, channel=channel, row=row, column=column)


def has_like_nodes(one: Network, other: Network) -> bool:
    """Return whether two networks have nodes of the same names and kinds, joined alike."""
    return one.inputs == other.inputs and all(
        mine.layer.kind == its.layer.kind for mine, its in zip(one.nodes, other.nodes, strict=True)
    )


def counterpart(before: Network, after: Network, node: str) -> str | None:
    """Return the node of the same name in a changed network, else the one of the same number."""
    if node in after.names:
        return node
    number = before.number(node)
    return after.names[number] if number < len(after.names) else None
