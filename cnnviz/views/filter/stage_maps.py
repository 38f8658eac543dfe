"""The map of each stage of a filter: what is reached of it, and the marks on it."""

from dataclasses import replace

import numpy as np

from cnnviz.cnn.reach import inputs_of_weight, reached
from cnnviz.explain.values import Patch, WindowSum, explain
from cnnviz.views.cells.painting import SMALLEST_DIGITS
from cnnviz.views.explanation.lit_cells import outputs_of_cell
from cnnviz.views.explanation.pooling_window import winners_on_map
from cnnviz.views.explanation.shown_maps import with_padding
from cnnviz.views.filter.filter_scene import FilterScene
from cnnviz.views.maps.shown import Flags, MapMarks, MapShown
from cnnviz.views.sheets.item_id import What
from cnnviz.views.sheets.node_maps import node_map


def stage_map(scene: FilterScene, node: str) -> MapShown:
    """Return the map of a stage; its cells are empty until they are reached."""
    channel = scene.channel
    hidden = scene.hidden(node, channel)
    shown = replace(_small(node_map(scene.forward, node, channel)), hidden=hidden)
    position = scene.position
    is_found = hidden is not None and not scene.is_told  # an exercise tells which cells are
    if position is None or is_found or scene.is_before(node, position.node):
        return shown
    index = position.row * scene.forward.trace.shapes[position.node][2] + position.column
    count = index if scene.is_told else index + 1
    if node == position.node or shown.size == stage_size(scene, position.node):
        return replace(shown, reached=count)
    return replace(shown, hidden=~_complete(scene, node, count, shown.size))


def _small(shown: MapShown) -> MapShown:
    """Return a map whose digits may be as small as those of maps anywhere: many stand in a row."""
    return replace(shown, smallest_digits=SMALLEST_DIGITS)


def stage_size(scene: FilterScene, node: str) -> tuple[int, ...]:
    """Return rows and columns of the maps of a node."""
    return scene.forward.trace.shapes[node][1:]


def _complete(scene: FilterScene, node: str, count: int, size: tuple[int, int]) -> Flags:
    """Return the cells of a pooling whose whole window lies in the first cells that it takes."""
    before = stage_size(scene, scene.forward.trace.network.before(node))
    last = [np.array([_last(scene, node, axis, i, before[axis]) for i in range(size[axis])])
            for axis in range(2)]  # fmt: skip
    return np.asarray(last[0][:, None] * before[1] + last[1][None, :] < count)


def _last(scene: FilterScene, node: str, axis: int, position: int, n: int) -> int:
    """Return the last row (or column) of the input that a window of a pooling needs."""
    place = [scene.channel, 0, 0]
    place[1 + axis] = position
    about = explain(scene.forward.trace, node, tuple(place))
    assert isinstance(about, Patch)  # only a pooling makes maps smaller
    cells = about.columns if axis else about.rows
    return int(min(cells.max(), n - 1))


def input_shown(scene: FilterScene, k: int) -> MapShown:
    """Return an input map of the filter with its padding, and what no window reaches."""
    layer, before = scene.conv, scene.before
    shown = _small(node_map(scene.forward, before, scene.channel_of(k)))
    unreached = reached(layer, scene.forward.trace.shapes[before])
    return replace(with_padding(shown, layer), unreached=unreached)


def input_marks(scene: FilterScene, k: int) -> MapMarks:
    """Return the window on an input map, and what the pointer lights on it."""
    about = window_sum(scene)
    window = None if about is None else (about.rows, about.columns)
    shape, lit = scene.forward.trace.shapes[scene.before], scene.lit
    if lit is None:
        return MapMarks(window=window)
    if lit.is_on(What.WEIGHTS, k) and lit.is_within(scene.conv.kernel_size):
        row, column = lit.row, lit.column
        return MapMarks(window=window, lit=inputs_of_weight(scene.conv, shape, row, column))
    conv = scene.stages.conv
    if lit.is_on(What.STAGE, node=conv) and lit.is_within(stage_size(scene, conv)):
        place = (scene.channel, lit.row, lit.column)
        hovered = explain(scene.forward.trace, conv, place)
        assert isinstance(hovered, WindowSum)  # a value of the convolution
        window = hovered.rows, hovered.columns
    return MapMarks(window=window)


def window_sum(scene: FilterScene) -> WindowSum | None:
    """Return how the value of the convolution that belongs to the position is computed."""
    position = scene.position
    conv = scene.stages.conv
    if position is None or stage_size(scene, position.node) != stage_size(scene, conv):
        return None
    place = (scene.channel, position.row, position.column)
    about = explain(scene.forward.trace, conv, place)
    return about if isinstance(about, WindowSum) else None


def stage_marks(scene: FilterScene, node: str) -> MapMarks:
    """Return where the position is in a stage, the window of a pooling, and what is lit."""
    position = scene.position
    current = window = winners = None
    if position is not None and stage_size(scene, position.node) == stage_size(scene, node):
        current = position.row, position.column
    reader = scene.reader(node)
    about = None if reader is None else scene.about(reader)
    if reader is not None and isinstance(about, Patch):
        window = about.rows, about.columns
        size = scene.forward.trace.shapes[node][1:]
        winners = None if _is_asked(scene, reader) else winners_on_map(about, size)
    return MapMarks(current, window, _lit_outputs(scene, node), winners)


def _is_asked(scene: FilterScene, node: str) -> bool:
    """Return whether the value of the position is still to be found in an exercise."""
    hidden, position = scene.hidden(node, scene.channel), scene.position
    return (
        hidden is not None and position is not None and bool(hidden[position.row, position.column])
    )


def _lit_outputs(scene: FilterScene, node: str) -> Flags | None:
    lit = scene.lit
    if lit is None or node != scene.stages.conv or lit.item.what is not What.INPUT_MAP:
        return None
    return outputs_of_cell(scene.conv, scene.forward.trace.shapes[scene.before], lit)
