"""New exercises, made of whole numbers."""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import INPUT, chain
from cnnviz.cnn.ops import Pair
from cnnviz.cnn.pooling_layers import MaxPool2d
from cnnviz.language import _
from cnnviz.project.picture import Picture, prepared_shape
from cnnviz.project.project import Project, new_project

LARGEST_SIZE = 12  # rows and columns of the picture of an exercise
LARGEST_NUMBER = 999_999  # of an exercise
_SMALL_OFTEN = (0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9)
_WEIGHTS = (-2, -1, -1, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4)


def new_exercise(
    size: Pair, kernel: Pair, stride: int, padding: int, seed: int, *, bias: bool
) -> Project:
    """Make an exercise of whole numbers: a picture, one filter, ReLU and, if it fits, pooling.

    Args:
        size: Rows and columns of the picture, 1 to 12.
        kernel: Rows and columns of the kernel.
        stride: In both directions.
        padding: Rows and columns of zeros on each side.
        seed: The same seed makes the same exercise; it is its number, too.
        bias: Whether there is a bias other than 0.

    Raises:
        ValueError: If the kernel does not fit the picture, or a number is out of range.
    """
    _check_sizes(size, kernel, stride, padding)
    random = np.random.default_rng(seed)
    weight = random.choice(_WEIGHTS, kernel)
    while not weight.any():  # a kernel of zeros has nothing to compute
        weight = random.choice(_WEIGHTS, kernel)
    offset = random.choice([n for n in range(-5, 6) if n]) if bias else 0
    pixels = random.choice(_SMALL_OFTEN, (1, *size))
    conv = Conv2d(
        weight[None, None].astype(np.float32),
        np.array([offset], np.float32),
        stride=(stride, stride),
        padding=(padding, padding),
    )
    shape = 1, *size
    has_pool = min(conv.output_shape(shape)[1:]) >= 2
    layers = (conv, ReLU(), MaxPool2d((2, 2))) if has_pool else (conv, ReLU())
    network = chain("one-filter", "One filter, grey", shape, layers, treatment="photo")
    name = _("Exercise {number}").format(number=seed)
    picture = Picture("matrix", pixels.astype(np.float32), name)
    return new_project(network, picture)


def _check_sizes(size: Pair, kernel: Pair, stride: int, padding: int) -> None:
    if not 1 <= min(size) <= max(size) <= LARGEST_SIZE:
        text = _("The picture of an exercise has 1 to {largest} rows and columns, not {size}.")
        raise ValueError(text.format(largest=LARGEST_SIZE, size=shape_text(size)))
    if min(*kernel, stride) < 1 or padding < 0:
        raise ValueError(
            _("Choose a kernel and a stride of at least 1, and a padding of at least 0.")
        )
    if any(k > n + 2 * padding for n, k in zip(size, kernel, strict=True)):
        text = _(
            "A {kernel} kernel does not fit a {size} picture with padding {padding}: choose a "
            "larger picture, a smaller kernel or more padding."
        )
        shown = {"kernel": shape_text(kernel), "size": shape_text(size), "padding": padding}
        raise ValueError(text.format(**shown))


def more_like(project: Project, count: int, first: int) -> tuple[Project, ...]:
    """Make more exercises with the sizes of one, each with other numbers.

    Args:
        project: The exercise whose sizes are taken: those of its first convolution.
        count: How many.
        first: The number of the first of them; one that is the given exercise itself is left out.

    Raises:
        ValueError: If exercises are not made with such sizes.
    """
    return tuple(islice(_others(project, first), count))


def _others(project: Project, first: int) -> Iterator[Project]:
    conv = _only_filter(project)
    _channels, rows, columns = prepared_shape(project.picture, project.network)
    kernel = conv.weight.shape[2], conv.weight.shape[3]
    stride, padding = conv.stride[0], conv.padding[0]
    has_bias = conv.bias is not None and bool(conv.bias[0])
    number = first
    while True:
        made = new_exercise((rows, columns), kernel, stride, padding, number, bias=has_bias)
        if not _is_same(made, project):
            yield made
        number += 1


def _only_filter(project: Project) -> Conv2d:
    """Return the convolution that an exercise could have, too."""
    network = project.network
    channels, *size = prepared_shape(project.picture, network)
    conv = network.layers.get(network.names[1])
    if (
        not isinstance(conv, Conv2d)
        or network.before(network.names[1]) != INPUT
        or channels != 1
        or max(size) > LARGEST_SIZE
        or _is_unusual(conv)
    ):
        text = _(
            "More exercises are made only for one channel of at most {largest} rows and columns, "
            "and one stride and padding for both directions."
        )
        raise ValueError(text.format(largest=LARGEST_SIZE))
    return conv


def _is_unusual(conv: Conv2d) -> bool:
    is_square = conv.stride[0] == conv.stride[1] and conv.padding[0] == conv.padding[1]
    is_plain = max(conv.dilation) == 1 and not conv.flipped
    is_mirrored = max(conv.padding) > 0 and conv.padding_mode != "zeros"
    return not is_square or not is_plain or is_mirrored


def _is_same(made: Project, project: Project) -> bool:
    """Return whether two exercises ask for the same, whatever they are called."""
    one, other = (each.network.layers[each.network.names[1]] for each in (made, project))
    return np.array_equal(made.picture.values, project.picture.values) and np.array_equal(
        one.parameters()["weight"], other.parameters()["weight"]
    )
