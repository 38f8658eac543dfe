"""Simple, then combined: the patch of a late value grows by a remote's keys."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from cnnviz.project.place import Position
from cnnviz.project.project_file import open_saved
from tests.lecture.training_projects import FOLDER
from tests.whole_app import opened_app

KEY = Qt.Key


@pytest.fixture
def app(qtbot):
    with opened_app(qtbot) as app:
        app.window.activateWindow()
        app.files.open_path(FOLDER / "simple-then-combined.cnnviz")
        yield app


def press(qtbot, app, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or app.window, key)
        QApplication.processEvents()


def part(view, name):
    found = view.findChild(QWidget, name)
    assert found is not None, name
    return found


def test_a_patch_grows_by_a_remote(app, qtbot):
    position = app.cursor.selected
    press(qtbot, app, KEY.Key_F5)
    view = app.presenter.view
    assert view.kind == "hierarchy"
    stops = app._hierarchy().stops
    seen, told = [], []
    for number, stop in enumerate(stops, start=1):
        assert view.place.text() == f"{number} / {len(stops)}"
        wide, high = stop.size
        assert part(view, "present-patch-size").text() == f"{wide} × {high} pixels of the input"
        rows, columns = part(view, "present-patch")._marks.window
        assert [*rows] == [*stop.rows]
        assert [*columns] == [*stop.columns]
        seen.append(wide * high)
        told.append(part(view, "present-patch-sentence").text().partition("convolution")[2])
        press(qtbot, app, KEY.Key_PageDown)
    assert seen == sorted(set(seen))
    assert told == [
        ".", ". 5 + (2 − 1)·1 = 6.", "s. 6 + (5 − 1)·2 = 14.", "s. 14 + (2 − 1)·2 = 16.",
    ]  # fmt: skip
    assert view.kind == "layer"  # it has been told
    assert app.cursor.selected == position
    press(qtbot, app, KEY.Key_H, KEY.Key_PageDown, KEY.Key_PageUp)
    assert view.place.text() == f"1 / {len(stops)}"
    press(qtbot, app, KEY.Key_Return)
    assert view.kind == "layer"


def test_it_is_saved_where_it_was(app, tmp_path):
    place = open_saved(FOLDER / "simple-then-combined.cnnviz")[1]
    assert place.patch == "conv1"
    app.cursor.show_patch("conv2")
    app.disk.save(tmp_path / "again.cnnviz")
    assert open_saved(tmp_path / "again.cnnviz")[1].patch == "conv2"
    app.cursor.select(Position("conv2", 0, 1, 1))
    assert app.cursor.place.patch == ""  # of another value nothing was asked


def test_the_window_shows_the_patches_of_the_selected_value(app, qtbot):
    strip = part(app.window, "patch-strip")
    strip.find_patches()
    assert [stop.node for stop in strip.stops] == ["conv1", "max_pool1", "conv2", "max_pool2"]
    assert strip.isVisible()
    assert "Convolution 1: 5×5" in strip.accessibleDescription()
    early = strip.stops[0]
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.place_of(0).center())
    assert app.cursor.selected == Position("conv1", *early.place)
    strip.find_patches()
    assert not strip.isVisible()  # a first convolution sees one window: nothing grows
    assert np.count_nonzero(early.patch) == 25


@pytest.mark.parametrize("size", [(800, 600), (1024, 768), (1920, 1080)])
def test_nothing_of_it_is_cut(app, qtbot, size):
    press(qtbot, app, KEY.Key_F5)
    app.window.setWindowState(Qt.WindowState.WindowNoState)
    app.window.resize(*size)
    for _ in range(3):
        QApplication.processEvents()
    view = app.presenter.view
    for name in ("present-patch", "present-patch-value", "present-patch-sentence"):
        shown = part(view, name)
        assert view.rect().contains(shown.geometry().translated(shown.parent().mapTo(
            view, shown.parent().rect().topLeft()
        )))  # fmt: skip
        assert shown.height() >= shown.minimumSizeHint().height()


def test_what_is_still_to_be_found_chooses_no_value_by_its_size(app, qtbot):
    app.files.open_path(FOLDER / "relu-asked-first.cnnviz")
    press(qtbot, app, KEY.Key_F5, KEY.Key_H)
    assert app.presenter.view.kind == "hierarchy"
    assert all(not any(stop.place) for stop in app._hierarchy().stops)


@pytest.mark.parametrize("is_open", [True, False])
def test_a_value_that_sees_one_window_is_looked_at_again_afterwards(app, qtbot, is_open):
    app.files.open_path(FOLDER / "relu-asked-first.cnnviz")
    app.exercise.set_on(False)
    if not is_open:
        app.cursor.close_here()
    before = app.cursor.place
    press(qtbot, app, KEY.Key_F5, KEY.Key_H)
    assert app.presenter.view.kind == "hierarchy"
    assert app._hierarchy().stops[-1].node != "relu1"
    press(qtbot, app, KEY.Key_H)
    assert app.presenter.view.kind == ("value" if is_open else "layer")
    assert app.cursor.place == before


def test_a_unit_that_is_asked_for_is_hidden_where_its_patch_grows(app, qtbot):
    app.cursor.open(Position("fc1", 5))
    app.exercise.set_on(True)
    press(qtbot, app, KEY.Key_F5, KEY.Key_H, KEY.Key_End)
    assert app._hierarchy().stops[-1].node == "fc1"
    shown = part(app.presenter.view, "present-patch-value")._shown
    assert shown.hidden.all()


def test_numbers_that_no_one_can_read_are_left_out(app, qtbot):
    press(qtbot, app, KEY.Key_F5)
    assert part(app.presenter.view, "present-patch-value")._shown.smallest_digits == 14
