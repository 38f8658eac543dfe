import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.branch_layers import Add, Concatenate, Multiply, SelectChannels
from cnnviz.cnn.channel_layers import ChannelConvolution
from cnnviz.cnn.connections import STRONGEST, connections
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import INPUT, Network, Node, chain
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d
from cnnviz.cnn.spread_layers import ConvTranspose2d
from cnnviz.cnn.trace import trace


@pytest.fixture
def lecture():
    network = architectures.build("lecture-cnn")
    return trace(network, np.random.default_rng(0).random((1, 28, 28), dtype=np.float32))


def test_a_convolution_takes_every_map_with_the_sum_of_its_kernel_slice(lecture):
    found = connections(lecture, "conv2", 5)
    sums = lecture.network.layers["conv2"].weight[5].sum(axis=(1, 2))
    assert [one.channel for one in found] == list(range(8))
    expected = sums / np.abs(sums).max()
    np.testing.assert_allclose([one.strength for one in found], expected, rtol=1e-6)


def test_of_a_grouped_convolution_only_the_maps_of_the_group():
    weight = np.ones((4, 2, 1, 1), np.float32)
    network = chain("g", "g", (4, 3, 3), (Conv2d(weight, groups=2),))
    traced = trace(network, np.ones((4, 3, 3), np.float32))
    assert [one.channel for one in connections(traced, "conv1", 1)] == [0, 1]
    assert [one.channel for one in connections(traced, "conv1", 2)] == [2, 3]


def test_a_fully_connected_unit_takes_the_largest_products(lecture):
    found = connections(lecture, "fc1", 7)
    products = lecture.network.layers["fc1"].weight[7] * lecture.values["flatten1"]
    strongest = set(np.argsort(-np.abs(products))[:STRONGEST].tolist())
    assert {one.channel for one in found} == strongest
    assert max(abs(one.strength) for one in found) == 1.0
    assert all(np.sign(products[one.channel]) == np.sign(one.strength) for one in found)


@pytest.mark.parametrize(
    ("node", "channel", "source"),
    [("relu1", 3, "conv1"), ("max_pool1", 7, "relu1"), ("softmax1", 4, "fc2")],
)
def test_other_layers_take_one_channel(lecture, node, channel, source):
    assert connections(lecture, node, channel) == [(source, channel, 0.0)]


def test_flatten_takes_the_map_that_holds_the_value(lecture):
    index = 5 * 49 + 3 * 7 + 2  # channel 5, row 3, column 2 of 16 maps of 7×7
    assert connections(lecture, "flatten1", index) == [("max_pool2", 5, 0.0)]
    assert lecture.values["flatten1"][index] == lecture.values["max_pool2"][5, 3, 2]


def test_the_input_is_made_of_nothing(lecture):
    assert connections(lecture, INPUT, 0) == []


@pytest.fixture
def branches():
    """Two branches of two maps that are added, multiplied by a gate, joined and chosen from."""
    first, second = (np.full((2, 1, 1, 1), weight, np.float32) for weight in (1, -3))
    nodes = (
        Node("a", Conv2d(first), (INPUT,)),
        Node("b", Conv2d(second), (INPUT,)),
        Node("add", Add(), ("a", "b")),
        Node("gate", AdaptiveAvgPool2d((1, 1)), ("a",)),
        Node("one", SelectChannels((0,)), ("gate",)),
        Node("mul", Multiply(), ("add", "one")),
        Node("cat", Concatenate(), ("mul", "a")),
        Node("select", SelectChannels((3, 0)), ("cat",)),
    )
    network = Network("g", "g", (1, 2, 2), nodes)
    return trace(network, np.ones((1, 2, 2), np.float32))


def test_an_addition_takes_the_same_map_of_every_input_by_what_it_adds(branches):
    assert connections(branches, "add", 1) == [("a", 1, pytest.approx(1 / 3)), ("b", 1, -1.0)]


def test_one_map_of_a_gate_counts_for_every_map(branches):
    assert connections(branches, "mul", 1) == [("add", 1, 0.0), ("one", 0, 0.0)]


def test_a_map_of_a_concatenation_comes_from_one_of_its_inputs(branches):
    assert connections(branches, "cat", 1) == [("mul", 1, 0.0)]
    assert connections(branches, "cat", 2) == [("a", 0, 0.0)]


def test_a_chosen_map_is_the_one_that_was_chosen(branches):
    assert connections(branches, "select", 0) == [("cat", 3, 0.0)]


def test_a_transposed_convolution_takes_the_maps_of_its_group_by_their_kernels():
    weight = np.zeros((4, 1, 2, 2), np.float32)
    weight[2], weight[3] = 1, -0.5
    layer = ConvTranspose2d(weight, groups=2)
    traced = trace(chain("n", "N", (4, 2, 2), (layer,)), np.ones((4, 2, 2), np.float32))
    found = connections(traced, traced.network.output, 1)
    assert [(each.channel, each.strength) for each in found] == [(2, 1.0), (3, -0.5)]


def test_a_kernel_over_channels_takes_neighbours():
    layer = ChannelConvolution(np.float32([[[-1, 2, 4]]]), padding=1)
    traced = trace(chain("n", "N", (3, 1, 1), (layer,)), np.ones((3, 1, 1), np.float32))
    found = connections(traced, traced.network.output, 0)
    assert [(each.channel, each.strength) for each in found] == [(0, 0.5), (1, 1.0)]
    assert [each.channel for each in connections(traced, traced.network.output, 1)] == [0, 1, 2]
