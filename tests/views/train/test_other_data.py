"""A run whose data is not what it was goes on only after a question."""

import pytest
from PySide6.QtWidgets import QMessageBox

from cnnviz.project import shipped
from cnnviz.runs.config import Config
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import Failed
from cnnviz.views.train.run_controls import RunControls

TOLD = "The data is not what this run began with. It had 12 pictures; now it has 11."


@pytest.fixture
def run(training, tmp_path, monkeypatch):
    """A run that ended at once, as its data is other data."""
    RunDirectory(tmp_path / "run").create(Config("mlp", ("strokes:60",)), shipped.network("mlp"))
    training.open(tmp_path / "run")
    run = training.run
    run.started = []
    monkeypatch.setattr(run, "start", run.started.append)
    run.failed, run.problem = Failed(TOLD, is_other_data=True), TOLD
    return run


@pytest.fixture
def controls(training, look, qtbot, run):
    controls = RunControls(training, look)
    qtbot.addWidget(controls)
    return controls


def answer(controls, training, role):
    training.run_ended.emit()
    box = controls.question
    assert box.text() == TOLD
    (button,) = (b for b in box.buttons() if box.buttonRole(b) == role)
    button.click()


def test_going_on_with_other_data_is_asked_for(controls, training, run):
    answer(controls, training, QMessageBox.ButtonRole.AcceptRole)
    (words,) = run.started
    assert words[-2:] == ["--resume", "--other-data"]


def test_without_an_answer_nothing_goes_on(controls, training, run):
    answer(controls, training, QMessageBox.ButtonRole.RejectRole)
    assert run.started == []


def test_resuming_asks_first(controls, training, run):
    controls.resume.click()
    (words,) = run.started
    assert words[-1] == "--resume"
