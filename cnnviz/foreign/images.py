"""The image that a module is opened with: numbers as it takes them, or a picture."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cnnviz.cnn.layer_base import ShapeError, read_only
from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale_layers import Normalize
from cnnviz.foreign.errors import ForeignError
from cnnviz.language import _
from cnnviz.project.number_file import floats_of_npy
from cnnviz.project.picture import Picture
from cnnviz.project.picture_file import content_of, read_picture
from cnnviz.project.resizing import fitted

Image = Tensor | NDArray[Any] | str | os.PathLike[str]
Numbers = float | Sequence[float]
Size = int | Sequence[int]

IMAGENET = "imagenet"  # in place of numbers: as the networks of torchvision learnt
_MEAN, _DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
_SIDE = 224  # pixels
_LARGEST_SIDE = 1024


class Preparation(NamedTuple):
    """How a picture becomes what a module takes: its size, then mean and deviation."""

    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    size: tuple[int, int]  # rows, columns


class Given(NamedTuple):
    """An image as the module takes it, and the picture that the project holds."""

    tensor: Tensor  # (1, C, H, W)
    picture: Picture
    preparation: Preparation | None  # None: it came as the module takes it
    notes: tuple[str, ...]


def preparation_of(
    mean: Numbers | str | None, deviation: Numbers | str | None, size: Size | None
) -> Preparation | None:
    """Return how pictures are prepared; None where nothing is said.

    Args:
        mean: Of each channel, or one for all; "imagenet" for that of ImageNet with its deviation.
        deviation: Of each channel, or one for all.
        size: Rows and columns, or one number for both.

    Raises:
        ForeignError: If something is missing, or no such numbers.
    """
    if IMAGENET in (mean, deviation):
        return Preparation(_MEAN, _DEVIATION, _sides(_SIDE if size is None else size))
    for name, said in (("mean", mean), ("std", deviation)):
        if isinstance(said, str):
            text = _('{name} is {given!r}; give a number for each channel, or "imagenet".')
            raise ForeignError(text.format(name=name, given=said))
    if mean is None and deviation is None:
        return None
    given = {"mean": mean, "std": deviation, "size": size}
    if missing := [name for name, value in given.items() if value is None]:
        text = _("A picture is prepared with mean, std and size; give {names}, too.")
        raise ForeignError(text.format(names=" and ".join(missing)))
    made = Preparation(_floats(mean, "mean"), _floats(deviation, "std"), _sides(size))
    try:
        Normalize(made.mean, made.deviation)
    except ValueError as error:
        raise ForeignError(
            _("The preparation is wrong: {problem}.").format(problem=error)
        ) from None
    return made


def _floats(given: object, name: str) -> tuple[float, ...]:
    try:
        numbers = np.asarray(given).astype(np.float64).reshape(-1)
    except (TypeError, ValueError):
        numbers = np.array([np.nan])
    if not numbers.size or not np.isfinite(numbers).all():
        text = _("{name} is {given!r}; give a number, or one for each channel.")
        raise ForeignError(text.format(name=name, given=given))
    return tuple(map(float, numbers))


def _sides(given: object) -> tuple[int, int]:
    try:
        numbers = [int(n) for n in np.asarray(given).reshape(-1)]
    except (TypeError, ValueError):
        numbers = []
    if len(numbers) not in (1, 2) or not all(1 <= n <= _LARGEST_SIDE for n in numbers):
        text = _("size is {given!r}; give rows and columns, from 1 to {most} pixels each.")
        raise ForeignError(text.format(given=given, most=_LARGEST_SIDE))
    return numbers[0], numbers[-1]


def given_image(image: Image, preparation: Preparation | None, module: nn.Module) -> Given:
    """Return an image in every form that is needed.

    Args:
        image: A tensor or array (C, H, W) or (1, C, H, W), or a .npy file of one, as the module
            takes it; or the path of a picture.
        preparation: Of a picture.
        module: What takes it: how many channels it wants is asked where nothing else tells.

    Raises:
        ForeignError: If it is none; PictureError if it cannot be read.
    """
    if isinstance(image, str | os.PathLike):
        if not os.fsdecode(image).lower().endswith(".npy"):
            return _prepared(image, preparation, module)
        numbers, name = _of_file(image)
    else:
        numbers, name = _array(image), _("Numbers")
    notes = []
    if preparation is not None:
        notes.append(
            _("The image came as the network takes it, so mean and std are not applied to it.")
        )
    maps = read_only(_maps(numbers))
    tensor = torch.from_numpy(maps.copy())[None]
    picture = Picture("matrix", maps, name, tuple(notes))
    return Given(tensor, picture, None, tuple(notes))


def _of_file(path: str | os.PathLike[str]) -> tuple[NDArray[Any], str]:
    name = os.path.basename(os.fsdecode(path))
    return floats_of_npy(content_of(Path(os.fsdecode(path)), name), name), name


def _array(image: object) -> NDArray[Any]:
    if isinstance(image, Tensor):
        kept = image.detach().cpu()
        image = kept.to(torch.float32).numpy() if kept.is_floating_point() else kept.numpy()
    array = np.asarray(image)
    if array.dtype.kind not in "biuf":
        text = _("The image is {kind}; give a tensor, an array, a .npy file or a picture.")
        kind = str(array.dtype) if array.ndim else type(image).__name__
        raise ForeignError(text.format(kind=kind))
    return array


def _maps(numbers: NDArray[Any]) -> Array:
    """Return numbers (C, H, W) as float32."""
    if numbers.ndim == 4 and len(numbers) == 1:
        numbers = numbers[0]
    if numbers.ndim == 2:
        numbers = numbers[None]
    if numbers.ndim != 3 or not numbers.size:
        text = _("The image has shape ({shape}); give one picture of channels×rows×columns.")
        raise ForeignError(text.format(shape="×".join(map(str, numbers.shape))))
    return np.ascontiguousarray(numbers, np.float32)


def _prepared(
    path: str | os.PathLike[str], preparation: Preparation | None, module: nn.Module
) -> Given:
    if preparation is None:
        text = _(
            "{path} is a picture: say how the network takes pictures with mean, std and size, or "
            'mean="imagenet".'
        )
        raise ForeignError(text.format(path=os.fsdecode(path)))
    read = read_picture(path)
    if read.kind == "matrix":
        text = _("{path} holds numbers, no picture; give them as .npy, as the network takes them.")
        raise ForeignError(text.format(path=os.fsdecode(path)))
    channels = _channels(preparation, module)
    try:
        values, notes = fitted(read.values, (channels, *preparation.size))
    except ShapeError as error:
        raise ForeignError(error.sentence) from None
    picture = Picture("image", values, read.name, (*read.notes, *notes))
    layer = Normalize(preparation.mean, preparation.deviation)
    tensor = torch.from_numpy(layer.forward(picture.values).copy())[None]
    return Given(tensor, picture, preparation, notes)


def _channels(preparation: Preparation, module: nn.Module) -> int:
    """Return how many channels the module takes: as many as there are means, or as it begins."""
    count = max(len(preparation.mean), len(preparation.deviation))
    if count > 1:
        return count
    first = next((part for part in module.modules() if isinstance(part, nn.Conv2d)), None)
    return 3 if first is None else first.in_channels
