"""A value of a convolution: window ⊙ weights = products for each input map, added up."""

from decimal import Decimal
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.cnn.explain import WindowSum
from cnnviz.cnn.explain_print import PrintedWindow, is_printable, printed_window
from cnnviz.cnn.layers import Conv2d, LeakyReLU, ReLU, Sigmoid, Tanh
from cnnviz.cnn.numbers import MINUS, count_text, exact_text, is_whole, number_text
from cnnviz.cnn.ops import Array
from cnnviz.cnn.position_words import small_number
from cnnviz.cnn.printed import MOST_DIGITS, decimal_text, factor_texts
from cnnviz.cnn.reach import SIZE_FORMULA, inputs_of_weight, size_formula, unreached_sentence
from cnnviz.cnn.scale import largest
from cnnviz.views.explanation.result import HIDDEN, Line, Summary
from cnnviz.views.explanation.scene import Scene, cell_width, input_map
from cnnviz.views.explanation.sheet import (
    Item,
    MapItem,
    Mask,
    Numbers,
    Sheet,
    Spot,
    Text,
    text_width,
)
from cnnviz.views.map_grid import fitted
from cnnviz.views.map_shown import MapMarks

LARGEST_EQUATION = 16  # cells of a window whose sum is written out
ROW = 28  # pixels at 100 %: the height of a cell


class Form(NamedTuple):
    """How the rows are laid out: what is shown of each channel, and how wide the cells are."""

    cells: tuple[int, int, int]  # width of a cell of window, weights and products
    grids: int  # how many of the three stand beside each other
    has_map: bool
    has_running: bool
    width: int


def summary(scene: Scene, about: WindowSum) -> Summary:
    """Return what the result panel says of a convolution."""
    printed = _printed(about)
    value = number_text(float(about.value), 4) if printed is None else decimal_text(printed.total)
    lines = [] if printed is None else _lines(about, printed)
    if scene.is_hidden:
        value = HIDDEN
        lines = [line for line in lines if line.name == "bias"]
    shown = Line("Value", value, "value", None if scene.is_hidden else float(about.value))
    equation = () if printed is None or scene.is_hidden else _equation(about, printed)
    return Summary(tuple(lines), shown, _facts(scene, about), equation)


def _equation(about: WindowSum, printed: PrintedWindow) -> tuple[tuple[str, str], ...]:
    """Return the sum of a single small window as one writes it: a line for each row."""
    rows, columns = about.window.shape[1:]
    if len(about.channels) > 1 or rows * columns > LARGEST_EQUATION:
        return ()
    inputs, weights = factor_texts(about.window), factor_texts(about.weights)
    lines = []
    for first in range(0, rows * columns, columns):
        row = range(first, first + columns)
        factors = " + ".join(f"{_factor(inputs[i])}·{_factor(weights[i])}" for i in row)
        products = " ".join(signed(printed.products[0][i]) for i in row)
        sign, start = ("+ ", "") if first else ("", "= ")
        lines.append((sign + factors, start + (products if first else products.lstrip("+ "))))
    return tuple(lines)


def _factor(text: str) -> str:
    return f"({text})" if text.startswith(MINUS) else text


def _printed(about: WindowSum) -> PrintedWindow | None:
    if not is_printable(about.products, about.bias, about.value):
        return None
    return printed_window(about)


def _lines(about: WindowSum, printed: PrintedWindow) -> list[Line]:
    count = len(about.channels)
    exact = float(about.products.sum(dtype=np.float64))
    label = f"{small_number(count).capitalize()} sums" if count > 1 else "Sum of products"
    lines = [Line(label, decimal_text(printed.running[-1]), "sum", exact)]
    if printed.bias is not None:
        exact_bias, limit = float(about.bias or 0), abs(float(about.bias or 0))
        lines.append(Line("Bias", signed(printed.bias), "bias", exact_bias, limit))
    if printed.rounding:
        lines.append(Line("Rounding", signed(printed.rounding), "rounding"))
    return lines


def signed(value: Decimal) -> str:
    """Return a number that is added, with its sign set apart: + 0.12."""
    text = decimal_text(value)
    return f"{MINUS} {text[1:]}" if text.startswith(MINUS) else f"+ {text}"


def _facts(scene: Scene, about: WindowSum) -> tuple[str, ...]:
    trace = scene.forward.trace
    layer, shape = trace.network.layers[scene.step - 1], trace.shapes[scene.step - 1]
    assert isinstance(layer, Conv2d)  # a WindowSum comes from one
    count, positions = about.products.size, int(np.prod(trace.shapes[scene.step][1:]))
    numbers = f"{count_text(count)} products"
    numbers += " + 1 bias" if about.bias is not None else ""
    same = count + (about.bias is not None)
    facts = [
        f"{numbers}. The same {count_text(same)} numbers are used at all "
        f"{count_text(positions)} positions.",
        *_sizes(layer, shape),
        unreached_sentence(layer, shape),
        _next(scene),
    ]
    if layer.flipped:
        facts.append(
            "Strict convolution: the weights are shown as they are laid on the window, turned "
            "by 180°."
        )
    return tuple(fact for fact in facts if fact)


def _sizes(layer: Conv2d, shape: tuple[int, ...]) -> list[str]:
    down, across = (size_formula(layer, shape, axis) for axis in range(2))
    if down == across:
        return [f"Size {SIZE_FORMULA} = {down}"]
    return [f"Rows {SIZE_FORMULA} = {down}", f"Columns {across}"]


def _next(scene: Scene) -> str:
    """Return what the activation after this layer makes of the value."""
    trace, step = scene.forward.trace, scene.step
    following = trace.network.layers[step : step + 1]
    if scene.is_hidden or not following:
        return ""
    if not isinstance(following[0], ReLU | LeakyReLU | Sigmoid | Tanh):
        return ""
    after = float(trace.values[step + 1][scene.about.place])
    return f"→ {following[0].title} gives {number_text(after, 3)}."


# The rows


def forms(scene: Scene, about: WindowSum) -> list[Form]:
    """Return the ways to lay out the rows, the best first."""
    cells = _cells(scene, about)
    return [
        _form(scene, about, cells, *how)
        for how in (
            (3, True, True), (3, True, False), (3, False, True), (3, False, False),
            (2, True, True), (2, False, False), (1, False, False),
        )
    ]  # fmt: skip


def _cells(scene: Scene, about: WindowSum) -> tuple[int, int, int]:
    """Return the widths of cells that take every number of the layer: they stay while stepping."""
    trace, look = scene.forward.trace, scene.look
    layer, before = trace.network.layers[scene.step - 1], trace.values[scene.step - 1]
    weight = layer.parameters()["weight"]
    sizes = largest(before), largest(weight)
    whole = is_whole(before), is_whole(weight)
    negative = bool((before < 0).any()), bool((weight < 0).any())
    return (
        cell_width(look, [_widest(sizes[0], whole[0], negative[0], 2)]),
        cell_width(look, [_widest(sizes[1], whole[1], negative[1], 2)]),
        cell_width(look, [_widest(sizes[0] * sizes[1], all(whole), any(negative), MOST_DIGITS)]),
    )


def _widest(size: float, whole: bool, negative: bool, digits: int) -> str:
    text = str(int(size)) if size < 1e9 else "1" * 12
    text += "" if whole else "." + "0" * digits
    return MINUS + text if negative else text


def _form(
    scene: Scene, about: WindowSum, cells: tuple[int, int, int], grids: int, has_map: bool,
    has_running: bool,
) -> Form:  # fmt: skip
    px, columns = scene.look.px, about.window.shape[2]
    widths = [columns * cell + px(28) for cell in cells]  # with the sign after it
    groups = [widths[first : first + grids] for first in range(0, 3, grids)]
    width = max(sum(group) for group in groups)
    left = px(24) + (px(80) if has_map else 0)
    right = _number_width(scene, about) * (2 if has_running else 1)
    last = sum(groups[-1])
    return Form(cells, grids, has_map, has_running, left + max(width, last + right))


def _number_width(scene: Scene, about: WindowSum) -> int:
    size = largest(about.products) * about.products[0].size
    whole = is_whole(about.products)
    text = f"+ {_widest(size, whole, False, MOST_DIGITS)}"
    return text_width(scene.look, text, 15) + scene.look.px(14)


def rows_sheet(scene: Scene, about: WindowSum, form: Form, width: int) -> Sheet:
    """Lay out a row for each input channel, in one of the forms, as wide as that is."""
    look = scene.look
    printed = _printed(about)
    y, items = look.px(22), _headings(scene, about, form)
    for k in range(len(about.channels)):
        made, height = _row(scene, about, printed, form, k, y)
        items += made
        y += height + look.px(8)
    return Sheet(tuple(items), form.width, y)


def _headings(scene: Scene, about: WindowSum, form: Form) -> list[Item]:
    px = scene.look.px
    high = px(18)
    items: list[Item] = []
    if form.has_map:
        items.append(Text(QRectF(px(24), 0, px(80), high), "Input map", 12, ink="muted"))
    lefts = _lefts(scene, about, form)
    for left, title in list(zip(lefts, ("Window", "Weights", "Products"), strict=True))[
        : form.grids
    ]:
        items.append(Text(QRectF(left, 0, px(80), high), title, 12, ink="muted"))
    if form.grids < 3:
        return items
    number = _number_width(scene, about)
    right = lefts[2] + form.cells[2] * about.window.shape[2] + number
    items.append(
        Text(QRectF(right - number, 0, number, high), "Sum", 12, ink="muted", side="right")
    )
    if form.has_running and len(about.channels) > 1:
        place = QRectF(right, 0, number, high)
        items.append(Text(place, "So far", 12, ink="muted", side="right"))
    return items


def _lefts(scene: Scene, about: WindowSum, form: Form) -> tuple[int, int, int]:
    """Return where the three grids begin."""
    px, columns = scene.look.px, about.window.shape[2]
    left = first = px(24) + (px(80) if form.has_map else 0)
    made = []
    for index, cell in enumerate(form.cells):
        if index and index % form.grids == 0:
            left = first
        made.append(left)
        left += columns * cell + px(28)
    return made[0], made[1], made[2]


def _row(
    scene: Scene, about: WindowSum, printed: PrintedWindow | None, form: Form, k: int, top: int
) -> tuple[list[Item], int]:
    look = scene.look
    high, rows = look.px(ROW), about.window.shape[1]
    grid = rows * high
    lefts = _lefts(scene, about, form)
    lines = [top + (index // form.grids) * (grid + look.px(6)) for index in range(3)]
    window = Numbers(
        QPoint(lefts[0], lines[0]), (form.cells[0], high), about.window[k],
        factor_texts(about.window[k]), _input_limit(scene, about, k), f"window {k}",
        padding=about.is_padding if about.is_padding.any() else None,
        framed=_framed(scene, about, k),
    )  # fmt: skip
    layer = scene.forward.trace.network.layers[scene.step - 1]
    weights = Numbers(
        QPoint(lefts[1], lines[1]), (form.cells[1], high), about.weights[k],
        factor_texts(about.weights[k]), largest(layer.parameters()["weight"]), f"weights {k}",
        framed=_framed(scene, about, k), is_editable=True,
    )  # fmt: skip
    products = _products(scene, about, printed, k, QPoint(lefts[2], lines[2]), form)
    items: list[Item] = [window, weights, products]
    items += _signs(scene, about, form, lefts, lines)
    if len(about.channels) > 1:
        middle = QRectF(0, top, look.px(18), min(grid, look.px(70)))
        number = str(int(about.channels[k]) + 1)
        items.append(Text(middle, number, 13, ink="muted", side="right"))
    if form.has_map:
        items.append(_thumbnail(scene, about, k, QRect(look.px(24), top, look.px(68), grid)))
    if printed is not None and not scene.is_hidden:
        items += _sums(scene, about, printed, form, k, lines[2])
    return items, lines[2] + grid - top


def _products(
    scene: Scene, about: WindowSum, printed: PrintedWindow | None, k: int, place: QPoint, form: Form
) -> Numbers:
    values = about.products[k]
    if scene.is_hidden:
        texts = [""] * values.size
    elif printed is None:
        texts = [number_text(float(value)) for value in values.flat]
    else:
        texts = [decimal_text(term) for term in printed.products[k]]
    shown = np.zeros_like(values) if scene.is_hidden else values
    return Numbers(
        place, (form.cells[2], scene.look.px(ROW)), shown, texts, largest(about.products),
        f"products {k}", framed=_framed(scene, about, k),
    )  # fmt: skip


def _signs(
    scene: Scene, about: WindowSum, form: Form, lefts: tuple[int, int, int], lines: list[int]
) -> list[Item]:
    px, columns = scene.look.px, about.window.shape[2]
    high = about.window.shape[1] * px(ROW)
    items: list[Item] = []
    for index, sign in enumerate(("⊙", "=")):
        left = lefts[index] + columns * form.cells[index]
        items.append(Text(QRectF(left, lines[index], px(28), high), sign, 16, side="centre"))
    return items


def _sums(
    scene: Scene, about: WindowSum, printed: PrintedWindow, form: Form, k: int, top: int
) -> list[Item]:
    look = scene.look
    number, high = _number_width(scene, about), about.window.shape[1] * look.px(ROW)
    left = _lefts(scene, about, form)[2] + form.cells[2] * about.window.shape[2]
    exact = float(about.products[k].sum(dtype=np.float64))
    place = QRectF(left, top, number, high)
    text = signed(printed.subtotals[k])
    items: list[Item] = [Text(place, text, 15, side="right", name=f"subtotal {k}", exact=exact)]
    if form.has_running and len(about.channels) > 1:
        so_far = float(about.products[: k + 1].sum(dtype=np.float64))
        place = place.translated(number, 0)
        text = decimal_text(printed.running[k])
        items.append(
            Text(place, text, 13, False, "muted", "right", f"running {k}", so_far)
        )  # fmt: skip
    return items


def _thumbnail(scene: Scene, about: WindowSum, k: int, room: QRect) -> MapItem:
    channel = int(about.channels[k])
    marks = MapMarks(window=(about.rows, about.columns), lit=_lit_inputs(scene, about, k))
    shown, marks = input_map(scene, channel, marks)
    place = fitted(room, shown, largest_cell=scene.look.px(24))
    place.moveTo(room.topLeft())
    return MapItem(place, shown, marks, f"input {channel}")


def _lit_inputs(scene: Scene, about: WindowSum, k: int) -> Mask | None:
    """Return the input cells that meet the weight under the pointer, or make the output there."""
    lit, trace = scene.lit, scene.forward.trace
    layer, shape = trace.network.layers[scene.step - 1], trace.shapes[scene.step - 1]
    if lit is None:
        return None
    if lit.name == f"weights {k}":
        return inputs_of_weight(layer, shape, lit.row, lit.column)
    if lit.name == "output":
        return _window_of(layer, shape, lit.row, lit.column)
    return None


def _window_of(layer: object, shape: tuple[int, ...], row: int, column: int) -> Mask:
    assert isinstance(layer, Conv2d)  # a WindowSum comes from one
    field = np.zeros(shape[1:], np.bool_)
    sides = zip((row, column), layer.kernel_size, layer.stride, layer.padding, layer.dilation,
                strict=True)  # fmt: skip
    cells = [at * s - p + np.arange(k) * d for at, k, s, p, d in sides]
    inside = [c[(c >= 0) & (c < n)] for c, n in zip(cells, shape[1:], strict=True)]
    field[np.ix_(*inside)] = True
    return field


def _framed(scene: Scene, about: WindowSum, k: int) -> Mask | None:
    """Return the cell under the pointer, framed in window, weights and products alike."""
    lit = scene.lit
    if lit is None or lit.name not in (f"window {k}", f"weights {k}", f"products {k}"):
        return None
    framed = np.zeros(about.window.shape[1:], np.bool_)
    framed[lit.row, lit.column] = True
    return framed


def _input_limit(scene: Scene, about: WindowSum, k: int) -> float:
    return scene.forward.scales.limit(scene.step - 1, int(about.channels[k]))


def told(about: WindowSum, spot: Spot) -> str:
    """Return the product at a spot with its exact numbers, or nothing."""
    what, _, number = spot.name.partition(" ")
    if what not in ("window", "weights", "products"):
        return ""
    k, row, column = int(number), spot.row, spot.column
    numbers: tuple[Array, ...] = (about.window, about.weights, about.products)
    one, other, product = (exact_text(float(array[k, row, column])) for array in numbers)
    where = f"row {int(about.rows[row]) + 1}, column {int(about.columns[column]) + 1}"
    padding = " (padding)" if about.is_padding[row, column] else ""
    channel = int(about.channels[k]) + 1
    return f"Input map {channel}, {where}{padding}: {one} · {other} = {product}"


def target(scene: Scene, spot: Spot) -> int | None:
    """Return the position that a click on a spot goes to, or None: it is pinned."""
    return None
