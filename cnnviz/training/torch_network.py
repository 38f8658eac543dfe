"""A network of cnnviz as a module of PyTorch, and back."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.channel_layers import ChannelConvolution
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import Conv2d, Linear, LogSoftmax, Softmax
from cnnviz.cnn.moving_layers import Moving
from cnnviz.cnn.network import INPUT, Network
from cnnviz.cnn.ops import Array
from cnnviz.cnn.spread_layers import ConvTranspose2d
from cnnviz.training.batch_norm import SharedBatchNorm
from cnnviz.training.branch_modules import (
    AddModule,
    ConcatenateModule,
    MovingModule,
    MultiplyModule,
)
from cnnviz.training.function_modules import (
    ExponentialModule,
    LogarithmModule,
    PowerModule,
)
from cnnviz.training.norm_modules import NormalizeModule, NormModule, ScaleModule
from cnnviz.training.spread_modules import (
    ChannelConvolutionModule,
    UpsampleBilinearModule,
    transposed,
)


class TorchNode(NamedTuple):
    """A node as PyTorch computes it."""

    name: str
    module: nn.Module  # the very same for nodes that share their weights: gradients add up
    inputs: tuple[str, ...]


class TorchNetwork(nn.Module):
    """Nodes computed in their order. Its arrays have the names they have in the network."""

    def __init__(self, parts: Sequence[TorchNode]) -> None:
        """Take the nodes over; their modules are shared with whoever made them."""
        super().__init__()
        self.parts = tuple(parts)
        taken: set[nn.Module] = set()
        for part in parts:
            if part.module not in taken:
                # Not by `add_module`: it refuses dots, and names that modules have as methods.
                self._modules[part.name] = part.module
            taken.add(part.module)
        last_use = {name: part.name for part in parts for name in part.inputs}
        self._frozen: frozenset[nn.Module] = frozenset()
        self._done = {
            part.name: [n for n in last_use if last_use[n] == part.name] for part in parts
        }

    def forward(self, x: Tensor) -> Tensor:
        """Return what the last node makes of pictures (N, C, H, W)."""
        values = {INPUT: x}
        for name, module, inputs in self.parts:
            x = values[name] = module(*[values[each] for each in inputs])
            for done in self._done[name]:
                del values[done]  # nobody needs it any more
        return x

    def train(self, mode: bool = True) -> "TorchNetwork":
        """Tell every node whether it is trained."""
        self.__dict__["training"] = mode  # not by assignment: a node may be called so
        for module in self._modules.values():
            if module is not None:
                module.train(mode and module not in self._frozen)
        return self

    def freeze(self, names: Collection[str]) -> None:
        """Leave the arrays of some nodes as they are; these compute as when looking."""
        self._frozen = frozenset(part.module for part in self.parts if part.name in names)
        for module in self._frozen:
            module.requires_grad_(False)
            module.eval()

    def take(self, state: Mapping[str, Tensor]) -> None:
        """Take arrays by their names, all of them and no others.

        Not by a strict `load_state_dict`: of nodes "a" and "a.b" it thinks one part of the other.

        Raises:
            KeyError: If names are missing or unknown.
            RuntimeError: If an array has another shape.
        """
        if wrong := sorted(self.state_dict().keys() ^ state.keys()):
            raise KeyError(wrong[0])
        self.load_state_dict(state, strict=False)

    def part(self, name: str) -> nn.Module:
        """Return the module of a node."""
        return next(part.module for part in self.parts if part.name == name)


def to_torch(network: Network) -> TorchNetwork:
    """Return the same nodes with the same weights; its outputs are those of the network."""
    made: dict[str, nn.Module] = {}
    for node in network.nodes:
        owner = network.owner(node.name)
        made[node.name] = _module(node.layer) if owner == node.name else made[owner]
    modules = TorchNetwork([TorchNode(n.name, made[n.name], n.inputs) for n in network.nodes])
    modules.load_state_dict(
        {name: torch.tensor(array) for name, array in _stored(network).items()}, strict=False
    )
    return modules


def logits_of(modules: TorchNetwork, network: Network) -> TorchNetwork:
    """Return the nodes that give the logits, on which cross-entropy is computed.

    Left out at the end are softmax and its logarithm, which cross-entropy contains, and ReLU: it
    would pass no gradient where a logit is negative. Nothing else takes what they take: all leads
    to one output.
    """
    count = len(network.nodes)
    while count > 1 and isinstance(network.nodes[count - 1].layer, Softmax | LogSoftmax | ReLU):
        count -= 1
    return TorchNetwork(modules.parts[:count])


def rest_of(modules: TorchNetwork, logits: TorchNetwork) -> nn.Sequential:
    """Return what follows after the logits, in a row."""
    return nn.Sequential(*(part.module for part in modules.parts[len(logits.parts) :]))


def from_torch(modules: TorchNetwork, network: Network) -> Network:
    """Return the network with the weights of the modules."""
    state = modules.state_dict()
    weights = {name: state[name].detach().cpu().numpy().copy() for name in network.parameters()}
    return network.with_parameters(_unflipped(weights, network))


def _stored(network: Network) -> dict[str, Array]:
    return _unflipped(network.parameters(), network)  # turning by 180° twice changes nothing


def _unflipped(weights: dict[str, Array], network: Network) -> dict[str, Array]:
    """Turn the kernels of strict convolutions by 180°: PyTorch only has the other kind."""
    turned = dict(weights)
    for node, layer in network.layers.items():
        name = f"{node}.weight"
        if isinstance(layer, Conv2d) and layer.flipped and name in weights:
            turned[name] = weights[name][:, :, ::-1, ::-1].copy()
    return turned


def _module(layer: Layer) -> nn.Module:
    """Return the module of a layer, its weights not yet set.

    PyTorch would draw random ones from the numbers that dropout draws from, while a run goes on.
    """
    options = layer.options()
    if isinstance(layer, Conv2d):
        del options["flipped"]
        outputs, inputs = layer.weight.shape[:2]
        bias = layer.bias is not None
        return nn.Conv2d(
            inputs * layer.groups, outputs, layer.kernel_size, bias=bias, device="meta", **options
        ).to_empty(device="cpu")
    if isinstance(layer, Linear):
        outputs, inputs = layer.weight.shape
        bias = layer.bias is not None
        return nn.Linear(inputs, outputs, bias=bias, device="meta").to_empty(device="cpu")
    if isinstance(layer, ConvTranspose2d):
        return transposed(layer)
    if isinstance(layer, ChannelConvolution):
        return ChannelConvolutionModule(layer)
    return _PLAIN[layer.kind](layer, options)


def _batch_norm(layer: Layer, options: dict[str, Any]) -> nn.Module:
    arrays = layer.parameters()
    return SharedBatchNorm(len(arrays["running_mean"]), affine="weight" in arrays, **options)


def _moving(layer: Layer, _options: dict[str, Any]) -> nn.Module:
    assert isinstance(layer, Moving)  # its kind says so
    return MovingModule(layer)


def _of(module: Callable[..., nn.Module]) -> Callable[[Layer, dict[str, Any]], nn.Module]:
    return lambda _, options: module(**options)


_PLAIN: dict[str, Callable[[Layer, dict[str, Any]], nn.Module]] = {
    "relu": _of(nn.ReLU),
    "leaky_relu": _of(nn.LeakyReLU),
    "prelu": lambda layer, _: nn.PReLU(len(layer.parameters()["weight"])),
    "elu": _of(nn.ELU),
    "gelu": _of(nn.GELU),
    "silu": _of(nn.SiLU),
    "mish": _of(nn.Mish),
    "softplus": _of(nn.Softplus),
    "relu6": _of(nn.ReLU6),
    "sigmoid": _of(nn.Sigmoid),
    "tanh": _of(nn.Tanh),
    "hardtanh": _of(nn.Hardtanh),
    "hardsigmoid": _of(nn.Hardsigmoid),
    "hardswish": _of(nn.Hardswish),
    "exp": _of(ExponentialModule),
    "log": _of(LogarithmModule),
    "pow": _of(PowerModule),
    "max_pool2d": _of(nn.MaxPool2d),
    "avg_pool2d": _of(nn.AvgPool2d),
    "adaptive_avg_pool2d": _of(nn.AdaptiveAvgPool2d),
    "adaptive_max_pool2d": _of(nn.AdaptiveMaxPool2d),
    "batch_norm2d": _batch_norm,
    "layer_norm": lambda layer, _: NormModule(layer),
    "group_norm": lambda layer, _: NormModule(layer),
    "instance_norm": lambda layer, _: NormModule(layer),
    "scale": lambda layer, _: ScaleModule(layer),
    "normalize": lambda _, options: NormalizeModule(**options),
    "dropout": _of(nn.Dropout),
    "flatten": _of(nn.Flatten),
    "softmax": lambda _, options: nn.Softmax(dim=1),
    "log_softmax": lambda _, options: nn.LogSoftmax(dim=1),
    "local_response_norm": _of(nn.LocalResponseNorm),
    "upsample_bilinear": _of(UpsampleBilinearModule),
    "add": _of(AddModule),
    "mul": _of(MultiplyModule),
    "cat": _of(ConcatenateModule),
    **dict.fromkeys(
        (
            "index_select",
            "channel_shuffle",
            "narrow",
            "pad",
            "permute",
            "pixel_shuffle",
            "reshape",
            "upsample_nearest",
        ),
        _moving,
    ),
}
