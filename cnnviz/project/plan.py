"""What follows from the plan of a network: its draft, its checks, and the network built of it."""

from dataclasses import dataclass, replace

from cnnviz.cnn import architectures
from cnnviz.cnn.layer_base import Layer, OptionError, Shape, maps_text
from cnnviz.cnn.network import Network, Treatment, chained
from cnnviz.language import _
from cnnviz.project.blueprint import Blueprint, Plan
from cnnviz.project.digit import SIDE
from cnnviz.project.network_title import changed
from cnnviz.project.plan_words import formula
from cnnviz.project.planned_layer import keeps_weights, options_of, planned_layer
from cnnviz.project.project import Project


@dataclass(frozen=True)
class Checked:
    """What follows for a planned layer."""

    shape: Shape | None  # of its output; None where it, or one before it, is impossible
    count: int = 0  # of its parameters
    formula: str = ""  # that count with its numbers
    problem: str = ""  # why it is impossible, with a remedy


# From and to a network


def blueprint_of(network: Network, original: Network | None = None) -> Blueprint:
    """Return the plan of a network as it is; `original` has its weights as they were opened.

    Raises:
        ValueError: If the network has branches: a plan is one of layers in a row.
    """
    if not network.is_chain:
        text = _("{network} has branches: only layers in a row can be planned.")
        raise ValueError(text.format(network=_(network.title)))
    opened = network if original is None else original
    if len(opened.nodes) != len(network.nodes):
        opened = network
    plans = tuple(
        Plan(node.layer.kind, options_of(node.layer), node.layer, first.layer)
        for node, first in zip(network.nodes, opened.nodes, strict=True)
    )
    return Blueprint(network, network, plans, network.input_shape, network.classes)


def draft_of(project: Project) -> Blueprint:
    """Return the plan that is being drawn, or that of the network as it is.

    Raises:
        ValueError: If the network has branches.
    """
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
    return one.inputs == other.inputs and all(
        mine.kind == its.kind and options_of(mine) == options_of(its)
        for mine, its in zip(one.layers.values(), other.layers.values(), strict=True)
    )


def _carried_over(draft: Blueprint, project: Project) -> Blueprint:
    """Return a draft with the weights that its network has now."""
    now = {
        id(before.layer): after.layer
        for before, after in zip(draft.network.nodes, project.network.nodes, strict=True)
    }
    plans = tuple(_followed(plan, now) for plan in draft.plans)
    return replace(draft, network=project.network, plans=plans)


def _followed(plan: Plan, now: dict[int, Layer]) -> Plan:
    """Return a plan with the weights of today: those of its layer, where they were edited."""
    built = now.get(id(plan.built), plan.built)
    if built is not plan.built:
        return replace(plan, origin=built, built=built)
    return replace(plan, origin=now.get(id(plan.origin), plan.origin))


def _fits(draft: Blueprint) -> bool:
    return bool(draft.plans) and problem_of(checked(draft)) is None


def is_possible(project: Project) -> bool:
    """Return whether the plan that is being drawn is that of the network; branches have none."""
    return not project.network.is_chain or _fits(draft_of(project))


def with_blueprint(project: Project, blueprint: Blueprint, seed: int = 0) -> Project:
    """Return the project with a plan: built where it is possible, else kept as a draft."""
    if not _fits(blueprint):
        return replace(project, blueprint=replace(blueprint, network=project.network))
    network = build(blueprint, seed)
    original = _opened(blueprint, network, seed)
    built = zip(blueprint.plans, network.layers.values(), strict=True)
    plans = tuple(replace(plan, built=layer) for plan, layer in built)
    kept = replace(blueprint, network=network, plans=plans)
    return replace(project, network=network, original=original, blueprint=kept)


def _opened(blueprint: Blueprint, network: Network, seed: int) -> Network:
    """Return a built network with the weights that were opened, where they still fit."""
    if all(plan.opened is plan.origin for plan in blueprint.plans):
        return network
    plans = tuple(replace(plan, origin=plan.opened) for plan in blueprint.plans)
    first = build(replace(blueprint, plans=plans), seed)
    pairs = zip(blueprint.plans, network.nodes, first.nodes, strict=True)
    nodes = (mine if plan.opened is plan.origin else its for plan, mine, its in pairs)
    return replace(network, nodes=tuple(nodes))


def build(blueprint: Blueprint, seed: int = 0) -> Network:
    """Return the network of a plan; layers whose weights still fit keep them, others get new ones.

    Raises:
        ShapeError: If the plan is impossible.
    """
    shape, layers = blueprint.input_shape, []
    for index, plan in enumerate(blueprint.plans):
        layer = planned_layer(plan, shape)
        if layer.parameters() and not keeps_weights(plan, layer):
            layer = architectures.with_new_weights(layer, seed + index)
        shape = layer.output_shape(shape)
        layers.append(layer)
    before = blueprint.base
    name, title, nodes = before.name, before.title, before.nodes
    if layers != [*before.layers.values()]:
        name, title = changed(name, title)
        nodes = chained(layers)
    return replace(
        before, name=name, title=title, input_shape=_maps(blueprint.input_shape), nodes=nodes,
        classes=blueprint.classes, treatment=treatment_for(before, blueprint.input_shape),
    )  # fmt: skip


def treatment_for(network: Network, input_shape: Shape) -> Treatment:
    """Return how a picture becomes an input: other inputs than the network's may need another.

    Grey squares of another size stay digits for a network that reads digits.
    """
    if input_shape == network.input_shape:
        return network.treatment
    channels, rows, columns = input_shape
    is_digit = network.treatment == "digit" or rows == SIDE
    return "digit" if channels == 1 and rows == columns and is_digit else "photo"


def checked(blueprint: Blueprint) -> tuple[Checked, ...]:
    """Return what follows for each layer; after an impossible one nothing follows."""
    shape: Shape | None = blueprint.input_shape
    found: list[Checked] = []
    for plan in blueprint.plans:
        if shape is None:
            found.append(Checked(None))
            continue
        try:
            layer = planned_layer(plan, shape)
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


def _maps(shape: Shape) -> tuple[int, int, int]:
    channels, rows, columns = shape
    return channels, rows, columns
