"""How many positions a window has, as a formula; and why windows leave out rows or columns."""

from cnnviz.cnn.layer_base import Layer, Shape, shape_text
from cnnviz.cnn.reach import LeftOut, left_out, sliding_sides
from cnnviz.cnn.windows import Indices, SlidingSides, SlidingWindows
from cnnviz.explain.listed import listed
from cnnviz.language import _, ngettext

SIZE_FORMULA = "⌊(n + 2p − d·(k − 1) − 1) / s⌋ + 1"


def size_formula(layer: Layer, shape: Shape, axis: int) -> str:
    """Return the size formula with its numbers: ⌊(6 + 2·0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 4.

    Args:
        layer: A layer; "" is returned where it is no convolution and no pooling with a stride.
        shape: The shape of its input, (C, H, W).
        axis: 0 for the rows, 1 for the columns.
    """
    sides = sliding_sides(layer, shape)
    if sides is None:
        return ""
    side = sides[axis]
    inner = (
        f"({side.n} + 2·{side.padding} − {side.dilation}·({side.kernel} − 1) − 1) / {side.stride}"
    )
    if not side.ceil:
        return f"⌊{inner}⌋ + 1 = {side.positions}"
    if side.by_formula == side.positions:
        return f"⌈{inner}⌉ + 1 = {side.positions}"
    return _(
        "{formula} = {by_formula}, less the last, which would start after the input: {count}"
    ).format(formula=f"⌈{inner}⌉ + 1", by_formula=side.by_formula, count=side.positions)


def unreached_sentence(layer: Layer, shape: Shape) -> str:
    """Return why windows leave out rows or columns of the input, counted from 1; "" if none are.

    Args:
        layer: Any layer.
        shape: The shape of its input, (C, H, W) or (N,).
    """
    sides = sliding_sides(layer, shape)
    if sides is None:
        return ""
    found = [left_out(side) for side in sides]
    reasons = (_between(sides, found), _in_gaps(sides, found), _at_end(sides, found))
    told = [reason for reason in reasons if reason]
    match told:
        case [one]:
            return _("No window reaches {one}.").format(one=one)
        case [one, two]:
            return _("No window reaches {one}; nor {two}.").format(one=one, two=two)
        case [one, two, three]:
            text = _("No window reaches {one}; nor {two}; nor {three}.")
            return text.format(one=one, two=two, three=three)
    return ""


def _between(sides: SlidingSides, found: list[LeftOut]) -> str:
    chosen = [axis for axis in (0, 1) if found[axis].between.size]
    if not chosen:
        return ""
    return _("{cells}: the stride {stride} is larger than the window {window}").format(
        cells=_names({axis: found[axis].between for axis in chosen}),
        stride=_numbers([sides[axis].stride for axis in chosen]),
        window=_numbers([sides[axis].span for axis in chosen]),
    )


def _in_gaps(sides: SlidingSides, found: list[LeftOut]) -> str:
    chosen = [axis for axis in (0, 1) if found[axis].in_gaps.size]
    if not chosen:
        return ""
    if all(sides[axis].positions == 1 for axis in chosen):
        text = _("{cells}: the dilation {dilation} leaves gaps in the window")
    else:
        text = _(
            "{cells}: the dilation {dilation} leaves gaps in the window, and with stride {stride} "
            "no other window fills them"
        )
    return text.format(
        cells=_names({axis: found[axis].in_gaps for axis in chosen}),
        dilation=_numbers([sides[axis].dilation for axis in chosen]),
        stride=_numbers([sides[axis].stride for axis in chosen]),
    )


def _at_end(sides: SlidingSides, found: list[LeftOut]) -> str:
    rows, columns = (_cells_at_end(sides, found, axis) for axis in range(2))
    if not rows and not columns:
        return ""
    if not columns:
        return _("{cells}: the next one would start at row {row} and stick out").format(
            cells=rows, row=_next(sides[0])
        )
    if not rows:
        return _("{cells}: the next one would start at column {column} and stick out").format(
            cells=columns, column=_next(sides[1])
        )
    return _(
        "{rows} and {columns}: the next ones would start at row {row} and column {column} and "
        "stick out"
    ).format(
        rows=rows, columns=columns,
        row=_next(sides[0]), column=_next(sides[1]),
    )  # fmt: skip


def _cells_at_end(sides: SlidingSides, found: list[LeftOut], axis: int) -> str:
    """Return what the cells behind the last window are called; "" where there are none.

    With a circular padding the last of them may be met from the other end.
    """
    cells, count = found[axis].at_end, len(found[axis].at_end)
    if not count:
        return ""
    if cells[0] + count < sides[axis].n:
        return _names({axis: cells})
    return _last_rows(count) if axis == 0 else _last_columns(count)


def _next(side: SlidingWindows) -> int:
    """Return where one more window would start, counted from 1."""
    return side.start(side.positions) + 1


def _last_rows(count: int) -> str:
    return ngettext("the last row", "the last {count} rows", count).format(count=count)


def _last_columns(count: int) -> str:
    return ngettext("the last column", "the last {count} columns", count).format(count=count)


def _numbers(of_axes: list[int]) -> str:
    return str(of_axes[0]) if len(set(of_axes)) == 1 else shape_text(tuple(of_axes))


def _names(cells: dict[int, Indices]) -> str:
    """Return the names of rows (0) and columns (1), counted from 1: row 3 and columns 2 and 4."""
    names = []
    if 0 in cells:
        count, numbers = len(cells[0]), listed((cells[0] + 1).astype(str).tolist())
        names.append(ngettext("row {numbers}", "rows {numbers}", count).format(numbers=numbers))
    if 1 in cells:
        count, numbers = len(cells[1]), listed((cells[1] + 1).astype(str).tolist())
        text = ngettext("column {numbers}", "columns {numbers}", count)
        names.append(text.format(numbers=numbers))
    if len(names) == 1:
        return names[0]
    return _("{rows} and {columns}").format(rows=names[0], columns=names[1])
