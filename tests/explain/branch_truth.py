"""What sentences must say where branches meet, and a network in which they meet in every way."""

import numpy as np

from cnnviz.cnn.activation_layers import Sigmoid, Tanh
from cnnviz.cnn.branch_layers import (
    Add,
    Concatenate,
    Elementwise,
    Joining,
    Multiply,
    SelectChannels,
)
from cnnviz.cnn.layers import Conv2d, Flatten, Linear
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d
from tests.explain.name_truth import layer_at, number_of_channel

BRANCHES = Joining | SelectChannels


def every_branch():
    """A network with every way in which branches meet, of maps and of rows, whole and smaller."""
    random = np.random.default_rng(2)

    def normal(*shape):
        return random.normal(size=shape).astype(np.float32)

    nodes = (
        Node("stem", Conv2d(normal(4, 3, 3, 3), normal(4), padding=(1, 1)), (INPUT,)),
        Node("gate.mean", AdaptiveAvgPool2d((1, 1)), ("stem",)),
        Node("gate.0", Sigmoid(), ("gate.mean",)),
        Node("scaled", Multiply(), ("stem", "gate.0")),
        Node("one", SelectChannels((2,)), ("stem",)),
        Node("masked", Multiply(), ("one", "scaled", "stem")),
        Node("shuffled", SelectChannels((3, 0, 3, 1, 2)), ("masked",)),
        Node("first", SelectChannels((0, 1, 2, 3)), ("shuffled",)),
        Node("block1.add", Add(), ("first", "stem", "gate.mean", "one", "first")),
        Node("row", AdaptiveAvgPool2d((1, 6)), ("block1.add",)),
        Node("sum", Add(), ("row", "block1.add")),
        Node("cat", Concatenate(), (INPUT, "sum", "one")),
        Node("flat", Flatten(), ("cat",)),
        Node("hidden", Linear(normal(6, 8 * 7 * 6)), ("flat",)),
        Node("bent", Tanh(), ("hidden",)),
        Node("gated", Multiply(), ("hidden", "bent")),
        Node("more", Add(), ("gated", "hidden")),
        Node("some", SelectChannels((5, 1)), ("more",)),
        Node("joined", Concatenate(), ("some", "bent", "some")),
        Node("scores", Linear(normal(3, 10), normal(3)), ("joined",)),
        Node("last", Add(), ("scores", "scores")),
    )
    return Network("every-branch", "Every branch", (3, 7, 6), nodes)


def step_numbers(trace, node):
    """What the sentence of a node must say."""
    layer = layer_at(trace, node)
    if isinstance(layer, Elementwise):
        return []
    if isinstance(layer, Concatenate):
        return [*(len(values) for values in trace.inputs(node)), len(trace.values[node])]
    which = [channel + 1 for channel in layer.channels]
    told = which if len(which) <= 4 else [*which[:2], which[-1]]
    return [len(trace.before(node)), *([len(which)] if len(which) > 1 else []), *told]


def detail_numbers(trace, node):
    layer = layer_at(trace, node)
    if isinstance(layer, Elementwise):
        return [[], []]
    if isinstance(layer, SelectChannels):
        return [[len(layer.channels), len(trace.before(node))], []]
    return [[len(values) for values in trace.inputs(node)], []]


def fact_numbers(trace, node, channel):
    """What the sentences about a node say after the first, each."""
    if isinstance(layer_at(trace, node), Elementwise):
        whole = trace.values[node].shape
        shapes = dict(zip(trace.network.inputs[node], trace.inputs(node), strict=True))
        smaller = [each.shape for each in shapes.values() if each.shape != whole]
        return [smaller_numbers(shape, whole) for shape in smaller]
    if channel is None:
        return []
    source, origin = origin_of(trace, node, (channel,))
    named = number_of_channel(trace, node, channel)
    return [[*named, *number_of_channel(trace, source, origin[0])]]


def smaller_numbers(shape, whole):
    """What is said of an input that counts more than once."""
    if shape == (whole[0], 1, 1):
        return []
    return [whole[0]] if shape[1:] == whole[1:] else [*shape[1:], shape[0], 1]


def origin_of(trace, node, place):
    """The node and the place that a concatenation or chosen channels take a value from."""
    layer, (channel, *rest) = layer_at(trace, node), place
    if isinstance(layer, SelectChannels):
        return trace.network.before(node), (layer.channels[channel], *rest)
    channels = [
        (name, at)
        for name, values in zip(trace.network.inputs[node], trace.inputs(node), strict=True)
        for at in range(len(values))
    ]
    name, at = channels[channel]
    return name, (at, *rest)


def position_numbers(trace, node, place, *, is_hidden):
    """What the sentence of a position must say."""
    if isinstance(layer_at(trace, node), Elementwise):
        value = float(trace.values[node][place])
        return [len(trace.inputs(node)), *([] if is_hidden else [value])]
    if is_hidden:
        return []
    source, origin = origin_of(trace, node, place)
    return [*(i + 1 for i in origin[1:]), *number_of_channel(trace, source, origin[0])]
