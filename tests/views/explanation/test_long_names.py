"""Names of nodes may be as long as PyTorch's modules are deep: they are shortened, not cut off."""

import pytest

from cnnviz.cnn.network import INPUT, chained
from cnnviz.views.sheets.local_names import local_title
from tests.views.explanation.layout_checks import check_layout
from tests.views.explanation.sheet_steps import (
    BRANCHED,
    Random,
    branched,
    every_kind,
    forward_of_graph,
    names_of_every_kind,
    scene_of,
)

BLOCKS = ("features.denseblock3.denselayer12.", "features.denseblock3.denselayer13.")


def named(node, nodes):
    """Every second node in another block: its names are not shortened by that of the first."""
    return node if node == INPUT else BLOCKS[nodes.index(node) % 2] + node


def long_names(nodes):
    names = [name for name, _layer, _inputs in nodes]
    return [
        (named(name, names), layer, tuple(named(each, names) for each in inputs))
        for name, layer, inputs in nodes
    ]


@pytest.fixture(scope="module")
def row():
    layers, values = every_kind(Random(5))
    nodes = [(node.name, node.layer, node.inputs) for node in chained(layers)]
    return forward_of_graph(long_names(nodes), values)


@pytest.fixture(scope="module")
def graph():
    nodes, values = branched(Random(5))
    return forward_of_graph(long_names(nodes), values)


@pytest.mark.sweep(2)
@pytest.mark.parametrize("room", [(528, 420), (780, 500), (1600, 900)])
@pytest.mark.parametrize("name", [*names_of_every_kind(), *BRANCHED])
def test_no_name_is_too_long_for_its_place(look, row, graph, room, name):
    forward, names = (graph, BRANCHED) if name in BRANCHED else (row, names_of_every_kind())
    node = named(name, names)
    place = tuple(n // 2 for n in forward.trace.shapes[node])
    check_layout(scene_of(look, forward, place, node=node, room=room))


def test_a_node_of_the_same_block_is_called_by_the_rest_of_its_name(graph, deep):
    conv, add = named("block.conv", BRANCHED), named("block.add", BRANCHED)
    assert (conv, add) == (f"{BLOCKS[1]}block.conv", f"{BLOCKS[0]}block.add")
    assert local_title(graph.trace, conv, add) == conv  # of another block: in full
    assert local_title(graph.trace, named("block.scale", BRANCHED), add) == "scale"
    assert local_title(graph.trace, INPUT, add) == "Input"
    assert local_title(deep.trace, "relu1", "bn1") == "ReLU 1"  # titles are not shortened
