"""Edits of the plan of a network, as functions from plan to plan."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from cnnviz.cnn.layers import LAYERS
from cnnviz.project.blueprint import KINDS, Blueprint, Plan

# Which channels are chosen and which numbers are taken off, a network brings along.
ADDED = tuple(kind for kind in KINDS if kind not in ("index_select", "normalize"))

_DEFAULTS: dict[str, dict[str, Any]] = {
    "conv2d": {"outputs": 8, "kernel_size": (3, 3), "padding": (1, 1), "bias": True},
    "linear": {"outputs": 32, "bias": True},
    "conv_transpose2d": {
        "outputs": 8, "kernel_size": (2, 2), "stride": (2, 2), "bias": True,
    },
    "conv1d": {"kernel": 3, "padding": 1, "bias": False},
}  # fmt: skip


def with_added(blueprint: Blueprint, index: int, kind: str) -> Blueprint:
    """Return the plan with a layer of a kind before the layer `index`."""
    made = Plan(kind, _defaults(kind))
    if kind == "linear" and index == len(blueprint.plans) and blueprint.classes:
        made = Plan(kind, {**made.options, "outputs": len(blueprint.classes)})
    return _with_plans(blueprint, [*blueprint.plans[:index], made, *blueprint.plans[index:]])


def with_removed(blueprint: Blueprint, index: int) -> Blueprint:
    """Return the plan without a layer."""
    return _with_plans(blueprint, [*blueprint.plans[:index], *blueprint.plans[index + 1 :]])


def with_moved(blueprint: Blueprint, index: int, to: int) -> Blueprint:
    """Return the plan with a layer at another place, counted without it."""
    plans = list(blueprint.plans)
    plans.insert(to, plans.pop(index))
    return _with_plans(blueprint, plans)


def with_option(blueprint: Blueprint, index: int, name: str, value: object) -> Blueprint:
    """Return the plan with one option of a layer changed."""
    plan = blueprint.plans[index]
    plans = list(blueprint.plans)
    plans[index] = replace(plan, options={**plan.options, name: value})
    return _with_plans(blueprint, plans)


def filters_of(blueprint: Blueprint) -> tuple[int, ...]:
    """Return how many filters each convolution of a plan has."""
    return tuple(p.options["outputs"] for p in blueprint.plans if p.kind == "conv2d")


def with_filters(blueprint: Blueprint, counts: Sequence[int]) -> Blueprint:
    """Return the plan with so many filters in each of its convolutions."""
    places = [index for index, plan in enumerate(blueprint.plans) if plan.kind == "conv2d"]
    for index, count in zip(places, counts, strict=True):
        blueprint = with_option(blueprint, index, "outputs", count)
    return blueprint


def fitted_to(
    blueprint: Blueprint, input_shape: tuple[int, int, int], classes: tuple[str, ...]
) -> Blueprint:
    """Return the plan for other pictures and classes: its last fully connected layer fits them."""
    units = [i for i, plan in enumerate(blueprint.plans) if plan.kind == "linear"]
    if units:
        blueprint = with_option(blueprint, units[-1], "outputs", len(classes))
    return replace(blueprint, input_shape=input_shape, classes=classes)


def _with_plans(blueprint: Blueprint, plans: list[Plan]) -> Blueprint:
    return replace(blueprint, plans=tuple(plans))


def _defaults(kind: str) -> dict[str, Any]:
    """Return the options of a new layer."""
    cls = LAYERS[kind]
    plain = {f.name: f.default for f in fields(cls) if f.name not in cls.parameter_names}
    return {**plain, **_DEFAULTS.get(kind, {})}
