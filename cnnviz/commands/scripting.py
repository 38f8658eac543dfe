"""What the commands do, as functions: the names that `import cnnviz` offers.

Networks, traces and arrays are those of the window; no Qt and no PyTorch is loaded.
"""

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.network import Network
from cnnviz.cnn.trace import Trace
from cnnviz.commands.explain import explained
from cnnviz.commands.picture_trace import opened, picture_trace, probabilities
from cnnviz.explain.terms import Term, terms_of
from cnnviz.language import _
from cnnviz.project.picture import Picture, PictureError
from cnnviz.runs.named_network import load_network

Numbers = NDArray[Any] | Sequence[Sequence[float]]  # (H, W) or (1, H, W)
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
        weights: A .safetensors file with other weights for it.

    Raises:
        ValueError: If there is none, or the weights do not fit; the text is a sentence.
    """
    return load_network(os.fspath(source), None if weights is None else os.fspath(weights))


def open_picture(source: Path | Numbers) -> Picture:
    """Return a picture, from a file or from numbers.

    Args:
        source: A picture file (PNG, JPEG, GIF, BMP, WebP, TIFF), a .csv or a .npy; or numbers of
            shape (H, W) or (1, H, W), which are taken as they are.

    Raises:
        ValueError: If it is none; the text is a sentence.
    """
    if isinstance(source, str | os.PathLike):
        return opened(source)
    numbers = np.asarray(source, np.float32)
    if numbers.ndim == 2:
        numbers = numbers[None]
    if numbers.ndim != 3 or numbers.shape[0] != 1 or not numbers.size:
        text = _("Numbers of shape {shape} are no picture; give (H, W) or (1, H, W).")
        raise PictureError(text.format(shape=numbers.shape))
    return Picture("matrix", numbers, _("Numbers"))


def predict(network: Network, picture: Picture, *, raw: bool = False) -> Prediction:
    """Return what a network says to a picture.

    Args:
        network: One with classes.
        picture: Digits are treated as MNIST was made, photos cut and resized, as in the window.
        raw: Whether digits are only resized.

    Raises:
        ValueError: If the network has no classes, or what it says is no number.
    """
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
    return picture_trace(network, picture, raw=raw)


def terms(trace: Trace, layer: str, at: tuple[int, ...]) -> Terms:
    """Return what one value of a trace is made of.

    Args:
        trace: Of a picture.
        layer: The name of a layer, such as "conv1".
        at: Channel, row and column, from 0; in a row of values, its index.

    Raises:
        ValueError: If there is no such value; the text is a sentence.
    """
    about = explained(trace, layer, tuple(at))
    found, bias = terms_of(about)
    return Terms(found, bias, float(about.value))
