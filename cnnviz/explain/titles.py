"""Names of channels and places as they stand alone, with a capital letter: Filter 3."""

from cnnviz.cnn.layers import Conv2d, Flatten
from cnnviz.cnn.trace import Trace
from cnnviz.explain.steps import channel_name
from cnnviz.explain.values import Explanation
from cnnviz.language import _


def channel_title(trace: Trace, step: int, channel: int) -> str:
    """Return the name of one channel: Filter 3, Unit 12, Class “7”, Red."""
    classes = trace.network.classes
    is_class = step == len(trace.network.layers) and trace.values[step].ndim == 1
    if step == 0 and len(trace.values[0]) == 3:
        return (_("Red"), _("Green"), _("Blue"))[channel]
    if is_class and channel < len(classes):
        return _("Class “{name}”").format(name=classes[channel])
    text = _("Class {number}") if is_class else _numbered(trace, step)
    return text.format(number=channel + 1)


def _numbered(trace: Trace, step: int) -> str:
    layer = trace.network.layers[step - 1] if step else None
    if layer is None:
        return _("Channel {number}")
    if isinstance(layer, Conv2d):
        return _("Filter {number}")
    if trace.values[step].ndim == 3:
        return _("Map {number}")
    return _("Value {number}") if isinstance(layer, Flatten) else _("Unit {number}")


def place_title(trace: Trace, about: Explanation) -> str:
    """Return where a value stands, counted from 1: Row 6, column 8 of filter 3; Class “7”."""
    if len(about.place) == 1:
        return channel_title(trace, about.step, about.place[0])
    channel, row, column = about.place
    text = _("Row {row}, column {column} of {channel}")
    name = channel_name(trace, about.step, channel)
    return text.format(row=row + 1, column=column + 1, channel=name)
