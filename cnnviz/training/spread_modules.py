"""Layers that make maps larger, or look over channels, as modules of PyTorch."""

from math import floor
from typing import Any

from torch import Tensor, nn
from torch.nn import functional

from cnnviz.cnn.channel_layers import ChannelConvolution
from cnnviz.cnn.spread_layers import ConvTranspose2d


def transposed(layer: ConvTranspose2d) -> nn.Module:
    """Return the module of a transposed convolution, its weights not yet set."""
    return nn.ConvTranspose2d(
        len(layer.weight), layer.outputs, layer.kernel_size, bias=layer.bias is not None,
        device="meta", **layer.options(),
    ).to_empty(device="cpu")  # fmt: skip


class ChannelConvolutionModule(nn.Conv1d):
    """A kernel that slides over the channels of each place."""

    def __init__(self, layer: ChannelConvolution) -> None:
        """Make room for the weights of a layer; they are not yet set."""
        count = len(layer.kernel)
        super().__init__(1, 1, count, padding=layer.padding, bias=layer.bias is not None)

    def forward(self, input: Tensor) -> Tensor:
        """Return the sums of pictures (N, C, H, W) or rows (N, C)."""
        last = input.movedim(1, -1)
        row = last.reshape(-1, 1, last.shape[-1])
        made = super().forward(row)
        return made.reshape(*last.shape[:-1], -1).movedim(-1, 1)


class UpsampleBilinearModule(nn.Module):
    """Makes maps larger or smaller, with means of the four values around."""

    def __init__(self, scale_factor: tuple[float, float], align_corners: bool) -> None:
        """Keep the options."""
        super().__init__()
        self.scale_factor, self.align_corners = scale_factor, align_corners

    def forward(self, x: Tensor) -> Tensor:
        """Return pictures (N, C, H, W) at their new size."""
        exact = [n * factor for n, factor in zip(x.shape[2:], self.scale_factor, strict=True)]
        size = [floor(n + _ALMOST) for n in exact]
        is_whole = all(abs(n - m) < _ALMOST for n, m in zip(exact, size, strict=True))
        room: dict[str, Any] = {"size": size} if is_whole else {"scale_factor": self.scale_factor}
        made: Tensor = functional.interpolate(
            x, mode="bilinear", align_corners=self.align_corners, **room
        )
        return made


_ALMOST = 1e-6  # a factor like 7/3 is no exact number
