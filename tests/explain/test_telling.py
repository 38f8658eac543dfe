"""Where a presentation begins to look: a map with something in it, a value that is no corner."""

import numpy as np
import pytest

from cnnviz.explain.telling import telling_place
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.project import forward_pass, new_project


@pytest.fixture(scope="module")
def trace():
    ink = np.zeros((1, 28, 28), np.float32)
    ink[0, 6:9, 8:20] = ink[0, 9:23, 14:17] = 1
    network = shipped.network("lecture-cnn")
    return forward_pass(new_project(network, Picture("drawing", ink))).trace


def test_the_map_is_the_one_with_the_largest_value(trace):
    values = trace.values["conv2"]
    channel, row, column = telling_place(trace, "conv2")
    assert channel == values[:, 1:-1, 1:-1].max(axis=(1, 2)).argmax()
    assert 0 < row < 13
    assert 0 < column < 13
    assert abs(values[channel, row, column]) == np.abs(values[channel, 1:-1, 1:-1]).max()


def test_layers_that_treat_each_map_by_itself_stay_on_the_map(trace):
    channel = telling_place(trace, "conv2")[0]
    assert telling_place(trace, "relu2")[0] == channel
    assert telling_place(trace, "max_pool2")[0] == channel


def test_of_an_activation_it_is_what_changes_most(trace):
    place = telling_place(trace, "relu2")
    change = trace.values["conv2"] - trace.values["relu2"]
    assert change[place] == change[place[0], 1:-1, 1:-1].min()
    assert change[place] < 0


def test_of_values_in_a_row_it_is_the_largest(trace):
    assert telling_place(trace, "softmax1") == (int(trace.output.argmax()),)


def test_of_a_single_value_it_is_that(trace):
    ink = np.ones((1, 28, 28), np.float32)
    network = shipped.network("cnn-gap")
    made = forward_pass(new_project(network, Picture("drawing", ink))).trace
    assert telling_place(made, "adaptive_avg_pool1")[1:] == (0, 0)
