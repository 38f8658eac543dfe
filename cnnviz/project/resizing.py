"""Bring the intensities of a picture to the channels and the size of an input."""

from collections.abc import Iterable
from typing import Literal, get_args

import numpy as np

from cnnviz.cnn.layer_base import ShapeError, shape_text
from cnnviz.cnn.network import Treatment
from cnnviz.cnn.ops import Array
from cnnviz.language import _

LUMINANCE = (0.299, 0.587, 0.114)  # of red, green and blue; Source: ITU-R BT.601

# The middle part of the same proportions; the whole with a white border; the whole, distorted.
Resize = Literal["crop", "border", "stretch"]
RESIZES: tuple[Resize, ...] = get_args(Resize)
_TREATMENTS: dict[Resize, Treatment] = {
    "crop": "photo", "border": "photo-border", "stretch": "photo-stretch",
}  # fmt: skip

Size = tuple[int, int]  # rows and columns
Notes = tuple[str, ...]


def treatment_of(resize: Resize) -> Treatment:
    """Return how a network treats pictures that learnt from some that were resized so."""
    return _TREATMENTS[resize]


def resize_of(treatment: Treatment) -> Resize:
    """Return how a network resizes photographs."""
    return next((each for each in RESIZES if _TREATMENTS[each] == treatment), "crop")


def fitted(
    values: Array, shape: tuple[int, int, int], resize: Resize = "crop"
) -> tuple[Array, Notes]:
    """Bring intensities to channels and size.

    Args:
        values: A picture, shape (C, H, W), 1 is white.
        shape: Channels, rows and columns that are wanted.
        resize: What becomes of other proportions.

    Returns:
        The values in this shape, and what was done, a sentence each.

    Raises:
        ShapeError: If the picture has neither 1 nor 3 channels.
    """
    values, notes = with_channels(values, shape[0])
    resized, more = _RESIZERS[resize](values, shape[1:])
    return resized, (*notes, *more)


def with_channels(values: Array, channels: int) -> tuple[Array, Notes]:
    """Bring a picture (C, H, W) to grey or to colour, and tell what was done.

    Raises:
        ShapeError: If it has neither 1 nor 3 channels.
    """
    if values.shape[0] == channels:
        return values, ()
    if values.shape[0] not in (1, 3):
        raise ShapeError(
            _(
                "The picture has {channels} channels, which fit no network here; bring a grey "
                "one, or one in colour."
            ).format(channels=values.shape[0])
        )
    notes: Notes = ()
    if values.shape[0] == 3:
        values = np.tensordot(np.array(LUMINANCE, np.float32), values, axes=1)[None]
        notes = (_("Colour to grey: 0.299 red + 0.587 green + 0.114 blue."),)
    if channels == 1:
        return values, notes
    return np.repeat(values, channels, axis=0), (
        *notes,
        _("Grey repeated in {channels} channels.").format(channels=channels),
    )


def resized(channels: Iterable[Array], size: Size) -> Array:
    """Resize each channel; means of areas when it gets smaller, lines between values else."""
    from PIL import Image  # when it is needed: the window starts sooner

    made = []
    for channel in channels:
        smaller = size[0] <= channel.shape[0]
        how = Image.Resampling.BOX if smaller else Image.Resampling.BILINEAR
        image = Image.fromarray(np.ascontiguousarray(channel)).resize(size[::-1], how)
        made.append(np.asarray(image, np.float32))
    return np.stack(made)


def pixels_text(shape: tuple[int, ...]) -> str:
    """Return the size of a picture as that of a matrix or a map: rows × columns."""
    return shape_text(shape[-2:])


def is_square(*shapes: tuple[int, ...]) -> bool:
    """Return whether pictures are as wide as high: then the order of their sides is not told."""
    return all(shape[-1] == shape[-2] for shape in shapes)


def _cropped(values: Array, size: Size) -> tuple[Array, Notes]:
    height, width = values.shape[1:]
    scale = min(height / size[0], width / size[1])
    part = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    top, left = (height - part[0]) // 2, (width - part[1]) // 2
    cropped = values[:, top : top + part[0], left : left + part[1]]
    notes: Notes = ()
    if part != (height, width):
        if is_square(part, values.shape):
            sentence = _("Middle {part} of {size} pixels taken.")
        else:
            sentence = _("Middle {part} of {size} pixels taken, rows × columns.")
        notes = (sentence.format(part=pixels_text(part), size=pixels_text(values.shape)),)
    made, more = _stretched(cropped, size)
    return made, (*notes, *more)


def _bordered(values: Array, size: Size) -> tuple[Array, Notes]:
    scale = min(size[0] / values.shape[1], size[1] / values.shape[2])
    inner = tuple(
        min(whole, max(1, round(side * scale)))
        for side, whole in zip(values.shape[1:], size, strict=True)
    )
    made, notes = _stretched(values, (inner[0], inner[1]))
    if inner == size:
        return made, notes
    whole = np.ones((len(values), *size), np.float32)
    top, left = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    whole[:, top : top + inner[0], left : left + inner[1]] = made
    return whole, (*notes, _("White border put around it."))


def _stretched(values: Array, size: Size) -> tuple[Array, Notes]:
    before = values.shape[1:]
    if before == size:
        return values, ()
    return resized(values, size), (resized_note(before, size),)


def resized_note(before: tuple[int, ...], after: tuple[int, ...]) -> str:
    """Tell that a picture was resized."""
    if is_square(before, after):
        sentence = _("Resized from {part} to {size} pixels.")
    else:
        sentence = _("Resized from {part} to {size} pixels, rows × columns.")
    return sentence.format(part=pixels_text(before), size=pixels_text(after))


_RESIZERS = {"crop": _cropped, "border": _bordered, "stretch": _stretched}
