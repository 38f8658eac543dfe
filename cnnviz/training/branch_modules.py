"""The layers where branches meet or part, as modules of PyTorch: they learn nothing."""

from functools import reduce

import torch
from torch import Tensor, nn

from cnnviz.cnn.moving_layers import Moving


class AddModule(nn.Module):
    """Adds its inputs cell by cell."""

    def forward(self, *inputs: Tensor) -> Tensor:
        """Return the sum."""
        return reduce(torch.add, inputs)


class MultiplyModule(nn.Module):
    """Multiplies its inputs cell by cell."""

    def forward(self, *inputs: Tensor) -> Tensor:
        """Return the product."""
        return reduce(torch.mul, inputs)


class ConcatenateModule(nn.Module):
    """Puts the channels of its inputs behind each other."""

    def forward(self, *inputs: Tensor) -> Tensor:
        """Return all channels."""
        return torch.cat(inputs, dim=1)


class MovingModule(nn.Module):
    """Moves, repeats or leaves out values as a layer of the network says."""

    def __init__(self, layer: Moving) -> None:
        """Keep the layer: where each value comes from depends on the size of its input."""
        super().__init__()
        self.layer = layer

    def forward(self, x: Tensor) -> Tensor:
        """Return the values moved, of every picture alike."""
        sources = torch.from_numpy(self.layer.sources(tuple(x.shape[1:])).copy()).to(x.device)
        flat = x.flatten(1)[:, sources.clamp(min=0).flatten()]
        moved = flat.reshape(len(x), *sources.shape)
        if (sources < 0).any():
            moved = moved.masked_fill(sources < 0, self.layer.filled)
        return moved
