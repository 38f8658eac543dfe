"""What is frozen stays as it is, to the last bit; the rest learns as in PyTorch."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from cnnviz.data import splits
from cnnviz.foreign.module_network import opened_module
from cnnviz.project.fitted import fitted_to_data
from cnnviz.project.project import new_project
from cnnviz.runs.config import Config, SettingError
from cnnviz.training.frozen import frozen_nodes
from cnnviz.training.learner import Learner
from tests.torch_threads import one_thread  # noqa: F401 - acts by being here

SETTINGS = {"network": "n", "data": ("strokes:200",), "batch_size": 10, "lr": 0.01,
            "optimizer": "sgd", "schedule": "constant", "start": "network"}  # fmt: skip


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(1, 4, 3, 2), nn.BatchNorm2d(4)
        self.conv2, self.bn2 = nn.Conv2d(4, 6, 3, 2), nn.BatchNorm2d(6)
        self.drop, self.fc = nn.Dropout(0.0), nn.Linear(6, 10)

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        x = functional.relu(self.bn2(self.conv2(x)))
        return self.fc(self.drop(x.mean((2, 3))))


@pytest.fixture(scope="module")
def data():
    return splits.load(SETTINGS["data"], seed=0)


def begun(data, **settings):
    torch.manual_seed(0)
    module = Net().eval()
    network = opened_module(module, torch.randn(1, 1, 28, 28)).network
    config = Config(**SETTINGS, **settings)
    return module, network, Learner(network, data.training, config, torch.device("cpu"))


@pytest.mark.parametrize(
    ("settings", "frozen"),
    [
        ({"fine_tune": True}, ("conv1", "bn1", "conv2", "bn2")),
        ({"freeze_to": "bn1"}, ("conv1", "bn1")),
        ({}, ()),
    ],
)
def test_ten_steps_equal_torch_and_frozen_arrays_stay_bit_equal(data, settings, frozen):
    module, network, learner = begun(data, **settings)
    module.train()
    for name in frozen:
        getattr(module, name).requires_grad_(False)
        getattr(module, name).eval()
    learnt = [each for each in module.parameters() if each.requires_grad]
    optimizer = torch.optim.SGD(learnt, lr=0.01, momentum=0.9, nesterov=True)
    pictures = torch.tensor(data.training.pictures) / 255
    labels = torch.tensor(data.training.labels, dtype=torch.int64)
    order = learner.new_order()
    for step in range(10):
        batch = order[10 * step : 10 * step + 10]
        learner.learn(batch)
        loss = functional.cross_entropy(module(pictures[batch]), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    after, wanted = learner.parameters(), module.state_dict()
    for name, array in network.parameters().items():
        if name.partition(".")[0] in frozen:
            assert array.tobytes() == after[name].tobytes(), name
        else:
            assert not np.array_equal(array, after[name]), name
        np.testing.assert_allclose(after[name], wanted[name].numpy(), rtol=1e-5, atol=1e-5)


def test_what_shares_weights_with_a_frozen_node_is_frozen():
    from tests.foreign import networks

    network = opened_module(
        networks.made(networks.Shared), networks.image_for(networks.Shared)
    ).network
    config = Config(**SETTINGS, freeze_to="bn")
    assert frozen_nodes(network, config) == {"bn", "bn_2"}
    with pytest.raises(ValueError, match="Nothing would be learnt"):
        frozen_nodes(network, Config(**SETTINGS, freeze_to="conv"))


@pytest.mark.parametrize(
    ("settings", "told"),
    [({"fine_tune": True, "start": "random"}, "start from them"),
     ({"fine_tune": True, "freeze_to": "a"}, "not both")],
)  # fmt: skip
def test_settings_that_contradict_each_other_are_refused(settings, told):
    with pytest.raises(SettingError, match=told):
        Config(**{**SETTINGS, **settings})


def test_a_node_that_is_not_there_is_told_with_the_nearest(data):
    with pytest.raises(ValueError, match=r"no layer 'bn3' to freeze up to; there is .*bn1"):
        begun(data, freeze_to="bn3")


def test_fitting_to_other_classes_keeps_the_nodes_that_are_frozen():
    module = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 36, 7)).eval()
    network = opened_module(module, torch.randn(1, 1, 8, 8)).network
    fitted = fitted_to_data(new_project(network), (1, 8, 8), ("one", "two")).network
    assert fitted.names == network.names == ("input", "0", "1", "2", "3")
    assert fitted.layers["0"] is network.layers["0"]
    assert fitted.layers["3"].weight.shape == (2, 4 * 36)
