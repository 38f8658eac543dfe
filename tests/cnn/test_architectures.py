"""The networks known by name, beside the same layers built in PyTorch."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import read_only
from cnnviz.cnn.trace import trace
from cnnviz.project import shipped

SAME = {"padding": "same"}


def nine_steps(pool):
    convolutions = nn.Conv2d(1, 6, 5, **SAME), nn.Conv2d(6, 8, 3, **SAME)
    return nn.Sequential(
        *(convolutions[0], nn.ReLU(), pool(2), convolutions[1], nn.ReLU(), pool(2)),
        *(nn.Flatten(), nn.Linear(392, 10), nn.ReLU()),
    )


def tiny_vgg():
    layers = []
    for inputs in (3, 10):
        convolutions = nn.Conv2d(inputs, 10, 3), nn.Conv2d(10, 10, 3)
        layers += [convolutions[0], nn.ReLU(), convolutions[1], nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(1690, 10), nn.Softmax(1))


TORCH = {
    "lecture-cnn": lambda: nn.Sequential(
        *(nn.Conv2d(1, 8, 5, **SAME), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(8, 16, 5, **SAME), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10), nn.Softmax(1)),
    ),
    "simplest-cnn": lambda: nn.Sequential(
        *(nn.Conv2d(1, 4, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(576, 10), nn.Softmax(1)),
    ),
    "nine-steps": lambda: nine_steps(nn.MaxPool2d),
    "nine-steps-average": lambda: nine_steps(nn.AvgPool2d),
    "lenet-5": lambda: nn.Sequential(
        *(nn.Conv2d(1, 6, 5, **SAME), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()),
        *(nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
        nn.Softmax(1),
    ),
    "tiny-vgg": tiny_vgg,
    "mlp": lambda: nn.Sequential(
        nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10), nn.Softmax(1)
    ),
    "cnn-gap": lambda: nn.Sequential(
        *(nn.Conv2d(1, 16, 5, **SAME), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(16, 32, 5, **SAME), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(32, 32, 3, **SAME), nn.ReLU(), nn.AdaptiveAvgPool2d(1)),
        *(nn.Flatten(), nn.Linear(32, 10), nn.Softmax(1)),
    ),
    "swan-cnn": lambda: nn.Sequential(
        *(nn.Conv2d(3, 16, 3, **SAME), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(16, 32, 3, **SAME), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(32, 64, 3, **SAME), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()),
        *(nn.Linear(1024, 64), nn.ReLU(), nn.Linear(64, 2), nn.Softmax(1)),
    ),
    "white-swan-cnn": lambda: TORCH["swan-cnn"](),
    "one-filter": lambda: nn.Sequential(nn.Conv2d(1, 1, 3), nn.ReLU(), nn.MaxPool2d(2)),
    "one-filter-rgb": lambda: nn.Sequential(nn.Conv2d(3, 1, 3), nn.ReLU(), nn.MaxPool2d(2)),
}


def test_every_name_has_its_counterpart():
    assert {*TORCH, "residual-cnn"} == set(architectures.NAMES)


def agree(mine, tensor):
    expected = tensor[0].detach().numpy()
    assert mine.shape == expected.shape
    np.testing.assert_allclose(mine, expected, rtol=0, atol=1e-5 * np.ptp(expected))


@pytest.mark.parametrize("name", TORCH)
def test_sizes_parameters_and_values_are_those_of_pytorch(name):
    network, modules = architectures.build(name, seed=3), TORCH[name]()
    assert network.is_chain
    assert network.parameter_count == sum(p.numel() for p in modules.parameters())
    weights = zip(modules.state_dict(), network.parameters().values(), strict=True)
    modules.load_state_dict({name: torch.tensor(array) for name, array in weights})
    image = np.random.default_rng(0).random(network.input_shape, np.float32)
    x, traced = torch.from_numpy(image)[None], trace(network, read_only(image))
    for node, module in zip(network.layers, modules, strict=True):
        x = module(x)
        agree(traced.values[node], x)


class Block(nn.Module):
    """The basic block of a residual network, as torchvision names its parts."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        if stride > 1:
            self.downsample = nn.Module()
            self.downsample.conv = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
            self.downsample.bn = nn.BatchNorm2d(outputs)

    def forward(self, x):
        y = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        if hasattr(self, "downsample"):
            x = self.downsample.bn(self.downsample.conv(x))
        return functional.relu(y + x)


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(1, 16, 3, 1, 1), nn.BatchNorm2d(16)
        self.block1, self.block2 = Block(16, 16, 1), Block(16, 32, 2)
        self.fc = nn.Linear(32, 10)

    def forward(self, x):
        x = functional.max_pool2d(functional.relu(self.bn1(self.conv1(x))), 2)
        ends = [x := self.block1(x), x := self.block2(x)]
        return [*ends, functional.softmax(self.fc(x.mean((2, 3))), 1)]


def test_the_residual_network_is_that_of_pytorch():
    network, module = architectures.build("residual-cnn", seed=3), Residual().eval()
    assert network.parameter_count == sum(p.numel() for p in module.parameters()) == 19_722
    weights = {name: torch.tensor(array) for name, array in network.parameters().items()}
    left = module.load_state_dict(weights, strict=False)
    assert not left.unexpected_keys
    assert all("num_batches" in name for name in left.missing_keys)
    image = np.random.default_rng(0).random(network.input_shape, np.float32)
    traced = trace(network, read_only(image))
    for node, tensor in zip(
        ("block1.relu2", "block2.relu2", "softmax"),
        module(torch.from_numpy(image)[None]),
        strict=True,
    ):
        agree(traced.values[node], tensor)


@pytest.mark.parametrize("name", architectures.NAMES)
def test_weights_depend_on_the_seed_alone(name):
    first, again, other = (architectures.build(name, seed).parameters() for seed in (1, 1, 2))
    for key, array in first.items():
        np.testing.assert_array_equal(array, again[key])
        is_fixed = ".bn" in f".{key}" or (name.startswith("one-filter") and key == "conv1.bias")
        assert np.array_equal(array, other[key]) == is_fixed


def test_weights_are_spread_as_pytorch_spreads_them():
    weight = architectures.build("mlp").parameters()["fc1.weight"]
    assert np.abs(weight).max() <= 784**-0.5
    np.testing.assert_allclose(weight.std(), 784**-0.5 / 3**0.5, rtol=0.02)


def test_the_nine_steps_are_those_of_the_lecture():
    for name, pool in [("nine-steps", "max_pool2d"), ("nine-steps-average", "avg_pool2d")]:
        kinds = [layer.kind for layer in architectures.build(name).layers.values()]
        block = ["conv2d", "relu", pool]
        assert kinds == [*block, *block, "flatten", "linear", "relu"]


def test_tiny_vgg_has_103_maps_of_convolutions_and_pooling_input_and_classes():
    shapes = architectures.build("tiny-vgg").shapes
    assert sum(shape[0] for shape in shapes.values() if len(shape) == 3) == 103


def test_an_unknown_name_is_told_with_those_that_are_known():
    with pytest.raises(ValueError, match=r"no network 'swan'. Choose one of: lecture-cnn, .*\."):
        architectures.build("swan")


@pytest.mark.parametrize("name", architectures.NAMES)
def test_cards_belong_to_their_networks(name):
    card, network = shipped.card(name), shipped.network(name)
    assert card is None or (card.name, card.parameters) == (name, network.parameter_count)


def test_any_network_can_get_new_random_weights():
    built = architectures.build("lecture-cnn", seed=1)
    first = built.layers["conv1"]
    smaller = first.with_parameters({"bias": np.ones(8, np.float32)})
    network = built.with_layer("conv1", smaller)
    again = architectures.randomised(network, seed=1)
    other = architectures.randomised(network, seed=2)
    for name, array in again.parameters().items():
        np.testing.assert_array_equal(array, built.parameters()[name])  # the same seed
        assert not np.array_equal(array, other.parameters()[name])
    assert again.layers["relu1"] is network.layers["relu1"]


def test_every_network_has_the_title_that_is_told_without_building_it():
    assert tuple(architectures.TITLES) == architectures.NAMES
    for name, title in architectures.TITLES.items():
        built = architectures.build(name, seed=None)
        assert (built.name, built.title) == (name, title)
