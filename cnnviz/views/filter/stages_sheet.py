"""The stages of a filter side by side: input, weights, convolution, and what follows it."""

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import decimals_of, decimals_of_parameter, headed
from cnnviz.explain.reach_words import unreached_sentence
from cnnviz.explain.values import Patch, explain
from cnnviz.language import N_, _
from cnnviz.views.cells.painting import Extent
from cnnviz.views.filter.filter_scene import FilterScene
from cnnviz.views.filter.stage_maps import input_marks, input_shown, stage_map, stage_marks
from cnnviz.views.filter.stages_room import HEAD, TITLE, stages_room, weight_cell
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import MapShown
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, MapItem, Numbers, Text
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import cell_width, text_width, wrapped


def filter_sheet(scene: FilterScene) -> Sheet:
    """Lay the stages out in a row, all maps with cells of the same size; in two where they fit."""
    px, room = scene.look.px, stages_room(scene)
    top, left = px(HEAD), 2
    items: list[Item] = []
    made, bottom, right = _inputs(scene, room.cell, left, top)
    items += made
    items.append(_arrow(scene.look, right, top, bottom, room.arrow))
    made, low, right = _kernel(scene, weight_cell(scene), right + room.arrow, top, room.cell)
    items += made
    bottom, widest = max(bottom, low), right
    if room.is_folded:
        top, right = bottom + px(HEAD), 2
    for node in scene.nodes:
        items.append(_arrow(scene.look, right, top, top + room.cell * 3, room.arrow))
        made, low, right = _stage(scene, node, room.cell, right + room.arrow, top)
        items += made
        bottom, widest = max(bottom, low), max(widest, right)
    sentence = unreached_sentence(scene.conv, scene.forward.trace.shapes[scene.before])
    if sentence:
        note = wrapped(scene.look, sentence, 0, bottom + px(4), scene.room[0])
        items.append(note)
        bottom = round(note.place.bottom())
    return Sheet(tuple(items), max(scene.room[0], widest + 2), bottom + px(2))


def _title(look: Look, text: str, left: int, top: int, room: int) -> Text:
    return Text(QRectF(left, top - look.px(HEAD), room, look.px(20)), text, 13, bold=True)


def _arrow(look: Look, left: int, top: int, bottom: int, room: int) -> Text:
    high = min(bottom - top, look.px(150))
    return Text(QRectF(left, top, room, high), "→", 18, ink="muted", side="centre")


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
        name, decimals = _input_name(scene, k), decimals_of(trace, scene.before)
        title = headed(f"{name} · {shape_text(shape[1:])}", decimals)
        if text_width(look, title, 13, bold=True) > max(wide, look.px(TITLE)):
            title = headed(name, decimals)
        items.append(_title(look, title, left, top, max(wide, text_width(look, title, 13))))
        items.append(
            MapItem(
                place, shown, input_marks(scene, k), ItemId(What.INPUT_MAP, scene.channel_of(k))
            )
        )
        right = max(place.right() + 1, left + look.px(TITLE))
        top = place.bottom() + 1 + look.px(24)
    return items, top - look.px(24), right


def kernel_sheet(scene: FilterScene) -> Sheet:
    """Lay out the weights and the bias alone, for a picture too large to stand beside them."""
    px, cell = scene.look.px, weight_cell(scene)
    items, bottom, right = _kernel(scene, cell, 2, px(24), 0)
    return Sheet(tuple(items), max(right, px(120)) + 2, bottom + px(2))


def _kernel(
    scene: FilterScene, cell: Extent, left: int, top: int, pitch: int
) -> tuple[list[Item], int, int]:
    look, weights = scene.look, scene.conv.weight[scene.channel]
    laid = scene.conv.laid_weight[scene.channel]
    of_weights = decimals_of_parameter(scene.conv, "weight")
    size = shape_text(scene.conv.kernel_size)
    right = left + max(cell[0] * weights.shape[2], look.px(TITLE))
    title = headed(f"{_('Filter w')} · {size}", of_weights)
    if text_width(look, title, 13, bold=True) > right - left:
        title = headed(_("Filter w"), of_weights)
    right = max(right, left + text_width(look, title, 13, bold=True))
    items: list[Item] = [_title(look, title, left, top, right - left)]
    rows = scene.forward.trace.shapes[scene.before][1] + 2 * scene.conv.padding[0]
    for place, k in enumerate(scene.inputs):
        y = top + place * (max(pitch * rows, cell[1] * weights.shape[1]) + look.px(24))
        values = np.ascontiguousarray(laid[k])
        grid = Numbers(
            QPoint(left, y), cell, values, of_weights.texts(values),
            largest(scene.conv.weight), ItemId(What.WEIGHTS, k), is_editable=True,
            factor=of_weights.factor,
        )  # fmt: skip
        items.append(grid)
        bottom = grid.outline.bottom() + 1
    if scene.conv.bias is not None:
        made, bottom = _bias(scene, left, bottom + look.px(8), cell)
        items += made
    return items, bottom, right


def _bias(scene: FilterScene, left: int, top: int, cell: Extent) -> tuple[list[Item], int]:
    look, values = scene.look, scene.conv.bias
    assert values is not None  # asked for only where there is one
    bias = np.array([[values[scene.channel]]], np.float32)
    words = text_width(look, f"{_('Bias')} ", 13)
    texts = [decimals_of_parameter(scene.conv, "bias").full(float(bias[0, 0]))]
    size = max(look.px(44), cell_width(look, texts)), look.px(26)
    label = Text(QRectF(left, top, words, size[1]), _("Bias"), 13, ink="muted")
    limit = abs(float(bias[0, 0]))
    grid = Numbers(
        QPoint(left + words, top), size, bias, texts, limit, ItemId(What.BIAS), is_editable=True
    )
    return [label, grid], top + size[1]


def _stage(
    scene: FilterScene, node: str, cell: int, left: int, top: int
) -> tuple[list[Item], int, int]:
    look, trace = scene.look, scene.forward.trace
    shown = stage_map(scene, node)
    rows, columns = shown.size
    place = QRect(left, top, cell * columns, cell * rows)
    name, decimals = trace.network.layers[node].title, decimals_of(trace, node)
    title = headed(f"{name} · {shape_text(shown.size)}", decimals)
    room = max(place.width(), look.px(TITLE))
    if text_width(look, title, 13, bold=True) > room:
        title = headed(name, decimals)
    items: list[Item] = [
        _title(look, title, left, top, room),
        MapItem(place, shown, stage_marks(scene, node), ItemId(What.STAGE, node=node)),
    ]
    bottom = place.bottom() + 1
    waits = waiting(scene, node, shown)
    if waits:
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
