"""The trace of an image, and what of it an edit leaves as it is."""

import warnings

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import read_only
from cnnviz.cnn.trace import trace


@pytest.fixture
def network():
    return architectures.build("lecture-cnn")


@pytest.fixture
def image():
    return read_only(np.random.default_rng(0).random((1, 28, 28), np.float32))


def with_other_bias(network, index):
    layer = network.layers[index]
    return network.with_layer(index, layer.with_parameters({"bias": layer.bias + 1}))


def test_values_have_the_shapes_of_the_network_and_are_read_only(network, image):
    made = trace(network, image)
    assert made.shapes == network.shapes
    assert made.values[0] is image
    assert made.output is made.values[-1]
    for values in made.values:
        assert values.dtype == np.float32
        assert not values.flags.writeable


@pytest.mark.parametrize("index", [0, 3, 7, 9])
def test_after_an_edit_only_the_layers_from_the_edited_one_on_are_computed(network, image, index):
    before = trace(network, image)
    after = trace(with_other_bias(network, index), image, before)
    same = [a is b for a, b in zip(before.values, after.values, strict=True)]
    assert same == [step <= index for step in range(len(same))]
    fresh = trace(with_other_bias(network, index), image)
    for mine, expected in zip(after.values, fresh.values, strict=True):
        np.testing.assert_array_equal(mine, expected)


def test_without_an_edit_nothing_is_computed(network, image):
    before = trace(network, image)
    after = trace(network, image, before)
    assert all(a is b for a, b in zip(before.values, after.values, strict=True))


def test_another_image_is_computed_anew(network, image):
    before = trace(network, image)
    after = trace(network, read_only(image / 2), before)
    assert not any(a is b for a, b in zip(before.values, after.values, strict=True))


def test_another_network_shares_nothing(network, image):
    before = trace(network, image)
    after = trace(architectures.build("lenet-5"), image, before)
    assert not any(a is b for a, b in zip(before.values[1:], after.values[1:], strict=False))
    assert after.shapes == architectures.build("lenet-5").shapes


def test_files_name_the_values_by_number_and_kind(network, image):
    names = list(trace(network, image).named())
    assert names[:4] == ["00-input", "01-conv2d", "02-relu", "03-max_pool2d"]
    assert names[-1] == "11-softmax"
    assert len(names) == 12


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38])
def test_nan_and_infinities_pass_without_a_warning(network, image, value):
    layer = network.layers[0]
    weight = layer.weight.copy()
    weight[0, 0, 2, 2] = value
    odd = network.with_layer(0, layer.with_parameters({"weight": weight}))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = trace(odd, image)
    assert not np.isfinite(made.values[1]).all() or value == 3e38
    assert made.output.shape == (10,)
