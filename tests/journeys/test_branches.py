"""Look into a network with branches: in the window with mouse and keys, and in Present mode."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QApplication, QWidget

from cnnviz.project import shipped
from cnnviz.project.place import Position
from cnnviz.project.project import with_network
from tests.journeys.test_first_light import DRAWINGS, draw
from tests.views.explanation.sheet_steps import called

LEFT = Qt.MouseButton.LeftButton
ADD = "block2.add"
AT = Position(ADD, 5, 3, 4)


@pytest.fixture
def residual(app, qtbot, find):
    """A residual network with a drawn three."""
    draw(qtbot, find("draw-canvas"), DRAWINGS["3"])
    network = shipped.network("residual-cnn")
    app.document.edit("Open", with_network(app.document.project, network))
    QApplication.processEvents()
    return app


@pytest.fixture
def opened(residual):
    residual.cursor.open(AT)
    QApplication.processEvents()
    return residual.pages.explanation()


def click(qtbot, sheet, name):
    item = sheet.sheet.find(called(name))[0]
    qtbot.mouseClick(sheet, LEFT, pos=QRectF(item.place).center().toPoint())
    QApplication.processEvents()


def press(qtbot, app, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or app.window, key)
        QApplication.processEvents()


def test_a_click_on_a_branch_explains_it_there(app, opened, qtbot):
    click(qtbot, opened.rows, "branch name 1")
    assert app.cursor.selected == Position("block2.downsample.bn", 5, 3, 4)
    assert app.cursor.is_open
    assert opened.scene.about.node == "block2.downsample.bn"
    assert app.cursor.node == app.document.project.network.output  # the network stays as it was


def test_the_sum_leads_to_the_branches_too(app, opened, qtbot):
    click(qtbot, opened.result, "branch name 0")
    assert app.cursor.selected == Position("block2.bn2", 5, 3, 4)


def test_a_click_on_the_sum_goes_to_that_cell(app, opened, qtbot):
    click(qtbot, opened.rows, "after")
    assert app.cursor.selected == Position(ADD, 5, 3, 3)  # the middle of 7×7


def test_the_pointer_over_a_name_says_that_it_leads_somewhere(opened, qtbot, find):
    name = opened.rows.sheet.find(called("branch name 1"))[0]
    qtbot.mouseMove(opened.rows, name.place.center().toPoint())
    assert opened.rows.cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert find("status-value").text() == "Go to block2.downsample.bn, map 6, row 4, column 5"
    number = opened.rows.sheet.find(called("term 1"))[0]
    qtbot.mouseMove(opened.rows, number.place.center().toPoint())
    assert opened.rows.cursor().shape() == Qt.CursorShape.ArrowCursor
    assert "block2.downsample.bn, map 6, row 4, column 5: exactly" in find("status-value").text()


def test_the_keys_lead_to_the_branches_too(app, opened, qtbot, find):
    menu = find("explanation-sources")
    assert menu.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert menu.accessibleName()
    first, second = menu.menu().actions()
    assert first.text() == "block2.bn2, map 6, row 4, column 5"
    second.trigger()
    assert app.cursor.selected == Position("block2.downsample.bn", 5, 3, 4)
    assert not menu.isVisible()  # a batch norm comes from the layer before


def test_the_branches_stay_when_the_answer_is_hidden(app, opened, qtbot):
    app.exercise.set_on(True)
    QApplication.processEvents()
    assert [text for item, text in opened.rows.sheet.texts() if item == called("term 0")]
    assert "?" in [text for _, text in opened.rows.sheet.texts()]


@pytest.fixture
def present(residual, qtbot):
    app = residual
    app.cursor.go_to(ADD)
    press(qtbot, app, Qt.Key.Key_F5)
    assert app.presenter.view is not None
    return app.presenter.view


def test_what_is_joined_is_presented_with_its_sign(app, present, qtbot):
    app.cursor.select(Position(ADD, 5))
    QApplication.processEvents()
    joined = present.scene("layer").before.joined
    assert [view.isVisible() for view in joined.maps] == [True, True, False, False]
    assert joined.signs[1].text() == "+"
    trace = app.document.forward.trace
    for view, node in zip(joined.maps, trace.network.inputs[ADD], strict=False):
        assert (view._shown.values == trace.values[node][5]).all()
    caption = present.findChild(QWidget, "present-caption-before").text()
    assert caption == "block2.bn2, map 6 + block2.downsample.bn, map 6"
    qtbot.mouseClick(joined.maps[1], LEFT, pos=joined.maps[1].cell_rect(3, 3).center())
    assert app.cursor.node == "block2.downsample.bn"
    assert app.cursor.selected == Position("block2.downsample.bn", 5)


def test_every_node_is_presented(app, present, qtbot):
    press(qtbot, app, Qt.Key.Key_Home)
    for node in app.document.project.network.names:
        assert app.cursor.node == node
        assert present.grab().height() == present.height()
        press(qtbot, app, Qt.Key.Key_PageDown)
