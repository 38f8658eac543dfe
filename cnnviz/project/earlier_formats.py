"""Formats 1 and 2 of a project's file: layers in a row, counted from 0, instead of named nodes."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from cnnviz.cnn.network import INPUT, Treatment
from cnnviz.cnn.node_names import names_of
from cnnviz.cnn.scale import ScaleMode
from cnnviz.files.weights_file import WeightsError
from cnnviz.language import _
from cnnviz.project.layer_record import LayerRecord
from cnnviz.project.network_record import Classes, NetworkRecord, NodeRecord, Size, Stored, Words
from cnnviz.project.plan_record import MOST_LAYERS, DraftRecord, PlanRecord, no_such_layer
from cnnviz.project.project_record import PictureRecord, ProjectRecord

LAST = 2  # the last of these formats; the first had no draft


class _Layers(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    name: Words
    title: Words
    input_shape: tuple[Size, Size, Size]
    layers: Annotated[tuple[LayerRecord | None, ...], msgspec.Meta(max_length=1000)]
    classes: Classes
    treatment: Treatment


class _Plan(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    kind: str
    options: dict[str, Any]
    origin: Annotated[int, msgspec.Meta(ge=0)] | None  # which layer of the network


class _Draft(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    plans: Annotated[tuple[_Plan, ...], msgspec.Meta(max_length=MOST_LAYERS)]
    input_shape: tuple[Size, Size, Size]
    classes: Classes


class EarlierRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A project of format 1 or 2 without its arrays."""

    format: int
    picture: PictureRecord
    network: _Layers
    original: _Layers | None  # a layer that is None is that of the network
    scale_mode: ScaleMode
    draft: _Draft | None = None


def as_of_today(earlier: EarlierRecord, arrays: Stored) -> tuple[ProjectRecord, Stored]:
    """Return a record with named nodes, and the arrays by the names they have with it.

    Raises:
        ValueError: If layers or arrays are missing; the text says so.
    """
    layers = earlier.network.layers
    if None in layers:
        raise ValueError(_("it lacks a layer"))
    network, names = _network(earlier.network, layers)
    wanted = {"picture": "picture", **_array_names("network", layers, names)}
    original = None
    if earlier.original is not None:
        original, names_then = _network(earlier.original, layers)
        wanted |= _array_names("original", earlier.original.layers, names_then)
    if arrays.keys() != wanted.keys():
        raise WeightsError(_("its arrays are not those it should have"))
    record = ProjectRecord(
        earlier.format,
        earlier.picture,
        network,
        original,
        earlier.scale_mode,
        None if earlier.draft is None else _draft(earlier.draft, names),
    )
    return record, {wanted[name]: array for name, array in arrays.items()}


def _network(
    record: _Layers, now: tuple[LayerRecord | None, ...]
) -> tuple[NetworkRecord, tuple[str, ...]]:
    """Return the record of layers in a row as nodes, and the names of these."""
    kinds = []
    for index, layer in enumerate(record.layers):
        known = layer or (now[index] if index < len(now) else None)
        if known is None:
            raise ValueError(_("it lacks a layer"))
        kinds.append(known.kind)
    names = names_of(kinds)
    nodes = tuple(
        NodeRecord(name, (before,), layer)
        for name, before, layer in zip(names, (INPUT, *names), record.layers, strict=False)
    )
    made = NetworkRecord(
        record.name, record.title, record.input_shape, nodes, record.classes, record.treatment
    )
    return made, names


def _array_names(
    prefix: str, layers: tuple[LayerRecord | None, ...], names: tuple[str, ...]
) -> Mapping[str, str]:
    """Return the names that the arrays of layers had, each with the one it has today."""
    return {
        f"{prefix}.{index}.{array}": f"{prefix}.{names[index]}.{array}"
        for index, layer in enumerate(layers)
        for array in (layer.arrays if layer else ())
    }


def _draft(earlier: _Draft, names: tuple[str, ...]) -> DraftRecord:
    plans = []
    for plan in earlier.plans:
        if plan.origin is not None and plan.origin >= len(names):
            raise no_such_layer()
        origin = None if plan.origin is None else names[plan.origin]
        plans.append(PlanRecord(plan.kind, plan.options, origin))
    return DraftRecord(tuple(plans), earlier.input_shape, earlier.classes)
