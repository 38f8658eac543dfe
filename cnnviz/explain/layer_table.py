"""The layers of a network as a table: what each is, gives, has learnt, costs and sees."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from cnnviz.cnn.layer_base import Layer, Shape, shape_text
from cnnviz.cnn.layers import Conv2d, Linear, Softmax
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.placed_layers import PlacedLayer, terms_at_most
from cnnviz.cnn.receptive_field import receptive_field
from cnnviz.cnn.trace import Trace
from cnnviz.explain.norm_words import STEPPED
from cnnviz.explain.steps import step_details, step_title
from cnnviz.language import N_
from cnnviz.text.numbers import count_text

HEADS = (
    N_("Layer"),
    N_("Kind"),
    N_("Output W×H×C"),
    N_("Parameters"),
    N_("Multiply-adds"),
    N_("Receptive field"),
)


class LayerFacts(NamedTuple):
    """What is known of a node."""

    node: str
    title: str
    kind: str
    size: Shape  # (W, H, C), as volumes are drawn and named in lectures; or (N,)
    parameters: int  # 0 where a layer shares those of one before
    multiply_adds: int  # of one picture; additions of a bias and comparisons are none
    field: tuple[int, int]  # rows and columns of the input that a value in the middle depends on

    @property
    def texts(self) -> tuple[str, ...]:
        """What is printed, in the order of `HEADS`."""
        return (
            self.title,
            self.kind,
            shape_text(self.size),
            count_text(self.parameters),
            count_text(self.multiply_adds),
            shape_text(self.field),
        )


def layer_rows(trace: Trace) -> list[LayerFacts]:
    """Return a row for the input and each layer, in their order."""
    network, seen = trace.network, set[int]()
    rows: list[LayerFacts] = []
    fields: dict[str, tuple[int, int]] = {}
    for node in network.names:
        layer = network.layers.get(node)
        is_new = layer is not None and id(layer) not in seen
        parameters = 0
        if layer is not None and is_new:
            seen.add(id(layer))
            parameters = sum(
                array.size
                for name, array in layer.parameters().items()
                if not name.startswith("running_")  # the statistics of a batch norm
            )
        shape = network.shapes[node]
        fields[node] = _field(trace, node, fields)
        rows.append(
            LayerFacts(
                node,
                step_title(trace, node),
                step_details(trace, node)[0],
                (shape[2], shape[1], shape[0]) if len(shape) == 3 else shape,
                parameters,
                0 if layer is None else multiply_adds(layer, shape),
                fields[node],
            )
        )
    return rows


def multiply_adds(layer: Layer, shape: Shape) -> int:
    """Return how often a layer multiplies and adds to give an output of a shape."""
    if isinstance(layer, Conv2d | Linear):
        return math.prod(layer.weight.shape[1:]) * math.prod(shape)
    if isinstance(layer, PlacedLayer):
        return terms_at_most(layer) * math.prod(shape)
    return math.prod(shape) if isinstance(layer, STEPPED) else 0


def _field(trace: Trace, node: str, before: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """Return how high and wide what a value in the middle can depend on is, gaps included.

    Args:
        trace: The values.
        node: Whose values.
        before: The same of the nodes before: a row that is only flattened sees what its maps see.
    """
    shape = trace.network.shapes[node]
    if node == INPUT:
        return 1, 1
    if len(shape) == 1 and not isinstance(trace.network.layers[node], Linear | Softmax):
        fields = [before[name] for name in trace.network.inputs[node]]
        return max(high for high, _wide in fields), max(wide for _high, wide in fields)
    place = (0, shape[1] // 2, shape[2] // 2) if len(shape) == 3 else (0,)
    rows, columns = np.nonzero(receptive_field(trace, node, place).any(axis=0))
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
