"""The zoom of a page as part of the place."""

import pytest
from PySide6.QtCore import QObject

from cnnviz.cnn import architectures
from cnnviz.project.place import Place, Zoom
from cnnviz.project.project import new_project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.maps.kept_zoom import KeptZoom
from cnnviz.views.maps.viewport import Viewport


@pytest.fixture
def document(qapp):
    return Document(new_project(architectures.build("lecture-cnn")))


@pytest.fixture
def cursor(document):
    return Cursor(document)


def test_two_views_of_a_page_are_zoomed_alike_and_other_pages_are_not(cursor, qapp):
    parent = QObject()
    one, other, elsewhere = (Viewport(parent) for _each in range(3))
    for viewport, page in ((one, "filter"), (other, "filter"), (elsewhere, "network")):
        KeptZoom(viewport, cursor, page)
    one.zoom_by(4.0, (0.25, 0.75))
    assert (other.zoom, other.center) == (one.zoom, one.center)
    assert (elsewhere.zoom, elsewhere.center) == (1.0, (0.5, 0.5))
    other.pan_by(0.1, 0.0)
    assert one.center == other.center
    one.fit()
    assert other.zoom == 1.0
    assert cursor.place.zooms == ()


def test_a_zoom_that_was_kept_is_shown_again_and_moving_it_is_no_edit(document, cursor, qtbot):
    viewport = Viewport()
    KeptZoom(viewport, cursor, "filter")
    viewport.zoom_by(4.0, (0.25, 0.75))
    kept = cursor.place
    viewport.fit()
    with qtbot.waitSignal(cursor.zoomed, timeout=1000):
        cursor.look(kept)
    assert viewport.zoom == 4.0
    later = Viewport()
    KeptZoom(later, cursor, "filter")  # a view that is made later
    assert (later.zoom, later.center) == (viewport.zoom, viewport.center)
    assert document.history.isClean()
    cursor.see_all()
    assert viewport.zoom == later.zoom == 1.0


def test_who_shows_no_zoom_is_not_told_of_one(cursor, qtbot):
    with qtbot.assertNotEmitted(cursor.changed), qtbot.waitSignal(cursor.zoomed, timeout=1000):
        cursor.keep_zoom("network", Zoom("network", 2.0, 0.5, 0.5))
    with qtbot.assertNotEmitted(cursor.zoomed):
        cursor.look(Place(node=cursor.node, zooms=cursor.place.zooms))
