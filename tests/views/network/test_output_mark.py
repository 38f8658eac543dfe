"""The frame of a selected class leaves its name and its value free."""

import pytest
from PySide6.QtWidgets import QApplication

from cnnviz.project.place import Position
from tests.views.maps.painted_maps import is_violet
from tests.whole_app import opened_app


@pytest.fixture
def app(qtbot):
    with opened_app(qtbot) as app:
        yield app


def test_the_frame_of_a_class_stands_apart_from_its_row(app):
    page, network = app.network_page, app.document.project.network
    app.cursor.go_to(network.output)
    app.cursor.select(Position(network.output, 3))
    QApplication.processEvents()
    row = page.scene().place.cell(network.output, 3)
    image, middle = page.grab().toImage(), round(row.center().y()) + 2
    first, last = round(row.left()), round(row.right())
    violet = [x for x in range(first - 6, image.width()) if is_violet(image, x, middle)]
    assert violet
    assert not [x for x in violet if first - 2 < x < last + 2]
    assert {first - 4, last + 4} <= {x + near for x in violet for near in (-1, 0, 1)}
