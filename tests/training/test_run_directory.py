import os
import stat
import subprocess
import sys

import numpy as np
import pytest

from cnnviz.training.config import Config
from cnnviz.training.events import EpochEnd, Stopped
from cnnviz.training.run_directory import EVENTS, WEIGHTS, RunDirectory

CONFIG = Config("lecture-cnn", ("strokes:100",))
OLD = {"0.weight": np.ones((2, 3), dtype=np.float32)}
NEW = {"0.weight": np.zeros((2, 3), dtype=np.float32)}


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
    np.testing.assert_array_equal(directory.weights()["0.weight"], NEW["0.weight"])
    assert directory.config() == CONFIG
    assert names(directory) == ["config.json", "weights.safetensors"]


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
    np.testing.assert_array_equal(directory.weights()["0.weight"], OLD["0.weight"])
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
    modules = "cnnviz.training.command, cnnviz.training.run_directory, cnnviz.training.events"
    code = f"import sys, {modules}; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
