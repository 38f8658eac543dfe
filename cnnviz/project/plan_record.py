"""A plan of the layers that is not possible yet, as it stands in a project's file."""

from dataclasses import replace
from typing import Annotated, Any

import msgspec

from cnnviz.language import _
from cnnviz.project.blueprint import Blueprint, Plan
from cnnviz.project.layer_record import options_of
from cnnviz.project.plan import draft_of, is_possible
from cnnviz.project.project import Project

MOST_LAYERS = 200
LARGEST = 10_000  # units of a fully connected layer

_Size = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class PlanRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A planned layer, and which layer of the network it has its weights from."""

    kind: str
    options: dict[str, Any]
    origin: Annotated[int, msgspec.Meta(ge=0)] | None


class DraftRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A whole plan."""

    plans: Annotated[tuple[PlanRecord, ...], msgspec.Meta(max_length=MOST_LAYERS)]
    input_shape: tuple[_Size, _Size, _Size]
    classes: Annotated[tuple[str, ...], msgspec.Meta(max_length=10_000)]


def draft_record(project: Project) -> DraftRecord | None:
    """Return the plan that is being drawn, where the network is not built of it."""
    if is_possible(project):
        return None
    draft = draft_of(project)
    places = {id(layer): index for index, layer in enumerate(project.network.layers)}
    plans = tuple(
        PlanRecord(plan.kind, dict(plan.options), places.get(id(plan.origin)))
        for plan in draft.plans
    )
    channels, rows, columns = draft.input_shape
    return DraftRecord(plans, (channels, rows, columns), draft.classes)


def with_draft(project: Project, record: DraftRecord) -> Project:
    """Return the project with the plan of a file.

    Raises:
        ValueError: If it is damaged.
    """
    now, opened = project.network.layers, project.original.layers
    plans = []
    for plan in record.plans:
        options = options_of(plan.kind, plan.options, planned=True, largest=LARGEST)
        at = plan.origin
        if at is not None and (at >= len(now) or now[at].kind != plan.kind):
            raise ValueError(_("its plan has the weights of a layer that it does not have"))
        origin = None if at is None else now[at]
        first = opened[at] if at is not None and len(opened) == len(now) else origin
        plans.append(Plan(plan.kind, options, origin, first))
    network = project.network
    draft = Blueprint(network, network, tuple(plans), record.input_shape, record.classes)
    return replace(project, blueprint=draft)
