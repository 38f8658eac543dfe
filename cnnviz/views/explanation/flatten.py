"""A value of a flatten: its index in the row, and the map it was taken from."""

from functools import partial
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.values import Passed
from cnnviz.language import _, ngettext
from cnnviz.text.numbers import count_text, exact_text
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm, map_at
from cnnviz.views.explanation.shown_maps import output_map
from cnnviz.views.explanation.summary import Summary, value_line
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.formula import Word, formula_lines, right_end
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.items import DIGITS, Ink, Item, MapItem, Numbers, Text
from cnnviz.views.sheets.leaves import LINE, Leaf, leaf_line, leaf_of, leaf_words, whole_leaf
from cnnviz.views.sheets.local_names import elided, local_title
from cnnviz.views.sheets.node_maps import node_map
from cnnviz.views.sheets.sheet import Part, Sheet
from cnnviz.views.sheets.texts import HEADING, cell_width, heading, sentences, widest_printed

WIDEST = 620  # pixels at 100 %
NEIGHBOURS = 9  # values of the row that are shown with numbers
SIDES = (80, 68, 56, 48, 40)  # pixels at 100 %: of a map, as large as fits


def summary(scene: ExplanationScene, about: Passed) -> Summary:
    """Return what the result panel says of a value of a flatten."""
    return Summary(
        (), value_line(scene, about), (*_order(scene, about), _(NOTHING_LEARNT)), has_map=False
    )


def _order(scene: ExplanationScene, about: Passed) -> list[str]:
    shape = scene.shape_before
    if len(shape) != 3:
        return [_("The values stood in a row already.")]
    facts = [
        _(
            "Order: channel, row, column. That is PyTorch's order; TensorFlow flattens row, "
            "column, channel."
        )
    ]
    if not scene.is_hidden:
        channel, row, column = about.source
        other = (row * shape[2] + column) * shape[0] + channel
        facts.append(
            _("In TensorFlow's order this value has the index {index}.").format(
                index=count_text(other)
            )
        )
    return facts


def forms(scene: ExplanationScene, about: Passed) -> list[PlainForm]:
    """Return the ways to lay out what was moved."""
    if len(scene.shape_before) != 3:
        return [PlainForm(), PlainForm(4, has_more=False)]
    return [PlainForm(), PlainForm(4, is_low=True), PlainForm(5, has_more=False, is_low=True),
            PlainForm(8, has_maps=False, has_more=False)]  # fmt: skip


def rows_sheet(scene: ExplanationScene, about: Passed, form: PlainForm, room: Extent) -> Sheet:
    """Lay out the index, the row and the maps, with the value marked in all."""
    look = scene.look
    width = min(room[0], look.px(WIDEST))
    items, y = formula_lines(look, index_words(scene, about), 0, 0, width)
    if form.has_more:
        made, y = sentences(look, [_place_sentence(scene, about)], 0, y + look.px(4), width)
        items += made
    made, y = _row(scene, about, y + look.px(6), width)
    items += made
    shape = scene.shape_before
    if len(shape) != 3 or not form.has_maps:
        return Sheet(tuple(items), max(width, right_end(items)), y)
    y += look.px(10)
    title = ngettext(
        "{step}: {count} map of {size}", "{step}: {count} maps of {size}", shape[0]
    ).format(
        step=local_title(scene.forward.trace, scene.before, scene.node),
        count=count_text(shape[0]),
        size=shape_text(shape[1:]),
    )
    items.append(heading(look, elided(look, title, 12, width), 0, y, width))
    y += look.px(HEADING + 4)
    sizes, leaf = _map_sizes(scene, about, form, (width, room[1] - y))
    parts, y = _maps(scene, about, y, sizes, leaf)
    if not leaf.is_whole:
        items += leaf_line(look, leaf_words(leaf), _ways(scene, leaf), 0, y)
        y += look.px(LINE)
    return Sheet(tuple(items), max(width, right_end(items)), y, parts)


def index_words(scene: ExplanationScene, about: Passed) -> list[Word]:
    """Return the index from channel, row and column, with its numbers."""
    shape, index = scene.shape_before, about.place[0]
    if len(shape) != 3:
        return [Word(_("index {index}").format(index=index))]
    general = Word("c·H·W + r·W + w = ", ink="muted")
    end = Word(str(index), ItemId(What.INDEX), index, bold=True)
    if scene.is_hidden:
        cells, columns = shape[1] * shape[2], shape[2]
        way = _("map·{cells} + row·{columns} + column = ") if cells > 1 else _("map = ")
        said = way.format(cells=cells, columns=columns)
        return [Word(said), end, Word(_(", counted from 0"))]
    channel, row, column = about.source
    return [
        general,
        Word(str(channel), ItemId(What.CHANNEL), channel),
        Word(f"·{shape[1] * shape[2]} + "),
        Word(str(row), ItemId(What.ROW), row),
        Word(f"·{shape[2]} + "),
        Word(str(column), ItemId(What.COLUMN), column),
        Word(" = "),
        end,
    ]


def _place_sentence(scene: ExplanationScene, about: Passed) -> str:
    shape, index = scene.shape_before, about.place[0]
    if len(shape) != 3 or scene.is_hidden:
        return _("Counted from 0: index {index} is value {number} of the row.").format(
            index=index, number=index + 1
        )
    c, r, w = about.source
    return _(
        "Counted from 0: c = {c} is map {map}, r = {r} is row {row}, w = {w} is column {column}; "
        "index {index} is value {number} of the row."
    ).format(c=c, r=r, w=w, map=c + 1, row=r + 1, column=w + 1, index=index, number=index + 1)


def _row(scene: ExplanationScene, about: Passed, top: int, width: int) -> tuple[list[Item], int]:
    """Lay out the whole row as a strip, and the values around this one with their numbers."""
    look, index = scene.look, about.place[0]
    count = scene.forward.trace.shapes[scene.node][0]
    grid = output_map(scene)[0]
    flat = grid.values.reshape(1, -1)[:, :count]
    hidden = None if grid.hidden is None else grid.hidden.reshape(1, -1)[:, :count]
    shown = MapShown(flat, grid.limit, reached=grid.reached, hidden=hidden, decimals=grid.decimals)
    y = top + look.px(HEADING)
    title = ngettext("The row of {count} value", "The row of {count} values", count)
    items: list[Item] = [heading(look, title.format(count=count_text(count)), 0, top, width)]
    cell = max(1, (width - 2) // count) if count <= width else 0
    wide = min(cell * count, count * look.px(16)) if cell else width - 2
    strip = QRect(1, y, wide, look.px(22))
    items.append(MapItem(strip, shown, MapMarks(current=(0, index)), ItemId(What.STRIP)))
    made, y = _neighbours(scene, about, shown, strip.bottom() + look.px(8), width)
    return items + made, y


def _neighbours(
    scene: ExplanationScene, about: Passed, shown: MapShown, top: int, width: int
) -> tuple[list[Item], int]:
    look, index = scene.look, about.place[0]
    values = shown.values
    text = widest_printed(scene.decimals, largest(values), negative=bool((values < 0).any()))
    cell = cell_width(look, [text])
    count = min(NEIGHBOURS, (width - 2) // cell, values.shape[1])
    first = min(max(index - count // 2, 0), values.shape[1] - count)
    part = values[:, first : first + count]
    texts = [
        scene.decimals.text(float(value)) if shown.is_shown(0, first + i) else ""
        for i, value in enumerate(part[0])
    ]
    empty = np.array([[not text for text in texts]])
    framed = np.zeros(part.shape, np.bool_)
    framed[0, index - first] = True
    y = top + look.px(20)
    items: list[Item] = [
        Text(
            QRectF(1 + i * cell, top, cell, look.px(18)),
            str(first + i),
            DIGITS,
            ink="accent" if first + i == index else "muted",
            side="centre",
        )
        for i in range(count)
    ]
    items.append(
        Numbers(
            QPoint(1, y), (cell, look.px(28)), np.where(empty, np.float32(0), part), texts,
            shown.limit, ItemId(What.ROW_FROM, first), framed=framed,
        )
    )  # fmt: skip
    return items, y + look.px(28)


class _MapSizes(NamedTuple):
    """How maps stand in rows."""

    side: int
    gap: int
    columns: int
    step: int  # from row to row


def _map_sizes(
    scene: ExplanationScene, about: Passed, form: PlainForm, room: Extent
) -> tuple[_MapSizes, Leaf]:
    """Return how large the maps are: as large as fits for all; else those around the value."""
    look, count = scene.look, scene.shape_before[0]
    gap, label = look.px(12), look.px(20)
    sides = [look.px(side) for side in SIDES]
    made = []
    for side in sides:
        columns = max(1, (room[0] + gap) // (side + gap))
        sizes = _MapSizes(side, gap, columns, side + label + gap)
        if -(-count // columns) * sizes.step <= room[1]:
            return sizes, whole_leaf(count)
        made.append(sizes)
    if not form.is_low:
        return made[-1], whole_leaf(count)
    sizes = made[-1]
    lines = max(1, (room[1] - look.px(LINE)) // sizes.step)
    each = lines * sizes.columns
    return sizes, leaf_of(count, each, about.source[0] // each * each)


def _ways(scene: ExplanationScene, leaf: Leaf) -> tuple[ItemId | None, ItemId | None]:
    """Return what turns to other maps: a click goes to their first value."""
    before = None if leaf.before is None else ItemId(What.MAP, leaf.before)
    after = None if leaf.after is None else ItemId(What.MAP, leaf.after)
    return before, after


def _maps(
    scene: ExplanationScene, about: Passed, top: int, sizes: _MapSizes, leaf: Leaf
) -> tuple[tuple[Part, ...], int]:
    """Lay out maps in rows."""
    parts = []
    y = top
    for first in range(leaf.first, leaf.end, sizes.columns):
        channels = range(first, min(first + sizes.columns, leaf.end))
        place = QRect(0, y, sizes.columns * (sizes.side + sizes.gap), sizes.step)
        at = y, sizes.side, sizes.gap
        parts.append(Part(place, partial(_maps_of_row, scene, about, channels, at)))
        y += sizes.step
    return tuple(parts), y


def _maps_of_row(
    scene: ExplanationScene, about: Passed, channels: range, sizes: tuple[int, int, int]
) -> list[Item]:
    look = scene.look
    y, side, gap = sizes
    items: list[Item] = []
    for channel in channels:
        left = (channel - channels.start) * (side + gap)
        is_here = channel == about.source[0] and not scene.is_hidden
        marks = MapMarks(current=(about.source[1], about.source[2]) if is_here else None)
        place = QRectF(left, y, side, look.px(18))
        ink: Ink = "accent" if is_here else "muted"
        items.append(Text(place, str(channel + 1), DIGITS, is_here, ink))
        shown = node_map(scene.forward, scene.before, channel)
        room = QRect(left, y + look.px(20), side, side)
        items.append(map_at(look, shown, marks, room, ItemId(What.MAP, channel)))
    return items


def target(scene: ExplanationScene, spot: Spot) -> int | None:
    """Return the index that a click on a map, the strip or the row goes to."""
    shape = scene.shape_before
    count = scene.forward.trace.shapes[scene.node][0]
    what, number, _node = spot.item
    if what is What.STRIP:
        return spot.column if 0 <= spot.column < count else None
    if what is What.ROW_FROM and number is not None:
        return number + spot.column
    if what is What.MAP and number is not None and len(shape) == 3:
        is_inside = 0 <= spot.row < shape[1] and 0 <= spot.column < shape[2]
        index = (number * shape[1] + spot.row) * shape[2] + spot.column
        return index if is_inside else None
    return None


def told(scene: ExplanationScene, spot: Spot) -> str:
    """Return which value of the row a cell is, with its exact number."""
    index = target(scene, spot)
    shape = scene.shape_before
    if index is None or scene.is_hidden or index >= scene.forward.trace.shapes[scene.node][0]:
        return ""
    if len(shape) != 3:
        return _("Value {number} of the row").format(number=index + 1)
    channel, row, column = (int(i) for i in np.unravel_index(index, shape))
    value = exact_text(float(scene.forward.trace.values[scene.node][index]))
    return _("Map {map}, row {row}, column {column} is value {number} of the row: {value}").format(
        map=channel + 1, row=row + 1, column=column + 1, number=index + 1, value=value
    )
