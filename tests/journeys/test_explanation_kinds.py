"""Try scores, change a weight of a unit, and click through what was moved, with mouse and keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import chain
from cnnviz.project.place import Position
from cnnviz.project.project import with_network, with_parameter
from cnnviz.project.project_file import open_project, save_project
from cnnviz.views.maps.geometry import cell_rect
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import MapItem
from tests.journeys.test_first_light import DRAWINGS, draw
from tests.views.explanation.sheet_steps import called

LEFT = Qt.MouseButton.LeftButton
RELU, FLATTEN, UNITS, SOFTMAX = "relu1", "flatten1", "fc1", "softmax1"  # of the lecture's network


@pytest.fixture
def view(app, qtbot, find):
    draw(qtbot, find("draw-canvas"), DRAWINGS["3"])
    return app.pages.explanation()


def open_at(app, position):
    app.cursor.open(position)
    QApplication.processEvents()


def texts(view, name):
    sheets = (view.rows.sheet, view.result.sheet)
    return [text for sheet in sheets for what, text in sheet.texts() if what == called(name)]


def click_map(qtbot, view, name, row, column):
    (item,) = (each for each in view.rows.sheet.all_items() if each.id == called(name))
    assert isinstance(item, MapItem)
    at = cell_rect(item.place, item.shown, row, column).center().toPoint()
    qtbot.mouseClick(view.rows, LEFT, pos=at)
    QApplication.processEvents()


def test_a_score_is_tried_and_the_way_back_found(app, view, qtbot, find):
    open_at(app, Position(SOFTMAX, 5))
    before, count = app.document.project, app.document.history.count()
    shares = app.document.forward.trace.output.copy()
    back = find("explanation-untry")
    assert not back.isVisible()
    grid = view.rows.grid(called("logits"))
    qtbot.mouseClick(grid, LEFT, pos=grid.cell_rect(5, 0).center())
    for key in "99":
        qtbot.keyClick(QApplication.focusWidget(), key)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QApplication.processEvents()
    assert texts(view, "logits")[5] == "99"
    assert texts(view, "value") == ["1"]
    assert texts(view, "share 5") == ["1"]
    assert back.isVisible()
    assert app.document.project.network is before.network
    assert app.document.history.count() == count + 1
    assert (app.document.forward.trace.output == shares).all()
    qtbot.mouseClick(back, LEFT)
    assert not back.isVisible()
    assert texts(view, "logits")[5] != "99"


def try_score(qtbot, view, row, typed):
    grid = view.rows.grid(called("logits"))
    qtbot.mouseClick(grid, LEFT, pos=grid.cell_rect(row, 0).center())
    for key in typed:
        qtbot.keyClick(QApplication.focusWidget(), key)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QApplication.processEvents()


def test_ctrl_z_takes_a_trial_back_before_an_earlier_edit(app, view, qtbot, find):
    bias = app.document.project.network.layers["conv1"].bias[0]
    app.document.edit("Bias", with_parameter(app.document.project, "conv1", "bias", (0,), bias + 1))
    open_at(app, Position(SOFTMAX, 5))
    before = texts(view, "logits")
    try_score(qtbot, view, 5, "99")
    try_score(qtbot, view, 2, "98")
    assert (texts(view, "logits")[5], texts(view, "logits")[2]) == ("99", "98")
    find("undo").trigger()
    assert (texts(view, "logits")[5], texts(view, "logits")[2]) == ("99", before[2])
    find("undo").trigger()
    assert texts(view, "logits") == before
    assert not find("explanation-untry").isVisible()
    # That edit is still there.
    assert app.document.project.network.layers["conv1"].bias[0] == bias + 1
    find("undo").trigger()
    assert app.document.project.network.layers["conv1"].bias[0] == bias
    for _ in range(3):
        find("redo").trigger()
    assert texts(view, "logits")[2] == "98"


def test_a_trial_is_in_no_file_and_ends_with_its_numbers(app, view, qtbot, tmp_path):
    open_at(app, Position(SOFTMAX, 5))
    try_score(qtbot, view, 5, "99")
    path = tmp_path / "tried.cnnviz"
    save_project(path, app.document.project)
    assert open_project(path).tried == {}
    project = app.document.project
    app.document.edit("Bias", with_parameter(project, "conv1", "bias", (0,), 1.0))
    assert texts(view, "logits")[5] != "99"


def test_a_weight_scrubbed_keeps_its_row_though_it_becomes_the_largest(app, view, qtbot):
    open_at(app, Position(UNITS, 5))
    about = view.scene.about
    last = int(np.argsort(-np.abs(about.products), kind="stable")[9])
    name = called(f"weight {last}")
    grid = view.rows.grid(name)
    top = grid.y()
    middle = grid.rect().center()
    QTest.mousePress(grid, LEFT, pos=middle)
    for far in (-40, -90, -200):
        QTest.mouseMove(grid, middle + QPoint(0, far))
        QApplication.processEvents()
    assert grid.y() == top
    assert view.rows.grid(name) is grid
    QTest.mouseRelease(grid, LEFT, pos=middle + QPoint(0, -200))
    changed = app.document.project.network.layers[UNITS].weight
    wanted = float(about.weights[last]) + 0.1 * 50  # 200 pixels, 4 for each step of 0.1
    assert changed[5, last] == pytest.approx(wanted, abs=1e-5)
    others = changed != app.document.project.original.layers[UNITS].weight
    assert np.argwhere(others).tolist() == [[5, last]]
    assert app.document.history.undoText().startswith("Change a weight")


def test_the_bias_of_a_unit_is_turned_by_the_wheel(app, view, qtbot):
    open_at(app, Position(UNITS, 5))
    before = app.document.project.network.layers[UNITS].bias[5]
    value = app.document.forward.trace.values[UNITS][5]
    grid = view.result.grid(called("bias"))
    grid.setFocus()
    at = QPointF(grid.rect().center())
    no, none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        at, grid.mapToGlobal(at), QPoint(), QPoint(0, 120), no, none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid, event)
    QApplication.processEvents()
    after = app.document.forward.trace.values[UNITS][5]
    assert after - value == pytest.approx(0.1, abs=1e-4)
    assert app.document.project.network.layers[UNITS].bias[5] == pytest.approx(before + 0.1)


def test_the_terms_are_listed_by_index_and_turned_by_a_click(app, view, qtbot, find):
    open_at(app, Position(UNITS, 5))
    assert len([i for i, _ in view.rows.sheet.texts() if i and i.what is What.PRODUCT]) == 10
    qtbot.mouseClick(find("explanation-order"), LEFT)
    assert view.rows.grid(called("weight 0")) is not None
    leaf = view.rows.sheet.leaf
    assert view.rows.grid(called(f"weight {leaf.end}")) is None
    (sign,) = view.rows.sheet.find(ItemId(What.LEAF, leaf.end))
    qtbot.mouseClick(view.rows, LEFT, pos=sign.place.center().toPoint())
    QApplication.processEvents()
    assert view.rows.grid(called(f"weight {leaf.end}")) is not None
    assert view.rows.grid(called("weight 0")) is None
    app.cursor.turn_to(10_000)  # beyond the end: the last
    QApplication.processEvents()
    assert view.rows.grid(called("weight 783")) is not None


def test_a_click_on_a_map_goes_to_its_value_in_the_row(app, view, qtbot):
    open_at(app, Position(FLATTEN, 0))
    click_map(qtbot, view, "map 3", 4, 5)
    assert app.cursor.selected == Position(FLATTEN, 3 * 49 + 4 * 7 + 5)
    click_map(qtbot, view, "strip", 0, 400)
    assert app.cursor.selected.channel == pytest.approx(400, abs=2)  # cells narrower than a pixel


def test_a_click_on_the_map_before_an_activation_goes_there(app, view, qtbot):
    open_at(app, Position(RELU, 1, 3, 3))
    click_map(qtbot, view, "before", 10, 20)
    assert app.cursor.selected == Position(RELU, 1, 10, 20)


def test_every_layer_explains_itself_while_stepping_through_the_network(app, view, find):
    open_at(app, Position("input", 0, 5, 5))
    title = find("explanation-title")
    titles = set()
    for _ in app.document.project.network.names:
        titles.add(title.text())
        assert texts(view, "value")
        assert view.accessibleName() == title.text()
        app.cursor.layers_on(1)
        QApplication.processEvents()
    assert len(titles) == app.cursor.last_number + 1


def test_very_many_input_maps_are_gone_through_by_size_and_by_index(app, view, qtbot, find):
    random = np.random.default_rng(2)
    wide = Conv2d(random.normal(0, 1, (80, 1, 1, 1)).astype(np.float32), None)
    deep = Conv2d(random.normal(0, 1, (2, 80, 1, 1)).astype(np.float32), None)
    net = chain("many", "Many", (1, 28, 28), (wide, deep))
    app.document.edit("Open", with_network(app.document.project, net))
    app.cursor.open(Position("conv2", 0, 14, 14))
    QApplication.processEvents()
    sums = np.abs(view.scene.about.products.reshape(80))
    best = [*np.argsort(-sums, kind="stable")]
    app.cursor.choose_slice(int(best[0]))
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert app.cursor.place.slice == best[1]
    qtbot.mouseClick(find("explanation-order"), LEFT)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert app.cursor.place.slice == min(best[1] + 1, 79)
    open_at(app, Position("conv1", 0, 14, 14))
    assert not find("explanation-order").isVisible()
