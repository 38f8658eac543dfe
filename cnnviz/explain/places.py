"""Places of a trace: whether there is such a value, and where one was taken from."""

import numpy as np

from cnnviz.cnn.branch_layers import Concatenate, SelectChannels, source_of
from cnnviz.cnn.network import Network
from cnnviz.cnn.trace import Trace
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.steps import step_title
from cnnviz.language import _

_FEW = 16  # so many names are told all
_NEAREST = 3


class PlaceError(IndexError):
    """A trace has no such value; the text begins with a small letter.

    Attributes:
        sentence: The same to begin a sentence with, without a full stop.
    """

    def __init__(self, clause: str, sentence: str) -> None:
        super().__init__(clause)
        self.sentence = sentence


def check_place(trace: Trace, node: str, place: tuple[int, ...]) -> None:
    """Refuse a place that a trace does not have.

    Args:
        trace: The trace.
        node: The name of a node, or of the input.
        place: (channel, row, column) where the node has maps, else (index,).

    Raises:
        PlaceError: If the node or the place is not there.
    """
    if node not in trace.values:
        told = {"node": repr(node), "names": names_near(trace.network, node)}
        raise PlaceError(
            _("there is no node {node}; there is {names}").format(**told),
            _("There is no node {node}; there is {names}").format(**told),
        )
    shape = trace.values[node].shape
    inside = len(place) == len(shape) and all(0 <= i < n for i, n in zip(place, shape, strict=True))
    if not inside:
        where = {"place": place, "shape": shape}
        raise PlaceError(
            _("there is no value {place} in a step of shape {shape}").format(**where),
            _("There is no value {place} in a step of shape {shape}").format(**where),
        )


def source_place(trace: Trace, node: str, place: tuple[int, ...]) -> tuple[tuple[int, ...], str]:
    """Return where a value stood that a layer only moved: its place in a node, and the node.

    Args:
        trace: The trace.
        node: A node that only moves values: a flatten, a concatenation, a choice of channels.
        place: (channel, row, column) where the node has maps, else (index,).
    """
    layer, inputs = trace.network.layers[node], trace.network.inputs[node]
    channel, *rest = place
    match layer:
        case Concatenate():
            shapes = tuple(values.shape for values in trace.inputs(node))
            which, channel = source_of(shapes, channel)
            return (channel, *rest), inputs[which]
        case SelectChannels():
            return (layer.channels[channel], *rest), inputs[0]
    found = np.unravel_index(channel, trace.before(node).shape)
    return tuple(int(i) for i in found), inputs[0]


def source_text(trace: Trace, node: str, place: tuple[int, ...]) -> str:
    """Return where a value stands, with its node: row 6, column 8 of filter 3 of Convolution 1."""
    text = _("{channel} of {layer}")
    layer = step_title(trace, node)
    name = text.format(channel=channel_name(trace, node, place[0]), layer=layer)
    if len(place) == 1:
        return name
    text = _("row {row}, column {column} of {channel}")
    return text.format(row=place[1] + 1, column=place[2] + 1, channel=name)


def names_near(network: Network, name: str) -> str:
    """Return the names of all nodes where they are few, else those nearest to a name."""
    from difflib import get_close_matches  # late: few names are wrong

    if len(network.names) <= _FEW:
        return ", ".join(network.names)
    asked = name.lower()
    ends = [each for each in network.names if each.lower().split(".")[-1] == asked.split(".")[-1]]
    ends.sort(key=lambda each: each.lower() != asked)  # the same but for its letters first
    by_letters = {each.lower(): each for each in network.names}
    alike = [by_letters[each] for each in get_close_matches(asked, by_letters, _NEAREST)]
    near = [*dict.fromkeys([*ends, *alike])][:_FEW] or network.names[:_NEAREST]
    return ", ".join((*near, "…"))
