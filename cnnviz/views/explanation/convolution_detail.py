"""The terms of a convolution, folded: the sums of all input maps, and the products of one."""

from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter

from cnnviz.cnn.scale import largest
from cnnviz.explain.values import WindowSum
from cnnviz.language import _
from cnnviz.text.numbers import count_text
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.convolution_forms import ConvolutionForm
from cnnviz.views.explanation.convolution_grids import TITLE, GridBlock, Grids, block_in
from cnnviz.views.explanation.convolution_sums import HIGH, Sums
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.shown_maps import input_map
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import fitted
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.formula import right_end
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Drawing, Item, MapItem, Text
from cnnviz.views.sheets.leaves import LINE as TURNING
from cnnviz.views.sheets.leaves import (
    Leaf,
    leaf_line,
    leaf_of,
    leaf_width,
    leaf_words,
    ways_of,
    whole_leaf,
)
from cnnviz.views.sheets.sheet import Part, Sheet
from cnnviz.views.sheets.texts import text_width, wrapped

PICTURES, PLAIN = 37, 22  # pixels at 100 %: the height of a line in the list
PICTURE = 44  # pixels at 100 %: the width of a picture in a line
BETWEEN = 16  # pixels at 100 %: between list and grids
FLAT = 250  # pixels at 100 %: the width of what stands beside a leaf in a low room
LEAST_MAP, LARGEST_MAP = 56, 150  # pixels at 100 %: of the input map beside its products


def detail_sheet(
    scene: ExplanationScene, about: WindowSum, form: ConvolutionForm, room: Extent
) -> Sheet:
    """Lay out the list at the left, if there are several channels, and one of them beside it."""
    sums = Sums(scene, about, form)
    if len(about.channels) == 1:
        return _Chosen(scene, about, form, sums, 0).sheet(0, room)
    chosen = min(scene.chosen, len(about.channels) - 1)
    listed = _List(scene, about, form, sums, chosen)
    width, height = listed.size(room)
    if not form.has_grids:
        return _sums_alone(scene, listed.sheet(room))
    left = width + scene.look.px(BETWEEN)
    gap = scene.look.px(8)
    below = QRect(0, height + gap, width, max(room[1] - height - gap, 0))
    grids = _Chosen(scene, about, form, sums, chosen, below).sheet(left, room)
    if grids.width > room[0] or max(grids.height, height) > room[1]:
        return Sheet((), grids.width, max(grids.height, height))
    made = listed.sheet(room)
    items = (*made.items, *grids.items)
    return Sheet(items, grids.width, max(height, grids.height), made.parts, grids.leaf)


def _sums_alone(scene: ExplanationScene, listed: Sheet) -> Sheet:
    """Return the list alone, and say where the products are."""
    px, left = scene.look.px, listed.width + scene.look.px(BETWEEN)
    text = _("The products are seen in a larger window")
    note = wrapped(scene.look, text, left, px(TITLE), px(150))
    high = max(listed.height, round(note.place.bottom()))
    return Sheet((*listed.items, note), left + px(150), high, listed.parts)


class _Chosen:
    """The grids of one input channel, as many products as have room."""

    def __init__(
        self,
        scene: ExplanationScene,
        about: WindowSum,
        form: ConvolutionForm,
        sums: Sums,
        k: int,
        below: QRect | None = None,
    ) -> None:
        self._scene, self._about, self._form = scene, about, form
        self._sums, self._k, self._below = sums, k, below or QRect()

    def sheet(self, left: int, room: Extent) -> Sheet:
        """Lay them out in a room from `left` on; nothing but their size where it is too small."""
        px, form, k = self._scene.look.px, self._form, self._k
        block, leaf = None, None
        if form.least:
            beside, below = (px(FLAT), 0) if form.is_flat else (0, 2 * px(HIGH) + px(TURNING))
            rest = max(room[0] - left - beside, 1), room[1] - below
            block, leaf = block_in(self._scene, self._about, form, rest)
            if not leaf.first and block.size < form.least * self._about.products[0].size:
                return Sheet((), room[0] + 1, room[1])
        grids = Grids(self._scene, self._about, form, block)
        right, bottom = left + grids.width, grids.height
        place = self._map_place(grids, left, room)
        if place is not None:
            right, bottom = max(right, place.right()), max(bottom, place.bottom())
        below = px(HIGH) if form.has_sums and leaf is None else 0
        if right > room[0] or bottom + below > room[1]:
            return Sheet((), right, bottom + below)
        items = [*grids.titles(left, 0), *grids.items(k, left, 0)]
        if place is not None:
            items.append(self._sums.thumbnail(k, place.adjusted(0, 0, -2, -2)))
        if leaf is not None:
            corner = (right + px(BETWEEN), px(4)) if form.is_flat else (left, bottom)
            seen = grids.block, leaf
            made, end = _leaf_lines(self._scene, self._about, self._sums, k, seen, corner)
            items += made
            return Sheet(tuple(items), max(right, right_end(items)), max(end, bottom), leaf=leaf)
        if form.has_sums:
            items += self._sums.rounding(k, QRectF(left, bottom, px(70), px(HIGH)))
        return Sheet(tuple(items), right, bottom + below)

    def _map_place(self, grids: Grids, left: int, room: Extent) -> QRect | None:
        """Return where the input map stands: beside the products."""
        px = self._scene.look.px
        if not self._form.has_map:
            return None
        beside = grids.places[2]
        corner = left + beside.right() + 1 + px(BETWEEN)
        side = min(px(LARGEST_MAP), max(beside.height(), px(LEAST_MAP)))
        under = min(self._below.width(), self._below.height(), px(LARGEST_MAP))
        if room[0] - corner < px(LEAST_MAP) <= under:  # below the list there is room
            return QRect(self._below.topLeft(), QSize(under, under))
        wide = max(min(room[0] - corner, side), px(LEAST_MAP))
        return QRect(corner, beside.top(), wide + 2, min(side, wide) + 2)


def _leaf_lines(
    scene: ExplanationScene,
    about: WindowSum,
    sums: Sums,
    k: int,
    seen: tuple[GridBlock, Leaf],
    corner: tuple[int, int],
) -> tuple[list[Item], int]:
    """Return what the other products add up to, and which products are seen; and where it ends."""
    (block, leaf), (left, top) = seen, corner
    rows, columns = block
    part = about.products[k, rows.start : rows.stop, columns.start : columns.stop]
    items, bottom = sums.rest_of_leaf(k, part.ravel().tolist(), left, top)
    if leaf.is_whole:
        return items, bottom
    items += leaf_line(scene.look, _block_words(about, block), ways_of(leaf), left, bottom)
    return items, bottom + scene.look.px(TURNING)


def _block_words(about: WindowSum, block: GridBlock) -> str:
    """Return which rows and columns of a kernel are seen."""
    rows, columns = about.window.shape[1:]
    down = leaf_words(Leaf(block.rows.start, block.rows.stop, rows, rows))
    across = leaf_words(Leaf(block.columns.start, block.columns.stop, columns, columns))
    if len(block.rows) == rows:
        return _("Columns {columns}").format(columns=across)
    if len(block.columns) == columns:
        return _("Rows {rows}").format(rows=down)
    return _("Rows {rows}, columns {columns}").format(rows=down, columns=across)


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
            lines = max((room[1] - top - px(PLAIN) - px(TURNING)) // self._step, 1)
            leaf = leaf_of(count, lines, self._chosen // lines * lines)
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
        turning = leaf_width(self._look, leaf_words(leaf))
        return max(width, turning), height + px(PLAIN) + px(TURNING)

    def sheet(self, room: Extent) -> Sheet:
        """Return the list at the left of a room."""
        leaf, _columns, lines = self._leaf(room)
        top, pitch = self._look.px(TITLE), self._wide + self._look.px(BETWEEN)
        items: list[Item] = []
        parts: list[Part] = []
        for place, k in enumerate(leaf.numbers):
            column, line = divmod(place, lines)
            if not line:
                items += self._headings(column * pitch)
            at = QRect(column * pitch, top + line * self._step, self._wide, self._step)
            parts.append(Part(at, partial(self._line, k, at)))
        if not leaf.is_whole:
            items += self._others(leaf, top + lines * self._step)
        return Sheet(tuple(items), *self.size(room), tuple(parts))

    def _headings(self, left: int) -> list[Item]:
        px, label = self._look.px, left + self._sums.label + self._look.px(6)
        items = self._sums.headings(left + self._numbers)
        if self._has_pictures:
            for place, title in enumerate((_("Input"), _("Kernel"))):
                room = QRectF(label + place * self._picture, 0, self._picture, px(18))
                items.append(Text(room, title, 12, ink="muted"))
        return items

    def _others(self, leaf: Leaf, top: int) -> list[Item]:
        """Return the sum of all channels on other leaves, and the way to them."""
        px, count = self._look.px, leaf.count - len(leaf.numbers)
        words = _more(count)
        place = QRectF(0, top, self._numbers, px(PLAIN))
        sums = self._sums.others(leaf.numbers, place.translated(self._numbers, 0))
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
