"""Networks that measure on the way: norms of their own, deviations, shares of maps, the larger.

And one that chooses what it goes on with.

As people write them, each with what its kind is hard for.
"""

import torch
import torch.nn.functional as functional
from torch import nn

from tests.foreign.networks import takes

SHAPES = {}  # of the pictures each takes, (C, H, W)


def measures(*shape):
    return takes(*shape, into=SHAPES)


class OwnNorm(nn.Module):
    """The layer norm over channels of ConvNeXt's first version, written out."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(channels) + 0.5)
        self.bias = nn.Parameter(torch.randn(channels))

    def forward(self, x):
        mean = x.mean(1, keepdim=True)
        away = (x - mean).pow(2).mean(1, keepdim=True)
        x = (x - mean) / torch.sqrt(away + 1e-6)
        return self.weight[:, None, None] * x + self.bias[:, None, None]


@measures(3, 16, 12)
class ResponseNorm(nn.Module):
    """ConvNeXt's second version: channels compared by their lengths."""

    def __init__(self):
        super().__init__()
        self.stem, self.norm = nn.Conv2d(3, 8, 2, 2), OwnNorm(8)
        self.up, self.down = nn.Linear(8, 16), nn.Linear(16, 8)
        self.gamma = nn.Parameter(torch.randn(1, 1, 1, 16))

    def forward(self, x):
        x = self.norm(self.stem(x))
        y = functional.gelu(self.up(x.permute(0, 2, 3, 1)))
        long = torch.norm(y, p=2, dim=(1, 2), keepdim=True)
        y = self.gamma * (y * (long / (long.mean(dim=-1, keepdim=True) + 1e-6))) + y
        return x + self.down(y).permute(0, 3, 1, 2)


@measures(3, 9, 7)
class Segments(nn.Module):
    """Shares of every place among maps, of every map among places, and their logarithms."""

    def __init__(self):
        super().__init__()
        self.conv, self.shares = nn.Conv2d(3, 5, 3), nn.Softmax2d()

    def forward(self, x):
        x = self.conv(x) * 40  # larger than an exponential alone would bear
        of_places = x.flatten(2).softmax(-1).view(x.shape)
        least = functional.softmin(x, 3)
        return (
            functional.log_softmax(self.shares(x) + of_places + least, 1) / x.logsumexp(1)[:, None]
        )


@measures(3, 9, 7)
class Lengths(nn.Module):
    """Norms of several orders, deviations, and features of length 1 beside prototypes."""

    def __init__(self):
        super().__init__()
        self.conv, self.prototypes = nn.Conv2d(3, 6, 3), nn.Parameter(torch.randn(4, 12))

    def forward(self, x):
        x = self.conv((x - x.mean((1, 2, 3), keepdim=True)) / x.std((1, 2, 3), keepdim=True))
        x = x * torch.rsqrt(x.pow(2).mean((2, 3), keepdim=True) + 1e-6)
        x = x / x.norm(p=1, dim=1, keepdim=True) + functional.normalize(x, dim=1)
        far = torch.linalg.vector_norm(x, float("inf"), (2, 3)) * x.norm(p=3, dim=(2, 3))
        both = torch.cat([far + x.var((2, 3), unbiased=False), torch.std_mean(x, (2, 3))[0]], 1)
        return functional.linear(functional.normalize(both), functional.normalize(self.prototypes))


@measures(3, 9, 7)
class Larger(nn.Module):
    """The larger, or smaller, of two maps; of all; along an axis."""

    def __init__(self):
        super().__init__()
        self.conv, self.near = nn.Conv2d(3, 6, 3), nn.Conv2d(6, 6, 3, padding=1, groups=6)

    def forward(self, x):
        x = self.conv((x - x.min()) / (x.max() - x.min()))
        x = torch.max(x, self.near(x))  # the activation of FReLU
        x = torch.minimum(x, torch.maximum(x[:, :3], x[:, 3:]).repeat(1, 2, 1, 1))
        return x.amin((2, 3)) - x.min(1)[0].flatten(1).amax(1, keepdim=True)


@measures(3, 9, 7)
class Composed(nn.Module):
    """Functions and curves that are made of others."""

    def __init__(self):
        super().__init__()
        self.conv, self.power = nn.Conv2d(3, 6, 3), nn.Parameter(torch.tensor([3.0]))
        self.curves = nn.Sequential(
            nn.LogSigmoid(), nn.CELU(0.5), nn.Softshrink(0.1), nn.Softsign(), nn.RReLU(),
            nn.Tanhshrink(),
        )  # fmt: skip

    def forward(self, x):
        x = self.conv(x)
        y = torch.cat([self.curves(x) * 10 + x.abs().log1p(), functional.glu(x, 1)], 1)
        y = torch.lerp(y, torch.addcmul(y, y, y, value=0.5), 0.3) + 1 / (y.exp() + 1)
        x = functional.avg_pool2d(x.clamp(min=1e-6).pow(self.power), (7, 5)).pow(1 / self.power)
        return torch.cat(
            [x.flatten(1), (y**4 + 1e-3).sqrt().mean((2, 3)), (y.square() + 1).log().sum((2, 3))], 1
        )


@measures(3, 11, 9)
class Chosen(nn.Module):
    """What pads below 0 leave, channels and rows from lists, rows along which a kernel goes."""

    def __init__(self):
        super().__init__()
        self.conv, self.along = nn.Conv2d(3, 6, 3), nn.Conv1d(6, 5, 4, padding="same")
        self.near = nn.Conv1d(1, 1, 3, padding="same", bias=False)
        self.uneven = nn.Conv1d(1, 1, 4, padding="same", bias=False)
        self.register_buffer("order", torch.tensor([5, 0, 3, 3, 1, 2]))

    def forward(self, x):
        x = functional.pad(self.conv(x), (-1, 2, -2, -1), mode="reflect")[:, self.order]
        means = x.mean((2, 3))[:, None]
        x = x * (self.near(means) + self.uneven(means)).view(1, 6, 1, 1)
        x = functional.interpolate(x, size=(9, 5), mode="nearest-exact")[:, :, [8, 0, 3]]
        return self.along(functional.pad(x, (0, -2, 0, 0, -1, 1)).flatten(2))
