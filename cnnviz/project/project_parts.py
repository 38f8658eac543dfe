"""A project as what stands in its file: a record, and arrays by name. Neither is trusted."""

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.layer_base import ShapeError
from cnnviz.cnn.network import Network
from cnnviz.cnn.ops import Array
from cnnviz.files.weights_file import WeightsError
from cnnviz.language import _
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
from cnnviz.project.project_record import NoteRecord, PictureRecord, ProjectRecord

FORMAT = 3  # grows when an older cnnviz could not read a file any more

LARGEST_PICTURE = 3 * 25_000_000  # values: as many as a picture file may hold


def parts_of(
    project: Project, place: Place | None = None
) -> tuple[ProjectRecord, dict[str, NDArray[np.generic]]]:
    """Return what stands in a project's file: its record, and its arrays by name."""
    picture, network, original = project.picture, project.network, project.original
    record = ProjectRecord(
        FORMAT,
        PictureRecord(picture.kind, picture.name, picture.notes),
        network_record(network),
        None if original is network else network_record(original, network),
        project.scale_mode,
        draft_record(project),
        None if place is None else place_record(place),
        tuple(NoteRecord(subject, text) for subject, text in project.notes),
    )
    arrays: dict[str, NDArray[np.generic]] = {"picture": in_bytes(picture.values)}
    arrays |= stored_arrays(network, record.network, "network")
    if record.original is not None:
        arrays |= stored_arrays(original, record.original, "original")
    return record, arrays


def project_of_parts(record: ProjectRecord, stored: Stored) -> tuple[Project, Place | None]:
    """Return the project of a record and its arrays, none of which is trusted, and its place.

    Raises:
        ValueError: If it is damaged; the text says how, to stand in a sentence.
    """
    project = _project(record, stored)
    return project, None if record.place is None else place_in(project, record.place)


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
    if arrays["picture"].size > LARGEST_PICTURE:
        raise ValueError(_("its picture is too large"))
    picture = Picture(
        record.picture.kind,
        _spread(arrays["picture"], (1, 3, *_channels_of_numbers(record))),
        record.picture.name,
        record.picture.notes,
    )
    for each in (network, original):
        _check_size(picture, each)
    notes = tuple({each.subject: each.text for each in record.notes}.items())
    project = Project(picture, network, original, record.scale_mode, notes=notes)
    return project if record.draft is None else with_draft(project, record.draft)


def _check_size(picture: Picture, network: Network) -> None:
    """Refuse a picture with which the network would have too many values."""
    channels, rows, columns = prepared_shape(picture, network)
    try:
        fitting = network.with_input_shape((channels, rows, columns))
    except ShapeError:  # it cannot be computed: whoever wants to is told
        return
    check_count(fitting)


def _channels_of_numbers(record: ProjectRecord) -> tuple[int, ...]:
    """Return how many channels numbers may have beside those of pictures: as the network takes."""
    return record.network.input_shape[:1] if record.picture.kind == "matrix" else ()


def _spread(levels: NDArray[np.generic], channels: tuple[int, ...]) -> Array:
    if levels.dtype == np.uint8:
        values = np.asarray(np.divide(levels, np.float32(255), dtype=np.float32))
    else:
        values = floats_of(levels)
    if values.ndim != 3 or values.shape[0] not in channels or values.size == 0:
        raise ValueError(_("its picture is not made of maps"))
    values.flags.writeable = False
    return values
