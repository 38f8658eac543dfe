"""A network is fitted to other data: layers in a row wholly, branches at their end alone."""

from dataclasses import replace

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.branch_layers import Add
from cnnviz.cnn.layers import Conv2d, Flatten, Linear, Softmax
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d
from cnnviz.project import shipped
from cnnviz.project.fitted import fitted_to_data
from cnnviz.project.project import forward_pass, is_edited, new_project, with_parameter


@pytest.fixture
def graph():
    return new_project(architectures.build("residual-cnn"))


def test_layers_in_a_row_are_fitted_to_size_and_classes():
    project = new_project(shipped.network("lecture-cnn"))
    network = fitted_to_data(project, (3, 32, 32), ("one", "other")).network
    assert network.input_shape == (3, 32, 32)
    assert network.shapes[network.output] == (2,)


def test_branches_get_another_end_and_keep_all_other_weights(graph):
    before = graph.network
    conv = next(name for name, layer in before.layers.items() if isinstance(layer, Conv2d))
    graph = with_parameter(graph, conv, "weight", (0, 0, 0, 0), 5.0)
    after = fitted_to_data(graph, before.input_shape, ("a", "b", "c"))
    network = after.network
    assert network.inputs == before.inputs
    assert network.classes == ("a", "b", "c")
    assert network.shapes[network.output] == (3,)
    end = [name for name, layer in before.layers.items() if isinstance(layer, Linear)][-1]
    for name, layer in network.layers.items():
        assert (layer is graph.network.layers[name]) == (name != end)
    assert np.abs(network.layers[end].weight).max() > 0
    assert not is_edited(after, end)  # Reset knows the new end
    assert is_edited(after, conv)
    assert network.title.endswith(", changed")
    assert forward_pass(after).trace.output.shape == (3,)


def test_as_many_classes_of_other_names_change_no_weight(graph):
    classes = tuple("abcdefghij")
    after = fitted_to_data(graph, graph.network.input_shape, classes)
    assert after.network.layers == graph.network.layers
    assert after.network.classes == classes
    assert after.original is after.network
    assert after.network.title == graph.network.title


def test_pictures_that_the_first_layer_cannot_take_are_refused_in_a_sentence(graph):
    channels, rows, columns = graph.network.input_shape
    with pytest.raises(ValueError, match=r"^Layer 1, .*\.$"):
        fitted_to_data(graph, (4 - channels, rows, columns), graph.network.classes)


def test_an_end_that_is_no_layer_of_its_own_is_refused():
    units = Linear(np.ones((2, 2), np.float32))
    nodes = (
        Node("conv", Conv2d(np.ones((2, 1, 1, 1), np.float32)), (INPUT,)),
        Node("pool", AdaptiveAvgPool2d((1, 1)), ("conv",)),
        Node("row", Flatten(), ("pool",)),
        Node("one", units, ("row",)),
        Node("two", units, ("one",)),
        Node("sum", Add(), ("one", "two")),
        Node("out", Softmax(), ("sum",)),
    )
    network = Network("joined", "Joined", (1, 4, 4), nodes, ("a", "b"))
    with pytest.raises(ValueError, match="branches and ends in no fully connected layer"):
        fitted_to_data(new_project(network), (1, 4, 4), ("a", "b", "c"))
    shared = replace(
        network,
        nodes=(*nodes[:4], Node("gate", Add(), ("row", "one")), Node("two", units, ("gate",))),
    )  # it ends in a layer whose weights are those of another node
    with pytest.raises(ValueError, match="of its own"):
        fitted_to_data(new_project(shared), (1, 4, 4), ("a", "b", "c"))
