"""The strip above a large network: a click or the arrows bring every part into sight."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import new_project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.network.overview import Overview
from cnnviz.views.network.page import NetworkPage
from cnnviz.views.network.part_titles import part_story, part_titles
from tests.deep_network import deep_network

LEFT = Qt.MouseButton.LeftButton
BLOCK, LAST = "layer1.2", "layer1.2.relu_1"


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
    page.resize(420, 640)  # so narrow that not all is seen
    page.show()
    qtbot.waitExposed(page)
    return page


@pytest.fixture
def overview(page, document, cursor, qtbot):
    overview = Overview(document, cursor, page.camera, Look(Settings()))
    qtbot.addWidget(overview)
    overview.resize(900, 34)
    overview.show()
    qtbot.waitExposed(overview)
    return overview


def number(overview, block=BLOCK):
    return [part.block for part in overview.parts].index(block)


def click(overview, block=BLOCK):
    place = overview.part_rects()[number(overview, block)].center().toPoint()
    QTest.mouseClick(overview, LEFT, pos=place)


def middle(page, node=LAST):
    return page.scene().place.column(node).center().x()


def test_a_click_brings_a_part_into_the_middle_and_empties_nothing(overview, page, cursor):
    assert LAST not in page.camera.nodes_in_sight()
    click(overview)
    assert middle(page) == pytest.approx(page.width() / 2, abs=8)
    assert cursor.node == "fc"
    assert number(overview) in overview.seen()
    assert 0 not in overview.seen()
    overview.grab()


def test_a_part_that_was_not_reached_is_reached(overview, cursor):
    cursor.go_to("conv1")
    click(overview)
    assert cursor.node == LAST


def test_a_zoomed_page_stays_as_large_as_it_is(overview, page):
    page.zoom_by(2)
    click(overview)
    assert page.zoom == 2
    assert LAST in page.camera.nodes_in_sight()


def test_the_arrows_go_from_part_to_part_and_enter_unfolds(overview, page, cursor):
    overview.setFocus()
    QTest.keyClick(overview, Qt.Key.Key_Home)
    assert 0 in overview.seen()
    for _step in range(number(overview)):
        QTest.keyClick(overview, Qt.Key.Key_Right)
    assert middle(page) == pytest.approx(page.width() / 2, abs=8)
    assert BLOCK in overview.accessibleDescription()
    QTest.keyClick(overview, Qt.Key.Key_Return)
    assert BLOCK in cursor.unfolded
    first = page.scene().place.column(f"{BLOCK}.conv1")
    assert 0 <= first.left() < page.width() / 2
    QTest.keyClick(overview, Qt.Key.Key_End)
    assert "fc" in page.camera.nodes_in_sight()


def test_a_double_click_unfolds_a_block(overview, cursor):
    place = overview.part_rects()[number(overview)].center().toPoint()
    QTest.mouseDClick(overview, LEFT, pos=place)
    assert BLOCK in cursor.unfolded


def test_what_is_looked_at_is_marked(overview, cursor):
    assert overview.looked_at == len(overview.parts) - 1
    cursor.select(Position(f"{BLOCK}.conv1", 0))
    assert overview.looked_at == number(overview)


def test_parts_have_names(document, overview):
    trace, parts = document.forward.trace, overview.parts
    titles = [part_titles(trace, parts, at)[0] for at in range(len(parts))]
    assert titles[:3] == ["Input", "Stem", "layer1.0"]
    assert titles[-1] == "Head"
    story = part_story(trace, parts, number(overview))
    assert story == "layer1.2: 5 layers, layer1.2.conv1 to layer1.2.relu_1"
    assert overview.told_at(QPoint(1, 10)) == "Input"


def test_very_many_parts_have_room_beside_each_other(overview):
    overview.resize(80, 34)
    rects = overview.part_rects()
    assert all(one.right() <= other.left() + 0.01 for one, other in pairwise(rects))
    overview.grab()
