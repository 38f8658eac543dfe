"""Read numbers from a text or a NumPy file, to be shown as a picture."""

import warnings
from io import BytesIO

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.project.picture import PictureError
from cnnviz.text.matrix_text import parse_matrix

NPY = b"\x93NUMPY"  # what such a file begins with
_NUMBERS = "biuf"  # kinds of arrays: truth values, whole numbers, fractions
LARGEST_TEXT = 20_000_000  # bytes: more numbers than that are no matrix to look at

Pixels = NDArray[np.generic]


def numbers_of_text(data: bytes, name: str) -> Array:
    """Return the numbers of a text file, (H, W).

    Raises:
        PictureError: If it holds none, or too many.
    """
    if len(data) > LARGEST_TEXT:
        raise PictureError(
            _("{name} holds more than 20 MB of text; cut it to a smaller matrix.").format(name=name)
        )
    if not data:
        raise PictureError(
            _("{name} is empty: it holds not one byte; choose another file.").format(name=name)
        )
    try:
        return parse_matrix(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise PictureError(
            _("{name} is no text; choose a file of numbers.").format(name=name)
        ) from None
    except ValueError as error:
        text = _("{name}: {problem}")
        raise PictureError(text.format(name=name, problem=error)) from None


def floats_of_npy(data: bytes, name: str) -> Array:
    """Return the numbers of a .npy file as they are, of any shape.

    Raises:
        PictureError: If it holds none, or one that float32 cannot.
    """
    return _floats(_numbers_of_npy(data, name), name)


def numbers_of_npy(data: bytes, name: str, *, any_channels: bool = False) -> Array:
    """Return the numbers of a .npy file, (C, H, W) with one channel or three.

    Args:
        data: What the file holds.
        name: What it is called in messages.
        any_channels: Whether it may be what a network takes: with as many channels as it likes,
            and with an axis for a single picture.

    Raises:
        PictureError: If it holds no such array.
    """
    values = _numbers_of_npy(data, name)
    if any_channels and values.ndim == 4 and len(values) == 1:
        values = values[0]
    if any_channels and values.ndim == 3 and values.size and values.shape[2] not in (1, 3):
        return _floats(values, name)
    return numbers_of_array(values, name)


def _numbers_of_npy(data: bytes, name: str) -> Pixels:
    try:
        return _npy(data)
    except Exception:  # a damaged header makes NumPy raise errors of every kind
        raise PictureError(
            _("{name} is no NumPy file of numbers, or it is damaged.").format(name=name)
        ) from None


def numbers_of_array(values: Pixels, name: str) -> Array:
    """Return an array of numbers as float32, (C, H, W) with one channel or three.

    Args:
        values: Of shape (H, W), (1 or 3, H, W) or (H, W, 1 or 3).
        name: What it is called in messages.

    Raises:
        PictureError: If it is none such, or holds a number that float32 cannot.
    """
    _need_numbers(values, name)
    if values.ndim == 2:
        values = values[None]
    elif values.ndim == 3 and values.shape[0] not in (1, 3) and values.shape[2] in (1, 3):
        values = values.transpose(2, 0, 1)
    if values.ndim != 3 or values.shape[0] not in (1, 3) or values.size == 0:
        raise PictureError(
            _(
                "{name} holds an array of shape ({shape}); cnnviz reads rows×columns, 1 or 3 "
                "channels×rows×columns, and rows×columns×3."
            ).format(name=name, shape=shape_text(values.shape))
        )
    return _floats(values, name)


def _need_numbers(values: Pixels, name: str) -> None:
    if values.dtype.kind not in _NUMBERS:
        raise PictureError(_("{name} holds something else than numbers.").format(name=name))


def _floats(values: Pixels, name: str) -> Array:
    _need_numbers(values, name)
    with np.errstate(over="ignore", invalid="ignore"):
        numbers = values.astype(np.float32)
    if (np.isinf(numbers) & np.isfinite(values)).any():
        raise PictureError(
            _("{name} holds numbers that are too large; they go up to 3.4e38.").format(name=name)
        )
    return numbers


def _npy(data: bytes) -> Pixels:
    """Return the array of a .npy file, after its header was compared with what the file holds."""
    file = BytesIO(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        version = npy_format.read_magic(file)
        read_header = {
            (1, 0): npy_format.read_array_header_1_0,
            (2, 0): npy_format.read_array_header_2_0,
        }[version]
        shape, _, dtype = read_header(file)
        size = dtype.itemsize
        for n in shape:
            size *= n
        if (
            dtype.kind not in _NUMBERS
            or min(shape, default=0) < 0
            or size > len(data) - file.tell()
        ):
            raise ValueError  # who reads the file says that it is damaged
        file.seek(0)
        return np.asarray(np.load(file, allow_pickle=False))
