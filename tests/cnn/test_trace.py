"""The trace of an image, and what of it an edit leaves as it is."""

import warnings

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import read_only
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.trace import trace
from tests.deep_network import deep_network


@pytest.fixture
def network():
    return architectures.build("lecture-cnn")


@pytest.fixture
def image():
    return read_only(np.random.default_rng(0).random((1, 28, 28), np.float32))


def with_other_bias(network, node):
    layer = network.layers[node]
    return network.with_layer(node, layer.with_parameters({"bias": layer.bias + 1}))


def shared(before, after):
    """The nodes whose values are the very same arrays."""
    known = before.values
    return tuple(node for node, values in after.values.items() if known.get(node) is values)


def test_values_have_the_shapes_of_the_network_and_are_read_only(network, image):
    made = trace(network, image)
    assert made.shapes == network.shapes
    assert made.values[INPUT] is made.image is image
    assert made.output is made.values["softmax1"]
    for values in made.values.values():
        assert values.dtype == np.float32
        assert not values.flags.writeable


@pytest.mark.parametrize("node", ["conv1", "conv2", "fc1", "fc2"])
def test_after_an_edit_only_the_layers_from_the_edited_one_on_are_computed(network, image, node):
    before = trace(network, image)
    after = trace(with_other_bias(network, node), image, before)
    assert shared(before, after) == network.names[: network.names.index(node)]
    fresh = trace(with_other_bias(network, node), image)
    for name, mine in after.values.items():
        np.testing.assert_array_equal(mine, fresh.values[name])


def test_without_an_edit_nothing_is_computed(network, image):
    before = trace(network, image)
    after = trace(network, image, before)
    assert shared(before, after) == network.names


def test_another_image_is_computed_anew(network, image):
    before = trace(network, image)
    after = trace(network, read_only(image / 2), before)
    assert shared(before, after) == ()


def test_another_network_shares_nothing(network, image):
    before = trace(network, image)
    after = trace(architectures.build("lenet-5"), image, before)
    assert shared(before, after) == (INPUT,)
    assert after.shapes == architectures.build("lenet-5").shapes


def test_values_stand_in_the_order_of_the_nodes(network, image):
    assert tuple(trace(network, image).values) == network.names


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38])
def test_nan_and_infinities_pass_without_a_warning(network, image, value):
    layer = network.layers["conv1"]
    weight = layer.weight.copy()
    weight[0, 0, 2, 2] = value
    odd = network.with_layer("conv1", layer.with_parameters({"weight": weight}))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = trace(odd, image)
    assert not np.isfinite(made.values["conv1"]).all() or value == 3e38
    assert made.output.shape == (10,)


def test_what_may_not_be_computed_is_awaited_with_all_that_follows():
    network = deep_network()
    image = np.random.default_rng(1).random((1, 8, 8), np.float32)
    before = trace(network, image)
    layer = network.layers["layer2.0.conv1"]
    after = network.with_layer(
        "layer2.0.conv1", layer.with_parameters({"weight": 2 * layer.weight})
    )
    asked = []

    def may(node):
        asked.append(node.name)
        return node.name != "layer2.0.conv2"

    found = trace(after, image, before, may)
    assert asked == ["layer2.0.relu", "layer2.0.conv2"]  # not the edited one: its layer is new
    assert "layer2.0.relu" not in found.awaited
    assert "layer2.0.downsample.0" not in found.awaited  # it takes nothing that differs
    assert {"layer2.0.conv2", "layer2.0.add", "layer2.1.conv1", "fc"} <= found.awaited
    assert all(found.values[node] is before.values[node] for node in found.awaited)
    whole = trace(after, image, found)
    assert not whole.awaited
    for node, values in trace(after, image).values.items():
        np.testing.assert_array_equal(whole.values[node], values)
