"""What is told once is heard once: no signal goes in a circle, none is wired in two places."""

import numpy as np
import pytest
from PySide6.QtCore import SIGNAL, QMimeData
from PySide6.QtWidgets import QApplication, QLabel

from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from tests.runs_on_disk import made_run


@pytest.mark.parametrize("signal", ["changed()", "ended()", "looked_changed()"])
def test_a_run_is_heard_in_one_place(app, tmp_path, signal):
    app.pages.show_page("train")
    QApplication.processEvents()
    app.training.open(made_run(tmp_path / "run"))
    app.training.open(made_run(tmp_path / "other"))
    assert app.training.run.receivers(SIGNAL(signal)) == 1


def test_a_refused_picture_is_told_once(app):
    told = []
    app.input.opener.refused.connect(told.append)
    app.input.opener.open_mime(QMimeData())
    QApplication.processEvents()
    labels = [each.text() for each in app.window.findChildren(QLabel) if each.isVisible()]
    assert len(told) == 1
    assert labels.count(told[0]) == 1
    assert app.window.statusBar().currentMessage() != told[0]


def test_a_refused_edit_is_told_once(app):
    told = []
    app.input.opener.refused.connect(told.append)
    project = shipped.project_file("activity-2")
    app.files.open_path(project)
    history = app.document.history.count()
    app.input.opener.put("Open", too_small())
    assert len(told) == 1
    assert app.document.history.count() == history


def too_small():
    return Picture("matrix", np.zeros((1, 1, 1), np.float32))


def test_what_is_typed_is_said_once(app, qtbot):
    app.files.open_path(shipped.project_file("activity-2"))
    app.cursor.open(Position("conv1", 0))
    app.exercise.set_on(True)
    QApplication.processEvents()
    bar, told = app.pages.explanation().answer_bar, []
    bar.said.connect(lambda: told.append(bar.field.text()))
    qtbot.keyClicks(bar.field, "28")
    assert told == ["2", "28"]
