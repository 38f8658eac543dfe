"""A network of cnnviz as a torch.nn.Sequential, and back."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import Conv2d, Linear, ReLU, Softmax
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.training.batch_norm import SharedBatchNorm


def to_torch(network: Network) -> nn.Sequential:
    """Return the same layers with the same weights; its outputs are those of the network."""
    modules = nn.Sequential(*map(_module, network.layers))
    modules.load_state_dict(
        {name: torch.tensor(array) for name, array in _stored(network).items()}, strict=False
    )
    return modules


def logits_of(modules: nn.Sequential, network: Network) -> nn.Sequential:
    """Return the layers that give the logits, on which cross-entropy is computed.

    Left out at the end are softmax, which cross-entropy contains, and ReLU: it would pass no
    gradient where a logit is negative.
    """
    count = len(network.layers)
    while isinstance(network.layers[count - 1], Softmax | ReLU):
        count -= 1
    return nn.Sequential(*list(modules)[:count])


def from_torch(modules: nn.Sequential, network: Network) -> Network:
    """Return the network with the weights of the modules."""
    state = modules.state_dict()
    weights = {name: state[name].detach().cpu().numpy().copy() for name in network.parameters()}
    return network.with_parameters(_unflipped(weights, network))


def _stored(network: Network) -> dict[str, Array]:
    return _unflipped(network.parameters(), network)  # turning by 180° twice changes nothing


def _unflipped(weights: dict[str, Array], network: Network) -> dict[str, Array]:
    """Turn the kernels of strict convolutions by 180°: PyTorch only has the other kind."""
    turned = dict(weights)
    for index, layer in enumerate(network.layers):
        if isinstance(layer, Conv2d) and layer.flipped:
            turned[f"{index}.weight"] = weights[f"{index}.weight"][:, :, ::-1, ::-1].copy()
    return turned


def _module(layer: Layer) -> nn.Module:
    options = layer.options()
    if isinstance(layer, Conv2d):
        del options["flipped"]
        outputs, inputs = layer.weight.shape[:2]
        bias = layer.bias is not None
        return nn.Conv2d(inputs * layer.groups, outputs, layer.kernel_size, bias=bias, **options)
    if isinstance(layer, Linear):
        outputs, inputs = layer.weight.shape
        return nn.Linear(inputs, outputs, bias=layer.bias is not None)
    return _PLAIN[layer.kind](layer, options)


def _batch_norm(layer: Layer, options: dict[str, Any]) -> nn.Module:
    return SharedBatchNorm(len(layer.parameters()["weight"]), **options)


def _of(module: Callable[..., nn.Module]) -> Callable[[Layer, dict[str, Any]], nn.Module]:
    return lambda _, options: module(**options)


_PLAIN: dict[str, Callable[[Layer, dict[str, Any]], nn.Module]] = {
    "relu": _of(nn.ReLU),
    "leaky_relu": _of(nn.LeakyReLU),
    "sigmoid": _of(nn.Sigmoid),
    "tanh": _of(nn.Tanh),
    "max_pool2d": _of(nn.MaxPool2d),
    "avg_pool2d": _of(nn.AvgPool2d),
    "adaptive_avg_pool2d": _of(nn.AdaptiveAvgPool2d),
    "adaptive_max_pool2d": _of(nn.AdaptiveMaxPool2d),
    "batch_norm2d": _batch_norm,
    "dropout": _of(nn.Dropout),
    "flatten": _of(nn.Flatten),
    "softmax": lambda _, options: nn.Softmax(dim=1),
}
