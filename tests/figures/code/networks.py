"""Networks that together have every kind of layer, with options that are not the usual ones."""

import numpy as np

from cnnviz.cnn import activation_layers as curves
from cnnviz.cnn import layers
from cnnviz.cnn import moving_layers as moving
from cnnviz.cnn import norm_layers as norms
from cnnviz.cnn import pooling_layers as pooling
from cnnviz.cnn.branch_layers import Add, Concatenate, Multiply, SelectChannels
from cnnviz.cnn.channel_layers import ChannelConvolution, LocalResponseNorm
from cnnviz.cnn.function_layers import Exponential, Logarithm, Power
from cnnviz.cnn.network import INPUT, Network, Node, chain
from cnnviz.cnn.scale_layers import Normalize, Scale
from cnnviz.cnn.spread_layers import ConvTranspose2d, UpsampleBilinear

RANDOM = np.random.default_rng(7)


def numbers(*shape):
    return RANDOM.normal(0, 0.5, shape).astype(np.float32)


def conv(inputs, outputs, side=3, **options):
    return layers.Conv2d(numbers(outputs, inputs, side, side), numbers(outputs), **options)


def norm(count, eps=1e-3):
    return layers.BatchNorm2d(
        numbers(count), numbers(count), numbers(count), numbers(count) ** 2 + 0.1, eps
    )


def linear(inputs, outputs):
    return layers.Linear(numbers(outputs, inputs), numbers(outputs))


def row(name, shape, *made):
    return chain(name, f'A "title" of {name}', shape, made)


def single(layer, shape=(4, 6, 8)):
    """A network that has one layer and nothing else."""
    return row(layer.kind, shape, layer)


CURVES = [
    curves.ReLU(), curves.LeakyReLU(0.2), curves.PReLU(numbers(4)), curves.PReLU(numbers(1)),
    curves.ELU(0.7), curves.GELU(), curves.GELU("tanh"), curves.SiLU(), curves.Mish(),
    curves.Softplus(), curves.Softplus(2.0, 30.0), curves.ReLU6(), curves.Sigmoid(),
    curves.Tanh(), curves.Hardtanh(-0.5, 0.25), curves.Hardsigmoid(), curves.Hardswish(),
    Exponential(), Power(2.0), Power(3.0),
]  # fmt: skip
MOVING = [
    moving.Pad(1, 2, 0, 3), moving.Crop((1, 5, 1), (2, 8, 1)), moving.Crop((0, 6, 2), (1, 8, 3)),
    moving.UpsampleNearest((2.0, 3.0)), moving.PixelShuffle(2), moving.ChannelShuffle(2),
    moving.Permute((2, 0, 1)), moving.Permute((1, 2, 0)), moving.Reshape((8, 4, 6)),
    moving.Reshape((192,)), SelectChannels((2, 0, 2, 1)), SelectChannels((1, 2, 3)),
]  # fmt: skip
LAYERS = [
    *CURVES, *MOVING,
    conv(4, 6), conv(4, 3, padding=(1, 1)), conv(4, 3, stride=(2, 1), padding=(2, 1)),
    conv(4, 3, dilation=(2, 1), padding=(2, 1)), conv(2, 6, groups=2), conv(4, 2, flipped=True),
    layers.Conv2d(numbers(5, 4, 1, 3)), norm(4), layers.Dropout(0.3), layers.Flatten(),
    pooling.MaxPool2d((2, 3), (1, 2)), pooling.AvgPool2d((3, 3), (2, 2), (1, 1)),
    pooling.AdaptiveAvgPool2d((1, 1)), pooling.AdaptiveMaxPool2d((1, 1)),
    pooling.AdaptiveAvgPool2d((4, 3)), pooling.AdaptiveMaxPool2d((2, 4)),
]  # fmt: skip
NORMS = [
    norms.LayerNorm(), norms.LayerNorm(numbers(4), numbers(4), 1e-3),
    norms.LayerNorm(numbers(4, 6, 8), numbers(4, 6, 8), over="all"), norms.LayerNorm(over="all"),
    norms.LayerNorm(None, numbers(4)), norms.GroupNorm(numbers(4), numbers(4), 1e-3, 2),
    norms.GroupNorm(num_groups=2), norms.GroupNorm(numbers(4), None),
    norms.InstanceNorm2d(), norms.InstanceNorm2d(numbers(4), numbers(4)),
    Scale(numbers(4), numbers(4)), Scale(numbers(1)),
    Normalize((0.5, 0.1, -0.2, 3.0), (0.2, 0.3, 1.0, 2.0)), Normalize((0.5,), (0.25,)),
    layers.BatchNorm2d(None, None, numbers(4), numbers(4) ** 2 + 0.1),
    ConvTranspose2d(numbers(4, 3, 3, 2), numbers(3), (2, 3), (1, 0)),
    ConvTranspose2d(numbers(4, 2, 2, 2), None, (2, 2)),
    ConvTranspose2d(numbers(4, 2, 3, 3), numbers(2), (2, 2), (1, 1), (1, 1)),
    UpsampleBilinear((2.0, 3.0)),
]  # fmt: skip
NETWORKS = [
    *(single(layer) for layer in NORMS),
    row("row-norms", (4, 1, 2), layers.Flatten(), norms.LayerNorm(numbers(8), numbers(8)),
        layers.LogSoftmax()),
    *(single(layer) for layer in LAYERS),
    row("order", (3, 6, 4), conv(3, 4), curves.ReLU(), layers.Flatten(), layers.Dropout(0.2),
        curves.Tanh(), linear(32, 5), layers.Softmax()),
    row("flat", (2, 3, 4), layers.Flatten(), SelectChannels((5, 0, 23)), linear(3, 4),
        curves.PReLU(numbers(4)), moving.Reshape((2, 2, 1))),
    row("after-relu", (3, 8, 8), curves.ReLU(), pooling.MaxPool2d((3, 3), (2, 2), (1, 1)),
        pooling.MaxPool2d((3, 3), (2, 2), ceil_mode=True)),
    row("positive", (4, 6, 8), curves.Softplus(), Power(0.5), Logarithm(), Exponential(),
        Power(-1.0)),
]  # fmt: skip


def branches():
    """Sums, products and concatenations, a gate, and two nodes with one set of weights."""
    shared, last = conv(4, 4, padding=(1, 1), stride=(1, 1)), linear(72, 3)
    nodes = (
        Node("block.0.a", shared, (INPUT,)),
        Node("relu", curves.ReLU(), ("block.0.a",)),
        Node("again", shared, ("relu",)),
        Node("sum", Add(), ("again", INPUT, "relu")),
        Node("pool", pooling.AdaptiveAvgPool2d((1, 1)), ("sum",)),
        Node("gate", curves.Sigmoid(), ("pool",)),
        Node("training", Multiply(), ("sum", "gate")),
        Node("x", Concatenate(), ("training", INPUT, "sum")),
        Node("small", pooling.AvgPool2d((2, 2), (2, 2)), ("x",)),
        Node("if", layers.Flatten(), ("small",)),
        Node("one", last, ("if",)),
        Node("two", layers.Softmax(), ("one",)),
    )
    return Network("branches", "Branches", (4, 4, 6), nodes, ("a", "b", "c"))


GRAPHS = [branches()]
REFLECTING = single(conv(4, 3, padding=(1, 1), padding_mode="reflect"))
PYTORCH_ONLY = [  # what keras has nothing for
    single(LocalResponseNorm(3, 0.5, 0.6, 2.0)),
    single(ChannelConvolution(numbers(1, 1, 3), numbers(1), 1)),
    row(
        "row-scale",
        (4, 1, 2),
        layers.Flatten(),
        Scale(numbers(8), numbers(8)),
        ChannelConvolution(numbers(1, 1, 3)),
        Normalize((0.5,), (2.0,)),
    ),
    single(UpsampleBilinear((2.0, 3.0), True)),
    single(ConvTranspose2d(numbers(4, 3, 3, 3), numbers(6), (1, 1), (1, 1), (0, 0), (2, 1), 2)),
    REFLECTING,
    single(conv(4, 3, padding=(1, 2), padding_mode="circular")),
    single(conv(4, 3, padding=(2, 1), padding_mode="replicate")),
    single(conv(4, 2, stride=(2, 2), dilation=(2, 1))),
    single(pooling.MaxPool2d((2, 2), dilation=(2, 3))),
    single(pooling.MaxPool2d((3, 3), (2, 2), (1, 1), ceil_mode=True)),
    single(pooling.AvgPool2d((3, 3), (2, 2), (1, 1), count_include_pad=False)),
    single(moving.Pad(1, 0, 2, 1, "reflect")),
    single(moving.Pad(1, 0, 2, 1, "replicate")),
    single(moving.UpsampleNearest((1.5, 7 / 3))),
]


def everything():
    """Each network by a name that is its own."""
    found = {}
    for network in [*NETWORKS, *GRAPHS, *PYTORCH_ONLY]:
        name, count = network.name, 2
        while name in found:
            name, count = f"{network.name}-{count}", count + 1
        found[name] = network
    return found
