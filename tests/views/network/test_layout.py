from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from cnnviz.cnn import architectures
from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.branch_layers import Add
from cnnviz.cnn.layers import Conv2d, Flatten
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.views.network.graph import Graph
from cnnviz.views.network.layout import LANE_HEADING, arrange
from tests.graphs import graphs
from tests.views.network.former_columns import former_columns

CHAINS = [name for name in architectures.NAMES if architectures.build(name, None).is_chain]
SIZES = [(526, 420), (740, 450), (1000, 620), (1300, 760), (2600, 1500)]


def graph_of(network):
    layers = network.layers.items()
    fans = {node for node, layer in layers if isinstance(layer, Conv2d)}
    return Graph(network.shapes, network.inputs, fans)


def arranged(network, width, height, scale=1.0):
    return arrange(graph_of(network), (width, height), scale)


def place(column):
    return QRectF(column.left, column.top, column.width, column.height)


def meet(one, other):
    """Whether two columns have more than a border in common."""
    return place(one).intersected(place(other)).width() > 1e-6 and (
        place(one).intersected(place(other)).height() > 1e-6
    )


@pytest.mark.parametrize("name", CHAINS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_chain_stands_where_it_always_stood(name, size, scale):
    network = architectures.build(name, None)
    layout = arranged(network, *size, scale)
    shapes, fans = (
        tuple(network.shapes.values()),
        [node in graph_of(network).fans for node in network.names],
    )
    assert tuple(layout.columns) == network.names
    assert list(layout.columns.values()) == former_columns(shapes, fans, size, scale)
    assert layout.lanes.count == 1
    assert {route.turn for route in layout.routes.values()} == {"beside"}


@pytest.mark.parametrize("name", CHAINS)
@pytest.mark.parametrize("size", SIZES[1:])
def test_nothing_overlaps_and_everything_fits(name, size):
    layout = arranged(architectures.build(name), *size)
    assert layout.width <= size[0]
    assert layout.height <= size[1]
    columns = list(layout.columns.values())
    for before, after in pairwise(columns):
        assert before.right < after.left
    for column in columns:
        assert column.left >= 0
        for channel in {0, column.count - 1}:
            cell = column.cell(channel)
            assert cell.left() >= column.left - 1e-6
            assert cell.right() <= column.right + 1e-6
            assert cell.bottom() <= column.bottom + 1e-6


@pytest.mark.parametrize("name", [name for name in CHAINS if "swan" not in name])
def test_in_a_small_window_every_network_still_fits(name):
    layout = arranged(architectures.build(name), 526, 420)
    assert layout.width <= 526


def test_many_channels_become_a_grid():
    network = architectures.build("lecture-cnn")
    column = arranged(network, 1000, 620).columns["conv2"]
    assert column.count == 16
    assert column.rows == 8


@given(st.integers(1, 64), st.floats(0, 1), st.floats(0, 1))
def test_what_is_painted_is_what_is_found(count, x, y):
    shapes = {INPUT: (1, 8, 8), "conv1": (count, 8, 8), "flatten1": (count,)}
    inputs = {INPUT: (), "conv1": (INPUT,), "flatten1": ("conv1",)}
    for column in arrange(Graph(shapes, inputs, set()), (900, 500)).columns.values():
        for channel in range(column.count):
            cell = column.cell(channel)
            at = (
                cell.x() + 0.01 + x * cell.width() * 0.97,
                cell.y() + 0.01 + y * cell.height() * 0.97,
            )
            assert column.channel_at(*at) == channel


def test_between_the_maps_there_is_nothing():
    column = arranged(architectures.build("lecture-cnn"), 1000, 620).columns["conv1"]
    below = column.cell(0).bottom() + 1
    assert column.channel_at(column.left + 5, below) is None
    assert column.channel_at(column.left + 5, column.top - 5) is None
    assert column.channel_at(column.left + 5, column.top + column.height + 50) is None


# Graphs


def residual():
    return architectures.build("residual-cnn", None)


@pytest.mark.parametrize("size", [(574, 500), (800, 560), (1380, 800)])
def test_a_residual_network_has_its_branch_below(size):
    layout = arranged(residual(), *size)
    columns = layout.columns
    branch = ["block2.downsample.conv", "block2.downsample.bn"]
    assert layout.lane(1) == branch
    assert layout.lane(0) == [node for node in residual().names if node not in branch]
    above = max(columns[node].bottom for node in layout.lane(0)[:-1])
    assert all(columns[node].top > above for node in branch)
    assert columns[branch[0]].left >= columns["block2.conv1"].left - 1e-6  # as deep as it
    assert columns[branch[1]].right < columns["block2.add"].left
    assert columns["softmax"].height == layout.height == size[1]  # nothing stands below it


def test_columns_above_a_wide_branch_are_spread_evenly():
    columns = arranged(residual(), 574, 500).columns
    names = ["conv1", "bn1", "relu1", "conv2", "bn2", "add"]
    lefts = [columns[f"block2.{name}"].left for name in names]
    ways = [after - before for before, after in pairwise(lefts)]
    assert max(ways) - min(ways) < 20  # more before a convolution alone


@given(graphs(), st.sampled_from(SIZES), st.sampled_from([1.0, 1.5]))
def test_no_two_columns_of_any_graph_meet(network, size, scale):
    layout = arranged(network, *size, scale)
    assert set(layout.columns) == set(network.names)
    for one, other in combinations(layout.columns.values(), 2):
        assert not meet(one, other)
    for column in layout.columns.values():
        assert column.left >= 0
        assert column.right <= layout.width
        assert column.top >= 0
        assert column.bottom <= layout.height + 1e-6


@given(graphs(), st.sampled_from(SIZES))
def test_no_edge_of_any_graph_leads_back(network, size):
    layout = arranged(network, *size)
    for source, target in layout.routes:
        assert layout.columns[source].right < layout.columns[target].left


@given(graphs(), st.sampled_from(SIZES))
def test_edges_on_tracks_run_below_the_columns_they_pass(network, size):
    layout = arranged(network, *size)
    for (source, target), low in layout.tracks.items():
        route = layout.routes[source, target]
        for node in layout.lane(route.lane):
            column = layout.columns[node]
            if (
                column.right > layout.columns[source].right
                and column.left < layout.columns[target].left
            ):
                assert column.bottom < low
        for node in layout.lane(route.lane + 1) if route.lane + 1 < layout.lanes.count else ():
            assert low < layout.columns[node].top - LANE_HEADING
        assert low <= layout.height


def test_a_page_that_is_too_low_keeps_every_map():
    """Five branches of one add, on a page that has no room for their lanes."""
    nodes = [Node(f"relu{n}", ReLU(), (INPUT,)) for n in range(6)]
    nodes.append(Node("add", Add(), tuple(node.name for node in nodes)))
    layout = arranged(Network("n", "N", (3, 8, 8), tuple(nodes)), 500, 200)
    assert layout.lanes.count == 6
    assert layout.height > 200
    assert all(column.side >= 16 for column in layout.columns.values())


def test_an_edge_below_columns_as_high_as_the_page_is_still_on_it():
    nodes = (
        Node("flatten", Flatten(), (INPUT,)),
        Node("relu1", ReLU(), ("flatten",)),
        Node("relu2", ReLU(), ("relu1",)),
        Node("add", Add(), ("relu2", "flatten")),
    )
    layout = arranged(Network("n", "N", (3, 8, 8), nodes), 900, 500)
    (low,) = layout.tracks.values()
    assert layout.columns["relu1"].bottom < low < layout.height == 500
