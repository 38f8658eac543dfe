"""The table of layers, against the arithmetic of PyTorch and of gradients."""

import numpy as np
import pytest
import torch

from cnnviz.cnn import architectures
from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.trace import trace
from cnnviz.explain.layer_table import HEADS, layer_rows


def rows_of(name):
    network = architectures.build(name)
    values = np.random.default_rng(0).random(network.input_shape, np.float32)
    return network, layer_rows(trace(network, values))


def multiplied(network, node, shape):
    """Count the products by computing with ones: every weight and input 1, no bias."""
    layer = network.layers[node]
    given = network.shapes[network.inputs[node][0]]
    if isinstance(layer, Linear):
        return layer.weight.size
    weight = torch.ones(layer.weight.shape)
    inside = torch.ones(1, *given)
    pad = layer.padding
    padded = torch.nn.functional.pad(inside, (pad[1], pad[1], pad[0], pad[0]), value=1.0)
    out = torch.nn.functional.conv2d(
        padded, weight, stride=layer.stride, dilation=layer.dilation, groups=layer.groups
    )
    assert out.shape[1:] == shape
    return int(out.double().sum())


@pytest.mark.parametrize("name", architectures.NAMES)
def test_parameters_and_multiply_adds_are_those_of_the_arithmetic(name):
    network, rows = rows_of(name)
    assert sum(row.parameters for row in rows) == network.parameter_count
    for row in rows[1:]:
        if isinstance(network.layers[row.node], Conv2d | Linear):
            expected = multiplied(network, row.node, network.shapes[row.node])
            assert row.multiply_adds == expected, row.node


def test_the_lecture_cnn_as_a_table():
    _network, rows = rows_of("lecture-cnn")
    assert len(HEADS) == len(rows[0].texts)
    by_node = {row.node: row for row in rows}
    assert by_node["conv1"].size == (28, 28, 8)
    assert by_node["conv1"].multiply_adds == 28 * 28 * 8 * 25
    assert by_node["conv1"].field == (5, 5)
    assert by_node["max_pool1"].field == (6, 6)
    assert by_node["conv2"].field == (14, 14)
    assert by_node["flatten1"].field == by_node["max_pool2"].field == (16, 16)
    assert by_node["fc1"].field == (28, 28)
    assert by_node["max_pool1"].multiply_adds == by_node["relu1"].parameters == 0


def test_the_maps_of_an_rgb_network_are_told_as_width_height_channels():
    _network, rows = rows_of("tiny-vgg")
    assert rows[0].texts[2] == "64×64×3"
