"""The place: saved with the project, found again, and never changed by saving."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from cnnviz.cnn.network import INPUT
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import new_project, with_picture
from cnnviz.project.project_file import open_saved


def opened(app, name):
    assert app.document.open(new_project(shipped.network(name)), None) == ""


def save_by_key(app, qtbot, path):
    app.answers.path = path
    with qtbot.waitSignal(app.document.opened, timeout=5000):
        QTest.keyClick(app.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert app.answers.told == []


def seen(app, qtbot):
    """What the pages show, once nothing moves any more."""
    images = []

    def is_calm():
        images.append(app.pages.grab().toImage())
        return len(images) > 4 and all(image == images[-1] for image in images[-4:])

    qtbot.waitUntil(is_calm, timeout=5000)
    return images[-1]


def activity(app):
    app.files.open_path(shipped.project_file("activity-2"))


def at_the_network_page(app):
    activity(app)
    app.cursor.show_page("network")
    app.cursor.close()
    app.cursor.go_to("relu1")


def closed_on_the_filter_page(app):
    activity(app)
    app.cursor.close()


def open_in_the_lecture_network(app):
    opened(app, "lecture-cnn")
    app.cursor.open(Position("conv2", 3, 12, 7))
    app.cursor.choose_slice(5)


def in_an_exercise(app):
    activity(app)
    app.exercise.set_on(True)
    app.cursor.go_to_index(4)


def in_a_branch(app):
    opened(app, "residual-cnn")
    app.cursor.open(Position("block2.downsample.bn", 9, 3, 2))


def zoomed(app):
    opened(app, "lecture-cnn")
    app.network_page.look_at(Position("conv1", 2))
    app.cursor.select(Position("conv1", 2, 3, 4))


PLACES = [
    at_the_network_page, closed_on_the_filter_page, open_in_the_lecture_network, in_an_exercise,
    in_a_branch, zoomed,
]  # fmt: skip
BY_NAME = pytest.mark.parametrize("go", PLACES, ids=lambda go: go.__name__)


@BY_NAME
def test_saving_changes_nothing_that_is_seen(app, qtbot, tmp_path, go):
    go(app)
    qtbot.waitUntil(lambda: app.window.isActiveWindow(), timeout=5000)
    app.document.path = tmp_path / "lesson.cnnviz"
    app.document.opened.emit()  # the title already has the name: only saving itself may be seen
    place, pages = app.cursor.place, seen(app, qtbot)
    save_by_key(app, qtbot, tmp_path / "lesson.cnnviz")
    assert app.cursor.place == place
    assert seen(app, qtbot) == pages


@BY_NAME
def test_a_project_opens_where_it_was_saved(app, qtbot, tmp_path, go):
    go(app)
    path, place = tmp_path / "lesson.cnnviz", app.cursor.place
    app.document.path = path
    pages = seen(app, qtbot)
    save_by_key(app, qtbot, path)
    is_asked = app.exercise.is_on
    opened(app, "tiny-vgg")
    app.cursor.go_to(INPUT)
    app.files.open_path(path)
    assert app.cursor.place == place
    assert app.document.history.isClean()
    if not is_asked:  # what was asked is not the file's to tell
        assert seen(app, qtbot) == pages


def test_moving_is_no_change_of_the_project(app, qtbot, tmp_path):
    opened(app, "lecture-cnn")
    app.document.path = tmp_path / "lesson.cnnviz"
    save_by_key(app, qtbot, tmp_path / "lesson.cnnviz")
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(app.network_page, key)
    app.network_page.zoom_by(2.0)
    app.cursor.show_page("train")
    assert app.document.history.isClean()
    assert not app.window.isWindowModified()
    assert open_saved(app.document.path)[1].page == "network"  # as it was saved


def test_the_count_of_positions_follows_every_change_of_shape(app, find):
    """A count kept from an earlier network: stride and padding changed at the last position."""
    activity(app)
    QTest.keyClick(app.window, Qt.Key.Key_End)
    assert app.cursor.index == app.cursor.count - 1 == 15
    for name, number in (("kernel-stride", "2"), ("kernel-padding", "1")):
        field = find(name)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, number)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert (app.cursor.index, app.cursor.count) == (4, 9)  # the nearest there is
    assert "Position 5 of 9 ·" in find("step-sentence").text()
    assert find("scrub-bar").accessibleDescription() == "Position 5 of 9"
    app.pages.focus_page()
    QTest.keyClick(app.window, Qt.Key.Key_Right)
    assert app.cursor.index == 5


def test_a_picture_of_another_size_changes_the_count_where_the_position_stays(app, find, qtbot):
    app.document.open(new_project(shipped.network("one-filter")), None)
    app.cursor.open(Position("conv1", 0, 0, 0))
    count = app.cursor.count
    picture = Picture("image", np.ones((1, 40, 30), np.float32), "Large")
    with qtbot.waitSignal(app.cursor.changed, timeout=1000):
        app.document.edit("Picture", with_picture(app.document.project, picture))
    assert app.cursor.selected == Position("conv1", 0, 0, 0)
    assert app.cursor.count == 38 * 28 != count
    assert find("scrub-bar").accessibleDescription() == "Position 1 of 1\u202f064"
    assert "1 of 1" in find("step-sentence").text()


@pytest.fixture
def wide(app, qtbot):
    """A network that is wider than its page."""
    app.window.resize(1280, 720)
    opened(app, "residual-cnn")
    qtbot.waitUntil(lambda: app.network_page.width() < 800, timeout=5000)
    seen(app, qtbot)
    return app.network_page


def is_seen(page, node, channel=0):
    return page.rect().contains(page.cell_rect(node, channel).center().toPoint())


def test_of_a_network_that_is_too_wide_the_current_node_is_seen(app, wide, qtbot):
    assert app.cursor.node == "softmax"
    assert is_seen(wide, "softmax", 4)
    wide.fit()  # all of it cannot be shown
    assert is_seen(wide, "softmax", 4)
    app.settings.set_theme("dark")
    assert is_seen(wide, "softmax", 4)
    QTest.keyClick(wide, Qt.Key.Key_Home)
    assert is_seen(wide, INPUT)


def test_a_wide_network_opens_where_it_was_panned_to(app, wide, qtbot, tmp_path):
    app.cursor.select(Position("block2.downsample.conv", 6))
    wide.pan_by(QPointF(150, 0))
    app.document.path = tmp_path / "lesson.cnnviz"
    before, pages = wide.cell_rect("block2.add", 3), seen(app, qtbot)
    save_by_key(app, qtbot, app.document.path)
    opened(app, "mlp")
    app.files.open_path(tmp_path / "lesson.cnnviz")
    assert seen(app, qtbot) == pages
    assert wide.cell_rect("block2.add", 3) == before


def test_a_double_click_looks_at_the_map_that_is_clicked(app, wide, qtbot):
    node, channel = "block2.downsample.bn", 9
    app.cursor.select(Position(node, channel))  # brings it into sight
    app.cursor.select(None)
    wide.pan_by(QPointF(30, 0))  # near the edge
    place = wide.cell_rect(node, channel).center().toPoint()
    for event in (QTest.mouseClick, QTest.mouseDClick):
        event(wide, Qt.MouseButton.LeftButton, pos=place)
    assert app.cursor.selected.channel == channel
    assert wide.zoom > 2
    middle = wide.position_at(QPointF(wide.rect().center()) + QPointF(0, 32))
    assert (middle.node, middle.channel) == (node, channel)


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)], ids=str)
@pytest.mark.parametrize("name", ["residual-cnn", "lecture-cnn"])
def test_the_map_that_is_looked_at_stays_in_sight_at_every_size(app, qtbot, name, size):
    app.window.resize(1280, 720)
    opened(app, name)
    seen(app, qtbot)
    node = "conv2" if name == "lecture-cnn" else "block2.downsample.bn"
    app.cursor.select(Position(node, 10))
    app.network_page.look_at(Position(node, 10))
    app.window.resize(*size)
    seen(app, qtbot)
    assert is_seen(app.network_page, node, 10)
    app.network_page.zoom_by(0.5)
    app.window.resize(1280, 720)
    seen(app, qtbot)
    assert is_seen(app.network_page, node, 10)
