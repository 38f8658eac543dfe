"""Networks that people write open with the numbers PyTorch gives, at every operator."""

import numpy as np
import pytest
import torch
from torch import nn

import cnnviz
from cnnviz.cnn.moving_layers import ChannelShuffle
from cnnviz.cnn.norm_layers import LayerNorm
from cnnviz.cnn.trace import trace
from cnnviz.foreign.module_network import opened_module
from tests.foreign import measuring_networks, networks
from tests.foreign.beside_torch import compared
from tests.torch_threads import one_thread  # noqa: F401 - acts by being here


def assert_terms_are_told(made):
    """One value of every node, which stands beside PyTorch's, is told by its terms."""
    random = np.random.default_rng(0)
    for node in made.network.names:
        at = tuple(int(random.integers(n)) for n in made.shapes[node])
        terms = cnnviz.terms(made, node, at)
        assert terms.value == made.values[node][at]
        assert str(terms)
        if terms.terms:
            parts = [term.product for term in terms.terms]
            size = sum(map(abs, parts)) + abs(terms.bias)
            assert abs(sum(parts) + terms.bias - terms.value) <= 1e-5 * size, node


def kinds(network):
    return {name: layer.kind for name, layer in network.layers.items()}


@pytest.mark.parametrize("kind", networks.SHAPES, ids=lambda kind: kind.__name__)
def test_every_tensor_of_pytorch_stands_in_the_network(kind):
    found = compared(networks.made(kind), networks.image_for(kind))
    assert found.worst < 1e-4, found.where
    assert found.count >= len(networks.made(kind).state_dict()) / 4
    assert_terms_are_told(found.trace)


@pytest.mark.parametrize("kind", measuring_networks.SHAPES, ids=lambda kind: kind.__name__)
def test_what_networks_measure_on_the_way_is_that_of_pytorch(kind):
    image = networks.image_for(kind, shapes=measuring_networks.SHAPES)
    found = compared(networks.made(kind), image)
    assert found.worst < 1e-4, found.where


def test_shares_of_maps_are_named_by_their_steps():
    network = compared(nn.Sequential(nn.Softmax2d()), torch.randn(1, 4, 5, 6)).network
    assert {"0.softmax.exp": "exp", "0.softmax.pow": "pow", "0": "mul"}.items() <= (
        kinds(network).items()
    )


def test_nodes_are_called_as_the_modules_that_are_called():
    network = compared(networks.made(networks.ResNet), networks.image_for(networks.ResNet)).network
    assert [name for name in network.names if name.startswith("layer1.0")] == [
        "layer1.0.conv1", "layer1.0.bn1", "layer1.0.relu", "layer1.0.conv2", "layer1.0.bn2",
        "layer1.0.add", "layer1.0.relu_2",
    ]  # fmt: skip
    assert network.inputs["layer1.0.add"] == ("layer1.0.bn2", "relu")
    assert network.names[-1] == "fc"


def test_blocks_know_the_class_of_their_module():
    network = compared(networks.made(networks.ResNet), networks.image_for(networks.ResNet)).network
    kinds = {network.block_kinds[block] for block in network.blocks}
    assert kinds == {type(networks.made(networks.ResNet).layer1[0]).__name__}


def test_a_module_that_is_called_twice_is_two_nodes_with_one_set_of_weights():
    network = compared(networks.made(networks.Shared), networks.image_for(networks.Shared)).network
    assert network.names[1:] == ("bn", "conv", "bn_2", "conv_2")
    assert network.sharing("conv") == ("conv", "conv_2")
    assert network.sharing("bn") == ("bn", "bn_2")


def test_what_is_written_for_channels_last_is_a_norm_and_convolutions_of_1_by_1():
    kind = networks.ChannelsLast
    network = compared(networks.made(kind), networks.image_for(kind)).network
    assert list(kinds(network).items()) == [
        ("conv", "conv2d"), ("norm", "layer_norm"), ("up", "conv2d"), ("gelu", "gelu"),
        ("down", "conv2d"), ("mul", "scale"), ("add", "add"),
    ]  # fmt: skip
    norm = network.layers["norm"]
    assert isinstance(norm, LayerNorm)
    assert norm.over == "channels"
    assert network.layers["up"].weight.shape == (16, 8, 1, 1)


def test_views_that_deal_channels_out_are_one_shuffle():
    class Dealt(nn.Module):
        def forward(self, x):
            parts = x.view(1, 3, 4, 5, 6).transpose(1, 2).contiguous()
            one, two = parts.view(1, 12, 5, 6).chunk(2, dim=1)
            return one + two

    network = compared(Dealt(), torch.randn(1, 12, 5, 6)).network
    assert list(kinds(network).values()) == [
        "channel_shuffle",
        "index_select",
        "index_select",
        "add",
    ]
    (shuffle,) = [each for each in network.layers.values() if isinstance(each, ChannelShuffle)]
    assert shuffle.groups == 3


def test_what_nothing_takes_is_left_out():
    class Aside(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv, self.aside = nn.Conv2d(3, 2, 3), nn.Conv2d(3, 2, 3)

        def forward(self, x):
            self.aside(x)
            return self.conv(x)

    assert compared(Aside(), torch.randn(1, 3, 8, 8)).network.names == ("input", "conv")


def test_training_mode_is_opened_as_eval_and_told():
    module = networks.made(networks.ResNet).train()
    module.layer1.eval()
    found = compared(module, networks.image_for(networks.ResNet))
    assert found.worst < 1e-4
    assert found.notes == (
        "The network was in training mode; it is opened as it computes after .eval().",
    )
    assert module.training
    assert not module.layer1[0].training


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16, torch.float64])
def test_other_numbers_become_float32_and_are_told(kind):
    module, image = networks.made(networks.ResNet).to(kind), networks.image_for(networks.ResNet)
    wanted = networks.made(networks.ResNet).to(kind).float()

    opened = opened_module(module, image)
    assert f"Its weights are {kind}" in opened.notes[0]
    output = trace(opened.network, image[0].numpy()).output
    with torch.no_grad():
        np.testing.assert_allclose(output, wanted(image)[0].numpy(), rtol=1e-4, atol=1e-5)
    assert next(module.parameters()).dtype == kind


def test_a_module_stays_as_it_was():
    module = networks.made(networks.ResNet).train()
    module.layer2.eval()
    module.conv1.weight.requires_grad_(False)
    module(networks.image_for(networks.ResNet)).sum().backward()
    seen = []
    handle = module.layer1.register_forward_hook(lambda *_: seen.append("forward"))
    module.fc.register_forward_pre_hook(lambda *_: seen.append("before"))
    before = {name: each.clone() for name, each in module.state_dict().items()}
    grads = {name: each.grad for name, each in module.named_parameters()}
    modes = {name: each.training for name, each in module.named_modules()}
    compared(module, networks.image_for(networks.ResNet))
    assert seen == []
    assert {name: each.training for name, each in module.named_modules()} == modes
    assert all(each.grad is grads[name] for name, each in module.named_parameters())
    assert not module.conv1.weight.requires_grad
    for name, each in module.state_dict().items():
        assert torch.equal(each, before[name]), name
    module(networks.image_for(networks.ResNet))
    assert seen == ["forward", "before"]
    handle.remove()


class KeepsWhatItSees(nn.Module):
    """As people look at the features of their networks."""

    def __init__(self):
        super().__init__()
        self.conv, self.seen, self.by_name = nn.Conv2d(3, 4, 3), [], {}

    def forward(self, x):
        self.last = self.conv(x)
        self.seen.append(self.last)
        self.by_name["conv"] = self.last
        return self.last


def test_what_a_module_keeps_while_it_is_traced_is_taken_back():
    module, image = KeepsWhatItSees(), torch.rand(1, 3, 8, 8)
    compared(module, image)
    assert not hasattr(module, "last")
    assert (module.seen, module.by_name) == ([], {})
    output = module(image)
    compared(module, image)
    assert module.last is output
    assert [*module.seen, *module.by_name.values()] == [output, output]


def test_hooks_are_left_out_and_told():
    module, image = networks.made(networks.ResNet), networks.image_for(networks.ResNet)
    module.layer1.register_forward_hook(lambda _module, _inputs, output: output * 100)
    found = compared(module, image)
    assert found.worst < 1e-4
    assert found.notes == (
        "It is opened without its hooks (layer1): what they change is left out.",
    )


def test_the_hooks_of_pytorch_compute_and_are_not_told():
    module = nn.Sequential(nn.utils.spectral_norm(nn.Conv2d(3, 4, 3))).eval()
    assert compared(module, torch.rand(1, 3, 8, 8)).notes == ()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of PyTorch's own compiler
@pytest.mark.parametrize("wrapped", [torch.compile, nn.DataParallel], ids=["compile", "parallel"])
def test_what_is_wrapped_for_speed_opens_as_what_is_in_it(wrapped):
    module, image = networks.made(networks.ResNet), networks.image_for(networks.ResNet)
    found = opened_module(wrapped(module), image).network
    assert found.names == opened_module(module, image).network.names


def test_a_module_that_hands_everything_on_has_an_input():
    class HandsOn(nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = nn.Conv2d(3, 4, 3)

        def forward(self, *args, **kwargs):
            return self.inner(*args, **kwargs)

    assert compared(HandsOn(), torch.rand(1, 3, 8, 8)).worst < 1e-5


def test_a_gate_that_is_spread_over_its_maps_is_a_gate():
    kind = networks.Expanded
    network = compared(networks.made(kind), networks.image_for(kind)).network
    (gate,) = [each for each in network.nodes if each.layer.kind == "mul"]
    assert [network.shapes[name] for name in gate.inputs] == [(48, 40, 40), (48, 1, 1)]
    assert "index_select" not in kinds(network).values()


@pytest.mark.parametrize("kind", [torch.float32, torch.float16])
def test_numbers_that_are_kept_with_more_digits_on_the_way_open(kind):
    class Wider(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(3, 4, 3)

        def forward(self, x):
            x = self.conv(x)
            return x.double().mean((2, 3)).to(x.dtype)

    module, image = Wider().to(kind).eval(), torch.rand(1, 3, 8, 8)
    network = opened_module(module, image).network
    with torch.inference_mode():
        wanted = module.float()(image)[0].numpy()
    np.testing.assert_allclose(trace(network, image[0].numpy()).output, wanted, rtol=1e-4)
