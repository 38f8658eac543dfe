"""What ships for the comparison of networks under shifts: six networks, and what they read."""

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


@dataclass(frozen=True)
class ShiftAccuracy:
    """How much of 10,000 unseen digits was read rightly at each shift."""

    name: str  # of the architecture
    training: str  # "none" or "shift"
    accuracy: tuple[float, ...]  # at 0, 1, 2, ... pixels, each way at random; 0 to 1


@cache
def accuracies() -> tuple[ShiftAccuracy, ...]:
    """Return what was measured with the networks that ship for this comparison."""
    read = json.loads((_folder() / "figures.json").read_bytes())
    return tuple(
        ShiftAccuracy(each["name"], each["training"], tuple(each["accuracy"]))
        for each in read["figures"]
    )


@cache
def network(name: str, training: str) -> Network:
    """Return a network of the comparison, trained on digits in the middle or on shifted ones."""
    weights = load_file(_folder() / f"{name}-{training}.safetensors")
    return architectures.build(name, seed=None).with_parameters(weights)


def said(name: str, training: str, digit: Array) -> Array:
    """Return the share that a network of the comparison gives each digit, for a (1, 28, 28) one."""
    values = digit
    with np.errstate(all="ignore"):  # a picture may hold numbers that are none
        for layer in network(name, training).layers.values():
            values = layer.forward(values)
    return values


def _folder() -> Path:
    return resources.folder() / "shift"
