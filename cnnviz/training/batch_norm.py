"""Batch norm over the pictures of all processes that share a batch, on any device."""

import torch
from torch import Tensor, distributed, nn
from torch.distributed.nn.functional import all_reduce


class SharedBatchNorm(nn.BatchNorm2d):
    """As in PyTorch; where several processes learn together, mean and variance are over all.

    torch.nn.SyncBatchNorm is the same for graphics cards alone.
    """

    def forward(self, input: Tensor) -> Tensor:
        """Return the normalised maps of pictures (N, C, H, W), or values of rows (N, C)."""
        over = (0, *range(2, input.dim()))
        each = (-1, *[1] * (input.dim() - 2))
        if not (self.training and distributed.is_initialized()):
            return super().forward(input)
        x = input.double()  # sums over parts in another order than one process adds them
        count = _over_all(x.new_tensor(x.numel() // x.shape[1]))
        mean = _over_all(x.sum(over)) / count
        from_mean = x - mean.reshape(each)
        variance = _over_all(from_mean.square().sum(over)) / count
        self._remember(mean.detach(), (variance * count / (count - 1).clamp(min=1)).detach())
        out = from_mean / (variance + self.eps).sqrt().reshape(each)
        if self.affine:
            weight, bias = self.weight.double(), self.bias.double()
            out = out * weight.reshape(each) + bias.reshape(each)
        return out.to(input.dtype)

    def _check_input_dim(self, input: Tensor) -> None:
        assert input.dim() in (2, 4)  # rows, or pictures

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
