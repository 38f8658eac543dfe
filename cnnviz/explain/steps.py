"""The nodes of a network in words: headings, and one sentence with this network's numbers."""

import numpy as np

from cnnviz.cnn.activation_layers import Activation, ReLU
from cnnviz.cnn.branch_layers import Joining, SelectChannels
from cnnviz.cnn.layer_base import Layer, Shape, shape_text
from cnnviz.cnn.layers import Conv2d, Dropout, Flatten, Linear, Softmax
from cnnviz.cnn.moving_layers import Moving
from cnnviz.cnn.network import INPUT, Network
from cnnviz.cnn.node_names import number_of
from cnnviz.cnn.pooling_layers import AdaptivePooling, WindowPooling
from cnnviz.cnn.trace import Trace
from cnnviz.explain.activation_words import (
    activation_in_general,
    activation_sentence,
    general_formula,
)
from cnnviz.explain.branch_words import branch_detail, branch_sentence
from cnnviz.explain.channel_names import class_name
from cnnviz.explain.convolution_words import convolution_sentence
from cnnviz.explain.layer_decimals import value_text
from cnnviz.explain.moving_words import move_detail, move_sentence
from cnnviz.explain.norm_words import stepped_sentence
from cnnviz.explain.placed_words import PLACED, placed_detail, placed_sentence
from cnnviz.explain.pooling_words import pooling_sentence
from cnnviz.explain.range_words import range_words
from cnnviz.language import N_, _, ngettext
from cnnviz.text.decimals import decimals_of_values
from cnnviz.text.numbers import count_text

_SHORT_TITLES = {  # by the kind of layer
    "conv2d": N_("Conv"),
    "leaky_relu": N_("LReLU"),
    "max_pool2d": N_("Pool"),
    "avg_pool2d": N_("Pool"),
    "adaptive_avg_pool2d": N_("Mean"),
    "adaptive_max_pool2d": N_("Max"),
    "batch_norm2d": N_("Norm"),
    "layer_norm": N_("LNorm"),
    "group_norm": N_("GNorm"),
    "instance_norm": N_("INorm"),
    "local_response_norm": N_("LRN"),
    "normalize": N_("Norm"),
    "conv_transpose2d": N_("ConvT"),
    "conv1d": N_("Conv"),
    "upsample_bilinear": N_("Up"),
    "log_softmax": N_("LogS"),
    "dropout": N_("Drop"),
    "channel_shuffle": N_("Shuffle"),
    "flatten": N_("Flat"),
    "pad": N_("Pad"),
    "pixel_shuffle": N_("Shuffle"),
    "upsample_nearest": N_("Up"),
    "hardsigmoid": N_("HSigm"),
    "hardswish": N_("HSwish"),
    "hardtanh": N_("HTanh"),
    "linear": N_("FC"),
    "mul": N_("Mul"),
    "cat": N_("Cat"),
    "index_select": N_("Select"),
    "sigmoid": N_("Sigm"),
    "softmax": N_("Soft"),
}

_KINDS = {  # by the kind of layer: what tells it where the title is a name of its own
    "batch_norm2d": N_("batch norm"),
    "layer_norm": N_("layer norm"),
    "group_norm": N_("group norm"),
    "instance_norm": N_("instance norm"),
    "local_response_norm": N_("local response norm"),
    "normalize": N_("normalisation"),
    "scale": N_("scale"),
    "log_softmax": N_("log-softmax"),
    "dropout": N_("dropout"),
    "flatten": N_("in a row"),
    "adaptive_avg_pool2d": N_("mean"),
    "adaptive_max_pool2d": N_("maximum"),
    "leaky_relu": N_("leaky ReLU"),
    "sigmoid": N_("sigmoid"),
    "tanh": N_("tanh"),
}


def size_text(shape: Shape) -> str:
    """Return the size of a node as the lecture writes it: rows × columns × channels, or values."""
    if len(shape) == 3:
        return shape_text((*shape[1:], shape[0]))
    return ngettext("{count} values", "{count} values", shape[0]).format(count=count_text(shape[0]))


def step_title(trace: Trace, node: str) -> str:
    """Return the name of a node: Input, Convolution 1, ReLU 1, …"""  # noqa: D415
    return _("Input") if node == INPUT else trace.network.layer_name(node)


def step_titles(trace: Trace, node: str) -> tuple[str, ...]:
    """Return the names of a node, the longest first: Convolution 1, Conv 1, Convolution, Conv.

    A name of its own is shortened to its last part: layer2.0.conv1, conv1, Conv.
    """
    title = step_title(trace, node)
    if node == INPUT:
        return title, title
    layers = trace.network.layers
    layer = layers[node]
    short = _(_SHORT_TITLES[layer.kind]) if layer.kind in _SHORT_TITLES else layer.title
    if trace.network.has_own_names:
        return title, _last_part(node), short
    number = number_of([each.kind for each in layers.values()], list(layers).index(node))
    if number is None:
        return title, short
    numbered = _("{title} {number}").format(title=short, number=number)
    return title, numbered, layer.title, short


def block_titles(block: str) -> tuple[str, ...]:
    """Return the names of a block, the longest first: features.denseblock1.denselayer2, …

    The last one says something still: layer2.0, denselayer2.
    """  # noqa: D415
    parts = block.split(".")
    ends = (".".join(parts[at:]) for at in range(len(parts)))
    return tuple(end for end in ends if not end[:1].isdigit()) or (block,)


def block_name(network: Network, block: str) -> str:
    """Return the name of a block with what it is, where that is known: layer2.0 · BasicBlock."""
    kind = network.block_kinds.get(block)
    return block if kind is None else f"{block} · {kind}"


def block_details(network: Network, block: str) -> tuple[str, ...]:
    """Return what a folded block is in few words, the longest text first."""
    count, kind = len(network.blocks[block]), network.block_kinds.get(block)
    layers = ngettext("{count} layer", "{count} layers", count).format(count=count)
    if kind is None:
        return layers, ""
    return _("{kind}, {layers}").format(kind=kind, layers=layers), kind, layers, ""


def block_sentence(trace: Trace, block: str, *, is_folded: bool) -> str:
    """Return what a block gives, where it is told in one step."""
    nodes = trace.network.blocks[block]
    if is_folded:
        text = ngettext(
            "{count} layer, folded into one column: seen is what the last one gives, {last}, "
            "{size}.",
            "{count} layers, folded into one column: seen is what the last one gives, {last}, "
            "{size}.",
            len(nodes),
        )
    else:
        text = ngettext(
            "{count} layer in one step: the block gives what the last one gives, {last}, {size}.",
            "{count} layers in one step: the block gives what the last one gives, {last}, {size}.",
            len(nodes),
        )
    last, size = nodes[-1].removeprefix(f"{block}."), size_text(trace.shapes[nodes[-1]])
    told = text.format(count=len(nodes), last=last, size=size)
    kind = trace.network.block_kinds.get(block)
    return told if kind is None else _("{kind}: {told}").format(kind=kind, told=told)


def _last_part(name: str) -> str:
    """Return the end of a name that says something: conv1; of a number what it counts, too."""
    rest, _dot, last = name.rpartition(".")
    if not last.isdigit():
        return last
    before = rest.rpartition(".")[2]
    return f"{before}.{last}" if before else last


def step_details(trace: Trace, node: str) -> tuple[str, ...]:
    """Return what a layer does in few words, the longest text first.

    Where its title is a name of its own, they tell its kind.
    """
    if node == INPUT:
        is_grey = trace.image.shape[0] == 1
        return (_("grey") if is_grey else _("red, green, blue"), "")
    layer = trace.network.layers[node]
    if trace.network.has_own_names:
        if layer.kind in _KINDS:
            return _(_KINDS[layer.kind]), ""
        if isinstance(layer, Activation) and not isinstance(layer, ReLU):
            return layer.title, ""
    return _layer_details(trace, node, layer)


def _layer_details(trace: Trace, node: str, layer: Layer) -> tuple[str, ...]:
    match layer:
        case Conv2d() as conv:
            window, count = shape_text(conv.kernel_size), len(conv.weight)
            text = ngettext("{window}, {count} filter", "{window}, {count} filters", count)
            return text.format(window=window, count=count), f"{window}, {count}", window
        case WindowPooling() as pool:
            return _pooling_details(pool, with_kind=trace.network.has_own_names)
        case Linear() as linear:
            count = len(linear.weight)
            text = ngettext("{count} units", "{count} units", count)
            return text.format(count=count), f"{count}"
        case ReLU():
            return general_formula(layer), ""
        case Softmax():
            return _("shares of 1"), ""
    detail = _detail_of_maps(trace, node, layer)
    return (detail, "") if detail else ("",)


def _detail_of_maps(trace: Trace, node: str, layer: Layer) -> str:
    """Return what a layer that joins, moves or blends values does, in very few words."""
    before, after = [values.shape for values in trace.inputs(node)], trace.shapes[node]
    match layer:
        case Joining() | SelectChannels():
            return branch_detail(layer, before)
        case Moving() if not isinstance(layer, Flatten):
            return move_detail(layer, before[0], after)
        case _ if isinstance(layer, PLACED):
            return placed_detail(layer, after)
    return ""


def _pooling_details(pool: WindowPooling, *, with_kind: bool) -> tuple[str, ...]:
    window = shape_text(pool.kernel_size)
    if not with_kind:
        return (window,)
    text = _("max pool {window}") if pool.keeps_largest else _("mean of {window}")
    return text.format(window=window), window


def step_sentence(trace: Trace, node: str, *, is_hidden: bool = False) -> str:
    """Return what a node does, in one sentence with the numbers of this network and image.

    Where values are hidden, which is the largest is not told; of awaited ones, none is.
    """
    after = trace.values[node]
    if node == INPUT:
        return _input(after)
    before = trace.before(node)
    match trace.network.layers[node]:
        case Conv2d() as conv:
            return convolution_sentence(conv, before.shape[0])
        case Linear() as linear:
            return _fully_connected(linear)
        case Activation() as activation:
            return _activation(activation, None if node in trace.awaited else before)
        case Softmax():
            return _softmax(trace, after, is_hidden=is_hidden or node in trace.awaited)
        case Joining() | SelectChannels() as layer:
            names = [step_title(trace, name) for name in trace.network.inputs[node]]
            return branch_sentence(layer, names, [values.shape for values in trace.inputs(node)])
        case Moving() as layer if not isinstance(layer, Flatten):
            return move_sentence(layer, before.shape, after.shape)
        case layer:
            return _of_others(layer, before, after)


def _input(values: np.ndarray) -> str:
    if values.shape[0] == 1:
        text = _("{size} values in each channel, here from {range}.")
    else:
        text = _("{size} values in each channel of {count}, here from {range}.")
    size, count = shape_text(values.shape[1:]), values.shape[0]
    numbers = range_words(values, decimals_of_values(values))
    return text.format(size=size, count=count, range=numbers)


def _fully_connected(layer: Linear) -> str:
    units, inputs = layer.weight.shape
    count = layer.weight.size + (0 if layer.bias is None else layer.bias.size)
    if layer.bias is None:
        text = ngettext(
            "The unit adds up all {inputs} values times its own weights: {count} learnt numbers.",
            "Each unit adds up all {inputs} values times its own weights: {units}·{inputs} = "
            "{count} learnt numbers.",
            units,
        )
    else:
        text = ngettext(
            "The unit adds up all {inputs} values times its own weights, and its bias: "
            "{inputs} + 1 = {count} learnt numbers.",
            "Each unit adds up all {inputs} values times its own weights, and its bias: "
            "{units}·({inputs} + 1) = {count} learnt numbers.",
            units,
        )
    return text.format(inputs=count_text(inputs), units=count_text(units), count=count_text(count))


def _activation(layer: Activation, before: np.ndarray | None) -> str:
    """Return what an activation does; None: to values that are still being computed."""
    return activation_in_general(layer) if before is None else activation_sentence(layer, before)


def _softmax(trace: Trace, after: np.ndarray, *, is_hidden: bool) -> str:
    if is_hidden:
        return _("The {count} scores become shares that add up to 1.").format(count=len(after))
    if np.isnan(after).any():
        text = _(
            "The {count} scores should become shares that add up to 1, but they are no numbers."
        )
        return text.format(count=len(after))
    best = int(after.argmax())
    name, share = (
        class_name(trace.network, best),
        value_text(trace, trace.network.output, float(after[best])),
    )
    return _(
        "The {count} scores become shares that add up to 1. The largest: “{name}” with {share}."
    ).format(count=len(after), name=name, share=share)


def _of_others(layer: Layer, before: np.ndarray, after: np.ndarray) -> str:
    match layer:
        case WindowPooling() | AdaptivePooling():
            return pooling_sentence(layer, before, after)
        case Flatten():
            count, size = count_text(after.size), shape_text(before.shape[1:])
            if before.ndim == 3:
                text = ngettext(
                    "{maps} map of {size} becomes one row of {product} values, read row by row.",
                    "{maps} maps of {size} become one row of {product} values, read map by map, "
                    "row by row.",
                    before.shape[0],
                )
                product = f"{shape_text(before.shape).replace('×', '·')} = {count}"
                return text.format(maps=before.shape[0], size=size, product=product)
            text = _("The values become one row of {count}: channel, row, column.")
            return text.format(count=count)
        case Dropout():
            return _("Nothing happens when looking: dropout acts in training only.")
        case _ if isinstance(layer, PLACED):
            return placed_sentence(layer, before.shape, after.shape)
    return stepped_sentence(layer, before.shape)
