"""The terms of a fully connected unit: a row for each input, its weight and its product."""

from decimal import Decimal
from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import headed
from cnnviz.explain.values import WeightedSum
from cnnviz.language import _
from cnnviz.text.decimals import decimal_text
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.connected_forms import (
    SIGN,
    ConnectedForm,
    ConnectedWidths,
    widths_of,
)
from cnnviz.views.explanation.connected_pictures import weight_pictures
from cnnviz.views.explanation.connected_terms import (
    Weighted,
    decimals_shown,
    limit_of_weights,
    lit_input,
    most_shown,
    ordered_inputs,
    others_words,
    place_words,
    printed_unit,
)
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.placed_pictures import placed_pictures
from cnnviz.views.maps.shown import Flags
from cnnviz.views.sheets.drawings import bar
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, Numbers, Text
from cnnviz.views.sheets.leaves import LINE, Leaf, leaf_line, leaf_of, leaf_words, ways_of
from cnnviz.views.sheets.sheet import Part, Sheet
from cnnviz.views.sheets.texts import (
    HEADING,
    heading,
)

CHUNK = 16  # terms that are laid out together when they come into view
WIDEST = 640  # pixels at 100 %


def rows_sheet(
    scene: ExplanationScene, about: Weighted, form: ConnectedForm, room: Extent
) -> Sheet:
    """Lay out the weights as pictures over the maps, and below them a row for each term."""
    look, widths = scene.look, widths_of(scene, about, form)
    width = max(widths.least(look), min(room[0], look.px(WIDEST)) if form.has_bar else 0)
    if width > room[0]:
        return Sheet((), width, room[1])
    items, y = _pictures(scene, about, width) if form.has_pictures else ([], 0)
    y += look.px(8) if form.has_pictures else 0
    leaf = _leaf(scene, about, form, room[1] - y)
    if leaf is not None and len(leaf.numbers) < form.least and leaf.after is not None:
        return Sheet((), width, room[1] + 1)
    rows = _Rows(scene, about, form, widths, leaf, QRect(0, y, width, 0))
    if rows.bottom > room[1]:
        return Sheet((), width, rows.bottom)
    items += rows.ends()
    return Sheet(tuple(items), width, rows.bottom, tuple(rows.parts()), leaf)


def _pictures(scene: ExplanationScene, about: Weighted, width: int) -> tuple[list[Item], int]:
    """Return the weights of a unit over the maps, or the maps that a value is placed in."""
    if isinstance(about, WeightedSum):
        return weight_pictures(scene, about, width)
    return placed_pictures(scene, about, width)


def _leaf(
    scene: ExplanationScene, about: Weighted, form: ConnectedForm, height: int
) -> Leaf | None:
    """Return which terms of the whole order are seen; None: those that are shown at most."""
    if not form.least:
        return None
    look, high = scene.look, scene.look.px(form.high)
    around = look.px(HEADING) + 2 * high + look.px(LINE)  # the others, and the rounding
    return leaf_of(len(about.products), max(1, (height - around) // high), scene.leaf)


class _Rows:
    """Lays out the rows of terms; what all rows share is computed once."""

    def __init__(
        self,
        scene: ExplanationScene,
        about: Weighted,
        form: ConnectedForm,
        widths: ConnectedWidths,
        leaf: Leaf | None,
        place: QRect,
    ) -> None:
        self._scene, self._about, self._form, self._width = scene, about, widths, place.width()
        self._look, self._high = scene.look, scene.look.px(form.high)
        self._leaf = leaf
        shown = None if leaf is None else (leaf.first, leaf.end)
        self._printed = printed_unit(scene, about, shown)
        first, end = shown or (0, most_shown(scene, about))
        self._indices = ordered_inputs(scene, about)[first:end]
        self._top = place.y()
        self._first = self._top + self._look.px(HEADING)
        self._limits = (
            scene.forward.scales.limit(scene.before),
            limit_of_weights(scene.layer)[0],
            largest(about.products),
        )
        self._decimals = decimals_shown(scene)
        self._is_learnt = bool(scene.layer.parameters())
        self._lit = lit_input(scene, about)
        is_running = widths.running and self._printed is not None
        self._running = self._printed.running if is_running and self._printed else ()

    @property
    def _rest(self) -> int:
        """How many inputs have no row of their own."""
        return len(self._about.products) - len(self._indices)

    @property
    def bottom(self) -> int:
        """Where the rows end."""
        rows = len(self._indices) + (1 if self._rest else 0)
        bottom = self._first + rows * self._high + self._look.px(4)
        if self._leaf is None:
            return bottom
        line = 0 if self._leaf.is_whole else self._look.px(LINE)
        return bottom + line + (self._high if self._rounding else 0)

    @property
    def _rounding(self) -> Decimal:
        """What is missing to the sum where the terms of a leaf are added."""
        is_told = self._leaf is not None and self._scene.tells("products")
        return self._printed.sum_rounding if is_told and self._printed else Decimal(0)

    def _lefts(self) -> tuple[int, int, int, int]:
        """Return where input, weight, product and bar begin."""
        sign, cell = self._look.px(SIGN), self._form.cell
        left = self._form.words
        weight = left + cell + sign
        product = weight + cell + sign
        return left, weight, product, product + cell + self._look.px(12)

    def ends(self) -> list[Item]:
        """Return the headings, and the row of all the other inputs."""
        look, (first, weight, product, _bar) = self._look, self._lefts()
        wide = self._form.cell
        names = map(headed, (_("Input"), _("Weight"), _("Product")), self._decimals)
        titles = zip((first, weight, product), names, strict=True)
        items: list[Item] = [
            heading(look, title, left, self._top, wide, "centre") for left, title in titles
        ]
        if self._form.running and self._scene.tells("sum"):
            place = self._width - self._form.running
            items.append(heading(look, _("So far"), place, self._top, self._form.running, "right"))
        if self._rest:
            items += self._others(self._first + len(self._indices) * self._high)
        return items + self._leaf_lines()

    def _leaf_lines(self) -> list[Item]:
        """Return what is missing to the sum on a leaf, and which leaf it is."""
        leaf, look = self._leaf, self._look
        if leaf is None:
            return []
        items: list[Item] = []
        y = self._first + (len(self._indices) + (1 if self._rest else 0)) * self._high
        if self._rounding and self._printed is not None:
            left = self._lefts()[2]
            text = self._printed.end.of_sum.signed(self._rounding)
            words = QRectF(0, y, left, self._high)
            number = QRectF(left, y, self._form.cell, self._high)
            item_id = ItemId(What.SUM_ROUNDING)
            items.append(Text(words, _("Rounding"), 13, ink="muted"))
            items.append(Text(number, text, 14, ink="muted", side="centre", id=item_id))
            y += self._high
        if leaf.is_whole:
            return items
        return items + leaf_line(look, leaf_words(leaf), ways_of(leaf), 0, y)

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
                place_words(self._scene, about, index),
                13,
                ink="accent" if index == self._lit else "text",
            ),
            self._number(index, about.inputs, 0, (first, y)),
            self._sign("·", first + self._form.cell, y, sign),
            self._number(index, about.weights, 1, (weight, y)),
            self._sign(self._equals(index), weight + self._form.cell, y, sign),
            self._product(index, (product, y)),
        ]
        if self._scene.tells("products") and np.isfinite(about.products[index]):
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
            QPoint(*at), (self._form.cell, self._high), value, [text],
            self._limits[which], ItemId((What.INPUT, What.WEIGHT)[which], index),
            framed=self._framed(index), is_editable=which == 1 and self._is_learnt,
            factor=self._decimals[which].factor,
        )  # fmt: skip

    def _product(self, index: int, at: tuple[int, int]) -> Numbers:
        value = self._about.products[index : index + 1].reshape(1, 1)
        if not self._scene.tells("products"):
            value, text = np.zeros_like(value), ""
        else:
            text = self._decimals[2].text(float(value[0, 0]))
        return Numbers(
            QPoint(*at), (self._form.cell, self._high), value, [text], self._limits[2],
            ItemId(What.PRODUCT, index), framed=self._framed(index),
        )  # fmt: skip

    def _ends_of_row(self, row: int, value: float, y: int) -> list[Item]:
        """Return the bar of a product and the running total."""
        items: list[Item] = [self._bar(value, y)] if self._form.bar else []
        if self._running:
            place = QRectF(self._width - self._form.running, y, self._form.running, self._high - 1)
            text = decimal_text(self._running[row])
            items.append(
                Text(place, text, 14, ink="muted", side="right", id=ItemId(What.RUNNING, row))
            )
        return items

    @property
    def _inset(self) -> int:
        return self._high // 3

    def _bar(self, value: float, y: int) -> Item:
        left = self._lefts()[3]
        room = self._width - self._form.running - left - self._look.px(8)
        place = QRectF(left, y + self._inset, room, self._high - 2 * self._inset)
        others = self._printed.exact_others if self._printed else 0.0
        limit = max(self._limits[2], abs(others)) or 1.0
        return bar(place, value / limit, is_centred=True)

    def _others(self, y: int) -> list[Item]:
        """Return the row of the inputs that have none of their own."""
        printed = self._printed
        words = others_words(self._rest)
        place = QRectF(0, y, self._lefts()[2], self._high)
        items: list[Item] = [Text(place, words, 13, ink="muted")]
        if printed is None or printed.others is None or not self._scene.tells("products"):
            return items
        room = QRectF(self._lefts()[2], y, self._form.cell, self._high)
        text, exact = decimal_text(printed.others), printed.exact_others
        items.append(Text(room, text, side="centre", id=ItemId(What.OTHERS), exact=exact))
        if self._form.bar:
            items.append(self._bar(exact, y))
        if self._running:
            left = self._width - self._form.running
            end = QRectF(left, y, self._form.running, self._high)
            text = decimal_text(self._running[-1])
            items.append(Text(end, text, 14, ink="muted", side="right", id=ItemId(What.RUNNING)))
        return items
