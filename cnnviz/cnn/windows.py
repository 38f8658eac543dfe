"""Where windows stand along one axis: how kernel, stride, padding and dilation become positions.

The only place of this arithmetic. A convolution or pooling has two of these, for the rows and for
the columns of its input: `layer.windows(shape)`. Cells of the input are counted from 0; those of
the padding before it are negative, those after it are n and more.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Cells = NDArray[np.bool_]
Indices = NDArray[np.intp]
PaddingMode = Literal["zeros", "replicate", "reflect", "circular"]

NUMPY_PADDING = {"replicate": "edge", "reflect": "reflect", "circular": "wrap"}


@dataclass(frozen=True)
class SlidingWindows:
    """Windows of one size that are `stride` apart, as those of a convolution or pooling.

    With `ceil` a last window may hang over the end, but it must start inside the input or the
    padding before it (torch.nn.MaxPool2d, note on ceil_mode).

    Source: Dumoulin and Visin (2016), arXiv:1603.07285, relationship 15 (number of positions).
    """

    n: int  # cells of the input
    kernel: int  # cells of a window
    stride: int = 1
    padding: int = 0  # cells added on each side
    dilation: int = 1  # distance between the cells of a window; 1: side by side
    ceil: bool = False
    mode: PaddingMode = "zeros"  # what the padding holds

    @property
    def span(self) -> int:
        """How many cells a window reaches over, gaps included."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def half(self) -> int:
        """How many cells a window reaches over before its middle, rounded down."""
        return (self.span - 1) // 2

    @property
    def is_half_padded(self) -> bool:
        """Whether the padding is half a window: at stride 1 there is a window for each cell."""
        return 2 * self.padding == self.span - 1

    @property
    def by_formula(self) -> int:
        """How many windows the formula counts, rounded down, or with `ceil` up."""
        room = self.n + 2 * self.padding - self.span
        return (-(-room // self.stride) if self.ceil else room // self.stride) + 1

    @property
    def positions(self) -> int:
        """How many windows there are; less than 1 where not even one fits."""
        count = self.by_formula
        starts_too_late = self.ceil and (count - 1) * self.stride >= self.n + self.padding
        return count - 1 if starts_too_late else count

    @property
    def length(self) -> int:
        """How many cells the windows need, from the first cell of the padding on."""
        return (self.positions - 1) * self.stride + self.span

    def start(self, position: int) -> int:
        """Return the first cell of a window; one more than there are tells where it would start."""
        return position * self.stride - self.padding

    def starts(self) -> Indices:
        """Return the first cell of every window, (positions,)."""
        return np.arange(self.positions) * self.stride - self.padding

    def cells(self, position: int) -> Indices:
        """Return the cells of a window, (kernel,); those of the padding lie outside the input."""
        return self.start(position) + self.steps()

    def steps(self) -> Indices:
        """Return how far each cell of a window lies from its first, (kernel,)."""
        return np.arange(self.kernel) * self.dilation

    def is_outside(self, cells: Indices) -> Cells:
        """Return which cells are none of the input."""
        return (cells < 0) | (cells >= self.n)

    def counts(self, cells: Indices) -> Cells:
        """Return which cells of a window count for a mean: those of input and padding.

        What hangs over the padded end never counts (torch.nn.AvgPool2d with ceil_mode).
        """
        return cells < self.n + self.padding

    def counted(self, position: int) -> int:
        """Return how many cells of a window count for a mean."""
        return int(self.counts(self.cells(position)).sum())

    def under(self, cell: int, first: int = 0, count: int | None = None) -> slice:
        """Return which cells of the padded input lie under one cell of the windows.

        Args:
            cell: Which cell of the window.
            first: The first window.
            count: Of how many windows; None for all that are left.
        """
        count = self.positions - first if count is None else count
        start = first * self.stride + cell * self.dilation
        return slice(start, start + (count - 1) * self.stride + 1, self.stride)

    def under_each(self, first: int = 0, count: int | None = None) -> list[slice]:
        """Return the same for every cell of the windows, in their order."""
        count = self.positions - first if count is None else count
        return [self.under(cell, first, count) for cell in range(self.kernel)]

    def strip(self, first: int, count: int) -> slice:
        """Return which cells of the padded input some windows in a row need."""
        start = first * self.stride
        return slice(start, start + (count - 1) * self.stride + self.span)

    def met(self) -> Indices:
        """Return the input cell that each cell of each window meets, or −1; (positions, kernel).

        A cell of the padding that is a copy stands for the cell it was copied from.
        """
        cells = self.starts()[:, None] + self.steps()
        if self.mode == "zeros":
            return np.where(self.is_outside(cells), -1, cells)
        sides = (self.padding, self.padding)
        padded = np.pad(np.arange(self.n), sides, NUMPY_PADDING[self.mode])  # type: ignore[call-overload]
        over = max(0, self.length - len(padded))  # a last window hangs over the end
        sources = np.pad(padded, (0, over), constant_values=-1)
        return np.asarray(sources[cells + self.padding])

    def covered(self) -> Cells:
        """Return whether at least one window lies on each cell of the input, (n,)."""
        table = np.zeros(self.n + 1, np.bool_)  # the last cell: outside
        table[self.met()] = True
        return table[:-1]

    def meets(self) -> Cells:
        """Return whether each window lies on each cell of the input, or on a copy of it.

        Returns:
            (positions, n). Cells in the gaps of a dilation do not count.
        """
        met = self.met()
        table = np.zeros((len(met), self.n + 1), np.bool_)  # the last column: outside
        table[np.arange(len(met))[:, None], met] = True
        return table[:, :-1]

    def around(self, cell: int) -> int:
        """Return the position whose window has its middle at a cell, or as near as there is one."""
        middle = (cell + self.padding - self.half) // self.stride
        return min(max(middle, 0), self.positions - 1)


@dataclass(frozen=True)
class AdaptiveWindows:
    """Windows that cut n cells into `positions` patches; they may differ in size, and overlap.

    Source: torch.nn.AdaptiveAvgPool2d.
    """

    n: int
    positions: int

    def bounds(self, position: int) -> tuple[int, int]:
        """Return where a patch begins and ends."""
        return position * self.n // self.positions, -(-(position + 1) * self.n // self.positions)

    def all_bounds(self) -> list[tuple[int, int]]:
        """Return where every patch begins and ends."""
        return [self.bounds(position) for position in range(self.positions)]

    def cells(self, position: int) -> Indices:
        """Return the cells of a patch."""
        return np.arange(*self.bounds(position))

    def is_outside(self, cells: Indices) -> Cells:
        """Return which cells are none of the input: a patch has no such."""
        return np.zeros(cells.shape, np.bool_)

    def counts(self, cells: Indices) -> Cells:
        """Return which cells of a patch count for a mean: all of them."""
        return np.ones(cells.shape, np.bool_)

    def counted(self, position: int) -> int:
        """Return how many cells of a patch count for a mean: all of them."""
        start, end = self.bounds(position)
        return end - start

    def covered(self) -> Cells:
        """Return whether at least one patch contains each cell of the input: one always does."""
        return np.ones(self.n, np.bool_)

    def meets(self) -> Cells:
        """Return whether each patch contains each cell of the input, (positions, n)."""
        starts, ends = np.array(self.all_bounds()).T[:, :, None]
        cells = np.arange(self.n)
        return np.asarray((cells >= starts) & (cells < ends))


class Windows(Protocol):
    """What the windows along one axis have in common, of whatever kind they are."""

    @property
    def n(self) -> int:
        """How many cells the input has."""

    @property
    def positions(self) -> int:
        """How many windows there are."""

    def cells(self, position: int) -> Indices:
        """Return the cells of a window."""

    def is_outside(self, cells: Indices) -> Cells:
        """Return which cells are none of the input."""

    def counts(self, cells: Indices) -> Cells:
        """Return which cells of a window count for a mean."""

    def counted(self, position: int) -> int:
        """Return how many cells of a window count for a mean."""

    def covered(self) -> Cells:
        """Return whether at least one window lies on each cell of the input, (n,)."""

    def meets(self) -> Cells:
        """Return whether each window lies on each cell of the input, (positions, n)."""


Sides = tuple[Windows, Windows]  # of the rows, and of the columns
SlidingSides = tuple[SlidingWindows, SlidingWindows]


@lru_cache(maxsize=128)  # asked for at every value; made once
def sliding(  # noqa: PLR0913 - the options of a window
    size: tuple[int, ...],
    kernel: tuple[int, int],
    stride: tuple[int, int] = (1, 1),
    padding: tuple[int, int] = (0, 0),
    dilation: tuple[int, int] = (1, 1),
    *,
    ceil: bool = False,
    mode: PaddingMode = "zeros",
) -> SlidingSides:
    """Return the windows along rows and columns of an input with this size (H, W)."""
    rows, columns = (
        SlidingWindows(*side, ceil, mode)
        for side in zip(size, kernel, stride, padding, dilation, strict=True)
    )
    return rows, columns


def outside(sides: Sides, rows: Indices, columns: Indices) -> Cells:
    """Return which cells of a window with these rows and columns lie outside the input."""
    return np.asarray(sides[0].is_outside(rows)[:, None] | sides[1].is_outside(columns))


def counting(sides: Sides, rows: Indices, columns: Indices) -> Cells:
    """Return which cells of a window with these rows and columns count for a mean."""
    return np.asarray(sides[0].counts(rows)[:, None] & sides[1].counts(columns))


def position_around(sides: SlidingSides, row: int, column: int) -> tuple[int, int]:
    """Return the position whose window has its middle at a cell, or as near as there is one."""
    return sides[0].around(row), sides[1].around(column)
