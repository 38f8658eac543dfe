"""Kill the trainer at random points: no directory is spoilt, and what is resumed ends in the same
bits as an unbroken run."""

import os
import signal
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import Finished
from tests.forked import server
from tests.whole_run import check

WORDS = ["nine-steps", "--data", "strokes:100", "--batch-size", "10", "--lr", "0.01",
         "--augment", "shift", "--epochs", "12", "--snapshots", "40"]  # fmt: skip
RESUMED = 4  # of those killed; 10 where thorough
OFTEN = 0.02  # seconds between checkpoints, so that a run has dozens and ends in the midst of some


def train(words):
    """Run `cnnviz train` in this process."""
    os.environ["OMP_NUM_THREADS"] = "1"
    from cnnviz.__main__ import main
    from cnnviz.training import trainer

    trainer.CHECKPOINT_EVERY = OFTEN
    sys.exit(main(["train", *words]))


def start(path, *more):
    process = server().Process(target=train, args=([*WORDS, *more, "--run", str(path)],))
    process.start()
    return process


def wait_for_events(path, process):
    while not (path / "events.jsonl").exists() and process.is_alive():
        time.sleep(0.002)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An unbroken run, and how long it learnt."""
    path = tmp_path_factory.mktemp("whole") / "run"
    process = start(path)
    wait_for_events(path, process)
    began = time.perf_counter()
    process.join()
    assert process.exitcode == 0
    return RunDirectory(path), time.perf_counter() - began


def wait_for_write(path, process):
    """Wait until a file is being written under another name."""
    while process.is_alive():
        if any(name.startswith(".cnnviz-") for name in os.listdir(path)):
            return
        if any(path.glob("snapshots/.cnnviz-*")) or any(path.glob("predictions/.cnnviz-*")):
            return


@pytest.mark.timeout(600)
def test_kills_at_random_points_spoil_nothing(whole, tmp_path, thorough):
    unbroken, seconds = whole
    random, killed, resumed, number = np.random.default_rng(), 0, 0, 0
    in_a_write, wanted = 0, 10 if thorough else RESUMED
    while killed < (100 if thorough else 10):
        path, number = Path(tmp_path / str(number)), number + 1
        process = start(path)
        wait_for_events(path, process)
        time.sleep(float(random.uniform(0, seconds)))
        if number % 2:
            wait_for_write(path, process)
        process.kill()
        process.join()
        in_a_write += any(path.rglob(".cnnviz-*"))
        directory = RunDirectory(path)
        check(directory)
        if process.exitcode != -signal.SIGKILL:
            continue  # it was quicker
        killed += 1
        if resumed < wanted:
            resumed += 1
            again = start(path, "--resume")
            again.join()
            assert again.exitcode == 0
            assert isinstance(directory.events()[-1], Finished)
            assert not list(path.rglob(".cnnviz-*.tmp"))
            for name, array in unbroken.weights().items():
                np.testing.assert_array_equal(directory.weights()[name], array)
            check(directory)
    assert resumed == wanted
    assert in_a_write >= killed // 4  # the others fell between two writes
