"""What an edit of a number on an explanation makes of the project."""

from collections.abc import Callable

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.ops import Array, Pair
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.stepped_values import Normalisation, Scaled
from cnnviz.explain.values import WeightedSum, WindowSum
from cnnviz.project.kernel_edits import convolution, with_kernel
from cnnviz.project.project import Project, with_parameter
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.sheets.item_id import ItemId, What

Make = Callable[[Project], Project]
At = tuple[str, int]  # the node of a layer, and which filter or unit of it


def edit_of(
    scene: ExplanationScene, item: ItemId, row: int, column: int, value: float
) -> Make | None:
    """Return the edit of one number of an explanation; None where it is no part of the project."""
    about, node = scene.about, scene.node
    unit = about.place[0]
    if item.what is What.BIAS:
        place = _place_of(scene.layer, "bias", about.place)
        return lambda project: with_parameter(project, node, "bias", place, value)
    if isinstance(about, WindowSum):
        return filter_edit((node, unit), item, (row, column), value)
    if isinstance(about, Normalisation | Scaled) and item.what is What.WEIGHT:
        place = _place_of(scene.layer, "weight", about.place)
        return lambda project: with_parameter(project, node, "weight", place, value)
    what, number, _node = item
    if isinstance(about, PlacedSum) and what is What.WEIGHT and number is not None:
        place = tuple(int(i) for i in about.at[number])
        return lambda project: with_parameter(project, node, "weight", place, value)
    if isinstance(about, WeightedSum) and what is What.WEIGHT and number is not None:
        return lambda project: with_parameter(project, node, "weight", (unit, number), value)
    return None


def _place_of(layer: Layer, name: str, place: tuple[int, ...]) -> tuple[int, ...]:
    """Return where the number of a value stands in a parameter: one for all, a channel, a value."""
    shape = layer.parameters()[name].shape
    if shape == (1,):
        return (0,)
    return place[: len(shape)]


def filter_edit(at: At, item: ItemId, cell: Pair, value: float) -> Make | None:
    """Return the edit of a bias, or of a weight of a filter as it is laid on the window.

    Args:
        at: The node of the layer, and which filter or unit of it.
        item: A bias, or the weights of an input channel.
        cell: Row and column of the weight.
        value: Its new value.
    """
    node, unit = at
    what, number, _node = item
    if what is What.BIAS:
        return lambda project: with_parameter(project, node, "bias", (unit,), value)
    if what is not What.WEIGHTS or number is None:
        return None

    def make(project: Project) -> Project:
        layer = convolution(project, node)
        row, column = cell
        if layer.flipped:
            row, column = (n - 1 - i for n, i in zip(layer.kernel_size, cell, strict=True))
        place = (unit, number, row, column)
        return with_parameter(project, node, "weight", place, value)

    return make


def filter_paste(at: At, item: ItemId, weights: Array) -> Make | None:
    """Return the edit that a pasted matrix makes of a filter's weights for one input channel."""
    node, unit = at
    what, number, _node = item
    if what is not What.WEIGHTS or number is None:
        return None

    def make(project: Project) -> Project:
        turned = weights[::-1, ::-1] if convolution(project, node).flipped else weights
        return with_kernel(project, node, (unit, number), turned)

    return make


def paste_of(scene: ExplanationScene, item: ItemId, weights: Array) -> Make | None:
    """Return the edit that a pasted matrix makes of an explanation's weights."""
    if not isinstance(scene.about, WindowSum):
        return None
    return filter_paste((scene.node, scene.about.place[0]), item, weights)
