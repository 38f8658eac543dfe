"""A value of a fully connected layer: every input times its own weight, added up, plus bias."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.cnn.layers import Linear
from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.explain.printed import MOST_DIGITS, decimal_text, rounded, signed_text, telling_digits
from cnnviz.explain.printed_values import (
    TOP,
    PrintedConnected,
    by_size,
    is_printable,
    printed_connected,
)
from cnnviz.explain.steps import channel_word
from cnnviz.explain.values import WeightedSum
from cnnviz.project.slices import Slices, slices_of
from cnnviz.text.numbers import count_text, exact_text, is_whole, number_text
from cnnviz.views.explanation.explanation_scene import Scene, cell_width, widest_text
from cnnviz.views.explanation.map_pair import HEADING, bar, heading, map_at
from cnnviz.views.explanation.result_panel import HIDDEN, Line, Summary
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.sheet import (
    Item,
    Mask,
    Numbers,
    Part,
    Sheet,
    Spot,
    Text,
    text_width,
)

ROW = 28  # pixels at 100 %: the height of a term
CHUNK = 16  # terms that are laid out together when they come into view
SIDES = (64, 48, 40, 32)  # pixels at 100 %: of the weights over a map, as large as fits
PICTURES = 130  # pixels at 100 %: the height that all of these should fit into
WIDEST = 640  # pixels at 100 %


class Form(NamedTuple):
    """How a row is laid out."""

    cells: tuple[int, int, int]  # the widths of input, weight and product
    words: int  # the width of the place in words
    running: int  # the width of the running total; 0: left out
    width: int


@lru_cache(maxsize=2)  # terms and result ask for the same
def _printed(scene: Scene, about: WeightedSum) -> PrintedConnected | None:
    if not is_printable(about.products, about.bias, about.value):
        return None
    return printed_connected(about, scene.order, scene.ranking)


def _indices(scene: Scene, about: WeightedSum) -> Sequence[int]:
    """Return the inputs that have a row of their own."""
    if scene.order == "index":
        return range(len(about.products))
    ranking = by_size(about) if scene.ranking is None else scene.ranking
    return [int(index) for index in ranking[:TOP]]


@lru_cache(maxsize=4)  # a layer never changes, and may have millions of weights
def _of_weights(layer: Linear) -> tuple[float, bool]:
    """Return how far the weights of all units reach from zero, and whether all are whole."""
    return largest(layer.weight), is_whole(layer.weight)


def _layer(scene: Scene) -> Linear:
    layer = scene.forward.trace.network.layers[scene.step - 1]
    assert isinstance(layer, Linear)  # a WeightedSum comes from one
    return layer


def _slices(scene: Scene, about: WeightedSum) -> Slices:
    return slices_of(scene.forward.trace.network, scene.step - 1, about.place[0])


def summary(scene: Scene, about: WeightedSum) -> Summary:
    """Return what the result panel says of a fully connected unit."""
    printed = _printed(scene, about)
    value = number_text(float(about.value), 4) if printed is None else decimal_text(printed.total)
    lines = [] if printed is None else _lines(about, printed)
    shown = Line("Value", value, "value", float(about.value))
    if scene.is_hidden:
        lines = [line for line in lines if line.name == "bias"]
        shown = Line("Value", HIDDEN, "value")
    return Summary(tuple(lines), shown, _facts(scene, about))


def _lines(about: WeightedSum, printed: PrintedConnected) -> list[Line]:
    exact = float(about.products.sum(dtype=np.float64))
    total = sum(printed.terms, printed.others or Decimal(0))
    count = count_text(len(about.products))
    lines = [Line(f"{count} products", decimal_text(total), "sum", exact)]
    if printed.bias is not None:
        bias = float(about.bias or 0)
        lines.append(Line("Bias", signed_text(printed.bias), "bias", bias, abs(bias)))
    if printed.rounding:
        lines.append(Line("Rounding", signed_text(printed.rounding), "rounding"))
    return lines


def _facts(scene: Scene, about: WeightedSum) -> tuple[str, ...]:
    numbers = len(about.weights) + (about.bias is not None)
    word = channel_word(scene.forward.trace, scene.step)
    facts = [
        f"{count_text(numbers)} numbers were learnt for this {word}: a weight for each input"
        + (" and a bias." if about.bias is not None else ".")
    ]
    if not scene.is_hidden:
        up, down = int((about.products > 0).sum()), int((about.products < 0).sum())
        facts.append(
            f"{count_text(up)} inputs raise the value, {count_text(down)} lower it, "
            f"{count_text(len(about.products) - up - down)} leave it."
        )
    return tuple(facts)


# The terms


def forms(scene: Scene, about: WeightedSum) -> list[Form]:
    """Return the ways to lay out the terms: with a running total, or without."""
    look, before = scene.look, about.inputs
    limit, is_all_whole = _of_weights(_layer(scene))
    sizes, whole = (largest(before), limit), (is_whole(before), is_all_whole)
    digits = _digits(scene, about)
    product = widest_text(sizes[0] * sizes[1], all(whole), True, MOST_DIGITS)
    cells = (
        cell_width(look, [widest_text(sizes[0], whole[0], bool((before < 0).any()), digits[0])]),
        cell_width(look, [widest_text(sizes[1], whole[1], True, digits[1])]),
        cell_width(look, [product]),
    )
    words = text_width(look, _place_words(_slices(scene, about), len(before) - 1), 13) + look.px(14)
    words = max(words, text_width(look, f"the other {count_text(len(before))} together", 13))
    running = text_width(look, "0" * (len(product) + 1), 13) + look.px(12)
    least = words + sum(cells) + 2 * look.px(22) + look.px(70)
    return [Form(cells, words, extra, least + extra) for extra in (running, 0)]


def rows_sheet(scene: Scene, about: WeightedSum, form: Form, width: int) -> Sheet:
    """Lay out the weights as pictures over the maps, and below them a row for each term."""
    width = max(form.width, min(width, scene.look.px(WIDEST)))
    items, y = _pictures(scene, about, width)
    rows = _Rows(scene, about, form, width, y + scene.look.px(8))
    return Sheet((*items, *rows.ends()), width, rows.bottom, tuple(rows.parts()))


def _place_words(slices: Slices, index: int) -> str:
    """Return which input it is: its place in the maps that were flattened, or its number."""
    if not slices.maps:
        return f"input {index + 1}"
    k, row, column = (int(i) for i in np.unravel_index(index, slices.values.shape))
    return f"map {k + 1}, row {row + 1}, column {column + 1}"


def _digits(scene: Scene, about: WeightedSum) -> tuple[int, int]:
    """Return how many decimals inputs and weights get, the same for all units of the layer."""
    limit, is_all_whole = _of_weights(_layer(scene))
    inputs = 0 if is_whole(about.inputs) else telling_digits([largest(about.inputs)])
    return inputs, 0 if is_all_whole else telling_digits([limit])


class _Rows:
    """Lays out the rows of terms; what all rows share is computed once."""

    def __init__(self, scene: Scene, about: WeightedSum, form: Form, width: int, top: int) -> None:
        self._scene, self._about, self._form, self._width = scene, about, form, width
        self._look, self._high = scene.look, scene.look.px(ROW)
        self._printed = _printed(scene, about)
        self._indices = _indices(scene, about)
        self._top, self._first = top, top + self._look.px(HEADING)
        self._limits = (
            scene.forward.scales.limit(scene.step - 1),
            _of_weights(_layer(scene))[0],
            largest(about.products),
        )
        self._digits = _digits(scene, about)
        self._slices = _slices(scene, about)
        self._lit = lit_input(scene, about)
        terms = () if self._printed is None else self._printed.terms
        self._running = list(accumulate(terms)) if form.running else []

    @property
    def _rest(self) -> int:
        """How many inputs have no row of their own."""
        return len(self._about.products) - len(self._indices)

    @property
    def bottom(self) -> int:
        """Where the rows end."""
        rows = len(self._indices) + (1 if self._rest else 0)
        return self._first + rows * self._high + self._look.px(4)

    def _lefts(self) -> tuple[int, int, int, int]:
        """Return where input, weight, product and bar begin."""
        sign, cells = self._look.px(22), self._form.cells
        left = self._form.words
        weight = left + cells[0] + sign
        product = weight + cells[1] + sign
        return left, weight, product, product + cells[2] + self._look.px(12)

    def ends(self) -> list[Item]:
        """Return the headings, and the row of all the other inputs."""
        look, (first, weight, product, _) = self._look, self._lefts()
        cells = self._form.cells
        titles = ((first, cells[0], "Input"), (weight, cells[1], "Weight"))
        items: list[Item] = [
            heading(look, title, left, self._top, cell, "centre") for left, cell, title in titles
        ]
        items.append(heading(look, "Product", product, self._top, cells[2], "centre"))
        if self._form.running and not self._scene.is_hidden:
            place = self._width - self._form.running
            items.append(heading(look, "So far", place, self._top, self._form.running, "right"))
        if self._rest:
            items += self._others(self._first + len(self._indices) * self._high)
        return items

    def parts(self) -> list[Part]:
        """Return the rows, a few at a time."""
        made = []
        for start in range(0, len(self._indices), CHUNK):
            rows = range(start, min(start + CHUNK, len(self._indices)))
            top = self._first + start * self._high
            place = QRect(0, top, self._width, len(rows) * self._high)
            made.append(Part(place, partial(self._chunk, rows)))
        return made

    def _chunk(self, rows: range) -> list[Item]:
        return [item for row in rows for item in self._row(row)]

    def _row(self, row: int) -> list[Item]:
        look, about, index = self._look, self._about, self._indices[row]
        y = self._first + row * self._high
        first, weight, product, _ = self._lefts()
        words = QRectF(0, y, self._form.words, self._high - 1)
        sign = look.px(22)
        items: list[Item] = [
            Text(
                words,
                _place_words(self._slices, index),
                13,
                ink="accent" if index == self._lit else "text",
            ),
            self._number(index, about.inputs, 0, (first, y)),
            self._sign("·", first + self._form.cells[0], y, sign),
            self._number(index, about.weights, 1, (weight, y)),
            self._sign("=", weight + self._form.cells[1], y, sign),
            self._product(row, index, (product, y)),
        ]
        if not self._scene.is_hidden and np.isfinite(about.products[index]):
            items += self._ends_of_row(row, float(about.products[index]), y)
        return items

    def _sign(self, sign: str, left: int, y: int, width: int) -> Text:
        return Text(QRectF(left, y, width, self._high - 1), sign, 16, side="centre")

    def _framed(self, index: int) -> Mask | None:
        return np.ones((1, 1), np.bool_) if index == self._lit else None

    def _number(self, index: int, values: Array, which: int, at: tuple[int, int]) -> Numbers:
        value, digits = values[index : index + 1].reshape(1, 1), self._digits[which]
        is_finite = bool(np.isfinite(value).all())
        text = decimal_text(rounded(value[0, 0], digits)) if is_finite else number_text(value[0, 0])
        return Numbers(
            QPoint(*at), (self._form.cells[which], self._high), value, [text],
            self._limits[which], f"{('input', 'weight')[which]} {index}",
            framed=self._framed(index), is_editable=which == 1,
        )  # fmt: skip

    def _product(self, row: int, index: int, at: tuple[int, int]) -> Numbers:
        value = self._about.products[index : index + 1].reshape(1, 1)
        if self._scene.is_hidden:
            value, text = np.zeros_like(value), ""
        elif self._printed is None:
            text = number_text(float(value[0, 0]))
        else:
            text = decimal_text(self._printed.terms[row])
        return Numbers(
            QPoint(*at), (self._form.cells[2], self._high), value, [text], self._limits[2],
            f"product {index}", framed=self._framed(index),
        )  # fmt: skip

    def _ends_of_row(self, row: int, value: float, y: int) -> list[Item]:
        """Return the bar of a product and the running total."""
        items: list[Item] = [self._bar(value, y)]
        if self._running:
            place = QRectF(self._width - self._form.running, y, self._form.running, self._high - 1)
            text = decimal_text(self._running[row])
            items.append(Text(place, text, 13, ink="muted", side="right", name=f"running {row}"))
        return items

    def _bar(self, value: float, y: int) -> Item:
        left = self._lefts()[3]
        room = self._width - self._form.running - left - self._look.px(8)
        place = QRectF(left, y + self._look.px(9), room, self._high - 2 * self._look.px(9))
        others = self._printed.exact_others if self._printed else 0.0
        limit = max(self._limits[2], abs(others)) or 1.0
        return bar(place, value / limit, is_centred=True)

    def _others(self, y: int) -> list[Item]:
        """Return the row of the inputs that have none of their own."""
        printed = self._printed
        words = f"the other {count_text(self._rest)} together"
        place = QRectF(0, y, self._lefts()[2], self._high)
        items: list[Item] = [Text(place, words, 13, ink="muted")]
        if printed is None or printed.others is None or self._scene.is_hidden:
            return items
        room = QRectF(self._lefts()[2], y, self._form.cells[2], self._high)
        text, exact = decimal_text(printed.others), printed.exact_others
        items.append(Text(room, text, side="centre", name="others", exact=exact))
        items.append(self._bar(exact, y))
        if self._running:
            left = self._width - self._form.running
            end = QRectF(left, y, self._form.running, self._high)
            text = decimal_text(self._running[-1] + printed.others)
            items.append(Text(end, text, 13, ink="muted", side="right", name="running"))
        return items


# The weights as pictures


def _pictures(scene: Scene, about: WeightedSum, width: int) -> tuple[list[Item], int]:
    """Lay out the weights of this unit over the maps they belong to."""
    look, slices = scene.look, _slices(scene, about)
    count, rows, columns = slices.values.shape
    word = channel_word(scene.forward.trace, scene.step)
    over = f", over the {count} maps" if slices.maps and count > 1 else ""
    items: list[Item] = [heading(look, f"Weights of this {word}{over}", 0, 0, width)]
    gap, high = look.px(8), look.px(HEADING)
    for side in map(look.px, SIDES):
        per_row = max(1, (width + gap) // (side + gap))
        if -(-count // per_row) * (side + gap) <= look.px(PICTURES):
            break
    limit, lit = _of_weights(_layer(scene))[0], lit_input(scene, about)
    if count == 1:
        side = look.px(PICTURES - 10)
    bottom = high
    for k in range(count):
        row, column = divmod(k, per_row)
        room = QRect(column * (side + gap), high + row * (side + gap), side, side)
        current = None
        if lit is not None and lit // (rows * columns) == k:
            current = divmod(lit % (rows * columns), columns)
        reached = slices.count if not slices.maps else None
        shown = MapShown(slices.values[k], limit, reached=reached)
        made = map_at(look, shown, MapMarks(current=current), room, f"slice {k}")
        items.append(made)
        bottom = made.place.bottom() + look.px(4)
    return items, bottom


def lit_input(scene: Scene, about: WeightedSum) -> int | None:
    """Return the input under the pointer: in its row, or as a weight on a picture."""
    return None if scene.lit is None else _input_at(scene, about, scene.lit)


def _input_at(scene: Scene, about: WeightedSum, spot: Spot) -> int | None:
    what, _, number = spot.name.partition(" ")
    if what in ("input", "weight", "product") and number:
        return int(number)
    if what != "slice":
        return None
    rows, columns = _slices(scene, about).values.shape[1:]
    index = (int(number) * rows + spot.row) * columns + spot.column
    is_inside = 0 <= spot.row < rows and 0 <= spot.column < columns
    return index if is_inside and index < len(about.products) else None


def told(scene: Scene, spot: Spot) -> str:
    """Return the product at a spot with its exact numbers, or nothing."""
    about = scene.about
    assert isinstance(about, WeightedSum)  # the kind it is about
    index = _input_at(scene, about, spot)
    if index is None or index >= len(about.products):
        return ""
    where = _place_words(_slices(scene, about), index)
    one, other, product = (
        exact_text(float(array[index])) for array in (about.inputs, about.weights, about.products)
    )
    result = "" if scene.is_hidden else f" = {product}"
    return f"{where[0].upper()}{where[1:]}: {one} · {other}{result}"


def target(scene: Scene, spot: Spot) -> int | None:
    """Return the position that a click on a spot goes to, or None: it is pinned."""
    return None
