"""The clock of the system may jump by a day, and a process may sleep: nothing counts by it."""

import ast
import os
import signal
import time
from pathlib import Path

import pytest

import cnnviz
from cnnviz.files import leftovers
from cnnviz.files.leftovers import sweep, temporary_name
from cnnviz.runs import lock as run_lock
from cnnviz.runs.events import Progress, from_line
from cnnviz.runs.lock import OWNER, RunLock
from tests.forked import TrainProcess

DAY = 86400  # seconds
SOURCES = Path(cnnviz.__file__).parent
# What reads the clock of the day, and why it may: nothing else counts by it.
BY_THE_CLOCK = {
    "files/leftovers.py": "files of other machines are compared with it",
    "runs/lock.py": "so are the runs of other machines",
    "views/present/presenter_window.py": "it shows the time of the day",
    "state/run_folder.py": "a folder is named by its day",
}


def clocks_in(path):
    """The calls that read the clock of the day."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            name = ast.unparse(node)
            if name in ("time.time", "time.time_ns", "date.today", "datetime.now") or (
                node.attr in ("currentDateTime", "currentDate", "currentTime", "currentMSecs")
            ):
                yield name
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (each.name for each in node.names if each.name in ("time", "time_ns"))


def test_only_files_and_names_go_by_the_clock_of_the_day():
    found = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if any(clocks_in(path))
    }
    assert found == BY_THE_CLOCK.keys()


@pytest.fixture(params=[-DAY, DAY], ids=["a day back", "a day on"])
def jump(request, monkeypatch):
    real = time.time

    def later():
        return real() + request.param

    for module in (leftovers, run_lock):
        monkeypatch.setattr(module.time, "time", later)
    return request.param


def test_the_lock_of_this_machine_does_not_go_by_the_clock(tmp_path, jump):
    events = tmp_path / "events.jsonl"
    events.touch()
    lock = RunLock(tmp_path, events)
    assert lock.take()
    assert lock.is_held()
    assert not RunLock(tmp_path, events).take()
    lock.free()
    assert lock.take()


def test_a_run_that_another_machine_trains_is_not_taken_after_a_jump(tmp_path, jump):
    events = tmp_path / "events.jsonl"
    events.touch()
    (tmp_path / OWNER).write_text("123 abc another-machine\n")
    assert not RunLock(tmp_path, events).take()
    long_ago = os.stat(events).st_mtime - run_lock.PATIENCE - 60
    os.utime(events, (long_ago, long_ago))
    assert RunLock(tmp_path, events).take()


def test_what_a_living_process_writes_is_not_swept_after_a_jump(tmp_path, jump):
    file = tmp_path / temporary_name()
    file.touch()
    sweep(tmp_path)
    assert file.exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows stops no process")
def test_a_trainer_that_slept_goes_on_and_never_has_negative_time_left(tmp_path):
    words = ["nine-steps", "--data", "strokes:60", "--epochs", "30", "--batch-size", "20"]
    process = TrainProcess([*words, "--run", str(tmp_path / "run"), "--control"])
    first = process.stdout.readline()
    os.kill(process.pid, signal.SIGSTOP)
    process.stdin.write('{"do": "go"}\n')  # nothing that is said meanwhile is lost
    process.stdin.flush()
    os.kill(process.pid, signal.SIGCONT)
    rest, problem = process.finish()
    assert process.returncode == 0, problem
    told = [from_line(line) for line in (first + rest).splitlines()]
    left = [event.seconds_left for event in told if isinstance(event, Progress)]
    assert left
    assert min(left) >= 0
