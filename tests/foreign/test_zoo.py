"""The CNNs of torchvision: eight small ones in every run, all 68 by --thorough."""

import gc
import sys

import pytest
import torch

from cnnviz.foreign.errors import ForeignError
from cnnviz.foreign.module_network import opened_module
from tests.foreign import zoo
from tests.foreign.beside_torch import compared, rounding_of_torch
from tests.torch_threads import one_thread  # noqa: F401 - acts by being here

BY_GRAPH = "regnet_y_128gf"  # 2.6 GB of weights: beside a trace there is no room for it


def image(name, side=None):
    side = side or zoo.side(name)
    return torch.randn(1, 3, side, side, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("name", zoo.SMALL)
def test_a_small_network_equals_torch_at_every_node(name):
    found = compared(zoo.model(name), image(name, 96))
    assert found.worst < 1e-4, found.where
    assert found.count >= 60


@pytest.mark.timeout(3600)
def test_every_network_equals_torch_at_every_node(thorough, capsys):
    if not thorough:
        pytest.skip("by --thorough: it takes an hour")
    assert len(zoo.CNNS) == 68
    for name in zoo.CNNS:
        if name == BY_GRAPH:
            network = by_graph(name)
            told, worst = "graph alone", 0.0
        else:
            found = compared(zoo.model(name), image(name))
            network, worst, told = found.network, found.worst, f"{found.worst:.1e} {found.where}"
        with capsys.disabled():
            sys.stdout.write(f"{name:22} {len(network.nodes):5} nodes  {told}\n")
            sys.stdout.flush()
        if worst >= 1e-4:
            own = rounding_of_torch(zoo.model(name), image(name))
            assert worst < 4 * own, f"{told}, and PyTorch from its float64 {own:.1e}"
        del network
        gc.collect()


def by_graph(name):
    """The network of a model whose weights take no memory."""
    with torch.device("meta"):
        module = zoo.MODELS.get_model(name, weights=None)
    for part in module.modules():
        for kept in (part._parameters, part._buffers):
            for key, tensor in kept.items():
                if tensor is not None:
                    empty = torch.zeros(1, dtype=tensor.dtype).expand(tensor.shape)
                    kept[key] = torch.nn.Parameter(empty) if kept is part._parameters else empty
    return opened_module(module.eval(), image(name)).network


@pytest.mark.parametrize(
    ("name", "operator"),
    [("vit_b_16", "scaled_dot_product_attention"), ("swin_t", "matmul"), ("maxvit_t", "einsum")],
)
def test_attention_is_refused_by_the_name_of_its_operator(name, operator, thorough):
    if name != "swin_t" and not thorough:
        pytest.skip("by --thorough")
    with pytest.raises(ForeignError, match=rf"does not know .*{operator} \(in "):
        opened_module(zoo.MODELS.get_model(name, weights=None).eval(), image(name))
