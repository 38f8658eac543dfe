"""The layers where branches meet or part, as modules of PyTorch: they learn nothing."""

from functools import reduce

import torch
from torch import Tensor, nn


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


class SelectModule(nn.Module):
    """Keeps some channels of its input, in an order of its own."""

    def __init__(self, channels: tuple[int, ...]) -> None:
        """Keep which."""
        super().__init__()
        self.channels: Tensor
        self.register_buffer("channels", torch.tensor(channels), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return the chosen channels."""
        return x.index_select(1, self.channels)
