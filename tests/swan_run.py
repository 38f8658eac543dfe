"""The lecture's swan run: train on white swans alone, then on white and black ones.

Usage: `python -m tests.swan_run [SIZE]`; pictures are 32 pixels wide unless SIZE says otherwise.
"""

import sys
import time

import torch
from torch import nn

from cnnviz.data.swans import KINDS, kind_pictures, swan_pictures

TRAINING, TEST, EPOCHS, BATCH = 12_000, 1_000, 8, 64


def network(size):
    """Three convolutions with pooling, two fully connected layers."""
    layers, channels = [], 3
    for filters in (16, 32, 32):
        layers += [nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        channels = filters
    return nn.Sequential(
        *layers, nn.Flatten(), nn.Linear(32 * (size // 8) ** 2, 64), nn.ReLU(), nn.Linear(64, 2)
    )


def as_input(pictures):
    """Intensities 0 to 1."""
    return torch.from_numpy(pictures).float() / 255


def trained(data, size):
    """A network trained on the data, as the Train page does it: cross-entropy and Adam."""
    torch.manual_seed(0)
    net, x, y = network(size), as_input(data.pictures), torch.from_numpy(data.labels).long()
    optimizer = torch.optim.Adam(net.parameters(), lr=2e-3)
    steps = EPOCHS * -(-len(x) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, steps)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(x)).split(BATCH):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x[batch]), y[batch]).backward()
            optimizer.step()
            schedule.step()
    return net


def called_swan(net, kind, size):
    """The percentage of unseen pictures of a kind that the network calls a swan."""
    unseen = kind_pictures(TEST, seed=1_000, size=size, kinds=[kind])
    with torch.no_grad():
        return 100 * float((net(as_input(unseen.pictures)).argmax(1) == 1).float().mean())


def main(size=32):
    torch.set_num_threads(1)
    columns = []
    for black in (False, True):
        start = time.perf_counter()
        data = swan_pictures(TRAINING, seed=1, size=size, black=black)
        drawn = time.perf_counter()
        net = trained(data, size)
        end = time.perf_counter()
        print(f"black={black}: drawn in {drawn - start:.1f} s, trained in {end - drawn:.1f} s")
        columns.append([called_swan(net, kind, size) for kind in KINDS])
    print(f"{'called swan, %':16}{'white only':>12}{'with black':>12}")
    for kind, white, both in zip(KINDS, *columns, strict=True):
        print(f"{kind:16}{white:12.1f}{both:12.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
