"""The Network page as a table and as boxes, by choice."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cnnviz.project import shipped
from cnnviz.project.project import with_network

NONE = Qt.KeyboardModifier.NoModifier


def press(app, key):
    QTest.keyClick(app.window.windowHandle(), key)


@pytest.fixture
def shown(app):
    def shown(view):
        app.actions[f"network-{view}"].trigger()
        QApplication.processEvents()
        return app.pages.shown_page()

    return shown


def test_the_table_has_a_row_for_each_layer_and_follows_the_steps(app, shown):
    table = shown("table")
    assert table.isVisible()
    assert not app.network_page.isVisible()
    model = table.model()
    assert model.rowCount() == len(app.document.project.network.names)
    row = next(r for r in range(model.rowCount()) if model.index(r, 0).data() == "Convolution 1")
    texts = [model.index(row, column).data() for column in range(model.columnCount())]
    assert texts[2:] == ["28×28×8", "208", "156\u202f800", "5×5"]
    press(app, Qt.Key.Key_Home)
    assert table.currentIndex().row() == 0
    press(app, Qt.Key.Key_Right)
    assert table.currentIndex().row() == app.cursor.number == 1
    press(app, Qt.Key.Key_Down)
    assert app.cursor.number == 2
    press(app, Qt.Key.Key_PageUp)
    assert table.currentIndex().row() == 1
    press(app, Qt.Key.Key_Return)
    assert app.cursor.is_open
    press(app, Qt.Key.Key_Escape)
    assert app.pages.shown_page() is table
    assert table.isVisible()


@pytest.mark.parametrize("view", ["table", "boxes"])
def test_another_network_is_shown_at_once(app, shown, view):
    page = shown(view)
    app.document.edit("x", with_network(app.document.project, shipped.network("tiny-vgg")))
    QApplication.processEvents()
    names = app.document.project.network.names
    if view == "table":
        assert page.model().rowCount() == len(names)
    else:
        assert list(page.places()) == list(names)


def test_boxes_are_drawn_to_scale(app, shown):
    page = shown("boxes")
    side, length = page.scales()
    places, shapes = page.places(), app.document.forward.trace.network.shapes
    for node, place in places.items():
        shape = shapes[node]
        rows, channels = (shape[1], shape[0]) if len(shape) == 3 else (1, shape[0])
        assert place.width() == pytest.approx(max(channels * length, 1.0))
        assert place.height() == pytest.approx(max(rows * side, 1.0))
    ends = [place.right() for place in places.values()]
    starts = [place.left() for place in places.values()]
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False))
    assert page.rect().toRectF().contains(list(places.values())[-1])


def test_a_click_on_a_box_goes_to_its_layer(app, shown):
    page = shown("boxes")
    place = page.places()["conv2"].center().toPoint()
    QTest.mouseClick(
        app.window.windowHandle(), Qt.MouseButton.LeftButton, NONE, page.mapTo(app.window, place)
    )
    assert app.cursor.node == "conv2"


def test_the_choice_is_kept_and_leads_back_to_the_maps(app, shown):
    shown("table")
    assert app.settings.network_view == "table"
    assert shown("maps") is app.network_page
    assert app.network_page.isVisible()


@pytest.mark.parametrize("node", ["conv1", "conv2", "fc1"])
def test_the_map_whose_weights_the_inspector_shows_is_framed_while_stepping(app, find, node):
    app.cursor.go_to(node)
    QApplication.processEvents()
    assert app.cursor.selected is None
    assert "1" in find("inspector-title").text().split("·")[1]
    page = app.network_page
    corner = page.cell_rect(node, 0).topLeft().toPoint()
    image = page.grab().toImage()
    accent = app.look.colors.accent
    near = {
        image.pixelColor(corner.x() + x, corner.y() + y).name()
        for x in range(-3, 2) for y in range(-3, 2)
    }  # fmt: skip
    assert accent in near
