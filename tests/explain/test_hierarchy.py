"""The way back from a late value: patches that lie within each other, of strongest values."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from cnnviz.cnn.network import INPUT
from cnnviz.cnn.receptive_field import receptive_field
from cnnviz.cnn.trace import trace
from cnnviz.explain.hierarchy import patch_sentence, patch_stops, telling_value
from cnnviz.project import shipped

NAMES = ("simplest-cnn", "lecture-cnn", "nine-steps", "tiny-vgg", "residual-cnn", "mlp")


def traced(name):
    network = shipped.network(name)
    values = np.random.default_rng(5).random(network.input_shape, np.float32)
    return trace(network, values)


@pytest.mark.parametrize("name", NAMES)
def test_patches_grow_and_lie_within_each_other(name):
    made = traced(name)
    node, place = telling_value(made)
    stops = patch_stops(made, made.network.output, (1,))
    assert stops
    assert stops[-1].patch.all()  # a fully connected layer sees everything
    for small, large in pairwise(stops):
        assert not (small.patch & ~large.patch).any()
        assert small.patch.sum() < large.patch.sum()
    assert node == INPUT or len(made.shapes[node]) == 3
    assert abs(made.values[node][place]) == np.abs(made.values[node]).max()


def test_each_value_is_the_strongest_that_the_next_one_is_made_of():
    made = traced("lecture-cnn")
    stops = patch_stops(made, *telling_value(made))
    assert [stop.node for stop in stops] == ["conv1", "max_pool1", "conv2", "max_pool2"]
    conv1, pool1, conv2, _pool2 = stops
    field = receptive_field(made, "conv2", conv2.place, back_to="max_pool1")
    found = np.abs(made.values["max_pool1"])
    assert found[pool1.place] == found[field].max()
    assert conv1.size in {(5, 5), (4, 5), (5, 4), (4, 4)}  # 5×5, less at the border
    rows, columns = np.nonzero(receptive_field(made, "conv2", conv2.place).any(axis=0))
    assert conv2.size == (np.ptp(rows) + 1, np.ptp(columns) + 1)


def test_the_sentence_has_the_numbers_of_the_patch():
    made = traced("lecture-cnn")
    stops = patch_stops(made, *telling_value(made))
    rows, columns = stops[2].size
    told = patch_sentence(made, stops, 2)
    assert f"{rows}×{columns} of 28×28 pixels" in told
    assert "2 convolutions" in told
    assert "1 convolution." in patch_sentence(made, stops, 0)


@pytest.mark.parametrize("name", NAMES)
def test_hidden_values_choose_no_way_by_their_size(name):
    made = traced(name)
    quiet = replace(made, values={node: np.zeros_like(made.values[node]) for node in made.values})
    _node, place = telling_value(made, is_hidden=True)
    assert not any(place)
    found, blind = (
        patch_stops(one, made.network.output, (1,), is_hidden=True) for one in (made, quiet)
    )
    assert [(stop.node, stop.place) for stop in found] == [
        (stop.node, stop.place) for stop in blind
    ]
    assert found[-1].patch.all()
