"""What stands beside the grids of an input map: its number, its map, its sum, what is rounded."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF

from cnnviz.cnn.reach import inputs_of_weight, reached
from cnnviz.explain.layer_decimals import headed
from cnnviz.explain.printed import signed_text
from cnnviz.explain.values import WindowSum, explain
from cnnviz.language import _
from cnnviz.text.decimals import decimal_text, rounding_of, true_sum
from cnnviz.views.explanation.convolution_forms import (
    ConvolutionForm,
    is_by_size,
    number_width,
    printed_of,
    term_decimals,
)
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.lit_cells import window_flags
from cnnviz.views.explanation.shown_maps import input_map
from cnnviz.views.maps.geometry import fitted
from cnnviz.views.maps.shown import Flags, MapMarks
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, MapItem, Text
from cnnviz.views.sheets.texts import text_width

HIGH = 20  # pixels at 100 %: of a line with a number


class Sums:
    """Lays out the sums of input maps; what all share is computed once."""

    def __init__(self, scene: ExplanationScene, about: WindowSum, form: ConvolutionForm) -> None:
        self._scene, self._about, self._form = scene, about, form
        self._look = scene.look
        self._printed = printed_of(scene, about)
        self._of_sums = term_decimals(scene)[0]
        self._title = headed(_("Sum"), self._of_sums)
        title = text_width(self._look, self._title, 12) + self._look.px(8)
        self.number = max(number_width(scene, about), title)
        self.label = text_width(self._look, str(int(max(about.channels)) + 1), 13)
        self._unreached = reached(scene.layer, scene.shape_before)

    @property
    def has_running(self) -> bool:
        """Whether there is a running total."""
        in_order = not is_by_size(self._scene, self._about)
        return self._form.has_running and len(self._about.channels) > 1 and in_order

    @property
    def width(self) -> int:
        """How wide the sums are."""
        return self.number * (2 if self.has_running else 1)

    def headings(self, left: float) -> list[Item]:
        """Return the titles of the sums, which begin at `left`."""
        place = QRectF(left, 0, self.number, self._look.px(18))
        sums: list[Item] = [Text(place, self._title, 12, ink="muted", side="right")]
        if self.has_running:
            place = place.translated(self.number, 0)
            sums.append(Text(place, _("So far"), 12, ink="muted", side="right"))
        return sums

    def name(self, k: int, place: QRectF) -> Text:
        """Return the number of an input channel, counted from 1."""
        number = str(int(self._about.channels[k]) + 1)
        return Text(place, number, 13, ink="muted", side="right")

    def items(self, k: int, place: QRectF) -> list[Item]:
        """Return the sum of one input channel, and the running total after it."""
        printed = self._printed
        if printed is None or not self._scene.tells("sum") or not self._form.has_sums:
            return []
        exact = printed.exact_subtotals[k]
        text = signed_text(printed.subtotals[k])
        place = QRectF(place.x(), place.y(), self.number, place.height())
        items: list[Item] = [
            Text(place, text, 15, side="right", id=ItemId(What.SUBTOTAL, k), exact=exact)
        ]
        if self.has_running:
            so_far = printed.exact_until(k)
            place, text = place.translated(self.number, 0), decimal_text(printed.running(k))
            items.append(
                Text(place, text, 14, False, "muted", "right", ItemId(What.RUNNING, k), so_far)
            )
        return items

    def rounding(self, k: int, place: QRectF, *, is_below: bool = False) -> list[Item]:
        """Return what is missing to the sum of one input channel, where it shows.

        Args:
            k: The channel.
            place: Of the word; the number stands beside it.
            is_below: Whether the number stands below the word.
        """
        printed = self._printed
        if printed is None or not self._scene.tells("sum") or not self._form.has_sums:
            return []
        rounding = printed.subtotal_rounding(k)
        if not rounding:
            return []
        text, item_id = signed_text(rounding), ItemId(What.SUBTOTAL_ROUNDING, k)
        word = _("Rounding")
        beside = text_width(self._look, word, 12) + self._look.px(8)
        at = place.translated(0, place.height()) if is_below else place.translated(beside, 0)
        side = "right" if is_below else "left"
        return [
            Text(place, word, 12, ink="muted", side=side),  # type: ignore[arg-type]
            Text(at, text, 14, ink="muted", side=side, id=item_id),  # type: ignore[arg-type]
        ]

    def others(self, ks: Sequence[int], place: QRectF) -> list[Item]:
        """Return the sum of all channels that have no line on a leaf of the list."""
        printed = self._printed
        listed = {*ks}
        rest = [k for k in range(len(self._about.channels)) if k not in listed]
        if printed is None or not self._scene.tells("sum") or not rest:
            return []
        total = sum((printed.subtotals[k] for k in rest), printed.subtotals[0] * 0)
        exact = sum(printed.exact_subtotals[k] for k in rest)
        text = signed_text(total)
        place = QRectF(place.x(), place.y(), self.number, place.height())
        return [Text(place, text, 15, side="right", id=ItemId(What.OTHERS), exact=exact)]

    def rest_of_leaf(
        self, k: int, shown: list[float], left: float, top: float
    ) -> tuple[list[Item], int]:
        """Return the sum of the products of a channel on other leaves, and what is missing then.

        Args:
            k: The channel.
            shown: Its products that are seen.
            left: Where the lines begin.
            top: Their upper end.

        Returns:
            The items, and the lower end.
        """
        printed = self._printed
        if printed is None or not self._scene.tells("sum"):
            return [], round(top)
        of_products, exact = printed.of_products, printed.exact_subtotals[k] - true_sum(shown)
        other = of_products.rounded(exact)
        is_whole = len(shown) == self._about.products[k].size
        terms = [*map(of_products.rounded, shown), *([] if is_whole else [other])]
        total, of_total = printed.subtotals[k], printed.of_subtotals
        if not self._form.has_sums:
            total, of_total = printed.end.sum, printed.end.of_sum
        rest = rounding_of(terms, total, of_total.unit)
        named = []
        if not is_whole:
            words = _("The other products together")
            named.append((words, other, of_products, ItemId(What.OTHERS, k)))
        if rest:
            named.append((_("Rounding"), rest, of_total, ItemId(What.SUBTOTAL_ROUNDING, k)))
        items: list[Item] = []
        for words, number, decimals, item_id in named:
            wide, high = text_width(self._look, words, 13) + self._look.px(10), self._look.px(HIGH)
            text = decimals.signed(number)
            end = QRectF(left + wide, top, text_width(self._look, text), high)
            value = exact if item_id.what is What.OTHERS else None
            items.append(Text(QRectF(left, top, wide, high), words, 13, ink="muted"))
            items.append(Text(end, text, 14, id=item_id, exact=value))
            top += high
        return items, round(top)

    def thumbnail(self, k: int, room: QRect) -> MapItem:
        """Return the input map of one channel with its window, in the corner of a room."""
        about, channel = self._about, int(self._about.channels[k])
        marks = MapMarks(window=(about.rows, about.columns), lit=_lit_inputs(self._scene, about, k))
        shown = input_map(self._scene, channel, self._unreached)
        place = fitted(room, shown, largest_cell=self._look.px(24))
        place.moveTo(room.topLeft())
        return MapItem(place, shown, marks, ItemId(What.INPUT_MAP, channel))


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
