"""While the network is panned only what comes into sight is painted, and every pixel is right."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import new_project, with_layer
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.reveal import Reveal
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.network import panned as module
from cnnviz.views.network.page import NetworkPage
from tests.deep_network import deep_network

SMOOTHED = 40  # bytes: pale lines may be smoothed otherwise where they were cut; a digit has more
MOVES = (-7, -120, -1, 60, -300, 13, 2, -90, 400, -3)


@pytest.fixture
def document(qapp):
    ink = np.random.default_rng(1).random((1, 8, 8), np.float32)
    return Document(new_project(deep_network(), Picture("matrix", ink)))


@pytest.fixture
def cursor(document):
    return Cursor(document)


@pytest.fixture
def make(document, cursor, qtbot):
    def made():
        page = NetworkPage(document, cursor, Reveal(document, cursor), Look(Settings()))
        qtbot.addWidget(page)
        page.resize(430, 600)
        page.show()
        qtbot.waitExposed(page)
        return page

    return made


def pixels(page):
    image = page.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    found = np.frombuffer(image.constBits(), np.uint8)
    return found.reshape(image.height(), image.bytesPerLine())[:, : 4 * image.width()].copy()


def as_if_it_had_not_moved(page):
    page._panned = None
    page._background = None
    return pixels(page)


@pytest.mark.parametrize("is_zoomed", [False, True])
@pytest.mark.parametrize("block", [None, "layer2.0", "layer3.2"])
def test_every_pixel_is_as_if_all_had_been_painted(make, cursor, block, is_zoomed):
    page = make()
    if block is not None:
        cursor.fold([block], is_folded=False)
        cursor.select(Position(f"{block}.add", 3))
    if is_zoomed:
        page.zoom_by(1.7)
    page.pan_by(QPointF(2000, 0))
    pixels(page)
    for move in MOVES:
        page.pan_by(QPointF(move, 0))
        moved = pixels(page)
    page.pan_by(QPointF(-40, -35 if is_zoomed else 0))
    moved = pixels(page)
    assert np.count_nonzero(moved != as_if_it_had_not_moved(page)) <= SMOOTHED


def test_only_what_comes_into_sight_is_painted(make, monkeypatch):
    page = make()
    page.pan_by(QPointF(2000, 0))
    pixels(page)
    rooms, real = [], module.Panned._paint

    def noted(panned, scene, room):
        rooms.append(room.width())
        real(panned, scene, room)

    monkeypatch.setattr(module.Panned, "_paint", noted)
    page.pan_by(QPointF(-20, 0))
    pixels(page)
    assert rooms == [20 + module.SEAM]


@pytest.mark.parametrize("what", ["edit", "step", "fold"])
def test_what_happens_meanwhile_is_seen(make, document, cursor, what):
    page = make()
    page.pan_by(QPointF(2000, 0))
    page.pan_by(QPointF(-30, 0))
    before = pixels(page)
    if what == "edit":
        layer = document.project.network.layers["conv1"]
        other = layer.with_parameters({"weight": -layer.weight})
        document.edit("Edit", with_layer(document.project, "conv1", other))
    elif what == "step":
        cursor.go_to("conv1")
    else:
        cursor.fold(["layer1.0"], is_folded=False)
    page.pan_by(QPointF(-9, 0))
    moved = pixels(page)
    assert (before != moved).any()
    assert np.count_nonzero(moved != as_if_it_had_not_moved(page)) <= SMOOTHED
