"""Present mode: a lecture held with a presenter's keys, while everything can be edited."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget

from cnnviz.cnn.activation_layers import Tanh
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Dropout
from cnnviz.cnn.network import INPUT, chain
from cnnviz.cnn.pooling_layers import AvgPool2d
from cnnviz.explain.present import present_title
from cnnviz.explain.telling import telling_place
from cnnviz.project import shipped
from cnnviz.project.place import Position
from cnnviz.project.project import with_network
from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.maps.view import MapView
from cnnviz.views.present.bars import Bars
from tests.journeys.test_first_light import DRAWINGS, draw

LEFT = Qt.MouseButton.LeftButton
CONV_2 = "conv2"  # the second convolution of the lecture's network
KEY = Qt.Key


def press(qtbot, app, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or app.window, key, modifier)
        QApplication.processEvents()


@pytest.fixture
def present(app, qtbot, find):
    """Present mode with a drawn three, at the input."""
    draw(qtbot, find("draw-canvas"), DRAWINGS["3"])
    QApplication.processEvents()  # the window becomes the active one, whose shortcuts work
    app.cursor.go_to(INPUT)
    press(qtbot, app, KEY.Key_F5)
    view = app.presenter.view
    assert view is not None
    resize(app, 1280, 720)
    return view


def resize(app, width, height):
    """Stand for a screen of another size."""
    app.window.setWindowState(app.window.windowState() & ~Qt.WindowState.WindowFullScreen)
    app.window.resize(width, height)
    for _ in range(3):
        QApplication.processEvents()
    assert app.presenter.view.size().toTuple() == (width, height)


def part(view, name):
    found = view.findChild(QWidget, name)
    assert found is not None, name
    return found


def test_a_presentation_with_four_keys(app, present, qtbot):
    trace, last = app.document.forward.trace, app.cursor.last_number
    for number, node in enumerate(trace.network.names):
        assert app.cursor.node == node
        assert present.title.text == present_title(trace, node)
        assert present.place.text() == f"{number} / {last}"
        assert present.kind == ("layer" if number else "input")
        if node == CONV_2:
            press(qtbot, app, KEY.Key_Return)
            first = app.cursor.selected
            assert first.place(trace.shapes[CONV_2]) == telling_place(trace, CONV_2)
            press(qtbot, app, KEY.Key_Right)
            assert present.kind == "value"
            assert present.place.text() == f"Position {app.cursor.index + 1} / 196"
            where = f"Convolution 2, filter {first.channel + 1}: where "
            assert present.title.text.startswith(where)
            value = present.scene("value").scene.about.value
            assert value == trace.values[CONV_2][first.channel, first.row, first.column + 1]
            press(qtbot, app, KEY.Key_Return)
            assert present.kind == "layer"
            press(qtbot, app, KEY.Key_Return)
            assert app.cursor.index == first.row * 14 + first.column + 1  # the same value
            press(qtbot, app, KEY.Key_Return)
        press(qtbot, app, KEY.Key_PageDown)
    press(qtbot, app, KEY.Key_Escape)
    assert app.presenter.view is None
    assert app.header.isVisible()


def test_the_title_of_a_value_follows_the_position(app, present, qtbot):
    app.cursor.open(Position(CONV_2, 2, 6, 8))
    for _ in range(3):
        press(qtbot, app, KEY.Key_Space)
        assert present.title.text == present.scene("value").accessibleName()
    assert app.cursor.index == 6 * 14 + 11


def test_the_keys_of_remotes_go_on_and_back(app, present, qtbot):
    for key in (KEY.Key_PageDown, KEY.Key_Right, KEY.Key_Down, KEY.Key_Space):
        before = app.cursor.number
        press(qtbot, app, key)
        assert app.cursor.number == before + 1
    for key in (KEY.Key_PageUp, KEY.Key_Left, KEY.Key_Up):
        before = app.cursor.number
        press(qtbot, app, key)
        assert app.cursor.number == before - 1
    press(qtbot, app, KEY.Key_End)
    assert app.cursor.node == app.cursor.last
    press(qtbot, app, KEY.Key_Home)
    assert app.cursor.node == INPUT
    assert not app.playback.is_playing


def test_space_presses_no_button(app, present, qtbot):
    press(qtbot, app, KEY.Key_Right, KEY.Key_Return)
    button = part(present, "hide-answer")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    before = app.cursor.index
    press(qtbot, app, KEY.Key_Space)
    assert not app.exercise.is_on
    assert app.cursor.index == before + 1


def test_keys_in_a_value_move_positions_rows_and_layers(app, present, qtbot):
    app.cursor.open(Position(CONV_2, 2, 6, 8))
    press(qtbot, app, KEY.Key_Down)
    assert (app.cursor.selected.row, app.cursor.selected.column) == (7, 8)
    press(qtbot, app, KEY.Key_Up, KEY.Key_Left)
    assert (app.cursor.selected.row, app.cursor.selected.column) == (6, 7)
    press(qtbot, app, KEY.Key_PageDown)  # the next value, of which its window is told
    assert app.cursor.selected == Position(CONV_2, 2, 6, 8)
    assert app.reveal.hides(app.cursor.selected)
    press(qtbot, app, *[KEY.Key_PageDown] * 8)  # three are told of a layer
    assert app.cursor.selected == Position("relu2", 2, 6, 7)
    assert present.kind == "value"


def test_esc_brings_everything_back(app, qtbot, find):
    window = app.window
    app.panels.setSizes([300, 560, 420])
    QApplication.processEvents()
    geometry, sizes = window.geometry(), app.panels.sizes()
    page, project = app.cursor.page, app.document.project
    focus = find("scrub-bar")
    focus.setFocus()
    qtbot.mouseClick(find("present-button"), LEFT)
    assert window.isFullScreen()
    assert not app.header.isVisible()
    assert not window.menuBar().isVisible()
    assert not window.statusBar().isVisible()
    press(qtbot, app, KEY.Key_PageUp, KEY.Key_N)
    resize(app, 800, 600)  # as if the screen were small
    press(qtbot, app, KEY.Key_Escape)
    assert not window.isFullScreen()
    assert window.geometry() == geometry
    assert app.panels.sizes() == sizes
    assert app.cursor.page == page
    assert window.menuBar().isVisible()
    assert window.statusBar().isVisible()
    assert app.network_page.isVisible()
    assert QApplication.focusWidget() is focus
    assert app.document.project is project
    assert app.document.history.count() == 0


def test_panels_get_their_widths_back_from_a_slow_system(app, qtbot, monkeypatch):
    window = app.window
    app.panels.setSizes([300, 560, 420])
    QApplication.processEvents()
    geometry, sizes = window.geometry(), app.panels.sizes()
    press(qtbot, app, KEY.Key_F5)
    resize(app, 800, 600)
    monkeypatch.setattr(window, "setGeometry", lambda geometry: None)
    press(qtbot, app, KEY.Key_Escape)
    assert app.panels.sizes() != sizes
    for width in (820, geometry.width()):  # on the way it is narrow
        window.resize(width, geometry.height())
        QApplication.processEvents()
    assert app.panels.sizes() == sizes


def test_f5_f11_and_esc_alternate(app, qtbot):
    for key in (KEY.Key_F5, KEY.Key_F11):
        for leave in (KEY.Key_F5, KEY.Key_F11, KEY.Key_Escape):
            press(qtbot, app, key)
            assert app.presenter.view is not None
            assert app.window.isFullScreen()
            press(qtbot, app, leave)
            assert app.presenter.view is None
            assert not app.window.isFullScreen()
            QApplication.sendPostedEvents(None, 52)  # DeferredDelete


def test_a_maximised_window_is_maximised_again(app, qtbot):
    app.window.showMaximized()
    press(qtbot, app, KEY.Key_F5, KEY.Key_Escape)
    assert app.window.isMaximized()


@pytest.mark.parametrize("key", [KEY.Key_Period, KEY.Key_B])
def test_the_screen_is_blanked_and_any_key_or_click_brings_it_back(app, present, qtbot, key):
    blank = part(present, "present-blank")
    press(qtbot, app, key)
    assert blank.isVisible()
    assert blank.geometry() == present.rect()
    assert present.grab().toImage().pixelColor(600, 300).name() == "#000000"
    for other in (KEY.Key_PageDown, KEY.Key_F5, KEY.Key_X):
        press(qtbot, app, other)
        assert not blank.isVisible()
        assert app.cursor.node == INPUT  # the key did nothing else
        assert app.presenter.view is present
        press(qtbot, app, key)
    qtbot.mouseClick(blank, LEFT)
    assert not blank.isVisible()


def test_a_digit_is_drawn_and_a_weight_scrubbed_while_presenting(app, present, qtbot):
    canvas = part(present, "present-canvas")
    qtbot.mouseClick(part(present, "present-clear"), LEFT)
    blank = app.document.forward.trace.output.copy()
    draw(qtbot, canvas, DRAWINGS["7"])
    drawn = app.document.forward.trace
    assert (drawn.output != blank).any()
    press(qtbot, app, KEY.Key_PageDown)
    app.cursor.select(Position("conv1", 0))
    grid = part(present, "present-kernel")
    assert (grid.values == app.document.project.network.layers["conv1"].weight[0, 0]).all()
    start = grid.cell_rect(1, 2).center()
    qtbot.mousePress(grid, LEFT, pos=start)
    qtbot.mouseMove(grid, start - QPoint(0, 60))
    qtbot.mouseRelease(grid, LEFT, pos=start - QPoint(0, 60))
    weight = app.document.project.network.layers["conv1"].weight[0, 0]
    assert weight[1, 2] > app.document.project.original.layers["conv1"].weight[0, 0, 1, 2]
    assert grid.values[1, 2] == weight[1, 2]
    assert (app.document.forward.trace.values["conv1"] != drawn.values["conv1"]).any()
    shown = part(present, "present-map-after")
    assert app.document.history.undoText() == "Change a weight of Convolution 1"
    qtbot.mouseClick(shown, LEFT, pos=shown.cell_rect(3, 4).center())
    assert app.cursor.selected == Position("conv1", 0, 3, 4)


def test_a_weight_is_typed_and_the_keys_go_on(app, present, qtbot):
    press(qtbot, app, KEY.Key_PageDown)
    app.cursor.select(Position("conv1", 0))
    grid = part(present, "present-kernel")
    qtbot.mouseClick(grid, LEFT, pos=grid.cell_rect(0, 0).center())
    grid.setFocus()
    for letter in (KEY.Key_Period, KEY.Key_5, KEY.Key_Return):
        press(qtbot, app, letter)
    assert app.document.project.network.layers["conv1"].weight[0, 0, 0, 0] == 0.5
    assert not part(present, "present-blank").isVisible()
    press(qtbot, app, KEY.Key_PageDown)
    assert app.cursor.node == "relu1"


def test_maps_are_chosen_by_keys_and_clicks(app, present, qtbot):
    app.cursor.go_to(CONV_2)
    app.cursor.select(Position(CONV_2, 0))
    shift, ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    press(qtbot, app, KEY.Key_Down, KEY.Key_Down, modifier=shift)
    assert app.cursor.selected == Position(CONV_2, 2)
    assert part(present, "present-caption-after").text() == "Convolution 2, filter 3"
    press(qtbot, app, KEY.Key_Down, modifier=ctrl)
    assert part(present, "present-caption-before").text() == "Max pool 1, map 2"
    weights = app.document.project.network.layers[CONV_2].weight
    assert (part(present, "present-kernel").values == weights[2, 1]).all()
    strip = part(present, "present-strip-after")
    qtbot.mouseClick(strip, LEFT, pos=strip.place(3).center())
    assert app.cursor.selected.channel == 3
    press(qtbot, app, KEY.Key_PageDown)  # the same map, after ReLU
    assert part(present, "present-caption-before").text() == "Convolution 2, filter 4"


def test_n_shows_the_network_and_the_switch_too(app, present, qtbot):
    press(qtbot, app, KEY.Key_N)
    assert part(present, "present-network").isVisible()
    qtbot.mouseClick(part(present, "present-value-button"), LEFT)
    assert part(present, "present-explanation").isVisible()
    qtbot.mouseClick(part(present, "present-layer-button"), LEFT)
    assert present.kind == "input"
    qtbot.mouseClick(part(present, "present-filter-button"), LEFT)
    assert part(present, "present-filter").isVisible()


def test_digits_and_captions_are_large(app, present, qtbot):
    app.cursor.go_to(CONV_2)
    QApplication.processEvents()
    grid = part(present, "present-kernel")
    font, texts = grid._cells.digits(present.look, grid._cell())
    assert font.pixelSize() >= 20
    assert "." in texts[0]
    captions = [f"present-caption-{side}" for side in ("before", "after")]
    for name in (*captions, "present-sentence", "present-weights", "present-bias"):
        assert part(present, name).font().pixelSize() >= 24, name
    assert present.look.font(present.title.size_used).pixelSize() >= 24
    press(qtbot, app, KEY.Key_Return)
    scene = present.scene("value").scene
    assert scene.look.font(14).pixelSize() >= 20


def hidden_parts(view):
    """Labels and buttons that are cut off, by the view or by what they need."""
    for widget in view.findChildren(QWidget):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.isVisible():
            continue
        if any(isinstance(up, QScrollArea) for up in ancestors(widget, view)):
            continue  # it scrolls
        place = QRect(widget.mapTo(view, QPoint(0, 0)), widget.size())
        need = widget.minimumSizeHint()
        if isinstance(widget, QLabel) and widget.wordWrap():
            need.setHeight(widget.heightForWidth(widget.width()))
        if widget.minimumHeight() > 0:  # as the style sheet has it
            need.setHeight(min(need.height(), widget.minimumHeight()))
        fits = widget.height() >= need.height() and widget.width() >= need.width()
        if not (fits and view.rect().contains(place)):
            yield widget.objectName(), place, need


def overlapping(view):
    """Maps, bars and texts that lie on one another."""
    kinds = (QLabel, MapView, Bars, CellGrid)
    parts = [part for part in view.findChildren(QWidget) if isinstance(part, kinds)]
    shown = [
        (
            part.objectName(),
            QRect(part.mapTo(view, QPoint(0, 0)), part.visibleRegion().boundingRect().size()),
        )
        for part in parts
        if part.isVisible() and not part.visibleRegion().isEmpty()
    ]
    inner = [(name, rect.adjusted(1, 1, -1, -1)) for name, rect in shown]  # grids share a line
    return [(a, b) for a, b in combinations(inner, 2) if a[1].intersects(b[1])]


def ancestors(widget, view):
    while widget is not view:
        widget = widget.parentWidget()
        yield widget


@pytest.mark.sweep(2)
@pytest.mark.parametrize("size", [(800, 600), (1024, 768), (1280, 720), (1920, 1080)])
def test_nothing_is_clipped(app, present, size):
    resize(app, *size)
    for node in app.document.project.network.names:
        app.cursor.close()
        app.cursor.go_to(node)
        QApplication.processEvents()
        assert not list(hidden_parts(present)), node
        assert not overlapping(present), node
        assert present.look.scale >= 1
        app.cursor.open(Position(node, 0))
        QApplication.processEvents()
        assert not list(hidden_parts(present)), node


def test_a_presentation_leaves_nothing_behind(app, present, qtbot):
    press(qtbot, app, KEY.Key_PageDown, KEY.Key_Return, KEY.Key_Escape)
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete
    app.cursor.close()
    app.cursor.go_to("max_pool1")
    app.settings.set_text_size(125)
    app.settings.set_theme("dark")
    assert app.window.findChild(QWidget, "present") is None


def _mixed():
    """Layers that the shipped networks lack, and an end without classes."""
    layers = (BatchNorm2d(*np.ones((4, 3), np.float32)), Dropout(), AvgPool2d((3, 2)), Tanh())
    return chain("mixed", "Mixed", (3, 9, 8), layers)


def test_other_networks_are_presented(app, present, qtbot):
    for network in (shipped.network("tiny-vgg"), _mixed()):
        app.document.edit("Open", with_network(app.document.project, network))
        press(qtbot, app, KEY.Key_Home)
        for _ in network.layers:
            press(qtbot, app, KEY.Key_PageDown)
            assert present.title.text == present_title(app.document.forward.trace, app.cursor.node)
        press(qtbot, app, KEY.Key_Return)
        assert present.kind == "value"
        press(qtbot, app, KEY.Key_Return)


def test_flattened_values_stand_in_a_row(app, present, qtbot):
    app.cursor.go_to("flatten1")
    QApplication.processEvents()
    row = part(present, "present-row-after")
    assert row.isVisible()
    assert not part(present, "present-map-after").isVisible()
    assert np.array_equal(row.shown.values[0], app.document.forward.trace.values["flatten1"])
    place = row.place()
    assert row.rect().contains(place)
    assert place.width() > 6 * place.height()
    at = QPoint(place.x() + round(place.width() * 100.5 / 784), place.center().y())
    qtbot.mouseClick(row, LEFT, pos=at)
    assert app.cursor.selected.node == "flatten1"
    assert abs(app.cursor.selected.channel - 100) <= 2  # a value is half a pixel wide
    assert row.current == app.cursor.selected.channel
    app.cursor.go_to("fc1")
    QApplication.processEvents()
    assert part(present, "present-row-before").isVisible()


@pytest.mark.parametrize("size", [(800, 600), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("side", [5, 11])
def test_a_kernel_is_never_cut(app, present, qtbot, size, side):
    weights = np.random.default_rng(1).normal(size=(4, 1, side, side)).astype(np.float32)
    layer = Conv2d(weights, np.zeros(4, np.float32))
    project = with_network(app.document.project, chain("wide", "Wide", (1, 28, 28), (layer,)))
    app.document.edit("Open", project)
    app.cursor.go_to(project.network.names[1])
    resize(app, *size)
    between = present.scene("layer").between
    grid = QRect(between.grid.mapTo(between, QPoint(0, 0)), between.grid.size())
    assert between.grid.isVisible()
    assert between.rect().contains(grid)
    assert not grid.intersects(between.bias.geometry())
    assert between.grid.visibleRegion().boundingRect().size() == between.grid.size()
    qtbot.waitUntil(lambda: not overlapping(present))  # a wider kernel moves the maps
