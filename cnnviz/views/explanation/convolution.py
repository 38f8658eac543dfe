"""A value of a convolution: window ⊙ weights = products for each input map, added up."""

from decimal import Decimal
from functools import partial
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
from cnnviz.cnn.reach import (
    SIZE_FORMULA,
    inputs_of_weight,
    reached,
    size_formula,
    unreached_sentence,
)
from cnnviz.cnn.scale import largest
from cnnviz.views.explanation.result import HIDDEN, Line, Summary
from cnnviz.views.explanation.scene import Scene, cell_width, input_map
from cnnviz.views.explanation.sheet import (
    Item,
    MapItem,
    Mask,
    Numbers,
    Part,
    Sheet,
    Spot,
    Text,
    text_width,
)
from cnnviz.views.map_grid import fitted
from cnnviz.views.map_shown import MapMarks
from cnnviz.views.theme import Look

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
    rows = _Rows(scene, about, form)
    top, step = rows.look.px(22), rows.height + rows.look.px(8)
    count = len(about.channels)
    parts = [
        Part(QRect(0, top + k * step, form.width, step), partial(rows.row, k, top + k * step))
        for k in range(count)
    ]
    return Sheet(tuple(rows.headings()), form.width, top + count * step, tuple(parts))


class _Rows:
    """Lays out the rows of input channels; what all rows share is computed once."""

    def __init__(self, scene: Scene, about: WindowSum, form: Form) -> None:
        self._scene, self._about, self._form = scene, about, form
        self.look: Look = scene.look
        self._printed = _printed(about)
        self._number = _number_width(scene, about)
        self._high, self._columns = self.look.px(ROW), int(about.window.shape[2])
        self._grid = int(about.window.shape[1]) * self._high
        self._lefts = self._places()
        layer = scene.forward.trace.network.layers[scene.step - 1]
        self._limits = largest(layer.parameters()["weight"]), largest(about.products)
        self._unreached = reached(layer, scene.forward.trace.shapes[scene.step - 1])

    @property
    def height(self) -> int:
        """The height of a row, without the gap after it."""
        return self._line(2) + self._grid

    def _line(self, index: int) -> int:
        """Return how far below the top of a row one of its grids stands."""
        return index // self._form.grids * (self._grid + self.look.px(6))

    def _places(self) -> list[int]:
        px = self.look.px
        left = first = px(24) + (px(80) if self._form.has_map else 0)
        made = []
        for index, cell in enumerate(self._form.cells):
            if index and index % self._form.grids == 0:
                left = first
            made.append(left)
            left += self._columns * cell + px(28)
        return made

    @property
    def _right(self) -> int:
        """Where the products end."""
        return self._lefts[2] + self._form.cells[2] * self._columns

    def headings(self) -> list[Item]:
        """Return the titles of the columns."""
        px, form = self.look.px, self._form
        high, number = px(18), self._number
        items: list[Item] = []
        if form.has_map:
            items.append(Text(QRectF(px(24), 0, px(80), high), "Input map", 12, ink="muted"))
        titles = zip(self._lefts, ("Window", "Weights", "Products"), strict=True)
        for left, title in list(titles)[: form.grids]:
            items.append(Text(QRectF(left, 0, px(80), high), title, 12, ink="muted"))
        if form.grids == 3:
            place = QRectF(self._right, 0, number, high)
            items.append(Text(place, "Sum", 12, ink="muted", side="right"))
        if form.grids == 3 and self._has_running:
            place = QRectF(self._right + number, 0, number, high)
            items.append(Text(place, "So far", 12, ink="muted", side="right"))
        return items

    @property
    def _has_running(self) -> bool:
        return self._form.has_running and len(self._about.channels) > 1

    def row(self, k: int, top: int) -> list[Item]:
        """Return the row of one input channel."""
        px = self.look.px
        items: list[Item] = [self._window(k, top), self._weights(k, top), self._products(k, top)]
        for index, sign in enumerate(("⊙", "=")):
            left = self._lefts[index] + self._columns * self._form.cells[index]
            place = QRectF(left, top + self._line(index), px(28), self._grid)
            items.append(Text(place, sign, 16, side="centre"))
        if len(self._about.channels) > 1:
            place = QRectF(0, top, px(18), min(self._grid, px(70)))
            number = str(int(self._about.channels[k]) + 1)
            items.append(Text(place, number, 13, ink="muted", side="right"))
        if self._form.has_map:
            items.append(self._thumbnail(k, QRect(px(24), top, px(68), self._grid)))
        if self._printed is not None and not self._scene.is_hidden:
            items += self._sums(self._printed, k, top)
        return items

    def _window(self, k: int, top: int) -> Numbers:
        about, scene = self._about, self._scene
        return Numbers(
            QPoint(self._lefts[0], top), (self._form.cells[0], self._high), about.window[k],
            factor_texts(about.window[k]),
            scene.forward.scales.limit(scene.step - 1, int(about.channels[k])), f"window {k}",
            padding=about.is_padding if about.is_padding.any() else None,
            framed=_framed(scene, about, k),
        )  # fmt: skip

    def _weights(self, k: int, top: int) -> Numbers:
        weights = self._about.weights[k]
        return Numbers(
            QPoint(self._lefts[1], top + self._line(1)), (self._form.cells[1], self._high),
            weights, factor_texts(weights), self._limits[0], f"weights {k}",
            framed=_framed(self._scene, self._about, k), is_editable=True,
        )  # fmt: skip

    def _products(self, k: int, top: int) -> Numbers:
        values = self._about.products[k]
        if self._scene.is_hidden:
            texts = [""] * values.size
        elif self._printed is None:
            texts = [number_text(float(value)) for value in values.flat]
        else:
            texts = [decimal_text(term) for term in self._printed.products[k]]
        shown = np.zeros_like(values) if self._scene.is_hidden else values
        return Numbers(
            QPoint(self._lefts[2], top + self._line(2)), (self._form.cells[2], self._high), shown,
            texts, self._limits[1], f"products {k}", framed=_framed(self._scene, self._about, k),
        )  # fmt: skip

    def _sums(self, printed: PrintedWindow, k: int, top: int) -> list[Item]:
        products = self._about.products
        place = QRectF(self._right, top + self._line(2), self._number, self._grid)
        exact = float(products[k].sum(dtype=np.float64))
        text = signed(printed.subtotals[k])
        items: list[Item] = [Text(place, text, 15, side="right", name=f"subtotal {k}", exact=exact)]
        if self._has_running:
            so_far = float(products[: k + 1].sum(dtype=np.float64))
            place, text = place.translated(self._number, 0), decimal_text(printed.running[k])
            items.append(Text(place, text, 13, False, "muted", "right", f"running {k}", so_far))
        return items

    def _thumbnail(self, k: int, room: QRect) -> MapItem:
        about, channel = self._about, int(self._about.channels[k])
        marks = MapMarks(window=(about.rows, about.columns), lit=_lit_inputs(self._scene, k))
        shown = input_map(self._scene, channel, self._unreached)
        place = fitted(room, shown, largest_cell=self.look.px(24))
        place.moveTo(room.topLeft())
        return MapItem(place, shown, marks, f"input {channel}")


def _lit_inputs(scene: Scene, k: int) -> Mask | None:
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
