"""Two processes that share each batch learn what one does."""

import subprocess
import sys

import numpy as np
import pytest

from cnnviz.training.events import EpochEnd, Finished
from cnnviz.training.run_directory import RunDirectory

WORDS = ["train", "nine-steps", "--data", "strokes:203", "--epochs", "2", "--batch-size", "32",
         "--lr", "0.01"]  # fmt: skip
# After "--", or it would take our --run for one of its own options.
TORCHRUN = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2", "-m", "--"]


@pytest.mark.timeout(180)
def test_two_processes_are_equal_to_one_within_float_tolerance(tmp_path):
    alone = [sys.executable, "-m", "cnnviz", *WORDS, "--run", str(tmp_path / "one")]
    subprocess.run(alone, check=True, capture_output=True)
    both = [sys.executable, *TORCHRUN, "cnnviz", *WORDS, "--run", str(tmp_path / "two")]
    done = subprocess.run(both, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    one, two = RunDirectory(tmp_path / "one"), RunDirectory(tmp_path / "two")
    for name, array in one.weights().items():
        np.testing.assert_allclose(two.weights()[name], array, atol=2e-5)
    losses = [
        [event.train_loss for event in run.events() if isinstance(event, EpochEnd)]
        for run in (one, two)
    ]
    np.testing.assert_allclose(losses[1], losses[0], rtol=1e-4)
    finished = [event for event in two.events() if isinstance(event, Finished)]
    assert len(finished) == 1  # one of them writes
