"""Explanations of every layer type: positions of random networks against PyTorch."""

import numpy as np
import pytest
import torch

from cnnviz.cnn import (
    activation_layers,
    channel_layers,
    layers,
    moving_layers,
    norm_layers,
    pooling_layers,
    scale_layers,
    spread_layers,
)
from cnnviz.cnn.branch_layers import SelectChannels
from cnnviz.cnn.function_layers import FUNCTIONS
from cnnviz.cnn.network import Network, Node, chain
from cnnviz.cnn.trace import trace
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.terms import terms_of
from cnnviz.explain.values import Filled, explain
from cnnviz.training.torch_network import to_torch

NETWORKS, MORE = 15, 50  # of each layer type; more where thorough
POSITIONS = 20  # of each network


class Random:
    """Random layers of every type, with unusual options, for the shape they are given."""

    def __init__(self, seed):
        self.generator = np.random.default_rng(seed)

    def numbers(self, *shape):
        return self.generator.normal(size=shape).astype(np.float32)

    def number(self, low, high):
        return int(self.generator.integers(low, high + 1))

    def pair(self, low, high):
        return self.number(low, high), self.number(low, high)

    def chance(self):
        return bool(self.generator.random() < 0.5)

    def conv2d(self, shape):
        groups = self.number(1, 2) if shape[0] % 2 == 0 else 1
        kernel, outputs = self.pair(1, 4), groups * self.number(1, 3)
        modes = ("zeros", "replicate", "reflect", "circular")
        return layers.Conv2d(
            self.numbers(outputs, shape[0] // groups, *kernel),
            self.numbers(outputs) if self.chance() else None,
            self.pair(1, 3),
            self.pair(0, 2),
            modes[self.number(0, 3)],
            self.pair(1, 2),
            groups,
            self.chance(),
        )

    def _pooling(self):
        kernel = self.pair(1, 4)
        return {
            "kernel_size": kernel,
            "stride": self.pair(1, 3) if self.chance() else None,
            "padding": tuple(self.number(0, k // 2) for k in kernel),
            "ceil_mode": self.chance(),
        }

    def max_pool2d(self, _):
        return pooling_layers.MaxPool2d(**self._pooling(), dilation=self.pair(1, 2))

    def avg_pool2d(self, _):
        return pooling_layers.AvgPool2d(**self._pooling(), count_include_pad=self.chance())

    def adaptive_avg_pool2d(self, _):
        return pooling_layers.AdaptiveAvgPool2d(self.pair(1, 5))

    def adaptive_max_pool2d(self, _):
        return pooling_layers.AdaptiveMaxPool2d(self.pair(1, 5))

    def batch_norm2d(self, shape):
        weight, bias, mean = self.numbers(3, shape[0])
        variance = self.generator.uniform(0.1, 3, shape[0]).astype(np.float32)
        return layers.BatchNorm2d(weight, bias, mean, variance, 1e-3)

    def _norm(self, shape):
        return tuple(self.numbers(*shape) if self.chance() else None for _ in range(2))

    def layer_norm(self, shape):
        if self.chance():
            return norm_layers.LayerNorm(*self._norm(shape), over="all")
        return norm_layers.LayerNorm(*self._norm(shape[:1]))

    def group_norm(self, shape):
        groups = 2 if shape[0] % 2 == 0 else 1
        return norm_layers.GroupNorm(*self._norm(shape[:1]), num_groups=groups)

    def instance_norm(self, shape):
        return norm_layers.InstanceNorm2d(*self._norm(shape[:1]))

    def scale(self, shape):
        count = shape[0] if self.chance() else 1
        return scale_layers.Scale(
            self.numbers(count), self.numbers(count) if self.chance() else None
        )

    def normalize(self, shape):
        count = shape[0] if self.chance() else 1
        deviations = self.generator.uniform(0.1, 3, count)
        return scale_layers.Normalize(tuple(self.numbers(count).tolist()), tuple(deviations))

    def local_response_norm(self, _):
        return channel_layers.LocalResponseNorm(self.number(1, 5), 0.5, 0.75, 2.0)

    def conv1d(self, shape):
        padding = self.number(0, 2)
        count = self.number(1, min(5, shape[0] + 2 * padding))
        bias = self.numbers(1) if self.chance() else None
        return channel_layers.ChannelConvolution(self.numbers(1, 1, count), bias, padding)

    def conv_transpose2d(self, shape):
        groups = self.number(1, 2) if shape[0] % 2 == 0 else 1
        outputs = self.number(1, 3)
        return spread_layers.ConvTranspose2d(
            self.numbers(shape[0], outputs, *self.pair(1, 4)),
            self.numbers(outputs * groups) if self.chance() else None,
            self.pair(1, 3),
            self.pair(0, 2),
            dilation=self.pair(1, 2),
            groups=groups,
        )

    def upsample_bilinear(self, _):
        factors = self.number(1, 6) / 2, self.number(1, 9) / 3
        return spread_layers.UpsampleBilinear(factors, self.chance())

    def linear(self, shape):
        outputs = self.number(1, 8)
        bias = self.numbers(outputs) if self.chance() else None
        return layers.Linear(self.numbers(outputs, shape[0]) / np.sqrt(shape[0]), bias)

    def leaky_relu(self, _):
        return activation_layers.LeakyReLU(self.number(1, 5) / 10)

    def prelu(self, shape):
        return activation_layers.PReLU(self.numbers(self.number(0, 1) * (shape[0] - 1) + 1))

    def narrow(self, shape):
        spans = []
        for size in shape[1:]:
            first = self.number(0, size - 1)
            spans.append((first, self.number(first + 1, size), self.number(1, 3)))
        return moving_layers.Crop(*spans)

    def pad(self, shape):
        mode = ("constant", "reflect", "replicate", "circular")[self.number(0, 3)]
        return moving_layers.Pad(*(self.number(0, 3) for _ in range(4)), mode, self.number(-1, 1))

    def upsample_nearest(self, shape):
        return moving_layers.UpsampleNearest((self.number(1, 6) / 2, self.number(1, 9) / 3))

    def pixel_shuffle(self, shape):
        return moving_layers.PixelShuffle(2 if shape[0] == 4 else 1)

    def channel_shuffle(self, shape):
        return moving_layers.ChannelShuffle(2 if shape[0] % 2 == 0 else 1)

    def permute(self, shape):
        return moving_layers.Permute(tuple(self.generator.permutation(3).tolist()))

    def reshape(self, shape):
        size = (int(np.prod(shape)),) if self.chance() else (1, shape[0] * shape[2], shape[1])
        return moving_layers.Reshape(size)

    def index_select(self, shape):
        return SelectChannels(tuple(self.number(0, shape[0] - 1) for _ in range(5)))

    def of_kind(self, kind, shape):
        make = getattr(self, kind, lambda _: layers.LAYERS[kind]())
        return make(shape)


def network_with(kind, random):
    """A convolution on a picture, for some kinds put in a row, and a layer of this kind on it."""
    shape = random.number(1, 4), random.number(11, 13), random.number(11, 13)
    front = [layers.Conv2d(random.numbers(random.number(1, 4), shape[0], 2, 2) / 2)]
    if kind in (*ROWS_ONLY, "linear") or (kind not in MAPS_ONLY and random.chance()):
        front.append(layers.Flatten())
    if kind in ROWS_ONLY:
        width = front[0].output_shape(shape)
        front.append(random.linear((int(np.prod(width)),)))
    if kind == "log":  # there is none of what is negative
        front.append(activation_layers.Softplus())
    before = chain("front", "Front", shape, tuple(front))
    layer = random.of_kind(kind, before.shapes[before.output])
    if layer.least_inputs == 1:
        return chain("random", "Random", shape, (*front, layer))
    return joined(before, layer, random)


def joined(before, layer, random):
    """Branches that go out from a network, and a layer that joins them."""
    rows = len(before.shapes[before.output]) == 1
    can_be_smaller = layer.kind != "cat" and not rows
    ends = [before.output]
    nodes = list(before.nodes)
    for number in range(random.number(1, 4)):
        choice = random.number(0, 2 if can_be_smaller else 1)
        if choice == 0:  # a skip: the very same values
            ends.append(before.output)
            continue
        end = activation_layers.Tanh() if choice == 1 else pooling_layers.AdaptiveAvgPool2d((1, 1))
        nodes.append(Node(f"branch{number}", end, (before.output,)))
        ends.append(f"branch{number}")
    nodes.append(Node("join", layer, tuple(ends)))
    return Network("random", "Random", before.input_shape, tuple(nodes))


CURVES = {each.kind for each in (*activation_layers.ACTIVATIONS, *FUNCTIONS)}
ROWS_ONLY = ("softmax", "log_softmax")
NO_SUMS = {*CURVES, *ROWS_ONLY, "mul"}  # they have no products
MOVES = {"narrow", "pad", "upsample_nearest", "pixel_shuffle", "channel_shuffle", "permute"}
MAPS_ONLY = {
    "conv2d",
    "group_norm",
    "local_response_norm",
    "instance_norm",
    "conv_transpose2d",
    "upsample_bilinear",
    "flatten",
    "reshape",
    *MOVES,
    *(k for k in layers.LAYERS if "pool" in k),
}


@pytest.mark.parametrize("kind", layers.LAYERS)
def test_values_are_those_of_the_trace_and_of_pytorch_and_the_terms_add_up(kind, thorough):
    random = Random(list(layers.LAYERS).index(kind))
    for _ in range(MORE if thorough else NETWORKS):
        network = network_with(kind, random)
        traced = trace(network, random.numbers(*network.input_shape))
        node = network.output
        assert network.layers[node].kind == kind
        values = traced.output
        with torch.inference_mode():
            module = to_torch(network).eval().part(node)
            expected = module(*(torch.tensor(x)[None] for x in traced.inputs(node)))[0].numpy()
        near = 1e-5 * max(1.0, float(np.ptp(values)))  # of the range
        for _ in range(POSITIONS):
            place = tuple(random.number(0, n - 1) for n in values.shape)
            about = explain(traced, node, place)
            assert about.value == values[place]
            assert abs(float(about.value) - float(expected[place])) <= near
            terms, bias = terms_of(about)
            total = sum(term.product for term in terms) + bias
            is_reached = not (isinstance(about, PlacedSum) and not len(about.products))
            is_sum = kind not in NO_SUMS and not isinstance(about, Filled) and is_reached
            assert bool(terms) == is_sum
            assert not terms or abs(total - float(about.value)) <= near
