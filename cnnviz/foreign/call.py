"""One call of an operator, with its arguments by their names."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.ops import Array
from cnnviz.foreign.errors import ForeignError
from cnnviz.foreign.growing import Growing, module_text
from cnnviz.foreign.values import Index, Origin, Value
from cnnviz.language import _

Result = Value | list[Any] | Tensor | None


@dataclass(frozen=True, eq=False)
class Call:
    """What an operator is given: values, constants and options."""

    name: str  # of the operator: relu
    arguments: dict[str, Any]
    shape: tuple[int, ...]  # of the result, as PyTorch has it; of several the first
    origin: Origin
    is_view: bool  # whether the result is the memory of the first value
    growing: Growing

    def __getitem__(self, argument: str) -> Any:  # noqa: ANN401 - options of every kind
        return self.arguments[argument]

    def get(self, argument: str, default: object = None) -> Any:  # noqa: ANN401
        """Return an argument that the operator may not have."""
        return self.arguments.get(argument, default)

    def input(self, argument: str = "input") -> Value:
        """Return a value that is computed with.

        Raises:
            ForeignError: If it is a constant.
        """
        found = self.arguments.get(argument, self.arguments.get("self"))
        if not isinstance(found, Value):
            raise self.refused(_("it begins with a constant"))
        return found

    def numbers(self, argument: str) -> Array | None:
        """Return a constant as float32, None where it is left out.

        Raises:
            ForeignError: If it is computed from the picture.
        """
        found = self.arguments.get(argument)
        if isinstance(found, Value):
            text = _("its {argument} is computed from the picture")
            raise self.refused(text.format(argument=argument))
        return None if found is None else numbers_of(found)

    def pair(self, argument: str, default: int = 0) -> tuple[int, int]:
        """Return an option for rows and columns."""
        found = self.arguments.get(argument)
        given = [default] if found is None or found == [] else found
        numbers = [int(n) for n in (given if isinstance(given, list | tuple) else [given])]
        return numbers[0], numbers[-1]

    def key(self, *options: object) -> Hashable:
        """Return what layers with the same weights and options have in common."""
        constants = tuple(
            (name, id(each)) for name, each in self.arguments.items() if isinstance(each, Tensor)
        )
        return self.name, constants, options

    def put(self, layer: Layer, *nodes: str) -> str:
        """Append a node."""
        return self.growing.put(layer, nodes, self.origin)

    def gives(
        self, node: str, index: Index | None = None, shape: Sequence[int] | None = None
    ) -> Value:
        """Return what a node gives as the result, or as what becomes the result."""
        if index is not None:
            shape = index.shape
        shape = self.shape if shape is None else tuple(shape)
        return self.growing.value(node, shape, self.origin, index)

    def maps(self, argument: str = "input") -> str:
        """Return a node that gives an input as maps (C, H, W).

        Raises:
            ForeignError: If it is none.
        """
        value = self.input(argument)
        if len(value.shape) != 4 or value.shape[0] != 1:
            raise self.refused(_("it takes a tensor of shape {shape}").format(shape=[*value.shape]))
        return self.growing.settled(value)

    def refused(self, problem: str) -> ForeignError:
        """Return what is said where the operator is known, but not as it is used here."""
        text = _("{operator} in {module} cannot be opened: {problem}.")
        module = module_text(self.origin.path)
        return ForeignError(text.format(operator=self.name, module=module, problem=problem))


Rule = Callable[[Call], Result]


def numbers_of(tensor: Tensor | float) -> Array:
    """Return a constant as float32, a copy."""
    if isinstance(tensor, Tensor):
        return tensor.detach().to("cpu", torch.float32).numpy().copy()
    return np.array(tensor, np.float32)
