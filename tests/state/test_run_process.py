"""How a training process tells the window why it ended: in an event, not in words on stderr."""

import sys

import pytest

from cnnviz.runs.events import Checkpoint, Diverged, Failed, Going, Halted, to_line
from cnnviz.state.run_process import RunProcess


@pytest.fixture
def ended(qtbot, qapp, tmp_path, monkeypatch):
    """Runs a trainer that says some lines and exits, and returns how that is told."""

    def ended(lines, code, *, said_in_two=False):
        text = "".join(f"{line}\n" for line in lines)
        half = len(text) // 2 if said_in_two else 0
        script = (
            "import os, sys, time\n"
            "os.write(2, b'cnnviz train: Words for a terminal.')\n"
            f"os.write(1, {text[:half].encode()!r})\n"
            f"time.sleep({0.1 if half else 0})\n"
            f"os.write(1, {text[half:].encode()!r})\n"
            f"sys.exit({code})"
        )
        monkeypatch.setattr("cnnviz.state.run_process.COMMAND", (sys.executable, "-c", script))
        process = RunProcess(qapp, tmp_path / "run")
        with qtbot.waitSignal(process.ended, timeout=10_000) as told:
            process.start([])
        process.close()
        process.deleteLater()
        return tuple(told.args)

    return ended


@pytest.mark.parametrize("event", [Failed("There is no folder."), Diverged(3, "Too fast.")])
@pytest.mark.parametrize("said_in_two", [False, True])
def test_the_reason_is_that_of_its_event(ended, event, said_in_two):
    lines = [to_line(Checkpoint(2)), to_line(event)]
    assert ended(lines, 2, said_in_two=said_in_two) == (False, event.text)


def test_without_a_reason_it_ended_unexpectedly(ended):
    assert ended([to_line(Checkpoint(2)), "no event"], 2) == (True, "")


def test_a_good_end_needs_no_words(ended):
    assert ended([to_line(Checkpoint(2))], 0) == (False, "")


@pytest.mark.parametrize("code", [4, 130, 143], ids=["stopped", "Ctrl+C", "SIGTERM"])
def test_an_end_that_was_asked_for_is_a_good_one(ended, code):
    assert ended([to_line(Checkpoint(2))], code) == (False, "")


def test_that_it_waits_is_heard_even_where_it_cannot_be_written(ended, monkeypatch):
    heard = []
    made = RunProcess.__init__

    def listening(self, parent, folder):
        made(self, parent, folder)
        self.halted.connect(heard.append)

    monkeypatch.setattr(RunProcess, "__init__", listening)
    lines = [to_line(Halted(3, "The disk is full.")), to_line(Going(3))]
    assert ended(lines, 0) == (False, "")
    assert heard == ["The disk is full.", ""]
