"""What the windows of a convolution or pooling meet, and what they leave out; with the reason."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn import ops
from cnnviz.cnn.layer_base import Layer, Shape, need_maps, shape_text
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.ops import PaddingMode
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AdaptiveMaxPool2d, AvgPool2d, MaxPool2d

Cells = NDArray[np.bool_]
Indices = NDArray[np.intp]

SIZE_FORMULA = "⌊(n + 2p − d·(k − 1) − 1) / s⌋ + 1"
_AXES = ("row", "column")
_NAMED = 4  # so many rows or columns are named one by one


class _Side(NamedTuple):
    """The windows along one axis of the input."""

    n: int  # cells of the input
    k: int  # cells of the window
    s: int  # stride
    p: int  # padding
    d: int  # dilation
    positions: int  # how many windows there are
    mode: PaddingMode

    @property
    def span(self) -> int:
        """How many cells of the input a window reaches over, gaps included."""
        return self.d * (self.k - 1) + 1

    @property
    def next_start(self) -> int:
        """Where one more window would start."""
        return self.positions * self.s - self.p

    def met(self) -> Indices:
        """Return the input cell that each weight of each window meets, or −1; (positions, k).

        A cell of the padding that is a copy stands for the cell it was copied from.
        """
        starts = np.arange(self.positions)[:, None] * self.s
        cells = starts + np.arange(self.k) * self.d
        sources = np.full(max(self.n + 2 * self.p, int(cells.max()) + 1), -1)
        inside = np.arange(1, self.n + 1, dtype=np.float32).reshape(1, 1, -1)
        padded = ops.pad2d(inside, (0, self.p), self.mode)[0, 0]  # 0 where nothing is
        sources[: len(padded)] = padded.astype(np.intp) - 1
        return np.asarray(sources[cells])


def reached(layer: Layer, shape: Shape) -> tuple[Cells, Cells]:
    """Return which rows and columns of the input at least one window lies on.

    Args:
        layer: Any layer; where it is no convolution and no pooling, everything is reached.
        shape: The shape of its input, (C, H, W) or (N,).

    Returns:
        True for each row that is reached (H,) and each column (W,). A cell counts too where the
        padding holds a copy of it that a window lies on.
    """
    height, width = (1, *shape)[-2:]
    if not isinstance(layer, Conv2d | MaxPool2d | AvgPool2d):
        return np.ones(height, np.bool_), np.ones(width, np.bool_)
    rows, columns = (_reached(_side(layer, shape, axis)) for axis in (0, 1))
    return rows, columns


def inputs_of_weight(layer: Layer, shape: Shape, row: int, column: int) -> Cells:
    """Return which cells of the input one weight meets, over all positions of the window.

    Args:
        layer: A convolution or pooling that is not adaptive.
        shape: The shape of its input, (C, H, W).
        row: The row of the weight as it is laid on the window: after flipping.
        column: Its column.

    Returns:
        (H, W), the same for every channel. Cells of the padding do not count, but what they are
        copies of.
    """
    rows, columns = (
        np.isin(np.arange(side.n), side.met()[:, at])
        for side, at in zip(_sides(layer, shape), (row, column), strict=True)
    )
    return np.asarray(rows[:, None] & columns)


def outputs_of_input(layer: Layer, shape: Shape, row: int, column: int) -> Cells:
    """Return every position whose window contains one cell of the input.

    Args:
        layer: A convolution or pooling.
        shape: The shape of its input, (C, H, W).
        row: The row of the cell.
        column: Its column.

    Returns:
        (H_out, W_out). Windows that have the cell in a gap of their dilation do not count; windows
        that have a copy of it in the padding do.
    """
    if isinstance(layer, AdaptiveAvgPool2d | AdaptiveMaxPool2d):
        rows, columns = (
            np.array([start <= at < end for start, end in ops.adaptive_bounds(n, size)])
            for n, size, at in zip(shape[1:], layer.output_size, (row, column), strict=True)
        )
    else:
        rows, columns = (
            (side.met() == at).any(axis=1)
            for side, at in zip(_sides(layer, shape), (row, column), strict=True)
        )
    return np.asarray(rows[:, None] & columns)


def size_formula(layer: Layer, shape: Shape, axis: int) -> str:
    """Return the size formula with its numbers: ⌊(6 + 2·0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 4.

    Args:
        layer: A layer; "" is returned where it is no convolution and no pooling with a stride.
        shape: The shape of its input, (C, H, W).
        axis: 0 for the rows, 1 for the columns.
    """
    if not isinstance(layer, Conv2d | MaxPool2d | AvgPool2d):
        return ""
    n, k, s, p, d, count, _ = _side(layer, shape, axis)
    inner = f"({n} + 2·{p} − {d}·({k} − 1) − 1) / {s}"
    if isinstance(layer, Conv2d) or not layer.ceil_mode:
        return f"⌊{inner}⌋ + 1 = {count}"
    by_formula = -(-(n + 2 * p - d * (k - 1) - 1) // s) + 1
    if by_formula == count:
        return f"⌈{inner}⌉ + 1 = {count}"
    return (
        f"⌈{inner}⌉ + 1 = {by_formula}, less the last, which would start after the input: {count}"
    )


def unreached_sentence(layer: Layer, shape: Shape) -> str:
    """Return why windows leave out rows or columns of the input, counted from 1; "" if none are.

    Args:
        layer: Any layer.
        shape: The shape of its input, (C, H, W) or (N,).
    """
    if not isinstance(layer, Conv2d | MaxPool2d | AvgPool2d):
        return ""
    sides = _sides(layer, shape)
    parts = []
    for reason, cells_of in ((_stride, _between), (_dilation, _in_gaps), (_end, _left_over)):
        found = [(axis, cells_of(side)) for axis, side in enumerate(sides)]
        left_out = {axis: cells for axis, cells in found if cells.size}
        if left_out:
            parts.append(reason(sides, left_out))
    return f"No window reaches {'; nor '.join(parts)}." if parts else ""


def _side(layer: Conv2d | MaxPool2d | AvgPool2d, shape: Shape, axis: int) -> _Side:
    need_maps(shape)
    stride = layer.stride if isinstance(layer, Conv2d) else layer.step
    dilation = (1, 1) if isinstance(layer, AvgPool2d) else layer.dilation
    return _Side(
        shape[1 + axis],
        layer.kernel_size[axis],
        stride[axis],
        layer.padding[axis],
        dilation[axis],
        layer.output_shape(shape)[1 + axis],
        layer.padding_mode if isinstance(layer, Conv2d) else "zeros",
    )


def _sides(layer: Layer, shape: Shape) -> tuple[_Side, _Side]:
    if not isinstance(layer, Conv2d | MaxPool2d | AvgPool2d):
        raise TypeError(f"{layer.title} has no window of weights")
    return _side(layer, shape, 0), _side(layer, shape, 1)


def _reached(side: _Side) -> Cells:
    return np.isin(np.arange(side.n), side.met())


def _by_place(side: _Side) -> tuple[Indices, Cells]:
    """Return the cells no window lies on, and which of them some window reaches over."""
    missed = np.flatnonzero(~_reached(side))
    starts = np.arange(side.positions) * side.s - side.p
    over = ((missed[:, None] >= starts) & (missed[:, None] < starts + side.span)).any(axis=1)
    return missed, np.asarray(over)


def _in_gaps(side: _Side) -> Indices:
    missed, over = _by_place(side)
    return missed[over]


def _left_over(side: _Side) -> Indices:
    missed, over = _by_place(side)
    return missed[~over & (missed >= side.next_start)]


def _between(side: _Side) -> Indices:
    missed, over = _by_place(side)
    return missed[~over & (missed < side.next_start)]


_Cells = dict[int, Indices]  # the rows (0) and columns (1) that are left out


def _stride(sides: tuple[_Side, _Side], cells: _Cells) -> str:
    strides = _numbers([sides[axis].s for axis in cells])
    windows = _numbers([sides[axis].span for axis in cells])
    return f"{_names(cells)}: the stride {strides} is larger than the window {windows}"


def _dilation(sides: tuple[_Side, _Side], cells: _Cells) -> str:
    dilations = _numbers([sides[axis].d for axis in cells])
    text = f"{_names(cells)}: the dilation {dilations} leaves gaps in the window"
    if all(sides[axis].positions == 1 for axis in cells):
        return text
    strides = _numbers([sides[axis].s for axis in cells])
    return f"{text}, and with stride {strides} no other window fills them"


def _end(sides: tuple[_Side, _Side], cells: _Cells) -> str:
    names, starts = [], []
    for axis, left_over in cells.items():
        word = _AXES[axis]
        count = left_over.size
        names.append(f"the last {word}" if count == 1 else f"the last {count} {word}s")
        starts.append(f"{word} {sides[axis].next_start + 1}")
    one = "one" if len(starts) == 1 else "ones"
    where = " and ".join(starts)
    return f"{' and '.join(names)}: the next {one} would start at {where} and stick out"


def _numbers(of_axes: list[int]) -> str:
    return str(of_axes[0]) if len(set(of_axes)) == 1 else shape_text(tuple(of_axes))


def _names(cells: _Cells) -> str:
    return " and ".join(_names_along(_AXES[axis], which + 1) for axis, which in cells.items())


def _names_along(word: str, which: Indices) -> str:
    """Return rows 3, 6 and 9; where there are many: rows 3, 6, … and 99."""
    texts = [str(number) for number in which]
    if len(texts) == 1:
        return f"{word} {texts[0]}"
    first = texts[:-1] if len(texts) <= _NAMED else [*texts[:2], "…"]
    return f"{word}s {', '.join(first)} and {texts[-1]}"
