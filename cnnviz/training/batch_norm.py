"""Batch norm over the pictures of all processes that share a batch, on any device."""

import torch
from torch import Tensor, distributed, nn
from torch.distributed.nn.functional import all_reduce


class SharedBatchNorm(nn.BatchNorm2d):
    """As in PyTorch; where several processes learn together, mean and variance are over all.

    torch.nn.SyncBatchNorm is the same for graphics cards alone.
    """

    def forward(self, input: Tensor) -> Tensor:
        """Return the normalised maps of pictures (N, C, H, W)."""
        if not (self.training and distributed.is_initialized()):
            return super().forward(input)
        x = input.double()  # sums over parts in another order than one process adds them
        count = _over_all(x.new_tensor(x.numel() // x.shape[1]))
        mean = _over_all(x.sum((0, 2, 3))) / count
        from_mean = x - mean[:, None, None]
        variance = _over_all(from_mean.square().sum((0, 2, 3))) / count
        self._remember(mean.detach(), (variance * count / (count - 1).clamp(min=1)).detach())
        scale = self.weight.double() / (variance + self.eps).sqrt()
        out = from_mean * scale[:, None, None] + self.bias.double()[:, None, None]
        return out.to(input.dtype)

    @torch.no_grad()
    def _remember(self, mean: Tensor, variance: Tensor) -> None:
        assert self.running_mean is not None and self.running_var is not None  # noqa: PT018
        assert self.num_batches_tracked is not None
        self.num_batches_tracked += 1
        for kept, now in ((self.running_mean, mean), (self.running_var, variance)):
            kept.lerp_(now.to(kept.dtype), self.momentum or 0.1)


def _over_all(part: Tensor) -> Tensor:
    """Return the sum over the processes; gradients flow through it."""
    summed: Tensor = all_reduce(part)  # type: ignore[no-untyped-call]
    return summed
