"""A project as one `.cnnviz` file: a zip of `project.json` and `arrays.safetensors`.

Nothing in a file is trusted: not its sizes, names, numbers or shapes. Nothing is ever unpacked to
the disk, and no file can bring code with it.
"""

import os
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.layer_base import OptionError, ShapeError
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.os_reasons import os_reason
from cnnviz.files.regular_file import read_regular
from cnnviz.files.strict_json import check_names
from cnnviz.files.strict_zip import ArchiveError, StrictZip, zip_bytes
from cnnviz.files.weights_file import WeightsError, arrays_from_bytes, bytes_from_arrays
from cnnviz.language import _
from cnnviz.project import earlier_formats
from cnnviz.project.network_record import (
    Stored,
    array_names,
    check_count,
    differ_in_numbers,
    floats_of,
    network_of,
    network_record,
    stored_arrays,
)
from cnnviz.project.picture import Picture, in_bytes, prepared_shape
from cnnviz.project.place import Place
from cnnviz.project.place_record import place_in, place_record
from cnnviz.project.plan_record import draft_record, with_draft
from cnnviz.project.project import Project
from cnnviz.project.project_record import PictureRecord, ProjectRecord
from cnnviz.text.shown_name import shown_name

FORMAT = 3  # grows when an older cnnviz could not read a file any more
LARGEST_FILE = 600_000_000  # bytes

_Record = TypeVar("_Record")
_JSON, _ARRAYS = "project.json", "arrays.safetensors"
_LARGEST_JSON = 4_000_000  # bytes
_LARGEST_ARRAYS = 512_000_000  # bytes
_LARGEST_PICTURE = 3 * 25_000_000  # values: as many as a picture file may hold


class ProjectFileError(ValueError):
    """A project cannot be opened or saved; the text is a sentence for the user."""


class _Format(msgspec.Struct):
    """What every format, older or newer, has."""

    format: int


def save_project(
    path: str | os.PathLike[str], project: Project, place: Place | None = None
) -> None:
    """Write a project; a file that is there already is replaced in one step, or not at all.

    Args:
        path: The file.
        project: What is written.
        place: Where the learner looks; opened again, the window looks there.

    Raises:
        ProjectFileError: If it cannot be written; a file that is there already is as it was.
    """
    try:
        data = project_bytes(project, place)
        project_from_bytes(data)  # what could not be opened again replaces no good file
        write_atomically(Path(path), data)
    except OSError as error:
        raise ProjectFileError(
            _("{name} cannot be saved: {reason}.").format(name=_name(path), reason=os_reason(error))
        ) from error
    except ValueError as error:
        raise ProjectFileError(
            _("{name} cannot be saved: {reason}.").format(name=_name(path), reason=_clause(error))
        ) from error


def open_project(path: str | os.PathLike[str]) -> Project:
    """Read a project, every number as it was to the last bit.

    Raises:
        ProjectFileError: If the file is not there, damaged, or made by a newer cnnviz.
    """
    return open_saved(path)[0]


def open_saved(path: str | os.PathLike[str]) -> tuple[Project, Place | None]:
    """Read a project, and the place that was saved with it as far as the project still has it.

    Raises:
        ProjectFileError: If the file is not there, damaged, or made by a newer cnnviz.
    """
    try:
        return saved_from_bytes(read_regular(Path(path), LARGEST_FILE))
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


class _Newer(Exception):
    """The format is one that this cnnviz does not know yet."""


def project_bytes(project: Project, place: Place | None = None) -> bytes:
    """Return the content of a project's file; equal projects make equal bytes."""
    picture, network, original = project.picture, project.network, project.original
    record = ProjectRecord(
        FORMAT,
        PictureRecord(picture.kind, picture.name, picture.notes),
        network_record(network),
        None if original is network else network_record(original, network),
        project.scale_mode,
        draft_record(project),
        None if place is None else place_record(place),
    )
    arrays: dict[str, NDArray[np.generic]] = {"picture": in_bytes(picture.values)}
    arrays |= stored_arrays(network, record.network, "network")
    if record.original is not None:
        arrays |= stored_arrays(original, record.original, "original")
    json = msgspec.json.format(msgspec.json.encode(record), indent=1)
    return zip_bytes({_JSON: json, _ARRAYS: bytes_from_arrays(arrays)})


def project_from_bytes(data: bytes) -> Project:
    """Read what a project's file holds.

    Raises:
        ValueError: If it is damaged; the text says how, to stand in a sentence.
    """
    return saved_from_bytes(data)[0]


def saved_from_bytes(data: bytes) -> tuple[Project, Place | None]:
    """Read what a project's file holds, and the place saved with it.

    Raises:
        ValueError: If it is damaged; the text says how, to stand in a sentence.
    """
    archive = StrictZip(data)
    json = archive.read(_JSON, _LARGEST_JSON)
    number = _format(json)
    _check_json(json)
    if set(archive.names) != {_JSON, _ARRAYS}:
        raise ArchiveError(_("it holds entries that no project has"))
    stored: Stored = arrays_from_bytes(archive.read(_ARRAYS, _LARGEST_ARRAYS))
    if number <= earlier_formats.LAST:
        earlier = _decoded(json, earlier_formats.EarlierRecord)
        record, stored = earlier_formats.as_of_today(earlier, stored)
    else:
        record = _decoded(json, ProjectRecord)
    project = _project(record, stored)
    return project, None if record.place is None else place_in(project, record.place)


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


def _decoded(json: bytes, kind: type[_Record]) -> _Record:
    try:
        return msgspec.json.decode(json, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(
            _("its {name} is damaged ({error})").format(name=_JSON, error=error)
        ) from None


def _project(record: ProjectRecord, arrays: Stored) -> Project:
    wanted = {"picture", *array_names(record.network, "network")}
    if record.original is not None:
        wanted |= array_names(record.original, "original").keys()
    if arrays.keys() != wanted:
        raise WeightsError(_("its arrays are not those it should have"))
    network = original = network_of(record.network, "network", arrays)
    if record.original is not None:
        original = network_of(record.original, "original", arrays, network)
        if not differ_in_numbers(original, network):
            raise ValueError(_("its layers are not those it was opened with"))
    if arrays["picture"].size > _LARGEST_PICTURE:
        raise ValueError(_("its picture is too large"))
    picture = Picture(
        record.picture.kind, _spread(arrays["picture"]), record.picture.name, record.picture.notes
    )
    for each in (network, original):
        _check_size(picture, each)
    project = Project(picture, network, original, record.scale_mode)
    return project if record.draft is None else with_draft(project, record.draft)


def _check_size(picture: Picture, network: Network) -> None:
    """Refuse a picture with which the network would have too many values."""
    channels, rows, columns = prepared_shape(picture, network)
    try:
        fitting = network.with_input_shape((channels, rows, columns))
    except ShapeError:  # it cannot be computed: whoever wants to is told
        return
    check_count(fitting)


def _spread(levels: NDArray[np.generic]) -> Array:
    if levels.dtype == np.uint8:
        values = np.asarray(np.divide(levels, np.float32(255), dtype=np.float32))
    else:
        values = floats_of(levels)
    if values.ndim != 3 or values.shape[0] not in (1, 3) or values.size == 0:
        raise ValueError(_("its picture is not made of maps"))
    values.flags.writeable = False
    return values


def _name(path: str | os.PathLike[str]) -> str:
    return shown_name(Path(path).name)


def _clause(error: ValueError) -> str:
    """Return what is wrong with a file, to stand in a sentence."""
    return error.clause if isinstance(error, OptionError) else str(error)
