"""What the commands do, as functions: the names that `import cnnviz` offers.

Networks, traces and arrays are those of the window; no Qt and no PyTorch is loaded.
"""

import operator
import os
from collections.abc import Sequence
from typing import Any, NamedTuple, SupportsIndex

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.network import Network
from cnnviz.cnn.trace import Trace
from cnnviz.commands.errors import CommandError
from cnnviz.commands.explain import explained
from cnnviz.commands.picture_trace import opened, picture_trace, probabilities
from cnnviz.explain.terms import Term, terms_of
from cnnviz.language import _
from cnnviz.project.number_file import numbers_of_array
from cnnviz.project.picture import Picture, PictureError, limited
from cnnviz.runs.named_network import load_network

Numbers = NDArray[Any] | Sequence[Sequence[float]]  # (H, W), or with 1 or 3 channels
Path = str | os.PathLike[str]


class Prediction(NamedTuple):
    """What a network says to a picture."""

    label: str | None  # the most probable class; None without ink, where there is no answer
    probabilities: dict[str, float]  # by class, in the order of the network; then empty


class Terms(NamedTuple):
    """What one value is the sum of: the products of all terms, and the bias."""

    terms: list[Term]  # channel, row, column, input, weight, product; none where nothing is added
    bias: float
    value: float  # as the network computes it, in float32


def open_network(source: Path, weights: Path | None = None) -> Network:
    """Return a network.

    Args:
        source: The name of one that ships, such as "lecture-cnn"; a .cnnviz project; or the folder
            of a training run.
        weights: A file with other weights for it, .safetensors or of PyTorch.

    Raises:
        ValueError: If there is none, or the weights do not fit; the text is a sentence.
    """
    return load_network(_name(source), None if weights is None else _name(weights))


def open_picture(source: Path | Numbers) -> Picture:
    """Return a picture, from a file or from numbers.

    Args:
        source: A picture file (PNG, JPEG, GIF, BMP, WebP, TIFF), a .csv or a .npy; or numbers of
            shape (H, W), (C, H, W) or (H, W, C) with 1 or 3 channels, which are taken as they are.

    Raises:
        ValueError: If it is none; the text is a sentence.
    """
    if isinstance(source, str | os.PathLike):
        return opened(source)
    try:
        values = np.asarray(source)
    except ValueError:
        raise PictureError(_("The rows of the matrix are not equally long.")) from None
    numbers = numbers_of_array(values, _("The matrix"))
    return limited(Picture("matrix", numbers, _("The matrix")))


def predict(network: Network, picture: Picture, *, raw: bool = False) -> Prediction:
    """Return what a network says to a picture.

    Args:
        network: One with classes.
        picture: Digits are treated as MNIST was made, photos cut and resized, as in the window.
        raw: Whether digits are only resized.

    Raises:
        ValueError: If the network has no classes, or what it says is no number.
    """
    _check(network, Network, "open_network")
    _check(picture, Picture, "open_picture")
    said = probabilities(network, picture, raw=raw)
    if said is None:
        return Prediction(None, {})
    shares = zip(network.classes, map(float, said), strict=True)
    return Prediction(network.classes[int(said.argmax())], dict(shares))


def trace(network: Network, picture: Picture, *, raw: bool = False) -> Trace:
    """Return the values of a picture at every layer.

    Args:
        network: What it is sent through.
        picture: As for `predict`.
        raw: Whether digits are only resized.

    Returns:
        Its `values` are read-only arrays by the names of the layers, "input" first: (C, H, W), or
        (N,) in a row.

    Raises:
        ValueError: If the picture does not fit the network.
    """
    _check(network, Network, "open_network")
    _check(picture, Picture, "open_picture")
    return picture_trace(network, picture, raw=raw)


def terms(trace: Trace, layer: str, at: Sequence[int] | int) -> Terms:
    """Return what one value of a trace is made of.

    Args:
        trace: Of a picture.
        layer: The name of a layer, such as "conv1".
        at: Channel, row and column, from 0; in a row of values, its index.

    Raises:
        ValueError: If there is no such value; the text is a sentence.
    """
    _check(trace, Trace, "trace")
    about = explained(trace, str(layer), _place(at))
    found, bias = terms_of(about)
    return Terms(found, bias, float(about.value))


def _name(source: Path) -> str:
    try:
        return os.fsdecode(source)
    except TypeError:
        text = _("{source!r} is no name and no path.")
        raise CommandError(text.format(source=source)) from None


def _check(given: object, kind: type, maker: str) -> None:
    """Refuse a name, say, where what it stands for is needed."""
    if not isinstance(given, kind):
        text = _("{given!r} cannot be used here: give what cnnviz.{maker} returns.")
        raise CommandError(text.format(given=given, maker=maker))


def _place(at: Sequence[int] | int) -> tuple[int, ...]:
    try:
        indices = [at] if isinstance(at, SupportsIndex) and not np.ndim(at) else at
        return tuple(int(operator.index(each)) for each in indices)  # type: ignore[union-attr]
    except TypeError:
        text = _("{at!r} is no place such as (0, 1, 0): its parts are whole numbers.")
        raise CommandError(text.format(at=at)) from None
