from dataclasses import replace

import numpy as np
import pytest
import torch

from cnnviz.cnn import architectures, layers, pooling_layers
from cnnviz.cnn.network import Network
from cnnviz.cnn.trace import trace
from cnnviz.training.torch_network import from_torch, logits_of, to_torch


def odd_network():
    """One of each layer that no architecture has, with unusual options."""
    random = np.random.default_rng(0)

    def numbers(*shape):
        return random.normal(0, 0.5, shape).astype(np.float32)

    return Network(
        "odd",
        "Odd",
        (4, 15, 14),
        (
            layers.Conv2d(
                numbers(6, 2, 3, 2), numbers(6), (1, 2), (2, 1), "reflect", (2, 1), groups=2
            ),
            layers.BatchNorm2d(numbers(6), numbers(6), numbers(6), numbers(6) ** 2, 1e-3),
            layers.LeakyReLU(0.2),
            pooling_layers.MaxPool2d((3, 2), (2, 1), (1, 0), ceil_mode=True, dilation=(1, 2)),
            layers.Conv2d(numbers(5, 6, 2, 3), flipped=True),
            layers.Tanh(),
            pooling_layers.AvgPool2d((2, 2), (1, 1), (1, 1), count_include_pad=False),
            layers.Sigmoid(),
            layers.Dropout(0.3),
            pooling_layers.AdaptiveMaxPool2d((3, 2)),
            pooling_layers.AdaptiveAvgPool2d((2, 2)),
            layers.Flatten(),
            layers.Linear(numbers(7, 20)),
            layers.Softmax(),
        ),
    )


NETWORKS = [odd_network(), *map(architectures.build, architectures.NAMES)]


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.name)
def test_pytorch_computes_what_numpy_does(network):
    image = np.random.default_rng(1).random(network.input_shape, dtype=np.float32)
    expected = trace(network, image).output
    with torch.inference_mode():
        found = to_torch(network).eval()(torch.tensor(image)[None])[0]
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.name)
def test_weights_go_there_and_back_to_the_bit(network):
    back = from_torch(to_torch(network), network)
    assert back.parameters().keys() == network.parameters().keys()
    for name, array in network.parameters().items():
        np.testing.assert_array_equal(back.parameters()[name], array)


def test_changed_weights_come_back():
    network = odd_network()
    modules = to_torch(network)
    with torch.no_grad():
        modules[4].weight.zero_()
        modules[4].weight[0, 0, 0, 0] = 1  # unflipped in PyTorch
    assert from_torch(modules, network).parameters()["4.weight"][0, 0, 1, 2] == 1


@pytest.mark.parametrize(("name", "last"), [("lecture-cnn", -2), ("nine-steps", -2), ("mlp", -2)])
def test_the_scores_are_what_comes_before_softmax_and_the_last_relu(name, last):
    network = architectures.build(name)
    image = np.random.default_rng(1).random(network.input_shape, dtype=np.float32)
    with torch.inference_mode():
        scores = logits_of(to_torch(network), network)(torch.tensor(image)[None])[0]
    expected = trace(network, image).values[last]
    np.testing.assert_allclose(scores, expected, rtol=1e-4, atol=1e-5)


def test_a_network_shares_its_weights_with_its_scores():
    network = architectures.build("lecture-cnn")
    modules = to_torch(network)
    assert logits_of(modules, network)[0].weight is modules[0].weight


def test_a_network_without_bias_stays_without():
    conv = layers.Conv2d(np.ones((1, 1, 3, 3), dtype=np.float32))
    network = replace(architectures.build("one-filter"), layers=(conv,))
    assert set(from_torch(to_torch(network), network).parameters()) == {"0.weight"}
