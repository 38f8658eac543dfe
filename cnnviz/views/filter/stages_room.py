"""How the stages of a filter share the room of the page: in one row or in two, and how large."""

from dataclasses import dataclass

from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.explain.reach_words import unreached_sentence
from cnnviz.views.cells.painting import Extent
from cnnviz.views.filter.filter_scene import FilterScene
from cnnviz.views.filter.stage_maps import input_shown, stage_map
from cnnviz.views.maps.shown import digits
from cnnviz.views.sheets.items import on_sheet
from cnnviz.views.sheets.texts import cell_width

LARGEST_CELL = 48  # pixels at 100 %
KERNEL = 0.3  # share of the width that the weights may take; larger kernels show fewer digits
TITLE = 88  # pixels at 100 %: the room that the title of a stage has at least
HEAD = 24  # pixels at 100 %: the height of a title
WIDE_ARROW, NARROW_ARROW = 30, 18  # pixels at 100 %: the room between two stages
_NOTE = 30  # pixels at 100 %: below the maps, where something is said there
_BIAS = 34  # pixels at 100 %: below the weights


@dataclass(frozen=True)
class StagesRoom:
    """One way to lay the stages out."""

    cell: int  # pixels, the side of every cell of every map
    arrow: int  # pixels between two stages
    is_folded: bool  # whether what the filter gives stands below what it takes


def stages_room(scene: FilterScene) -> StagesRoom:
    """Return the first way in which most maps have numbers: in a row, closer, in two rows."""
    best, most = None, -1
    for arrow, is_folded in ((WIDE_ARROW, False), (NARROW_ARROW, False), (WIDE_ARROW, True)):
        cell = _cell_side(scene, scene.look.px(arrow), is_folded=is_folded)
        legible = _with_numbers(scene, cell)
        if legible > most:
            best, most = StagesRoom(cell, scene.look.px(arrow), is_folded), legible
        if legible == len(scene.inputs) + len(scene.nodes):
            break
    assert best is not None  # the first is better than none
    return best


def weight_cell(scene: FilterScene) -> Extent:
    """Return how large a cell of the weights is, in pixels."""
    px = scene.look.px
    weights = scene.conv.weight[scene.channel]
    texts = decimals_of_parameter(scene.conv, "weight").texts(weights[scene.inputs])
    most = max(px(12), round(KERNEL * scene.room[0]) // weights.shape[2])
    high = px(32 if weights.shape[1] <= 3 else 26)
    return min(max(px(36), cell_width(scene.look, texts)), most), min(high, most)


def _with_numbers(scene: FilterScene, cell: int) -> int:
    """Return how many maps have room for their numbers in cells of a size."""
    maps = [input_shown(scene, k) for k in scene.inputs]
    maps += [stage_map(scene, node) for node in scene.nodes]
    return sum(digits(on_sheet(shown), scene.look, (cell, cell)) is not None for shown in maps)


def _cell_side(scene: FilterScene, arrow: int, *, is_folded: bool) -> int:
    """Return how large a cell of the maps can be, in pixels."""
    px, trace, (wide, high) = scene.look.px, scene.forward.trace, scene.room
    shapes = [trace.shapes[node][1:] for node in scene.nodes]
    rows, columns = (
        side + 2 * padding
        for side, padding in zip(trace.shapes[scene.before][1:], scene.conv.padding, strict=True)
    )
    weights, filters = weight_cell(scene), len(scene.inputs)
    kernel = max(weights[0] * scene.conv.kernel_size[1], px(TITLE))
    says = scene.position is not None or unreached_sentence(scene.conv, trace.shapes[scene.before])
    high -= px(HEAD) + px(_NOTE if says else 4)
    between = px(20) * (filters - 1)
    stages = [shape[1] for shape in shapes]
    if not is_folded:
        arrows = arrow * (len(scene.nodes) + 1)
        most = _widest_cell(wide - kernel - arrows - px(8), [columns, *stages], px(TITLE))
        return max(2, min(px(LARGEST_CELL), most, (high - between) // (rows * filters)))
    high -= px(HEAD)
    above = _widest_cell(wide - kernel - arrow - px(8), [columns], px(TITLE))
    below = _widest_cell(wide - arrow * len(stages) - px(8), stages, px(TITLE))
    tallest = max(shape[0] for shape in shapes)
    beside_maps = (high - between) // (rows * filters + tallest)
    beside_weights = (high - weights[1] * scene.conv.kernel_size[0] - px(_BIAS)) // tallest
    return max(2, min(px(LARGEST_CELL), above, below, beside_maps, beside_weights))


def _widest_cell(room: int, counts: list[int], least: int) -> int:
    """Return the largest cell with which maps of so many columns fit; a map takes `least`."""
    for cell in range(room // max(counts), 2, -1):
        if sum(max(count * cell, least) for count in counts) <= room:
            return cell
    return 2
