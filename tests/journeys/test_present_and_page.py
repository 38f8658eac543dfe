"""What the page behind Present mode does meanwhile, and what it shows afterwards."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from cnnviz.project import shipped
from cnnviz.project.place import Position
from cnnviz.project.project import with_network, with_picture
from cnnviz.views.explanation.view import ExplanationView
from cnnviz.views.filter.page import FilterPage
from cnnviz.views.filter.photo import FilterPhoto
from cnnviz.views.input.samples import sample_paths, sample_picture
from cnnviz.views.maps.geometry import cell_rect
from tests.journeys.test_present import hidden_parts, resize
from tests.views.explanation.sheet_steps import called

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def press(qtbot, app, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or app.window, key)
        QApplication.processEvents()


@pytest.fixture
def narrow(app):
    """A small window with panels of chosen widths, at the second convolution."""
    app.window.resize(900, 620)
    app.panels.setSizes([200, 398, 300])
    app.cursor.go_to("conv2")
    QApplication.processEvents()
    return app.window


def test_a_value_looked_at_while_presenting_leaves_the_panels_alone(app, narrow, qtbot):
    sizes, screen = app.panels.sizes(), narrow.windowHandle().screen()
    press(qtbot, app, KEY.Key_F5, KEY.Key_Return, KEY.Key_Right)
    assert app.presenter.view.kind == "value"
    assert app.pages.explanation.made is None  # the page behind makes none of its own
    press(qtbot, app, KEY.Key_Return, KEY.Key_Escape)
    assert app.panels.sizes() == sizes
    assert narrow.size().toTuple() == (900, 620)
    assert narrow.windowHandle().screen() is screen


def test_a_value_still_open_after_presenting_is_explained_by_the_page(app, narrow, qtbot):
    press(qtbot, app, KEY.Key_F5, KEY.Key_Return)
    first = app.cursor.selected
    press(qtbot, app, KEY.Key_Right, KEY.Key_Escape)
    explanation = app.pages.explanation()
    assert explanation.isVisible()
    assert explanation.hasFocus()
    assert explanation.scene.about.place == (first.channel, first.row, first.column + 1)
    press(qtbot, app, KEY.Key_Escape)
    assert app.network_page.isVisible()
    assert app.network_page.hasFocus()


def test_a_value_open_before_and_closed_while_presenting_shows_the_network(app, narrow, qtbot):
    app.cursor.open(Position("conv2", 2, 6, 8))
    QApplication.processEvents()
    press(qtbot, app, KEY.Key_F5, KEY.Key_Return, KEY.Key_Escape)
    assert not app.cursor.is_open
    assert app.network_page.isVisible()
    assert app.network_page.hasFocus()
    assert app.cursor.selected == Position("conv2", 2, 6, 8)


@pytest.mark.parametrize("size", [(800, 600), (1024, 768)])
def test_large_text_on_a_small_screen_leaves_every_control_in_reach(app, qtbot, size):
    app.settings.set_text_size(150)
    QApplication.processEvents()
    least = app.window.minimumSizeHint()
    press(qtbot, app, KEY.Key_F5)
    resize(app, *size)  # less than the page behind needs
    view = app.presenter.view
    for node in ("input", "conv1", "conv2", "softmax1"):
        app.cursor.go_to(node)
        QApplication.processEvents()
        assert not list(hidden_parts(view)), node
    app.cursor.open(Position("conv2", 2, 6, 8))
    QApplication.processEvents()
    assert not list(hidden_parts(view))
    app.settings.set_text_size(75)  # while presenting
    assert view.look.scale < 1.2
    press(qtbot, app, KEY.Key_Escape)
    app.settings.set_text_size(150)
    QApplication.processEvents()
    assert app.window.minimumSizeHint().width() >= least.width()


# What is chosen in one is chosen in the other


UNITS, CONV_2 = "fc1", "conv2"  # of the lecture's network
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def with_modifier(qtbot, modifier, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        QApplication.processEvents()


def part(app, name):
    found = app.presenter.view.findChild(QWidget, name)
    assert found is not None, name
    return found


def explanation(app):
    """The explanation that is shown, in the window or in Present mode."""
    shown = [view for view in app.window.findChildren(ExplanationView) if view.isVisible()]
    (view,) = shown
    return view


def lit(sheet, name):
    """Which cells of an item are framed."""
    (item,) = sheet.find(called(name))
    return None if item.framed is None else np.argwhere(item.framed).tolist()


def click(qtbot, view, name, row, column):
    (item,) = view.sheet.find(called(name))
    qtbot.mouseClick(view, LEFT, pos=item.rect(row, column).center())
    view.spot_hovered.emit(None)  # as if the pointer had left
    QApplication.processEvents()


def test_a_filter_is_the_same_in_window_and_present_and_back(app, qtbot):
    app.cursor.go_to(CONV_2)
    app.cursor.select(Position(CONV_2, 3))
    press(qtbot, app, KEY.Key_F5)
    assert part(app, "present-caption-after").text() == "Convolution 2, filter 4"
    with_modifier(qtbot, SHIFT, KEY.Key_Down, KEY.Key_Down)
    assert part(app, "present-caption-after").text() == "Convolution 2, filter 6"
    press(qtbot, app, KEY.Key_Escape)
    assert app.inspector.head.title.text() == "Convolution 2 · filter 6"
    app.pages.show_page("filter")
    QApplication.processEvents()
    assert app.pages.filter().place[0] == 5
    press(qtbot, app, KEY.Key_F5)
    assert explanation(app).scene.about.node == CONV_2  # what was open
    qtbot.mouseClick(part(app, "present-filter-button"), LEFT)
    (page,) = (page for page in app.window.findChildren(FilterPage) if page.isVisible())
    assert (page.stages.conv, page.place[0]) == (CONV_2, 5)
    with_modifier(qtbot, SHIFT, KEY.Key_Up)
    press(qtbot, app, KEY.Key_Escape)
    assert app.pages.filter().place[0] == 4


def test_a_filter_stays_chosen_when_nothing_is_selected(app, qtbot):
    app.cursor.select(Position(CONV_2, 3))
    app.cursor.select(None)
    app.pages.show_page("filter")
    QApplication.processEvents()
    assert app.cursor.selected == Position(CONV_2, 3)


def test_a_slice_is_the_same_in_window_and_present_and_back(app, qtbot):
    app.cursor.go_to(CONV_2)
    app.cursor.open(Position(CONV_2, 2, 6, 8))
    QApplication.processEvents()
    with_modifier(qtbot, CTRL, *[KEY.Key_Down] * 5)
    assert explanation(app).scene.chosen == 5
    press(qtbot, app, KEY.Key_F5)
    assert explanation(app).scene.chosen == 5
    press(qtbot, app, KEY.Key_Return)  # the layer
    assert part(app, "present-caption-before").text() == "Max pool 1, map 6"
    with_modifier(qtbot, CTRL, KEY.Key_Down)
    weights = app.document.project.network.layers[CONV_2].weight
    assert (part(app, "present-kernel").values == weights[2, 6]).all()
    press(qtbot, app, KEY.Key_Return, KEY.Key_Escape)
    assert explanation(app).scene.chosen == 6


def test_an_order_is_the_same_in_window_and_present_and_back(app, qtbot):
    app.cursor.open(Position(UNITS, 5))
    QApplication.processEvents()
    qtbot.mouseClick(explanation(app).bar.by_index, LEFT)
    assert explanation(app).scene.order == "index"
    press(qtbot, app, KEY.Key_F5)
    presented = explanation(app)
    assert presented is not app.pages.explanation()
    assert presented.scene.order == "index"
    assert presented.bar.by_index.isChecked()
    qtbot.mouseClick(presented.bar.by_index, LEFT)
    press(qtbot, app, KEY.Key_Escape)
    assert explanation(app).scene.order == "size"
    assert not explanation(app).bar.by_index.isChecked()


def test_a_pin_is_the_same_in_window_and_present_and_back(app, qtbot):
    app.cursor.open(Position(CONV_2, 2, 6, 8))
    QApplication.processEvents()
    click(qtbot, explanation(app).rows, "products 0", 1, 2)
    assert lit(explanation(app).rows.sheet, "products 0") == [[1, 2]]
    press(qtbot, app, KEY.Key_F5)
    presented = explanation(app)
    assert lit(presented.rows.sheet, "products 0") == [[1, 2]]
    click(qtbot, presented.rows, "products 0", 3, 4)
    assert lit(presented.rows.sheet, "products 0") == [[3, 4]]
    press(qtbot, app, KEY.Key_Escape)
    assert lit(explanation(app).rows.sheet, "products 0") == [[3, 4]]


def test_a_pin_on_the_filter_page_is_the_same_in_present_and_back(app, find, qtbot):
    find("activity-2").trigger()
    QApplication.processEvents()

    def strip():
        (page,) = (page for page in app.window.findChildren(FilterPage) if page.isVisible())
        return page.strip

    def pin(row, column):
        (item,) = strip().sheet.find(called("input map 0"))
        at = cell_rect(item.place, item.shown, row, column).center().toPoint()
        qtbot.mouseClick(strip(), LEFT, pos=at)
        strip().spot_hovered.emit(None)  # as if the pointer had left
        QApplication.processEvents()

    def reached():
        (item,) = strip().sheet.find(called("stage conv1"))
        return np.argwhere(item.marks.lit).tolist()

    pin(0, 0)
    assert reached() == [[0, 0]]
    press(qtbot, app, KEY.Key_F5)
    qtbot.mouseClick(part(app, "present-filter-button"), LEFT)
    assert reached() == [[0, 0]]
    pin(5, 5)
    assert reached() == [[3, 3]]
    press(qtbot, app, KEY.Key_Escape)
    assert reached() == [[3, 3]]


def test_moving_marks_nothing_modified(app, qtbot):
    test_a_pin_is_the_same_in_window_and_present_and_back(app, qtbot)
    assert not app.window.isWindowModified()


def strip_of(app):
    """The slices in the inspector."""
    strip = app.inspector.findChild(QWidget, "kernel-strip")
    assert strip.isVisible()
    return strip


def test_a_slice_chosen_in_the_inspector_is_so_everywhere_and_back(app, qtbot):
    app.cursor.go_to(CONV_2)
    app.cursor.select(Position(CONV_2, 2, 6, 8))
    QApplication.processEvents()
    strip = strip_of(app)
    qtbot.mouseClick(strip.viewport(), LEFT, pos=strip.slice_rect(5).center())
    assert app.cursor.place.slice == 5
    app.cursor.open()
    QApplication.processEvents()
    assert explanation(app).scene.chosen == 5
    with_modifier(qtbot, CTRL, KEY.Key_Down)
    press(qtbot, app, KEY.Key_Escape)
    assert strip_of(app).current == 6
    press(qtbot, app, KEY.Key_F5)
    weights = app.document.project.network.layers[CONV_2].weight
    assert (part(app, "present-kernel").values == weights[2, 6]).all()
    with_modifier(qtbot, CTRL, KEY.Key_Up, KEY.Key_Up)
    press(qtbot, app, KEY.Key_Escape)
    assert strip_of(app).current == 4
    grid = app.inspector.findChild(QWidget, "kernel-grid")
    assert (grid.values == weights[2, 4]).all()


def test_a_slice_is_the_same_on_the_filter_page_and_beside_it(app, qtbot):
    app.window.resize(1600, 1000)
    app.cursor.select(Position(CONV_2, 2, 6, 8))
    app.pages.show_page("filter")
    QApplication.processEvents()
    page, strip = app.pages.filter(), strip_of(app)
    qtbot.mouseClick(strip.viewport(), LEFT, pos=strip.slice_rect(5).center())
    assert page.place == (2, 5)
    assert page.scene(page.stages).inputs == [5]
    app.pages.filter().card.setFocus()
    with_modifier(qtbot, CTRL, KEY.Key_Down)
    assert strip_of(app).current == 6


@pytest.mark.parametrize("is_open", [False, True])
def test_f5_on_the_filter_page_presents_what_is_seen_there(app, find, qtbot, is_open):
    """An explained value is presented with its explanation; without one, the maps."""
    find("activity-2").trigger()
    if not is_open:
        app.cursor.close()
    QApplication.processEvents()
    press(qtbot, app, KEY.Key_F5)
    assert app.presenter.view.kind == ("value" if is_open else "filter")
    press(qtbot, app, KEY.Key_Escape)
    assert app.cursor.page == "filter"
    assert app.cursor.is_open == is_open


def test_home_in_present_begins_with_the_stages_of_the_first_value(app, find, qtbot):
    find("activity-2").trigger()
    QApplication.processEvents()
    press(qtbot, app, KEY.Key_F5, KEY.Key_PageDown, KEY.Key_Right, KEY.Key_Home)
    stages = []
    for _ in range(4):
        stages.append((app.cursor.index, app.teller.stage_name))
        press(qtbot, app, KEY.Key_PageDown)
    assert stages == [(0, "window"), (0, "products"), (0, "sum"), (0, "value")]


def test_an_answer_in_present_is_typed_at_once_and_never_leaves_the_value(app, find, qtbot):
    find("activity-2").trigger()
    QApplication.processEvents()
    press(qtbot, app, KEY.Key_F5)
    view = app.presenter.view
    qtbot.mouseClick(part(app, "hide-answer"), LEFT)
    field = part(app, "answer-field")
    assert field.hasFocus()
    qtbot.keyClicks(field, "57")
    press(qtbot, app, KEY.Key_Return)
    assert (len(app.exercise.right), app.cursor.index, view.kind) == (1, 1, "value")
    press(qtbot, app, KEY.Key_Escape)  # the keys are the presentation's
    assert not field.hasFocus()
    press(qtbot, app, KEY.Key_Return)
    assert field.hasFocus()
    assert view.kind == "value"
    press(qtbot, app, KEY.Key_Escape, KEY.Key_2)  # no second kernel: it begins an answer
    assert (field.text(), field.hasFocus(), view.kind) == ("2", True, "value")
    press(qtbot, app, KEY.Key_PageDown)
    assert app.teller.stage_name == "products"


def test_the_filter_of_a_photo_is_told_stage_by_stage_in_present(app, qtbot):
    """Title, number and the map that is shown tell of one stage."""
    picture = sample_picture(sample_paths("samples")[0])
    project = with_picture(app.document.project, picture)
    app.document.edit("Open", with_network(project, shipped.network("one-filter-rgb")))
    app.pages.show_page("network")
    press(qtbot, app, KEY.Key_F5)
    qtbot.mouseClick(part(app, "present-filter-button"), LEFT)
    view, (photo,) = app.presenter.view, app.presenter.view.findChildren(FilterPhoto)
    told = [
        ("One kernel slides over the picture", "1 / 3", "conv1"),
        ("ReLU sets every negative value to zero", "2 / 3", "relu1"),
        ("Max pooling keeps the largest of each 2×2 window", "3 / 3", "max_pool1"),
    ]
    for title, number, node in told:
        assert (view.title.text, view.place.text(), photo.node) == (title, number, node)
        press(qtbot, app, KEY.Key_PageDown)
