"""How the stages of a filter share the room of the page: in one line or two, and how large."""

from bisect import bisect_left
from typing import NamedTuple

from cnnviz.cnn.network import INPUT
from cnnviz.explain.layer_decimals import decimals_of, decimals_of_parameter, headed
from cnnviz.explain.reach_words import unreached_sentence
from cnnviz.language import N_, _
from cnnviz.text.decimals import Decimals
from cnnviz.views.cells.painting import Extent
from cnnviz.views.filter.filter_scene import FilterScene
from cnnviz.views.filter.stage_maps import (
    input_shown,
    stage_map,
    stage_size,
)
from cnnviz.views.maps.shown import digits
from cnnviz.views.sheets.items import on_sheet
from cnnviz.views.sheets.texts import cell_width, text_width

LARGEST_CELL = 48  # pixels at 100 %: of a map
HIGH, LOW = 32, 21  # pixels at 100 %: the height of a weight
TITLE, LEAST_TITLE = 88, 40  # pixels at 100 %: the room that the title of a stage has at least
ARROW = 30  # pixels at 100 %: the room of an arrow between two stages
HEAD = 24  # pixels at 100 %: the height of a title
GAP = 8  # pixels at 100 %: between the weights of two input maps
PICTURE = 9  # pixels at 100 %: of a weight without its number
ENOUGH = 0.5  # of the largest cells that any form has: what folds less is worth that
INPUT_BLOCK, KERNEL_BLOCK = "input of the filter", "its weights"  # no node is called so
NOTE = 36  # pixels at 100 %: of what a stage waits for
_COLOURS = (N_("Red"), N_("Green"), N_("Blue"))


class StagesForm(NamedTuple):
    """How the stages stand: in one line or two, and what of them is shown."""

    split: int = 0  # how many blocks stand in the first of two lines; 0: all in one
    high: int = HIGH  # of a weight
    has_notes: bool = True
    has_weights: bool = True  # numbers in the weights; else they are a picture


FORMS = (
    StagesForm(),
    StagesForm(3),
    StagesForm(2),
    StagesForm(0, LOW, has_notes=False),
    StagesForm(3, LOW, has_notes=False),
    StagesForm(2, LOW, has_notes=False),
    StagesForm(0, LOW, has_notes=False, has_weights=False),
)


class StagesWay(NamedTuple):
    """A form in a room: how large its cells are, and how many maps have numbers in them."""

    form: StagesForm
    cell: int  # pixels; 0: it has no room
    legible: int


def best_way(scene: FilterScene) -> StagesWay:
    """Return the first form in which most maps have numbers; of these, with much larger cells."""
    ways = []
    for form in FORMS:
        cell = cell_side(scene, form)
        ways.append(StagesWay(form, cell, _with_numbers(scene, cell)))
    most = max(way.legible for way in ways)
    told = [way for way in ways if way.legible == most]
    enough = ENOUGH * max(way.cell for way in told)
    return next(way for way in told if way.cell >= enough)


def _with_numbers(scene: FilterScene, cell: int) -> int:
    """Return how many maps have room for their numbers in cells of a size."""
    if not cell:
        return 0
    maps = [input_shown(scene, k) for k in scene.inputs]
    maps += [stage_map(scene, node) for node in scene.nodes]
    return sum(digits(on_sheet(shown), scene.look, (cell, cell)) is not None for shown in maps)


def stages_lines(scene: FilterScene, form: StagesForm) -> list[list[str]]:
    """Return what stands in each line: the input, the weights, the stages by their nodes."""
    names = [INPUT_BLOCK, KERNEL_BLOCK, *scene.nodes]
    split = form.split or len(names)
    return [part for part in (names[:split], names[split:]) if part]


def cell_side(scene: FilterScene, form: StagesForm) -> int:
    """Return how large a cell of the maps can be, in pixels; 0 where not even small ones fit."""
    sides = range(2, scene.look.px(LARGEST_CELL) + 1)
    count = bisect_left(sides, True, key=lambda cell: not _fits(scene, form, cell))  # larger: none
    return sides[count - 1] if count else 0


def _fits(scene: FilterScene, form: StagesForm, cell: int) -> bool:
    px = scene.look.px
    width, height = scene.room
    bottom = 0
    for line, names in enumerate(stages_lines(scene, form)):
        sizes = [_size(scene, form, name, cell) for name in names]
        arrows = px(ARROW) * (len(names) - (0 if line else 1))
        if sum(wide for wide, _high in sizes) + arrows + 4 > width:
            return False
        bottom += max(high for _wide, high in sizes) + px(HEAD) + px(2)
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
        title = _title_width(scene, input_name(scene, 0), decimals_of(trace, scene.before))
        return max(cell * (columns + 2 * across) + 2, title), count * high + (count - 1) * gap
    if name == KERNEL_BLOCK:
        wide, high = weight_cell(scene, form)
        rows, columns = conv.kernel_size
        count, gap = len(scene.inputs), px(GAP)
        bias = px(34) if conv.bias is not None else 0
        title = _title_width(scene, _("Filter w"), decimals_of_parameter(conv, "weight"))
        return max(wide * columns, title, least), count * rows * high + (count - 1) * gap + bias
    rows, columns = stage_size(scene, name)[-2:]
    title = _title_width(scene, trace.network.layers[name].title, decimals_of(trace, name))
    note = px(NOTE) if form.has_notes and name in scene.nodes[1:] else 0
    return max(cell * columns, title, least), cell * rows + note


def _title_width(scene: FilterScene, name: str, decimals: Decimals) -> int:
    return text_width(scene.look, headed(name, decimals), 13, bold=True)


def weight_cell(scene: FilterScene, form: StagesForm) -> Extent:
    """Return how large a cell of the weights is, in pixels."""
    px = scene.look.px
    weights = scene.conv.weight[scene.channel]
    if not form.has_weights:
        return px(PICTURE), px(PICTURE)
    texts = decimals_of_parameter(scene.conv, "weight").texts(weights[scene.inputs])
    return max(px(36), cell_width(scene.look, texts)), px(form.high)


def input_name(scene: FilterScene, k: int) -> str:
    """Return what an input map of the filter is called."""
    if len(scene.inputs) > 1:
        return _(_COLOURS[k % len(_COLOURS)])
    if scene.conv.weight.shape[1] > 1:
        count = scene.forward.trace.shapes[scene.before][0]
        return _("Map {number} of {count}").format(number=scene.channel_of(k) + 1, count=count)
    return _("Input X") if scene.before == INPUT else _("Input map")
