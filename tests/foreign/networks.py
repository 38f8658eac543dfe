"""Networks as people write them, each with what its kind is hard for."""

import torch
import torch.nn.functional as functional
from torch import nn

SHAPES = {}  # of the pictures each takes, (C, H, W)


def takes(*shape, into=SHAPES):
    def keep(kind):
        into[kind] = shape
        return kind

    return keep


def made(kind, seed=0):
    """A network of a kind in eval mode, with random statistics in its batch norms."""
    torch.manual_seed(seed)
    network = kind().eval()
    with torch.no_grad():
        for name, buffer in network.named_buffers():
            if name.endswith(("running_mean", "running_var")):
                buffer.add_(torch.rand_like(buffer) * 0.3)
    return network


def image_for(kind, seed=1, shapes=SHAPES):
    return torch.randn(1, *shapes[kind], generator=torch.Generator().manual_seed(seed))


def _double(inputs, outputs):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True),
        nn.Conv2d(outputs, outputs, 3, padding=1), nn.GroupNorm(2, outputs), nn.ReLU(inplace=True),
    )  # fmt: skip


@takes(3, 33, 31)  # odd sizes: what goes up does not meet what went down
class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down1, self.down2, self.middle = _double(3, 4), _double(4, 8), _double(8, 8)
        self.pool, self.up = nn.MaxPool2d(2), nn.ConvTranspose2d(8, 8, 2, stride=2)
        self.up2, self.up1, self.out = _double(16, 4), _double(8, 4), nn.Conv2d(4, 2, 1)

    def forward(self, x):
        one = self.down1(x)
        two = self.down2(self.pool(one))
        up = self.up(self.middle(self.pool(two)))
        up = functional.pad(up, (0, two.shape[3] - up.shape[3], 0, two.shape[2] - up.shape[2]))
        up = self.up2(torch.cat([up, two], 1))
        size = one.shape[2:]
        up = functional.interpolate(up, size=size, mode="bilinear", align_corners=True)
        return self.out(self.up1(torch.cat([up, one], 1)))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.more = outputs - inputs

    def forward(self, x):
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        if self.more:  # "option A": every second pixel, and channels of zeros
            half = self.more // 2
            x = functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, half, self.more - half))
        out += x
        return self.relu(out)


@takes(3, 32, 32)
class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4)
        self.layer1 = nn.Sequential(Block(4, 4), Block(4, 4))
        self.layer2 = nn.Sequential(Block(4, 8, 2), Block(8, 8))
        self.fc = nn.Linear(8, 5)

    def forward(self, x):
        x = functional.relu_(self.bn1(self.conv1(x)))
        x = self.layer2(self.layer1(x))
        x = functional.avg_pool2d(x, x.size(3))
        return self.fc(x.view(x.size(0), -1))


@takes(3, 12, 12)
class ReadAfterwards(nn.Module):
    """What is kept beside is changed with what it looks at: PyTorch's memory is shared."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(3, 8, 3, padding=1), nn.Conv2d(8, 8, 3, padding=1)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        x = self.conv1(x)
        identity, rows, copy = x, x.view(x.size(0), 8, -1), x.clone()
        out = self.conv2(self.relu(x))
        out += identity  # which is positive by now
        return out * rows.mean(2)[:, :, None, None] + copy  # and so are the rows, not the copy


@takes(3, 12, 12)
class Shared(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.bn = nn.Conv2d(3, 3, 3, padding=1), nn.BatchNorm2d(3)

    def forward(self, x):
        return self.conv(self.bn(self.conv(self.bn(x))))


@takes(1, 15, 13)
class Norms(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.group = nn.Conv2d(1, 8, 3), nn.GroupNorm(2, 8)
        self.plain, self.learnt = nn.InstanceNorm2d(8), nn.InstanceNorm2d(8, affine=True)
        self.layer, self.batch = nn.LayerNorm([8, 13, 11]), nn.BatchNorm2d(8, affine=False)
        self.own = nn.BatchNorm2d(8, track_running_stats=False)
        self.near = nn.LocalResponseNorm(3, 0.1, 0.7, 2.0)
        self.fc, self.row, self.last = nn.Linear(8, 6), nn.BatchNorm1d(6), nn.LayerNorm(6)

    def forward(self, x):
        x = self.layer(self.learnt(self.plain(self.group(self.conv(x)))))
        x = self.near(self.own(self.batch(x)))
        return functional.log_softmax(self.last(self.row(self.fc(x.mean((-2, -1))))), -1)


@takes(3, 14, 10)
class ChannelsLast(nn.Module):
    """As ConvNeXt: a norm and fully connected layers over the channels of every place."""

    def __init__(self):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(3, 8, 3, padding=1, groups=1), nn.LayerNorm(8)
        self.up, self.down = nn.Linear(8, 16), nn.Linear(16, 8)
        self.scale = nn.Parameter(torch.full((8,), 0.3))

    def forward(self, x):
        x = self.conv(x)
        y = self.norm(x.permute(0, 2, 3, 1))
        y = self.scale * self.down(functional.gelu(self.up(y)))
        return x + y.permute(0, 3, 1, 2)


@takes(4, 16, 16)  # channels: no picture
class Gates(nn.Module):
    """Squeeze and excitation as ECA and CBAM do it, and places weighted along their sides."""

    def __init__(self):
        super().__init__()
        self.conv, self.eca = nn.Conv2d(4, 8, 3), nn.Conv1d(1, 1, 3, padding=1, bias=False)
        self.few, self.many = nn.Linear(8, 2), nn.Linear(2, 8)
        self.place, self.side = nn.Conv2d(2, 1, 7, padding=3), nn.Conv2d(8, 8, 1)

    def forward(self, x):
        x = self.conv(x)
        y = functional.adaptive_avg_pool2d(x, 1).squeeze(-1).transpose(-1, -2)
        x = x * self.eca(y).transpose(-1, -2).unsqueeze(-1).sigmoid().expand_as(x)
        whole = x.shape[2:]
        means = functional.avg_pool2d(x, whole).flatten(1)
        most = functional.max_pool2d(x, whole).flatten(1)
        gate = self.many(self.few(means).relu()) + self.many(self.few(most).relu())
        x = x * gate.sigmoid()[:, :, None, None]
        over = torch.cat((x.max(1)[0].unsqueeze(1), x.mean(1).unsqueeze(1)), 1)
        x = x * self.place(over).sigmoid()
        rows, columns = x.mean(3, keepdim=True), x.mean(2, keepdim=True).permute(0, 1, 3, 2)
        y = functional.hardswish(self.side(torch.cat([rows, columns], 2)))
        rows, columns = torch.split(y, [x.shape[2], x.shape[3]], 2)
        return x * rows.sigmoid() * columns.permute(0, 1, 3, 2).sigmoid()


@takes(3, 14, 14)
class Selective(nn.Module):
    """Branches that a softmax weighs against each other, as in selective kernels."""

    def __init__(self):
        super().__init__()
        self.near, self.far = nn.Conv2d(3, 8, 3, padding=1), nn.Conv2d(3, 8, 5, padding=2)
        self.few, self.many = nn.Conv2d(8, 4, 1), nn.Conv2d(4, 16, 1)

    def forward(self, x):
        both = torch.stack([self.near(x), self.far(x)], 1)
        means = both.sum(1).mean((2, 3), keepdim=True)
        shares = self.many(self.few(means).relu()).view(1, 2, 8, 1, 1).softmax(1)
        return (both * shares).sum(1)


@takes(3, 16, 12)
class Moved(nn.Module):
    """Splits, slices, stacks, shuffles; rows and columns that become channels, and back."""

    def __init__(self):
        super().__init__()
        self.conv, self.wide = nn.Conv2d(12, 8, 3, padding=1), nn.Linear(8, 8)
        self.apart, self.up = nn.PixelUnshuffle(2), nn.PixelShuffle(2)
        self.shuffle = nn.ChannelShuffle(4)

    def forward(self, x):
        quarters = [x[..., i::2, j::2] for j in (0, 1) for i in (0, 1)]
        y = self.conv(torch.cat(quarters, 1)) + self.conv(self.apart(x))
        y = self.shuffle(y.flip(3).roll(1, 2))
        y = y.view(1, 2, 4, 8, 6).transpose(1, 2).contiguous().view(1, 8, 8, 6)
        y = self.wide(y.flatten(2).transpose(1, 2)).transpose(1, 2).reshape(y.shape)
        one, two, rest = y.split([2, 2, 4], 1)
        both = torch.stack([one.repeat(1, 2, 1, 1), rest], 1).sum(1)
        first, second = both.chunk(2, 1)
        return self.up(torch.cat([second, first, two, one], 1))


@takes(3, 12, 12)
class Activations(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3, padding="same", padding_mode="reflect")
        kinds = (
            nn.ReLU6, nn.PReLU, nn.ELU, nn.Softplus, nn.Mish, nn.Hardswish, nn.Hardsigmoid,
            nn.SiLU, nn.GELU, nn.Tanh, nn.LeakyReLU, nn.SELU, nn.Hardtanh, nn.Sigmoid,
        )  # fmt: skip
        self.curves = nn.Sequential(*(kind() for kind in kinds))
        self.tanh = nn.GELU(approximate="tanh")

    def forward(self, x):
        x = self.conv(x)
        return self.curves(x) + self.tanh(x)


@takes(3, 12, 12)
class Constants(nn.Module):
    """Arithmetic with numbers: one's own normalisation, gates and weights made of weights."""

    def __init__(self):
        super().__init__()
        self.conv = nn.utils.parametrizations.weight_norm(nn.Conv2d(3, 6, 3, padding="same"))
        self.weight = nn.Parameter(torch.randn(4, 6, 3, 3))
        self.gain = nn.Parameter(torch.randn(6, 1, 1))
        self.register_buffer("mean", torch.rand(1, 3, 1, 1))

    def forward(self, x):
        x = self.conv((x - self.mean) / (self.mean + 1))
        x = x * functional.relu6(x + 3) / 6
        x = (1 - x) * self.gain - x.clamp(-1, 1) * 2 + (-x)
        away = self.weight - self.weight.mean((1, 2, 3), keepdim=True)
        x = functional.conv2d(x, away / away.std((1, 2, 3), keepdim=True))
        return functional.softmax(x.square().flatten(1), 1)


@takes(3, 13, 17)
class Pools(nn.Module):
    def __init__(self):
        super().__init__()
        self.most = nn.MaxPool2d(3, 2, 1, dilation=1, ceil_mode=True)
        self.far = nn.MaxPool2d(2, 1, dilation=2)
        self.mean = nn.AvgPool2d(3, 2, 1, ceil_mode=True, count_include_pad=False)
        self.chosen = nn.AvgPool2d(2, 1, divisor_override=3)
        self.some, self.best = nn.AdaptiveAvgPool2d((3, 2)), nn.AdaptiveMaxPool2d(2)
        self.near = nn.Upsample(scale_factor=1.5)

    def forward(self, x):
        y = self.chosen(self.mean(self.near(self.far(self.most(x)))))
        return torch.cat([self.some(y).flatten(1), self.best(x).flatten(1)], 1)


@takes(3, 40, 40)  # too large for values that are moved each by itself
class Expanded(nn.Module):
    """Squeeze and excitation as it is mostly copied: the gate is spread by `expand_as`."""

    def __init__(self):
        super().__init__()
        self.conv, self.few, self.many = nn.Conv2d(3, 48, 3, padding=1), *_gate(48, 4)
        self.matrix, self.bias = nn.Parameter(torch.randn(48, 5)), nn.Parameter(torch.randn(5))

    def forward(self, x):
        x = self.conv(x)
        means = functional.adaptive_avg_pool2d(x, 1).view(1, 48)
        gate = self.many(self.few(means).relu()).sigmoid().view(1, 48, 1, 1)
        x = -(x * gate.expand_as(x)) - x.mean(1, keepdim=True).expand(1, 48, 40, 40)
        return torch.addmm(self.bias, x.mean((2, 3)), self.matrix) + means @ self.matrix


def _gate(many, few):
    return nn.Linear(many, few), nn.Linear(few, many)


@takes(3, 23, 18)
class ConstantParts(nn.Module):
    """Maps joined with constants at every side, and what PyTorch makes of a tensor's shape."""

    def __init__(self):
        super().__init__()
        self.conv, self.out = nn.Conv2d(3, 4, 3, padding=1), nn.Conv2d(7, 2, 1)

    def forward(self, x):
        x = self.conv(x)
        x = x + torch.full_like(x, 0.5) * torch.ones_like(x)
        x = torch.maximum(x, torch.zeros_like(x))
        few = x[:, :2]
        joined = torch.cat([torch.ones(1, 2, 23, 18), few, few.new_zeros(1, 1, 23, 18), few], 1)
        return torch.cat([self.out(joined), torch.zeros(1, 2, 3, 18)], dim=2)


@takes(3, 21, 17)
class RootsAndStacks(nn.Module):
    """Pools of the p-th power, whose sign PyTorch computes apart, and branches that are stacked."""

    def __init__(self):
        super().__init__()
        self.conv, self.pool = nn.Conv2d(3, 4, 3), nn.LPPool2d(2, 3, stride=2, ceil_mode=True)

    def forward(self, x):
        x = self.conv(x)
        one = functional.adaptive_avg_pool2d(self.pool(x), (5, 4))
        other = functional.adaptive_max_pool2d(x, (5, 4))
        third = functional.lp_pool2d(functional.relu(x), 1, 2)
        third = functional.adaptive_avg_pool2d(third, (5, 4))
        return torch.stack([one, other, third]).mean(0) + torch.stack([one, other], 0).sum(0)


@takes(3, 24, 20)
class CoordinateAttention(nn.Module):
    """Gates of rows and of columns, found together (Hou and others, 2021)."""

    def __init__(self):
        super().__init__()
        self.conv, self.reduce = nn.Conv2d(3, 8, 3, padding=1), nn.Conv2d(8, 4, 1)
        self.rows, self.columns = nn.Conv2d(4, 8, 1), nn.Conv2d(4, 8, 1)
        self.norm = nn.BatchNorm2d(4)

    def forward(self, x):
        x = self.conv(x)
        high, wide = x.shape[2:]
        rows = functional.adaptive_avg_pool2d(x, (None, 1))
        columns = functional.adaptive_avg_pool2d(x, (1, None)).permute(0, 1, 3, 2)
        both = self.norm(self.reduce(torch.cat([rows, columns], dim=2)))
        both = both * functional.relu6(both + 3) / 6
        rows, columns = torch.split(both, [high, wide], dim=2)
        columns = columns.permute(0, 1, 3, 2)
        return x * self.rows(rows).sigmoid() * self.columns(columns).sigmoid()


class _Spatial(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = nn.Sequential(nn.Conv2d(8, 2, 1), nn.ReLU(), nn.Conv2d(2, 8, 1))
        self.conv = nn.Conv2d(2, 1, 7, padding=3, bias=False)

    def forward(self, x):
        pools = functional.adaptive_avg_pool2d(x, 1), functional.adaptive_max_pool2d(x, 1)
        x = x * torch.sigmoid(sum(map(self.shared, pools)))
        largest = torch.max(x, dim=1, keepdim=True)[0]
        return x * torch.sigmoid(self.conv(torch.cat([x.mean(1, keepdim=True), largest], 1)))


@takes(3, 32, 32)
class ManyIdeas(nn.Module):
    """Attention to channels and places, a split through a chain, a rejoined pyramid."""

    def __init__(self):
        super().__init__()
        self.stem, self.spatial = nn.Conv2d(3, 8, 3, 2, 1), _Spatial()
        self.chain = nn.ModuleList(nn.Conv2d(4, 4, 3, 1, 1) for _ in range(2))
        self.side = nn.utils.parametrizations.weight_norm(nn.Conv2d(16, 6, 1))
        self.fc = nn.Linear(6, 3)

    def forward(self, x):
        parts = list(self.spatial(self.stem(x)).chunk(2, 1))
        parts.extend(conv(parts[-1]) for conv in self.chain)
        joined = self.side(torch.cat(parts, dim=-3))
        pools = [functional.adaptive_avg_pool2d(joined, size) for size in (1, 2, 3)]
        pools = [functional.interpolate(p, joined.shape[2:], mode="bilinear") for p in pools]
        return self.fc((joined + sum(pools) / 3).flatten(2).mean(-1)).log_softmax(-1)
