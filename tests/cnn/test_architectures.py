"""The networks known by name, beside the same layers built in PyTorch."""

import numpy as np
import pytest
import torch
from torch import nn

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
    "one-filter": lambda: nn.Sequential(nn.Conv2d(1, 1, 3), nn.ReLU(), nn.MaxPool2d(2)),
    "one-filter-rgb": lambda: nn.Sequential(nn.Conv2d(3, 1, 3), nn.ReLU(), nn.MaxPool2d(2)),
}


def test_every_name_has_its_counterpart():
    assert set(TORCH) == set(architectures.NAMES)


@pytest.mark.parametrize("name", architectures.NAMES)
def test_sizes_parameters_and_values_are_those_of_pytorch(name):
    network, modules = architectures.build(name, seed=3), TORCH[name]()
    assert network.parameter_count == sum(p.numel() for p in modules.parameters())
    modules.load_state_dict({k: torch.tensor(v) for k, v in network.parameters().items()})
    image = np.random.default_rng(0).random(network.input_shape, np.float32)
    x = torch.from_numpy(image)[None]
    for mine, module in zip(trace(network, read_only(image)).values[1:], modules, strict=True):
        x = module(x)
        expected = x[0].detach().numpy()
        assert mine.shape == expected.shape
        np.testing.assert_allclose(mine, expected, rtol=0, atol=1e-5 * np.ptp(expected))


@pytest.mark.parametrize("name", architectures.NAMES)
def test_weights_depend_on_the_seed_alone(name):
    first, again, other = (architectures.build(name, seed).parameters() for seed in (1, 1, 2))
    for key, array in first.items():
        np.testing.assert_array_equal(array, again[key])
        is_zero = name.startswith("one-filter") and key == "0.bias"
        assert np.array_equal(array, other[key]) == is_zero


def test_weights_are_spread_as_pytorch_spreads_them():
    weight = architectures.build("mlp").parameters()["1.weight"]
    assert np.abs(weight).max() <= 784**-0.5
    np.testing.assert_allclose(weight.std(), 784**-0.5 / 3**0.5, rtol=0.02)


def test_the_nine_steps_are_those_of_the_lecture():
    for name, pool in [("nine-steps", "max_pool2d"), ("nine-steps-average", "avg_pool2d")]:
        kinds = [layer.kind for layer in architectures.build(name).layers]
        block = ["conv2d", "relu", pool]
        assert kinds == [*block, *block, "flatten", "linear", "relu"]


def test_tiny_vgg_has_103_maps_of_convolutions_and_pooling_input_and_classes():
    shapes = architectures.build("tiny-vgg").shapes
    assert sum(shape[0] for shape in shapes if len(shape) == 3) == 103


def test_an_unknown_name_is_told_with_those_that_are_known():
    with pytest.raises(ValueError, match=r"no network 'swan'. Choose one of: lecture-cnn, .*\."):
        architectures.build("swan")


@pytest.mark.parametrize("name", architectures.NAMES)
def test_cards_belong_to_their_networks(name):
    card, network = shipped.card(name), shipped.network(name)
    assert card is None or (card.name, card.parameters) == (name, network.parameter_count)


def test_any_network_can_get_new_random_weights():
    built = architectures.build("lecture-cnn", seed=1)
    first = built.layers[0]
    smaller = first.with_parameters({"bias": np.ones(8, np.float32)})
    network = built.with_layer(0, smaller)
    again = architectures.randomised(network, seed=1)
    other = architectures.randomised(network, seed=2)
    for name, array in again.parameters().items():
        np.testing.assert_array_equal(array, built.parameters()[name])  # the same seed
        assert not np.array_equal(array, other.parameters()[name])
    assert again.layers[1] is network.layers[1]
