"""The terms of a fully connected unit: a row for each input, its weight and its product."""

from functools import partial
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import headed
from cnnviz.explain.values import WeightedSum
from cnnviz.language import _
from cnnviz.text.decimals import decimal_text
from cnnviz.text.numbers import is_whole
from cnnviz.views.explanation.connected_pictures import weight_pictures
from cnnviz.views.explanation.connected_terms import (
    decimals_shown,
    indices_shown,
    limit_of_weights,
    linear_of,
    lit_input,
    others_words,
    place_words,
    printed_unit,
    slices_of_unit,
)
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.maps.shown import Flags
from cnnviz.views.sheets.drawings import bar
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, Numbers, Text
from cnnviz.views.sheets.sheet import Part, Sheet
from cnnviz.views.sheets.texts import (
    HEADING,
    cell_width,
    heading,
    text_width,
    widest_printed,
)

ROW = 28  # pixels at 100 %: the height of a term


CHUNK = 16  # terms that are laid out together when they come into view


WIDEST = 640  # pixels at 100 %


class ConnectedForm(NamedTuple):
    """How a row is laid out."""

    cells: tuple[int, int, int]  # the widths of input, weight and product
    words: int  # the width of the place in words
    running: int  # the width of the running total; 0: left out
    width: int


def forms(scene: ExplanationScene, about: WeightedSum) -> list[ConnectedForm]:
    """Return the ways to lay out the terms: with a running total, or without."""
    look, before = scene.look, about.inputs
    limit, is_all_whole = limit_of_weights(linear_of(scene))
    sizes, whole = (largest(before), limit), (is_whole(before), is_all_whole)
    shown = decimals_shown(scene)
    product = widest_printed(shown[2], sizes[0] * sizes[1], whole=all(whole))
    is_negative = bool((before < 0).any())
    cells = (
        cell_width(look, [widest_printed(shown[0], sizes[0], negative=is_negative)]),
        cell_width(look, [widest_printed(shown[1], sizes[1])]),
        cell_width(look, [product]),
    )
    words = text_width(
        look, place_words(slices_of_unit(scene, about), len(before) - 1), 13
    ) + look.px(14)
    words = max(words, text_width(look, others_words(len(before)), 13))
    running = text_width(look, "0" * (len(product) + 1), 13) + look.px(12)
    least = words + sum(cells) + 2 * look.px(22) + look.px(70)
    return [ConnectedForm(cells, words, extra, least + extra) for extra in (running, 0)]


def rows_sheet(
    scene: ExplanationScene, about: WeightedSum, form: ConnectedForm, width: int
) -> Sheet:
    """Lay out the weights as pictures over the maps, and below them a row for each term."""
    width = max(form.width, min(width, scene.look.px(WIDEST)))
    items, y = weight_pictures(scene, about, width)
    rows = _Rows(scene, about, form, width, y + scene.look.px(8))
    return Sheet((*items, *rows.ends()), width, rows.bottom, tuple(rows.parts()))


class _Rows:
    """Lays out the rows of terms; what all rows share is computed once."""

    def __init__(
        self, scene: ExplanationScene, about: WeightedSum, form: ConnectedForm, width: int, top: int
    ) -> None:
        self._scene, self._about, self._form, self._width = scene, about, form, width
        self._look, self._high = scene.look, scene.look.px(ROW)
        self._printed = printed_unit(scene, about)
        self._indices = indices_shown(scene, about)
        self._top, self._first = top, top + self._look.px(HEADING)
        self._limits = (
            scene.forward.scales.limit(scene.before),
            limit_of_weights(linear_of(scene))[0],
            largest(about.products),
        )
        self._decimals = decimals_shown(scene)
        self._slices = slices_of_unit(scene, about)
        self._lit = lit_input(scene, about)
        is_running = form.running and self._printed is not None
        self._running = self._printed.running if is_running and self._printed else ()

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
        look, (first, weight, product, _bar) = self._look, self._lefts()
        cells = self._form.cells
        names = map(headed, (_("Input"), _("Weight"), _("Product")), self._decimals)
        titles = zip((first, weight, product), cells, names, strict=True)
        items: list[Item] = [
            heading(look, title, left, self._top, cell, "centre") for left, cell, title in titles
        ]
        if self._form.running and not self._scene.is_hidden:
            place = self._width - self._form.running
            items.append(heading(look, _("So far"), place, self._top, self._form.running, "right"))
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
                place_words(self._slices, index),
                13,
                ink="accent" if index == self._lit else "text",
            ),
            self._number(index, about.inputs, 0, (first, y)),
            self._sign("·", first + self._form.cells[0], y, sign),
            self._number(index, about.weights, 1, (weight, y)),
            self._sign(self._equals(index), weight + self._form.cells[1], y, sign),
            self._product(index, (product, y)),
        ]
        if not self._scene.is_hidden and np.isfinite(about.products[index]):
            items += self._ends_of_row(row, float(about.products[index]), y)
        return items

    def _equals(self, index: int) -> str:
        """Return what stands before a product: ≈ where its factors are printed shorter."""
        given, weights, _products = self._decimals
        at = slice(index, index + 1)
        is_exact = given.is_exact(self._about.inputs[at]) and weights.is_exact(
            self._about.weights[at]
        )
        return "=" if is_exact else "≈"

    def _sign(self, sign: str, left: int, y: int, width: int) -> Text:
        return Text(QRectF(left, y, width, self._high - 1), sign, 16, side="centre")

    def _framed(self, index: int) -> Flags | None:
        return np.ones((1, 1), np.bool_) if index == self._lit else None

    def _number(self, index: int, values: Array, which: int, at: tuple[int, int]) -> Numbers:
        value = values[index : index + 1].reshape(1, 1)
        text = self._decimals[which].text(float(value[0, 0]))
        return Numbers(
            QPoint(*at), (self._form.cells[which], self._high), value, [text],
            self._limits[which], ItemId((What.INPUT, What.WEIGHT)[which], index),
            framed=self._framed(index), is_editable=which == 1,
            factor=self._decimals[which].factor,
        )  # fmt: skip

    def _product(self, index: int, at: tuple[int, int]) -> Numbers:
        value = self._about.products[index : index + 1].reshape(1, 1)
        if self._scene.is_hidden:
            value, text = np.zeros_like(value), ""
        else:
            text = self._decimals[2].text(float(value[0, 0]))
        return Numbers(
            QPoint(*at), (self._form.cells[2], self._high), value, [text], self._limits[2],
            ItemId(What.PRODUCT, index), framed=self._framed(index),
        )  # fmt: skip

    def _ends_of_row(self, row: int, value: float, y: int) -> list[Item]:
        """Return the bar of a product and the running total."""
        items: list[Item] = [self._bar(value, y)]
        if self._running:
            place = QRectF(self._width - self._form.running, y, self._form.running, self._high - 1)
            text = decimal_text(self._running[row])
            items.append(
                Text(place, text, 13, ink="muted", side="right", id=ItemId(What.RUNNING, row))
            )
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
        words = others_words(self._rest)
        place = QRectF(0, y, self._lefts()[2], self._high)
        items: list[Item] = [Text(place, words, 13, ink="muted")]
        if printed is None or printed.others is None or self._scene.is_hidden:
            return items
        room = QRectF(self._lefts()[2], y, self._form.cells[2], self._high)
        text, exact = decimal_text(printed.others), printed.exact_others
        items.append(Text(room, text, side="centre", id=ItemId(What.OTHERS), exact=exact))
        items.append(self._bar(exact, y))
        if self._running:
            left = self._width - self._form.running
            end = QRectF(left, y, self._form.running, self._high)
            text = decimal_text(self._running[-1])
            items.append(Text(end, text, 13, ink="muted", side="right", id=ItemId(What.RUNNING)))
        return items
