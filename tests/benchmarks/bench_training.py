"""How quick training is beside the best bare script for the same network, one thread, batch 64.

A round is 100 steps. The network has 5,746 weights. The bare script has its tensors in memory,
channels last, and a fused optimiser; nothing is reported, kept or asked.
"""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

from cnnviz.cnn import architectures
from cnnviz.data.splits import DataSet, Pictures
from cnnviz.project.plan import blueprint_of, build
from cnnviz.project.plan_edits import with_option
from cnnviz.runs.config import Config
from cnnviz.runs.directory import RunDirectory
from cnnviz.training.control import Control
from cnnviz.training.recorder import Recorder
from cnnviz.training.trainer import Trainer
from tests.torch_threads import one_thread  # noqa: F401 - acts by being here

STEPS, BATCH = 100, 64
ROUNDS = {"rounds": 15, "warmup_rounds": 2}


@pytest.fixture(scope="module")
def pictures():
    random = np.random.default_rng(0)
    count = STEPS * BATCH
    bytes_ = random.integers(0, 256, (count, 1, 28, 28), dtype=np.uint8)
    return Pictures(bytes_, random.integers(0, 10, count).astype(np.uint8))


def network():
    """conv 8 of 5×5, pool, conv 8 of 5×5, pool, fully connected: 5,746 weights and biases."""
    plan = blueprint_of(architectures.build("nine-steps"))
    plan = with_option(with_option(plan, 0, "outputs", 8), 3, "kernel_size", (5, 5))
    made = build(with_option(plan, 3, "padding", (2, 2)))
    assert made.parameter_count == 208 + 1608 + 3930
    return made


def modules():
    return nn.Sequential(
        nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(392, 10),
    )  # fmt: skip


def test_bare_script(benchmark, pictures):
    """The best that is known: everything in memory, channels last, fused Adam."""
    net = modules().to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(net.parameters(), 0.002, fused=True)
    x = torch.tensor(pictures.pictures).float() / 255
    x = x.contiguous(memory_format=torch.channels_last)
    y = torch.tensor(pictures.labels, dtype=torch.int64)

    def epoch():
        for batch in torch.randperm(len(y)).split(BATCH):
            optimizer.zero_grad()
            functional.cross_entropy(net(x[batch]), y[batch]).backward()
            optimizer.step()

    benchmark.pedantic(epoch, **ROUNDS)


def test_data_loader(benchmark, pictures):
    """The loop of the textbooks."""
    net = modules()
    optimizer = torch.optim.Adam(net.parameters(), 0.002)
    data = TensorDataset(
        torch.tensor(pictures.pictures).float() / 255,
        torch.tensor(pictures.labels, dtype=torch.int64),
    )

    def epoch():
        for x, y in DataLoader(data, BATCH, shuffle=True):
            optimizer.zero_grad()
            functional.cross_entropy(net(x), y).backward()
            optimizer.step()

    benchmark.pedantic(epoch, **ROUNDS)


def test_cnnviz(benchmark, pictures, tmp_path):
    """A run with its directory: progress, a snapshot of now and then, questions at each batch."""
    few = Pictures(pictures.pictures[:250], pictures.labels[:250])
    config = Config("x", ("y",), epochs=17, batch_size=BATCH)
    directory = RunDirectory(tmp_path / "run")
    directory.create(config, network())
    data = DataSet(pictures, few, {})
    training = Trainer(network(), data, config, directory=directory)
    recorder, control = Recorder(directory, lambda event: None), Control()

    def epoch():
        training._so_far.at, training._so_far.order = 0, None
        assert training._batches(recorder, control)

    benchmark.pedantic(epoch, **ROUNDS)
    recorder.close()
