"""The stages of a filter side by side: input, weights, convolution, and what follows it."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.scale import largest, limit_of_bias
from cnnviz.explain.layer_decimals import decimals_of, decimals_of_parameter, headed
from cnnviz.explain.reach_words import unreached_sentence
from cnnviz.explain.values import Patch, explain
from cnnviz.language import _
from cnnviz.views.cells.painting import Extent
from cnnviz.views.filter.filter_scene import FilterScene
from cnnviz.views.filter.stage_maps import (
    input_marks,
    input_shown,
    stage_map,
    stage_marks,
)
from cnnviz.views.filter.stages_room import (
    ARROW,
    FORMS,
    GAP,
    HEAD,
    HIGH,
    INPUT_BLOCK,
    KERNEL_BLOCK,
    LARGEST_CELL,
    LEAST_TITLE,
    TITLE,
    StagesForm,
    StagesWay,
    best_way,
    cell_side,
    input_name,
    stages_lines,
    weight_cell,
)
from cnnviz.views.look.theme import LargeLook, Look
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, MapItem, Numbers, Text
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import cell_width, text_width, wrapped

LARGEST = 2.0  # how much larger than the size of the text the stages grow


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
    best: tuple[float, StagesWay] | None = None
    for scale in [*(size for size in sizes if size > floor), floor]:
        sized.set_factor(scale / base)
        way = best_way(replace(scene, look=sized))
        is_all_told = way.legible == len(scene.inputs) + len(scene.nodes)
        if way.cell >= sized.px(LARGEST_CELL) or (way.cell and scale <= base and is_all_told):
            best = scale, way
            break
        is_last = scale < sizes[-1]  # half as large as all around it: only where nothing else fits
        if is_last and best is not None:
            break
        if scale <= base and way.cell and (best is None or way.legible > best[1].legible):
            best = scale, way
    if best is None:
        return _smallest(scene, sized, floor)
    sized.set_factor(best[0] / base)
    return filter_sheet(replace(scene, look=sized), best[1].form), sized


def _smallest(scene: FilterScene, sized: LargeLook, floor: float) -> tuple[Sheet, Look]:
    """Lay the stages out where even the most folded form has no room at the floor."""
    base = scene.look.scale
    for share in (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3):
        sized.set_factor(share * floor / base)
        way = best_way(replace(scene, look=sized))
        if way.cell:
            break
    return filter_sheet(replace(scene, look=sized), way.form), sized


def filter_sheet(scene: FilterScene, form: StagesForm | None = None) -> Sheet:
    """Lay the stages out, all maps with cells of the same size; without a form in the best one."""
    px, form = scene.look.px, form or best_way(scene).form
    cell, weights = max(cell_side(scene, form), 2), weight_cell(scene, form)
    items: list[Item] = []
    bottom = widest = 0
    for line, names in enumerate(stages_lines(scene, form)):
        top, right = bottom + px(HEAD), 2
        for name in names:
            if name != names[0] or line:
                items.append(_arrow(scene.look, right, top, top + cell * 3))
                right += px(ARROW)
            made, low, right = _block(scene, form, name, (cell, weights), (right, top))
            items += made
            bottom = max(bottom, low)
        widest = max(widest, right)
        bottom += px(2)
    sentence = unreached_sentence(scene.conv, scene.forward.trace.shapes[scene.before])
    if sentence and form.has_notes:
        note = wrapped(scene.look, sentence, 0, bottom - px(2), scene.room[0])
        items.append(note)
        bottom = round(note.place.bottom())
    return Sheet(tuple(items), widest + 2, bottom)


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


def _title(look: Look, text: str, left: int, top: int, room: int) -> Text:
    return Text(QRectF(left, top - look.px(HEAD), room, look.px(20)), text, 13, bold=True)


def _arrow(look: Look, left: int, top: int, bottom: int) -> Text:
    high = min(bottom - top, look.px(150))
    return Text(QRectF(left, top, look.px(ARROW), high), "→", 18, ink="muted", side="centre")


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
        name, decimals = input_name(scene, k), decimals_of(trace, scene.before)
        title = headed(f"{name} · {shape_text(shape[1:])}", decimals)
        if text_width(look, title, 13, bold=True) > wide:
            title = headed(name, decimals)
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
    for form in (FORMS[0], FORMS[3], FORMS[-1]):
        cell = weight_cell(scene, form)
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
    title = headed(f"{_('Filter w')} · {shape_text(scene.conv.kernel_size)}", of_weights)
    wide = cell[0] * weights.shape[2]
    if text_width(look, title, 13, bold=True) > max(wide, look.px(TITLE)):
        title = headed(_("Filter w"), of_weights)
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
            grid = Numbers(
                QPoint(left, y), cell, values, texts, limit, item_id, is_editable=True,
                factor=of_weights.factor,
            )  # fmt: skip
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
    limit = limit_of_bias(scene.conv)
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
    decimals = decimals_of(trace, node)
    name = headed(trace.network.layers[node].title, decimals)
    title = headed(f"{trace.network.layers[node].title} · {shape_text(shown.size)}", decimals)
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
