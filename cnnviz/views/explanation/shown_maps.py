"""The maps of an explanation as they are shown: the input, the node before, the output."""

from dataclasses import replace

import numpy as np

from cnnviz.cnn import ops
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.ops import Array
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.explain.values import Share, with_logits
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.maps.shown import Flags, MapMarks, MapShown
from cnnviz.views.sheets.node_maps import in_grid, map_of_value, node_map


def input_map(
    scene: ExplanationScene, channel: int, unreached: tuple[Flags, Flags] | None
) -> MapShown:
    """Return a map of the node before, with what is padded around it and never reached."""
    shown = replace(node_map(scene.forward, scene.before, channel), unreached=unreached)
    layer = scene.layer
    if isinstance(layer, MaxPool2d | AvgPool2d):
        return replace(shown, padding=layer.padding, padded=_pooling_padding(layer, shown))
    return with_padding(shown, layer) if isinstance(layer, Conv2d) else shown


def with_padding(shown: MapShown, layer: Conv2d) -> MapShown:
    """Return a map with what the convolution that reads it puts around it."""
    padded = None
    if layer.padding_mode != "zeros" and any(layer.padding):
        padded = ops.pad2d(shown.values[None], layer.padding, layer.padding_mode)[0]
    return replace(shown, padding=layer.padding, padded=padded)


def _pooling_padding(layer: MaxPool2d | AvgPool2d, shown: MapShown) -> Array | None:
    """Return what the padding of a pooling holds: −∞ never wins; NaN stands for nothing."""
    if isinstance(layer, AvgPool2d) and layer.count_include_pad:
        return None
    fill = -np.inf if isinstance(layer, MaxPool2d) else np.nan
    (rows, columns), (down, along) = shown.size, layer.padding
    return np.full((rows + 2 * down, columns + 2 * along), fill, np.float32)


def before_map(scene: ExplanationScene) -> tuple[MapShown, tuple[int, int]]:
    """Return the node before, which has the same shape, and the cell of the value in it."""
    return map_of_value(scene.forward, scene.before, scene.about.place)


def output_map(scene: ExplanationScene) -> tuple[MapShown, MapMarks]:
    """Return the map, or the values in a row as a grid, with the cells reached so far."""
    shown = _output_values(scene)
    rows, columns = shown.shape
    row, column = divmod(scene.index, columns)
    reached = scene.index + (0 if scene.is_hidden else 1)
    made = MapShown(
        shown,
        scene.forward.scales.limit(scene.node, scene.about.place[0] if scene.is_map else None),
        is_grey=scene.forward.is_grey(scene.node),
        is_ink=scene.forward.prepared.is_ink,
        reached=reached if scene.right is None else None,
        hidden=None if scene.right is None else _unanswered(scene.right, rows, columns),
        decimals=scene.decimals,
    )
    return made, MapMarks(current=(row, column))


def _output_values(scene: ExplanationScene) -> Array:
    values, about = scene.forward.trace.values[scene.node], scene.about
    if scene.is_map:
        return np.asarray(values[about.place[0]])
    if isinstance(about, Share) and scene.tried:
        values = with_logits(about, scene.tried).shares
    return in_grid(values)


def _unanswered(right: frozenset[int], rows: int, columns: int) -> Flags:
    hidden = np.ones(rows * columns, np.bool_)
    hidden[list(right)] = False
    return hidden.reshape(rows, columns)
