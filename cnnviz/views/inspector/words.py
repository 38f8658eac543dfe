"""What the head of the inspector says of a layer or a channel."""

from cnnviz.cnn.activation_layers import PReLU
from cnnviz.cnn.layer_base import Layer, shape_text
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Linear
from cnnviz.cnn.norm_layers import MeasuredNorm
from cnnviz.cnn.scale_layers import Scale
from cnnviz.cnn.trace import Trace
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.steps import size_text, step_title
from cnnviz.language import _, ngettext
from cnnviz.text.numbers import count_text


def title(trace: Trace, node: str, channel: int | None) -> str:
    """Return the name of a node; of a channel too where one is selected or can be edited."""
    layer = trace.network.layers.get(node)
    if channel is None and not isinstance(layer, _EDITED):
        return step_title(trace, node)
    return f"{step_title(trace, node)} · {channel_name(trace, node, channel or 0)}"


_EDITED = Conv2d | Linear | BatchNorm2d | MeasuredNorm | Scale | PReLU  # channel by channel


def weights_line(layer: Conv2d | Linear, edited: int) -> str:
    """Return which weights a channel has, and how many of its slices are edited."""
    count = ngettext("{count} edited", "{count} edited", edited).format(count=edited)
    return f"{_weights(layer)} {count if edited else _('None edited')}"


def _weights(layer: Layer) -> str:
    if isinstance(layer, Conv2d):
        has_one = layer.weight.shape[1] == 1
        text = _("One {size} kernel.") if has_one else _("One {size} slice per input map.")
        return text.format(size=shape_text(layer.kernel_size))
    inputs = count_text(layer.parameters()["weight"].shape[1])
    return _("One weight for each of the {inputs} inputs.").format(inputs=inputs)


def size_line(trace: Trace, node: str) -> str:
    """Return how large what a node gives is."""
    return size_text(trace.values[node].shape)
