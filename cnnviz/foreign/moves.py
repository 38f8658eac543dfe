"""Which layers move the values of a node to given places: the fewest that say what it means."""

from itertools import permutations
from math import prod

import numpy as np

from cnnviz.cnn.branch_layers import SelectChannels
from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.layers import Flatten
from cnnviz.cnn.moving_layers import (
    ChannelShuffle,
    Crop,
    Permute,
    PixelShuffle,
    Reshape,
)
from cnnviz.foreign.values import Index

MOST_SINGLE = 65_536  # values that are moved each by itself, where nothing simpler moves them


def moving_layers(index: Index, shape: Shape) -> list[Layer] | None:
    """Return layers in a row that give the values with these numbers; None: there are none.

    Args:
        index: For each value its number in the flat input; its shape is (C, H, W) or (N,).
        shape: The shape of the input.
    """
    wanted = tuple(index.shape)
    if is_whole(index, shape):
        return _in_order(shape, wanted)
    for find in (_selected, _permuted, _pixel_shuffle, _cut, _permuted_and_reshaped):
        if (layers := find(index, shape)) is not None:
            return layers
    if index.size > MOST_SINGLE:
        return None
    first = [] if len(shape) == 1 else [Flatten()]
    last = [] if len(wanted) == 1 else [Reshape(wanted)]
    return [*first, SelectChannels(tuple(index.ravel().tolist())), *last]


def is_whole(index: Index, shape: Shape) -> bool:
    """Return whether these are all values of a shape in their order."""
    return index.size == prod(shape) and np.array_equal(index.ravel(), np.arange(index.size))


def _in_order(shape: Shape, wanted: Shape) -> list[Layer]:
    if shape == wanted:
        return []
    return [Flatten()] if len(wanted) == 1 else [Reshape(wanted)]


def _channels(index: Index, shape: Shape) -> list[int] | None:
    """Return which channels are taken, if whole ones are."""
    if len(shape) != index.ndim or index.shape[1:] != shape[1:]:
        return None
    area = prod(shape[1:])
    flat = index.reshape(len(index), area)
    if (flat[:, :1] % area).any() or not np.array_equal(flat, flat[:, :1] + np.arange(area)):
        return None
    return (flat[:, 0] // area).tolist()  # type: ignore[no-any-return]


def _selected(index: Index, shape: Shape) -> list[Layer] | None:
    channels = _channels(index, shape)
    if channels is None:
        return None
    groups = shuffled_groups(channels) if len(channels) == shape[0] else None
    if groups is not None and len(shape) == 3:
        return [ChannelShuffle(groups)]
    return [SelectChannels(tuple(channels))]


def shuffled_groups(channels: list[int]) -> int | None:
    """Return in how many groups channels were dealt out in turn; None where they were not."""
    count = len(channels)
    for groups in range(2, count):
        if count % groups == 0:
            dealt = np.arange(count).reshape(groups, -1).T.ravel()
            if dealt.tolist() == channels:
                return groups
    return None


def is_shuffle(index: Index, shape: Shape) -> bool:
    """Return whether all channels are dealt out in turn."""
    channels = _channels(index, shape) if len(shape) == 3 else None
    return channels is not None and len(channels) == shape[0] and bool(shuffled_groups(channels))


def _permuted(index: Index, shape: Shape) -> list[Layer] | None:
    if len(shape) != 3 or index.ndim != 3 or index.size != prod(shape):
        return None
    numbers = np.arange(index.size).reshape(shape)
    for order in permutations(range(3)):
        if np.array_equal(numbers.transpose(order), index):
            return [Permute((order[0], order[1], order[2]))]
    return None


def _pixel_shuffle(index: Index, shape: Shape) -> list[Layer] | None:
    if len(shape) != 3 or index.ndim != 3 or index.size != prod(shape):
        return None
    factor = index.shape[1] // shape[1]
    if factor < 2 or index.shape != (shape[0] // factor**2, shape[1] * factor, shape[2] * factor):
        return None
    layer = PixelShuffle(factor)
    return [layer] if np.array_equal(layer.sources(shape), index) else None


def _cut(index: Index, shape: Shape) -> list[Layer] | None:
    """Return layers that choose channels, rows and columns, each by itself."""
    if len(shape) != 3 or index.ndim != 3:
        return None
    for order in permutations(range(3)):  # which axis of the input each axis of the output is
        back = tuple(int(axis) for axis in np.argsort(order))
        places = _places(index.transpose(back), shape)
        if places is not None:
            turned = [] if order == (0, 1, 2) else [Permute((order[0], order[1], order[2]))]
            return [*_choosing(places, shape), *turned]
    return None


def _places(index: Index, shape: Shape) -> tuple[list[int], list[int], list[int]] | None:
    """Return the channels, rows and columns that are taken, if every one with every other is."""
    channels, rows, columns = np.unravel_index(index, shape)
    one, two, three = channels[:, 0, 0], rows[0, :, 0], columns[0, 0, :]
    made = (one[:, None, None] * shape[1] + two[:, None]) * shape[2] + three
    if not np.array_equal(made, index):
        return None
    return one.tolist(), two.tolist(), three.tolist()


def _choosing(places: tuple[list[int], list[int], list[int]], shape: Shape) -> list[Layer]:
    channels, rows, columns = places
    layers: list[Layer] = []
    if channels != list(range(shape[0])):
        layers.append(SelectChannels(tuple(channels)))
    spans = [_span(found, size) for found, size in zip((rows, columns), shape[1:], strict=True)]
    whole = [(0, size, 1) for size in shape[1:]]
    crops = [span or all_ for span, all_ in zip(spans, whole, strict=True)]
    if crops != whole:
        layers.append(Crop(crops[0], crops[1]))
    for span, found, order in zip(spans, (rows, columns), _TURNS, strict=True):
        if span is None:  # in another order, or repeated: as channels are
            turn = Permute(order)
            layers += [turn, SelectChannels(tuple(found)), turn]
    return layers


_TURNS = ((1, 0, 2), (2, 1, 0))  # rows, or columns, in the place of channels and back


def _span(found: list[int], size: int) -> tuple[int, int, int] | None:
    """Return the first, the end and the step of places at equal distances; else None."""
    if len(found) == 1:
        return found[0], found[0] + 1, 1
    step = found[1] - found[0]
    if step < 1 or found != list(range(found[0], found[-1] + 1, step)):
        return None
    return found[0], min(size, found[-1] + step), step


def _permuted_and_reshaped(index: Index, shape: Shape) -> list[Layer] | None:
    if len(shape) != 3 or index.size != prod(shape):
        return None
    numbers, wanted = np.arange(index.size).reshape(shape), tuple(index.shape)
    for order in permutations(range(3)):
        turned = numbers.transpose(order)
        if np.array_equal(turned.ravel(), index.ravel()):
            turn = Permute((order[0], order[1], order[2]))
            return [turn, *_in_order(tuple(turned.shape), wanted)]
    return None


def patches(index: Index, shape: Shape) -> list[tuple[Index, list[int]]] | None:
    """Return parts of maps that choose alike, each with the channels of the output it gives.

    As where rows and columns of every second pixel become channels of their own.
    """
    if len(shape) != 3 or index.ndim != 3:
        return None
    area = shape[1] * shape[2]
    within = index % area
    parts: dict[bytes, list[int]] = {}
    for channel in range(len(index)):
        if (index[channel] // area != index[channel, 0, 0] // area).any():
            return None
        parts.setdefault(within[channel].tobytes(), []).append(channel)
    if not 1 < len(parts) <= _MOST_PATCHES:
        return None
    return [(index[channels], channels) for channels in parts.values()]


_MOST_PATCHES = 64
