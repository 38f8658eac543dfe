"""The products of chosen input maps of a convolution: all of them, or a leaf of one's."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize

from cnnviz.explain.values import WindowSum
from cnnviz.language import _
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.convolution_forms import ConvolutionForm
from cnnviz.views.explanation.convolution_grids import TITLE, GridBlock, Grids, block_in
from cnnviz.views.explanation.convolution_sums import HIGH, Sums
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.sheets.formula import right_end
from cnnviz.views.sheets.items import Item
from cnnviz.views.sheets.leaves import LINE as TURNING
from cnnviz.views.sheets.leaves import Leaf, leaf_line, leaf_words, ways_of
from cnnviz.views.sheets.sheet import Sheet

BETWEEN = 16  # pixels at 100 %: between list and grids
FLAT = 250  # pixels at 100 %: the width of what stands beside a leaf in a low room
LEAST_MAP, LARGEST_MAP = 56, 150  # pixels at 100 %: of the input map beside its products


def shown_beside(form: ConvolutionForm, about: WindowSum, chosen: int) -> range:
    """Return which input channels stand beside the list: as many, with the chosen one."""
    first = min(chosen // form.shown * form.shown, len(about.channels) - form.shown)
    return range(first, first + form.shown)


class ConvolutionTerms(NamedTuple):
    """What is explained, in which form, and the sums of all input channels."""

    scene: ExplanationScene
    about: WindowSum
    form: ConvolutionForm
    sums: Sums


def several(terms: ConvolutionTerms, channels: range, left: int, room: Extent) -> Sheet:
    """Lay the products of some input channels out below each other, each with its number."""
    px, sums = terms.scene.look.px, terms.sums
    items: list[Item] = []
    right, bottom, label = left, 0, sums.label + px(6)
    for k in channels:
        made = ChosenProducts(terms, k, top=bottom).sheet(left + label, room)
        if not made.items:
            return made
        items += [sums.name(k, QRectF(left, bottom, sums.label, px(TITLE) - 2)), *made.items]
        right, bottom = max(right, made.width), made.height + px(BETWEEN // 2)
    return Sheet(tuple(items), right, bottom - px(BETWEEN // 2))


class ChosenProducts:
    """The grids of one input channel, as many products as have room."""

    def __init__(
        self, terms: ConvolutionTerms, k: int, below: QRect | None = None, *, top: int = 0
    ) -> None:
        """Take the terms of input channel `k`.

        Args:
            terms: Of all input channels.
            k: Which of the channels.
            below: Where its map may stand if it has no room beside its products.
            top: Where the grids begin, from the upper edge of the sheet.
        """
        self._scene, self._about, self._form, self._sums = terms
        self._k, self._below, self._top = k, below or QRect(), top

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
        right, bottom = left + grids.width, self._top + grids.height
        place = self._map_place(grids, left, room)
        if place is not None:
            right, bottom = max(right, place.right()), max(bottom, place.bottom())
        has_rounding = form.has_sums and leaf is None and not form.has_line
        below = px(HIGH) if has_rounding else 0
        if right > room[0] or bottom + below > room[1]:
            return Sheet((), right, bottom + below)
        items = [*grids.titles(left, self._top), *grids.items(k, left, self._top)]
        if place is not None:
            items.append(self._sums.thumbnail(k, place.adjusted(0, 0, -2, -2)))
        if leaf is not None:
            corner = (right + px(BETWEEN), px(4)) if form.is_flat else (left, bottom)
            seen = grids.block, leaf
            made, end = _leaf_lines(self._scene, self._about, self._sums, k, seen, corner)
            items += made
            return Sheet(tuple(items), max(right, right_end(items)), max(end, bottom), leaf=leaf)
        if has_rounding:
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
        return QRect(corner, self._top + beside.top(), wide + 2, min(side, wide) + 2)


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
