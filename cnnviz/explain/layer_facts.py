"""What is true of the input and of layers without weights, in sentences with their numbers."""

import numpy as np

from cnnviz.cnn.activation_layers import Activation, ReLU
from cnnviz.cnn.branch_layers import Elementwise, Joining, SelectChannels
from cnnviz.cnn.layer_base import Layer, Shape, shape_text
from cnnviz.cnn.layers import Dropout, Flatten, Softmax
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.ops import Array
from cnnviz.cnn.pooling_layers import WindowPooling
from cnnviz.cnn.trace import Trace
from cnnviz.explain.answer import no_ink_sentence
from cnnviz.explain.branch_words import broadcast_sentences
from cnnviz.explain.channel_names import channel_name, channel_title
from cnnviz.explain.layer_decimals import decimals_of, percent
from cnnviz.explain.places import source_place, source_text
from cnnviz.explain.range_words import range_words
from cnnviz.explain.steps import step_sentence, step_title
from cnnviz.language import N_, _
from cnnviz.project.project import ForwardPass
from cnnviz.text.numbers import count_text, percent_text

NO_BREAK = "\N{NO-BREAK SPACE}"
NOTHING_LEARNT = N_("Nothing is learnt here: 0 weights.")  # who shows it translates it


def facts(
    forward: ForwardPass, node: str, channel: int | None = None, *, is_hidden: bool = False
) -> tuple[str, ...]:
    """Return sentences about a node and, where one is chosen, about one channel of it.

    Where values are hidden, or awaited, none of them is told.
    """
    network = forward.trace.network
    is_answer = bool(network.classes) and node == network.output
    if is_answer and not forward.has_answer and not is_hidden:  # in an exercise one looks
        return no_ink_sentence(), _(NOTHING_LEARNT)
    sentences: list[str] = [step_sentence(forward.trace, node, is_hidden=is_hidden)]
    if node == INPUT:
        sentences += forward.prepared.notes
        if channel is not None and len(forward.trace.image) > 1:
            sentences.append(_range(forward, node, channel))
        return tuple(sentences)
    layer = network.layers[node]
    is_awaited = node in forward.trace.awaited and isinstance(layer, Softmax | Activation)
    if not (is_awaited or (is_hidden and _tells_values(layer))):
        sentences += _about(forward, node, layer, channel)
    if not layer.parameters():
        sentences.append(_(NOTHING_LEARNT))
    return tuple(sentences)


def _tells_values(layer: Layer) -> bool:
    """Return whether what is said about a layer names values of the trace."""
    return isinstance(layer, Softmax | Activation) and not isinstance(layer, ReLU)


def _about(forward: ForwardPass, node: str, layer: Layer, channel: int | None) -> list[str]:
    match layer:
        case Flatten():
            return _flatten(forward.trace.before(node).shape, channel)
        case Softmax():
            return _softmax(forward, node, channel)
        case Dropout():
            text = _("In training each value becomes 0 with a chance of {chance}.")
            return [text.format(chance=f"{layer.p:g}")]
        case Joining() | SelectChannels():
            return _branches(forward.trace, node, layer, channel)
        case Activation():
            return _activation(forward, node, layer, channel)
        case WindowPooling():
            text = _("Stride {stride}, padding {padding}.")
            stride, padding = shape_text(layer.step), shape_text(layer.padding)
            return [text.format(stride=stride, padding=padding)]
    return []


def _range(forward: ForwardPass, node: str, channel: int) -> str:
    values = forward.trace.values[node][channel]
    numbers = range_words(values, decimals_of(forward.trace, node))
    name = channel_title(forward.trace, node, channel)
    return _("{channel} goes from {range}.").format(channel=name, range=numbers)


def _flatten(shape: Shape, channel: int | None) -> list[str]:
    if channel is None or len(shape) != 3:
        return []
    of_map, row, column = (int(i) for i in np.unravel_index(channel, shape))
    size, columns = shape[1] * shape[2], shape[2]
    signs = (of_map, "·", size, "+", row, "·", columns, "+", column, "=", channel)
    return [
        _(
            "Value {number} is row {row}, column {column} of map {map}: {sum}, counted from 0."
        ).format(
            number=channel + 1, row=row + 1, column=column + 1, map=of_map + 1,
            sum=NO_BREAK.join(map(str, signs)),
        )
    ]  # fmt: skip


def _softmax(forward: ForwardPass, node: str, channel: int | None) -> list[str]:
    if channel is None:
        return []
    before, after = forward.trace.before(node), forward.trace.values[node]
    trace = forward.trace
    score = decimals_of(trace, trace.network.before(node)).full(float(before[channel]))
    share = percent(float(after[channel]), decimals_of(trace, node), NO_BREAK)
    name = channel_name(forward.trace, node, channel)
    text = _("The score {score} of {channel} becomes {share}.")
    return [text.format(score=score, channel=name, share=share)]


def _activation(forward: ForwardPass, node: str, layer: Layer, channel: int | None) -> list[str]:
    before, after = forward.trace.before(node), forward.trace.values[node]
    if isinstance(layer, ReLU):
        if channel is None or after.ndim != 3:
            return [_("0 now: {share} of all values.").format(share=_share(after == 0))]
        name = channel_name(forward.trace, node, channel)
        one, of_all = _share(after[channel] == 0), _share(after == 0)
        text = _("0 now: {one} of {channel}, {all} of all maps.")
        return [text.format(one=one, channel=name, all=of_all)]
    decimals = decimals_of(forward.trace, forward.trace.network.before(node))
    return [_("Its input goes from {range}.").format(range=range_words(before, decimals))]


def _branches(
    trace: Trace, node: str, layer: Joining | SelectChannels, channel: int | None
) -> list[str]:
    if isinstance(layer, Elementwise):
        names = [step_title(trace, name) for name in trace.network.inputs[node]]
        shapes = [values.shape for values in trace.inputs(node)]
        return broadcast_sentences(names, shapes, trace.values[node].shape)
    if channel is None:
        return []
    (origin, *_rest), source = source_place(trace, node, (channel, 0, 0)[: trace.values[node].ndim])
    text = _("{channel} is {origin}.")
    title = channel_title(trace, node, channel)
    return [text.format(channel=title, origin=source_text(trace, source, (origin,)))]


def _share(chosen: Array) -> str:
    """Return how many there are of all: 12 of 784 (1.5 %)."""
    share = percent_text(float(chosen.mean()), NO_BREAK)
    text = _("{count}\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}{total}\N{NO-BREAK SPACE}({share})")
    count, total = count_text(int(chosen.sum())), count_text(chosen.size)
    return text.format(count=count, total=total, share=share)
