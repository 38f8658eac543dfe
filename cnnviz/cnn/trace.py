"""The trace of an image: what every node of a network gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import is_
from types import MappingProxyType

import numpy as np

from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.cnn.ops import Array


@dataclass(frozen=True, eq=False)
class Trace:
    """The values of one image at every node, by its name; those of INPUT are the image itself."""

    network: Network
    values: Mapping[str, Array]  # in the order of the nodes
    # The nodes whose values are still to be computed: those that stand there are earlier ones.
    awaited: frozenset[str] = frozenset()

    @property
    def image(self) -> Array:
        """What went into the network, (C, H, W)."""
        return self.values[INPUT]

    @property
    def output(self) -> Array:
        """What the last node gives, usually one probability for each class."""
        return self.values[self.network.output]

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """The shape of the values of every node."""
        return self.network.shapes

    def inputs(self, name: str) -> tuple[Array, ...]:
        """Return what goes into a node."""
        return tuple(self.values[before] for before in self.network.inputs[name])

    def before(self, name: str) -> Array:
        """Return what goes into a node; of several inputs the first.

        Raises:
            IndexError: If the node is the input.
        """
        return self.values[self.network.before(name)]


def trace(
    network: Network,
    image: Array,
    before: Trace | None = None,
    may: Callable[[Node], bool] | None = None,
) -> Trace:
    """Send an image (C, H, W) through the network.

    Args:
        network: The network; its layers must take the shape of the image.
        image: The input, shape (C, H, W).
        before: An earlier trace. What depends on nothing that differs from it is taken over, not
            computed again.
        may: Is asked of each node that is to be computed again with the layer it had before, as
            only its input is another. Where it may not be, and so all that follows from it, the
            values of the earlier trace stand, and are awaited. None: all is computed.

    Returns:
        The trace. Its arrays are read-only.
    """
    values, awaited = {INPUT: image}, set[str]()
    with np.errstate(all="ignore"):  # infinities and NaN are shown, not warned about
        for node in network.nodes:
            inputs = [values[name] for name in node.inputs]
            output = None
            if before is not None:
                output = _known(before, node, inputs) if awaited.isdisjoint(node.inputs) else None
                if output is None and _is_awaited(before, node, awaited, may):
                    awaited.add(node.name)
                    output = before.values[node.name]
            if output is None:
                output = node.layer.forward(*inputs)
                output.flags.writeable = False
            values[node.name] = output
    return Trace(network, MappingProxyType(values), frozenset(awaited))


def _is_awaited(
    before: Trace, node: Node, awaited: set[str], may: Callable[[Node], bool] | None
) -> bool:
    """Return whether a node is computed later: with what it takes, or as it may not be now."""
    if may is None or not awaited.isdisjoint(node.inputs):
        return may is not None
    return before.network.layers.get(node.name) is node.layer and not may(node)


def _known(before: Trace, node: Node, inputs: list[Array]) -> Array | None:
    """Return what an earlier trace has for a node, if the same layer got the same values there."""
    if before.network.layers.get(node.name) is not node.layer:
        return None
    if node.name in before.awaited:
        return None
    given = before.inputs(node.name)
    same = len(given) == len(inputs) and all(map(is_, given, inputs))
    return before.values[node.name] if same else None
