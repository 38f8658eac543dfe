"""A project as one `.cnnviz` file: a zip of `project.json` and `arrays.safetensors`.

Nothing in a file is trusted: not its sizes, names, numbers or shapes. Nothing is ever unpacked to
the disk, and no file can bring code with it.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from cnnviz.cnn.layer_base import OptionError
from cnnviz.files.atomic_file import IsWanted, Piece, write_pieces
from cnnviz.files.fingerprint import Fingerprint, fingerprint
from cnnviz.files.leftovers import sweep
from cnnviz.files.mapped_file import content_of
from cnnviz.files.os_reasons import os_reason
from cnnviz.files.reasons import writing_reason
from cnnviz.files.strict_json import check_names
from cnnviz.files.strict_zip import ArchiveError, Content, StrictZip, zip_pieces
from cnnviz.files.weights_file import arrays_from_bytes, pieces_from_arrays
from cnnviz.language import _
from cnnviz.project import earlier_formats
from cnnviz.project.network_record import Stored
from cnnviz.project.place import Place
from cnnviz.project.project import Project
from cnnviz.project.project_parts import FORMAT, parts_of, project_of_parts
from cnnviz.project.project_record import ProjectRecord
from cnnviz.text.shown_name import shown_name

LARGEST_FILE = 4_100_000_000  # bytes

_Record = TypeVar("_Record")
_JSON, _ARRAYS = "project.json", "arrays.safetensors"
LARGEST_JSON = 4_000_000  # bytes
LARGEST_ARRAYS = 4_000_000_000  # bytes


class ProjectFileError(ValueError):
    """A project cannot be opened or saved; the text is a sentence for the user."""


class _Format(msgspec.Struct):
    """What every format, older or newer, has."""

    format: int


@dataclass(frozen=True, eq=False)
class SavedProject:
    """What a file holds, and by what it is known again."""

    project: Project
    place: Place | None
    fingerprint: Fingerprint


def save_project(
    path: str | os.PathLike[str],
    project: Project,
    place: Place | None = None,
    is_wanted: IsWanted = lambda: True,
) -> Fingerprint:
    """Write a project; a file that is there already is replaced in one step, or not at all.

    It stays under its name with ".bak" at the end. No copy of the project is in memory meanwhile.

    Args:
        path: The file.
        project: What is written.
        place: Where the learner looks; opened again, the window looks there.
        is_wanted: Whether it still shall be written; asked again and again.

    Returns:
        By what the file will be known again.

    Raises:
        OvertakenError: If it is no longer wanted; a file that is there already is as it was.
        ProjectFileError: If it cannot be written; a file that is there already is as it was.
    """
    try:
        pieces = checked_pieces(project, place)
        need = sum(map(len, pieces))
        written = write_pieces(
            Path(path), pieces, need=need, keeps_earlier=True, is_wanted=is_wanted
        )
    except OSError as error:
        raise ProjectFileError(
            _("{name} cannot be saved: {reason}.").format(
                name=_name(path), reason=writing_reason(error)
            )
        ) from error
    except ValueError as error:
        raise ProjectFileError(
            _("{name} cannot be saved: {reason}.").format(name=_name(path), reason=_clause(error))
        ) from error
    sweep(Path(os.path.realpath(path)).parent)
    return written


def open_project(path: str | os.PathLike[str]) -> Project:
    """Read a project, every number as it was to the last bit.

    Raises:
        ProjectFileError: If the file is not there, damaged, or made by a newer cnnviz.
    """
    return read_project(path).project


def open_saved(path: str | os.PathLike[str]) -> tuple[Project, Place | None]:
    """Read a project, and the place that was saved with it as far as the project still has it.

    Raises:
        ProjectFileError: If the file is not there, damaged, or made by a newer cnnviz.
    """
    saved = read_project(path)
    return saved.project, saved.place


def read_project(path: str | os.PathLike[str]) -> SavedProject:
    """Read a project as `open_saved`, and by what its file is known again.

    Raises:
        ProjectFileError: If the file is not there, damaged, or made by a newer cnnviz.
    """
    try:
        data = content_of(Path(path), LARGEST_FILE)
        project, place = saved_from_bytes(data)
        return SavedProject(project, place, fingerprint(Path(path), digest_of(data)))
    except OSError as error:
        raise ProjectFileError(
            _("{name} cannot be opened: {reason}.").format(
                name=_name(path), reason=os_reason(error)
            )
        ) from None
    except _Newer:
        raise ProjectFileError(
            _(
                "{name} was made by a newer cnnviz and is left untouched; install the newest "
                "cnnviz to open it."
            ).format(name=_name(path))
        ) from None
    except ValueError as error:
        raise ProjectFileError(
            _("{name} cannot be opened and is left untouched: {reason}.").format(
                name=_name(path), reason=_clause(error)
            )
        ) from None


def digest_of(data: Content) -> str:
    """Return what the content of a file is known again by."""
    return hashlib.sha256(data).hexdigest()


class _Newer(Exception):
    """The format is one that this cnnviz does not know yet."""


def project_bytes(project: Project, place: Place | None = None) -> bytes:
    """Return the content of a project's file; equal projects make equal bytes."""
    return b"".join(project_pieces(project, place))


def project_pieces(project: Project, place: Place | None = None) -> Iterator[Piece]:
    """Return the same in pieces, none of which is a copy of a large array."""
    return _pieces(*parts_of(project, place))


def checked_pieces(project: Project, place: Place | None) -> list[Piece]:
    """Return the same pieces, after a look at whether they can be read again.

    Raises:
        ValueError: If it could not be opened again: it replaces no good file.
    """
    record, arrays = parts_of(project, place)
    project_of_parts(decoded_record(_json(record)), arrays)
    return list(_pieces(record, arrays))


def _pieces(record: ProjectRecord, arrays: Stored) -> Iterator[Piece]:
    pieces = list(pieces_from_arrays(arrays, LARGEST_ARRAYS))
    return zip_pieces({_JSON: (_json(record),), _ARRAYS: pieces})


def _json(record: ProjectRecord) -> bytes:
    text = msgspec.json.format(msgspec.json.encode(record), indent=1)
    if len(text) > LARGEST_JSON:
        raise ArchiveError(_("its {name} is too large").format(name=_JSON))
    return text


def project_from_bytes(data: Content) -> Project:
    """Read what a project's file holds.

    Raises:
        ValueError: If it is damaged; the text says how, to stand in a sentence.
    """
    return saved_from_bytes(data)[0]


def saved_from_bytes(data: Content) -> tuple[Project, Place | None]:
    """Read what a project's file holds, and the place saved with it.

    Raises:
        ValueError: If it is damaged; the text says how, to stand in a sentence.
    """
    archive = StrictZip(data)
    json = archive.read(_JSON, LARGEST_JSON)
    number = _format(json)
    _check_json(json)
    if set(archive.names) != {_JSON, _ARRAYS}:
        raise ArchiveError(_("it holds entries that no project has"))
    stored: Stored = arrays_from_bytes(archive.view(_ARRAYS, LARGEST_FILE))
    if number <= earlier_formats.LAST:
        earlier = _decoded(json, earlier_formats.EarlierRecord)
        record, stored = earlier_formats.as_of_today(earlier, stored)
    else:
        record = decoded_record(json)
    return project_of_parts(record, stored)


def _check_json(json: bytes) -> None:
    try:
        check_names(json)
    except ValueError as error:
        raise ValueError(
            _("its {name} is damaged ({error})").format(name=_JSON, error=error)
        ) from None


def _format(json: bytes) -> int:
    number = _decoded(json, _Format).format
    if number > FORMAT:
        raise _Newer
    if number < 1:
        raise ValueError(_("there is no format {number}").format(number=number))
    return number


def decoded_record(json: bytes) -> ProjectRecord:
    """Return the record of a project in the format of today.

    Raises:
        ValueError: If it is damaged; the text says how, to stand in a sentence.
    """
    return _decoded(json, ProjectRecord)


def _decoded(json: bytes, kind: type[_Record]) -> _Record:
    try:
        return msgspec.json.decode(json, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(
            _("its {name} is damaged ({error})").format(name=_JSON, error=error)
        ) from None


def _name(path: str | os.PathLike[str]) -> str:
    return shown_name(Path(path).name or os.fsdecode(path))  # the folder "." has none


def _clause(error: ValueError) -> str:
    """Return what is wrong with a file, to stand in a sentence."""
    return error.clause if isinstance(error, OptionError) else str(error)
