"""A project as one `.cnnviz` file: a zip of `project.json` and `arrays.safetensors`.

Nothing in a file is trusted: not its sizes, names, numbers or shapes. Nothing is ever unpacked to
the disk, and no file can bring code with it. The file is longer than others: what is written and
what is checked when it is read stand side by side, so that one can be held against the other.
"""

import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.layer_base import Layer, OptionError, ShapeError
from cnnviz.cnn.network import Network, Treatment
from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import ScaleMode
from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.regular_file import read_regular
from cnnviz.files.strict_zip import ArchiveError, StrictZip, zip_bytes
from cnnviz.files.weights_file import WeightsError, arrays_from_bytes, bytes_from_arrays
from cnnviz.language import _
from cnnviz.project.layer_record import LayerRecord, layer_of
from cnnviz.project.picture import Kind, Picture, in_bytes, prepared_shape
from cnnviz.project.plan_record import DraftRecord, draft_record, with_draft
from cnnviz.project.project import Project

FORMAT = 2  # grows when an older cnnviz could not read a file any more
PLAIN = 1  # that of a project without a draft
LARGEST_FILE = 600_000_000  # bytes

_JSON, _ARRAYS = "project.json", "arrays.safetensors"
_LARGEST_JSON = 4_000_000  # bytes
_LARGEST_ARRAYS = 512_000_000  # bytes
_MOST_VALUES = 100_000_000  # of all layers together
_LARGEST_PICTURE = 3 * 25_000_000  # values: as many as a picture file may hold

_Size = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
_Arrays = Mapping[str, NDArray[np.generic]]


class ProjectFileError(ValueError):
    """A project cannot be opened or saved; the text is a sentence for the user."""


class _Network(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    name: str
    title: str
    input_shape: tuple[_Size, _Size, _Size]
    layers: Annotated[tuple[LayerRecord | None, ...], msgspec.Meta(max_length=1000)]
    classes: Annotated[tuple[str, ...], msgspec.Meta(max_length=10_000)]
    treatment: Treatment


class _Picture(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    kind: Kind
    name: str
    notes: Annotated[tuple[str, ...], msgspec.Meta(max_length=100)]


class _Project(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    format: int
    picture: _Picture
    network: _Network
    original: _Network | None  # None: the network itself; a layer that is None: the network's
    scale_mode: ScaleMode
    draft: DraftRecord | None = None  # a plan of the layers that is not possible yet; in format 2


class _Format(msgspec.Struct):
    """What every format, older or newer, has."""

    format: int


def save_project(path: str | os.PathLike[str], project: Project) -> None:
    """Write a project; a file that is there already is replaced in one step, or not at all.

    Raises:
        ProjectFileError: If it cannot be written; a file that is there already is as it was.
    """
    try:
        data = project_bytes(project)
        project_from_bytes(data)  # what could not be opened again replaces no good file
        write_atomically(Path(path), data)
    except OSError as error:
        raise ProjectFileError(
            _("{name} cannot be saved: {reason}; save it in another place.").format(
                name=_name(path), reason=_reason(error)
            )
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
    try:
        return project_from_bytes(read_regular(Path(path), LARGEST_FILE))
    except OSError as error:
        raise ProjectFileError(
            _("{name} cannot be opened: {reason}.").format(name=_name(path), reason=_reason(error))
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


def project_bytes(project: Project) -> bytes:
    """Return the content of a project's file; equal projects make equal bytes."""
    picture, network, original = project.picture, project.network, project.original
    arrays: dict[str, NDArray[np.generic]] = {"picture": in_bytes(picture.values)}
    arrays |= {f"network.{name}": array for name, array in network.parameters().items()}
    changed = None
    if original is not network:
        same = [
            index
            for index, (old, new) in enumerate(zip(original.layers, network.layers, strict=False))
            if old is new
        ]
        changed = _network_record(original, leave_out=same)
        for index, layer in enumerate(original.layers):
            if index not in same:
                own = layer.parameters().items()
                arrays |= {f"original.{index}.{name}": array for name, array in own}
    draft = draft_record(project)
    record = _Project(
        PLAIN if draft is None else FORMAT,
        _Picture(picture.kind, picture.name, picture.notes),
        _network_record(network),
        changed,
        project.scale_mode,
        draft,
    )
    json = msgspec.json.format(msgspec.json.encode(record), indent=1)
    return zip_bytes({_JSON: json, _ARRAYS: bytes_from_arrays(arrays)})


def project_from_bytes(data: bytes) -> Project:
    """Read what a project's file holds.

    Raises:
        ValueError: If it is damaged; the text says how, to stand in a sentence.
    """
    archive = StrictZip(data)
    record = _record(archive.read(_JSON, _LARGEST_JSON))
    if set(archive.names) != {_JSON, _ARRAYS}:
        raise ArchiveError(_("it holds entries that no project has"))
    arrays = arrays_from_bytes(archive.read(_ARRAYS, _LARGEST_ARRAYS))
    if arrays.keys() != _names(record):
        raise WeightsError(_("its arrays are not those it should have"))
    network = _network(record.network, "network", arrays)
    original = network
    if record.original is not None:
        original = _network(record.original, "original", arrays, network.layers)
        if not _differ_in_numbers(original, network):
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


def _record(json: bytes) -> _Project:
    try:
        newest = msgspec.json.decode(json, type=_Format).format
        if newest > FORMAT:
            raise _Newer
        if not PLAIN <= newest <= FORMAT:
            raise ValueError(_("there is no format {number}").format(number=newest))
        return msgspec.json.decode(json, type=_Project)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(
            _("its {name} is damaged ({error})").format(name=_JSON, error=error)
        ) from None


def _network_record(network: Network, leave_out: list[int] | None = None) -> _Network:
    layers = [
        None
        if index in (leave_out or ())
        else LayerRecord(layer.kind, layer.options(), tuple(layer.parameters()))
        for index, layer in enumerate(network.layers)
    ]
    return _Network(
        network.name,
        network.title,
        network.input_shape,
        tuple(layers),
        network.classes,
        network.treatment,
    )


def _names(record: _Project) -> set[str]:
    """Return the names of the arrays that belong to a record."""
    return {"picture"} | {
        f"{prefix}.{index}.{name}"
        for prefix, network in (("network", record.network), ("original", record.original))
        for index, layer in enumerate(network.layers if network else ())
        for name in (layer.arrays if layer else ())
    }


def _network(
    record: _Network, prefix: str, arrays: _Arrays, shared: tuple[Layer, ...] = ()
) -> Network:
    layers = []
    for index, layer in enumerate(record.layers):
        if layer is None:
            if index >= len(shared):
                raise ValueError(_("it lacks a layer"))
            layers.append(shared[index])
        else:
            own = {name: _floats(arrays[f"{prefix}.{index}.{name}"]) for name in layer.arrays}
            layers.append(layer_of(layer, own))
    network = Network(
        record.name,
        record.title,
        record.input_shape,
        tuple(layers),
        record.classes,
        record.treatment,
    )
    _check_count(network)
    if network.classes and network.shapes[-1] != (len(network.classes),):
        raise ValueError(_("its network does not end in one value for each class"))
    return network


def _check_count(network: Network) -> None:
    if sum(math.prod(shape) for shape in network.shapes) > _MOST_VALUES:
        raise ValueError(_("its network is too large to be computed"))


def _check_size(picture: Picture, network: Network) -> None:
    """Refuse a picture with which the network would have too many values."""
    channels, rows, columns = prepared_shape(picture, network)
    try:
        fitting = network.with_input_shape((channels, rows, columns))
    except ShapeError:  # it cannot be computed: whoever wants to is told
        return
    _check_count(fitting)


def _differ_in_numbers(one: Network, other: Network) -> bool:
    """Return whether two networks have the same layers but for their weights and windows."""
    return one.input_shape == other.input_shape and [*map(_outline, one.layers)] == [
        *map(_outline, other.layers)
    ]


def _outline(layer: Layer) -> tuple[str, dict[str, tuple[int, ...]]]:
    """Return what no edit changes in a layer; kernels may have other rows and columns."""
    return layer.kind, {name: array.shape[:2] for name, array in layer.parameters().items()}


def _spread(levels: NDArray[np.generic]) -> Array:
    if levels.dtype == np.uint8:
        values = np.asarray(np.divide(levels, np.float32(255), dtype=np.float32))
    else:
        values = _floats(levels)
    if values.ndim != 3 or values.shape[0] not in (1, 3) or values.size == 0:
        raise ValueError(_("its picture is not made of maps"))
    values.flags.writeable = False
    return values


def _floats(array: NDArray[np.generic]) -> Array:
    if array.dtype != np.float32:
        raise ValueError(_("an array of it holds no float32 numbers"))
    floats = np.asarray(array, dtype=np.float32)
    floats.flags.writeable = False
    return floats


def _name(path: str | os.PathLike[str]) -> str:
    return os.fsencode(Path(path).name).decode(errors="replace")


def _clause(error: ValueError) -> str:
    """Return what is wrong with a file, to stand in a sentence."""
    return error.clause if isinstance(error, OptionError) else str(error)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
