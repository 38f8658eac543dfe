"""A run that an earlier version began, when layers were counted, is shown and goes on.

`tests/runs/earlier` holds such a run of two epochs of three, and the weights that the version of
then ended with when it went on.
"""

import shutil
from pathlib import Path

import numpy as np
import pytest

from cnnviz.files.weights_file import read_weights
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import Finished
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


def test_it_goes_on_from_its_checkpoint_to_the_weights_it_would_have_had(path, qapp):
    process = TrainProcess(["--resume", "--run", str(path)])
    _, problem = process.finish()
    assert (process.returncode, problem) == (0, "")
    directory = RunDirectory(path)
    assert isinstance(directory.events()[-1], Finished)
    whole = read_weights(EARLIER / "weights-of-the-whole-run.safetensors")
    ended = load_network(str(path))
    assert_are(ended, whole, atol=1e-5)  # another processor rounds elsewhere
    assert directory.weights().keys() == ended.parameters().keys()
    run = TrainingRun(path)
    run.watch()
    numbers = [snapshot.number for snapshot in run.history.snapshots]
    assert len(numbers) > 3  # those of then, and new ones beside them
    assert all(run.network_at(number) is not None for number in numbers)
    run.close()
