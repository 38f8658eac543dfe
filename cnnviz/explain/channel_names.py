"""What a channel is called: filter 3, class “7”, red; and the same to begin a line with."""

from typing import Literal

from cnnviz.cnn.layers import Conv2d, Flatten
from cnnviz.cnn.network import Network
from cnnviz.cnn.trace import Trace
from cnnviz.language import N_, _

ChannelKind = Literal["channel", "filter", "map", "class", "value", "unit"]

_WORDS: dict[ChannelKind, str] = {
    "channel": N_("channel"),
    "filter": N_("filter"),
    "map": N_("map"),
    "class": N_("class"),
    "value": N_("value"),
    "unit": N_("unit"),
}
_NAMES: dict[ChannelKind, str] = {
    "channel": N_("channel {number}"),
    "filter": N_("filter {number}"),
    "map": N_("map {number}"),
    "class": N_("class {number}"),
    "value": N_("value {number}"),
    "unit": N_("unit {number}"),
}
_TITLES: dict[ChannelKind, str] = {
    "channel": N_("Channel {number}"),
    "filter": N_("Filter {number}"),
    "map": N_("Map {number}"),
    "class": N_("Class {number}"),
    "value": N_("Value {number}"),
    "unit": N_("Unit {number}"),
}
_COLOURS = (N_("red"), N_("green"), N_("blue"))
_COLOUR_TITLES = (N_("Red"), N_("Green"), N_("Blue"))


def is_of_classes(trace: Trace, step: int) -> bool:
    """Return whether the values of a step are those of the classes: a row at the end."""
    return step == len(trace.network.layers) and step > 0 and trace.values[step].ndim == 1


def channel_kind(trace: Trace, step: int) -> ChannelKind:
    """Return what one channel of a step is."""
    if step == 0:
        return "channel"
    layer = trace.network.layers[step - 1]
    if isinstance(layer, Conv2d):
        return "filter"
    if len(trace.values[step].shape) == 3:
        return "map"
    if is_of_classes(trace, step):
        return "class"
    return "value" if isinstance(layer, Flatten) else "unit"


def channel_word(trace: Trace, step: int) -> str:
    """Return what one channel of a step is called: filter, map, unit, value or class."""
    return _(_WORDS[channel_kind(trace, step)])


def channel_name(trace: Trace, step: int, channel: int) -> str:
    """Return what people call one channel: filter 3, unit 12, class “7”, red."""
    kind = channel_kind(trace, step)
    if step == 0 and trace.values[0].shape[0] == 3:
        return _(_COLOURS[channel])
    if kind == "class" and channel < len(trace.network.classes):
        return _("class “{name}”").format(name=trace.network.classes[channel])
    return _(_NAMES[kind]).format(number=channel + 1)


def channel_title(trace: Trace, step: int, channel: int) -> str:
    """Return the same to begin a line with: Filter 3, Unit 12, Class “7”, Red."""
    kind = channel_kind(trace, step)
    if step == 0 and trace.values[0].shape[0] == 3:
        return _(_COLOUR_TITLES[channel])
    if kind == "class" and channel < len(trace.network.classes):
        return _("Class “{name}”").format(name=trace.network.classes[channel])
    return _(_TITLES[kind]).format(number=channel + 1)


def class_name(network: Network, channel: int) -> str:
    """Return the name of a class, or its number, counted from 1."""
    classes = network.classes
    return classes[channel] if channel < len(classes) else str(channel + 1)
