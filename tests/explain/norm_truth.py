"""What sentences must say of norms, scales and larger maps, and a network of all of them."""

import numpy as np

from cnnviz.cnn.channel_layers import ChannelConvolution, LocalResponseNorm
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Flatten, LogSoftmax
from cnnviz.cnn.network import chain
from cnnviz.cnn.norm_layers import GroupNorm, InstanceNorm2d, LayerNorm, MeasuredNorm
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear
from tests.explain.name_truth import layer_at

STEPS = BatchNorm2d | MeasuredNorm | Scale | Normalize | LocalResponseNorm | LogSoftmax
PLACED = ConvTranspose2d | UpsampleBilinear | ChannelConvolution


def every_norm():
    """A network with every norm and scale, with and without weights, and every larger map."""
    random = np.random.default_rng(3)

    def normal(*shape):
        return random.normal(size=shape).astype(np.float32)

    layers = (
        Normalize((0.5, -0.25, 0.125), (0.25, 2.0, 0.3)),
        Conv2d(normal(4, 3, 1, 1)),
        LayerNorm(normal(4), normal(4)),
        LayerNorm(eps=1e-3),
        LayerNorm(normal(4, 4, 3), over="all"),
        GroupNorm(normal(4), normal(4), num_groups=2),
        GroupNorm(),
        InstanceNorm2d(bias=normal(4)),
        BatchNorm2d(None, None, normal(4), np.abs(normal(4)) + 0.5),
        Scale(normal(4)),
        Scale(normal(1), normal(1)),
        LocalResponseNorm(3, 0.5),
        ChannelConvolution(normal(1, 1, 3), padding=1),
        ChannelConvolution(normal(1, 1, 1), normal(1)),
        ConvTranspose2d(normal(4, 2, 3, 2), normal(4), (2, 2), (1, 0), (1, 0), groups=2),
        ConvTranspose2d(normal(4, 3, 1, 1), None, (2, 1)),
        UpsampleBilinear((0.5, 1.5)),
        UpsampleBilinear((1.0, 2.0), align_corners=True),
        Flatten(),
        LayerNorm(over="all"),
        LogSoftmax(),
    )
    return chain("every-norm", "Every norm", (3, 4, 3), layers)


def step_numbers(layer, before, after):
    """What the sentence of a layer must say of inputs and outputs of these shapes."""
    match layer:
        case LayerNorm(over="channels") if len(before) == 3:
            return [before[0], 0, 1]
        case GroupNorm():
            return [*([layer.num_groups] if layer.num_groups > 1 else []), 0, 1]
        case MeasuredNorm():
            return [0, 1]
        case LocalResponseNorm():
            return [layer.size]
        case LogSoftmax():
            return [before[0], 0]
    return placed_numbers(layer, before, after)


def placed_numbers(layer, before, after):
    match layer:
        case ConvTranspose2d():
            return [*layer.weight.shape[2:], after[0], *layer.stride]
        case UpsampleBilinear():
            return [*before[1:], *after[1:]]
        case ChannelConvolution():
            return [layer.weight.size]
    return []


def detail_numbers(trace, node):
    layer, after = layer_at(trace, node), trace.values[node].shape
    match layer:
        case ConvTranspose2d():
            return [*layer.weight.shape[2:], after[0]]
        case UpsampleBilinear():
            return [*after[1:]]
    return [layer.weight.size]


def title_numbers(layer):
    return [0, 1] if isinstance(layer, MeasuredNorm) else []


def position_numbers(trace, node, place):
    """What the sentence of a position must say, hidden or not."""
    layer, before = layer_at(trace, node), trace.before(node)
    match layer:
        case LayerNorm(over="channels") if before.ndim == 3:
            return [len(before)]
        case GroupNorm():
            return [before.size // layer.num_groups]
        case InstanceNorm2d():
            return [before[0].size]
        case MeasuredNorm():
            return [before.size]
    if not isinstance(layer, PLACED):
        return []
    count = terms_at(layer, before, place)
    if not count:
        return [] if getattr(layer, "bias", None) is not None else [0]
    return [count] if count > 1 else []


def terms_at(layer, before, place):
    """How many products a value is made of, found by what each single input changes."""
    if isinstance(layer, ChannelConvolution):
        first = place[0] - layer.padding
        return sum(0 <= first + k < len(before) for k in range(layer.weight.size))
    if isinstance(layer, ConvTranspose2d):  # all weights 1: every input that reaches it counts 1
        ones = np.ones(layer.weight.shape, np.float32)
        made = ConvTranspose2d(
            ones, None, layer.stride, layer.padding, layer.output_padding, layer.dilation,
            layer.groups,
        )  # fmt: skip
        return round(float(made.forward(np.ones(before.shape, np.float32))[place]))
    one = np.zeros(before.shape, np.float32)
    count = 0
    for row, column in np.ndindex(before.shape[1:]):
        one[:] = 0
        one[place[0], row, column] = 1
        count += bool(layer.forward(one)[place] > 1e-6)
    return count
