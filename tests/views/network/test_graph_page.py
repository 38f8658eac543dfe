"""The Network page with a graph: lanes, edges from all inputs, keys, headings, what is told."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt

from cnnviz.cnn.network import Node
from cnnviz.project.place import Position
from cnnviz.project.project import with_network
from cnnviz.state.cursor import Cursor
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.network.headings import headings
from cnnviz.views.network.page import NetworkPage
from tests.views.network.test_page import drawn, painted

BRANCH = "block2.downsample.conv"
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def document(qapp):
    return drawn("residual-cnn")


@pytest.fixture
def cursor(document):
    return Cursor(document)


@pytest.fixture
def page(document, cursor, qtbot):
    page = NetworkPage(document, cursor, Reveal(document, cursor), Look(Settings()))
    qtbot.addWidget(page)
    page.resize(1300, 640)
    page.show()
    qtbot.waitExposed(page)
    return page


def test_every_map_is_found_where_it_is_painted(page, document):
    for node, shape in document.forward.trace.shapes.items():
        for channel in range(shape[0]):
            found = page.position_at(page.cell_rect(node, channel).center())
            assert (found.node, found.channel) == (node, channel)


def test_a_value_of_a_branch_is_selected_by_a_click(page, cursor, qtbot):
    rect = page.cell_rect(BRANCH, 9)  # 7×7 values
    place = rect.topLeft() + QPointF(rect.width() * 2.5 / 7, rect.height() * 4.5 / 7)
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert cursor.selected == Position(BRANCH, 9, 4, 2)


def colors_at(page, image, place):
    x, y = round(place.x()), round(place.y())
    return {image.pixel(x + dx, y + dy) & 0xFFFFFF for dx in range(3) for dy in (-1, 0, 1)}


@pytest.mark.parametrize("channel", [0, 9, 20])
def test_a_sum_lights_all_that_it_adds_in_the_colour_of_their_sign(page, document, cursor, channel):
    values, colors = document.forward.trace.values, page._look.colors
    cursor.select(Position("block2.add", channel))
    image = painted(page)
    for source in ("block2.bn2", "block2.downsample.bn"):
        total = float(values[source][channel].sum())
        color = colors.positive if total > 0 else colors.negative
        rect = page.cell_rect(source, channel)
        beside = QPointF(rect.right() + 1, rect.center().y())
        assert int(color[1:], 16) in colors_at(page, image, beside), source


def test_an_identity_is_lit_on_its_way_below_the_maps(page, cursor, document):
    place = page.scene().place
    low = place.track(place.layout.routes["max_pool", "block1.add"])
    middle = QPointF(page.cell_rect("block1.relu1", 0).center().x(), low)
    before = colors_at(page, painted(page), middle)
    cursor.select(Position("block1.add", 0))
    colors = page._look.colors
    lit = {int(color[1:], 16) for color in (colors.positive, colors.negative)}
    assert colors_at(page, painted(page), middle) & lit
    assert not before & lit


def test_keys_go_through_all_nodes_in_their_order(page, cursor, document, qtbot):
    page.setFocus()
    cursor.select(Position("input", 0))
    seen = ["input"]
    while seen[-1] != cursor.last:
        qtbot.keyClick(page, Qt.Key.Key_Right, SHIFT)
        seen.append(cursor.selected.node)
    assert tuple(seen) == document.project.network.names
    cursor.select(Position(BRANCH, 4))
    qtbot.keyClick(page, Qt.Key.Key_Down)
    assert cursor.selected == Position(BRANCH, 5)


def test_a_branch_not_reached_is_empty_and_cannot_be_selected(page, cursor, qtbot):
    cursor.go_to("block2.bn2")  # right before it
    image = painted(page)
    inside = page.cell_rect(BRANCH, 9).toRect().adjusted(1, 1, -1, -1)
    cut = image.copy(inside)
    assert len({cut.pixel(x, y) for x in range(cut.width()) for y in range(cut.height())}) == 1
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=inside.center())
    assert cursor.selected is None
    cursor.go_to(BRANCH)
    cut = painted(page).copy(inside)
    assert len({cut.pixel(x, y) for x in range(cut.width()) for y in range(cut.height())}) > 1


@pytest.mark.parametrize("size", [(574, 500), (800, 560), (1380, 800)])
def test_no_heading_runs_into_another_or_into_maps(page, document, size):
    page.resize(*size)
    place = page.scene().place
    made = headings(document.forward.trace, place, page._look)
    assert made.keys() == document.project.network.layers.keys() | {"input"}
    for lane in range(place.layout.lanes.count):
        nodes = place.layout.lane(lane)
        for before, after in pairwise(made[node] for node in nodes):
            assert before.middle + before.room / 2 <= after.middle - after.room / 2
    for node in place.layout.lane(1):
        heading = made[node]
        assert heading.texts[0].endswith(node.rpartition(".")[2])
        rect = QRectF(heading.middle - heading.room / 2, heading.top, heading.room, 32)
        columns = [place.column(each) for each in place.layout.columns]
        assert not any(rect.intersects(column) for column in columns)


def test_what_is_left_of_a_long_name_begins_with_a_word(page, document):
    """Numbers name the parts of a list in PyTorch: the end of layer2.0.downsample.0 is no "0"."""
    names = {BRANCH: "block2.0.downsample.0", "block2.add": "block2.0.add"}
    network = document.project.network
    nodes = tuple(
        Node(
            names.get(node.name, node.name),
            node.layer,
            tuple(names.get(before, before) for before in node.inputs),
        )
        for node in network.nodes
    )
    document.edit("x", with_network(document.project, replace(network, nodes=nodes)))
    for width in range(300, 2600, 100):
        page.resize(width, 640)
        made = headings(document.forward.trace, page.scene().place, page._look)
        ends = ("block2.0.downsample.0", "downsample.0", "Conv", "")
        assert made["block2.0.downsample.0"].texts[0] in ends
        assert made["block2.0.add"].texts[0] in ("block2.0.add", "add", "Add", "")


def test_going_to_a_node_brings_its_lane_onto_a_page_that_is_too_small(page, cursor, document):
    page.resize(400, 300)
    for node in ("input", "block1.add", BRANCH, "block2.add", "softmax"):
        cursor.go_to(node)
        column = page.scene().place.column(node)
        assert column.left() >= 0
        assert column.right() <= page.width()
        assert column.top() <= page.height() - 20
    page.zoom_by(4)
    cursor.go_to(BRANCH)
    rect = page.cell_rect(BRANCH, 0)
    assert page.rect().contains(rect.center().toPoint())


def test_a_branch_is_told_to_screen_readers(page, cursor):
    cursor.select(Position(BRANCH, 3))
    told = page.accessibleDescription()
    assert told == f"Step 24 of 24, softmax. Selected: {BRANCH}, filter 4"


def test_a_page_is_arranged_anew_where_only_an_edge_differs(page, document):
    network = document.project.network
    before = page.scene().place.layout
    nodes = tuple(
        replace(node, inputs=("block1.bn2", "block1.bn1")) if node.name == "block1.add" else node
        for node in network.nodes
    )
    document.edit("x", with_network(document.project, replace(network, nodes=nodes)))
    layout = page.scene().place.layout
    assert layout is not before
    assert ("block1.bn1", "block1.add") in layout.routes
