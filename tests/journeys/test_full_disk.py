"""Five faults of a disk, and what a window writes: told, the old file whole, and again it works.

What a training run writes is tried in `tests/training/test_room.py`.
"""

import errno
import os
import shutil

import pytest

from cnnviz.project import shipped
from cnnviz.project.project import with_parameter
from cnnviz.project.project_file import open_project
from cnnviz.state.settings import home
from cnnviz.views.exercise.hand_out_dialog import HandOutDialog
from cnnviz.views.exercise.sheet_dialog import AnswerSheetDialog
from cnnviz.views.figures.export_dialog import ExportDialog
from tests.small_disk import fill, small_disk

WORDS = {
    errno.ENOSPC: "the disk is full; free",
    errno.EDQUOT: "your share of the disk is used up; free",
    errno.EFBIG: "is more than may be written there",
    errno.EROFS: "this disk can only be read",
    errno.EACCES: "you lack the permission",
}
FAULTS = [*WORDS, "gone"]
GONE = "its folder is not there"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "disk"
    made.mkdir()
    return made


@pytest.fixture
def fault(request, monkeypatch):
    """Breaks a folder, and mends it again."""

    class Fault:
        is_there = False
        words = WORDS.get(request.param, GONE)

        def begin(self, folder):
            self.is_there, self.folder = True, folder
            if request.param == "gone":
                folder.rename(folder.with_name("moved"))

        def end(self):
            self.is_there = False
            if request.param == "gone":
                shutil.rmtree(self.folder, ignore_errors=True)
                self.folder.with_name("moved").rename(self.folder)

    made, real = Fault(), os.open

    def opened(path, flags, *rest, **more):
        writes = flags & (os.O_WRONLY | os.O_RDWR) and str(path).startswith(str(made.folder))
        if made.is_there and request.param in WORDS and writes:
            raise OSError(request.param, os.strerror(request.param), str(path))
        return real(path, flags, *rest, **more)

    made.folder = "/none"
    monkeypatch.setattr(os, "open", opened)
    return made


def set_weight(app, value):
    after = with_parameter(app.document.project, "conv1", "weight", (0, 0, 0, 0), value)
    app.document.edit("Change weight", after)


def weight(project):
    return float(project.network.layers["conv1"].weight[0, 0, 0, 0])


@pytest.mark.parametrize("fault", FAULTS, indirect=True, ids=str)
def test_saving(app, folder, fault):
    path = app.answers.path = folder / "own.cnnviz"
    set_weight(app, 1.0)
    assert app.files.save()
    set_weight(app, 2.0)
    before = path.read_bytes()
    fault.begin(folder)
    assert not app.files.save()
    assert app.answers.told[-1].startswith("own.cnnviz cannot be saved: ")
    assert fault.words in app.answers.told[-1]
    assert not app.document.history.isClean()
    fault.end()
    assert path.read_bytes() == before
    assert [each.name for each in folder.iterdir()] == ["own.cnnviz"]
    assert app.files.save()
    assert weight(open_project(path)) == 2.0


@pytest.mark.parametrize("fault", list(WORDS), indirect=True, ids=str)
def test_recovery(app, qtbot, fault):
    set_weight(app, 1.0)
    assert app.recovery.write_now()
    folder = app.recovery.folder
    fault.begin(home() / "recovery")
    set_weight(app, 2.0)
    with qtbot.waitSignal(app.recovery.failed) as told:
        app.recovery._keep()
    assert fault.words in told.args[0]
    assert str(home() / "recovery") in told.args[0]
    assert app.answers.told == told.args  # in a dialog: nobody looks at the status bar then
    assert weight(folder.read().project) == 1.0
    fault.end()
    app.recovery._latest.setInterval(1)
    with qtbot.waitSignal(app.recovery.kept):  # by itself
        app.recovery._latest.start()
    assert weight(folder.read().project) == 2.0


def test_recovery_where_its_folder_was_removed(app):
    set_weight(app, 1.0)
    assert app.recovery.write_now()
    shutil.rmtree(home() / "recovery")
    set_weight(app, 2.0)
    assert app.recovery.write_now()
    assert weight(app.recovery.folder.read().project) == 2.0


@pytest.mark.parametrize("fault", FAULTS, indirect=True, ids=str)
def test_answer_sheet(app, folder, fault):
    app.files.open_path(shipped.project_file("activity-2"))
    dialog = AnswerSheetDialog(app.document.project, app.answers, app.look, app.window)
    told = []
    dialog._tell = lambda sentence, is_problem=False: told.append(sentence)
    app.answers.path = folder / "sheet.pdf"
    app.answers.path.write_bytes(b"old")
    fault.begin(folder)
    dialog._on_save_clicked()
    assert told[-1].startswith("sheet.pdf could not be saved: ")
    assert fault.words in told[-1]
    fault.end()
    assert app.answers.path.read_bytes() == b"old"
    dialog._on_save_clicked()
    assert app.answers.path.read_bytes().startswith(b"%PDF")
    dialog.deleteLater()


@pytest.mark.parametrize("fault", FAULTS[:2], indirect=True, ids=str)
def test_hand_out(app, folder, fault):
    app.files.open_path(shipped.project_file("activity-2"))
    app.answers.path = folder / "task.cnnviz"
    app.answers.path.write_bytes(b"old")
    app.actions["hand-out"].trigger()
    dialog = app.window.findChild(HandOutDialog)
    fault.begin(folder)
    dialog.save.click()
    assert dialog.told.text().startswith("task.cnnviz cannot be saved: ")
    assert fault.words in dialog.told.text()
    fault.end()
    assert app.answers.path.read_bytes() == b"old"
    assert list(folder.iterdir()) == [app.answers.path]
    dialog.save.click()
    assert dialog.told.text() == "Saved as task.cnnviz."
    dialog.reject()


EXPORTS = [("map", ".R"), ("explanation", ".png"), ("trace", ".npz"), ("network", ".gif")]


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EACCES, "gone"], indirect=True, ids=str)
def test_pictures_tables_and_films(app, folder, fault, qtbot):
    app.files.open_path(shipped.project_file("activity-2"))
    app.actions["export"].trigger()
    dialog = app.window.findChild(ExportDialog)

    def saved(view, ending):
        dialog.choices.choose(view, ending)
        app.answers.path = folder / f"x{ending}"
        dialog.save.click()
        qtbot.waitUntil(lambda: not dialog.job.is_running, timeout=30_000)
        return dialog.told.text()

    for view, ending in EXPORTS:
        (folder / f"x{ending}").write_bytes(b"old")
        fault.begin(folder)
        told = saved(view, ending)
        fault.end()
        assert told.startswith(f"x{ending} could not be saved: ")
        assert fault.words in told
        assert (folder / f"x{ending}").read_bytes() == b"old"
    assert len(list(folder.iterdir())) == len(EXPORTS)
    assert saved(*EXPORTS[0]) == "Saved as x.R."
    dialog.reject()


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EACCES, "gone"], indirect=True, ids=str)
def test_code_and_its_weights(app, folder, fault):
    app.answers.path, app.answers.may_replace = folder / "net.py", lambda path: True
    for name in ("net.py", "net.safetensors"):
        (folder / name).write_bytes(b"old")
    fault.begin(folder)
    app.actions["export-code"].trigger()
    fault.end()
    assert app.answers.told[-1].startswith("net.py cannot be written: ")
    assert fault.words in app.answers.told[-1]
    assert {each.read_bytes() for each in folder.iterdir()} == {b"old"}
    app.actions["export-code"].trigger()
    assert all(len(each.read_bytes()) > 100 for each in folder.iterdir())


def test_a_real_full_disk_and_room_again(app, folder):
    with small_disk(folder):
        path = app.answers.path = folder / "own.cnnviz"
        assert app.files.save()
        fill(folder / "filler")
        before = path.read_bytes()
        set_weight(app, 2.0)
        assert not app.files.save()
        assert "the disk is full; free" in app.answers.told[-1]
        assert "kB" in app.answers.told[-1]
        assert path.read_bytes() == before
        (folder / "filler").unlink()
        assert app.files.save()
        assert weight(open_project(path)) == 2.0
        assert sorted(each.name for each in folder.iterdir()) == ["own.cnnviz", "own.cnnviz.bak"]
