"""The lines of edges: from the right side of a map to the left side of another, past the rest."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from cnnviz.cnn import architectures
from cnnviz.cnn.layers import Conv2d
from cnnviz.views.network.curves import add_curve
from cnnviz.views.network.graph import Graph
from cnnviz.views.network.layout import arrange
from cnnviz.views.network.placement import Placement

ZOOMS = [1.0, 2.5]


def placed(zoom):
    network = architectures.build("residual-cnn", None)
    fans = {node for node, layer in network.layers.items() if isinstance(layer, Conv2d)}
    layout = arrange(Graph(network.shapes, network.inputs, fans), (900, 560))
    return Placement(layout, network.shapes, zoom, QPointF(-30, -20), 74)


def line(place, source, target, channels=(3, 5)):
    """The path of an edge, and the two cells that it joins."""
    cells = place.cell(source, channels[0]), place.cell(target, channels[1])
    path = QPainterPath()
    add_curve(path, place, place.layout.routes[source, target], *cells)
    return path, *cells


def passes(path, column):
    """Whether a line passes through a column."""
    return any(column.contains(path.pointAtPercent(part / 500)) for part in range(501))


@pytest.mark.parametrize("zoom", ZOOMS)
def test_every_edge_joins_two_cells_and_never_leads_back(zoom):
    place = placed(zoom)
    turns = set()
    for (source, target), route in place.layout.routes.items():
        turns.add(route.turn)
        path, start, end = line(place, source, target, (0, 0))
        first = path.elementAt(0)
        assert (first.x, first.y) == pytest.approx((start.right() + 1, start.center().y()))
        last = path.currentPosition()
        assert (last.x(), last.y()) == pytest.approx((end.left() - 1, end.center().y()))
        xs = [path.pointAtPercent(part / 50).x() for part in range(51)]
        assert all(after >= before - 0.01 for before, after in pairwise(xs))
    assert turns == {"beside", "early", "late", "under"}


@pytest.mark.parametrize("zoom", ZOOMS)
def test_an_identity_goes_below_all_it_skips(zoom):
    place = placed(zoom)
    path, *_ = line(place, "max_pool", "block1.add")
    skipped = ("conv1", "bn1", "relu1", "conv2", "bn2")
    columns = [place.column(f"block1.{name}") for name in skipped]
    assert path.boundingRect().bottom() > max(column.bottom() for column in columns)
    assert not any(passes(path, column) for column in columns)


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_branch_leaves_below_its_source_and_comes_back_before_its_target(zoom):
    place = placed(zoom)
    there, *_ = line(place, "block1.relu2", "block2.downsample.conv")
    assert not passes(there, place.column("block2.conv1"))
    back, *_ = line(place, "block2.downsample.bn", "block2.add", (31, 0))
    for name in ("conv1", "bn1", "relu1", "conv2", "bn2"):
        assert not passes(back, place.column(f"block2.{name}"))
