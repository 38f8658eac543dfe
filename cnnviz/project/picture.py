"""Pictures as people bring them, and how one becomes the input of a network."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.layer_base import read_only, shape_text
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.project.digit import SIDE, at_side, ink_of, mnist_treatment
from cnnviz.project.resizing import (
    fitted,
    is_square,
    pixels_text,
    resize_of,
    resized,
    resized_note,
    with_channels,
)
from cnnviz.project.stray_ink import without_strays

Kind = Literal["drawing", "image", "matrix"]

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff")
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
FILE_SUFFIXES = (*PICTURE_SUFFIXES, *TEXT_SUFFIXES, ".npy")  # what can be read as a picture
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
    return Picture("image", resized(channels, size), picture.name, (*picture.notes, note))


def prepare(picture: Picture, network: Network) -> Prepared:
    """Make the input of a network from a picture.

    A picture for a digit network is treated as MNIST was made. Other pictures are brought to the
    channels and, where the network counts pixels, to the size of its input, as those were that it
    learnt from. A matrix that fits is put in the middle, unchanged.
    """
    if picture.pixels.shape == network.input_shape and picture.kind != "image":
        is_drawing = picture.kind == "drawing"
        return Prepared(picture.values, (), is_drawing, is_blank(picture))
    if picture.kind == "matrix":
        return _prepare_matrix(picture, network)
    if network.treatment == "digit":
        return _prepare_digit(picture, _digit_side(network))
    if network.takes_any_size:
        values, notes = with_channels(_as_light(picture), network.input_shape[0])
        size = _limited(values.shape[1:])
        if size != values.shape[1:]:
            notes = (*notes, _made_smaller(values.shape, size))
            values = resized(values, size)
    else:
        resize = resize_of(network.treatment)
        values, notes = fitted(_as_light(picture), network.input_shape, resize)
    return Prepared(read_only(values), notes, is_ink=False, is_empty=is_blank(picture))


def prepared_shape(picture: Picture, network: Network) -> tuple[int, ...]:
    """Return the shape that `prepare` would make, without making it."""
    channels = network.input_shape[0]
    if picture.kind == "matrix" and network.takes_any_size:
        return channels, *picture.pixels.shape[1:]
    if picture.kind == "matrix" or network.treatment != "digit":
        is_cut = picture.kind == "matrix" or not network.takes_any_size
        return network.input_shape if is_cut else (channels, *_limited(picture.pixels.shape[1:]))
    is_ready = picture.pixels.shape == network.input_shape and picture.kind == "drawing"
    side = _digit_side(network)
    return network.input_shape if is_ready else (1, side, side)


def _made_smaller(before: tuple[int, ...], after: tuple[int, ...]) -> str:
    if is_square(before, after):
        sentence = _("Made smaller: {before} to {after} pixels.")
    else:
        sentence = _("Made smaller: {before} to {after} pixels, rows × columns.")
    return sentence.format(before=pixels_text(before), after=pixels_text(after))


def _sides(values: Array) -> str:
    return shape_text(values.shape[-2:])


def _as_light(picture: Picture) -> Array:
    return 1 - picture.values if picture.kind == "drawing" else picture.values


def _digit_side(network: Network) -> int:
    """Return rows and columns of the digits that a network takes; of no square ones MNIST's."""
    rows, columns = network.input_shape[1:]
    return rows if rows == columns else SIDE


def _prepare_digit(picture: Picture, side: int) -> Prepared:
    notes: tuple[str, ...] = ()
    if picture.kind == "drawing":
        ink = _intensities(picture.values)[0]
    else:
        grey, notes = with_channels(_intensities(picture.values), 1)
        if notes:
            notes = (
                *notes,
                _("This network knows digits only; of other things it tells nothing."),
            )
        if grey.shape == (1, side, side) and _is_mnist_like(grey[0]):
            note = _("Taken as it is: a {size} digit, light on dark.")
            note = note.format(size=pixels_text(grey.shape))
            return Prepared(grey, (note,), is_ink=True)
        ink, is_dark_on_light = ink_of(grey[0])
        dark, light = _("Read as dark ink on light paper."), _("Read as light ink on dark ground.")
        notes = (*notes, dark if is_dark_on_light else light)
        ink, has_strays = without_strays(ink)
        if has_strays:
            notes = (*notes, _("A frame, or a line along the edge, was left out."))
    if not ink.any():
        return Prepared(
            read_only(np.zeros((1, side, side), np.float32)),
            (
                *notes,
                _("No ink yet.") if picture.kind == "drawing" else _("No ink was found in it."),
            ),
            is_ink=True,
            is_empty=True,
        )
    treated = mnist_treatment(ink)
    notes = (
        *notes,
        _("Cut to its ink, fitted into 20×20, centre of mass put in the middle of 28×28."),
    )
    if side != SIDE:  # as the digits that it learnt from, to the same 256 shades
        made = at_side(np.rint(treated[0] * 255).astype(np.uint8), side)
        treated = made[None].astype(np.float32) / np.float32(255)
        notes = (*notes, resized_note((SIDE, SIDE), (side, side)))
    return Prepared(read_only(treated), notes, is_ink=True)


def _intensities(values: Array) -> Array:
    """Return the values without those that are no intensities, which only damaged files hold."""
    if np.isfinite(values).all():
        return values
    return np.nan_to_num(values, nan=0, posinf=1, neginf=0).clip(0, 1)


def _is_mnist_like(grey: Array) -> bool:
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    return bool(border.mean() < 0.1)


def _limited(size: tuple[int, ...]) -> tuple[int, int]:
    scale = min(1.0, LARGEST_INPUT / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _prepare_matrix(picture: Picture, network: Network) -> Prepared:
    values, notes = with_channels(picture.values, network.input_shape[0])
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
