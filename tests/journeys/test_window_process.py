"""The window closed and killed while it trains, as the system sees it."""

import time

import numpy as np
import pytest

from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import Stopped
from tests.journeys.whole_window import WholeWindow
from tests.whole_run import check

LATEST = 4  # seconds after the start of the training: PyTorch is loaded after about 2


def wait_for_snapshots(directory):
    deadline = time.monotonic() + 60
    while not list(directory.path.glob("snapshots/00002*")):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.timeout(300)
def test_quits_in_mid_training_end_well(thorough):
    random = np.random.default_rng()
    for _ in range(20 if thorough else 2):
        window = WholeWindow()
        time.sleep(float(random.uniform(0, LATEST)))  # while PyTorch is loaded, or in the training
        assert window.close() == (0, "")
        assert not window.trainer.is_running()
        check(RunDirectory(window.run))


def test_a_quit_saves_what_was_learnt():
    window = WholeWindow()
    directory = RunDirectory(window.run)
    wait_for_snapshots(directory)
    assert window.close() == (0, "")
    assert not window.trainer.is_running()
    assert isinstance(directory.events()[-1], Stopped)
    assert directory.weights()
    check(directory)


@pytest.mark.timeout(300)
def test_the_trainer_of_a_killed_window_saves_and_ends(thorough):
    for _ in range(20 if thorough else 1):
        window = WholeWindow()
        directory = RunDirectory(window.run)
        wait_for_snapshots(directory)
        window.kill()
        window.trainer.wait(timeout=30)
        last = directory.events()[-1]
        assert isinstance(last, Stopped)
        assert directory.weights()
        check(directory)
