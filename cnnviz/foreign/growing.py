"""A network that grows node by node while the graph of PyTorch is read."""

from collections.abc import Callable, Hashable, Sequence

import numpy as np

from cnnviz.cnn.branch_layers import Concatenate, SelectChannels
from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.network import INPUT, Node
from cnnviz.cnn.ops import Array
from cnnviz.foreign.errors import ForeignError
from cnnviz.foreign.moves import is_whole, moving_layers, patches
from cnnviz.foreign.naming import names_for
from cnnviz.foreign.values import Index, Origin, Storage, Value
from cnnviz.language import _


class Growing:
    """Nodes in their order. They have numbers for names until all are there."""

    def __init__(self, shape: Shape) -> None:
        self.shapes: dict[str, Shape] = {INPUT: shape}
        self.nodes: list[Node] = []
        self._origins: dict[str, Origin] = {}
        self._shared: dict[Hashable, Layer] = {}
        self._settled: dict[tuple[str, Shape, bytes], str] = {}

    def put(self, layer: Layer, inputs: Sequence[str], origin: Origin) -> str:
        """Append a node and return its name.

        Raises:
            ShapeError: If the layer cannot take what it is given.
        """
        name = f"n{len(self.nodes)}"
        self.shapes[name] = layer.output_shape(*(self.shapes[each] for each in inputs))
        self.nodes.append(Node(name, layer, tuple(inputs)))
        self._origins[name] = origin
        return name

    def value(
        self,
        node: str,
        shape: tuple[int, ...],
        origin: Origin,
        index: Index | None = None,
    ) -> Value:
        """Return what a node gives, in the shape that PyTorch has for it."""
        return Value(Storage(node, self.shapes[node]), shape, index, origin)

    def shared(self, key: Hashable, make: Callable[[], Layer]) -> Layer:
        """Return the layer made of the same weights before, or make it."""
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]

    def settled(self, value: Value, index: Index | None = None) -> str:
        """Return a node that gives the values as they stand: moved by layers where need be.

        Args:
            value: Of a tensor.
            index: Its numbers in the shape that is wanted, (C, H, W) or (N,); else those of the
                value without its axis of pictures.

        Raises:
            ForeignError: If no layers move them so.
        """
        wanted = _without_pictures(value) if index is None else index
        shape = self.shapes[value.node]
        key = value.node, tuple(wanted.shape), np.ascontiguousarray(wanted).tobytes()
        known = self._settled.get(key) if wanted.size <= _REMEMBERED else None
        made = known or self._moved(value.node, wanted, shape, value.origin)
        if made is None:
            raise self.cannot_move(value.origin)
        if wanted.size <= _REMEMBERED:
            self._settled[key] = made
        return made

    def _moved(self, node: str, wanted: Index, shape: Shape, origin: Origin) -> str | None:
        parts = None if is_whole(wanted, shape) else patches(wanted, shape)
        simple = None if parts else moving_layers(wanted, shape)
        if simple is not None:
            for layer in simple:
                node = self.put(layer, [node], origin)
            return node
        made = []
        for index, _channels in parts or ():
            layers = moving_layers(index, shape)
            if layers is None:
                return None
            last = node
            for layer in layers:
                last = self.put(layer, [last], origin)
            made.append(last)
        if not made:
            return None
        together = self.put(Concatenate(), made, origin)
        order = np.argsort([channel for _, channels in parts or () for channel in channels])
        if np.array_equal(order, np.arange(len(order))):
            return together
        return self.put(SelectChannels(tuple(order.tolist())), [together], origin)

    @staticmethod
    def cannot_move(origin: Origin) -> ForeignError:
        """Return what is said where values are moved as no layer here moves them."""
        text = _(
            "{operator} in {module} moves values in a way that no layer here does; cnnviz moves "
            "channels, rows and columns."
        )
        return ForeignError(text.format(operator=origin.operator, module=module_text(origin.path)))

    def finished(
        self, output: str, is_leaf: Callable[[str], bool]
    ) -> tuple[list[Node], dict[str, str]]:
        """Return the nodes that lead to the output with their own names, and these by the old."""
        needed = {output}
        for node in reversed(self.nodes):
            if node.name in needed:
                needed.update(node.inputs)
        kept = [node for node in self.nodes if node.name in needed]
        chosen = names_for([self._origins[node.name] for node in kept], is_leaf)
        names = {INPUT: INPUT} | {node.name: name for node, name in zip(kept, chosen, strict=True)}
        nodes = [
            Node(names[node.name], node.layer, tuple(names[each] for each in node.inputs))
            for node in kept
        ]
        return nodes, names


_REMEMBERED = 4_000_000  # values: the places of more are not compared with earlier ones


def _without_pictures(value: Value) -> Index:
    index = value.index
    is_picture = index.ndim in (2, 4) and len(index) == 1
    return index.reshape(index.shape[1:]) if is_picture else index


def module_text(path: str) -> str:
    """Return what the module of a path is called in sentences."""
    return path or _("the network itself")


def constant(values: object) -> Array:
    """Return numbers as a layer takes them."""
    return np.array(values, np.float32)
