"""Taking along what is seen: the dialog, the clipboard, the right click."""

import errno
import os

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from cnnviz.figures.animation import ANIMATIONS
from cnnviz.project import shipped
from cnnviz.project.place import Position
from cnnviz.text.matrix_text import parse_matrix
from cnnviz.views.figures.export_dialog import ExportDialog
from tests.runs_on_disk import made_run, with_answers

LEFT = Qt.MouseButton.LeftButton
ACTIVITY_2 = [[57, 15, 15, 5], [40, 14, 8, 6], [19, 11, 10, 7], [14, 12, 7, 5]]


@pytest.fixture
def activity(app):
    app.files.open_path(shipped.project_file("activity-2"))
    app.cursor.open(Position(app.document.project.network.names[1], 0))
    return app


@pytest.fixture
def dialog(activity, find):
    find("export").trigger()
    made = find("export-dialog")
    assert isinstance(made, ExportDialog)
    yield made
    made.reject()


def saved(dialog, app, qtbot, path):
    """Press Save, choose a name, and return what is said then."""
    app.answers.path = path
    qtbot.mouseClick(dialog.save, LEFT)
    qtbot.waitUntil(lambda: not dialog.job.is_running, timeout=30_000)
    return dialog.told.text()


def test_ctrl_e_asks_what_is_exported(app, qtbot, find):
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(QApplication.focusWidget() or app.window, Qt.Key.Key_E, control)
    made = find("export-dialog")
    assert made.choices.view.currentData() == "network"
    made.reject()


def test_it_offers_first_what_is_looked_at_and_shows_it(dialog):
    assert dialog.choices.view.currentData() == "explanation"
    assert dialog.choices.form.currentData() == ".png"
    assert not dialog.preview.pixmap().isNull()
    dialog.choices.choose("map", ".R")
    assert "57, 15, 15, 5" in dialog.preview.text()


def test_every_view_is_there_in_every_form(dialog):
    for place in range(dialog.choices.view.count()):
        view = dialog.choices.view.itemData(place)
        for ending in dialog._exports.endings(view):
            dialog.choices.choose(view, ending)
            assert dialog.told.text() == "", (view, ending)
            assert dialog.choices.form.currentData() == ending


def test_pictures_and_tables_are_saved(dialog, activity, qtbot, tmp_path):
    dialog.choices.choose("explanation", ".svg")
    assert saved(dialog, activity, qtbot, tmp_path / "a.svg") == "Saved as a.svg."
    assert ">57<" in (tmp_path / "a.svg").read_text(encoding="utf-8").replace("\n", "")
    dialog.choices.choose("map", ".csv")
    assert saved(dialog, activity, qtbot, tmp_path / "m.csv") == "Saved as m.csv."
    assert np.loadtxt(tmp_path / "m.csv", delimiter=",").tolist() == ACTIVITY_2
    dialog.choices.choose("trace", ".npz")
    assert saved(dialog, activity, qtbot, tmp_path / "t.npz") == "Saved as t.npz."
    assert len(np.load(tmp_path / "t.npz").files) == 4


def test_a_film_of_some_positions_is_made_while_the_window_goes_on(
    dialog, activity, qtbot, tmp_path
):
    dialog.choices.choose("explanation", ".gif")
    assert (dialog.choices.first.value, dialog.choices.last.value) == (1, 16)
    dialog.choices.last.show_value(3)
    assert saved(dialog, activity, qtbot, tmp_path / "w.gif") == "Saved as w.gif."
    with Image.open(tmp_path / "w.gif") as film:
        assert film.n_frames == 3


def test_a_film_tells_each_value_in_stages(dialog, activity, qtbot, find, tmp_path):
    dialog.choices.choose("network", ".gif")
    assert not dialog.choices.stages.isVisible()
    dialog.choices.choose("explanation", ".gif")
    qtbot.mouseClick(dialog.choices.stages, LEFT, pos=QPoint(8, 8))
    assert (dialog.choices.first.value, dialog.choices.last.value) == (1, 64)
    dialog.choices.last.show_value(6)
    assert saved(dialog, activity, qtbot, tmp_path / "w.gif") == "Saved as w.gif."
    with Image.open(tmp_path / "w.gif") as film:
        assert film.n_frames == 6
    activity.exercise.set_on(True)
    dialog.choices.choose("explanation", ".gif")
    assert dialog.told.text().startswith("This would tell the answer")


def test_a_film_that_is_given_up_leaves_nothing(dialog, activity, qtbot, tmp_path):
    dialog.choices.choose("explanation", ".gif")
    activity.answers.path = tmp_path / "w.gif"
    with qtbot.waitSignal(dialog.job.advanced):
        qtbot.mouseClick(dialog.save, LEFT)
    assert dialog.close_button.text() == "Cancel"
    qtbot.mouseClick(dialog.close_button, LEFT)
    assert dialog.told.text() == "It was given up; nothing was written."
    assert dialog.isVisible()
    assert list(tmp_path.iterdir()) == []
    assert saved(dialog, activity, qtbot, tmp_path / "w.gif") == "Saved as w.gif."


def test_a_disk_without_room_is_told_and_the_old_file_is_whole(
    dialog, activity, qtbot, tmp_path, monkeypatch
):
    file, real = tmp_path / "a.svg", os.open
    file.write_text("mine", encoding="utf-8")

    def full(path, flags, *rest, **more):
        if flags & os.O_WRONLY and str(path).startswith(str(tmp_path)):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return real(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", full)
    dialog.choices.choose("map", ".svg")
    assert "a.svg could not be saved: the disk is full" in saved(dialog, activity, qtbot, file)
    assert file.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [file]


def test_pictures_and_texts_are_copied(dialog, qtbot):
    clipboard = QGuiApplication.clipboard()
    dialog.choices.choose("map", ".md")
    qtbot.mouseClick(dialog.copy, LEFT)
    assert parse_matrix(clipboard.text()).tolist() == ACTIVITY_2
    dialog.choices.choose("map", ".png")
    qtbot.mouseClick(dialog.copy, LEFT)
    assert clipboard.image().width() > 200


def test_ctrl_c_copies_the_view_and_copy_as_its_numbers(activity, qtbot, find):
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    activity.cursor.close()
    page = activity.pages.shown_page()
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.image().width() > 200
    for name in ("csv", "tsv", "latex", "markdown", "r", "numpy"):
        find(f"copy-{name}").trigger()
        assert parse_matrix(clipboard.text()).tolist() == ACTIVITY_2


def test_a_right_click_offers_both(activity, monkeypatch):
    monkeypatch.setattr(QMenu, "popup", lambda menu, place: None)  # a test has no keyboard to grab
    activity.pages.customContextMenuRequested.emit(QPoint(20, 20))
    menu = activity.pages.findChild(QMenu, "view-menu")
    assert [action.objectName() for action in menu.actions()][:2] == ["copy-view", "export"]
    menu.close()


def test_what_is_hidden_is_not_taken_along(activity, qtbot, find, tmp_path):
    QGuiApplication.clipboard().setText("before")
    activity.exercise.set_on(is_on=True)
    find("copy-csv").trigger()
    assert QGuiApplication.clipboard().text() == "before"
    find("export").trigger()
    made = find("export-dialog")
    for view, ending in (("map", ".csv"), ("products", ".R"), ("explanation", ".md")):
        made.choices.choose(view, ending)
        assert made.told.text().startswith("This would tell the answer")
        activity.answers.path = tmp_path / f"x{ending}"
        qtbot.mouseClick(made.save, LEFT)
    made.choices.choose("trace", ".npz")
    qtbot.mouseClick(made.save, LEFT)
    assert list(tmp_path.iterdir()) == []
    made.choices.choose("explanation", ".svg")
    assert saved(made, activity, qtbot, tmp_path / "a.svg") == "Saved as a.svg."
    assert ">57<" not in (tmp_path / "a.svg").read_text(encoding="utf-8").replace("\n", "")
    made.reject()


def test_what_a_run_measured_is_taken_along(app, qtbot, find, tmp_path):
    run = with_answers(made_run(tmp_path / "first"))
    app.pages.show_page("train")
    app.training.open(run)
    find("export").trigger()
    made = find("export-dialog")
    assert made.choices.view.currentData() == "curves"
    for view in ("curves", "confusion", "sheet", "learning", "report"):
        ending = made._exports.endings(view)[0]
        made.choices.choose(view, ending)
        told = saved(made, app, qtbot, tmp_path / f"{view}{ending}")
        assert told == f"Saved as {view}{ending}."
    assert "Training run first" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert made._exports.endings("learning") == list(ANIMATIONS)
    made.reject()
