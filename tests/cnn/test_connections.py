import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.connections import STRONGEST, connections
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import Network
from cnnviz.cnn.trace import trace


@pytest.fixture
def lecture():
    network = architectures.build("lecture-cnn")
    return trace(network, np.random.default_rng(0).random((1, 28, 28), dtype=np.float32))


def test_a_convolution_takes_every_map_with_the_sum_of_its_kernel_slice(lecture):
    found = connections(lecture, 4, 5)
    sums = lecture.network.layers[3].weight[5].sum(axis=(1, 2))
    assert [one.channel for one in found] == list(range(8))
    expected = sums / np.abs(sums).max()
    np.testing.assert_allclose([one.strength for one in found], expected, rtol=1e-6)


def test_of_a_grouped_convolution_only_the_maps_of_the_group():
    weight = np.ones((4, 2, 1, 1), np.float32)
    network = Network("g", "g", (4, 3, 3), (Conv2d(weight, groups=2),))
    traced = trace(network, np.ones((4, 3, 3), np.float32))
    assert [one.channel for one in connections(traced, 1, 1)] == [0, 1]
    assert [one.channel for one in connections(traced, 1, 2)] == [2, 3]


def test_a_fully_connected_unit_takes_the_largest_products(lecture):
    found = connections(lecture, 8, 7)
    products = lecture.network.layers[7].weight[7] * lecture.values[7]
    strongest = set(np.argsort(-np.abs(products))[:STRONGEST].tolist())
    assert {one.channel for one in found} == strongest
    assert max(abs(one.strength) for one in found) == 1.0
    assert all(np.sign(products[one.channel]) == np.sign(one.strength) for one in found)


@pytest.mark.parametrize(("step", "channel", "source"), [(2, 3, 3), (3, 7, 7), (11, 4, 4)])
def test_other_layers_take_one_channel(lecture, step, channel, source):
    assert connections(lecture, step, channel) == [(source, 0.0)]


def test_flatten_takes_the_map_that_holds_the_value(lecture):
    index = 5 * 49 + 3 * 7 + 2  # channel 5, row 3, column 2 of 16 maps of 7×7
    assert connections(lecture, 7, index) == [(5, 0.0)]
    assert lecture.values[7][index] == lecture.values[6][5, 3, 2]


def test_the_input_is_made_of_nothing(lecture):
    assert connections(lecture, 0, 0) == []
