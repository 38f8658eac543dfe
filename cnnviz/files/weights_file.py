"""Read and write arrays by name, as safetensors: no file of a user's can bring code with it."""

import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.ops import Array
from cnnviz.files.atomic_file import Piece
from cnnviz.files.os_reasons import os_reason
from cnnviz.files.regular_file import read_regular
from cnnviz.files.strict_json import check_names
from cnnviz.language import _

LARGEST_FILE = 4_000_000_000  # bytes
LARGEST_HEADER = 1_000_000  # bytes
MOST_ARRAYS = 10_000

_KINDS = {"float64": "F64", "float32": "F32", "float16": "F16", "uint8": "U8"}
_OWN = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "U8": "u1"}  # what this program writes
_BRAIN = "BF16"  # the upper half of a float32
_OTHERS = {  # what weights from elsewhere may hold, too
    "I8": "i1", "I16": "<i2", "U16": "<u2", "I32": "<i4", "U32": "<u4", "I64": "<i8", "U64": "<u8",
    "BOOL": "u1", _BRAIN: "<u2",
}  # fmt: skip


class WeightsError(ValueError):
    """A file of weights cannot be read; the text says what is wrong."""


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    dtype: str
    shape: tuple[int, ...]
    data_offsets: tuple[int, int]


def read_weights(path: Path) -> dict[str, Array]:
    """Read a .safetensors file, of any program, as float32 arrays.

    Raises:
        WeightsError: If it cannot be read; a sentence for the user.
    """
    return read_with(path, floats_from_bytes)


Read = TypeVar("Read")


def read_with(path: Path, read: Callable[[bytes], Read]) -> Read:
    """Return what is made of the content of a file of weights.

    Raises:
        WeightsError: If it cannot be read; a sentence for the user.
    """
    try:
        return read(read_regular(path, LARGEST_FILE))
    except OSError as error:
        reason = os_reason(error)
        raise WeightsError(
            _("The weights {path} cannot be read: {reason}.").format(path=path, reason=reason)
        ) from None
    except WeightsError as error:
        raise WeightsError(
            _("The weights {path} cannot be read: {error}.").format(path=path, error=error)
        ) from None


def floats_from_bytes(data: bytes) -> dict[str, Array]:
    """Read what a .safetensors file of any program holds, as float32.

    Raises:
        WeightsError: If it is damaged, or larger than any network here.
    """
    entries, start = _checked_header(data, _OWN | _OTHERS)
    return {
        name: _as_float32(data[start + begin : start + end], entry)
        for name, entry in entries.items()
        for begin, end in (entry.data_offsets,)
    }


def _as_float32(content: bytes, entry: _Entry) -> Array:
    values = np.frombuffer(content, (_OWN | _OTHERS)[entry.dtype])
    if entry.dtype == _BRAIN:
        values = (values.astype(np.uint32) << 16).view(np.float32)
    with np.errstate(over="ignore"):  # of float64: infinity, as PyTorch makes of it
        return values.astype(np.float32).reshape(entry.shape)


def arrays_from_bytes(data: bytes | memoryview) -> dict[str, NDArray[np.generic]]:
    """Read what a .safetensors file holds, after its header was checked.

    The arrays lie where the file does, and nobody can write to them.

    Raises:
        WeightsError: If it is damaged, larger than any network here, or of another number type.
    """
    entries, start = _checked_header(data, _OWN)
    begin = start
    for entry in sorted(entries.values(), key=lambda entry: entry.data_offsets):
        if start + entry.data_offsets[0] != begin:
            raise WeightsError(_("it is damaged: its arrays overlap, or leave gaps"))
        begin = start + entry.data_offsets[1]
    if begin != len(data):
        raise WeightsError(_("it is damaged: its arrays overlap, or leave gaps"))
    return {name: _lying(data, start, entry) for name, entry in entries.items()}


def _lying(data: bytes | memoryview, start: int, entry: _Entry) -> NDArray[np.generic]:
    """Return an array where it lies; a copy where it does not begin at a number's border."""
    kind, (begin, _end) = np.dtype(_OWN[entry.dtype]), entry.data_offsets
    found = np.frombuffer(data, kind, math.prod(entry.shape), start + begin)
    if not found.flags.aligned:
        found = found.copy()
        found.flags.writeable = False
    return found.reshape(entry.shape)


def bytes_from_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
    """Return the content of a .safetensors file; equal arrays make equal bytes."""
    return b"".join(pieces_from_arrays(arrays))


def pieces_from_arrays(
    arrays: Mapping[str, NDArray[np.generic]], largest: int = LARGEST_FILE
) -> Iterator[Piece]:
    """Return the same content piece by piece: after the header, the arrays as they lie in memory.

    Args:
        arrays: By name.
        largest: How many bytes they may take.

    Raises:
        WeightsError: If it would be more than can be read again.
    """
    order = sorted(arrays, key=lambda name: (-arrays[name].itemsize, name))
    header: dict[str, object] = {}
    end = 0
    for name in order:
        array = arrays[name]
        begin, end = end, end + array.nbytes
        kind = _KINDS[array.dtype.name]
        header[name] = {"dtype": kind, "shape": array.shape, "data_offsets": (begin, end)}
    text = msgspec.json.encode(header)
    text += b" " * (-len(text) % 8)  # Source: safetensors, the arrays begin at a multiple of 8
    if end > largest or len(text) > LARGEST_HEADER or len(arrays) > MOST_ARRAYS:
        raise WeightsError(_("its numbers are more than one file can hold"))
    yield len(text).to_bytes(8, "little") + text
    for name in order:
        if arrays[name].size:
            yield np.ascontiguousarray(arrays[name]).data.cast("B")


def _checked_header(
    data: bytes | memoryview, kinds: Mapping[str, str]
) -> tuple[dict[str, _Entry], int]:
    """Return what each array is, and where they begin."""
    size = int.from_bytes(data[:8], "little")
    if len(data) < 8 or size > len(data) - 8:
        raise WeightsError(_("it is damaged or no safetensors file"))
    if size > LARGEST_HEADER:
        raise WeightsError(_("its header is larger than any network needs"))
    try:
        text = bytes(data[8 : 8 + size])
        check_names(text)
        header = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        header.pop("__metadata__", None)
        entries = {name: msgspec.json.decode(raw, type=_Entry) for name, raw in header.items()}
    except (ValueError, RecursionError):  # what msgspec raises is one, too
        raise WeightsError(_("it is damaged or no safetensors file")) from None
    if len(entries) > MOST_ARRAYS:
        raise WeightsError(_("it holds more arrays than any network here"))
    for name, entry in entries.items():
        _check_entry(name, entry, len(data) - 8 - size, kinds)
    return entries, 8 + size


def _check_entry(name: str, entry: _Entry, available: int, kinds: Mapping[str, str]) -> None:
    if entry.dtype not in kinds:
        raise WeightsError(
            _("its array {name!r} holds {dtype} numbers; save it as float32").format(
                name=name, dtype=entry.dtype
            )
        )
    begin, end = entry.data_offsets
    needed = math.prod(entry.shape) * np.dtype(kinds[entry.dtype]).itemsize
    if min(entry.shape, default=0) < 0 or not 0 <= begin <= end <= available:
        raise WeightsError(_("it is damaged: its arrays lie outside of it"))
    if needed != end - begin:
        raise WeightsError(
            _("it is damaged: its array {name!r} does not have the size it should").format(
                name=name
            )
        )
