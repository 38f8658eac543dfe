"""The lecture's swan run: train on white swans alone, then on white and black ones.

Usage: `python -m tests.swan_run [SIZE]`; pictures are 32 pixels wide unless SIZE says otherwise.
"""

import sys
import time

import torch
from torch import nn

from cnnviz.data.swans.draw import KINDS, kind_pictures, swan_pictures

TRAINING, TEST, EPOCHS, BATCH, RATE = 12_000, 1_000, 12, 64, 4e-3


def network(size):
    """Three convolutions with pooling, two fully connected layers."""
    layers, channels = [], 3
    for filters in (16, 32, 64):
        layers += [nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        channels = filters
    return nn.Sequential(
        *layers, nn.Flatten(), nn.Linear(64 * (size // 8) ** 2, 64), nn.ReLU(), nn.Linear(64, 2)
    )


def as_input(pictures):
    """Intensities with a mean of about 0 and a deviation of about 1."""
    return (torch.from_numpy(pictures).float() - 118) / 64


def mirrored(batch):
    """Every second picture, by chance, with left and right exchanged: a swan stays a swan."""
    chosen = torch.rand(len(batch)) < 0.5
    return torch.where(chosen[:, None, None, None], batch.flip(3), batch)


def trained(data, size):
    """A network trained on the data: cross-entropy, AdamW, pictures mirrored by chance."""
    torch.manual_seed(0)
    net, x, y = network(size), as_input(data.pictures), torch.from_numpy(data.labels).long()
    net, x = (each.to(memory_format=torch.channels_last) for each in (net, x))
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=0.01)
    steps = EPOCHS * -(-len(x) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, steps)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(x)).split(BATCH):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(mirrored(x[batch])), y[batch]).backward()
            optimizer.step()
            schedule.step()
    return net


def called_swan(net, kind, size):
    """The percentage of unseen pictures of a kind that the network calls a swan."""
    unseen = kind_pictures(TEST, seed=1_000, size=size, kinds=[kind])
    with torch.no_grad():
        return 100 * float((net(as_input(unseen.pictures)).argmax(1) == 1).float().mean())


def say(text):
    sys.stdout.write(f"{text}\n")


def main(size=32):
    torch.set_num_threads(1)
    columns = []
    for black in (False, True):
        start = time.perf_counter()
        data = swan_pictures(TRAINING, seed=1, size=size, black=black)
        drawn = time.perf_counter()
        net = trained(data, size)
        end = time.perf_counter()
        say(f"black={black}: drawn in {drawn - start:.1f} s, trained in {end - drawn:.1f} s")
        columns.append([called_swan(net, kind, size) for kind in KINDS])
    say(f"{'called swan, %':16}{'white only':>12}{'with black':>12}")
    for kind, white, both in zip(KINDS, *columns, strict=True):
        say(f"{kind:16}{white:12.1f}{both:12.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
