"""Blocks fold and unfold on the Network page: by clicks, keys and the place; steps go by them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from cnnviz.cnn.network import INPUT
from cnnviz.project.picture import Picture
from cnnviz.project.place import Place, Position
from cnnviz.project.project import new_project, with_network
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.network.block_marks import frame_of, label_text
from cnnviz.views.network.headings import headings
from cnnviz.views.network.page import NetworkPage
from tests.deep_network import deep_network
from tests.views.network.test_page import drawn

BLOCK, LAST = "layer1.1", "layer1.1.relu_1"


@pytest.fixture
def document(qapp):
    ink = np.random.default_rng(1).random((1, 8, 8), np.float32)
    return Document(new_project(deep_network(), Picture("matrix", ink)))


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


def middle_of_heading(page, node):
    scene = page.scene()
    shown = headings(scene.forward.trace, scene.place, scene.look)
    return QPoint(round(shown[node].middle), 20)


def titles(page):
    scene = page.scene()
    shown = headings(scene.forward.trace, scene.place, scene.look)
    return {node: heading.texts for node, heading in shown.items()}


def test_a_large_network_opens_folded(page, cursor, document):
    blocks = document.project.network.blocks
    assert cursor.folded == tuple(blocks)
    ends = [nodes[-1] for nodes in blocks.values()]
    assert [*page.scene().place.layout.columns] == [
        INPUT, "conv1", *ends, "avgpool", "flatten", "fc",
    ]  # fmt: skip
    title, details, _size = titles(page)[LAST]
    assert (title, details) == ("layer1.1 ▸", "5 layers")


def test_what_a_block_is_stands_above_and_below_it(page, document, cursor):
    network = replace(document.project.network, block_kinds={BLOCK: "BasicBlock"})
    document.edit("Open", with_network(document.project, network))
    assert titles(page)[LAST][1] == "BasicBlock"
    cursor.fold([BLOCK], is_folded=False)
    place, look = page.scene().place, page.scene().look
    frame = frame_of(place, network.blocks[BLOCK], look)
    assert label_text(network, BLOCK, frame, look) == "layer1.1 · BasicBlock ▾"
    frame.setWidth(80)
    assert label_text(network, BLOCK, frame, look) == "layer1.1 ▾"


def test_a_small_one_opens_unfolded_with_nothing_marked(qapp):
    document = drawn("residual-cnn")
    cursor = Cursor(document)
    assert document.project.network.blocks
    assert cursor.folded == cursor.unfolded == ()
    assert cursor.shown.names == document.project.network.names


def test_a_click_on_the_heading_unfolds_and_one_on_the_name_folds(page, cursor, qtbot):
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(page, left, pos=middle_of_heading(page, LAST))
    assert BLOCK not in cursor.folded
    assert "layer1.1.conv1" in page.scene().place.layout.columns
    assert not titles(page)[LAST][0].endswith("▸")
    qtbot.mouseClick(page, left, pos=middle_of_heading(page, "layer1.1.conv2"))
    assert BLOCK in cursor.folded
    qtbot.mouseClick(page, left, pos=middle_of_heading(page, LAST))
    column = page.scene().place.column("layer1.1.conv1")
    qtbot.mouseClick(page, left, pos=QPoint(round(column.left()) + 12, page.height() - 8))
    assert BLOCK in cursor.folded


def test_what_is_unfolded_begins_where_the_block_stood(page, cursor):
    page.resize(420, 640)  # so narrow that the drawing can be moved
    cursor.select(Position("layer2.1.relu_1", 0))
    page.pan_by(QPointF(100 - page.scene().place.column(LAST).left(), 0))
    before = page.scene().place.column(LAST).left()
    cursor.fold([BLOCK], is_folded=False)
    assert abs(page.scene().place.column("layer1.1.conv1").left() - before) < 2


def test_steps_go_by_what_is_shown(page, cursor, document):
    cursor.go_to("conv1")
    cursor.go_by(1)
    assert (cursor.node, cursor.number) == ("layer1.0.relu_1", 2)
    assert cursor.last_number == 16
    cursor.fold([BLOCK], is_folded=False)
    assert cursor.last_number == 20
    cursor.go_by(1)
    assert cursor.node == "layer1.1.conv1"
    cursor.go_by(-1)
    assert cursor.node == "layer1.0.relu_1"


def test_keys_select_what_is_shown(page, cursor, qtbot):
    page.setFocus()
    cursor.select(Position("conv1", 2))
    qtbot.keyClick(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert cursor.selected == Position("layer1.0.relu_1", 2)


def test_folding_follows_what_was_looked_at(page, cursor):
    cursor.fold([BLOCK], is_folded=False)
    cursor.go_to("layer1.1.conv1")
    cursor.select(Position("layer1.1.conv1", 3, 2, 1))
    cursor.fold([BLOCK], is_folded=True)
    assert cursor.node == LAST
    assert cursor.selected == Position(LAST, 3, 2, 1)


def test_whoever_goes_into_a_folded_block_unfolds_it(page, cursor):
    cursor.select(Position("layer2.1.conv2", 1))
    assert "layer2.1" not in cursor.folded
    assert "layer2.0" in cursor.folded
    assert cursor.shown.is_shown("layer2.1.conv2")


def test_another_network_forgets_what_was_folded(cursor, document):
    cursor.fold([BLOCK], is_folded=False)
    small = drawn("residual-cnn").project.network
    document.edit("Open", with_network(document.project, small))
    assert cursor.place.folded is None
    document.history.undo()
    assert len(cursor.folded) >= 11


def test_a_folded_block_is_lit_without_what_it_hides(page, cursor):
    cursor.select(Position(LAST, 1))
    page.grab()
    cursor.look(Place(node="fc", folded=()))
    page.grab()
    assert page.scene().place.layout.lanes.count > 1


def test_of_all_blocks_the_one_that_is_looked_at_stays_where_it_was(page, cursor, document):
    page.resize(420, 640)
    cursor.select(Position("layer2.1.relu_1", 0))
    page.pan_by(QPointF(120 - page.scene().place.column("layer2.1.relu_1").left(), 0))
    before = page.scene().place.column("layer2.1.relu_1").left()
    cursor.fold(document.project.network.blocks, is_folded=False)
    assert abs(page.scene().place.column("layer2.1.conv1").left() - before) < 2


def test_by_blocks_an_unfolded_block_is_one_step(page, cursor):
    cursor.fold([BLOCK], is_folded=False)
    cursor.step_by("blocks")
    assert cursor.last_number == 16
    cursor.go_to("layer1.0.relu_1")
    cursor.go_by(1)
    assert (cursor.node, cursor.number) == (LAST, 3)
    assert BLOCK in cursor.unfolded
    cursor.go_to("layer1.1.conv2")  # within the block: its end comes first
    assert cursor.number == 3
    cursor.go_by(1)
    assert cursor.node == LAST
    cursor.go_to("layer1.1.conv2")
    cursor.go_by(-1)
    assert cursor.node == "layer1.0.relu_1"


def test_by_layers_a_step_goes_into_a_folded_block_and_unfolds_it(page, cursor, document):
    cursor.step_by("nodes")
    assert cursor.last_number == len(document.project.network.nodes)
    cursor.go_to("layer1.0.relu_1")
    cursor.go_by(1)
    assert cursor.node == "layer1.1.conv1"
    assert cursor.unfolded == (BLOCK,)
    cursor.go_by(-2)
    assert cursor.node == "layer1.0.add"
    assert cursor.unfolded == ("layer1.0", BLOCK)
