"""What Present mode says of a node: a title for the room, and a caption below each map."""

from cnnviz.cnn.activation_layers import Activation
from cnnviz.cnn.branch_layers import Add, Concatenate, Multiply, SelectChannels
from cnnviz.cnn.channel_layers import LocalResponseNorm
from cnnviz.cnn.layer_base import Layer, shape_text
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Dropout, Flatten, Linear, LogSoftmax, Softmax
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.norm_layers import GroupNorm, InstanceNorm2d, LayerNorm
from cnnviz.cnn.pooling_layers import (
    AdaptiveAvgPool2d,
    AdaptiveMaxPool2d,
    AvgPool2d,
    MaxPool2d,
    Pooling,
    WindowPooling,
)
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.cnn.spread_layers import UpsampleBilinear
from cnnviz.cnn.trace import Trace
from cnnviz.explain.activation_words import (
    activation_sentence,
    activation_title,
    after_activation,
)
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.moving_words import MOVES, move_title
from cnnviz.explain.norm_words import STEPPED, stepped_title
from cnnviz.explain.placed_words import PLACED, placed_title
from cnnviz.explain.steps import size_text, step_sentence, step_title
from cnnviz.language import N_, _, ngettext
from cnnviz.text.numbers import count_text

_TITLES: tuple[tuple[type[Layer], str], ...] = (
    (Softmax, N_("Softmax turns the scores into shares of 1")),
    (Dropout, N_("Dropout does nothing when looking")),
    (Add, N_("Branches meet: their values are added")),
    (Multiply, N_("Branches meet: their values are multiplied")),
    (Concatenate, N_("Branches meet: their maps stand behind each other")),
    (SelectChannels, N_("Some maps are taken, the others left")),
    (Flatten, N_("Flatten changes nothing here: the values stand in a row")),
)
_AFTER: dict[type[Layer], str] = {
    MaxPool2d: N_("after max pool"),
    AvgPool2d: N_("after average pool"),
    AdaptiveAvgPool2d: N_("after global average"),
    AdaptiveMaxPool2d: N_("after global maximum"),
    BatchNorm2d: N_("after batch norm"),
    LayerNorm: N_("after layer norm"),
    GroupNorm: N_("after group norm"),
    InstanceNorm2d: N_("after instance norm"),
    Scale: N_("after scale"),
    Normalize: N_("after normalisation"),
    LocalResponseNorm: N_("after local response norm"),
    UpsampleBilinear: N_("after bilinear upsampling"),
    LogSoftmax: N_("after log-softmax"),
    Dropout: N_("after dropout"),
    Flatten: N_("after flatten"),
    Softmax: N_("after softmax"),
}


def present_title(trace: Trace, node: str) -> str:
    """Return what happens at a node, in few words that are read from the last row."""
    if node == INPUT:
        return _("The network sees numbers")
    layer, before, after = trace.network.layers[node], trace.before(node), trace.values[node]
    match layer:
        case Conv2d():
            return _convolution(
                layer, maps=0 if trace.network.before(node) == INPUT else len(before)
            )
        case Linear():
            units = len(layer.weight)
            text = ngettext(
                "One unit weighs all {values} values", "{units} units weigh all {values} values",
                units,
            )  # fmt: skip
            return text.format(units=count_text(units), values=count_text(before.size))
        case Pooling():
            return _pooling(layer, is_of_map=after.shape[1:] == (1, 1))
        case Flatten() if before.ndim == 3:
            text = ngettext(
                "{count} map becomes one row of values",
                "{count} maps become one row of values",
                before.shape[0],
            )
            return text.format(count=count_text(before.shape[0]))
        case Activation():
            return activation_title(layer)
    return _title_of_others(layer)


def _title_of_others(layer: Layer) -> str:
    """Return the title of a layer that needs none of its numbers."""
    if isinstance(layer, MOVES):
        return move_title(layer)
    if isinstance(layer, PLACED):
        return placed_title(layer)
    if isinstance(layer, STEPPED):
        return stepped_title(layer)
    return next((_(title) for kind, title in _TITLES if isinstance(layer, kind)), layer.title)


def _convolution(layer: Conv2d, maps: int) -> str:
    """Return the title of a convolution of so many maps; 0: of the input."""
    filters = len(layer.weight)
    if maps == 0:
        text = ngettext(
            "One filter of {window} slides over the input",
            "{filters} filters of {window} slide over the input",
            filters,
        )
    elif maps == 1:
        text = ngettext(
            "One filter of {window} slides over one map",
            "{filters} filters of {window} slide over one map",
            filters,
        )
    else:
        text = ngettext(
            "One filter of {window} slides over all {maps} maps",
            "{filters} filters of {window} slide over all {maps} maps",
            filters,
        )
    return text.format(filters=filters, maps=maps, window=shape_text(layer.kernel_size))


def _pooling(layer: Pooling, *, is_of_map: bool) -> str:
    window = shape_text(layer.kernel_size) if isinstance(layer, WindowPooling) else ""
    if window and layer.keeps_largest:
        return _("Max pooling keeps the largest of each {window} window").format(window=window)
    if window:
        return _("Average pooling takes the mean of each {window} window").format(window=window)
    if layer.keeps_largest:
        if is_of_map:
            return _("Only the largest value of each map stays")
        return _("Only the largest value of each patch stays")
    if is_of_map:
        return _("Only the mean of each map stays")
    return _("Only the mean of each patch stays")


def present_sentence(trace: Trace, node: str, channel: int) -> str:
    """Return what a node does, in one sentence whose numbers are those of the maps that are seen.

    Args:
        trace: The values.
        node: The node that is shown.
        channel: The map that is shown of it; of values in a row all are.
    """
    layer = trace.network.layers.get(node)
    if isinstance(layer, Activation):
        before = trace.before(node)
        if before.ndim == 3:
            return activation_sentence(layer.of_channel(channel), before[channel])
        return activation_sentence(layer, before)
    if type(layer) is Conv2d:
        return _volumes(trace, node, layer)
    return step_sentence(trace, node)


def _volumes(trace: Trace, node: str, layer: Conv2d) -> str:
    """Return how the volume changes, and what each value is: filters stand in the title."""
    if trace.values[node].ndim != 3 or trace.before(node).ndim != 3:
        return step_sentence(trace, node)
    before, after = size_text(trace.before(node).shape), size_text(trace.shapes[node])
    inputs, rows, columns = layer.weight.shape[1:]
    sides = (inputs, rows, columns) if inputs > 1 else (rows, columns)
    products = f"{'·'.join(map(str, sides))} = {count_text(inputs * rows * columns)}"
    if layer.bias is None:
        text = _("{before} becomes {after}: every value is the sum of {products} products.")
    else:
        text = _(
            "{before} becomes {after}: every value is the sum of {products} products and its bias."
        )
    return text.format(before=before, after=after, products=products)


def before_caption(trace: Trace, node: str, channel: int | None) -> str:
    """Return what stands below a map, or the values, that go into a layer.

    Args:
        trace: The values.
        node: The node they are of: one that the layer takes.
        channel: Which map; None for all values of the node.
    """
    title = step_title(trace, node)
    if node == INPUT and trace.image.shape[0] == 1:
        return title
    if channel is None:
        return _with_count(title, trace.values[node].size)
    return _with_channel(title, channel_name(trace, node, channel))


def after_caption(trace: Trace, node: str, channel: int | None) -> str:
    """Return what stands below a map, or the values, that a layer makes.

    Layers that treat every map by itself are named only, "after ReLU": which map it is stands
    below the one before.
    """
    layer = trace.network.layers[node]
    if channel is None:
        return _with_count(step_title(trace, node), trace.values[node].size)
    if isinstance(layer, Activation):
        return after_activation(layer)
    if type(layer) in _AFTER:
        return _(_AFTER[type(layer)])
    return _with_channel(step_title(trace, node), channel_name(trace, node, channel))


def _with_count(title: str, count: int) -> str:
    text = ngettext("{step}, {count} values", "{step}, {count} values", count)
    return text.format(step=title, count=count_text(count))


def _with_channel(title: str, name: str) -> str:
    return _("{step}, {channel}").format(step=title, channel=name)
