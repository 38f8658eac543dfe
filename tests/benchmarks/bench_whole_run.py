"""Whole runs of a minute, with snapshots, saving and tests, beside the best bare script, in turn.

The script only learns: it tests, keeps and tells nothing. Both learn from the same pictures as
often, on one thread. `ratio` is the pictures a second of the run, its final test included, by those
of the script, from the wall clock; `cpu_ratio` the same from the processor time of the thread that
trains, which other work on the machine does not touch.
"""

import time

import pytest
import torch
from torch.nn import functional

from cnnviz.data import splits
from cnnviz.runs.config import Config
from cnnviz.runs.directory import RunDirectory
from cnnviz.training.control import Control
from cnnviz.training.trainer import Trainer
from tests.benchmarks.bench_training import BATCH, modules, network
from tests.torch_threads import one_thread  # noqa: F401 - acts by being here

SECONDS = 60.0
TURNS = 2  # runs, each of so many seconds
DATA = "strokes:5000"


@pytest.fixture(scope="module")
def data():
    return splits.load([DATA], seed=0)


class BareScript:
    """The best that is known: everything in memory, channels last, fused Adam."""

    def __init__(self, data):
        self.net = modules().to(memory_format=torch.channels_last)
        self.optimizer = torch.optim.Adam(self.net.parameters(), 0.002, fused=True)
        x = torch.tensor(data.training.pictures).float() / 255
        self.x = x.contiguous(memory_format=torch.channels_last)
        self.y = torch.tensor(data.training.labels, dtype=torch.int64)

    def train(self, epochs):
        for _ in range(epochs):
            for batch in torch.randperm(len(self.y)).split(BATCH):
                self.optimizer.zero_grad()
                functional.cross_entropy(self.net(self.x[batch]), self.y[batch]).backward()
                self.optimizer.step()


def timed(work, *arguments):
    """Do work; return the seconds it took, and those of the processor in this thread."""
    wall, cpu = time.perf_counter(), time.thread_time()
    work(*arguments)
    return time.perf_counter() - wall, time.thread_time() - cpu


@pytest.mark.timeout(900)
def test_a_minute_beside_the_bare_script(benchmark, data, tmp_path):
    script = BareScript(data)
    _, warm = timed(script.train, 2)  # however busy the machine is, as long a run
    epochs = max(2, round(SECONDS / (warm / 2)))
    spent = {"run": [0.0, 0.0], "script": [0.0, 0.0]}

    def in_turn():
        for turn in range(TURNS):
            directory = RunDirectory(tmp_path / f"run-{turn}")
            config = Config("x", (DATA,), epochs=epochs, batch_size=BATCH)
            directory.create(config, network())
            training = Trainer(network(), data, config, directory=directory)
            for name, seconds in (
                ("run", timed(training.run, lambda event: None, Control())),
                ("script", timed(script.train, epochs)),
            ):
                for place, value in enumerate(seconds):
                    spent[name][place] += value

    benchmark.pedantic(in_turn, rounds=1)
    ratios = [script / run for script, run in zip(spent["script"], spent["run"], strict=True)]
    benchmark.extra_info["ratio"], benchmark.extra_info["cpu_ratio"] = ratios
    print(f"\nratio {ratios[0]:.3f}, cpu_ratio {ratios[1]:.3f}, {epochs} epochs a turn")  # noqa: T201
