"""Layers that normalise or scale, as modules of PyTorch."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.norm_layers import GroupNorm, InstanceNorm2d, LayerNorm


class _Learnt(nn.Module):
    """A module whose parameters are named and shaped as the arrays of a layer."""

    def __init__(self, layer: Layer) -> None:
        """Make room for the arrays; they are not yet set."""
        super().__init__()
        arrays = layer.parameters()
        for name in layer.parameter_names:
            made = torch.zeros(arrays[name].shape) if name in arrays else None
            self.register_parameter(name, None if made is None else nn.Parameter(made))

    def scaled(self, x: Tensor) -> Tensor:
        """Return x (N, C, …), each channel times its weight, plus its bias."""
        for name, join in (("weight", torch.mul), ("bias", torch.add)):
            array = self.get_parameter(name) if self._parameters[name] is not None else None
            if array is not None:
                rest = [1] * (x.dim() - 1 - array.dim())
                x = join(x, array.reshape(*array.shape, *rest))
        return x


class NormModule(_Learnt):
    """Layer norm, group norm or instance norm, with mean and variance of each picture."""

    def __init__(self, layer: Layer) -> None:
        """Keep the layer: which values form a set."""
        super().__init__(layer)
        self.layer = layer

    def forward(self, x: Tensor) -> Tensor:
        """Return the normalised values of pictures (N, C, H, W) or rows (N, C)."""
        match self.layer:  # `torch.group_norm`: that of `functional` refuses a map of one value
            case GroupNorm() as group:
                made = torch.group_norm(x, group.num_groups, eps=group.eps)
            case InstanceNorm2d() as each:
                made = torch.group_norm(x, x.shape[1], eps=each.eps)
            case LayerNorm(over="all") as whole:
                made = functional.layer_norm(x, x.shape[1:], eps=whole.eps)
            case LayerNorm() as layer:
                last = x.movedim(1, -1)
                made = functional.layer_norm(last, last.shape[-1:], eps=layer.eps).movedim(-1, 1)
            case other:
                raise TypeError(f"{other.kind} is no norm")
        return self.scaled(made)


class ScaleModule(_Learnt):
    """Every channel times its weight, plus its bias."""

    def forward(self, x: Tensor) -> Tensor:
        """Return x scaled."""
        return self.scaled(x)


class NormalizeModule(nn.Module):
    """Takes off a mean and divides by a deviation, both given: nothing is learnt."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, mean: Sequence[float], deviation: Sequence[float]) -> None:
        """Keep the numbers beside the weights, not among them."""
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean), persistent=False)
        self.register_buffer("deviation", torch.tensor(deviation), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return x normalised."""
        each = (-1, *[1] * (x.dim() - 2))
        return (x - self.mean.reshape(each)) / self.deviation.reshape(each)
