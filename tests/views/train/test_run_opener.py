import sys
import time

import psutil
import pytest
from PySide6.QtWidgets import QMessageBox, QWidget

from cnnviz.views.train.run_opener import RunOpener
from tests.runs_on_disk import made_run

STUBBORN = "import sys, time; sys.stdin.read(); time.sleep(1)"  # takes a second to save
BUTTONS = QMessageBox.StandardButton


@pytest.fixture
def opener(training, qtbot, monkeypatch):
    """Opens runs while a process trains; the answer of the user is `opener.answer`."""
    monkeypatch.setattr("cnnviz.state.run_process.COMMAND", (sys.executable, "-c", STUBBORN))
    parent = QWidget()
    qtbot.addWidget(parent)
    opener = RunOpener(training, parent)
    opener.parent, opener.asked = parent, 0

    def question(*_):
        opener.asked += 1
        return opener.answer

    monkeypatch.setattr("cnnviz.views.train.run_opener.QMessageBox.question", question)
    return opener


def test_a_running_training_ends_only_after_a_question(opener, training, tmp_path):
    other = made_run(tmp_path / "other")
    run = training.start()
    opener.answer = BUTTONS.Cancel
    assert not opener.open(other)
    assert training.run is run
    assert run.is_ours
    opener.answer = BUTTONS.Yes
    assert opener.open(other)
    assert training.shows(other)
    assert opener.asked == 2


def test_nothing_is_asked_where_nothing_ends(opener, training, tmp_path):
    assert opener.open(made_run(tmp_path / "first"))
    assert opener.open(made_run(tmp_path / "second"))
    run = training.start()
    assert opener.open(run.directory.path)  # it is shown already
    assert training.run is run
    assert run.is_ours
    assert opener.asked == 0


def test_nobody_waits_for_a_process_that_saves_and_it_ends(opener, training, tmp_path, qtbot):
    process = psutil.Process(training.start().process.number)
    began = time.perf_counter()
    training.open(made_run(tmp_path / "other"))
    assert time.perf_counter() - began < 0.5  # the process takes a second
    assert process.is_running()
    qtbot.waitUntil(lambda: not process.is_running(), timeout=10_000)


def test_closing_the_window_waits_for_a_run_that_is_no_more_shown(opener, training, tmp_path):
    process = psutil.Process(training.start().process.number)
    training.open(made_run(tmp_path / "other"))
    training.close()
    assert not process.is_running()


def test_quitting_asks_about_the_run(opener, training):
    from types import SimpleNamespace

    from cnnviz.views.window.train_commands import TrainCommands

    made = SimpleNamespace(_run=None, _pages=opener.parent)
    assert TrainCommands.may_quit(made)  # nothing trains
    made._run = training.start()
    for opener.answer, expected in ((BUTTONS.Cancel, False), (BUTTONS.Yes, True)):
        assert TrainCommands.may_quit(made) is expected
    assert opener.asked == 2
