"""A fully connected layer against a convolution: how many weights, and what a shift does."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from cnnviz import resources
from cnnviz.cnn import architectures
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array

NAMES = ("mlp", "lecture-cnn", "cnn-gap")
TRAININGS = ("none", "shift")  # digits in the middle; digits moved by up to 4 pixels
FARTHEST = 8  # pixels


def shifted(values: Array, down: int, right: int) -> Array:
    """Return a picture (C, H, W) moved by whole pixels; zeros come in at the other side."""
    moved = np.zeros_like(values)
    height, width = values.shape[1:]
    rows, columns = _overlap(height, down), _overlap(width, right)
    moved[:, rows[1], columns[1]] = values[:, rows[0], columns[0]]
    return moved


def _overlap(length: int, by: int) -> tuple[slice, slice]:
    """Return what stays in sight of an axis: where it was, and where it goes."""
    kept = max(0, length - abs(by))
    start = max(0, -by)
    return slice(start, start + kept), slice(start + by, start + by + kept)


def neuron_weights(shape: tuple[int, int, int]) -> int:
    """Return how many weights one neuron has that looks at a whole picture (C, H, W)."""
    channels, height, width = shape
    return channels * height * width


def filter_weights(channels: int, size: int) -> int:
    """Return how many weights one filter of size × size has over so many channels."""
    return channels * size * size


@dataclass(frozen=True)
class Figures:
    """How much of 10,000 unseen digits was read rightly at each shift."""

    name: str  # of the architecture
    training: str  # "none" or "shift"
    accuracy: tuple[float, ...]  # at 0, 1, 2, ... pixels, each way at random; 0 to 1


@cache
def figures() -> tuple[Figures, ...]:
    """Return what was measured with the networks that ship for this comparison."""
    read = json.loads((_folder() / "figures.json").read_bytes())
    return tuple(
        Figures(each["name"], each["training"], tuple(each["accuracy"])) for each in read["figures"]
    )


@cache
def network(name: str, training: str) -> Network:
    """Return a network of the comparison, trained on digits in the middle or on shifted ones."""
    weights = load_file(_folder() / f"{name}-{training}.safetensors")
    return architectures.build(name, seed=None).with_parameters(weights)


def _folder() -> Path:
    return resources.folder() / "shift"
