"""What the commands do, as functions: the names that `import cnnviz` offers.

Networks, traces and arrays are those of the window. No Qt is loaded, and PyTorch only for modules
of PyTorch.
"""

import operator
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, SupportsIndex, cast

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.network import Network
from cnnviz.cnn.trace import Trace
from cnnviz.commands.errors import CommandError, tell
from cnnviz.commands.explain import explained
from cnnviz.commands.picture_trace import opened, picture_trace, probabilities
from cnnviz.commands.pytorch import require_pytorch
from cnnviz.explain.terms import Term, terms_of
from cnnviz.explain.text import as_text
from cnnviz.language import _
from cnnviz.project.number_file import numbers_of_array
from cnnviz.project.picture import Picture, PictureError, limited
from cnnviz.project.project import forward_pass
from cnnviz.runs.named_network import load_network

if TYPE_CHECKING:
    import subprocess

    from torch import nn

    from cnnviz.foreign import saving
    from cnnviz.foreign.images import Image

Place = Sequence[int] | int
Numbers = NDArray[Any] | Sequence[Sequence[float]]  # (H, W), or with 1 or 3 channels
Path = str | os.PathLike[str]


class Prediction(NamedTuple):
    """What a network says to a picture."""

    label: str | None  # the most probable class; None without ink, where there is no answer
    probabilities: dict[str, float]  # by class, in the order of the network; then empty


class _Sum(NamedTuple):
    terms: list[Term]  # channel, row, column, input, weight, product; none where nothing is added
    bias: float
    value: float  # as the network computes it, in float32


class Terms(_Sum):
    """What one value is the sum of: the products of all terms, and the bias.

    Printed, it reads as `cnnviz explain` writes it.
    """

    text = ""

    def __str__(self) -> str:
        """Return the explanation, a line each step."""
        return self.text


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


def terms(source: "Trace | nn.Module", *where: object, **preparation: object) -> Terms:
    """Return what one value is made of.

        terms(trace, layer, at)
        terms(module, image, layer, at)

    Args:
        source: The trace of a picture; or a module of PyTorch, with the image and, for a picture,
            with mean, std and size as for `save`.
        where: The name of a layer, such as "conv1"; then channel, row and column, from 0; in a
            row of values, its index.
        preparation: Only beside a module.

    Raises:
        ValueError: If there is no such value; the text is a sentence.
    """
    if not isinstance(source, Trace) and len(where) == 3:
        source = forward_pass(_made(source, where[0], preparation).project).trace
        where, preparation = where[1:], {}
    if hasattr(source, "named_parameters"):  # a network of PyTorch, which is not loaded here
        text = _("Beside a network of PyTorch, give an image, a layer and a place.")
        raise CommandError(text)
    _check(source, Trace, "trace")
    if len(where) != 2 or preparation:
        raise CommandError(_("Give a trace, a layer and a place, or a module with an image first."))
    return _terms(source, str(where[0]), _place(cast(Place, where[1])))


def _terms(found: Trace, layer: str, place: tuple[int, ...]) -> Terms:
    about = explained(found, layer, place)
    terms, bias = terms_of(about)
    made = Terms(terms, bias, float(about.value))
    made.text = as_text(found, about)
    return made


def save(module: "nn.Module", image: "Image", path: Path, **options: Any) -> None:  # noqa: ANN401 - as told
    """Write a module of PyTorch as a project, with its arithmetic; what was done is told on stderr.

    Args:
        module: A torch.nn.Module; it stays as it was.
        image: A tensor or array (C, H, W) or (1, C, H, W), or a .npy file of one, as the module
            takes it; or the path of a picture, with mean, std and size.
        path: The project, mine.cnnviz.
        options: `classes`, the names of what the network tells apart, in its order; and how
            pictures are prepared: `mean` and `std` of each channel, or "imagenet" for both; `size`,
            rows and columns.

    Raises:
        ValueError: If it cannot be opened; the text says what is not known, and where.
    """
    from cnnviz.foreign import saving

    made = _made(module, image, options)
    saving.saved(_name(path), made)
    for note in (*made.notes, *made.picture_notes):
        tell(note)


def show(module: "nn.Module", image: "Image", **options: Any) -> "subprocess.Popen[bytes]":  # noqa: ANN401
    """Open a module of PyTorch in a window, which is a process of its own, and return that at once.

    Args:
        module: As for `save`.
        image: As for `save`.
        options: As for `save`.

    Raises:
        ValueError: If it cannot be opened; the text says what is not known, and where.
    """
    from cnnviz.foreign import saving

    made = _made(module, image, options)
    for note in (*made.notes, *made.picture_notes):
        tell(note)
    return saving.shown(made)


def _made(module: Any, image: Any, options: dict[str, Any]) -> "saving.Made":  # noqa: ANN401
    """Return the project of a module; PyTorch is loaded by whoever made one."""
    require_pytorch(for_training=False)
    from cnnviz.foreign import saving

    if strange := sorted(options.keys() - {"classes", "mean", "std", "size"}):
        text = _("There is no option {name}; there are classes, mean, std and size.")
        raise CommandError(text.format(name=repr(strange[0])))
    return saving.project_of(module, image, **options)


def _name(source: Path) -> str:
    try:
        return os.fsdecode(source)
    except TypeError:
        text = _("{source!r} is no name and no path.")
        raise CommandError(text.format(source=source)) from None


def _check(given: object, kind: type, maker: str) -> None:
    """Refuse a name, say, where what it stands for is needed."""
    if not isinstance(given, kind):
        text = _("{given} cannot be used here: give what cnnviz.{maker} returns.")
        shown = repr(given) if isinstance(given, str | bytes) else type(given).__name__
        raise CommandError(text.format(given=shown, maker=maker))


def _place(at: Place) -> tuple[int, ...]:
    try:
        indices = [at] if isinstance(at, SupportsIndex) and not np.ndim(at) else at
        return tuple(int(operator.index(each)) for each in indices)  # type: ignore[union-attr]
    except TypeError:
        text = _("{at!r} is no place such as (0, 1, 0): its parts are whole numbers.")
        raise CommandError(text.format(at=at)) from None
