"""Weights of earlier versions count layers; they belong to nodes that count their kinds."""

from dataclasses import replace

import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.files.earlier_names import by_node

LECTURE = architectures.build("lecture-cnn", seed=None)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("0.weight", "conv1.weight"),
        ("9.bias", "fc2.bias"),
        ("1.num_batches_tracked", "relu1.num_batches_tracked"),
        ("conv1.weight", "conv1.weight"),
        ("11.weight", "11.weight"),  # there is no such layer
        ("-1.weight", "-1.weight"),
        ("²0.weight", "²0.weight"),
        ("0", "0"),
        ("0.", "conv1."),
        ("", ""),
    ],
)
def test_a_counted_layer_is_the_node_of_today(then, now):
    assert by_node({then: "numbers"}, LECTURE) == {now: "numbers"}


def test_nodes_that_somebody_called_by_numbers_keep_their_names():
    nodes = (Node("1", ReLU(), (INPUT,)), Node("0", ReLU(), ("1",)))
    network = Network("own", "Own", (1, 2, 2), nodes)
    assert by_node({"0.weight": 1}, network) == {"0.weight": 1}
    assert by_node({"0.weight": 1}, replace(network, nodes=nodes[:1])) == {"0.weight": 1}


def test_a_network_with_branches_never_counted_layers():
    network = architectures.build("residual-cnn", seed=None)
    assert by_node({"0.weight": 1}, network) == {"0.weight": 1}
