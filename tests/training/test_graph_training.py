"""A network with branches and shared weights learns as one of layers in a row does."""

import socket

import numpy as np
import pytest
import torch

from cnnviz.cnn.activation_layers import ReLU, Sigmoid
from cnnviz.cnn.branch_layers import Add, Concatenate, Multiply, SelectChannels
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Dropout, Flatten, Linear, Softmax
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, MaxPool2d
from cnnviz.cnn.trace import trace
from cnnviz.data import splits
from cnnviz.project.project import new_project
from cnnviz.project.project_file import save_project
from cnnviz.runs.config import Config
from cnnviz.runs.directory import CHECKPOINT, RunDirectory
from cnnviz.runs.events import EpochEnd, FinalTest, Finished
from cnnviz.runs.named_network import load_network
from cnnviz.runs.wishes import STOP
from cnnviz.training.control import Control
from cnnviz.training.trainer import Trainer
from tests.forked import TrainProcess
from tests.torch_threads import one_thread  # noqa: F401 - acts by being here

CONFIG = Config("graph", ("strokes:400",), epochs=4, batch_size=20, lr=0.01)


@pytest.fixture(scope="module")
def data():
    return splits.load(CONFIG.data, seed=0)


def graph():
    """A skip, a gate, chosen channels, and one convolution that stands at two nodes."""
    random = np.random.default_rng(0)

    def weights(*shape):
        bound = np.prod(shape[1:]) ** -0.5
        return random.uniform(-bound, bound, shape).astype(np.float32)

    def norm(count):
        ones = np.ones(count, np.float32)
        return BatchNorm2d(ones, 0 * ones, 0 * ones, ones)

    twice = Conv2d(weights(6, 6, 3, 3), weights(6), padding=(1, 1))
    nodes = (
        Node("stem.conv", Conv2d(weights(6, 1, 5, 5), stride=(2, 2)), (INPUT,)),
        Node("stem.bn", norm(6), ("stem.conv",)),
        Node("one", twice, ("stem.bn",)),
        Node("relu", ReLU(), ("one",)),
        Node("two", twice, ("relu",)),
        Node("add", Add(), ("two", "stem.bn")),
        Node("pool", MaxPool2d((2, 2)), ("add",)),
        Node("mean", AdaptiveAvgPool2d((1, 1)), ("pool",)),
        Node("gate.conv", Conv2d(weights(6, 6, 1, 1), weights(6)), ("mean",)),
        Node("gate", Sigmoid(), ("gate.conv",)),
        Node("mul", Multiply(), ("pool", "gate")),
        Node("some", SelectChannels((5, 0)), ("pool",)),
        Node("cat", Concatenate(), ("mul", "some")),
        Node("drop", Dropout(0.1), ("cat",)),
        Node("flat", Flatten(), ("drop",)),
        Node("fc", Linear(weights(10, 8 * 36), weights(10)), ("flat",)),
        Node("softmax", Softmax(), ("fc",)),
    )
    return Network("graph", "Graph", (1, 28, 28), nodes, tuple("0123456789"))


class StopsAt(Control):
    def __init__(self, training, step):
        super().__init__()
        self._training, self._step = training, step

    def next(self, *, wait):
        if self._training.learner.step == self._step:
            self.ask(STOP)
        return super().next(wait=wait)


def test_it_learns_and_what_is_shared_stays_shared(data):
    events = []
    network = Trainer(graph(), data, CONFIG).run(events.append)
    losses = [event.train_loss for event in events if isinstance(event, EpochEnd)]
    assert losses[-1] < 0.6 * losses[0]
    assert network.sharing("one") == ("one", "two")
    assert network.layers["one"] is network.layers["two"]
    assert network.inputs == graph().inputs
    for name, array in graph().parameters().items():
        assert not np.array_equal(array, network.parameters()[name]), name
    test = data.tests["strokes"]
    right = [
        trace(network, picture / np.float32(255)).output.argmax() == label
        for picture, label in zip(test.pictures, test.labels, strict=True)
    ]
    told = next(event.accuracy for event in events if isinstance(event, FinalTest))
    assert told == pytest.approx(np.mean(right), abs=1 / len(right))
    assert told > 0.4  # chance: 0.1


@pytest.mark.parametrize("settings", [{}, {"averaging": 0.9}, {"optimizer": "sgd"}])
def test_it_goes_on_from_a_checkpoint_to_the_same_bits(data, settings, tmp_path):
    config = Config(**{**vars(CONFIG), "epochs": 2, "snapshots": 5, **settings})
    whole = Trainer(graph(), data, config).run(lambda event: None)
    directory = RunDirectory(tmp_path / "run")
    directory.create(config, graph())
    first = Trainer(graph(), data, config, directory=directory)
    first.run(lambda event: None, StopsAt(first, 25))
    torch.manual_seed(99)
    second = Trainer(graph(), data, config, directory=directory)
    second.resume((directory.path / CHECKPOINT).read_bytes())
    again = second.run(lambda event: None)
    for name, array in whole.parameters().items():
        np.testing.assert_array_equal(again.parameters()[name], array)
    assert directory.network().parameters().keys() == directory.snapshot(0).keys()


@pytest.mark.timeout(180)
def test_the_command_trains_a_project_of_it_in_two_processes_as_in_one(tmp_path):
    file = tmp_path / "graph.cnnviz"
    # Dropout draws in each process by itself: without it both learn the same.
    save_project(file, new_project(graph().with_layers({"drop": Dropout(0.0)})))
    words = [str(file), "--data", "strokes:203", "--epochs", "1", "--batch-size", "32",
             "--optimizer", "sgd", "--lr", "0.001", "--start", "network"]  # fmt: skip
    runs = {}
    for size in (1, 2):
        path = tmp_path / str(size)
        command = [*words, "--run", str(path)]
        shared = {"WORLD_SIZE": str(size), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": free_port()}
        processes = [
            TrainProcess(command, RANK=str(rank), LOCAL_RANK=str(rank), **shared)
            for rank in range(size)
        ]
        for process in processes:
            _, problem = process.finish()
            assert process.returncode == 0, problem
        runs[size] = RunDirectory(path)
        assert isinstance(runs[size].events()[-1], Finished)
    for name, array in runs[1].weights().items():
        np.testing.assert_allclose(runs[2].weights()[name], array, atol=1e-4)
    assert load_network(str(runs[2].path)).sharing("two") == ("one", "two")


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])
