"""Nodes put into a network and taken out of it; all other nodes keep their layers."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.network import Network, Node, chained
from cnnviz.cnn.node_names import base_name, names_of


def with_layer_after(network: Network, name: str, layer: Layer) -> Network:
    """Return the network with a layer put between a node and all that take it.

    Raises:
        ShapeError: If the layers after it cannot take what it gives.
    """
    new = Node(_free_name(network, name, layer.kind), layer, (name,))
    at = network.number(name)
    after = [_taking(node, name, new.name) for node in network.nodes[at:]]
    return _counted(network, (*network.nodes[:at], new, *after))


def without_node(network: Network, name: str) -> Network:
    """Return the network without a node of one input: what took it takes its input.

    Raises:
        ShapeError: If the layers after it cannot take that.
    """
    before = network.before(name)
    rest = [_taking(node, name, before) for node in network.nodes if node.name != name]
    return _counted(network, tuple(rest))


def with_layer_instead(network: Network, name: str, layer: Layer) -> Network:
    """Return the network with another layer at one node alone, maybe of another kind.

    Raises:
        ShapeError: If the layers after it cannot take what it gives.
    """
    nodes = [replace(node, layer=layer) if node.name == name else node for node in network.nodes]
    return _counted(network, tuple(nodes))


def with_chain(network: Network, layers: Sequence[Layer]) -> Network:
    """Return the network with other layers in a row, called by their numbers."""
    return replace(network, nodes=chained(layers))


def _taking(node: Node, old: str, new: str) -> Node:
    if old not in node.inputs:
        return node
    return replace(node, inputs=tuple(new if name == old else name for name in node.inputs))


def _free_name(network: Network, beside: str, kind: str) -> str:
    """Return a name for a new node, in the block of the node it follows."""
    block = beside.rpartition(".")[0]
    names = (f"{block}." * bool(block) + f"{base_name(kind)}{number}" for number in count(1))
    return next(name for name in names if name not in network.names)


def _counted(network: Network, nodes: tuple[Node, ...]) -> Network:
    """Return the network with other nodes; where names only count, they are counted anew."""
    if not network.has_own_names:
        names = dict(
            zip(
                [node.name for node in nodes],
                names_of([node.layer.kind for node in nodes]),
                strict=True,
            )
        )
        nodes = tuple(
            Node(names[node.name], node.layer, tuple(names.get(each, each) for each in node.inputs))
            for node in nodes
        )
    return replace(network, nodes=nodes)
