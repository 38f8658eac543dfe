"""What of a trace can be taken along as a table: maps, kernels, products, terms, everything."""

from itertools import product

import numpy as np

from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.trace import Trace
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.terms import inputs_of, terms_of, three
from cnnviz.explain.values import WindowSum
from cnnviz.figures.table import Table
from cnnviz.language import _

TERM_HEADS = ("channel", "row", "column", "input", "weight", "product")
TRACE_HEADS = ("node", "channel", "row", "column", "value")


class TableError(ValueError):
    """There is no such table; the text is a sentence for the user."""


def map_table(trace: Trace, node: str, channel: int | None) -> Table:
    """Return one map of a node (H, W); a row of values is one row.

    Args:
        trace: The values.
        node: The name of the node.
        channel: Which map, counted from 0; may be left out where there is one.

    Raises:
        TableError: If there are several and none is named, or there is no such one.
    """
    values = trace.values[node]
    if values.ndim == 1:
        return Table(values[np.newaxis])
    return Table(values[_chosen(channel, len(values), node)])


def kernel_table(trace: Trace, node: str, place: tuple[int, ...]) -> Table:
    """Return the weights that one map of one input map is weighted with (K_h, K_w).

    Args:
        trace: The values.
        node: A convolution, or a fully connected layer, whose weights are one table.
        place: The map it gives, and the map it takes, counted from 0; each may be left out where
            there is one.

    Raises:
        TableError: If the node has no weights, or it is not told which.
    """
    layer = trace.network.layers.get(node)
    match layer:
        case Linear():
            return Table(layer.weight)
        case Conv2d():
            of = layer.weight[_chosen(_at(place, 0), len(layer.weight), node)]
            return Table(of[_chosen_input(_at(place, 1), len(of), node)])
    raise TableError(_("{node} has no kernel; name a convolution.").format(node=node))


def product_table(about: Explanation) -> Table:
    """Return the products of a window: the maps it takes below each other (C·K_h, K_w).

    Raises:
        TableError: If the value is no such sum.
    """
    if not isinstance(about, WindowSum):
        text = _("The value of {node} is no sum of a window; name a convolution.")
        raise TableError(text.format(node=about.node))
    return Table(about.products.reshape(-1, about.products.shape[-1]))


def term_table(trace: Trace, about: Explanation) -> Table:
    """Return what a value is made of, a row each; the column of products adds up to it.

    The bias is the last row: a weight on an input of 1, which has no place. What is no sum has a
    row for each value that goes in, with its place.
    """
    terms, bias = terms_of(about)
    if not terms:
        inputs = [(*three(each.place), float(each.value)) for each in inputs_of(trace, about)]
        return Table(np.array(inputs, np.float32).reshape(-1, 4), TERM_HEADS[:4])
    rows = [tuple(map(float, term)) for term in terms]
    if getattr(about, "bias", None) is not None:
        rows.append((np.nan, np.nan, np.nan, 1.0, bias, bias))
    return Table(np.array(rows, np.float32), TERM_HEADS)


def trace_rows(trace: Trace) -> list[tuple[str, int, int, int, np.float32]]:
    """Return every value of every node: its node, channel, row, column, and the value."""
    found = []
    for node, values in trace.values.items():
        three_axes = values if values.ndim == 3 else values[:, np.newaxis, np.newaxis]
        places = product(*map(range, three_axes.shape))
        found += [(node, *place, three_axes[place]) for place in places]
    return found


def _chosen(index: int | None, count: int, node: str) -> int:
    if index is None and count == 1:
        return 0
    if index is None:
        text = _("{node} has {count} maps; name one with --at, counted from 0.")
        raise TableError(text.format(node=node, count=count))
    if not 0 <= index < count:
        text = _("{node} has no map {index}: the last is {last}, counted from 0.")
        raise TableError(text.format(node=node, index=index, last=count - 1))
    return index


def _chosen_input(index: int | None, count: int, node: str) -> int:
    if index is None and count > 1:
        text = _("A filter of {node} takes {count} maps; name one, too: --at FILTER,MAP, from 0.")
        raise TableError(text.format(node=node, count=count))
    if index is not None and not 0 <= index < count:
        text = _("A filter of {node} takes no map {index}: the last is {last}, counted from 0.")
        raise TableError(text.format(node=node, index=index, last=count - 1))
    return index or 0


def _at(place: tuple[int, ...], axis: int) -> int | None:
    return place[axis] if len(place) > axis else None
