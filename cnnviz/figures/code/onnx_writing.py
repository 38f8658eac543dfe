"""How a layer is written in ONNX: the operators and constants of one node."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.network import Network

Constant = NDArray[Any]


@dataclass(frozen=True)
class Operation:
    """One operator of ONNX with the names of what it takes and gives."""

    operator: str
    inputs: tuple[str, ...]
    output: str
    attributes: dict[str, Any]


@dataclass
class Writing:
    """The operators and constants of one node, whose output is called as the node."""

    network: Network
    node: str
    inputs: tuple[str, ...]
    shapes: tuple[Shape, ...]
    weights: Callable[[str], str]  # the name of a parameter of the layer in the file
    operations: list[Operation] = field(default_factory=list)
    constants: dict[str, Constant] = field(default_factory=dict)

    @property
    def x(self) -> str:
        """What the layer takes; of several the first."""
        return self.inputs[0]

    def put(self, operator: str, *inputs: str, part: str = "", **attributes: Any) -> str:  # noqa: ANN401
        """Add an operator; return the name of what it gives.

        Args:
            operator: Its name.
            inputs: What it takes.
            part: A name for what it gives, where another operator does the rest.
            attributes: Its attributes.
        """
        name = f"{self.node}/{part}" if part else self.node
        self.operations.append(Operation(operator, inputs, name, attributes))
        return name

    def constant(self, part: str, values: object, kind: type = np.int64) -> str:
        """Add an array; return its name."""
        name = f"{self.node}/{part}"
        self.constants[name] = np.asarray(values, kind)
        return name

    def number(self, part: str, value: float) -> str:
        """Add one number."""
        return self.constant(part, value, np.float32)

    def shaped(self, x: str, size: Sequence[int], part: str = "") -> str:
        """Add an operator that puts the values of each picture into another shape."""
        return self.put("Reshape", x, self.constant(f"{part}size", [0, *size]), part=part)


Written = Callable[[Any, Writing], None]  # what writes a layer
PAD_MODES = {"replicate": "edge", "reflect": "reflect", "circular": "wrap", "constant": "constant"}
