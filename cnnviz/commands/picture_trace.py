"""Send a picture, as people bring it, through a network."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.network import Network
from cnnviz.cnn.trace import Trace
from cnnviz.commands.errors import CommandError
from cnnviz.language import _
from cnnviz.project.picture import Picture, limited
from cnnviz.project.picture_file import read_picture
from cnnviz.project.project import forward_pass, new_project


def _ignored(sentence: str) -> None:
    """Tell nobody."""


def picture_trace(
    network: Network, image: str, raw: bool, tell: Callable[[str], None] = _ignored
) -> Trace:
    """Return the values of a picture at every layer.

    Args:
        network: What it is sent through.
        image: A file: a picture, or a matrix as .csv or .npy.
        raw: Whether digits are only resized, without the treatment that they get.
        tell: Gets what was done to the picture, as the window tells it, a sentence each time.

    Raises:
        ValueError: If it cannot be read, or is too small for the network.
    """
    if raw:
        network = replace(network, treatment="photo")
    picture = limited(read_picture(image))  # as the window does
    if picture.kind == "matrix" and _is_larger(picture, network):
        picture = _as_image(picture)
    made = forward_pass(new_project(network, picture))
    for note in (*picture.notes, *made.prepared.notes):
        tell(note)
    return made.trace


def _is_larger(picture: Picture, network: Network) -> bool:
    sides = zip(picture.values.shape[1:], network.input_shape[1:], strict=True)
    return not network.takes_any_size and any(n > m for n, m in sides)


def _as_image(matrix: Picture) -> Picture:
    """Take numbers that are more than the input for a picture, 0 to 1 or 0 to 255."""
    low, high = float(matrix.values.min()), float(matrix.values.max())
    if not (low >= 0 and high <= 255):
        text = _(
            "{name} has {shape} numbers from {low:g} to {high:g}; give as many as the network "
            "takes, or intensities from 0 to 255."
        )
        shape = shape_text(matrix.values.shape[1:])
        raise CommandError(text.format(name=matrix.name, shape=shape, low=low, high=high))
    white = np.float32(255 if high > 1 else 1)
    return Picture("image", np.asarray(matrix.values / white), matrix.name)
