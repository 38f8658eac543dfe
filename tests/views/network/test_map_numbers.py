"""Each map says which one it is, and no heading is cut."""

from itertools import chain

import pytest

from cnnviz.cnn.architectures import NAMES
from cnnviz.project import shipped
from cnnviz.project.project import new_project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.network.headings import headings
from cnnviz.views.network.map_numbers import map_numbers
from cnnviz.views.network.page import NetworkPage


@pytest.fixture
def look(qapp):
    return Look(Settings())


@pytest.fixture
def placed(qtbot, look):
    """Return a function that tells where a network stands on a page of some size."""

    def placed(name, *size):
        document = Document(new_project(shipped.network(name)))
        cursor = Cursor(document)
        page = NetworkPage(document, cursor, Reveal(document, cursor), look)
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        qtbot.waitExposed(page)
        return document.forward.trace, page.scene().place

    return placed


@pytest.mark.parametrize("name", NAMES)
def test_no_heading_is_cut_where_little_room_is(placed, look, name):
    """A page between both panels of a window of 1024×768 is 526 pixels wide."""
    trace, place = placed(name, 526, 480)
    titles = [heading.texts[0] for heading in headings(trace, place, look).values()]
    assert all(titles)
    assert not [title for title in titles if "…" in title]


@pytest.mark.parametrize("name", ["lecture-cnn", "tiny-vgg", "swan-cnn", "residual-cnn"])
@pytest.mark.parametrize("size", [(526, 480), (736, 480), (1378, 860)])
def test_numbers_stand_beside_their_maps_and_on_no_other(placed, look, name, size):
    trace, place = placed(name, *size)
    nodes = [node for node in place.layout.columns if trace.values[node].ndim == 3]
    rects = list(chain.from_iterable(place.cells(node) for node in nodes))
    for node in nodes:
        for number in map_numbers(place, node, look):
            beside = place.cell(node, int(number.text) - 1)
            assert number.place.right() < beside.left()
            assert number.place.top() == beside.top()
            assert not any(number.place.intersects(rect) for rect in rects)


def test_every_map_of_a_convolution_is_numbered_where_there_is_room(placed, look):
    _trace, place = placed("tiny-vgg", 1378, 860)
    for node in ("conv1", "conv2", "relu1"):
        texts = [number.text for number in map_numbers(place, node, look)]
        assert texts == [str(k + 1) for k in range(10)]
    assert not map_numbers(place, "softmax1", look)
    assert not map_numbers(placed("one-filter", 1378, 860)[1], "conv1", look)
