"""How a layer is written in keras: its class, options and weights, and where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.layers import Dropout
from cnnviz.cnn.network import INPUT, Network
from cnnviz.cnn.ops import Array
from cnnviz.cnn.pooling_layers import AdaptivePooling, WindowPooling
from cnnviz.figures.code.written import InexpressibleError, refused

R = "Keras in R"
PYTHON = "Keras in Python"


@dataclass(frozen=True)
class Formula:
    """A curve that keras has no layer for, as both languages write it; x is what it takes."""

    python: str
    r: str


@dataclass(frozen=True)
class KerasCall:
    """A layer of keras with its options; its weights as `set_weights` takes them."""

    layer: str  # "Conv2D"
    options: Mapping[str, object]
    weights: tuple[Array, ...] = ()
    suffix: str = ""  # of its name, where another step does the rest
    note: str = ""


@dataclass(frozen=True)
class KerasPlace:
    """Where a layer stands."""

    network: Network
    node: str
    shapes: tuple[Shape, ...]  # of its inputs, channels first
    target: str

    def refused(self, what: str = "") -> InexpressibleError:
        """Return the error of a layer that there is no step for."""
        return refused(self.network, self.node, self.target, what)

    @property
    def is_positive(self) -> bool:
        """Whether no value it takes can be below 0: padding with 0 then changes no maximum."""
        name = self.network.inputs[self.node][0]
        while name != INPUT:
            layer = self.network.layers[name]
            if layer.kind in _POSITIVE:
                return True
            if not isinstance(layer, Dropout | WindowPooling | AdaptivePooling):
                return False
            name = self.network.inputs[name][0]
        return False


_POSITIVE = ("relu", "relu6", "sigmoid", "hardsigmoid", "softplus", "softmax")


Written = Callable[[Any, KerasPlace], list[KerasCall]]  # what writes a layer


def curve(python: str, r: str) -> list[KerasCall]:
    """Return a formula as a layer."""
    return [KerasCall("Lambda", {"function": Formula(python, r)})]
