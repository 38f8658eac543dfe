"""A network as it stands in a file. Nothing in it is trusted: not its names, inputs or numbers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

import msgspec
import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.branch_layers import MOST_BRANCHES
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.network import GraphError, Network, Node, Treatment
from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.project.cost import MOST_VALUES, values_of
from cnnviz.project.layer_record import LayerRecord, layer_of

MOST_NODES = 2000

Size = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
Words = Annotated[str, msgspec.Meta(max_length=400)]  # shown in one line: a long one hangs labels
Classes = Annotated[tuple[Words, ...], msgspec.Meta(max_length=10_000)]
NodeName = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_.-]{1,200}\Z")]
ClassName = Annotated[str, msgspec.Meta(pattern=r"\A\w{1,100}\Z")]  # of a module of PyTorch
Inputs = Annotated[tuple[NodeName, ...], msgspec.Meta(min_length=1, max_length=MOST_BRANCHES)]
Stored = Mapping[str, NDArray[np.generic]]  # arrays by their names in the file


class NodeRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """A node with its layer, or the name of one before it whose layer it shares.

    With neither, in a network that another one was opened as, it has the layer that one has now.
    """

    name: NodeName
    inputs: Inputs
    layer: LayerRecord | None = None
    shares: NodeName | None = None


class NetworkRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """A network without its arrays."""

    name: Words
    title: Words
    input_shape: tuple[Size, Size, Size]
    nodes: Annotated[tuple[NodeRecord, ...], msgspec.Meta(max_length=MOST_NODES)]
    classes: Classes
    treatment: Treatment
    block_kinds: Annotated[dict[NodeName, ClassName], msgspec.Meta(max_length=MOST_NODES)] = {}


def network_record(network: Network, now: Network | None = None) -> NetworkRecord:
    """Return the record of a network; layers that it has in common with `now` are left out."""
    return NetworkRecord(
        network.name,
        network.title,
        network.input_shape,
        tuple(_node_record(network, node, now) for node in network.nodes),
        network.classes,
        network.treatment,
        dict(network.block_kinds),
    )


def _node_record(network: Network, node: Node, now: Network | None) -> NodeRecord:
    layer, owner = node.layer, network.owner(node.name)
    if now is not None and now.layers.get(node.name) is layer:
        return NodeRecord(node.name, node.inputs)
    if owner != node.name:
        return NodeRecord(node.name, node.inputs, shares=owner)
    record = LayerRecord(layer.kind, layer.options(), tuple(layer.parameters()))
    return NodeRecord(node.name, node.inputs, record)


def array_names(record: NetworkRecord, prefix: str) -> dict[str, tuple[str, str]]:
    """Return the names in the file of the arrays of a record: each with its node and parameter."""
    return {
        f"{prefix}.{node.name}.{parameter}": (node.name, parameter)
        for node in record.nodes
        for parameter in (node.layer.arrays if node.layer else ())
    }


def stored_arrays(network: Network, record: NetworkRecord, prefix: str) -> dict[str, Array]:
    """Return the arrays that a record of the network has, by their names in the file."""
    return {
        name: network.layers[node].parameters()[parameter]
        for name, (node, parameter) in array_names(record, prefix).items()
    }


def network_of(
    record: NetworkRecord, prefix: str, arrays: Stored, now: Network | None = None
) -> Network:
    """Return the network of a record; layers that were left out are those of `now`.

    Raises:
        ValueError: If it is damaged; the text says how.
    """
    layers: dict[str, Layer] = {}
    for node in record.nodes:
        layers[node.name] = _layer(node, f"{prefix}.{node.name}", arrays, layers, now)
    nodes = tuple(Node(node.name, layers[node.name], node.inputs) for node in record.nodes)
    try:
        network = Network(
            record.name, record.title, record.input_shape, nodes, record.classes,
            record.treatment, MappingProxyType(record.block_kinds),
        )  # fmt: skip
    except GraphError:
        raise ValueError(_("its nodes do not make a network")) from None
    check_count(network)
    if network.classes and network.shapes[network.output] != (len(network.classes),):
        raise ValueError(_("its network does not end in one value for each class"))
    return network


def _layer(
    node: NodeRecord,
    prefix: str,
    arrays: Stored,
    before: Mapping[str, Layer],
    now: Network | None,
) -> Layer:
    """Return the layer of a node: its own, that of a node before it, or the one it has now."""
    if node.layer is not None and node.shares is None:
        own = {name: floats_of(arrays[f"{prefix}.{name}"]) for name in node.layer.arrays}
        return layer_of(node.layer, own)
    if node.layer is None and node.shares is not None:
        if node.shares in before:
            return before[node.shares]
    elif node.layer is None and now is not None and node.name in now.layers:
        return now.layers[node.name]
    raise ValueError(_("it lacks a layer"))


def check_count(network: Network) -> None:
    """Refuse a network with too many values to be computed.

    Raises:
        ValueError: If it has.
    """
    if values_of(network) > MOST_VALUES:
        raise ValueError(_("its network is too large to be computed"))


def differ_in_numbers(one: Network, other: Network) -> bool:
    """Return whether two networks have the same nodes but for their weights and windows."""
    return (
        one.input_shape == other.input_shape
        and [(node.name, node.inputs) for node in one.nodes]
        == [(node.name, node.inputs) for node in other.nodes]
        and [_outline(node.layer) for node in one.nodes]
        == [_outline(node.layer) for node in other.nodes]
    )


def _outline(layer: Layer) -> tuple[str, dict[str, tuple[int, ...]]]:
    """Return what no edit changes in a layer; kernels may have other rows and columns."""
    return layer.kind, {name: array.shape[:2] for name, array in layer.parameters().items()}


def floats_of(array: NDArray[np.generic]) -> Array:
    """Return an array of a file that holds float32 numbers; nobody can write to it.

    Raises:
        ValueError: If it holds others.
    """
    if array.dtype != np.float32:
        raise ValueError(_("an array of it holds no float32 numbers"))
    floats = np.asarray(array, dtype=np.float32)
    floats.flags.writeable = False
    return floats
