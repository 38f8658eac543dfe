"""Too little memory ends the trainer alone: the window says so, and offers what takes less."""

import sys

import pytest
from PySide6.QtWidgets import QMessageBox

from cnnviz.project import shipped
from cnnviz.project.project import with_network
from cnnviz.runs.events import Stopped

IN_A_ROW = 20
PATIENCE = 30_000  # ms
# Tells what a trainer tells whose memory did not do, at once.
FULL = """
import sys
told = '{"event": "Failed", "text": "The card is full.", "half_batch": 10, "is_card_full": true}'
sys.stdout.write(told + chr(10))
sys.exit(2)
"""
# The trainer itself: once the data are there, memory may grow by 50 MB.
LIMITED = """
import resource, sys
from cnnviz.training.process import TrainingProcess
run = TrainingProcess.run
def limited(process):
    with open("/proc/self/statm") as file:
        size = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + 50_000_000,) * 2)
    return run(process)
TrainingProcess.run = limited
from cnnviz.__main__ import main
sys.exit(main(["train", *sys.argv[1:], "--threads", "1"]))
"""


@pytest.fixture
def page(app):
    app.pages.show_page("train")
    page = app.pages.train()
    project = with_network(app.document.project, shipped.network("nine-steps"))
    app.document.edit("Open", project)
    app.training.change(data=("strokes:60",), epochs=10_000, batch_size=20, augment="none")
    return page


def command(monkeypatch, code):
    monkeypatch.setattr("cnnviz.state.run_process.COMMAND", (sys.executable, "-c", code))


def until_it_ended(qtbot, app, start):
    with qtbot.waitSignal(app.training.run_ended, timeout=PATIENCE):
        start()


def button(box, words):
    (found,) = (each for each in box.buttons() if words in each.text().replace("&", ""))
    return found


def test_twenty_full_cards_in_a_row_leave_the_window_as_it_was(
    app, page, qtbot, monkeypatch, quick_start
):
    command(monkeypatch, FULL)
    before = app.document.project
    until_it_ended(qtbot, app, page.controls.main.click)
    for number in range(IN_A_ROW - 1):
        box = page.controls.question
        assert box.text() == "The card is full."
        words, setting = (
            ("10 pictures", ("batch_size", 10)) if number % 2 else ("CPU", ("device", "cpu"))
        )
        until_it_ended(qtbot, app, button(box, words).click)
        assert getattr(app.training.config, setting[0]) == setting[1]
        assert page.controls.problem.text() == "The card is full."
    page.controls.question.reject()
    assert page.controls.device.currentData() == "cpu"
    assert app.document.project is before
    assert not app.training.is_training
    quick_start(True)
    page.controls.main.click()
    run = app.training.run
    qtbot.waitUntil(lambda: len(run.history.snapshots) > 2, timeout=PATIENCE)
    until_it_ended(qtbot, app, page.controls.stop.click)
    assert isinstance(run.directory.events()[-1], Stopped)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps such a limit")
def test_a_trainer_over_its_limit_ends_alone_and_the_window_says_so(
    app, page, qtbot, monkeypatch, tmp_path
):
    command(monkeypatch, LIMITED)
    project = with_network(app.document.project, shipped.network("lecture-cnn"))
    app.document.edit("Open", project)
    app.training.change(data=("strokes:1000",), batch_size=900)
    until_it_ended(qtbot, app, page.controls.main.click)
    assert page.controls.problem.text() == (
        "There is not enough memory; try half the batch, 450 pictures a step."
    )
    box = page.controls.question
    assert isinstance(box, QMessageBox)
    assert "CPU" not in "".join(each.text() for each in box.buttons())
    box.reject()
    assert page.isEnabled()
