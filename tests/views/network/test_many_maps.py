"""Of very many maps the strongest are shown, told as "64 of 96"; all are reached."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import new_project, with_layer
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.network.headings import headings
from cnnviz.views.network.page import NetworkPage
from tests.deep_network import deep_network

NODE = "layer3.1.relu_1"


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


def heading(page, node=NODE):
    scene = page.scene()
    return headings(scene.forward.trace, scene.place, scene.look)[node]


def strongest(document, node=NODE):
    means = np.abs(document.forward.trace.values[node]).mean(axis=(1, 2))
    return np.argsort(-means, kind="stable").tolist()


def test_the_strongest_come_first_and_are_counted(page, document):
    place = page.scene().place
    assert [*place.channels(NODE)] == strongest(document)[:64]
    assert place.layout.columns[NODE].count == 64
    assert "64 of 96" in heading(page).texts[2]
    assert [*place.channels("layer1.0.relu_1")] == [0, 1, 2, 3]


def test_each_is_found_where_it_is_painted(page, document):
    for channel in strongest(document)[:64]:
        found = page.position_at(page.cell_rect(NODE, channel).center())
        assert (found.node, found.channel) == (NODE, channel)


def test_a_click_on_their_number_shows_all_and_the_strongest_again(page, cursor, document, qtbot):
    def click():
        place = QPoint(round(heading(page).middle), 48)
        qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=place)

    click()
    assert cursor.place.whole == (NODE,)
    assert [*page.scene().place.channels(NODE)] == strongest(document)
    assert "all 96" in heading(page).texts[2]
    page.grab()
    click()
    assert cursor.place.whole == ()
    assert len(page.scene().place.channels(NODE)) == 64


@pytest.mark.parametrize("sorting", ["strength", "mean", "largest", "number"])
@pytest.mark.parametrize("is_whole", [False, True])
def test_they_are_sorted_as_it_was_chosen(page, cursor, document, sorting, is_whole):
    cursor.show_maps(NODE, is_whole=is_whole)
    cursor.sort_maps(sorting)
    values = document.forward.trace.values[NODE].astype(float)
    key = {
        "strength": lambda k: -np.abs(values[k]).mean(),
        "mean": lambda k: -values[k].mean(),
        "largest": lambda k: -values[k].max(),
        "number": lambda k: k,
    }[sorting]
    expected = sorted(range(96), key=key)
    shown = [*page.scene().place.channels(NODE)]
    assert shown == expected[: len(shown)]
    assert len(shown) == (96 if is_whole else 64)
    found = page.position_at(page.cell_rect(NODE, shown[1]).center())
    assert (found.node, found.channel) == (NODE, shown[1])


def test_one_that_is_not_shown_gets_a_place_when_it_is_selected(page, cursor, document):
    weak = strongest(document)[-1]
    cursor.select(Position(NODE, weak))
    place = page.scene().place
    assert place.channels(NODE)[-1] == weak
    assert page.position_at(page.cell_rect(NODE, weak).center()).channel == weak
    page.grab()
    cursor.select(None)
    assert weak not in page.scene().place.channels(NODE)


def test_an_edit_puts_them_in_their_new_order(page, document):
    node = "layer3.3.conv2"
    layer = document.project.network.layers[node]
    weak = strongest(document, "layer3.3.relu_1")[-1]
    weight = layer.weight.copy()
    weight[weak] = 10 * np.abs(weight).max()
    after = with_layer(document.project, node, layer.with_parameters({"weight": weight}))
    assert document.edit("Edit", after) == ""
    assert page.scene().place.channels("layer3.3.relu_1")[0] == weak
    page.grab()


def test_what_an_add_is_made_of_is_seen_with_it(page, cursor, document):
    cursor.fold(["layer3.0"], is_folded=False)
    for channel in strongest(document, "layer3.0.add")[::19]:
        cursor.select(Position("layer3.0.add", channel))
        place = page.scene().place
        for source in ("layer3.0.conv2", "layer3.0.downsample.0"):
            assert place.shows(source, channel)


def test_maps_that_are_not_computed_yet_are_faded_and_none_is_cut_out(page, document, monkeypatch):
    from cnnviz.project import first_values
    from cnnviz.state import document as module

    monkeypatch.setattr(module, "is_quick", lambda _project: False)
    monkeypatch.setattr(first_values, "QUICK_PRODUCTS", 5_000)
    document._is_quick = False

    def darkest(node):
        rect = page.scene().place.column(node).toRect()
        image = page.grab(rect).toImage()
        points = [(x, y) for x in range(image.width()) for y in range(image.height())]
        return min(image.pixelColor(*point).lightness() for point in points)

    before = {node: darkest(node) for node in ("conv1", NODE)}
    layer = document.project.network.layers["conv1"]
    half = layer.with_parameters({"weight": layer.weight * 0.5})
    document.edit("Edit", with_layer(document.project, "conv1", half))
    assert page.scene().faded
    assert darkest("conv1") == pytest.approx(before["conv1"], abs=4)
    assert darkest(NODE) > before[NODE] + 30
