"""A run that an earlier version began, when layers were counted, is shown and goes on.

`tests/runs/earlier` holds such a run of two epochs of three. Its digits are drawn by other hands
today, so it does not end in the weights it would have had.
"""

import shutil
from pathlib import Path

import numpy as np
import pytest

from cnnviz.files.weights_file import read_weights
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import Finished, Warned
from cnnviz.runs.named_network import load_network
from cnnviz.state.training_run import TrainingRun
from tests.forked import TrainProcess

EARLIER = Path(__file__).parents[1] / "runs" / "earlier"
NODES = {"0": "conv1", "1": "bn1", "5": "fc1"}


@pytest.fixture
def path(tmp_path):
    """A copy of the run."""
    return Path(shutil.copytree(EARLIER / "run", tmp_path / "run"))


def assert_are(network, stored, **tolerance):
    """Each array of a network is the one of a file that counts layers."""
    assert {key.partition(".")[0] for key in stored} == NODES.keys()
    for key, array in stored.items():
        layer, _, name = key.partition(".")
        found = network.parameters()[f"{NODES[layer]}.{name}"]
        np.testing.assert_allclose(found, array, **{"rtol": 0, "atol": 0} | tolerance)


def test_its_weights_are_those_of_today_by_name(path):
    assert_are(load_network(str(path)), read_weights(path / "weights.safetensors"))


def test_each_of_its_snapshots_is_shown(path, qapp):
    run = TrainingRun(path)
    run.watch()
    assert len(run.history.snapshots) == 3
    for place, snapshot in enumerate(run.history.snapshots):
        run.look_at(place)
        assert_are(run.network_then, run.directory.snapshot(snapshot.number))
    run.close()


def test_it_goes_on_from_its_checkpoint_and_tells_that_its_data_may_be_others(path, qapp):
    before = dict(load_network(str(path)).parameters())
    process = TrainProcess(["--resume", "--run", str(path)])
    _, problem = process.finish()
    assert (process.returncode, problem) == (0, "")
    directory = RunDirectory(path)
    assert isinstance(directory.events()[-1], Finished)
    warned = [event.text for event in directory.events() if isinstance(event, Warned)]
    assert len(warned) == 1
    assert "whether it still is the same is not known" in warned[0]
    ended = load_network(str(path))
    assert directory.weights().keys() == ended.parameters().keys()
    for name, array in ended.parameters().items():  # two epochs of three were learnt before
        assert np.isfinite(array).all()
        assert name.endswith("running_var") or np.abs(array - before[name]).max() < 0.2
    run = TrainingRun(path)
    run.watch()
    numbers = [snapshot.number for snapshot in run.history.snapshots]
    assert len(numbers) > 3  # those of then, and new ones beside them
    assert all(run.network_at(number) is not None for number in numbers)
    run.close()
