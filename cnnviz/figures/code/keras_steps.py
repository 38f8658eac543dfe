"""A network as the layers of keras, from which both the code in Python and that in R are written.

Keras puts channels last: maps are (rows, columns, channels). So kernels are stored with their axes
exchanged, and a fully connected layer after a flatten has its inputs in another order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.activation_layers import Activation, PReLU
from cnnviz.cnn.layer_base import Layer, Shape, shape_text
from cnnviz.cnn.layers import Dropout, Flatten, Linear, Softmax
from cnnviz.cnn.network import INPUT, Network
from cnnviz.cnn.ops import Array
from cnnviz.figures.code.keras_calls import KerasCall, KerasPlace
from cnnviz.figures.code.keras_layers import LAYERS
from cnnviz.figures.code.names import identifiers
from cnnviz.language import _

Order = NDArray[np.intp]  # which value of PyTorch's row each value of keras' row is


@dataclass(frozen=True)
class KerasStep:
    """One layer of keras at its place; some layers of a network need several."""

    name: str  # an identifier
    step: KerasCall
    inputs: tuple[str, ...]  # names of steps before it, or INPUT
    shape: Shape  # of what it gives, channels last; () between the steps of one layer
    shares: str = ""  # the name of the step whose very layer it is

    @property
    def weights(self) -> Sequence[Array]:
        """Its own weights, as `set_weights` takes them."""
        return () if self.shares else self.step.weights

    @property
    def takes(self) -> list[str]:
        """What it is called with, as both languages name it."""
        return ["inputs" if name == INPUT else name for name in self.inputs]

    @property
    def options(self) -> dict[str, object]:
        """What it is made with, but for what keras takes by itself."""
        given = {**self.step.options, "name": self.name}
        return {name: value for name, value in given.items() if not _is_usual(name, value)}

    @property
    def remark(self) -> str:
        """The comment behind its line: what it gives, and what there is to know."""
        words = [word for word in (shape_text(self.shape), self.step.note) if word]
        return f"  # {', '.join(words)}" if words else ""


_USUAL: dict[str, object] = {
    "strides": (1, 1), "padding": "valid", "dilation_rate": (1, 1), "use_bias": True,
    "center": True, "scale": True, "axis": -1,
}  # fmt: skip


def _is_usual(name: str, value: object) -> bool:
    """Return whether an option has the value that keras gives it."""
    return name in _USUAL and _USUAL[name] == value


@dataclass
class _Writing:
    network: Network
    target: str
    names: Mapping[str, str]
    given: dict[str, str] = field(default_factory=lambda: {INPUT: INPUT})  # node → its last step
    orders: dict[str, Order] = field(default_factory=dict)  # of rows that are in keras' order

    def between(self, name: str) -> str:
        """Return a name for a step before a node: no node is called so."""
        return name if name not in self.names.values() else self.between(f"{name}_")


def keras_steps(network: Network, target: str) -> list[KerasStep]:
    """Return the layers of keras that compute what a network does.

    Args:
        network: The network.
        target: What is told to lack a layer.

    Raises:
        InexpressibleError: If keras has no such layer; the text names it.
    """
    writing = _Writing(network, target, identifiers(network))
    found: list[KerasStep] = []
    for node in network.names[1:]:
        steps = _steps(writing, node)
        writing.given[node] = steps[-1].name
        found += steps
    return found


def gives_shares(network: Network) -> bool:
    """Return whether what comes out are shares that add up to 1, not scores."""
    return bool(network.nodes) and isinstance(network.nodes[-1].layer, Softmax)


def channels_last(shape: Shape) -> Shape:
    """Return (rows, columns, channels) of maps; of a row its count."""
    return (*shape[1:], shape[0]) if len(shape) == 3 else shape


def _steps(writing: _Writing, node: str) -> list[KerasStep]:
    network = writing.network
    layer, owner = network.layers[node], network.owner(node)
    shapes = tuple(network.shapes[each] for each in network.inputs[node])
    place = KerasPlace(network, node, shapes, writing.target)
    made = _chained(writing, node, _in_order(writing, node, LAYERS[layer.kind](layer, place)))
    if owner == node:
        return made
    return [*made[:-1], replace(made[-1], shares=writing.names[owner])]  # the very layer again


def _chained(writing: _Writing, node: str, steps: Sequence[KerasCall]) -> list[KerasStep]:
    """Return steps in a row; the last has the name of the node."""
    name = writing.names[node]
    names = [*(writing.between(f"{name}_{step.suffix}") for step in steps[:-1]), name]
    takes = [tuple(writing.given[each] for each in writing.network.inputs[node])]
    takes += [(before,) for before in names[:-1]]
    shape = channels_last(writing.network.shapes[node])
    shapes = [*(() for _step in steps[:-1]), shape]
    return [KerasStep(*row) for row in zip(names, steps, takes, shapes, strict=True)]


# The order of values in a row


def _in_order(writing: _Writing, node: str, steps: list[KerasCall]) -> list[KerasCall]:
    """Take the order of values into account that keras flattens maps in."""
    network = writing.network
    layer, before = network.layers[node], network.inputs[node][0]
    shape = network.shapes[before]
    if isinstance(layer, Flatten):
        if len(shape) == 1 or shape[0] == 1 or shape[1:] == (1, 1):
            return steps  # both orders are the same
        if _ends_in_weights(network, node):
            numbers = np.arange(np.prod(shape)).reshape(shape)
            writing.orders[node] = numbers.transpose(1, 2, 0).ravel()
            note = _("keras counts by row, column, channel")
            return [*steps[:-1], replace(steps[-1], note=note)]
        note = _("to PyTorch's order: channel, row, column")
        turn = KerasCall("Permute", {"dims": (3, 1, 2)}, suffix="turned", note=note)
        return [turn, *steps]
    order = writing.orders.get(before)
    if order is None:
        return steps
    if isinstance(layer, Linear):
        kernel = layer.weight[:, order].T
        note = _("its inputs stand in the order of the flatten before it")
        last = replace(steps[-1], weights=(kernel, *steps[-1].weights[1:]), note=note)
        return [*steps[:-1], last]
    writing.orders[node] = order
    return steps


def _ends_in_weights(network: Network, flatten: str) -> bool:
    """Return whether a row only meets curves before one fully connected layer of its own."""
    name = network.only_taker(flatten)
    while name is not None:
        layer: Layer = network.layers[name]
        if isinstance(layer, Linear):
            return len(network.sharing(name)) == 1
        plain = isinstance(layer, Activation | Dropout | Softmax) and not isinstance(layer, PReLU)
        name = network.only_taker(name) if plain else None
    return False
