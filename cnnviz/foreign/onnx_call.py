"""One operator of an ONNX file, with what it is given."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.ops import Array
from cnnviz.foreign.errors import ForeignError
from cnnviz.foreign.growing import Growing
from cnnviz.foreign.onnx_file import Constant, OnnxNode
from cnnviz.foreign.values import Index, Origin, Value
from cnnviz.language import _
from cnnviz.text.shown_name import shown_name

Given = Value | Constant | None
Made = Value | Constant | list[Any]


@dataclass(frozen=True, eq=False)
class OnnxCall:
    """An operator with values, constants and attributes."""

    node: OnnxNode
    given: tuple[Given, ...]
    origin: Origin
    growing: Growing
    uses: Callable[[str], int]  # how often a tensor is taken

    def attribute(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - of every kind
        """Return an attribute, or what the operator has without it."""
        found = self.node.attributes.get(name)
        return default if found is None else found

    def value(self, at: int = 0) -> Value:
        """Return a value that is computed from the picture.

        Raises:
            ForeignError: If it is a constant, or missing.
        """
        found = self._at(at)
        if not isinstance(found, Value):
            raise self.refused(_("it is given a constant where the picture should be"))
        return found

    def numbers(self, at: int) -> Constant | None:
        """Return a constant; None where it is left out.

        Raises:
            ForeignError: If it is computed from the picture.
        """
        found = self._at(at)
        if isinstance(found, Value):
            raise self.refused(_("one of its weights or options is computed from the picture"))
        return found

    def weights(self, at: int) -> Array | None:
        """Return a constant as float32."""
        found = self.numbers(at)
        if found is None:
            return None
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(found, np.float32)

    def needed(self, at: int) -> Array:
        """Return a constant that there must be, as float32."""
        found = self.weights(at)
        if found is None:
            raise self.refused(_("it has no weights"))
        return found

    def whole(self, at: int, name: str = "") -> list[int] | None:
        """Return whole numbers of an input, or in older files of an attribute."""
        found = self.numbers(at)
        if found is None:
            told = self.attribute(name)
            return None if told is None else [int(n) for n in np.atleast_1d(told)]
        return [int(n) for n in np.atleast_1d(found).ravel()]

    def number(self, at: int, name: str, default: float) -> float:
        """Return one number of an input, or in older files of an attribute."""
        found = self.numbers(at)
        return float(self.attribute(name, default)) if found is None else float(found.ravel()[0])

    def maps(self, at: int = 0) -> str:
        """Return a node that gives a value as maps (C, H, W)."""
        value = self.value(at)
        if len(value.shape) != 4 or value.shape[0] != 1:
            raise self._odd(value)
        return self.growing.settled(value)

    def row(self, at: int = 0) -> str:
        """Return a node that gives a value in a row (N,)."""
        value = self.value(at)
        if prod(value.shape[:-1]) != 1:
            raise self._odd(value)
        return self.growing.settled(value, value.index.ravel())

    def put(self, layer: Layer, *nodes: str) -> str:
        """Append a node."""
        return self.growing.put(layer, nodes, self.origin)

    def gives(
        self, node: str, index: Index | None = None, shape: Sequence[int] | None = None
    ) -> Value:
        """Return what a node gives: as it stands, or moved."""
        if index is not None:
            return self.growing.value(node, tuple(index.shape), self.origin, index)
        return self.growing.value(
            node, tuple(shape or (1, *self.growing.shapes[node])), self.origin
        )

    def moved(self, value: Value, index: Index) -> Value:
        """Return the same values elsewhere: no node yet."""
        return value.looked_at(index, self.origin, is_view=False)

    def shared(self, make: Callable[[], Layer], *options: object) -> Layer:
        """Return the layer that has the same weights and options, or make it."""
        constants = tuple(id(each) for each in self.given if isinstance(each, np.ndarray))
        key: Hashable = (self.node.operator, constants, repr(options))
        return self.growing.shared(key, make)

    def refused(self, problem: str) -> ForeignError:
        """Return what is said where the operator is known, but not as it is used here."""
        text = _("Its operator {operator} ({name}) cannot be opened: {problem}.")
        return ForeignError(
            text.format(operator=self.node.operator, name=self.label, problem=problem)
        )

    @property
    def label(self) -> str:
        """What people find the operator by."""
        return shown_name((self.origin.path or self.node.name)[-100:]) or "-"

    def _at(self, at: int) -> Given:
        return self.given[at] if at < len(self.given) else None

    def _odd(self, value: Value) -> ForeignError:
        shape = " × ".join(map(str, value.shape))
        return self.refused(_("it takes an input of {shape}").format(shape=shape))


OnnxRule = Callable[[OnnxCall], Made]
