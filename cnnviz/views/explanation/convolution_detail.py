"""The terms of a convolution, folded: the sums of all input maps, and the products of some."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from cnnviz.cnn.scale import largest
from cnnviz.explain.printed_values import by_size
from cnnviz.explain.values import WindowSum
from cnnviz.language import _
from cnnviz.text.numbers import count_text
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.convolution_forms import ConvolutionForm, is_by_size
from cnnviz.views.explanation.convolution_grids import TITLE
from cnnviz.views.explanation.convolution_products import (
    BETWEEN,
    ChosenProducts,
    ConvolutionTerms,
    several,
    shown_beside,
)
from cnnviz.views.explanation.convolution_sums import Sums
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.shown_maps import input_map
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import fitted
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Drawing, Item, MapItem, Text
from cnnviz.views.sheets.leaves import LINE as TURNING
from cnnviz.views.sheets.leaves import (
    Leaf,
    leaf_line,
    leaf_of,
    leaf_width,
    leaf_words,
    whole_leaf,
)
from cnnviz.views.sheets.sheet import Part, Sheet
from cnnviz.views.sheets.texts import text_width, wrapped

PICTURES, PLAIN = 37, 22  # pixels at 100 %: the height of a line in the list
ROUNDING = 66  # pixels at 100 %: of what is rounded, its word and its number each
PICTURE = 44  # pixels at 100 %: the width of a picture in a line


def detail_sheet(
    scene: ExplanationScene, about: WindowSum, form: ConvolutionForm, room: Extent
) -> Sheet:
    """Lay out the list at the left, if there are several channels, and some of them beside it."""
    sums = Sums(scene, about, form)
    terms = ConvolutionTerms(scene, about, form, sums)
    if len(about.channels) == 1:
        return ChosenProducts(terms, 0).sheet(0, room)
    chosen = min(scene.chosen, len(about.channels) - 1)
    listed = _List(scene, about, form, sums, chosen)
    width, height = listed.size(room)
    if not form.has_grids:
        return _sums_alone(scene, listed.sheet(room))
    if form.has_line:
        return _below_line(terms, chosen, listed, room)
    left = width + scene.look.px(BETWEEN)
    gap = scene.look.px(8)
    below = QRect(0, height + gap, width, max(room[1] - height - gap, 0))
    if form.shown > 1:
        grids = several(terms, shown_beside(form, about, chosen), left, room)
    else:
        grids = ChosenProducts(terms, chosen, below).sheet(left, room)
    if grids.width > room[0] or max(grids.height, height) > room[1]:
        return Sheet((), grids.width, max(grids.height, height))
    made = listed.sheet(room)
    items = (*made.items, *grids.items)
    return Sheet(items, grids.width, max(height, grids.height), made.parts, grids.leaf)


def _below_line(terms: ConvolutionTerms, chosen: int, listed: "_List", room: Extent) -> Sheet:
    """Lay the products of a channel out below the sums of all channels, which are one line."""
    px = terms.scene.look.px
    made, grids = listed.line(), ChosenProducts(terms, chosen, top=px(PLAIN)).sheet(0, room)
    rounding = QRectF(made.width + px(BETWEEN), 0, px(ROUNDING), px(PLAIN))
    width = max(round(rounding.right() + rounding.width()), grids.width)
    if width > room[0] or not grids.items:
        return Sheet((), width, grids.height)
    items = (*grids.items, *terms.sums.rounding(chosen, rounding))
    return Sheet(items, width, grids.height, made.parts)


def _sums_alone(scene: ExplanationScene, listed: Sheet) -> Sheet:
    """Return the list alone, and say where the products are."""
    px, left = scene.look.px, listed.width + scene.look.px(BETWEEN)
    text = _("The products are seen in a larger window")
    note = wrapped(scene.look, text, left, px(TITLE), px(150))
    high = max(listed.height, round(note.place.bottom()))
    return Sheet((*listed.items, note), left + px(150), high, listed.parts)


class _List:
    """The sums of all input channels; where they have no room, as many as have."""

    def __init__(
        self,
        scene: ExplanationScene,
        about: WindowSum,
        form: ConvolutionForm,
        sums: Sums,
        chosen: int,
    ) -> None:
        self._scene, self._about, self._form = scene, about, form
        self._sums, self._chosen, self._look = sums, chosen, scene.look
        px = self._look.px
        self._has_pictures = form.lines == "pictures"
        titles = [text_width(self._look, title, 12) for title in (_("Input"), _("Kernel"))]
        self._picture = max(px(PICTURE), *(title + px(6) for title in titles))
        self._numbers = sums.label + px(6) + (2 * self._picture if self._has_pictures else 0)
        self._order: Sequence[int] = range(len(about.channels))  # in which they are listed
        if is_by_size(scene, about):
            ranking = by_size(about) if scene.ranking is None else scene.ranking
            self._order = ranking.tolist()
        if form.least:
            more = text_width(self._look, _more(len(about.channels)), 13) + px(6)
            self._numbers = max(self._numbers, more)
        self._wide = self._numbers + sums.width
        self._step = px(PICTURES if self._has_pictures else PLAIN)

    def _leaf(self, room: Extent) -> tuple[Leaf, int, int]:
        """Return which channels are listed, in how many columns of how many lines."""
        px, count = self._look.px, len(self._about.channels)
        top, leaf = px(TITLE), whole_leaf(count)
        lines = max((room[1] - top) // self._step, 1)
        if self._form.least and lines < count:
            turning = 0 if self._is_by_size else px(TURNING)  # the rest has no leaf of its own
            lines = max((room[1] - top - px(PLAIN) - turning) // self._step, 1)
            first = 0 if self._is_by_size else self._chosen // lines * lines
            leaf = leaf_of(count, lines, first)
        lines = min(lines, len(leaf.numbers))
        columns = -(-len(leaf.numbers) // lines)
        return leaf, columns, -(-len(leaf.numbers) // columns)  # all columns are as long

    def size(self, room: Extent) -> Extent:
        """Return how large the list is in a room."""
        px, (leaf, columns, lines) = self._look.px, self._leaf(room)
        width = columns * (self._wide + px(BETWEEN)) - px(BETWEEN)
        height = px(TITLE) + lines * self._step
        if leaf.is_whole:
            return width, height
        if self._is_by_size:
            return width, height + px(PLAIN)
        turning = leaf_width(self._look, leaf_words(leaf))
        return max(width, turning), height + px(PLAIN) + px(TURNING)

    def sheet(self, room: Extent) -> Sheet:
        """Return the list at the left of a room."""
        leaf, _columns, lines = self._leaf(room)
        top, pitch = self._look.px(TITLE), self._wide + self._look.px(BETWEEN)
        items: list[Item] = []
        parts: list[Part] = []
        listed = self._listed(leaf)
        for place, k in enumerate(listed):
            column, line = divmod(place, lines)
            if not line:
                items += self._headings(column * pitch)
            at = QRect(column * pitch, top + line * self._step, self._wide, self._step)
            parts.append(Part(at, partial(self._line, k, at)))
        if not leaf.is_whole:
            items += self._others(leaf, listed, top + lines * self._step)
        return Sheet(tuple(items), *self.size(room), tuple(parts))

    @property
    def _is_by_size(self) -> bool:
        return is_by_size(self._scene, self._about)

    def _listed(self, leaf: Leaf) -> list[int]:
        """Return the channels on a leaf; the chosen one is the last where it is none of them."""
        listed = [self._order[place] for place in leaf.numbers]
        if self._chosen not in listed:
            listed[-1] = self._chosen
        return listed

    def line(self) -> Sheet:
        """Return the sums of all channels in one line above everything else."""
        parts: list[Part] = []
        pitch = self._wide + self._look.px(BETWEEN)
        for k in range(len(self._about.channels)):
            at = QRect(k * pitch, 0, self._wide, self._step)
            parts.append(Part(at, partial(self._line, k, at)))
        return Sheet((), len(parts) * pitch - self._look.px(BETWEEN), self._step, tuple(parts))

    def _headings(self, left: int) -> list[Item]:
        px, label = self._look.px, left + self._sums.label + self._look.px(6)
        items = self._sums.headings(left + self._numbers)
        if self._has_pictures:
            for place, title in enumerate((_("Input"), _("Kernel"))):
                room = QRectF(label + place * self._picture, 0, self._picture, px(18))
                items.append(Text(room, title, 12, ink="muted"))
        return items

    def _others(self, leaf: Leaf, listed: list[int], top: int) -> list[Item]:
        """Return the sum of all channels that are not listed, and the way to other leaves."""
        px, count = self._look.px, leaf.count - len(leaf.numbers)
        words = _more(count)
        place = QRectF(0, top, self._numbers, px(PLAIN))
        sums = self._sums.others(listed, place.translated(self._numbers, 0))
        if self._is_by_size:
            return [Text(place, words, 13, ink="muted"), *sums]
        before = None if leaf.before is None else ItemId(What.CHOICE, leaf.before)
        after = None if leaf.after is None else ItemId(What.CHOICE, leaf.after)
        line = leaf_line(self._look, leaf_words(leaf), (before, after), 0, top + px(PLAIN))
        return [Text(place, words, 13, ink="muted"), *sums, *line]

    def _line(self, k: int, place: QRect) -> list[Item]:
        """Return what stands in the line of a channel; a click on it chooses the map."""
        px, left = self._look.px, place.x()
        name = QRectF(left, place.y(), self._sums.label, place.height())
        items: list[Item] = [
            Drawing(QRectF(place), partial(self._paint_ground, k)),
            self._sums.name(k, name),
        ]
        if self._has_pictures:
            side = place.height() - px(6)
            first = QRect(left + self._sums.label + px(6), place.y() + px(3), side, side)
            items += [self._input(k, first), self._kernel(k, first.translated(self._picture, 0))]
        number = QRectF(left + self._numbers, place.y(), self._sums.number, place.height())
        return [
            *items,
            Drawing(QRectF(place), _nothing, ItemId(What.CHOICE, k)),
            *self._sums.items(k, number),
        ]

    def _paint_ground(self, k: int, painter: QPainter, look: Look, place: QRectF) -> None:
        if k == self._chosen:
            painter.fillRect(place.toRect(), QColor(look.colors.accent_soft))

    def _input(self, k: int, room: QRect) -> MapItem:
        about, channel = self._about, int(self._about.channels[k])
        shown = input_map(self._scene, channel, None)
        place = fitted(room, shown, largest_cell=self._look.px(8))
        return MapItem(place, shown, MapMarks(window=(about.rows, about.columns)))

    def _kernel(self, k: int, room: QRect) -> MapItem:
        limit = largest(self._scene.layer.parameters()["weight"])
        shown = MapShown(self._about.weights[k], limit, largest_digits=1)
        place = fitted(room, shown, largest_cell=self._look.px(12))
        return MapItem(place, shown, MapMarks())


def _more(count: int) -> str:
    """Return how many channels are on other leaves."""
    return _("{count} more").format(count=count_text(count))


def _nothing(painter: QPainter, look: Look, place: QRectF) -> None:
    """Paint nothing: the line is only to be clicked."""


def chosen_of(item: ItemId) -> int | None:
    """Return which input map a click on an item chooses, or None."""
    is_line = item.what in (What.CHOICE, What.SUBTOTAL, What.RUNNING)
    return item.number if is_line else None
