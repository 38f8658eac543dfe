"""The terms of a convolution: window ⊙ weights = products, a row for each input map."""

from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.cnn.reach import inputs_of_weight, reached
from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import headed
from cnnviz.explain.printed import signed_text
from cnnviz.explain.values import WindowSum, explain
from cnnviz.language import _
from cnnviz.text.decimals import decimal_text
from cnnviz.views.explanation.convolution_forms import (
    SIGN,
    ConvolutionForm,
    factor_decimals,
    number_width,
    printed_of,
    sign_of_products,
    term_decimals,
)
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.lit_cells import cell_flag, window_flags
from cnnviz.views.explanation.shown_maps import input_map
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import fitted
from cnnviz.views.maps.shown import Flags, MapMarks
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, MapItem, Numbers, Text
from cnnviz.views.sheets.sheet import Part, Sheet

TERMS = (What.WINDOW, What.WEIGHTS, What.PRODUCTS)  # the grids of one input map
ROW = 28  # pixels at 100 %: the height of a cell


def rows_sheet(scene: ExplanationScene, about: WindowSum, form: ConvolutionForm) -> Sheet:
    """Lay out a row for each input channel, in one of the forms, as wide as that is."""
    rows = Rows(scene, about, form)
    top, step = rows.look.px(22), rows.height + rows.look.px(8)
    count = len(about.channels)
    parts = [
        Part(QRect(0, top + k * step, form.width, step), partial(rows.row, k, top + k * step))
        for k in range(count)
    ]
    sums = rows.sum_headings(rows.right) if form.grids == 3 and form.has_sums else []
    items = (*rows.headings(), *sums)
    return Sheet(items, form.width, top + count * step, tuple(parts))


class Rows:
    """Lays out the rows of input channels; what all rows share is computed once."""

    def __init__(self, scene: ExplanationScene, about: WindowSum, form: ConvolutionForm) -> None:
        self._scene, self._about, self._form = scene, about, form
        self.look: Look = scene.look
        self._printed = printed_of(scene, about)
        self._of_sums, self._of_products = term_decimals(scene)
        self.number = number_width(scene, about)
        self._high, self._columns = self.look.px(ROW), int(about.window.shape[2])
        self._grid = int(about.window.shape[1]) * self._high
        self._lefts = self._places()
        layer = scene.layer
        self._limits = largest(layer.parameters()["weight"]), largest(about.products)
        self._unreached = reached(layer, scene.shape_before)

    @property
    def height(self) -> int:
        """The height of a row, without the gap after it."""
        return self._line(2) + self._grid

    def _line(self, index: int) -> int:
        """Return how far below the top of a row one of its grids stands."""
        return index // self._form.grids * (self._grid + self.look.px(6))

    def _places(self) -> list[int]:
        left, made = self._form.left, []
        for index, cell in enumerate(self._form.cells):
            if index and index % self._form.grids == 0:
                left = self._form.left
            made.append(left)
            left += self._columns * cell + self.look.px(SIGN)
        return made

    @property
    def right(self) -> int:
        """Where the products end."""
        return self._lefts[2] + self._form.cells[2] * self._columns

    def headings(self) -> list[Item]:
        """Return the titles of the grids."""
        px, form = self.look.px, self._form
        high = px(18)
        items: list[Item] = []
        if form.has_map:
            items.append(Text(QRectF(px(24), 0, px(80), high), _("Input map"), 12, ink="muted"))
        factors = (*factor_decimals(self._scene), self._of_products)
        products = _("Products: point at one") if self._form.is_folded else _("Products")
        names = map(headed, (_("Window"), _("Weights"), products), factors)
        titles = zip(self._lefts, names, strict=True)
        for left, title in list(titles)[: form.grids]:
            items.append(Text(QRectF(left, 0, px(80), high), title, 12, ink="muted"))
        return items

    def sum_headings(self, left: float) -> list[Item]:
        """Return the titles of the sums, which begin at `left`."""
        place = QRectF(left, 0, self.number, self.look.px(18))
        sums: list[Item] = [
            Text(place, headed(_("Sum"), self._of_sums), 12, ink="muted", side="right")
        ]
        if self.has_running:
            place = place.translated(self.number, 0)
            sums.append(Text(place, _("So far"), 12, ink="muted", side="right"))
        return sums

    @property
    def has_running(self) -> bool:
        """Whether there is a running total."""
        return self._form.has_running and len(self._about.channels) > 1

    def row(self, k: int, top: int) -> list[Item]:
        """Return the row of one input channel."""
        px = self.look.px
        items = self.grids(k, top)
        if len(self._about.channels) > 1:
            items.append(self.label(k, QRectF(0, top, px(18), min(self._grid, px(70)))))
        if self._form.has_map:
            items.append(self.thumbnail(k, QRect(px(24), top, px(68), self._grid)))
        place = QRectF(self.right, top + self._line(2), self.number, self._grid)
        return items + self.sums(k, place) + self.sum_rounding(k, place)

    def label(self, k: int, place: QRectF) -> Text:
        """Return the number of an input channel, counted from 1."""
        number = str(int(self._about.channels[k]) + 1)
        return Text(place, number, 13, ink="muted", side="right")

    def grids(self, k: int, top: int) -> list[Item]:
        """Return window ⊙ weights = products of one input channel."""
        items: list[Item] = [self._window(k, top), self._weights(k, top), self._products(k, top)]
        signs = "⊙", sign_of_products(self._scene, self._about, k)
        for index, sign in enumerate(signs):
            left = self._lefts[index] + self._columns * self._form.cells[index]
            line = self._line(index + 1)
            if line != self._line(index):  # it begins the next line
                left = self._lefts[index + 1] - self.look.px(SIGN)
            place = QRectF(left, top + line, self.look.px(SIGN), self._grid)
            items.append(Text(place, sign, 16, side="centre"))
        return items

    def _window(self, k: int, top: int) -> Numbers:
        about, scene = self._about, self._scene
        return Numbers(
            QPoint(self._lefts[0], top), (self._form.cells[0], self._high), about.window[k],
            factor_decimals(scene)[0].texts(about.window[k]),
            scene.forward.scales.limit(scene.before, int(about.channels[k])),
            ItemId(What.WINDOW, k),
            padding=about.is_padding if about.is_padding.any() else None,
            framed=_framed(scene, about, k),
        )  # fmt: skip

    def _weights(self, k: int, top: int) -> Numbers:
        weights = self._about.weights[k]
        return Numbers(
            QPoint(self._lefts[1], top + self._line(1)), (self._form.cells[1], self._high),
            weights, factor_decimals(self._scene)[1].texts(weights), self._limits[0],
            ItemId(What.WEIGHTS, k),
            framed=_framed(self._scene, self._about, k), is_editable=True,
            factor=factor_decimals(self._scene)[1].factor,
        )  # fmt: skip

    def _products(self, k: int, top: int) -> Numbers:
        values = self._about.products[k]
        is_hidden, is_folded = self._scene.is_hidden, self._form.is_folded
        is_told = not is_hidden and not is_folded
        texts = self._of_products.texts(values) if is_told else [""] * values.size
        shown = np.zeros_like(values) if self._scene.is_hidden else values
        return Numbers(
            QPoint(self._lefts[2], top + self._line(2)), (self._form.cells[2], self._high), shown,
            texts, self._limits[1], ItemId(What.PRODUCTS, k),
            framed=_framed(self._scene, self._about, k), is_folded=is_folded and not is_hidden,
        )  # fmt: skip

    def sums(self, k: int, place: QRectF) -> list[Item]:
        """Return the sum of one input channel, and the running total after it."""
        printed = self._printed
        if printed is None or self._scene.is_hidden or not self._form.has_sums:
            return []
        exact = printed.exact_subtotals[k]
        text = signed_text(printed.subtotals[k])
        items: list[Item] = [
            Text(place, text, 15, side="right", id=ItemId(What.SUBTOTAL, k), exact=exact)
        ]
        if self.has_running:
            so_far = printed.exact_running[k]
            place, text = place.translated(self.number, 0), decimal_text(printed.running(k))
            items.append(
                Text(place, text, 13, False, "muted", "right", ItemId(What.RUNNING, k), so_far)
            )
        return items

    def sum_rounding(self, k: int, place: QRectF) -> list[Item]:
        """Return what is missing to the sum of one input channel, below it, where it shows."""
        high = self.look.px(14)
        label = QRectF(place.x(), place.center().y() + self.look.px(9), place.width(), high)
        return self._rounding(k, label, label.translated(0, high))

    def rounding_below(self, k: int, top: int) -> list[Item]:
        """Return the same below the products, where their sum stands in a list."""
        place = QRectF(self._form.left, top + self.height, self.number, self.look.px(16))
        return self._rounding(k, place, place.translated(self.number, 0))

    def _rounding(self, k: int, label: QRectF, place: QRectF) -> list[Item]:
        printed = self._printed
        is_told = printed is not None and self._form.has_sums and not self._form.is_folded
        if printed is None or self._scene.is_hidden or not is_told:
            return []
        rounding = printed.subtotal_rounding(k)
        if not rounding:
            return []
        text, item_id = signed_text(rounding), ItemId(What.SUBTOTAL_ROUNDING, k)
        return [
            Text(label, _("Rounding"), 11, ink="muted", side="right"),
            Text(place, text, 11, ink="muted", side="right", id=item_id),
        ]

    def thumbnail(self, k: int, room: QRect) -> MapItem:
        """Return the input map of one channel with its window, in the corner of a room."""
        about, channel = self._about, int(self._about.channels[k])
        marks = MapMarks(window=(about.rows, about.columns), lit=_lit_inputs(self._scene, about, k))
        shown = input_map(self._scene, channel, self._unreached)
        place = fitted(room, shown, largest_cell=self.look.px(24))
        place.moveTo(room.topLeft())
        return MapItem(place, shown, marks, ItemId(What.INPUT_MAP, channel))

    def large_thumbnail(self, k: int, top: int) -> list[Item]:
        """Return the input map beside the products, where they stand below the weights."""
        left = self.right + self.look.px(36)
        room = QRect(left, top + self._line(2), self._form.width - left, self._grid)
        is_fitting = self._form.grids == 2 and room.width() > self.look.px(60)
        return [self.thumbnail(k, room)] if is_fitting else []


def _lit_inputs(scene: ExplanationScene, about: WindowSum, k: int) -> Flags | None:
    """Return the input cells that meet the weight under the pointer, or make the output there."""
    lit, shape = scene.lit, scene.shape_before
    if lit is None:
        return None
    if lit.is_on(What.WEIGHTS, k) and lit.is_within(about.window.shape[1:]):
        return inputs_of_weight(scene.layer, shape, lit.row, lit.column)
    if lit.is_on(What.OUTPUT) and lit.is_within(scene.forward.trace.shapes[scene.node][1:]):
        place = (about.place[0], lit.row, lit.column)
        other = explain(scene.forward.trace, scene.node, place)
        assert isinstance(other, WindowSum)  # a value of the same layer
        return window_flags(other, shape[1:])
    return None


def _framed(scene: ExplanationScene, about: WindowSum, k: int) -> Flags | None:
    """Return the cell under the pointer, framed in window, weights and products alike."""
    lit = scene.lit
    if lit is None or not any(lit.is_on(what, k) for what in TERMS):
        return None
    return cell_flag(about.window.shape[1:], lit)
