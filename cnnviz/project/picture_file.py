"""Read a picture file, or a file of numbers, into a `Picture`.

The content of a file decides what it is, never its name; a picture is decoded in another process.
"""

import errno
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.ops import Array
from cnnviz.files.os_reasons import os_reason
from cnnviz.files.pictures.bounds import BoundError, check_size
from cnnviz.files.pictures.decoder import decoder
from cnnviz.files.pictures.decoding import EIGHT_BITS, Decoded, decoded, flat, planes
from cnnviz.files.pictures.kinds import drawing_kind, kind_of
from cnnviz.files.regular_file import NotRegularError, read_regular
from cnnviz.language import N_, _
from cnnviz.project.number_file import NPY, numbers_of_npy, numbers_of_text
from cnnviz.project.picture import TEXT_SUFFIXES, Picture, PictureError

LARGEST_FILE = 40_000_000  # bytes

_BLOCK = 256  # rows that are scaled at once: so little memory is needed
_DRAWINGS = (".svg", ".svgz", ".eps", ".ps", ".pdf", ".ai", ".fits")

_REFUSALS = {
    "pixels": N_(
        "{name} has more than 25 million pixels, or 65,535 on one side; make it smaller first."
    ),
    "frames": N_("{name} has more than 500 frames; save the one you want as PNG."),
    "scans": N_("{name} draws the same pixels more than 100 times; save it as PNG first."),
    "parts": N_("{name} is made of more parts than any picture needs; save it as PNG first."),
    "memory": N_("{name} needs more memory than a picture may; save it as PNG first."),
    "time": N_("{name} takes too long to read; save it as PNG first."),
    "unwanted": N_("{name} was not read to its end, as it was no longer wanted."),
    "damaged": N_(
        "{name} is damaged or of a rare kind; open it in another program and save it as PNG."
    ),
}
_DONE = {
    "first frame": N_("The first of several frames taken."),
    "upright": N_("Turned upright, as its EXIF data say."),
    "on white": N_("Transparent parts put on white."),
    "to RGB": N_("{mode} colours turned to RGB."),
    "equal channels": N_("Its three channels are equal: taken as grey."),
}

Pixels = NDArray[np.generic]
Notes = tuple[str, ...]
IsWanted = Callable[[], bool]


def _always() -> bool:
    return True


def read_picture(
    path: str | os.PathLike[str], is_wanted: IsWanted = _always, *, any_channels: bool = False
) -> Picture:
    """Read a picture file, or numbers from a .csv or .npy file.

    Args:
        path: The file.
        is_wanted: Asked again and again while a picture is decoded.
        any_channels: Whether a .npy may have as many channels as a network likes.

    Raises:
        PictureError: If there is no such file, or it cannot be read as a picture.
    """
    if not os.fspath(path):
        raise PictureError(_("An empty text is no name of a file."))
    name = os.fsencode(Path(path).name or path).decode(errors="replace")  # "/" has no name
    content = content_of(Path(path), name)
    if any_channels and content.startswith(NPY):
        return Picture("matrix", numbers_of_npy(content, name, any_channels=True), name)
    return picture_from_bytes(content, name, is_wanted)


def picture_from_bytes(
    content: bytes, name: str, is_wanted: IsWanted = _always, *, takes_text: bool = False
) -> Picture:
    """Read what a file, or the clipboard, holds.

    Args:
        content: The content of the file; it decides what the file is.
        name: Its name, which goes into the picture and into messages; .csv, .tsv and .txt at its
            end mean that it holds numbers where it holds no picture.
        is_wanted: Asked again and again while a picture is decoded.
        takes_text: Whether it may hold numbers as text whatever its name is.

    Returns:
        An image with intensities 0 to 1, grey (1, H, W) or colour (3, H, W), upright and on white;
        or a matrix with the numbers as they are. What was done to it is told in its notes.

    Raises:
        PictureError: If it cannot be read as a picture.
    """
    if not content:
        raise no_picture(content, name)
    if len(content) > LARGEST_FILE:
        raise _over_40_mb(name)
    if kind_of(content) is None:
        return _numbers(content, name, takes_text=takes_text)
    try:
        return picture_of(decoder.decode(content, is_wanted), name)
    except BoundError as error:
        raise refused(error, name) from None
    except OSError as error:
        raise PictureError(
            _("{name} cannot be read: {reason}.").format(name=name, reason=os_reason(error))
        ) from None


def picture_from_pixels(mode: str, size: tuple[int, int], pixels: bytes, name: str) -> Picture:
    """Take pixels that are decoded already, such as those of a screen shot.

    Args:
        mode: How they are stored, as Pillow calls it.
        size: Width and height.
        pixels: Row after row.
        name: Goes into the picture and into messages.

    Raises:
        PictureError: If they are too many.
    """
    from PIL import Image

    try:
        check_size(size)
    except BoundError as error:
        raise refused(error, name) from None
    image, done = flat(Image.frombytes(mode, size, pixels))
    shape = (len(image.getbands()), size[1], size[0])
    return picture_of(Decoded(shape, planes(image), mode=mode, done=done), name)


@cache
def shipped_picture(path: Path) -> Picture:
    """Read a picture that comes with the program: at once, since nobody else made it."""
    return picture_of(decoded(path.read_bytes()), path.name)


def refused(error: BoundError, name: str) -> PictureError:
    """Return why a picture is not decoded, in a sentence."""
    sentence = _REFUSALS.get(error.problem, _REFUSALS["damaged"])
    return PictureError(_(sentence).format(name=name))


def no_picture(content: bytes, name: str) -> PictureError:
    """Return why what is in a file is no picture, in a sentence."""
    if not content:
        return PictureError(_("{name} is empty; choose another file.").format(name=name))
    suffix = Path(name).suffix.lower()
    kind = drawing_kind(content) or (suffix[1:].upper() if suffix in _DRAWINGS else None)
    if kind is not None:
        return PictureError(
            _("{name} has the format {kind}; save it as PNG first.").format(name=name, kind=kind)
        )
    return PictureError(
        _("{name} is no {kinds} picture; save it as PNG first.").format(name=name, kinds=_kinds())
    )


def _numbers(content: bytes, name: str, *, takes_text: bool = False) -> Picture:
    """Read what is no picture: numbers, or a refusal."""
    suffix = Path(name).suffix.lower()
    is_drawing = drawing_kind(content) is not None or suffix in _DRAWINGS
    if not is_drawing and (content.startswith(NPY) or suffix == ".npy"):
        return Picture("matrix", numbers_of_npy(content, name), name)
    if not is_drawing and (takes_text or suffix in TEXT_SUFFIXES):
        return Picture("matrix", numbers_of_text(content, name)[None], name)
    raise no_picture(content, name)


def content_of(path: Path, name: str) -> bytes:
    """Return what a file holds.

    Raises:
        PictureError: If it cannot be read, or is larger than any picture here.
    """
    try:
        return read_regular(path, LARGEST_FILE)
    except FileNotFoundError:
        raise PictureError(
            _("There is no file {path}; look at how it is spelt.").format(path=path)
        ) from None
    except IsADirectoryError:
        raise PictureError(
            _("{name} is a folder; choose a picture file.").format(name=name)
        ) from None
    except NotRegularError:
        raise PictureError(
            _("{name} is no file but a device or a pipe; choose a picture file.").format(name=name)
        ) from None
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise _over_40_mb(name) from None
        raise PictureError(
            _("{name} cannot be read: {reason}.").format(name=name, reason=os_reason(error))
        ) from None
    except ValueError:  # it holds a zero byte
        raise PictureError(_("{name!r} is no name of a file.").format(name=name)) from None


def _kinds() -> str:
    return _("PNG, JPEG, GIF, BMP, WebP or TIFF")


def _over_40_mb(name: str) -> PictureError:
    return PictureError(_("{name} is larger than 40 MB; make it smaller first.").format(name=name))


def picture_of(found: Decoded, name: str) -> Picture:
    """Bring decoded pixels of any depth to intensities, and tell what was done."""
    pixels: Pixels = np.frombuffer(found.pixels, found.dtype).reshape(found.shape)  # read-only
    notes = tuple(_(_DONE[each]).format(mode=found.mode) for each in found.done if each in _DONE)
    if found.dtype == EIGHT_BITS:
        return Picture("image", pixels, name, notes)
    values, more = _deep_intensities(pixels, found.white)
    values.flags.writeable = False  # so that the picture takes it without a copy
    return Picture("image", values, name, (*notes, *more))


def _deep_intensities(pixels: Pixels, white: int | None) -> tuple[Array, Notes]:
    """Return the intensities of a grey picture with 16 bits, 32 bits or floats."""
    finite = np.isfinite(pixels)
    notes: Notes = ()
    if not finite.all():
        notes = (_("Values that are no finite numbers set to 0."),)
        pixels = np.where(finite, pixels, 0)
    low, high = float(pixels.min()), float(pixels.max())
    if pixels.dtype.kind == "f" and low >= 0 and high <= 1:
        return _scaled(pixels, 0.0, 1.0), notes
    if pixels.dtype.kind != "f" and low >= 0 and high <= 65535:
        values, more = _on_white(_scaled(pixels, 0.0, 65535.0), pixels, white)
        return values, (*more, _("16 bits a pixel: 65535 became 1."))
    if low == high:  # no range that could be scaled
        level = min(max(low, 0.0), 1.0)
        note = _("All values are {low:g}: taken as {level:g}.").format(low=low, level=level)
        return np.full(pixels.shape, level, np.float32), (*notes, note)
    note = _("Values from {low:g} to {high:g} scaled to 0 to 1.").format(low=low, high=high)
    return _scaled(pixels, low, high - low), (*notes, note)


def _on_white(values: Array, pixels: Pixels, white: int | None) -> tuple[Array, Notes]:
    transparent = pixels == white
    if not transparent.any():
        return values, ()
    values[transparent] = 1
    return values, (_(_DONE["on white"]),)


def _scaled(pixels: Pixels, low: float, over: float) -> Array:
    """Return (pixels − low) / over as float32."""
    values = np.empty(pixels.shape, np.float32)
    for start in range(0, pixels.shape[1], _BLOCK):
        block = pixels[:, start : start + _BLOCK].astype(np.float64)
        values[:, start : start + _BLOCK] = (block - low) / over
    return values
