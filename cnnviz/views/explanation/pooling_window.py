"""The window of a pooling: on the map and with its numbers, the winners marked in both."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRect

from cnnviz.cnn.layer_base import Shape, shape_text
from cnnviz.cnn.reach import reached
from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import headed
from cnnviz.explain.positions import times
from cnnviz.explain.values import Patch
from cnnviz.language import _, ngettext
from cnnviz.text.numbers import count_text, is_whole
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.lit_cells import cell_flag
from cnnviz.views.explanation.map_pair import LEAST_MAP, before_title, map_at, result
from cnnviz.views.explanation.pooling_numbers import (
    PrintedPatch,
    counted_padding,
    outside_map,
    printed_patch,
)
from cnnviz.views.explanation.shown_maps import input_map
from cnnviz.views.maps.shown import Flags, MapMarks
from cnnviz.views.sheets.formula import Word, formula, formula_width, right_end
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.items import Item, Numbers
from cnnviz.views.sheets.local_names import elided
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import (
    HEADING,
    cell_width,
    heading,
    sentences,
    text_width,
    widest_printed,
)

MOST_CELLS = 121  # of a window whose numbers are shown one by one


HIGH, LOW = 34, 22  # pixels at 100 %: the height of a cell


class PoolingForm(NamedTuple):
    """What is shown of a window, and where."""

    cost: int
    is_beside: bool = True  # the window beside its map, else below it
    has_map: bool = True
    has_notes: bool = True
    high: int = HIGH  # of a cell


def forms(scene: ExplanationScene, about: Patch) -> list[PoolingForm]:
    """Return the ways to lay out the map and its window."""
    made = []
    for cost, has_notes, high in ((0, True, HIGH), (1, True, LOW), (3, False, LOW)):
        made += [PoolingForm(cost, beside, True, has_notes, high) for beside in (True, False)]
    return [
        *made,
        PoolingForm(5, False, False, True, LOW),
        PoolingForm(7, False, False, False, LOW),
    ]


def rows_sheet(scene: ExplanationScene, about: Patch, form: PoolingForm, room: Extent) -> Sheet:
    """Lay out the input map with the window, the numbers in it, and what they give."""
    look, (width, height) = scene.look, room
    printed = printed_patch(scene, about)
    if not form.has_map:
        made, low = _window_part(scene, about, printed, form, QRect(0, 0, width, 0))
        return Sheet(tuple(made), _right(made), low)
    high, gap = look.px(HEADING), look.px(36)
    grid = _grid(scene, about, printed, form, QRect(0, high, width, 0))
    wide = 0 if grid is None else grid.outline.width()
    least = max(wide, formula_width(look, _words(scene, about, printed), 18), look.px(200))
    side = min(look.px(260), width - gap - least, height - high - look.px(8))
    if not form.is_beside:
        below = _window_part(scene, about, printed, form, QRect(0, 0, width, 0))[1]
        side = min(look.px(180), width, height - high - below - look.px(8))
    if side < look.px(LEAST_MAP):
        return Sheet((), width + 1, height)
    shown = input_map(scene, about.place[0], reached(scene.layer, scene.shape_before))
    picture = map_at(
        look,
        shown,
        _marks(scene, about),
        QRect(0, high, side, side),
        ItemId(What.INPUT_MAP, about.place[0]),
    )
    bottom = picture.place.bottom() + look.px(8)
    left, top = (picture.place.right() + gap, 0) if form.is_beside else (0, bottom)
    title = before_title(scene)
    if form.is_beside:  # the window may have to stand further right than the map needs
        left = max(left, min(text_width(look, title, 12) + look.px(16), width - least))
    name = elided(look, title, 12, left - look.px(8) if form.is_beside else width)
    items: list[Item] = [heading(look, name, 0, 0, text_width(look, name, 12)), picture]
    rest = QRect(left, top, max(least, min(width - left, look.px(320))), 0)
    made, low = _window_part(scene, about, printed, form, rest)
    right = max(_right(made), picture.place.right() + 3)
    return Sheet((*items, *made), right, max(bottom, low))


def _right(items: Sequence[Item]) -> int:
    """Return where items end at the right."""
    grids = [item.outline.right() + 2 for item in items if isinstance(item, Numbers)]
    return max([*grids, right_end(items)])


def _window_part(
    scene: ExplanationScene, about: Patch, printed: PrintedPatch, form: PoolingForm, room: QRect
) -> tuple[list[Item], int]:
    """Lay out the numbers of the window, the formula below them, and what is to be said."""
    look, left, width = scene.look, room.x(), room.width()
    y = room.y() + look.px(HEADING)
    items: list[Item] = []
    grid = _grid(scene, about, printed, form, QRect(left + 1, y, width, 0))
    if grid is not None:
        size = shape_text(about.window.shape)
        items += [
            heading(
                look,
                headed(_("Window, {size}").format(size=size), printed.of_window),
                left,
                room.y(),
                width,
            ),
            grid,
        ]
        y = grid.outline.bottom() + look.px(10)
    else:
        made, y = sentences(look, [_range(scene, about)], left, y, width)
        items += made
    items += formula(look, _words(scene, about, printed), left, y, size=18)
    y += look.px(30)
    if not form.has_notes:
        return items, y
    made, y = sentences(look, _notes(scene, about), left, y + look.px(6), width)
    return items + made, y


def _grid(
    scene: ExplanationScene, about: Patch, printed: PrintedPatch, form: PoolingForm, room: QRect
) -> Numbers | None:
    """Return the numbers of the window at the top of a room; None where they do not fit."""
    if about.window.size > MOST_CELLS:
        return None
    look, outside = scene.look, outside_map(scene, about)
    before = scene.values_before
    whole, negative = is_whole(before), bool((before < 0).any())
    text = widest_printed(printed.of_window, largest(before), whole=whole, negative=negative)
    wide = max(cell_width(look, [text]), look.px(56) if about.window.shape[1] <= 3 else 0)
    columns = about.window.shape[1]
    if columns * wide > room.width():  # then they take what they need here, not elsewhere as well
        wide = cell_width(look, printed.texts)
    if columns * wide > room.width():
        return None
    values = np.where(outside, np.float32(0), about.window)
    winners = None if scene.is_hidden or not about.is_winner.any() else about.is_winner
    return Numbers(
        room.topLeft(), (wide, look.px(form.high)), values, printed.texts,
        scene.forward.scales.limit(scene.before, about.place[0]), ItemId(What.WINDOW),
        padding=outside if outside.any() else None, framed=_framed(scene, about), winners=winners,
    )  # fmt: skip


def _framed(scene: ExplanationScene, about: Patch) -> Flags | None:
    """Return the cell of the window under the pointer, on the map or in the window."""
    lit = scene.lit
    if lit is not None and lit.is_on(What.WINDOW):
        return cell_flag(about.window.shape, lit)
    if lit is None or not lit.is_on(What.INPUT_MAP, about.place[0]):
        return None
    framed = (about.rows == lit.row)[:, None] & (about.columns == lit.column)
    return framed if framed.any() else None


def _marks(scene: ExplanationScene, about: Patch) -> MapMarks:
    """Return the window on the map, the winners in it, and the cell under the pointer."""
    size, lit = scene.shape_before[1:], None
    if scene.lit is not None and scene.lit.is_on(What.WINDOW):
        lit = _cell_of_window(about, scene.lit, size)
    winners = None if scene.is_hidden else winners_on_map(about, size)
    return MapMarks(window=(about.rows, about.columns), winners=winners, lit=lit)


def _cell_of_window(about: Patch, spot: Spot, size: Shape) -> Flags | None:
    """Return the cell of the map that a cell of the window lies on; None in the padding."""
    if not spot.is_within(about.window.shape):
        return None
    row, column = int(about.rows[spot.row]), int(about.columns[spot.column])
    return cell_flag(size, Spot(spot.item, row, column))


def winners_on_map(about: Patch, size: Shape) -> Flags | None:
    """Return the cells of a map (H, W) that won a pooling; None for a mean."""
    if not about.is_winner.any():
        return None
    winners = np.zeros(size, np.bool_)
    for i, j in np.argwhere(about.is_winner):
        winners[about.rows[i], about.columns[j]] = True
    return winners


def _words(scene: ExplanationScene, about: Patch, printed: PrintedPatch) -> list[Word]:
    """Return the formula with its numbers: largest 4.42; 1.80 ÷ 4 = 0.45."""
    if not about.divisor:
        return [Word(f"{_('Largest:')} "), result(scene, about)]
    end = [Word(f" {printed.equals} "), result(scene, about)]
    if scene.is_hidden or printed.mean is None:
        return [Word(f"{_('Sum')} ÷ {count_text(about.divisor)}"), *end]
    mean = printed.mean
    total = Word(mean.of_total.full_of(mean.total), ItemId(What.TOTAL), mean.exact_sum)
    return [Word(f"{_('Sum')} "), total, Word(f" ÷ {count_text(about.divisor)}"), *end]


def _range(scene: ExplanationScene, about: Patch) -> str:
    """Return what is said of a window with too many numbers to be shown."""
    values = about.window[~outside_map(scene, about)]
    finite = values[np.isfinite(values)]
    size = shape_text(about.window.shape)
    count = values.size
    if not finite.size or scene.is_hidden:
        return ngettext(
            "The window has {size} = {count} value.",
            "The window has {size} = {count} values.",
            count,
        ).format(size=size, count=count_text(count))
    return ngettext(
        "The window has {size} = {count} value, from {low} to {high}.",
        "The window has {size} = {count} values, from {low} to {high}.",
        count,
    ).format(
        size=size, count=count_text(count),
        low=scene.decimals_before.full(float(finite.min())),
        high=scene.decimals_before.full(float(finite.max())),
    )  # fmt: skip


def _notes(scene: ExplanationScene, about: Patch) -> list[str]:
    outside, counts = outside_map(scene, about), counted_padding(scene, about)
    notes = [] if scene.is_hidden else _tie(int(about.is_winner.sum()))
    if not about.divisor:
        return [*notes, *([_("Padding never wins: it stands for −∞.")] if outside.any() else ())]
    counted, left_out = int(counts.sum()), int((outside & ~counts).sum())
    if counted:
        text = ngettext(
            "Padding counts here: {count} cell as 0 among the {divisor}.",
            "Padding counts here: {count} cells as 0 among the {divisor}.",
            counted,
        )
        notes.append(text.format(count=count_text(counted), divisor=about.divisor))
    if left_out:
        text = ngettext(
            "{count} cell outside the map: left out of sum and divisor.",
            "{count} cells outside the map: left out of sum and divisor.",
            left_out,
        )
        notes.append(text.format(count=count_text(left_out)))
    return notes


def _tie(count: int) -> list[str]:
    """Return what is said of a largest value that is there several times."""
    if count < 2:
        return []
    text = _("It is there {times}: a tie. That makes no difference to the value.")
    return [text.format(times=times(count))]
