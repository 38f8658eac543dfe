"""What a channel, and a place in it, are called where they begin a line: Filter 3, Class “7”."""

from cnnviz.cnn.layers import Conv2d, Flatten
from cnnviz.cnn.trace import Trace
from cnnviz.explain.steps import channel_name
from cnnviz.explain.values import Explanation
from cnnviz.language import N_, _

_COLOURS = (N_("Red"), N_("Green"), N_("Blue"))


def is_of_classes(trace: Trace, step: int) -> bool:
    """Return whether the values of a step are those of the classes: a row at the end."""
    return step == len(trace.network.layers) and step > 0 and trace.values[step].ndim == 1


def channel_title(trace: Trace, step: int, channel: int) -> str:
    """Return the name of a channel as it begins a line, counted from 1."""
    if step == 0 and len(trace.values[0]) == len(_COLOURS):
        return _(_COLOURS[channel])
    classes = trace.network.classes
    if is_of_classes(trace, step) and channel < len(classes):
        return _("Class “{name}”").format(name=classes[channel])
    return _numbered(trace, step).format(number=channel + 1)


def _numbered(trace: Trace, step: int) -> str:
    if step == 0:
        return _("Channel {number}")
    layer = trace.network.layers[step - 1]
    if isinstance(layer, Conv2d):
        return _("Filter {number}")
    if trace.values[step].ndim == 3:
        return _("Map {number}")
    if is_of_classes(trace, step):
        return _("Class {number}")
    return _("Value {number}") if isinstance(layer, Flatten) else _("Unit {number}")


def place_title(trace: Trace, about: Explanation) -> str:
    """Return where a value stands, as it begins a line: Row 6, column 8 of filter 3."""
    if len(about.place) == 1:
        return channel_title(trace, about.step, about.place[0])
    return _("Row {row}, column {column} of {channel}").format(
        row=about.place[1] + 1,
        column=about.place[2] + 1,
        channel=channel_name(trace, about.step, about.place[0]),
    )
