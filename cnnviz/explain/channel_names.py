"""What a channel is called: filter 3, class “7”, red; and the same to begin a line with."""

from collections.abc import Mapping
from typing import Literal

from cnnviz.cnn.activation_layers import Activation
from cnnviz.cnn.branch_layers import Joining
from cnnviz.cnn.layers import Conv2d, LogSoftmax, Softmax
from cnnviz.cnn.moving_layers import Moving
from cnnviz.cnn.network import INPUT, Network
from cnnviz.cnn.trace import Trace
from cnnviz.language import N_, _

_OF_SCORES = (Activation, LogSoftmax, Softmax)  # what may come after the scores of the classes
ChannelKind = Literal["channel", "filter", "map", "class", "value", "unit"]

_NAMES: dict[str, str] = {  # by the kind of a channel, a colour, or that its class has a name
    "channel": N_("channel {number}"),
    "filter": N_("filter {number}"),
    "map": N_("map {number}"),
    "class": N_("class {number}"),
    "value": N_("value {number}"),
    "unit": N_("unit {number}"),
    "red": N_("red"),
    "green": N_("green"),
    "blue": N_("blue"),
    "named": N_("class “{name}”"),
    "score": N_("unit “{name}”"),
}
_TITLES: dict[str, str] = {
    "channel": N_("Channel {number}"),
    "filter": N_("Filter {number}"),
    "map": N_("Map {number}"),
    "class": N_("Class {number}"),
    "value": N_("Value {number}"),
    "unit": N_("Unit {number}"),
    "red": N_("Red"),
    "green": N_("Green"),
    "blue": N_("Blue"),
    "named": N_("Class “{name}”"),
    "score": N_("Unit “{name}”"),
}
_COLOURS = ("red", "green", "blue")


def is_of_classes(trace: Trace, node: str) -> bool:
    """Return whether the values of a node are those of the classes: a row at the end."""
    return node == trace.network.output != INPUT and trace.values[node].ndim == 1


def speaks_for_classes(trace: Trace, node: str) -> bool:
    """Return whether each value of a node is that of a class: its share, or its score before it."""
    if is_of_classes(trace, node):
        return True
    network = trace.network
    is_last = network.inputs.get(network.output) == (node,) and trace.values[node].ndim == 1
    return is_last and node != INPUT and isinstance(network.layers[network.output], _OF_SCORES)


def gives_scores(trace: Trace, node: str) -> bool:
    """Return whether each value of a node is that of a class that has a name."""
    has_names = trace.values[node].shape == (len(trace.network.classes),)
    return has_names and speaks_for_classes(trace, node)


def channel_kind(trace: Trace, node: str) -> ChannelKind:
    """Return what one channel of a node is."""
    if node == INPUT:
        return "channel"
    layer = trace.network.layers[node]
    if isinstance(layer, Conv2d):
        return "filter"
    if len(trace.shapes[node]) == 3:
        return "map"
    if is_of_classes(trace, node):
        return "class"
    return "value" if isinstance(layer, Joining | Moving) else "unit"


def channel_name(trace: Trace, node: str, channel: int) -> str:
    """Return what people call one channel: filter 3, unit 12, class “7”, red."""
    return _called(_NAMES, trace, node, channel)


def channel_title(trace: Trace, node: str, channel: int) -> str:
    """Return the same to begin a line with: Filter 3, Unit 12, Class “7”, Red."""
    return _called(_TITLES, trace, node, channel)


def _called(texts: Mapping[str, str], trace: Trace, node: str, channel: int) -> str:
    what: str = channel_kind(trace, node)
    if node == INPUT and len(trace.image) == len(_COLOURS):
        what = _COLOURS[channel]
    elif what == "class" and channel < len(trace.network.classes):
        what = "named"
    elif what == "unit" and gives_scores(trace, node):
        what = "score"
    name = class_name(trace.network, channel)
    return _(texts[what]).format(number=channel + 1, name=name)


def class_name(network: Network, channel: int) -> str:
    """Return the name of a class, or its number, counted from 1."""
    classes = network.classes
    return classes[channel] if channel < len(classes) else str(channel + 1)
