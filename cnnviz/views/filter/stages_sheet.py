"""The stages of a filter side by side: input, weights, convolution, and what follows it."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.explain.reach_words import unreached_sentence
from cnnviz.explain.values import Patch, explain
from cnnviz.language import N_, _
from cnnviz.views.cells.painting import Extent
from cnnviz.views.filter.filter_scene import FilterScene
from cnnviz.views.filter.stage_maps import (
    input_marks,
    input_shown,
    stage_map,
    stage_marks,
    stage_size,
)
from cnnviz.views.look.theme import LargeLook, Look
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, MapItem, Numbers, Text
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import cell_width, text_width, wrapped

LARGEST_CELL, DIGIT_CELL = 48, 21  # pixels at 100 %: of a map; with digits it is no smaller
HIGH, LOW = 32, 21  # pixels at 100 %: the height of a weight
TITLE, LEAST_TITLE = 88, 40  # pixels at 100 %: the room that the title of a stage has at least
ARROW = 30  # pixels at 100 %: the room of an arrow between two stages
HEAD = 24  # pixels at 100 %: the height of a title
GAP = 8  # pixels at 100 %: between the weights of two input maps
PICTURE = 9  # pixels at 100 %: of a weight without its number
LARGEST = 2.0  # how much larger than the size of the text the stages grow
ENOUGH = 0.8  # of the largest cells that any form has: what folds less is worth that
INPUT_BLOCK, KERNEL_BLOCK = "input of the filter", "its weights"  # no node is called so
NOTE = 36  # pixels at 100 %: of what a stage waits for


class StagesForm(NamedTuple):
    """How the stages stand: in how many lines, and what of them is shown."""

    lines: int = 1
    high: int = HIGH  # of a weight
    has_notes: bool = True
    has_weights: bool = True  # numbers in the weights; else they are a picture


FORMS = (
    StagesForm(),
    StagesForm(2),
    StagesForm(1, LOW, has_notes=False),
    StagesForm(2, LOW, has_notes=False),
    StagesForm(1, LOW, has_notes=False, has_weights=False),
)


def fitted_stages(scene: FilterScene, sized: LargeLook) -> tuple[Sheet, Look]:
    """Lay the stages out as large as their room allows; where it is small they fold.

    Args:
        scene: The filter.
        sized: A look of any size, made of that of the scene: it gets the size that is chosen.

    Returns:
        The sheet, and the look it is laid out in.
    """
    base = scene.look.scale
    floor = min(1.0, base)
    sizes = [LARGEST * base, 1.5 * base, 1.25 * base, base, 0.85 * base, 0.7 * base]
    scales = [*(size for size in sizes if size > floor), floor]
    best: tuple[float, StagesForm, int] | None = None
    for scale in scales:
        sized.set_factor(scale / base)
        form, cell = _best(replace(scene, look=sized))
        wanted = LARGEST_CELL if scale > base else DIGIT_CELL
        if cell >= sized.px(wanted):
            best = scale, form, cell
            break
        if cell and scale <= base and best is None:  # no digits in the cells, but all is there
            best = scale, form, cell
    if best is None:
        return _smallest(scene, sized, floor)
    sized.set_factor(best[0] / base)
    return filter_sheet(replace(scene, look=sized), best[1]), sized


def _smallest(scene: FilterScene, sized: LargeLook, floor: float) -> tuple[Sheet, Look]:
    """Lay the stages out where even the most folded form has no room at the floor."""
    base = scene.look.scale
    for share in (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3):
        sized.set_factor(share * floor / base)
        form, cell = _best(replace(scene, look=sized))
        if cell:
            break
    return filter_sheet(replace(scene, look=sized), form), sized


def _best(scene: FilterScene) -> tuple[StagesForm, int]:
    """Return the form with the largest cells, of equals the first, and how large they are; or 0."""
    found = [(form, cell_side(scene, form)) for form in FORMS]
    digits = scene.look.px(DIGIT_CELL)
    first = next((each for each in found if each[1] >= digits), None)
    largest_cell = max(cell for _form, cell in found)
    if first is not None and first[1] >= ENOUGH * largest_cell:
        return first
    return next(each for each in found if each[1] >= ENOUGH * largest_cell)


def filter_sheet(scene: FilterScene, form: StagesForm = FORMS[0]) -> Sheet:
    """Lay the stages out, all maps with cells of the same size."""
    px = scene.look.px
    cell, weights = max(cell_side(scene, form), 2), _weight_cell(scene, form)
    items: list[Item] = []
    bottom = widest = 0
    for line, names in enumerate(_lines(scene, form)):
        top, right = bottom + px(HEAD), 2
        for name in names:
            if name != names[0] or line:
                items.append(_arrow(scene.look, right, top, top + cell * 3))
                right += px(ARROW)
            made, low, right = _block(scene, form, name, (cell, weights), (right, top))
            items += made
            bottom = max(bottom, low)
        widest = max(widest, right)
        bottom += px(6)
    sentence = unreached_sentence(scene.conv, scene.forward.trace.shapes[scene.before])
    if sentence and form.has_notes:
        note = wrapped(scene.look, sentence, 0, bottom - px(2), scene.room[0])
        items.append(note)
        bottom = round(note.place.bottom())
    return Sheet(tuple(items), widest + 2, bottom)


def _lines(scene: FilterScene, form: StagesForm) -> list[list[str]]:
    """Return what stands in each line: the input, the weights, the stages by their nodes."""
    names = [INPUT_BLOCK, KERNEL_BLOCK, *scene.nodes]
    each = -(-len(names) // form.lines)
    each = max(each, 3) if form.lines > 1 else each
    return [names[first : first + each] for first in range(0, len(names), each)]


def _block(
    scene: FilterScene,
    form: StagesForm,
    name: str,
    cells: tuple[int, Extent],
    corner: tuple[int, int],
) -> tuple[list[Item], int, int]:
    """Lay one block out; return it, its lower and its right end."""
    if name == INPUT_BLOCK:
        return _inputs(scene, cells[0], *corner)
    if name == KERNEL_BLOCK:
        return _kernel(scene, form, cells[1], corner, cells[0])
    return _stage(scene, form, name, cells[0], corner)


def cell_side(scene: FilterScene, form: StagesForm) -> int:
    """Return how large a cell of the maps can be, in pixels; 0 where not even small ones fit."""
    largest_cell = scene.look.px(LARGEST_CELL)
    fits = [cell for cell in range(2, largest_cell + 1) if _fits(scene, form, cell)]
    return max(fits, default=0)


def _fits(scene: FilterScene, form: StagesForm, cell: int) -> bool:
    px = scene.look.px
    width, height = scene.room
    bottom = 0
    for line, names in enumerate(_lines(scene, form)):
        sizes = [_size(scene, form, name, cell) for name in names]
        arrows = px(ARROW) * (len(names) - (0 if line else 1))
        if sum(wide for wide, _high in sizes) + arrows + 4 > width:
            return False
        bottom += max(high for _wide, high in sizes) + px(HEAD) + px(6)
    sentence = unreached_sentence(scene.conv, scene.forward.trace.shapes[scene.before])
    bottom += px(20) if sentence and form.has_notes else 0
    return bottom <= height


def _size(scene: FilterScene, form: StagesForm, name: str, cell: int) -> Extent:
    """Return how large a block is below its title."""
    px, trace, conv = scene.look.px, scene.forward.trace, scene.conv
    least = px(TITLE if form.has_notes else LEAST_TITLE)
    if name == INPUT_BLOCK:
        rows, columns = trace.shapes[scene.before][1:]
        down, across = conv.padding
        count, gap = len(scene.inputs), px(HEAD)
        high = cell * (rows + 2 * down)
        title = text_width(scene.look, _input_name(scene, 0), 13, bold=True)
        return max(cell * (columns + 2 * across) + 2, title), count * high + (count - 1) * gap
    if name == KERNEL_BLOCK:
        wide, high = _weight_cell(scene, form)
        rows, columns = conv.kernel_size
        count, gap = len(scene.inputs), px(GAP)
        bias = px(34) if conv.bias is not None else 0
        title = text_width(scene.look, _("Filter w"), 13, bold=True)
        return max(wide * columns, title, least), count * rows * high + (count - 1) * gap + bias
    rows, columns = stage_size(scene, name)[-2:]
    title = text_width(scene.look, trace.network.layers[name].title, 13, bold=True)
    note = px(NOTE) if form.has_notes and name in scene.nodes[1:] else 0
    return max(cell * columns, title, least), cell * rows + note


def _weight_cell(scene: FilterScene, form: StagesForm) -> Extent:
    px = scene.look.px
    weights = scene.conv.weight[scene.channel]
    if not form.has_weights:
        return px(PICTURE), px(PICTURE)
    texts = decimals_of_parameter(scene.conv, "weight").texts(weights[scene.inputs])
    return max(px(36), cell_width(scene.look, texts)), px(form.high)


def _title(look: Look, text: str, left: int, top: int, room: int) -> Text:
    return Text(QRectF(left, top - look.px(HEAD), room, look.px(20)), text, 13, bold=True)


def _arrow(look: Look, left: int, top: int, bottom: int) -> Text:
    high = min(bottom - top, look.px(150))
    return Text(QRectF(left, top, look.px(ARROW), high), "→", 18, ink="muted", side="centre")


_COLOURS = (N_("Red"), N_("Green"), N_("Blue"))


def _input_name(scene: FilterScene, k: int) -> str:
    """Return what an input map of the filter is called."""
    if len(scene.inputs) > 1:
        return _(_COLOURS[k % len(_COLOURS)])
    if scene.conv.weight.shape[1] > 1:
        count = scene.forward.trace.shapes[scene.before][0]
        return _("Map {number} of {count}").format(number=scene.channel_of(k) + 1, count=count)
    return _("Input X") if scene.before == INPUT else _("Input map")


def _inputs(scene: FilterScene, cell: int, left: int, top: int) -> tuple[list[Item], int, int]:
    """Lay the input maps out below each other; return them, their bottom and right end."""
    look, trace = scene.look, scene.forward.trace
    shape = trace.shapes[scene.before]
    items: list[Item] = []
    right = left
    for k in scene.inputs:
        shown = input_shown(scene, k)
        wide = cell * (shown.size[1] + 2 * shown.padding[1])
        high = cell * (shown.size[0] + 2 * shown.padding[0])
        place = QRect(left, top, wide, high)
        name = _input_name(scene, k)
        title = f"{name} · {shape_text(shape[1:])}"
        if text_width(look, title, 13, bold=True) > wide:
            title = name
        needed = text_width(look, title, 13, bold=True)
        items.append(_title(look, title, left, top, max(wide, needed)))
        items.append(
            MapItem(
                place, shown, input_marks(scene, k), ItemId(What.INPUT_MAP, scene.channel_of(k))
            )
        )
        right = max(right, place.right() + 1, left + needed)
        top = place.bottom() + 1 + look.px(HEAD)
    return items, top - look.px(HEAD), right


def kernel_sheet(scene: FilterScene, room: Extent) -> Sheet:
    """Lay out the weights and the bias alone, for a picture too large to stand beside them."""
    px = scene.look.px
    made: list[tuple[list[Item], int, int]] = []
    for form in (FORMS[0], FORMS[2], FORMS[4]):
        cell = _weight_cell(scene, form)
        made.append(_kernel(scene, form, cell, (2, px(HEAD)), 0))
        if made[-1][1] + px(2) <= room[1] and made[-1][2] <= room[0]:
            break
    items, bottom, right = made[-1]
    return Sheet(tuple(items), right + 2, bottom + px(2))


def _kernel(
    scene: FilterScene, form: StagesForm, cell: Extent, corner: tuple[int, int], pitch: int
) -> tuple[list[Item], int, int]:
    look, weights = scene.look, scene.conv.weight[scene.channel]
    laid, (left, top) = scene.conv.laid_weight[scene.channel], corner
    of_weights = decimals_of_parameter(scene.conv, "weight")
    title = f"{_('Filter w')} · {shape_text(scene.conv.kernel_size)}"
    wide = cell[0] * weights.shape[2]
    if text_width(look, title, 13, bold=True) > max(wide, look.px(TITLE)):
        title = _("Filter w")
    right = left + max(wide, text_width(look, title, 13, bold=True))
    items: list[Item] = [_title(look, title, left, top, right - left)]
    rows = scene.forward.trace.shapes[scene.before][1] + 2 * scene.conv.padding[0]
    own = cell[1] * weights.shape[1] + look.px(GAP)
    between = max(pitch * rows + look.px(HEAD), own) if form.high == HIGH else own
    limit = largest(scene.conv.weight)
    for place, k in enumerate(scene.inputs):
        y = top + place * between
        values, item_id = np.ascontiguousarray(laid[k]), ItemId(What.WEIGHTS, k)
        if form.has_weights:
            texts = of_weights.texts(values)
            grid = Numbers(QPoint(left, y), cell, values, texts, limit, item_id, is_editable=True)
            items.append(grid)
        else:
            room = QRect(left, y, wide, cell[1] * weights.shape[1])
            shown = MapShown(values, limit, largest_digits=1, decimals=of_weights)
            items.append(MapItem(room, shown, MapMarks(), item_id))
        bottom = y + cell[1] * weights.shape[1] + 1
    if scene.conv.bias is not None:
        made, bottom, end = _bias(scene, left, bottom + look.px(6))
        items += made
        right = max(right, end)
    return items, bottom, right


def _bias(scene: FilterScene, left: int, top: int) -> tuple[list[Item], int, int]:
    look, values = scene.look, scene.conv.bias
    assert values is not None  # asked for only where there is one
    bias = np.array([[values[scene.channel]]], np.float32)
    words = text_width(look, f"{_('Bias')} ", 13)
    texts = [decimals_of_parameter(scene.conv, "bias").full(float(bias[0, 0]))]
    size = max(look.px(44), cell_width(look, texts)), look.px(26)
    label = Text(QRectF(left, top, words, size[1]), _("Bias"), 13, ink="muted")
    limit = max(largest(values), largest(scene.conv.weight))
    grid = Numbers(
        QPoint(left + words, top), size, bias, texts, limit, ItemId(What.BIAS), is_editable=True
    )
    return [label, grid], top + size[1], left + words + size[0] + 2


def _stage(
    scene: FilterScene, form: StagesForm, node: str, cell: int, corner: tuple[int, int]
) -> tuple[list[Item], int, int]:
    (left, top), look, trace = corner, scene.look, scene.forward.trace
    shown = stage_map(scene, node)
    rows, columns = shown.size
    place = QRect(left, top, cell * columns, cell * rows)
    name = trace.network.layers[node].title
    title = f"{name} · {shape_text(shown.size)}"
    least = look.px(TITLE if form.has_notes else LEAST_TITLE)
    room = max(place.width(), text_width(look, name, 13, bold=True), least)
    if text_width(look, title, 13, bold=True) > room:
        title = name
    items: list[Item] = [
        _title(look, title, left, top, room),
        MapItem(place, shown, stage_marks(scene, node), ItemId(What.STAGE, node=node)),
    ]
    bottom = place.bottom() + 1
    waits = waiting(scene, node, shown)
    if waits and form.has_notes:
        note = wrapped(look, waits, left, bottom + look.px(4), max(room, look.px(90)), size=12)
        items.append(note)
        bottom = round(note.place.bottom())
    return items, bottom, left + room


def waiting(scene: FilterScene, node: str, shown: MapShown) -> str:
    """Return which rows the next cell of a pooling waits for; nothing where it waits for none."""
    position, hidden = scene.position, shown.hidden
    if position is None or not scene.is_before(position.node, node):
        return ""
    if hidden is None or not hidden.any():
        return ""
    if scene.hidden(node, scene.channel) is not None:  # an exercise: they wait for answers
        return ""
    place = tuple(int(i) for i in np.argwhere(hidden)[0])
    about = explain(scene.forward.trace, node, (scene.channel, *place))
    if not isinstance(about, Patch):
        return ""
    first, last = max(int(about.rows[0]), 0) + 1, int(about.rows[-1]) + 1
    if first == last:
        return _("Waits for row {row}").format(row=first)
    text = _("Waits for rows {first} and {last}")
    if last - first > 1:
        text = _("Waits for rows {first} to {last}")
    return text.format(first=first, last=last)
