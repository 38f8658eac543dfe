"""Which cells of an input reach each cell of a larger output, along one axis.

A transposed convolution and a bilinear upsampling have two of these, for rows and for columns.
"""

from dataclasses import dataclass
from functools import cached_property
from math import floor

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.windows import Cells, Indices

_ALMOST = 1e-6  # a factor like 7/3 is no exact number


@dataclass(frozen=True)
class SpreadWindows:
    """What both kinds share: which cells of the input each position takes."""

    n: int  # cells of the input

    @property
    def positions(self) -> int:
        """How many cells the output has."""
        raise NotImplementedError

    def cells(self, position: int) -> Indices:
        """Return which cells of the input a position takes, in their order; perhaps none."""
        raise NotImplementedError

    def is_outside(self, cells: Indices) -> Cells:
        """Return which cells are none of the input: none of these is."""
        return np.zeros(cells.shape, np.bool_)

    def counts(self, cells: Indices) -> Cells:
        """Return which cells count: all of them."""
        return np.ones(cells.shape, np.bool_)

    def counted(self, position: int) -> int:
        """Return how many cells count at a position: all of them."""
        return len(self.cells(position))

    def covered(self) -> Cells:
        """Return whether each cell of the input reaches at least one of the output, (n,)."""
        return np.asarray(self.meets().any(axis=0))

    def meets(self) -> Cells:
        """Return whether each position takes each cell of the input, (positions, n)."""
        table = np.zeros((self.positions, self.n), np.bool_)
        for position in range(self.positions):
            table[position, self.cells(position)] = True
        return table


@dataclass(frozen=True)
class TransposedWindows(SpreadWindows):
    """Every cell of the input lays a kernel onto the output, `stride` cells from the one before.

    Source: torch.nn.ConvTranspose2d; Dumoulin and Visin 2016, arXiv:1603.07285, relationship 14.
    """

    kernel: int
    stride: int = 1
    padding: int = 0  # cells that are cut off on each side
    output_padding: int = 0  # cells that are added behind the end
    dilation: int = 1

    @property
    def positions(self) -> int:
        """How many cells the output has; less than 1 where all would be cut off."""
        span = self.dilation * (self.kernel - 1) + 1
        return (self.n - 1) * self.stride - 2 * self.padding + span + self.output_padding

    def cells(self, position: int) -> Indices:
        """Return which cells of the input reach a position, in their order."""
        return self._taken(position)[0]

    def kernel_cells(self, position: int) -> Indices:
        """Return by which cell of the kernel each of these reaches it."""
        return self._taken(position)[1]

    def _taken(self, position: int) -> tuple[Indices, Indices]:
        kernel = np.arange(self.kernel - 1, -1, -1)
        at, rest = np.divmod(position + self.padding - kernel * self.dilation, self.stride)
        is_taken = (rest == 0) & (at >= 0) & (at < self.n)
        return at[is_taken], kernel[is_taken]

    @property
    def most(self) -> int:
        """How many cells of the input reach one of the output, at most."""
        return max((len(self.cells(at)) for at in range(min(self.positions, 4 * self._round))),
                   default=0)  # fmt: skip

    @property
    def _round(self) -> int:
        return self.stride + self.dilation * self.kernel


@dataclass(frozen=True)
class BlendedWindows(SpreadWindows):
    """Every position of the output lies at or between two cells of the input.

    Source: torch.nn.functional.interpolate with mode "bilinear".
    """

    factor: float
    align_corners: bool = False  # whether the first and last cells of both lie on each other

    @property
    def positions(self) -> int:
        """How many cells the output has."""
        return floor(self.n * self.factor + _ALMOST)

    @cached_property
    def places(self) -> tuple[Indices, Indices, NDArray[np.float64]]:
        """The cell before each position, the one behind, and how far it lies to that, 0 to 1."""
        at = np.arange(self.positions, dtype=np.float64)
        if self.align_corners:
            source = at * ((self.n - 1) / max(1, self.positions - 1))
        else:
            source = np.maximum((at + 0.5) / self.factor - 0.5, 0.0)
        first = np.minimum(np.floor(source + _ALMOST), self.n - 1)
        share = np.clip(source - first, 0.0, 1.0)
        share[share < _ALMOST] = 0.0
        first = first.astype(np.intp)
        return first, np.minimum(first + 1, self.n - 1), share

    def cells(self, position: int) -> Indices:
        """Return the one or two cells of the input that a position lies at or between."""
        first, second, share = (array[position] for array in self.places)
        is_one = not share or first == second
        return np.array([first] if is_one else [first, second], np.intp)

    def shares(self, position: int) -> NDArray[np.float64]:
        """Return with which share each of these counts; together 1."""
        share = float(self.places[2][position])
        return np.array([1.0] if len(self.cells(position)) == 1 else [1.0 - share, share])
