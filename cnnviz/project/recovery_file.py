"""Work that was not saved, as a file: what differs from a project that lies elsewhere.

A small project stands in it whole. Of a large one there are only the numbers that differ from
those of the file it was opened from, or of a copy beside this file. Nothing in it is trusted more
than what a user opens: it is read by the same strict reader.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated
from urllib.parse import quote_from_bytes, unquote_to_bytes

import msgspec
import numpy as np

from cnnviz.files.fingerprint import NEVER, Fingerprint
from cnnviz.files.regular_file import read_regular
from cnnviz.files.strict_zip import StrictZip, zip_bytes
from cnnviz.files.weights_file import arrays_from_bytes, bytes_from_arrays
from cnnviz.language import _
from cnnviz.project.array_difference import Numbers, array_difference, with_numbers
from cnnviz.project.network_record import Stored
from cnnviz.project.picture import Kind, Picture
from cnnviz.project.place import Place
from cnnviz.project.project import Project
from cnnviz.project.project_file import (
    LARGEST_FILE,
    LARGEST_JSON,
    decoded_record,
    digest_of,
    saved_from_bytes,
)
from cnnviz.project.project_parts import FORMAT, parts_of, project_of_parts

LARGEST_WHOLE = 1_000_000  # bytes of arrays: with more, only differences are kept

_PROJECT, _RECOVERY, _ARRAYS = "project.json", "recovery.json", "arrays.safetensors"
_PREVIEW, _WHOLE, _AT, _NEW = "preview", "whole.", "at.", "new."
_PREVIEW_SIDE = 96  # pixels
_Digest = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class BaseGoneError(ValueError):
    """The file that work was done on is not there as it was; it may come back."""


class BaseRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The file that the rest is in."""

    path: str  # quoted: any bytes; relative for a copy beside this file
    digest: _Digest


class FileRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The file of the project, and as what it was known then."""

    path: str  # quoted: any bytes
    size: Annotated[int, msgspec.Meta(ge=0)]
    digest: _Digest


class RecoveryRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What is known of work that was not saved."""

    name: str  # as people know it
    file: FileRecord | None  # where it was opened from
    base: BaseRecord | None
    sources: dict[str, str]  # arrays of the project: which array of the base each is, or was


@dataclass(frozen=True, eq=False)
class Base:
    """A project that lies in a file."""

    path: Path  # relative for a copy beside the file that refers to it
    digest: str  # of the file
    project: Project

    @cached_property
    def arrays(self) -> Stored:
        """Its arrays by the names they have in the file."""
        return arrays_of(self.project)


@dataclass(frozen=True, eq=False)
class Work:
    """What a window shows and has not saved."""

    project: Project
    place: Place | None
    name: str  # as people know it
    file: Path | None = None  # where it was opened from
    fingerprint: Fingerprint | None = None  # of that file as it was then


@dataclass(frozen=True, eq=False)
class Glance:
    """What is told of work before anybody decides about it."""

    name: str
    picture: Picture


def arrays_of(project: Project) -> Stored:
    """Return the arrays of a project by the names they have in its file."""
    return parts_of(project)[1]


def work_bytes(work: Work, base: Base | None) -> bytes:
    """Return the content of the file; without a base it holds the whole project."""
    record, arrays = parts_of(work.project, work.place)
    sources: dict[str, str] = {}
    kept: dict[str, Numbers] = {_PREVIEW: _preview(work.project.picture)}
    for name, array in arrays.items():
        kept |= _difference(name, array, {} if base is None else base.arrays, sources)
    about = RecoveryRecord(
        work.name,
        _file_record(work),
        None if base is None or not sources else BaseRecord(_quoted(base.path), base.digest),
        sources,
    )
    encode = msgspec.json.encode
    return zip_bytes(
        {_PROJECT: encode(record), _RECOVERY: encode(about), _ARRAYS: bytes_from_arrays(kept)}
    )


def is_small(project: Project) -> bool:
    """Return whether a project can be kept whole each time."""
    return sum(array.nbytes for array in arrays_of(project).values()) <= LARGEST_WHOLE


def _difference(
    name: str, array: Numbers, base: Stored, sources: dict[str, str]
) -> dict[str, Numbers]:
    """Return what must be kept of an array, and note which one of the base it comes from."""
    for other in (name, name.replace("original.", "network.", 1)):
        if other not in base:
            continue
        if base[other] is array:
            sources[name] = other
            return {}
        found = array_difference(base[other], array)
        if found is not None:
            sources[name] = other
            if not found.at.size:
                return {}
            places = np.ascontiguousarray(found.at).view(np.uint8)
            return {_AT + name: places, _NEW + name: found.after}
    return {_WHOLE + name: array}


def glance(data: bytes) -> Glance:
    """Return what is told of the work in a file.

    Raises:
        ValueError: If it is damaged.
    """
    archive = StrictZip(data)
    about = _decoded(archive)
    kind: Kind = decoded_record(archive.read(_PROJECT, LARGEST_JSON)).picture.kind
    pixels = arrays_from_bytes(archive.view(_ARRAYS, LARGEST_FILE)).get(_PREVIEW)
    if pixels is None or pixels.ndim != 3 or pixels.shape[0] not in (1, 3) or not pixels.size:
        raise ValueError(_("its picture is not made of maps"))
    if max(pixels.shape) > 2 * _PREVIEW_SIDE or pixels.dtype not in (np.uint8, np.float32):
        raise ValueError(_("its picture is too large"))
    return Glance(about.name, Picture(kind, pixels))


def work_from_bytes(data: bytes, folder: Path) -> Work:
    """Return the work in a file.

    Args:
        data: What the file holds.
        folder: Where it lies: a copy that it refers to lies there too.

    Raises:
        OSError: If the file that it refers to cannot be read.
        ValueError: If it is damaged, or the file that it refers to is another one now.
    """
    archive = StrictZip(data)
    about = _decoded(archive)
    record = decoded_record(archive.read(_PROJECT, LARGEST_JSON))
    if record.format != FORMAT:
        raise ValueError(_("another version of cnnviz wrote it"))
    kept = arrays_from_bytes(archive.view(_ARRAYS, LARGEST_FILE))
    base: Stored = {} if about.base is None else _base_arrays(about, folder)
    project, place = project_of_parts(record, _arrays(about, kept, base))
    if about.file is None:
        return Work(project, place, about.name)
    known = Fingerprint(about.file.size, NEVER, about.file.digest)
    return Work(project, place, about.name, _unquoted(about.file.path), known)


def _decoded(archive: StrictZip) -> RecoveryRecord:
    try:
        return msgspec.json.decode(archive.read(_RECOVERY, LARGEST_JSON), type=RecoveryRecord)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(
            _("its {name} is damaged ({error})").format(name=_RECOVERY, error=error)
        ) from None


def _base_arrays(about: RecoveryRecord, folder: Path) -> Stored:
    """Return the arrays of the project that the work was done on: as it was, or not at all."""
    record = about.base
    assert record is not None  # who asks looked
    path = folder / _unquoted(record.path)
    own = path if about.file is None else _unquoted(about.file.path)
    for candidate in (path, own, own.with_name(f"{own.name}.bak")):
        try:
            data = read_regular(candidate, LARGEST_FILE)
        except OSError:
            continue
        if digest_of(data) == record.digest:
            return arrays_of(saved_from_bytes(data)[0])
    raise BaseGoneError(
        _("it holds only what was changed in {name}, and that file is another one now").format(
            name=own.name
        )
    )


def _arrays(about: RecoveryRecord, kept: Mapping[str, Numbers], base: Stored) -> dict[str, Numbers]:
    whole = {
        name.removeprefix(_WHOLE): array for name, array in kept.items() if name.startswith(_WHOLE)
    }
    for name, source in about.sources.items():
        if source not in base:
            raise ValueError(_("its arrays are not those it should have"))
        array = base[source]
        if _AT + name in kept:
            array = _patched(array, kept[_AT + name], kept.get(_NEW + name))
        whole[name] = array
    return whole


def _patched(array: Numbers, places: Numbers, numbers: Numbers | None) -> Numbers:
    """Return an array with the numbers that were changed, after both were looked at."""
    if places.dtype != np.uint8 or places.ndim != 1 or places.size % 4 or numbers is None:
        raise ValueError(_("its arrays are not those it should have"))
    at = np.frombuffer(places.tobytes(), "<u4").astype(np.uint32)
    fits = numbers.dtype == array.dtype and numbers.shape == at.shape
    if not fits or (at.size and int(at.max()) >= array.size):
        raise ValueError(_("its arrays are not those it should have"))
    return with_numbers(array, at, numbers)


def _file_record(work: Work) -> FileRecord | None:
    if work.file is None or work.fingerprint is None:
        return None
    return FileRecord(_quoted(work.file), work.fingerprint.size, work.fingerprint.digest)


def _preview(picture: Picture) -> Numbers:
    step = -(-max(picture.pixels.shape[1:]) // _PREVIEW_SIDE)
    return np.ascontiguousarray(picture.pixels[:, ::step, ::step])


def _quoted(path: Path) -> str:
    return quote_from_bytes(os.fsencode(path))


def _unquoted(text: str) -> Path:
    return Path(os.fsdecode(unquote_to_bytes(text)))
