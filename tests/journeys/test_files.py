"""One file and two windows, or another program; and the way back to what was saved."""

import os

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from cnnviz.app import App
from cnnviz.cnn import architectures
from cnnviz.files.atomic_file import KEPT
from cnnviz.project.picture import Picture
from cnnviz.project.project import new_project, with_parameter
from cnnviz.project.project_file import open_project, project_bytes, save_project
from cnnviz.state.settings import home
from tests.journeys.conftest import Answers


@pytest.fixture
def second(app):
    """Another window on the same settings."""
    made = App()
    made.answers = made.files.dialogs = Answers()
    yield made
    made.document.history.setClean()
    made.close()
    made.window.close()
    made.window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def lesson(tmp_path):
    path = tmp_path / "lesson.cnnviz"
    save_project(path, new_project(architectures.build("simplest-cnn")))
    return path


def set_weight(app, value):
    after = with_parameter(app.document.project, "conv1", "weight", (0, 0, 0, 0), value)
    app.document.edit("Change weight", after)


def weight(project):
    return float(project.network.layers["conv1"].weight[0, 0, 0, 0])


def test_a_second_window_asks_20_times_of_20(app, second, tmp_path):
    links = tmp_path / "links"
    links.symlink_to(tmp_path)
    for i in range(20):
        first, other = (app, second) if i % 2 else (second, app)
        path = tmp_path / f"{i}.cnnviz"
        save_project(path, new_project(architectures.build("simplest-cnn")))
        first.files.open_path(path)
        assert first.document.path == path
        before, other.answers.asked = other.document.project, 0
        other.files.open_path((tmp_path, links)[i % 3 == 0] / path.name)  # by any name
        assert other.answers.asked == 1
        assert other.document.project is before
        other.answers.opens_copies = True
        other.files.open_path(path)
        other.answers.opens_copies = False
        assert other.document.project is not before
        assert other.document.path is None  # *Save* asks for a name


def test_a_copy_is_not_saved_over_the_file_of_the_other_window(app, second, lesson):
    app.files.open_path(lesson)
    second.answers.opens_copies = True
    second.files.open_path(lesson)
    before = lesson.read_bytes()
    set_weight(second, 5.0)
    second.answers.path = lesson
    assert not second.files.save()
    assert "lesson.cnnviz is open in another window" in second.answers.told[-1]
    assert lesson.read_bytes() == before
    app.files.new()  # the first window lets it go
    assert second.files.save()
    assert weight(open_project(lesson)) == 5.0


def test_a_window_that_is_closed_lets_its_file_go(app, second, lesson):
    second.files.open_path(lesson)
    second.close()
    app.files.open_path(lesson)
    assert app.answers.asked == 0
    assert app.document.path == lesson
    app.files.open_path(lesson)  # it is ours
    assert app.answers.asked == 0


def test_where_locks_cannot_be_kept_files_open_all_the_same(app, lesson):
    (home() / "open").write_bytes(b"in the way of the folder")
    app.files.open_path(lesson)
    assert app.document.path == lesson
    set_weight(app, 5.0)
    assert app.files.save()


def change_by_another_program(path):
    save_project(path, new_project(architectures.build("mlp")))


@pytest.mark.parametrize("answer", ["cancel", "save-as", "save"])
def test_what_another_program_wrote_is_not_replaced_unasked(app, lesson, tmp_path, answer):
    app.files.open_path(lesson)
    set_weight(app, 5.0)
    change_by_another_program(lesson)
    theirs = lesson.read_bytes()
    app.answers.save_over_answer = answer
    app.answers.path = tmp_path / "mine.cnnviz"
    app.actions["save"].trigger()
    assert app.answers.asked == 1
    if answer == "save":
        assert weight(open_project(lesson)) == 5.0
        assert lesson.with_name(lesson.name + KEPT).read_bytes() == theirs
    else:
        assert lesson.read_bytes() == theirs
    assert app.answers.path.exists() == (answer == "save-as")
    assert app.document.history.isClean() == (answer != "cancel")
    app.actions["save"].trigger()
    assert app.answers.asked == (2 if answer == "cancel" else 1)  # it is ours from now on


def test_a_file_that_was_only_touched_is_saved_without_a_word(app, lesson):
    app.files.open_path(lesson)
    set_weight(app, 5.0)
    os.utime(lesson, (1, 1))
    assert app.files.save()
    set_weight(app, 6.0)
    lesson.unlink()  # nothing would be lost
    assert app.files.save()
    assert app.answers.asked == 0
    assert weight(open_project(lesson)) == 6.0


def test_revert_brings_back_the_file_and_can_be_undone(app, lesson):
    assert not app.actions["revert"].isEnabled()
    app.files.open_path(lesson)
    assert not app.actions["revert"].isEnabled()
    saved = weight(app.document.project)
    for value in (5.0, 6.0):
        set_weight(app, value)
    assert app.actions["revert"].isEnabled()
    app.actions["revert"].trigger()
    assert weight(app.document.project) == saved
    assert app.document.history.isClean()
    assert not app.actions["revert"].isEnabled()
    app.document.history.undo()
    assert weight(app.document.project) == 6.0
    assert not app.document.history.isClean()
    app.document.history.redo()
    assert app.document.history.isClean()


def test_revert_takes_what_another_program_wrote(app, lesson):
    app.files.open_path(lesson)
    set_weight(app, 5.0)
    change_by_another_program(lesson)
    app.actions["revert"].trigger()
    assert app.document.project.network.name == "mlp"
    assert app.files.save()
    assert app.answers.asked == 0


def test_a_revert_that_cannot_be_is_told_and_changes_nothing(app, lesson):
    app.files.open_path(lesson)
    set_weight(app, 5.0)
    lesson.unlink()
    app.actions["revert"].trigger()
    assert "lesson.cnnviz cannot be opened" in app.answers.told[-1]
    tiny = Picture("matrix", np.zeros((1, 2, 2), np.float32))
    lesson.write_bytes(project_bytes(new_project(architectures.build("one-filter"), tiny)))
    app.actions["revert"].trigger()
    assert "3×3" in app.answers.told[-1]
    assert weight(app.document.project) == 5.0
    assert not app.document.history.isClean()
