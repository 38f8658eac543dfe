import numpy as np
import pytest
import torch
from hypothesis import given
from torch.nn import functional

from cnnviz.cnn import activation_layers, architectures, layers, pooling_layers
from cnnviz.cnn.branch_layers import Add, Concatenate, Multiply, SelectChannels
from cnnviz.cnn.network import INPUT, Network, Node, chain
from cnnviz.cnn.trace import trace
from cnnviz.training.torch_network import from_torch, logits_of, rest_of, to_torch
from tests.explain import norm_truth
from tests.graphs import graphs, image_for


def odd_network():
    """One of each layer that no architecture has, with unusual options."""
    random = np.random.default_rng(0)

    def numbers(*shape):
        return random.normal(0, 0.5, shape).astype(np.float32)

    return chain(
        "odd",
        "Odd",
        (4, 15, 14),
        (
            layers.Conv2d(
                numbers(6, 2, 3, 2), numbers(6), (1, 2), (2, 1), "reflect", (2, 1), groups=2
            ),
            layers.BatchNorm2d(numbers(6), numbers(6), numbers(6), numbers(6) ** 2, 1e-3),
            activation_layers.LeakyReLU(0.2),
            pooling_layers.MaxPool2d((3, 2), (2, 1), (1, 0), ceil_mode=True, dilation=(1, 2)),
            layers.Conv2d(numbers(5, 6, 2, 3), flipped=True),
            activation_layers.Tanh(),
            pooling_layers.AvgPool2d((2, 2), (1, 1), (1, 1), count_include_pad=False),
            activation_layers.Sigmoid(),
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
        modules.part("conv2").weight.zero_()
        modules.part("conv2").weight[0, 0, 0, 0] = 1  # unflipped in PyTorch
    assert from_torch(modules, network).parameters()["conv2.weight"][0, 0, 1, 2] == 1


@pytest.mark.parametrize(
    ("name", "last"),
    [("lecture-cnn", "fc2"), ("nine-steps", "fc1"), ("mlp", "fc2"), ("residual-cnn", "fc")],
)
def test_the_scores_are_what_comes_before_softmax_and_the_last_relu(name, last):
    network = architectures.build(name)
    image = np.random.default_rng(1).random(network.input_shape, dtype=np.float32)
    with torch.inference_mode():
        scores = logits_of(to_torch(network).eval(), network)(torch.tensor(image)[None])[0]
    expected = trace(network, image).values[last]
    np.testing.assert_allclose(scores, expected, rtol=1e-4, atol=1e-5)


def test_a_network_shares_its_weights_with_its_scores():
    network = architectures.build("lecture-cnn")
    modules = to_torch(network)
    scores = logits_of(modules, network)
    assert scores.part("conv1").weight is modules.part("conv1").weight
    assert [*scores.parameters()] == [*modules.parameters()]


def test_a_network_without_bias_stays_without():
    conv = layers.Conv2d(np.ones((1, 1, 3, 3), dtype=np.float32))
    network = chain("bare", "Bare", (1, 6, 6), (conv,))
    assert set(from_torch(to_torch(network), network).parameters()) == {"conv1.weight"}


# Branches, blocks, shared weights


@given(graphs())
def test_a_graph_computes_what_numpy_does_and_its_weights_come_back(network):
    modules = to_torch(network).eval()
    image = image_for(network)
    with torch.inference_mode():
        found = modules(torch.tensor(image)[None])[0]
    np.testing.assert_allclose(found, trace(network, image).output, rtol=1e-5, atol=1e-5)
    back = from_torch(modules, network)
    assert back.parameters().keys() == network.parameters().keys()
    for name, array in network.parameters().items():
        np.testing.assert_array_equal(back.parameters()[name], array)
    assert all(back.sharing(name) == network.sharing(name) for name in network.layers)


@given(graphs())
def test_arrays_have_the_names_that_they_have_in_the_network(network):
    modules = to_torch(network)
    state = {k for k in modules.state_dict() if not k.endswith("num_batches_tracked")}
    assert state == set(network.parameters())
    modules.take(modules.state_dict())  # all of them, and no others
    learnt = {name for name in network.parameters() if ".running_" not in name}
    assert {name for name, _ in modules.named_parameters()} == learnt


def test_gradients_of_shared_weights_add_up():
    conv = layers.Conv2d(np.full((1, 1, 1, 1), 3, np.float32))
    nodes = (Node("a", conv, (INPUT,)), Node("b", conv, ("a",)))
    modules = to_torch(Network("own", "Own", (1, 1, 1), nodes))
    modules(torch.full((1, 1, 1, 1), 2.0)).sum().backward()  # y = w · w · x
    assert modules.part("a") is modules.part("b")
    assert modules.part("a").weight.grad.item() == 2 * 3 * 2
    assert len([*modules.parameters()]) == 1


def test_names_may_be_those_of_methods_and_hold_dots_anywhere():
    def conv(value):
        return layers.Conv2d(np.full((1, 1, 1, 1), value, np.float32))

    names = ["add", "type", "a.b", "a", "a.weight", "x..y", ".z", "parts", "0"]
    names += ["training", "a.training", "training.conv"]  # what a module says of itself
    inputs = (INPUT, *names)
    nodes = [
        Node(n, conv(i + 2), (b,)) for i, (n, b) in enumerate(zip(names, inputs, strict=False))
    ]
    network = Network("own", "Own", (1, 1, 1), tuple(nodes))
    modules = to_torch(network)
    assert set(modules.state_dict()) == set(network.parameters())
    modules.take(modules.state_dict())
    for is_trained in (True, False, True):
        modules.train(is_trained)
        assert modules.training == modules.part("training").training == is_trained
    assert modules(torch.ones(1, 1, 1, 1)).item() == np.prod(np.arange(2.0, 14.0))
    back = from_torch(modules, network)
    assert {n: layer.weight.item() for n, layer in back.layers.items()} == {
        name: i + 2 for i, name in enumerate(names)
    }


def test_branches_meet_as_in_numpy():
    nodes = (
        Node("sum", Add(), (INPUT, INPUT, INPUT)),
        Node("product", Multiply(), ("sum", INPUT)),
        Node("both", Concatenate(), ("sum", "product")),
        Node("some", SelectChannels((3, 0, 3)), ("both",)),
    )
    network = Network("own", "Own", (2, 3, 2), nodes)
    image = np.arange(12, dtype=np.float32).reshape(2, 3, 2)
    found = to_torch(network)(torch.tensor(image)[None])[0]
    expected = np.concatenate([3 * image, 3 * image * image])[[3, 0, 3]]
    np.testing.assert_array_equal(found, expected)


def test_scores_of_a_graph_end_before_its_softmax():
    network = architectures.build("residual-cnn")
    modules = to_torch(network)
    scores = logits_of(modules, network)
    assert [type(module) for module in rest_of(modules, scores)] == [torch.nn.Softmax]


def test_modules_are_made_without_drawing_random_numbers():
    """A snapshot is tried beside the training, whose dropout draws from the same numbers."""
    before = torch.get_rng_state()
    to_torch(odd_network())
    assert torch.equal(torch.get_rng_state(), before)


def test_every_number_of_a_norm_a_scale_or_a_larger_map_learns():
    network = norm_truth.every_norm()
    modules = to_torch(network)
    scores = logits_of(modules, network)
    assert len(scores.parts) == len(network.nodes) - 1  # cross-entropy contains the log-softmax
    pictures = torch.randn(2, 3, 4, 3, generator=torch.Generator().manual_seed(0))
    functional.cross_entropy(scores(pictures), torch.tensor([0, 3])).backward()
    learnt = dict(modules.named_parameters())
    names = {name for name in network.parameters() if ".running_" not in name}
    assert learnt.keys() == names
    torch.optim.SGD(learnt.values(), lr=0.1).step()
    after = from_torch(modules, network).parameters()
    # A shift of all values alike is taken off by a norm behind it.
    still = {name for name in names if np.array_equal(after[name], network.parameters()[name])}
    assert all(parameter.grad is not None for parameter in learnt.values())
    assert len(still) < len(names) / 3
