import os
import socket
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.runs import directory as run_directory
from cnnviz.runs import lock as run_lock
from cnnviz.runs.config import Config
from cnnviz.runs.directory import (
    EVENTS,
    WEIGHTS,
    Predictions,
    RunDirectory,
    Validation,
)
from cnnviz.runs.events import (
    Checkpoint,
    EpochEnd,
    Paused,
    Progress,
    Snapshot,
    Started,
    Stopped,
)
from cnnviz.runs.lock import OWNER, RunLock

CONFIG = Config("lecture-cnn", ("strokes:100",))
OLD = {"conv1.weight": np.ones((2, 3), dtype=np.float32)}
NEW = {"conv1.weight": np.zeros((2, 3), dtype=np.float32)}


@pytest.fixture
def directory(tmp_path):
    directory = RunDirectory(tmp_path / "deep" / "run")
    directory.create(CONFIG)
    return directory


def names(directory):
    return sorted(path.name for path in directory.path.iterdir())


def test_what_is_kept_comes_back(directory):
    directory.save_weights(OLD)
    directory.save_weights(NEW)
    np.testing.assert_array_equal(directory.weights()["conv1.weight"], NEW["conv1.weight"])
    assert directory.config() == CONFIG
    assert names(directory) == ["config.json", "weights.safetensors"]


def test_the_settings_come_last(tmp_path, monkeypatch):
    """A run without the pictures that it is watched on could not be shown."""
    written = []
    monkeypatch.setattr(
        run_directory, "write_atomically", lambda path, _: written.append(path.name)
    )
    watched = Validation(np.zeros((2, 1, 3, 3), np.uint8), np.zeros(2, np.uint8))
    RunDirectory(tmp_path / "run").create(CONFIG, architectures.build("nine-steps"), watched)
    assert written == ["network.cnnviz", "validation.safetensors", "config.json"]


def test_a_second_run_does_not_take_the_place_of_the_first(directory):
    with pytest.raises(FileExistsError, match="already holds a run"):
        directory.create(CONFIG)


def test_events_are_read_while_the_last_one_is_written(directory):
    assert directory.events() == []
    events = [EpochEnd(1, 0.5, 0.75, 100.0), Stopped(2)]
    for event in events:
        directory.add_event(event)
    with (directory.path / EVENTS).open("a") as file:
        file.write('{"event": "Epo')
    assert directory.events() == events


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_on_the_way_leaves_the_old_file(directory, monkeypatch, step):
    directory.save_weights(OLD)

    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="no space"):
        directory.save_weights(NEW)
    monkeypatch.undo()
    np.testing.assert_array_equal(directory.weights()["conv1.weight"], OLD["conv1.weight"])
    assert names(directory) == ["config.json", "weights.safetensors"]


def test_the_weights_are_on_the_disk_before_they_take_their_name(directory, monkeypatch):
    steps, flush, rename = [], os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (steps.append("flush"), flush(fd))[1])
    monkeypatch.setattr(os, "replace", lambda a, b: (steps.append("rename"), rename(a, b))[1])
    directory.save_weights(NEW)
    assert steps == ["flush", "rename", "flush"]


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_others_may_read_the_weights_if_the_umask_lets_them(directory):
    umask = os.umask(0o022)
    try:
        directory.save_weights(OLD)
    finally:
        os.umask(umask)
    assert stat.S_IMODE((directory.path / WEIGHTS).stat().st_mode) == 0o644


@pytest.mark.parametrize("cut", [0, 4, 20, -1])
def test_damaged_weights_are_refused_in_words(directory, cut):
    directory.save_weights(OLD)
    path = directory.path / WEIGHTS
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ValueError, match="damaged"):
        directory.weights()


def test_the_window_can_read_runs_without_pytorch():
    modules = "cnnviz.commands.train, cnnviz.runs.directory, cnnviz.runs.events"
    code = f"import sys, {modules}; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_a_newer_version_told_and_torn_lines_are_passed_over(directory):
    directory.add_event(Stopped(1))
    with (directory.path / EVENTS).open("a") as file:
        file.write('{"event": "Party"}\n{"event": "Sto\n[]\n')
    directory.add_event(Stopped(2))
    assert directory.events() == [Stopped(1), Stopped(2)]


def test_resuming_forgets_what_was_told_after_the_checkpoint(directory):
    told = [
        Started(2, 10, 5, 5), Snapshot(0, 0, 1, 0.1), Progress(3, 1, 3, 2.0, 0.5, 0.1, 9.0, 1.0),
        Checkpoint(5), Progress(6, 2, 1, 2.0, 0.5, 0.1, 9.0, 1.0), Paused(6), Stopped(2, 6),
    ]  # fmt: skip
    for event in told:
        directory.add_event(event)
    directory.cut_events(5)
    assert directory.events() == told[:4]
    directory.cut_events(-1)
    assert directory.events() == []


def test_a_lock_tells_who_trains_and_that_he_is_gone(directory):
    assert not directory.is_running()
    directory.lock()
    assert directory.is_running()
    with pytest.raises(FileExistsError, match="another process"):
        RunDirectory(directory.path).lock()
    directory.unlock()
    assert not directory.is_running()
    code = "from pathlib import Path; from cnnviz.runs.directory import RunDirectory as R;"
    code += f"R(Path({str(directory.path)!r})).lock()"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert (directory.path / OWNER).exists()
    assert not directory.is_running()  # the number of a process that has ended
    directory.lock()


def test_a_process_of_another_machine_is_given_up_after_a_while(directory):
    (directory.path / OWNER).write_text("1 1 elsewhere\n")
    directory.add_event(Stopped(1))
    assert directory.is_running()
    os.utime(directory.path / EVENTS, (0, 0))
    assert not directory.is_running()


def test_of_many_that_come_at_once_one_gets_the_lock(directory, monkeypatch):
    (directory.path / OWNER).write_text("1 0 " + socket.gethostname() + "\n")  # of one that is gone
    write, together = run_lock.write_atomically, threading.Barrier(8)

    def slowly(path, data):
        time.sleep(0.02)
        write(path, data)

    def come(_):
        together.wait()
        return RunLock(directory.path, directory.path / EVENTS).take()

    monkeypatch.setattr(run_lock, "write_atomically", slowly)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(come, range(8))) == 1


def test_half_written_files_are_swept_away(directory):
    left = directory.path / ".cnnviz-0123.tmp"
    left.write_bytes(b"half")
    directory.lock()
    assert not left.exists()


def test_arrays_of_a_run_come_back(directory):
    pictures = np.arange(2 * 3 * 4 * 5, dtype=np.uint8).reshape(2, 3, 4, 5)
    directory.save_validation(Validation(pictures, np.array([1, 2], np.uint8)))
    directory.save_predictions(7, Predictions(np.array([2, 2], np.uint8), np.ones(2, np.float32)))
    directory.save_snapshot(3, OLD)
    np.testing.assert_array_equal(directory.validation().pictures, pictures)
    assert directory.predictions(7).predicted.tolist() == [2, 2]
    np.testing.assert_array_equal(directory.snapshot(3)["conv1.weight"], OLD["conv1.weight"])
    with pytest.raises(OSError, match="00004"):
        directory.snapshot(4)
    (directory.path / "snapshots" / "00003.safetensors").write_bytes(b"damaged")
    with pytest.raises(ValueError, match="damaged"):
        directory.snapshot(3)
