"""Counts the activations and gradients of every layer at a moment of a run."""

import torch
from torch import Tensor
from torch.nn import functional

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.network import INPUT, Network
from cnnviz.runs.layer_numbers import LayerNumbers, spread
from cnnviz.training.torch_network import TorchNetwork, logits_of

LOOKED_AT = 64  # pictures


def layer_numbers(
    modules: TorchNetwork, network: Network, pictures: Tensor, labels: Tensor
) -> dict[str, LayerNumbers]:
    """Return how the numbers of each layer are spread for some pictures, by node.

    Args:
        modules: The network with its weights as they are, on the processor.
        network: Its layers.
        pictures: (N, C, H, W) in bytes.
        labels: The true classes (N,).
    """
    modules.eval()
    values = {INPUT: pictures[:LOOKED_AT] / 255}
    for name, module, inputs in modules.parts:
        values[name] = module(*[values[each] for each in inputs])
        if values[name].requires_grad:
            values[name].retain_grad()
    last = logits_of(modules, network).parts[-1].name
    if values[last].requires_grad:
        loss = functional.cross_entropy(values[last], labels[:LOOKED_AT])
        loss.backward()  # type: ignore[no-untyped-call]
    return {name: _numbers_of(values[name], network, name) for name, _, _ in modules.parts}


@torch.no_grad()
def _numbers_of(value: Tensor, network: Network, name: str) -> LayerNumbers:
    gradient = value.grad if value.requires_grad else None
    dead: tuple[int, ...] = ()
    units = 0
    if isinstance(network.layers[name], ReLU):
        units = value.shape[1]
        awake = (value != 0).transpose(0, 1).reshape(units, -1).any(dim=1)
        dead = tuple((~awake).nonzero().ravel().tolist())
    activations = spread(value.detach().numpy())
    return LayerNumbers(
        activations, None if gradient is None else spread(gradient.numpy()), dead, units
    )
