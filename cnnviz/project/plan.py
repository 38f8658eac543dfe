"""What follows from the plan of a network: its draft, its checks, and the network built of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import Layer, OptionError, Shape, ShapeError, maps_text
from cnnviz.cnn.layers import LAYERS, BatchNorm2d, Conv2d, Linear
from cnnviz.cnn.network import Network, Treatment
from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.project.blueprint import Blueprint, Plan
from cnnviz.project.digit import SIDE
from cnnviz.project.network_title import changed
from cnnviz.project.plan_words import formula
from cnnviz.project.project import Project
from cnnviz.text.numbers import count_text

MOST_WEIGHTS = 20_000_000  # of a layer: beyond it the window would no longer follow


@dataclass(frozen=True)
class Checked:
    """What follows for a planned layer."""

    shape: Shape | None  # of its output; None where it, or one before it, is impossible
    count: int = 0  # of its parameters
    formula: str = ""  # that count with its numbers
    problem: str = ""  # why it is impossible, with a remedy


# From and to a network


def blueprint_of(network: Network, original: Network | None = None) -> Blueprint:
    """Return the plan of a network as it is; `original` has its weights as they were opened."""
    opened = network.layers if original is None else original.layers
    if len(opened) != len(network.layers):
        opened = network.layers
    plans = tuple(
        Plan(layer.kind, _options_of(layer), layer, first)
        for layer, first in zip(network.layers, opened, strict=True)
    )
    return Blueprint(network, network, plans, network.input_shape, network.classes)


def draft_of(project: Project) -> Blueprint:
    """Return the plan that is being drawn, or that of the network as it is."""
    draft = project.blueprint
    if draft is None:
        return blueprint_of(project.network, project.original)
    if draft.network is project.network:
        return draft
    if _has_same_layers(draft.network, project.network) and not _fits(draft):
        return _carried_over(draft, project)  # a weight was edited: the plan is not finished yet
    return blueprint_of(project.network, project.original)


def _has_same_layers(one: Network, other: Network) -> bool:
    """Return whether two networks differ in their weights alone."""
    return len(one.layers) == len(other.layers) and all(
        mine.kind == its.kind and _options_of(mine) == _options_of(its)
        for mine, its in zip(one.layers, other.layers, strict=True)
    )


def _carried_over(draft: Blueprint, project: Project) -> Blueprint:
    """Return a draft with the weights that its network has now."""
    now = {
        id(before): after
        for before, after in zip(draft.network.layers, project.network.layers, strict=True)
    }
    plans = tuple(
        replace(plan, origin=now.get(id(plan.origin), plan.origin)) for plan in draft.plans
    )
    return replace(draft, network=project.network, plans=plans)


def _fits(draft: Blueprint) -> bool:
    return bool(draft.plans) and problem_of(checked(draft)) is None


def is_possible(project: Project) -> bool:
    """Return whether the plan that is being drawn is that of the network."""
    return _fits(draft_of(project))


def with_blueprint(project: Project, blueprint: Blueprint, seed: int = 0) -> Project:
    """Return the project with a plan: built where it is possible, else kept as a draft."""
    if not _fits(blueprint):
        return replace(project, blueprint=replace(blueprint, network=project.network))
    network = build(blueprint, seed)
    original = _opened(blueprint, network, seed)
    kept = replace(blueprint, network=network)
    return replace(project, network=network, original=original, blueprint=kept)


def _opened(blueprint: Blueprint, network: Network, seed: int) -> Network:
    """Return a built network with the weights that were opened, where they still fit."""
    if all(plan.opened is plan.origin for plan in blueprint.plans):
        return network
    plans = tuple(replace(plan, origin=plan.opened) for plan in blueprint.plans)
    first = build(replace(blueprint, plans=plans), seed)
    layers = tuple(
        mine if plan.opened is plan.origin else its
        for plan, mine, its in zip(blueprint.plans, network.layers, first.layers, strict=True)
    )
    return replace(network, layers=layers)


def build(blueprint: Blueprint, seed: int = 0) -> Network:
    """Return the network of a plan; layers whose weights still fit keep them, others get new ones.

    Raises:
        ShapeError: If the plan is impossible.
    """
    shape, layers = blueprint.input_shape, []
    for index, plan in enumerate(blueprint.plans):
        layer = _layer(plan, shape)
        if layer.parameters() and not _keeps(plan, layer):
            layer = architectures.with_new_weights(layer, seed + index)
        shape = layer.output_shape(shape)
        layers.append(layer)
    before = blueprint.base
    name, title = before.name, before.title
    if tuple(layers) != before.layers:
        name, title = changed(name, title)
    return replace(
        before, name=name, title=title, input_shape=_maps(blueprint.input_shape),
        layers=tuple(layers), classes=blueprint.classes, treatment=_treatment(blueprint),
    )  # fmt: skip


def _treatment(blueprint: Blueprint) -> Treatment:
    """Return how a picture becomes an input: other inputs than the base's may need another way."""
    if blueprint.input_shape == blueprint.base.input_shape:
        return blueprint.base.treatment
    return "digit" if blueprint.input_shape == (1, SIDE, SIDE) else "photo"


def checked(blueprint: Blueprint) -> tuple[Checked, ...]:
    """Return what follows for each layer; after an impossible one nothing follows."""
    shape: Shape | None = blueprint.input_shape
    found: list[Checked] = []
    for plan in blueprint.plans:
        if shape is None:
            found.append(Checked(None))
            continue
        try:
            layer = _layer(plan, shape)
            after = layer.output_shape(shape)
        except OptionError as error:
            found.append(Checked(None, problem=error.sentence))
            shape = None
            continue
        count = sum(a.size for n, a in layer.parameters().items() if not n.startswith("running"))
        found.append(Checked(after, count, formula(layer, count)))
        shape = after
    return _with_classes(blueprint, found)


def problem_of(rows: tuple[Checked, ...]) -> int | None:
    """Return which layer is impossible, or None."""
    return next((index for index, row in enumerate(rows) if row.problem), None)


def _with_classes(blueprint: Blueprint, found: list[Checked]) -> tuple[Checked, ...]:
    """Say at the end where the network does not give one value for each class."""
    count = len(blueprint.classes)
    if not count or (found and found[-1].shape in (None, (count,))):
        return tuple(found)
    if not found:
        return ()
    shape = found[-1].shape
    assert shape is not None  # the case above
    if len(shape) != 1:
        text = _(
            "The network ends in {maps}, but has {count} classes; add a flatten layer and a fully "
            "connected one with {count} units."
        )
    else:
        text = _(
            "The network ends in {given} values, but has {count} classes; give its last fully "
            "connected layer {count} units."
        )
    problem = text.format(maps=maps_text(shape), given=shape[0], count=count)
    return (*found[:-1], replace(found[-1], problem=problem))


# One layer


def _options_of(layer: Layer) -> dict[str, Any]:
    options = layer.options()
    if isinstance(layer, Conv2d):
        options |= {"outputs": len(layer.weight), "kernel_size": layer.kernel_size}
    if isinstance(layer, Linear):
        options |= {"outputs": len(layer.weight)}
    if isinstance(layer, Conv2d | Linear):
        options |= {"bias": layer.bias is not None}
    return options


def _layer(plan: Plan, shape: Shape) -> Layer:
    """Return a planned layer for an input, with its own weights or zeros."""
    options = dict(plan.options)
    if plan.kind == "conv2d":
        return _conv(plan, options, shape)
    if plan.kind == "linear":
        outputs, has_bias = options.pop("outputs"), options.pop("bias")
        if len(shape) != 1:  # tells what is missing
            return Linear(np.zeros((outputs, 1), np.float32))
        _need_modest(outputs * shape[0])
        sizes = {"weight": (outputs, shape[0])} | ({"bias": (outputs,)} if has_bias else {})
        return _own(plan, Linear, sizes, options)
    if plan.kind == "batch_norm2d":
        norms = dict.fromkeys(BatchNorm2d.parameter_names, (shape[0],))
        made = _own(plan, BatchNorm2d, norms, options)
        ones = dict.fromkeys(("weight", "running_var"), np.ones(shape[0], np.float32))
        return made if _keeps(plan, made) else made.with_parameters(ones)
    same = plan.origin is not None and plan.origin.options() == options
    return plan.origin if same and plan.origin is not None else LAYERS[plan.kind](**options)


def _conv(plan: Plan, options: dict[str, Any], shape: Shape) -> Layer:
    outputs, size, groups = options.pop("outputs"), options.pop("kernel_size"), options["groups"]
    has_bias = options.pop("bias")
    inputs = shape[0] if len(shape) == 3 else 1
    if len(shape) == 3 and (groups < 1 or inputs % groups or outputs % groups):
        raise _uneven_groups(inputs, outputs, groups)
    weight = (outputs, max(1, inputs // max(1, groups)), *size)
    _need_modest(prod(weight))
    sizes = {"weight": weight} | ({"bias": (outputs,)} if has_bias else {})
    return _own(plan, Conv2d, sizes, options)


def _uneven_groups(inputs: int, outputs: int, groups: int) -> ShapeError:
    numbers = {"inputs": inputs, "outputs": outputs, "groups": groups}
    return ShapeError(
        _(
            "its {inputs} input maps and {outputs} filters cannot be split into {groups} groups; "
            "choose a number that divides both"
        ).format(**numbers),
        _(
            "Its {inputs} input maps and {outputs} filters cannot be split into {groups} groups; "
            "choose a number that divides both."
        ).format(**numbers),
    )


def _need_modest(weights: int) -> None:
    if weights > MOST_WEIGHTS:
        count = count_text(weights)
        raise ShapeError(
            _(
                "it would have {count} weights, too many for this program; pool the maps before "
                "it, or give it fewer outputs"
            ).format(count=count),
            _(
                "It would have {count} weights, too many for this program; pool the maps before "
                "it, or give it fewer outputs."
            ).format(count=count),
        )


def _own(
    plan: Plan, cls: type[Layer], sizes: Mapping[str, tuple[int, ...]], options: dict[str, Any]
) -> Layer:
    """Return a layer with the weights it came with where they fit, else with zeros.

    A bias alone can come and go: it is 0 at first.
    """
    mine = {name: _zeros(size) for name, size in sizes.items()}
    if plan.origin is not None:
        own = plan.origin.parameters()
        kept = {name: array for name, array in own.items() if name in sizes}
        if all(array.shape == sizes[name] for name, array in kept.items()):
            is_same = kept.keys() == own.keys() == sizes.keys()
            if is_same and plan.origin.options() == options:
                return plan.origin
            mine |= kept
    return cls(**mine, **options)


def _zeros(size: tuple[int, ...]) -> Array:
    zeros = np.zeros([max(0, n) for n in size], np.float32)  # the layer refuses what is too small
    zeros.flags.writeable = False  # else the layer would copy them, however many there are
    return zeros


def _keeps(plan: Plan, layer: Layer) -> bool:
    """Return whether a layer has the weights that its plan came with."""
    if plan.origin is None:
        return False
    mine, before = layer.parameters(), plan.origin.parameters()
    return all(mine[name] is before[name] for name in mine.keys() & before.keys())


def _maps(shape: Shape) -> tuple[int, int, int]:
    channels, rows, columns = shape
    return channels, rows, columns
