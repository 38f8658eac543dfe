"""Two processes that share each batch learn what one does."""

import socket
import subprocess
import sys

import numpy as np
import pytest

from cnnviz.project import shipped
from cnnviz.project.plan import draft_of, with_blueprint
from cnnviz.project.plan_edits import with_added
from cnnviz.project.project import new_project
from cnnviz.project.project_file import save_project
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import EpochEnd, Finished, Stopped
from tests.forked import TrainProcess

WORDS = ["--data", "strokes:203", "--epochs", "2", "--batch-size", "32", "--lr", "0.01"]
# After "--", or it would take our --run for one of its own options.
TORCHRUN = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2", "-m", "--"]


def alone(path, *words):
    """Train in one process."""
    return finished(path, TrainProcess([*words, "--run", str(path)]))


def by_torchrun(path, *words):
    """Train in two processes, as the handbook of PyTorch has it."""
    command = [sys.executable, *TORCHRUN, "cnnviz", "train", *words, "--run", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return RunDirectory(path)


def together(path, *words):
    """Train in two processes that find each other as those of torchrun do."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    shared = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    command = [*words, "--run", str(path)]
    both = [TrainProcess(command, RANK=rank, LOCAL_RANK=rank, **shared) for rank in "01"]
    return finished(path, *both)


def finished(path, *processes):
    for process in processes:
        _, problem = process.finish()
        assert process.returncode == 0, problem
    return RunDirectory(path)


def check_equal(one, two, tolerance=2e-5):
    for name, array in one.weights().items():
        np.testing.assert_allclose(two.weights()[name], array, atol=tolerance)
    losses = [
        [event.train_loss for event in run.events() if isinstance(event, EpochEnd)]
        for run in (one, two)
    ]
    np.testing.assert_allclose(losses[1], losses[0], rtol=1e-4)
    finished = [event for event in two.events() if isinstance(event, Finished)]
    assert len(finished) == 1  # one of them writes


@pytest.mark.timeout(180)
def test_two_processes_are_equal_to_one_within_float_tolerance(tmp_path):
    words = ("nine-steps", *WORDS)
    check_equal(alone(tmp_path / "one", *words), by_torchrun(tmp_path / "two", *words))


@pytest.mark.timeout(180)
def test_batch_norm_is_over_both_and_each_picture_changes_as_with_one(tmp_path):
    project = new_project(shipped.network("nine-steps"))
    project = with_blueprint(project, with_added(draft_of(project), 1, "batch_norm2d"))
    file = tmp_path / "normed.cnnviz"
    save_project(file, project)
    # Adam would make steps of the rounding in the gradients of the bias before a batch norm, all 0.
    # With a mean and variance for each process, running_mean alone is off by 2e-3.
    words = (str(file), *WORDS, "--augment", "shift", "--optimizer", "sgd", "--lr", "0.001")
    one, two = alone(tmp_path / "one", *words), together(tmp_path / "two", *words)
    assert "bn1.running_var" in one.weights()
    check_equal(one, two, tolerance=1e-4)


@pytest.mark.timeout(180)
def test_two_go_on_where_one_was_stopped(tmp_path):
    words = ("nine-steps", *WORDS, "--augment", "shift")
    one = alone(tmp_path / "one", *words)
    stopped = TrainProcess([*words, "--run", str(tmp_path / "two"), "--control"])
    stopped.communicate()  # closes its stdin: it stops
    assert stopped.returncode == 4
    assert isinstance(RunDirectory(tmp_path / "two").events()[-1], Stopped)
    check_equal(one, together(tmp_path / "two", "--resume"))
