"""The plan of layers in a row as data: what is configured before it is built.

It may be impossible. A network with branches has no plan.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.layers import LAYERS
from cnnviz.cnn.network import Network
from cnnviz.cnn.node_names import numbered

# What can stand in a row; what joins branches cannot.
KINDS = tuple(kind for kind, layer in LAYERS.items() if layer.least_inputs == 1)


@dataclass(frozen=True, eq=False)
class Plan:
    """One layer as it is planned: its kind and options; its weights once its input is known."""

    kind: str
    options: Mapping[str, Any]  # as of the layer; "outputs" and "kernel_size" where it has weights
    origin: Layer | None = None  # whose weights are kept while they fit
    opened: Layer | None = None  # the same as it was opened: what Reset brings back
    built: Layer | None = None  # what it became last in a network, where its weights are edited

    @property
    def title(self) -> str:
        """As people say it."""
        return LAYERS[self.kind].title


@dataclass(frozen=True, eq=False)
class Blueprint:
    """The plan of a whole network. Compared by identity."""

    base: Network  # that it was drawn from; its weights come back when they fit again
    network: Network  # that it belongs to: the base, or what was built of it last
    plans: tuple[Plan, ...]
    input_shape: Shape
    classes: tuple[str, ...]

    def name(self, index: int) -> str:
        """Return the title of a layer, numbered where its kind occurs more than once."""
        return numbered([plan.kind for plan in self.plans], index, self.plans[index].title)
