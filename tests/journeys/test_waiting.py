"""What takes long is done beside the window: it lives, says what is going on, and can end some."""

import os
import threading

import numpy as np
import pytest
from PySide6.QtCore import QTimer

from cnnviz.cnn import layers as la
from cnnviz.cnn.network import chain
from cnnviz.files.atomic_file import KEPT
from cnnviz.project.picture import Picture
from cnnviz.project.project import new_project, with_parameter
from cnnviz.project.project_file import open_project


def large(value, side=1200):
    """A project of 6 MB: more than is written within a frame."""
    network = chain(
        "large",
        "Large",
        (1, 1, side),
        (la.Flatten(), la.Linear(np.full((side, side), value, np.float32), None)),
    )
    return new_project(network, Picture("matrix", np.ones((1, 1, side), np.float32)))


def slow():
    """A project that takes more multiplications than a frame has time for."""
    kernel = np.full((4, 1, 40, 40), 0.01, np.float32)
    network = chain("slow", "Slow", (1, 300, 300), (la.Conv2d(kernel, None, padding=(20, 20)),))
    return new_project(network, Picture("matrix", np.ones((1, 300, 300), np.float32)))


class Disk:
    """A disk on which nothing is ready before it is let go."""

    def __init__(self, monkeypatch):
        self.is_ready, self.is_asked = threading.Event(), threading.Event()
        real = os.fsync

        def fsync(number):
            if threading.current_thread() is not threading.main_thread():
                self.is_asked.set()
                assert self.is_ready.wait(30)
            real(number)

        monkeypatch.setattr(os, "fsync", fsync)


@pytest.fixture
def disk(monkeypatch):
    made = Disk(monkeypatch)
    yield made
    made.is_ready.set()


@pytest.fixture
def own(app, tmp_path):
    """The file of a large project that is open."""
    path = app.answers.path = tmp_path / "own.cnnviz"
    app.document.open(large(1.0), None)
    assert app.files.save_as()
    return path


def change(app, value):
    at = "fc1", "weight", (0, 0)
    app.document.edit("Change", with_parameter(app.document.project, *at, value))


def when_told(app, do):
    """Do something once the box stands there; return what it said."""
    said = []

    def look():
        dialog = app.waiting_box.dialog
        if dialog is None:
            QTimer.singleShot(20, look)
            return
        said.append((dialog.said.text(), dialog.stop.isVisible()))
        do(dialog)

    QTimer.singleShot(0, look)
    return said


def test_the_window_lives_while_a_large_project_is_saved(app, own, disk):
    change(app, 5.0)
    before = own.read_bytes()
    beats = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: beats.append(own.read_bytes() == before))
    timer.start()
    said = when_told(app, lambda dialog: disk.is_ready.set())
    assert app.files.save()
    assert said == [("own.cnnviz is being saved…", True)]
    assert len(beats) > 5
    assert beats[0]  # the old file, whole, until the new one is
    assert app.document.history.isClean()
    assert app.waiting_box.dialog is None
    assert open_project(own).network.layers["fc1"].weight[0, 0] == 5.0
    assert own.with_name(own.name + KEPT).read_bytes() == before


def test_saving_can_be_given_up_on_a_disk_that_hangs(app, own, disk, qtbot):
    change(app, 5.0)
    before = own.read_bytes()
    when_told(app, lambda dialog: dialog.stop.click())
    assert not app.files.save()
    assert not app.document.history.isClean()
    assert app.answers.told == []
    assert own.read_bytes() == before
    disk.is_ready.set()
    qtbot.waitUntil(lambda: [*own.parent.glob(".cnnviz-*")] == [])  # what was begun is gone, too
    assert app.files.save()
    assert open_project(own).network.layers["fc1"].weight[0, 0] == 5.0


def test_what_is_changed_while_it_is_saved_is_not_saved(app, own, disk):
    change(app, 5.0)

    def follow(dialog):  # as a run does that the network page follows
        change(app, 6.0)
        disk.is_ready.set()

    when_told(app, follow)
    assert app.files.save()
    assert not app.document.history.isClean()
    assert open_project(own).network.layers["fc1"].weight[0, 0] == 5.0
    assert app.files.save()
    assert app.document.history.isClean()


def test_a_slow_network_is_computed_beside_the_window(app, monkeypatch):
    from cnnviz.state import document

    threads, beats = [], []
    goes_on = threading.Event()

    def watched(real):
        def computed(*given):
            threads.append(threading.current_thread())
            assert goes_on.wait(30)
            return real(*given)

        return computed

    for name in ("forward_pass", "first_values"):
        monkeypatch.setattr(document, name, watched(getattr(document, name)))

    def look(dialog):
        beats.append(app.document.edit("Meanwhile", app.document.project))
        dialog.reject()  # Esc does not end what cannot be ended
        beats.append(dialog.isVisible())
        goes_on.set()

    said = when_told(app, look)
    assert app.document.open(slow(), None) == ""
    assert said == [("The network is being computed…", False)]
    assert beats == ["Another change is being computed. Nothing was changed.", True]
    assert threads != [threading.main_thread()]
    change_at = "conv1", "weight", (0, 0, 0, 0)
    app.document.edit("Change", with_parameter(app.document.project, *change_at, 1.0))
    app.document.history.undo()
    assert len(threads) == 3
    assert threading.main_thread() not in threads


def test_what_is_quick_is_done_at_once(app, own, monkeypatch):
    monkeypatch.setattr(app.document.beside, "run", None)
    app.actions["activity-2"].trigger()
    assert app.document.project.picture.name == "Activity 2"
    app.answers.path = own.with_name("small.cnnviz")
    assert app.files.save_as()
