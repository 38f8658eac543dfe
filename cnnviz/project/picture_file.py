"""Read a picture file, or a file of numbers, into a `Picture`."""

import errno
import os
import warnings
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from cnnviz.cnn.ops import Array
from cnnviz.files.regular_file import NotRegularError, read_regular
from cnnviz.language import _
from cnnviz.project.number_file import numbers_of_npy, numbers_of_text
from cnnviz.project.picture import TEXT_SUFFIXES, Picture, PictureError

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")  # no SVG, EPS, PDF: those are programs
LARGEST_FILE = 40_000_000  # bytes
LARGEST_PICTURE = 25_000_000  # pixels
LONGEST_SIDE = 65_535  # pixels: as in JPEG; Pillow needs seconds for some pictures with longer ones

_DRAWINGS = (".svg", ".svgz", ".eps", ".ps", ".pdf", ".ai", ".fits")
_ORIENTATION = 0x0112  # the EXIF tag; Source: Exif 3.0, section 4.6.5.1

Pixels = NDArray[np.generic]
Notes = tuple[str, ...]


def read_picture(path: str | os.PathLike[str]) -> Picture:
    """Read a picture file, or numbers from a .csv or .npy file.

    Raises:
        PictureError: If there is no such file, or it cannot be read as a picture.
    """
    name = os.fsencode(Path(path).name).decode(errors="replace")
    return picture_from_bytes(_content(Path(path), name), name)


def picture_from_bytes(data: bytes, name: str) -> Picture:
    """Read what a file, or the clipboard, holds.

    Args:
        data: The content of the file.
        name: Its name, which goes into the picture and into messages; .csv, .tsv, .txt and .npy
            at its end mean numbers.

    Returns:
        An image with intensities 0 to 1, grey (1, H, W) or colour (3, H, W), upright and on white;
        or a matrix with the numbers as they are. What was done to it is told in its notes.

    Raises:
        PictureError: If it cannot be read as a picture.
    """
    suffix = Path(name).suffix.lower()
    if not data:
        raise PictureError(_("{name} is empty; choose another file.").format(name=name))
    if len(data) > LARGEST_FILE:
        raise _over_40_mb(name)
    if suffix in _DRAWINGS:
        raise PictureError(
            _("{name} is a {kind} file; save it as PNG first.").format(
                name=name, kind=suffix[1:].upper()
            )
        )
    if suffix in TEXT_SUFFIXES:
        return Picture("matrix", numbers_of_text(data, name)[None], name)
    if suffix == ".npy":
        return Picture("matrix", numbers_of_npy(data, name), name)
    return _image(data, name)


def _content(path: Path, name: str) -> bytes:
    """Return what a file holds."""
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
        reason = os.strerror(error.errno or errno.EIO)
        raise PictureError(
            _("{name} cannot be read: {reason}.").format(name=name, reason=reason)
        ) from None
    except ValueError:  # it holds a zero byte
        raise PictureError(_("{name!r} is no name of a file.").format(name=name)) from None


def _kinds() -> str:
    return _("PNG, JPEG, GIF, BMP, WebP or TIFF")


def _over_40_mb(name: str) -> PictureError:
    return PictureError(_("{name} is larger than 40 MB; make it smaller first.").format(name=name))


def _image(data: bytes, name: str) -> Picture:
    _check_size(_webp_size(data), name)
    try:
        with warnings.catch_warnings():  # Pillow warns of what is damaged but readable
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=FORMATS) as image:
                _check_size(image.size, name)
                return _picture(image, name)
    except PictureError:
        raise
    except UnidentifiedImageError:
        raise PictureError(
            _("{name} is no {kinds} picture; save it as PNG first.").format(
                name=name, kinds=_kinds()
            )
        ) from None
    except Image.DecompressionBombError:
        raise _too_large(name) from None
    except Exception:  # for damaged files Pillow raises errors of every kind
        raise PictureError(
            _(
                "{name} is damaged or of a rare kind; open it in another program and save it "
                "as PNG."
            ).format(name=name)
        ) from None


def _check_size(size: tuple[int, int], name: str) -> None:
    if size[0] * size[1] > LARGEST_PICTURE or max(size) > LONGEST_SIDE:
        raise _too_large(name)


def _webp_size(data: bytes) -> tuple[int, int]:
    """Return the width and height that a WebP file claims; (0, 0) for other files.

    Pillow makes room for the whole picture as soon as it opens a WebP file.
    Source: RFC 9649, sections 2.5 to 2.7 (the headers), RFC 6386, section 9.1 (VP8).
    """

    def number(start: int, stop: int) -> int:
        return int.from_bytes(data[start:stop], "little")

    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return 0, 0
    match data[12:16]:
        case b"VP8X":
            return number(24, 27) + 1, number(27, 30) + 1
        case b"VP8L":
            return (number(21, 25) & 0x3FFF) + 1, (number(21, 25) >> 14 & 0x3FFF) + 1
        case _:
            return number(26, 28) & 0x3FFF, number(28, 30) & 0x3FFF


def _too_large(name: str) -> PictureError:
    return PictureError(
        _(
            "{name} has more than 25 million pixels, or 65,535 on one side; make it smaller first."
        ).format(name=name)
    )


def _picture(image: Image.Image, name: str) -> Picture:
    """Bring an opened file of any mode to intensities, and tell what was done."""
    notes = []
    if getattr(image, "is_animated", False):
        notes.append(_("The first of several frames taken."))
    if _is_turned(image):
        notes.append(_("Turned upright, as its EXIF data say."))
        image = ImageOps.exif_transpose(image)
    if image.mode == "F" or image.mode.startswith("I"):
        values, more = _deep_intensities(np.asarray(image), image.mode)
    else:
        values, more = _intensities(image)
    values.flags.writeable = False  # so that the picture takes it without a copy
    return Picture("image", values, name, (*notes, *more))


def _is_turned(image: Image.Image) -> bool:
    try:
        return image.getexif().get(_ORIENTATION, 1) in range(2, 9)
    except Exception:  # damaged EXIF data: the picture itself may be good
        return False


def _intensities(image: Image.Image) -> tuple[Array, Notes]:
    """Return the intensities of a picture with 8 bits or less a channel."""
    if image.mode in ("1", "L") and not image.has_transparency_data:
        return _as_intensities(np.asarray(image.convert("L"))[None]), ()
    if image.has_transparency_data:
        is_grey = image.mode in ("1", "L", "LA", "La")
        image, notes = _on_white(image)
    else:
        is_grey = False
        turned = _("{mode} colours turned to RGB.").format(mode=image.mode)
        notes = () if image.mode in ("RGB", "P") else (turned,)
    pixels = np.asarray(image.convert("RGB"))
    red = pixels[..., 0]
    if (red == pixels[..., 1]).all() and (red == pixels[..., 2]).all():
        told = () if is_grey else (_("Its three channels are equal: taken as grey."),)
        return _as_intensities(red[None]), (*notes, *told)
    return _as_intensities(pixels.transpose(2, 0, 1)), notes


def _as_intensities(pixels: NDArray[np.uint8]) -> Array:
    return np.divide(np.ascontiguousarray(pixels), np.float32(255), dtype=np.float32)


def _on_white(image: Image.Image) -> tuple[Image.Image, Notes]:
    image = image.convert("RGBA")
    if image.getchannel("A").getextrema() == (255, 255):
        return image, ()
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image), (_("Transparent parts put on white."),)


def _deep_intensities(pixels: Pixels, mode: str) -> tuple[Array, Notes]:
    """Return the intensities of a grey picture with 16 bits, 32 bits or floats."""
    values = pixels.astype(np.float64)[None]
    finite = np.isfinite(values)
    values[~finite] = 0
    notes = () if finite.all() else (_("Values that are no finite numbers set to 0."),)
    low, high = float(values.min()), float(values.max())
    if mode == "F" and low >= 0 and high <= 1:
        return values.astype(np.float32), notes
    if mode != "F" and low >= 0 and high <= 65535:
        return (values / 65535).astype(np.float32), (*notes, _("16 bits a pixel: 65535 became 1."))
    scaled = (values - low) / ((high - low) or 1.0)
    note = _("Values from {low:g} to {high:g} scaled to 0 to 1.").format(low=low, high=high)
    return scaled.astype(np.float32), (*notes, note)
