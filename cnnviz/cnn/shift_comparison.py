"""A fully connected layer against a convolution: how many weights, and what a shift does."""

import numpy as np

from cnnviz.cnn.ops import Array


def moved_by(values: Array, down: int, right: int) -> Array:
    """Return pictures (..., H, W) moved by whole pixels; zeros come in at the other side."""
    moved = np.zeros_like(values)
    height, width = values.shape[-2:]
    rows, columns = _overlap(height, down), _overlap(width, right)
    moved[..., rows[1], columns[1]] = values[..., rows[0], columns[0]]
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
