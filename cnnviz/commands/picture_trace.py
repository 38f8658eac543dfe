"""Send a picture, as people bring it, through a network."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from cnnviz.cnn import ops
from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale_layers import Normalize
from cnnviz.cnn.trace import Trace
from cnnviz.commands.errors import CommandError
from cnnviz.files.os_reasons import os_reason
from cnnviz.language import _
from cnnviz.project.picture import Picture, PictureError, limited
from cnnviz.project.picture_file import LARGEST_FILE, picture_from_bytes, read_picture
from cnnviz.project.project import ForwardPass, Project, forward_pass, new_project

STDIN = "-"  # in place of a file's name


def opened(image: str | os.PathLike[str]) -> Picture:
    """Read a picture, or a matrix as .csv or .npy, as the window does.

    Args:
        image: The file; `-` for what comes on stdin.

    Raises:
        PictureError: If it cannot be read.
    """
    return limited(_from_stdin() if image == STDIN else read_picture(image, any_channels=True))


def _from_stdin() -> Picture:
    """Read what comes on stdin: what is no picture, and no .npy, is taken for numbers as text."""
    try:
        content = sys.stdin.buffer.read(LARGEST_FILE + 1)
    except OSError as error:
        text = _("stdin cannot be read: {reason}.")
        raise PictureError(text.format(reason=os_reason(error))) from None
    return picture_from_bytes(content, "stdin", takes_text=True)


def _ignored(sentence: str) -> None:
    """Tell nobody."""


def picture_trace(
    network: Network,
    picture: Picture,
    *,
    raw: bool = False,
    tell: Callable[[str], None] = _ignored,
) -> Trace:
    """Return the values of a picture at every layer; arguments as of `picture_forward`."""
    return picture_forward(network, picture, raw=raw, tell=tell).trace


def as_it_takes(network: Network, picture: Picture, tell: Callable[[str], None]) -> Network:
    """Return the network for numbers that come as its module takes them: not normalised again."""
    layer = network.nodes[0].layer if network.nodes else None
    is_whole = picture.kind == "matrix" and picture.pixels.shape == network.input_shape
    if not is_whole or not isinstance(layer, Normalize) or layer.deviation == (1.0,):
        return network
    tell(
        _("The numbers are taken as the network takes them: {node} changes nothing.").format(
            node=network.nodes[0].name
        )
    )
    return network.with_layer(network.nodes[0].name, Normalize())


def picture_forward(
    network: Network,
    picture: Picture,
    *,
    raw: bool = False,
    tell: Callable[[str], None] = _ignored,
) -> ForwardPass:
    """Return what follows from a picture.

    Args:
        network: What it is sent through.
        picture: As it was opened.
        raw: Whether digits are only resized, without the treatment that they get.
        tell: Gets how numbers were understood, a sentence each time.

    Raises:
        ValueError: If it does not fit the network.
    """
    return forward_pass(picture_project(network, picture, raw=raw, tell=tell))


def picture_project(
    network: Network,
    picture: Picture,
    *,
    raw: bool = False,
    tell: Callable[[str], None] = _ignored,
) -> Project:
    """Return a network with a picture; arguments as of `picture_forward`."""
    if raw:
        network = replace(network, treatment="photo")
    network = as_it_takes(network, picture, tell)
    if picture.kind == "matrix" and _is_larger(picture, network):
        picture = _as_image(picture)
    return new_project(network, picture)


def probabilities(
    network: Network,
    picture: Picture,
    *,
    raw: bool = False,
    tell: Callable[[str], None] = _ignored,
) -> Array | None:
    """Return what a network says to a picture: a probability for each class.

    None where there is no ink on a picture for a digit network, and so no answer. `tell` gets what
    was done to the picture, as the window says it, a sentence each time.

    Raises:
        ValueError: If the network has no classes, or what it says is no number; why, in words.
    """
    if not network.classes:
        text = _("{network} has no classes to predict; try `cnnviz trace`.")
        raise CommandError(text.format(network=_(network.title)))
    forward = picture_forward(network, picture, raw=raw, tell=tell)
    for note in (*picture.notes, *forward.prepared.notes):
        tell(note)
    if not forward.has_answer:
        return None
    output = forward.trace.output
    if not np.isfinite(output).all():
        raise CommandError(_why_no_number(network, picture))
    return output if network.layers[network.output].kind == "softmax" else ops.softmax(output)


def _why_no_number(network: Network, picture: Picture) -> str:
    names = {"network": _(network.title), "image": picture.name}
    if not np.isfinite(picture.values).all():
        text = _("{image} holds NaN or infinity, so {network} gives no numbers for it.")
    elif all(np.isfinite(array).all() for array in network.parameters().values()):
        text = _(
            "{network} gives no numbers for {image}: its values grow beyond 3.4e38 on the way."
        )
    else:
        text = _("{network} gives no numbers for {image}; look for NaN or infinity in its weights.")
    return text.format(**names)


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
