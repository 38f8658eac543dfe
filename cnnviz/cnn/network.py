"""A network: an immutable graph of layers with their weights; a chain in the simplest case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from cnnviz.cnn.blocks import MOST, Blocks, blocks_of
from cnnviz.cnn.layer_base import Layer, Shape, ShapeError, shape_text
from cnnviz.cnn.layers import Linear
from cnnviz.cnn.moving_layers import Reshape
from cnnviz.cnn.node_names import names_of, number_of, with_number
from cnnviz.cnn.norm_layers import LayerNorm
from cnnviz.cnn.ops import Array
from cnnviz.language import _

# How a picture becomes an input, see `picture.prepare`.
Treatment = Literal["digit", "photo", "photo-border", "photo-stretch"]

INPUT = "input"  # the name of the picture among the nodes


class GraphError(ValueError):
    """Nodes do not make a network: the text says which one, why, and what to do."""


@dataclass(frozen=True, eq=False)
class Node:
    """One layer at its place in a network.

    Two nodes with the very same layer share its weights: they are stored once and edited together.
    """

    name: str  # conv1, layer2.0.bn1
    layer: Layer
    inputs: tuple[str, ...]  # the names of what it takes: nodes before it, or INPUT


@dataclass(frozen=True, eq=False)
class Network:
    """Nodes in topological order, from a picture of `input_shape` to one value for each class.

    Raises:
        GraphError: If names are used twice or unknown, or there is more than one output.
        ShapeError: If a layer cannot take what it is given; the text names the layer, the shapes
            and a remedy.
    """

    name: str
    title: str
    input_shape: tuple[int, int, int]  # (C, H, W)
    nodes: tuple[Node, ...]
    classes: tuple[str, ...] = ()
    treatment: Treatment = "digit"
    # What kind of thing a block is, as a class of PyTorch: BasicBlock; where that is known.
    block_kinds: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check(self.nodes)
        if min(self.input_shape) < 1:
            text = _("A network takes pictures of at least 1×1×1, not {shape}.")
            raise ShapeError(text.format(shape=shape_text(self.input_shape)))
        self.shapes  # noqa: B018 - an impossible network is refused when it is made

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all nodes in their order, the input first."""
        return (INPUT, *(node.name for node in self.nodes))

    @property
    def output(self) -> str:
        """The name of what the network gives: its last node."""
        return self.names[-1]

    @cached_property
    def layers(self) -> Mapping[str, Layer]:
        """The layer of each node by its name, in their order; the input has none."""
        return MappingProxyType({node.name: node.layer for node in self.nodes})

    @cached_property
    def inputs(self) -> Mapping[str, tuple[str, ...]]:
        """What each node takes, by its name; the input takes nothing."""
        return MappingProxyType({INPUT: (), **{node.name: node.inputs for node in self.nodes}})

    @cached_property
    def takers(self) -> Mapping[str, tuple[str, ...]]:
        """Which nodes take what each node gives, by its name."""
        found: dict[str, list[str]] = {name: [] for name in self.names}
        for node in self.nodes:
            for name in dict.fromkeys(node.inputs):
                found[name].append(node.name)
        return MappingProxyType({name: tuple(takers) for name, takers in found.items()})

    @cached_property
    def blocks(self) -> Blocks:
        """The blocks that may be folded: nodes whose names begin alike, in their order."""
        return blocks_of(self.inputs)

    @property
    def is_large(self) -> bool:
        """Whether it is easier seen with its blocks folded."""
        return len(self.nodes) > MOST

    @cached_property
    def shapes(self) -> Mapping[str, Shape]:
        """The shape of what each node gives, by its name, in their order, the input first."""
        shapes: dict[str, Shape] = {INPUT: self.input_shape}
        for node in self.nodes:
            try:
                shapes[node.name] = node.layer.output_shape(*(shapes[name] for name in node.inputs))
            except ShapeError as error:
                raise self._told(error, node.name) from None
        return MappingProxyType(shapes)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.names)}

    def number(self, name: str) -> int:
        """Return which node it is in their order, counted from 1; the input is 0."""
        return self._numbers[name]

    def later(self, one: str, other: str) -> str:
        """Return which of two nodes comes later in their order."""
        return max(one, other, key=self.number)

    def before(self, name: str) -> str:
        """Return what a node takes; of several the first.

        Raises:
            IndexError: If it is the input, which takes nothing.
        """
        return self.inputs[name][0]

    def only_taker(self, name: str) -> str | None:
        """Return the one node that takes what a node gives, and nothing else; else None."""
        takers = self.takers[name]
        return takers[0] if len(takers) == 1 and len(self.inputs[takers[0]]) == 1 else None

    @cached_property
    def is_chain(self) -> bool:
        """Whether every node takes what the one before it gives, and nothing else."""
        return all(
            node.inputs == (before,) for node, before in zip(self.nodes, self.names, strict=False)
        )

    @cached_property
    def has_own_names(self) -> bool:
        """Whether somebody chose the names of the nodes; else they count the layers of a kind."""
        return self.names[1:] != names_of([node.layer.kind for node in self.nodes])

    @property
    def takes_any_size(self) -> bool:
        """Whether pictures of every size pass: no layer counts the pixels."""
        return not any(map(_counts_pixels, self.layers.values()))

    def layer_name(self, name: str) -> str:
        """Return what people call a node: its own name, or its kind with its number."""
        if self.has_own_names:
            return name
        return with_number(self.layers[name].title, self._numbers_of_kind[name])

    @cached_property
    def _numbers_of_kind(self) -> Mapping[str, int | None]:
        kinds = [node.layer.kind for node in self.nodes]
        return {node.name: number_of(kinds, index) for index, node in enumerate(self.nodes)}

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        """The first node that has the same weights, by the name of each node with weights."""
        first: dict[int, str] = {}
        return {
            node.name: first.setdefault(id(node.layer), node.name)
            for node in self.nodes
            if node.layer.parameter_names and node.layer.parameters()
        }

    def owner(self, name: str) -> str:
        """Return the first node with the very weights of a node: mostly the node itself."""
        return self._owners.get(name, name)

    def sharing(self, name: str) -> tuple[str, ...]:
        """Return every node with the very weights of a node, itself included."""
        owner = self.owner(name)
        return tuple(node for node in self.names[1:] if self.owner(node) == owner)

    def parameters(self) -> dict[str, Array]:
        """Return every learnt array as PyTorch names it: "conv1.weight"; shared ones once."""
        return {
            f"{node}.{name}": array
            for node, layer in self.layers.items()
            if self.owner(node) == node
            for name, array in layer.parameters().items()
        }

    @cached_property
    def parameter_count(self) -> int:
        """How many numbers training chose; the statistics of a batch norm are counted out."""
        learnt = {id(node.layer): node.layer for node in self.nodes if node.layer.parameter_names}
        return sum(
            array.size
            for layer in learnt.values()
            for name, array in layer.parameters().items()
            if not name.startswith("running_")
        )

    def with_layer(self, name: str, layer: Layer) -> "Network":
        """Return the network with the layer of one node replaced, and of those that share it."""
        return self.with_layers(dict.fromkeys(self.sharing(name), layer))

    def with_layers(self, layers: Mapping[str, Layer]) -> "Network":
        """Return the network with other layers at some nodes; all other nodes are shared.

        How the nodes are called and joined is taken over, not looked at again: an edit of a weight
        is done many times a second.
        """
        made = object.__new__(Network)
        known = {name: value for name, value in vars(self).items() if name not in _OF_LAYERS}
        known["nodes"] = tuple(
            Node(node.name, layers[node.name], node.inputs) if node.name in layers else node
            for node in self.nodes
        )
        if any(layer.kind != self.layers[name].kind for name, layer in layers.items()):
            known = {name: value for name, value in known.items() if name not in _OF_KINDS}
        vars(made).update(known)
        if not self._keeps_shapes(layers):
            del vars(made)["shapes"]
            made.shapes  # noqa: B018 - an impossible network is refused when it is made
        return made

    def _keeps_shapes(self, layers: Mapping[str, Layer]) -> bool:
        """Return whether other layers at some nodes give maps of the same shapes."""
        shapes, inputs = self.shapes, self.inputs
        try:
            return all(
                layer.output_shape(*(shapes[given] for given in inputs[name])) == shapes[name]
                for name, layer in layers.items()
            )
        except ShapeError:
            return False

    def with_input_shape(self, shape: tuple[int, int, int]) -> "Network":
        """Return the network for pictures of another size; its layers are shared."""
        return self if shape == self.input_shape else replace(self, input_shape=shape)

    def with_parameters(self, arrays: Mapping[str, Array]) -> "Network":
        """Return the network with other weights; layers without new ones are shared.

        Raises:
            ValueError: If names are missing or unknown.
            ShapeError: If an array does not fit; the text names the layer.
        """
        expected = self.parameters().keys()
        if wrong := sorted(expected ^ arrays.keys()):
            if wrong[0] in expected:
                text = _(
                    "These weights do not fit {network}: they lack {name}; take weights made for "
                    "this network."
                )
            else:
                text = _(
                    "These weights do not fit {network}: it has no {name}; take weights made for "
                    "this network."
                )
            raise ValueError(text.format(network=_(self.title), name=repr(wrong[0])))
        made: dict[str, Layer] = {}
        for node, layer in self.layers.items():
            owner = self.owner(node)
            if owner != node:
                made[node] = made[owner]
                continue
            mine = {name: arrays[f"{node}.{name}"] for name in layer.parameters()}
            try:
                made[node] = layer.with_parameters(mine)
            except ShapeError as error:
                raise self._told(error, node) from None
        return self.with_layers(made)

    def _told(self, error: ShapeError, name: str) -> ShapeError:
        return error.in_layer(self.number(name), self.layer_name(name))


_OF_LAYERS = ("layers", "parameter_count", "_owners")  # what other layers change
_OF_KINDS = ("has_own_names", "_numbers_of_kind")  # and what layers of other kinds change as well


def _counts_pixels(layer: Layer) -> bool:
    """Return whether a layer takes inputs of one size alone."""
    if isinstance(layer, LayerNorm):
        return any(array.ndim == 3 for array in layer.parameters().values())
    return isinstance(layer, Linear | Reshape)


def _check(nodes: tuple[Node, ...]) -> None:
    """Refuse nodes that make no network with one output."""
    known, open_ends = {INPUT}, {INPUT}
    for node in nodes:
        if node.name in known:
            text = _("Two nodes are called {name}; give each a name of its own.")
            raise GraphError(text.format(name=repr(node.name)))
        if strange := [name for name in node.inputs if name not in known]:
            text = _("Node {name} takes {input}, but no node before it is called so.")
            raise GraphError(text.format(name=repr(node.name), input=repr(strange[0])))
        if not node.layer.least_inputs <= len(node.inputs) <= node.layer.most_inputs:
            raise GraphError(_wrong_count(node))
        known.add(node.name)
        open_ends = (open_ends - {*node.inputs}) | {node.name}
    if len(open_ends) > 1:
        text = _("A network has one output, but nothing takes what {names} give; join them.")
        raise GraphError(text.format(names=", ".join(sorted(open_ends))))


def _wrong_count(node: Node) -> str:
    given, least, most = len(node.inputs), node.layer.least_inputs, node.layer.most_inputs
    if most == 1:
        text = _("Node {name} ({title}) takes one input, but is given {given}; join them before.")
    else:
        text = _("Node {name} ({title}) takes {least} to {most} inputs, but is given {given}.")
    title = node.layer.title
    return text.format(name=repr(node.name), title=title, given=given, least=least, most=most)


def chain(
    name: str,
    title: str,
    input_shape: tuple[int, int, int],
    layers: Sequence[Layer],
    classes: tuple[str, ...] = (),
    treatment: Treatment = "digit",
) -> Network:
    """Return layers in a row as a network; its nodes are called conv1, relu1, conv2, …

    Raises:
        ShapeError: If a layer cannot take what the layer before it gives.
    """  # noqa: D415
    return Network(name, title, input_shape, chained(layers), classes, treatment)


def chained(layers: Sequence[Layer]) -> tuple[Node, ...]:
    """Return the nodes of layers in a row."""
    names = names_of([layer.kind for layer in layers])
    inputs = (INPUT, *names)
    return tuple(
        Node(name, layer, (before,))
        for name, layer, before in zip(names, layers, inputs, strict=False)
    )
