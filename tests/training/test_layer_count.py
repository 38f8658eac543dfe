"""The numbers of each layer are those of the network, and of PyTorch's gradient."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from cnnviz.cnn import architectures
from cnnviz.cnn.trace import trace
from cnnviz.data import splits
from cnnviz.runs.layer_numbers import BINS, packed, spread, unpacked
from cnnviz.training.layer_count import LOOKED_AT, layer_numbers
from cnnviz.training.torch_network import to_torch
from tests.torch_threads import one_thread  # noqa: F401 - acts by being here


@pytest.fixture(scope="module")
def pictures():
    part = splits.load(["strokes:100"], seed=0).training
    return torch.tensor(part.pictures), torch.tensor(part.labels, dtype=torch.int64)


def counted(network, pictures):
    return layer_numbers(to_torch(network), network, *pictures)


def test_activations_are_those_of_the_network(pictures):
    network = architectures.build("nine-steps", 0)
    numbers = counted(network, pictures)
    assert list(numbers) == list(network.layers)
    traces = [
        trace(network, picture / np.float32(255)) for picture in pictures[0][:LOOKED_AT].numpy()
    ]
    for node, each in numbers.items():
        values = np.stack([made.values[node] for made in traces])
        assert each.activations.total == values.size
        assert each.activations.low == pytest.approx(values.min(), abs=1e-5)
        assert each.activations.high == pytest.approx(values.max(), abs=1e-5)
        assert each.activations.mean == pytest.approx(values.mean(), abs=1e-5)


def test_gradients_are_those_of_the_mean_loss(pictures):
    network = architectures.build("nine-steps", 0)
    numbers, modules = counted(network, pictures), to_torch(network).eval()
    kept = {}
    x = pictures[0][:LOOKED_AT] / 255
    for name, module, _inputs in modules.parts:  # a chain
        x = module(x)
        x.retain_grad()
        kept[name] = x
    logits = [name for name in kept if network.layers[name].kind == "linear"][-1]
    functional.cross_entropy(kept[logits], pictures[1][:LOOKED_AT]).backward()
    for name, value in kept.items():
        if value.grad is None:  # behind the logits
            assert numbers[name].gradients is None
            continue
        gradient = value.grad.numpy()
        assert numbers[name].gradients.low == pytest.approx(gradient.min(), rel=1e-4)
        assert numbers[name].gradients.high == pytest.approx(gradient.max(), rel=1e-4)
        expected = np.histogram(gradient, BINS)[0]
        assert np.abs(numbers[name].gradients.counts - expected).sum() <= 0.01 * gradient.size


def test_units_that_never_wake_are_named(pictures):
    network = architectures.build("nine-steps", 0)
    weights = network.parameters()
    bias = weights["conv1.bias"].copy()
    bias[[1, 4]] = -100
    numbers = counted(network.with_parameters({**weights, "conv1.bias": bias}), pictures)
    assert (numbers["relu1"].dead, numbers["relu1"].units) == ((1, 4), 6)
    assert numbers["conv1"].units == 0


def test_numbers_come_back_as_they_were_kept(pictures):
    numbers = counted(architectures.build("nine-steps", 0), pictures)
    arrays = packed(numbers)
    for node, each in numbers.items():
        again = unpacked(arrays, node)
        assert (again.dead, again.units) == (each.dead, each.units)
        assert vars(again.activations)["low"] == each.activations.low
        np.testing.assert_array_equal(again.activations.counts, each.activations.counts)
        assert (again.gradients is None) == (each.gradients is None)
    assert unpacked(arrays, "nothing") is None
    assert unpacked({"conv1.activations": np.zeros(3)}, "conv1") is None


@pytest.mark.parametrize(
    ("values", "low", "high", "not_finite"),
    [
        ([1.0, 2.0, np.nan], 1, 2, 1),
        ([np.inf, -np.inf], 0, 0, 2),
        ([0.0, 0.0], 0, 0, 0),
        ([], 0, 0, 0),
    ],
)
def test_odd_numbers_are_counted_apart(values, low, high, not_finite):
    found = spread(np.array(values))
    assert (found.low, found.high, found.not_finite) == (low, high, not_finite)
    assert found.total == len(values)
