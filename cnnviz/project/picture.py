"""Pictures as people bring them, and how one becomes the input of a network."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.layer_base import ShapeError, read_only, shape_text
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.project.digit import ink_of, mnist_treatment

Kind = Literal["drawing", "image", "matrix"]

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff")
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
FILE_SUFFIXES = (*PICTURE_SUFFIXES, *TEXT_SUFFIXES, ".npy")  # what can be read as a picture
LUMINANCE = (0.299, 0.587, 0.114)  # of red, green and blue; Source: ITU-R BT.601
LARGEST_INPUT = 1024  # pixels on the longer side of a picture that keeps its own size


class PictureError(ValueError):
    """A picture cannot be read; the text is a sentence for the user: what happened, what to do."""


@dataclass(frozen=True, eq=False)
class Picture:
    """What the user brought. Compared by identity.

    A drawing holds ink (1 is ink, 0 is paper), an image intensities (1 is white), shape (1, H, W)
    or (3, H, W), both 0 to 1. A matrix holds any numbers, shape (1, H, W).
    """

    kind: Kind
    pixels: NDArray[np.generic]  # the values; those of an image a byte each where no bit is lost
    name: str = ""
    notes: tuple[str, ...] = ()  # what was done to it when it was read, a sentence each
    file: str = ""  # where it can be read in full size, if it was made smaller; not saved
    is_sample: bool = False  # whether it stands there to begin with, for one's own to replace

    def __post_init__(self) -> None:
        is_image = self.kind == "image" and self.pixels.dtype != np.uint8
        kept = in_bytes(np.asarray(self.pixels, np.float32)) if is_image else self.pixels
        if kept.dtype != np.uint8:
            kept = read_only(np.asarray(kept, np.float32))
        object.__setattr__(self, "pixels", kept)

    @property
    def values(self) -> Array:
        """The values as float32, (C, H, W); read-only."""
        return _intensity(self.pixels)


def _intensity(pixels: NDArray[np.generic]) -> Array:
    if pixels.dtype != np.uint8:
        return np.asarray(pixels, np.float32)
    values: Array = np.divide(pixels, np.float32(255), dtype=np.float32)
    values.flags.writeable = False
    return values


def in_bytes(values: Array) -> NDArray[np.generic]:
    """Return intensities as bytes, in 255ths, where no bit is lost by that; else as they are.

    The history of a project holds many pictures: this makes each a quarter of the size.
    """
    with np.errstate(invalid="ignore"):
        levels = np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)
    again = np.divide(levels, np.float32(255), dtype=np.float32)
    if again.tobytes() != values.tobytes():
        return values
    levels.flags.writeable = False
    return levels


@dataclass(frozen=True, eq=False)
class Prepared:
    """The input of a network, made from a picture."""

    values: Array  # (C, H, W)
    notes: tuple[str, ...]  # what was done, a sentence each
    is_ink: bool  # whether 1 is ink, painted dark, rather than white
    is_empty: bool = False  # whether nothing is drawn, or found, that could be recognised


def blank_drawing(side: int = 280) -> Picture:
    """Return an empty canvas."""
    return Picture("drawing", np.zeros((1, side, side), np.float32), _("Drawing"))


def is_blank(picture: Picture) -> bool:
    """Return whether it is a canvas on which nothing is drawn yet."""
    return picture.kind == "drawing" and not picture.pixels.any()


def limited(picture: Picture) -> Picture:
    """Return an image made so small that looking at it stays quick, and tell so in its notes."""
    size = _limited(picture.pixels.shape[1:])
    if picture.kind != "image" or size == picture.pixels.shape[1:]:
        return picture
    note = _made_smaller(picture.pixels.shape, size)
    channels = (_intensity(channel) for channel in picture.pixels)  # one after the other
    return Picture("image", _resize(channels, size), picture.name, (*picture.notes, note))


def prepare(picture: Picture, network: Network) -> Prepared:
    """Make the input of a network from a picture.

    A picture for a digit network is treated as MNIST was made. Other pictures are brought to the
    channels and, where the network counts pixels, to the size of its input: the largest middle
    part of the same proportions, resized. A matrix that fits is put in the middle, unchanged.
    """
    if picture.pixels.shape == network.input_shape and picture.kind != "image":
        is_drawing = picture.kind == "drawing"
        return Prepared(picture.values, (), is_drawing, is_blank(picture))
    if picture.kind == "matrix":
        return _prepare_matrix(picture, network)
    if network.treatment == "digit":
        return _prepare_digit(picture)
    if network.takes_any_size:
        values, notes = _with_channels(_as_light(picture), network.input_shape[0])
        size = _limited(values.shape[1:])
        resized = values if size == values.shape[1:] else _resize(values, size)
        if resized is not values:
            notes = (*notes, _made_smaller(values.shape, size))
    else:
        resized, notes = fitted(_as_light(picture), network.input_shape)
    return Prepared(read_only(resized), notes, is_ink=False, is_empty=is_blank(picture))


def prepared_shape(picture: Picture, network: Network) -> tuple[int, ...]:
    """Return the shape that `prepare` would make, without making it."""
    channels = network.input_shape[0]
    if picture.kind == "matrix" and network.takes_any_size:
        return channels, *picture.pixels.shape[1:]
    if picture.kind == "matrix" or network.treatment != "digit":
        is_cut = picture.kind == "matrix" or not network.takes_any_size
        return network.input_shape if is_cut else (channels, *_limited(picture.pixels.shape[1:]))
    is_ready = picture.pixels.shape == network.input_shape and picture.kind == "drawing"
    return network.input_shape if is_ready else (1, 28, 28)


def fitted(values: Array, shape: tuple[int, int, int]) -> tuple[Array, tuple[str, ...]]:
    """Bring intensities to channels and size: the middle of the same proportions, resized.

    Args:
        values: A picture, shape (C, H, W), 1 is white.
        shape: Channels, rows and columns that are wanted.

    Returns:
        The values in this shape, and what was done, a sentence each.

    Raises:
        ShapeError: If the picture has neither 1 nor 3 channels.
    """
    values, notes = _with_channels(values, shape[0])
    resized, note = _crop_and_resize(values, shape[1:])
    return resized, (*notes, *note)


def _pixels(shape: tuple[int, ...]) -> str:
    """Return the size of a picture as people give it: width × height."""
    return shape_text((shape[-1], shape[-2]))


def _made_smaller(before: tuple[int, ...], after: tuple[int, ...]) -> str:
    sentence = _("Made smaller: {before} to {after} pixels.")
    return sentence.format(before=_pixels(before), after=_pixels(after))


def _sides(values: Array) -> str:
    return shape_text(values.shape[-2:])


def _as_light(picture: Picture) -> Array:
    return 1 - picture.values if picture.kind == "drawing" else picture.values


def _prepare_digit(picture: Picture) -> Prepared:
    notes: tuple[str, ...] = ()
    if picture.kind == "drawing":
        ink = _intensities(picture.values)[0]
    else:
        grey, notes = _with_channels(_intensities(picture.values), 1)
        if notes:
            notes = (
                *notes,
                _("This network knows digits only; of other things it tells nothing."),
            )
        if grey.shape == (1, 28, 28) and _is_mnist_like(grey[0]):
            note = _("Taken as it is: a 28×28 digit, light on dark.")
            return Prepared(grey, (note,), is_ink=True)
        ink, is_dark_on_light = ink_of(grey[0])
        dark, light = _("Read as dark ink on light paper."), _("Read as light ink on dark ground.")
        notes = (*notes, dark if is_dark_on_light else light)
    if not ink.any():
        return Prepared(
            read_only(mnist_treatment(ink)),
            (
                *notes,
                _("No ink yet.") if picture.kind == "drawing" else _("No ink was found in it."),
            ),
            is_ink=True,
            is_empty=True,
        )
    treated = read_only(mnist_treatment(ink))
    note = _("Cut to its ink, fitted into 20×20, centre of mass put in the middle of 28×28.")
    return Prepared(treated, (*notes, note), is_ink=True)


def _intensities(values: Array) -> Array:
    """Return the values without those that are no intensities, which only damaged files hold."""
    if np.isfinite(values).all():
        return values
    return np.nan_to_num(values, nan=0, posinf=1, neginf=0).clip(0, 1)


def _is_mnist_like(grey: Array) -> bool:
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    return bool(border.mean() < 0.1)


def _with_channels(values: Array, channels: int) -> tuple[Array, tuple[str, ...]]:
    if values.shape[0] == channels:
        return values, ()
    if values.shape[0] not in (1, 3):
        raise ShapeError(
            _(
                "The picture has {channels} channels, which fit no network here; bring a grey "
                "one, or one in colour."
            ).format(channels=values.shape[0])
        )
    notes: tuple[str, ...] = ()
    if values.shape[0] == 3:
        values = np.tensordot(np.array(LUMINANCE, np.float32), values, axes=1)[None]
        notes = (_("Colour to grey: 0.299 red + 0.587 green + 0.114 blue."),)
    if channels == 1:
        return values, notes
    return np.repeat(values, channels, axis=0), (
        *notes,
        _("Grey repeated in {channels} channels.").format(channels=channels),
    )


def _limited(size: tuple[int, ...]) -> tuple[int, int]:
    scale = min(1.0, LARGEST_INPUT / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _crop_and_resize(values: Array, size: tuple[int, int]) -> tuple[Array, tuple[str, ...]]:
    height, width = values.shape[1:]
    scale = min(height / size[0], width / size[1])
    part = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    top, left = (height - part[0]) // 2, (width - part[1]) // 2
    cropped = values[:, top : top + part[0], left : left + part[1]]
    notes = []
    if part != (height, width):
        sentence = _("Middle {part} of {size} pixels taken.")
        notes.append(sentence.format(part=_pixels(part), size=_pixels(values.shape)))
    if part != size:
        sentence = _("Resized from {part} to {size} pixels.")
        notes.append(sentence.format(part=_pixels(part), size=_pixels(size)))
    return (cropped if part == size else _resize(cropped, size)), tuple(notes)


def _resize(channels: Iterable[Array], size: tuple[int, int]) -> Array:
    """Resize each channel; means of areas when it gets smaller, lines between values else."""
    from PIL import Image  # when it is needed: the window starts sooner

    resized = []
    for channel in channels:
        smaller = size[0] <= channel.shape[0]
        how = Image.Resampling.BOX if smaller else Image.Resampling.BILINEAR
        image = Image.fromarray(np.ascontiguousarray(channel)).resize(size[::-1], how)
        resized.append(np.asarray(image, np.float32))
    return np.stack(resized)


def _prepare_matrix(picture: Picture, network: Network) -> Prepared:
    values, notes = _with_channels(picture.values, network.input_shape[0])
    if network.takes_any_size or values.shape == network.input_shape:
        return Prepared(read_only(values), notes, is_ink=False)
    height, width = network.input_shape[1:]
    rows, columns = min(height, values.shape[1]), min(width, values.shape[2])
    placed = np.zeros(network.input_shape, np.float32)
    top, left = (height - rows) // 2, (width - columns) // 2
    placed[:, top : top + rows, left : left + columns] = values[:, :rows, :columns]
    cut = (rows, columns) != values.shape[1:]
    sentence = _("Put in the middle of {target}, zeros around.")
    if cut:
        sentence = _("The first {part} of {size} taken of {target}, zeros around.")
    note = sentence.format(
        part=shape_text((rows, columns)), size=_sides(values), target=shape_text((height, width))
    )
    return Prepared(read_only(placed), (*notes, note), False)
