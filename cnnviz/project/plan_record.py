"""A plan of the layers that is not possible yet, as it stands in a project's file."""

from dataclasses import replace
from typing import Annotated, Any

import msgspec

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import LAYERS, Linear
from cnnviz.language import _
from cnnviz.project.blueprint import KINDS, Blueprint, Plan
from cnnviz.project.layer_record import options_of
from cnnviz.project.network_record import Classes, NodeName, Size
from cnnviz.project.plan import draft_of, is_possible
from cnnviz.project.project import Project

MOST_LAYERS = 200
LARGEST = 10_000  # units of a fully connected layer that a plan adds


class PlanRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A planned layer, and the node of the network that it has its weights from."""

    kind: str
    options: dict[str, Any]
    origin: NodeName | None


class DraftRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A whole plan."""

    plans: Annotated[tuple[PlanRecord, ...], msgspec.Meta(max_length=MOST_LAYERS)]
    input_shape: tuple[Size, Size, Size]
    classes: Classes


def draft_record(project: Project) -> DraftRecord | None:
    """Return the plan that is being drawn, where the network is not built of it."""
    if is_possible(project):
        return None
    draft = draft_of(project)
    names = {id(node.layer): node.name for node in reversed(project.network.nodes)}
    plans = tuple(
        PlanRecord(plan.kind, dict(plan.options), names.get(id(plan.origin)))
        for plan in draft.plans
    )
    channels, rows, columns = draft.input_shape
    return DraftRecord(plans, (channels, rows, columns), draft.classes)


def with_draft(project: Project, record: DraftRecord) -> Project:
    """Return the project with the plan of a file.

    Raises:
        ValueError: If it is damaged.
    """
    if not project.network.is_chain:
        raise ValueError(_("it has a plan of layers in a row, but its network has branches"))
    now, opened = project.network.layers, project.original.layers
    plans, largest = [], max(LARGEST, *map(_units, (*now.values(), *opened.values())))
    for plan in record.plans:
        if plan.kind in LAYERS and plan.kind not in KINDS:
            raise ValueError(_("its plan has a layer that joins branches"))
        options = options_of(plan.kind, plan.options, planned=True, largest=largest)
        origin = first = None
        if plan.origin is not None:
            origin = now.get(plan.origin)
            first = opened.get(plan.origin, origin)
            if origin is None or origin.kind != plan.kind:
                raise no_such_layer()
        plans.append(Plan(plan.kind, options, origin, first))
    network = project.network
    draft = Blueprint(network, network, tuple(plans), record.input_shape, record.classes)
    return replace(project, blueprint=draft)


def _units(layer: Layer) -> int:
    """Return how many units a layer has; what a network has, its plan may have."""
    return len(layer.weight) if isinstance(layer, Linear) else 0


def no_such_layer() -> ValueError:
    """Return the error of a plan with the weights of a layer that the network does not have."""
    return ValueError(_("its plan has the weights of a layer that it does not have"))
