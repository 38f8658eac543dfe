"""The functions of calculus as modules of PyTorch: they learn nothing."""

from torch import Tensor, nn


class ExponentialModule(nn.Module):
    """e to the power of every value."""

    def forward(self, x: Tensor) -> Tensor:
        """Return exp(x)."""
        return x.exp()


class LogarithmModule(nn.Module):
    """The natural logarithm of every value."""

    def forward(self, x: Tensor) -> Tensor:
        """Return ln(x)."""
        return x.log()


class PowerModule(nn.Module):
    """Every value to the power of one number."""

    def __init__(self, exponent: float) -> None:
        super().__init__()
        self.exponent = exponent

    def forward(self, x: Tensor) -> Tensor:
        """Return x to that power."""
        return x.pow(self.exponent)
