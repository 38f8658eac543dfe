"""Which colours a map is shown in, and whose they are."""

from cnnviz.cnn.layers import Softmax
from cnnviz.cnn.network import INPUT
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.steps import step_title
from cnnviz.language import _
from cnnviz.project.project import ForwardPass
from cnnviz.views.bars.legend import AWAITED, SHARES, ScaleShown, scale_of_greys, scale_of_values


def scale_of_node(forward: ForwardPass, node: str, channel: int | None) -> ScaleShown:
    """Return the colours of a map; of a node where no map of it is meant."""
    if forward.is_grey(node):
        return scale_of_greys(forward.prepared.is_ink)
    if isinstance(forward.trace.network.layers.get(node), Softmax):
        return SHARES
    awaited = forward.trace.awaited
    if node in awaited or (awaited and forward.project.scale_mode == "network"):
        return AWAITED
    return scale_of_values(forward.scales.limit(node, channel), decimals_of(forward.trace, node))


def scale_words(forward: ForwardPass, node: str, channel: int | None) -> str:
    """Return whose colours they are: of one map, of a layer, or of all."""
    mode = forward.project.scale_mode
    if mode == "network" and node != INPUT:
        return _("all layers")
    step = step_title(forward.trace, node)
    if channel is None or mode != "map":
        return step
    name = channel_name(forward.trace, node, channel)
    return _("{step}, {channel}").format(step=step, channel=name)
