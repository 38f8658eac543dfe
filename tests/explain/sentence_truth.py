"""What the sentences about a network must say, computed from its trace alone.

The values, the shapes and the parameters of the layers are all that is asked.
"""

from functools import cache

import numpy as np

from cnnviz.cnn import activation_layers as ac
from cnnviz.cnn import architectures
from cnnviz.cnn import moving_layers as mo
from cnnviz.cnn.activation_layers import Activation, LeakyReLU, ReLU, Sigmoid, Tanh
from cnnviz.cnn.function_layers import Exponential, Logarithm, Power
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Dropout, Flatten, Linear, Softmax
from cnnviz.cnn.network import INPUT, chain
from cnnviz.cnn.pooling_layers import (
    AdaptiveAvgPool2d,
    AdaptiveMaxPool2d,
    AdaptivePooling,
    AvgPool2d,
    MaxPool2d,
    Pooling,
    WindowPooling,
)
from cnnviz.explain.moving_words import MOVES
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.project import forward_pass, new_project
from tests.explain import branch_truth, norm_truth
from tests.explain.branch_truth import BRANCHES, every_branch
from tests.explain.name_truth import layer_at, number_of_channel, number_of_kind

TRIES = 6  # values of each node, besides the first and the last


def every_layer():
    """A network with every kind of layer, its options unusual, and values of every sign."""
    random = np.random.default_rng(1)

    def normal(*shape):
        return random.normal(size=shape).astype(np.float32)

    layers = (
        Conv2d(normal(4, 3, 3, 2), normal(4), (1, 2), (1, 1), flipped=True),
        BatchNorm2d(normal(4), normal(4), normal(4), random.uniform(0.1, 2, 4)),
        LeakyReLU(0.15),
        MaxPool2d((2, 3), (2, 1), (1, 1)),
        Conv2d(normal(4, 2, 3, 3), None, (1, 1), (1, 1), "reflect", groups=2),
        Tanh(),
        AvgPool2d((2, 2), ceil_mode=True),
        ReLU(),
        AvgPool2d((3, 3), (1, 2), (1, 1), count_include_pad=False),
        AdaptiveAvgPool2d((2, 2)),
        Dropout(0.3),
        AdaptiveMaxPool2d((2, 1)),
        Flatten(),
        Linear(normal(6, 8), normal(6)),
        Sigmoid(),
        Dropout(0.6),
        Linear(normal(5, 6)),
        ReLU(),
        LeakyReLU(0.2),  # zeros go in, which are not negative
        Softmax(),
    )
    return chain("every-layer", "Every layer", (3, 12, 11), layers)


def every_curve():
    """A network with the activations that the one above lacks, values on every side of a bend."""
    random = np.random.default_rng(2)

    def layer(outputs, inputs):
        return Conv2d(random.normal(0, 2, (outputs, inputs, 1, 1)).astype(np.float32))

    curves = (
        ac.PReLU(np.array([0.5, -0.25, 1.5], np.float32)), ac.PReLU.untrained(),
        ac.LeakyReLU(-0.5), ac.ELU(1.5), ac.GELU(), ac.GELU("tanh"), ac.SiLU(), ac.Mish(),
        ac.Softplus(), ac.Softplus(2, 5), ac.ReLU6(), ac.Hardtanh(-2, 3), ac.Hardsigmoid(),
        ac.Hardswish(), Power(3), ac.Softplus(),
    )  # fmt: skip
    layers = [each for curve in curves for each in (layer(3, 3), curve)]
    layers += [Power(0.5), Logarithm(), Exponential(), Power(-1)]  # of what is positive
    row = (Flatten(), ac.PReLU(random.normal(size=36).astype(np.float32)), ac.Hardtanh())
    return chain("every-curve", "Every curve", (3, 4, 3), (*layers, *row))


def every_move():
    """A network of every way to move values."""
    layers = (
        mo.Pad(1, 2, 0, 2, "reflect"), mo.ChannelShuffle(4), mo.PixelShuffle(2),
        mo.Pad(0, 1, 1, 0, "constant", -0.5), mo.Crop((1, 9, 2), (0, 8, 3)), mo.Permute((2, 1, 0)),
        mo.UpsampleNearest((1.5, 2.0)), mo.Crop((0, 5, 1), (1, 3, 1)), mo.Reshape((2, 3, 5)),
        mo.Reshape((30,)), mo.Reshape((5, 3, 2)),
    )  # fmt: skip
    return chain("every-move", "Every move", (8, 4, 3), layers)


MADE = {
    "every-layer": every_layer, "every-curve": every_curve, "every-move": every_move,
    "every-branch": every_branch, "every-norm": norm_truth.every_norm,
}  # fmt: skip


@cache
def forward_of(name):
    """The forward pass of a network and a picture of random numbers, some of them negative."""
    network = MADE[name]() if name in MADE else shipped.network(name)
    pixels = np.random.default_rng(0).normal(size=network.input_shape).astype(np.float32)
    pixels[:, ::3] = np.abs(pixels[:, ::3])
    return forward_pass(new_project(network, Picture("matrix", pixels)))


NETWORKS = (*architectures.NAMES, *MADE)
EVERY_NODE = [(name, node) for name in NETWORKS for node in forward_of(name).trace.values]


# What is true


def percent(share):
    return 100 * float(share)


def zeros(values):
    count = int((values == 0).sum())
    return [count, values.size, 100 * count / values.size]


def ends(values):
    return [float(values.min()), float(values.max())]


_SAID = {  # of curves whose sentences count nothing
    Sigmoid: [0, 1], Tanh: [-1, 1], ac.Softplus: [0], ac.Hardsigmoid: [-3, 0, 3, 1],
    ac.Hardswish: [-3, 0, 3], Exponential: [0],
}  # fmt: skip


def activation_numbers(layer, before):
    counts = [int((before < 0).sum()), before.size]
    match layer:
        case ReLU():
            return [*counts, 0]
        case LeakyReLU():
            return [*counts, layer.negative_slope]
        case ac.PReLU():
            return counts
        case Power():
            return [layer.exponent]
        case ac.ELU():
            return [*counts, -layer.alpha]
        case ac.ReLU6():
            return [*counts, 0, int((before > 6).sum()), 6, 6]
        case ac.Hardtanh():
            low, high = layer.min_val, layer.max_val
            below, above = int((before < low).sum()), int((before > high).sum())
            return [below, before.size, low, low, above, high, high]
    return _SAID.get(type(layer), [])


def weights_numbers(layer, before):
    """What the sentence of a convolution or a fully connected layer must say."""
    if isinstance(layer, Linear):
        units, inputs = layer.weight.shape
        each = [inputs] if layer.bias is None else [inputs, 1]
        several = [units, *each] if units > 1 or layer.bias is None else each
        several = several if units > 1 or layer.bias is not None else []
        return [len(before), *several, sum(a.size for a in layer.parameters().values())]
    filters, inputs, rows, columns = layer.weight.shape
    made_of = [inputs, rows, columns] if inputs > 1 else []
    many = [n for n in (filters, len(before)) if n > 1]
    if layer.groups > 1:  # how many of the maps a filter looks at is told, too
        many = [filters, inputs, len(before)]
    return [*many, *made_of, inputs * rows * columns]


def volume_numbers(trace, node):
    """What Present says of a convolution: how the volume changes, and what a value is."""
    before, after = trace.before(node).shape, trace.values[node].shape
    inputs, rows, columns = layer_at(trace, node).weight.shape[1:]
    sides = [inputs, rows, columns] if inputs > 1 else [rows, columns]
    return [*before[1:], before[0], *after[1:], after[0], *sides, inputs * rows * columns]


def step_numbers(trace, node):
    """What the sentence of a node must say."""
    layer, after = layer_at(trace, node), trace.values[node]
    if layer is None:
        return [*after.shape[1:], *([len(after)] if len(after) > 1 else []), *ends(after)]
    before = trace.before(node)
    if isinstance(layer, BRANCHES):
        return branch_truth.step_numbers(trace, node)
    return layer_numbers(layer, before, after)


def layer_numbers(layer, before, after):
    if isinstance(layer, Conv2d | Linear):
        return weights_numbers(layer, before)
    match layer:
        case Activation():
            return activation_numbers(layer, before)
        case Softmax():
            return [len(after), 1, percent(after.max())]
        case WindowPooling():
            return [*layer.kernel_size, *before.shape[1:], *after.shape[1:]]
        case AdaptivePooling():
            return [*before.shape[1:], *after.shape[1:]]
        case Flatten() if before.ndim == 3:
            return [*before.shape, *before.shape, after.size]
    if isinstance(layer, norm_truth.STEPS | norm_truth.PLACED):
        return norm_truth.step_numbers(layer, before.shape, after.shape)
    return move_numbers(layer, before.shape, after.shape)


def move_numbers(layer, before, after):
    """What the sentence of a layer that moves values must say."""
    match layer:
        case mo.Pad():
            sides = [layer.top, layer.bottom, layer.left, layer.right]
            return [*sides, *([layer.value] if layer.mode == "constant" else [])]
        case mo.Crop() | mo.UpsampleNearest():
            return [*before[1:], *after[1:]]
        case mo.PixelShuffle():
            together = layer.upscale_factor**2
            return [together, *before[1:], *after[1:], before[0], before[0] // together]
        case mo.ChannelShuffle():
            return [before[0], layer.groups]
        case mo.Reshape():
            return [int(np.prod(before)), *before, *after]
    return []


def detail_numbers(trace, node):
    layer = layer_at(trace, node)
    if isinstance(layer, BRANCHES):
        return branch_truth.detail_numbers(trace, node)
    if isinstance(layer, MOVES):
        return [move_detail_numbers(layer, trace.before(node).shape, trace.values[node].shape), []]
    if isinstance(layer, norm_truth.PLACED):
        return [norm_truth.detail_numbers(trace, node), []]
    told = kind_numbers(layer)
    if trace.network.has_own_names and not any(told):  # the kind is told instead
        return [*told[:1], []]
    is_pooling = isinstance(layer, WindowPooling) and trace.network.has_own_names
    return told * 2 if is_pooling else told


def move_detail_numbers(layer, before, after):
    if isinstance(layer, mo.ChannelShuffle):
        return [layer.groups]
    if isinstance(layer, mo.Permute | mo.Reshape):
        return [*before, *after]
    return [*before[1:], *after[1:]]


def kind_numbers(layer):
    match layer:
        case Conv2d() as conv:
            window = conv.weight.shape[2:]
            return [[*window, len(conv.weight)], [*window, len(conv.weight)], [*window]]
        case ReLU():
            return [[0], []]
        case WindowPooling() as pool:
            return [[*pool.kernel_size]]
        case Linear():
            return [[len(layer.weight)]] * 2
        case Softmax():
            return [[1], []]
    return [[]] * (2 if layer is None else 1)


def fact_numbers(trace, node, channel):
    """What the sentences about a node say after the first, and after notes on the picture."""
    layer, after = layer_at(trace, node), trace.values[node]
    if layer is None:
        if channel is None or len(after) == 1:
            return []
        named = [] if len(after) == 3 else number_of_channel(trace, node, channel)  # red, green
        return [[*named, *ends(after[channel])]]
    if layer.parameters():
        return about_numbers(trace, node, channel)
    nothing_learnt = [0]
    return [*about_numbers(trace, node, channel), nothing_learnt]


def about_numbers(trace, node, channel):
    layer, before, after = layer_at(trace, node), trace.before(node), trace.values[node]
    if isinstance(layer, BRANCHES):
        return branch_truth.fact_numbers(trace, node, channel)
    match layer:
        case Flatten() if channel is not None and before.ndim == 3:
            of_map, row, column = np.argwhere(index_of(before) == channel)[0]
            _, rows, columns = before.shape
            place = [of_map, rows * columns, row, columns, column, channel]
            return [[channel + 1, row + 1, column + 1, of_map + 1, *place, 0]]
        case Softmax() if channel is not None:
            name = number_of_channel(trace, node, channel)
            return [[float(before[channel]), *name, percent(after[channel])]]
        case Dropout():
            return [[0, layer.p]]
        case ReLU():
            of_one = channel is not None and after.ndim == 3
            return [[0, *([*zeros(after[channel]), channel + 1] if of_one else []), *zeros(after)]]
        case Activation():
            return [ends(before)]
        case WindowPooling():
            return [[*(layer.stride or layer.kernel_size), *layer.padding]]
    return []


def index_of(values):
    return np.arange(values.size).reshape(values.shape)


def window_of(trace, node, place):
    """The values under the window of a pooling, without what does not exist; and the divisor."""
    layer, maps = layer_at(trace, node), trace.before(node)
    channel, row, column = place
    if isinstance(layer, AdaptivePooling):
        spans = [
            range(at * n // count, -(-(at + 1) * n // count))
            for at, n, count in zip((row, column), maps.shape[1:], layer.output_size, strict=True)
        ]
        counted = len(spans[0]) * len(spans[1])
    else:
        stride = layer.stride or layer.kernel_size
        dilation = getattr(layer, "dilation", (1, 1))
        spans = [
            [at * s - p + i * d for i in range(k)]
            for at, s, p, k, d in zip(
                (row, column), stride, layer.padding, layer.kernel_size, dilation, strict=True
            )
        ]
        sizes = [n + p for n, p in zip(maps.shape[1:], layer.padding, strict=True)]
        counted = np.prod([sum(i < n for i in s) for s, n in zip(spans, sizes, strict=True)])
    inside = [[i for i in s if 0 <= i < n] for s, n in zip(spans, maps.shape[1:], strict=True)]
    values = maps[channel][np.ix_(*inside)].ravel()
    if getattr(layer, "count_include_pad", True) is False:
        counted = values.size
    return values, int(counted)


def position_numbers(trace, node, place, *, is_hidden):
    """What the sentence of a position must say."""
    layer, value = layer_at(trace, node), float(trace.values[node][place])
    if isinstance(layer, BRANCHES):
        return branch_truth.position_numbers(trace, node, place, is_hidden=is_hidden)
    if layer is None:
        return [] if is_hidden else [value]
    return value_numbers(trace, node, place, is_hidden=is_hidden)


def value_numbers(trace, node, place, *, is_hidden):
    layer, value = layer_at(trace, node), float(trace.values[node][place])
    match layer:
        case Conv2d():
            maps, cells = layer.weight.shape[1], layer.weight[0, 0].size
            turned = [180] if layer.flipped else []
            return [*turned, *([maps] if maps > 1 else [cells] if cells > 1 else [])]
        case Linear():
            return [trace.before(node).size]
        case Pooling():
            return patch_numbers(trace, node, place, is_hidden=is_hidden)
        case Activation():
            return curve_numbers(
                layer, place[0], float(trace.before(node)[place]), value, is_hidden
            )
        case Softmax():
            count = len(trace.values[node])
            return [*([count] if count > 2 else []), *([] if is_hidden else [percent(value)])]
        case Flatten() if not is_hidden and trace.before(node).ndim == 3:
            source = np.argwhere(index_of(trace.before(node)) == place[0])[0]
            return [place[0] + 1, *(source + 1)]
    if isinstance(layer, norm_truth.STEPS | norm_truth.PLACED):
        return norm_truth.position_numbers(trace, node, place)
    return moved_numbers(trace, node, place) if isinstance(layer, MOVES) and not is_hidden else []


def moved_numbers(trace, node, place):
    """What is said of a value that was moved, or put there."""
    layer, before = layer_at(trace, node), trace.network.before(node)
    source = layer.source(trace.before(node).shape, place)
    if source is None:
        return [layer.value]
    named = [*number_of_channel(trace, before, source[0]), *number_of_kind(trace, before)]
    return [*(i + 1 for i in source[1:]), *named]


def patch_numbers(trace, node, place, *, is_hidden):
    values, counted = window_of(trace, node, place)
    many = [values.size] if values.size > 1 else []
    shown = [] if is_hidden else [float(trace.values[node][place])]
    if layer_at(trace, node).keeps_largest:
        ties = int((values == values.max()).sum())
        return [*many, *shown, *([ties] if ties > 1 and not is_hidden else [])]
    return [*many, *([counted] if counted > 1 or many or is_hidden else []), *shown]


def curve_numbers(layer, channel, before, after, is_hidden):
    if is_hidden:
        return [before]
    if isinstance(layer, ReLU):
        return [before] if before > 0 else [before, 0]
    if isinstance(layer, LeakyReLU | ac.PReLU) and before < 0:
        return [before, layer.of_channel(channel).negative_slope, after]
    return [before, after]


_TITLED = {
    Sigmoid: [0, 1], ac.Hardsigmoid: [0, 1], Tanh: [-1, 1], ac.ReLU6: [0, 6], Softmax: [1],
}  # fmt: skip


def title_numbers(trace, node):
    layer = layer_at(trace, node)
    match layer:
        case Conv2d():
            maps = 0 if trace.network.before(node) == INPUT else len(trace.before(node))
            many = [len(layer.weight)] if len(layer.weight) > 1 else []
            return [*many, *layer.weight.shape[2:], *([maps] if maps > 1 else [])]
        case Linear():
            units = [len(layer.weight)] if len(layer.weight) > 1 else []
            return [*units, trace.before(node).size]
        case WindowPooling():
            return [*layer.kernel_size]
        case Flatten() if trace.before(node).ndim == 3:
            return [len(trace.before(node))]
    if isinstance(layer, norm_truth.STEPS):
        return norm_truth.title_numbers(layer)
    return curve_title_numbers(layer)


def curve_title_numbers(layer):
    match layer:
        case LeakyReLU():
            return [layer.negative_slope]
        case ac.ELU():
            return [-layer.alpha]
        case Power():
            return [layer.exponent]
        case ac.Hardtanh():
            return [layer.min_val, layer.max_val]
    return _TITLED.get(type(layer), [])


def places_of(values):
    """The first and the last place of a node, and some between."""
    random = np.random.default_rng(values.size)
    some = random.integers(0, values.size, TRIES).tolist()
    return [
        tuple(int(i) for i in np.unravel_index(at, values.shape))
        for at in (0, values.size - 1, *some)
    ]
