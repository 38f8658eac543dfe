"""What stands for a tensor while the graph of a network of others is read.

A tensor is no node yet where operators only moved its values: viewed, transposed, cut. It is then
the values of a node, each at another place, and becomes layers when somebody computes with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.layer_base import Shape

if TYPE_CHECKING:
    from torch import Tensor  # an ONNX file is read where there is no PyTorch

Index = NDArray[np.int64]


@dataclass(frozen=True)
class Origin:
    """Which call of which module an operator stands in."""

    call: str  # the very call: a module may be called twice
    path: str  # of the module: layer2.0.bn1; "" for the whole network
    operator: str  # relu


@dataclass(eq=False)
class Storage:
    """The memory of a tensor: what a node gives. Operators in place put another node there."""

    node: str
    shape: Shape  # of what the node gives
    views: list["Value"] = field(default_factory=list)


@dataclass(eq=False)
class Value:
    """A tensor: some values of a storage, in some order."""

    storage: Storage
    shape: tuple[int, ...]  # as PyTorch has it, with its axis of pictures
    _index: Index | None  # for each value its number in the node's; None: all in their order
    origin: Origin

    def __post_init__(self) -> None:
        self.storage.views.append(self)

    @property
    def node(self) -> str:
        """The node whose values these are."""
        return self.storage.node

    @property
    def is_in_order(self) -> bool:
        """Whether it has all values of its node in their order."""
        return self._index is None

    @property
    def index(self) -> Index:
        """The number of each value in the flat values of the node."""
        if self._index is None:
            return np.arange(prod(self.shape), dtype=np.int64).reshape(self.shape)
        return self._index

    def put(self, index: Index) -> None:
        """Let it look elsewhere, after its storage was changed."""
        self._index = as_index(index, prod(self.storage.shape))

    @property
    def has_all(self) -> bool:
        """Whether it has every value of its node once."""
        return self._index is None or (
            self._index.size == prod(self.storage.shape) and self.has_each
        )

    @property
    def has_each(self) -> bool:
        """Whether it has every value of its node, some perhaps more than once."""
        if self._index is None:
            return True
        seen = np.zeros(prod(self.storage.shape), bool)
        seen[self._index.ravel()] = True
        return bool(seen.all())

    def moved(
        self,
        call: "Callable[[Tensor], Tensor | Sequence[Tensor]]",
        origin: Origin,
        *,
        is_view: bool,
    ) -> "Value | list[Value]":
        """Return what a function of PyTorch makes that only moves values.

        Args:
            call: Takes a tensor and returns one, or several.
            origin: Where it is called.
            is_view: Whether its result is the same memory.
        """
        import torch  # late: see above

        made = call(torch.from_numpy(self.index.copy()))
        if isinstance(made, torch.Tensor):
            return self.looked_at(made.numpy(), origin, is_view=is_view)
        return [self.looked_at(each.numpy(), origin, is_view=is_view) for each in made]

    def looked_at(self, index: Index, origin: Origin, *, is_view: bool) -> "Value":
        """Return the values of the same node in another order."""
        storage = self.storage if is_view else Storage(self.node, self.storage.shape)
        kept = as_index(index, prod(storage.shape))
        return Value(storage, tuple(index.shape), kept, origin)


def as_index(index: Index, size: int) -> Index | None:
    """Return None for the numbers of all values in their order."""
    if index.size == size and np.array_equal(index.ravel(), np.arange(size)):
        return None
    return np.ascontiguousarray(index)
