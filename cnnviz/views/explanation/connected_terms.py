"""What the rows and the pictures of a fully connected unit share: its numbers and its inputs."""

from collections.abc import Sequence

import numpy as np

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.scale import largest, limit_of_bias
from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.printed_values import (
    TOP,
    PrintedConnected,
    by_size,
    is_printable,
    printed_connected,
    terms_decimals,
    terms_of_layer,
)
from cnnviz.explain.values import WeightedSum
from cnnviz.language import _, ngettext
from cnnviz.project.slices import Slices, slices_of
from cnnviz.text.decimals import Decimals
from cnnviz.text.numbers import count_text, is_whole
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.kept_for import kept_for
from cnnviz.views.sheets.item_id import Spot, What

_OF_SHARES = Decimals(4)
Weighted = WeightedSum | PlacedSum  # each input has a weight of its own


@kept_for  # terms and result ask for the same
def printed_unit(
    scene: ExplanationScene, about: Weighted, shown: tuple[int, int] | None = None
) -> PrintedConnected | None:
    """Return what is printed of a unit, or None where a number of it is not finite.

    Args:
        scene: What is explained.
        about: The same.
        shown: The first and behind the last term of a leaf; None: as many as there are at most.
    """
    if not is_printable(about.products, about.bias, about.value):
        return None
    part = None if shown is None else slice(*shown)
    return printed_connected(
        about, scene.decimals, scene.order, scene.ranking, part, terms_of_layer(scene.layer)
    )


def ordered_inputs(scene: ExplanationScene, about: Weighted) -> Sequence[int]:
    """Return all inputs of a unit in the order in which their terms stand."""
    if scene.order == "index":
        return range(len(about.products))
    ranking = by_size(about) if scene.ranking is None else scene.ranking
    return ranking.tolist()  # type: ignore[no-any-return]


def most_shown(scene: ExplanationScene, about: Weighted) -> int:
    """Return how many inputs have a row of their own where there is room."""
    count = len(about.products)
    return count if scene.order == "index" else min(TOP, count)


@kept_for  # a layer never changes, and may have millions of weights
def limit_of_weights(layer: Layer) -> tuple[float, bool]:
    """Return how far the weights of all units reach from zero, and whether all are whole."""
    weight = layer.parameters().get("weight")
    if weight is None:  # shares, of which the largest is 1
        return 1.0, False
    return largest(weight), is_whole(weight)


def limit_of_sum(layer: Layer) -> float:
    """Return the limit of the colour of a bias; 1 where nothing is learnt."""
    return limit_of_bias(layer) if layer.parameters() else 1.0


def slices_of_unit(scene: ExplanationScene, about: WeightedSum) -> Slices:
    """Return the weights of the unit, laid over the maps they belong to."""
    return slices_of(scene.forward.trace.network, scene.node, about.place[0])


def place_words(scene: ExplanationScene, about: Weighted, index: int) -> str:
    """Return which input it is: its place in the maps it is of, or its number."""
    place = place_of_input(scene, about, index)
    if len(place) == 1:
        return _("input {number}").format(number=place[0] + 1)
    k, row, column = place
    return _("map {map}, row {row}, column {column}").format(
        map=k + 1, row=row + 1, column=column + 1
    )


def longest_place(scene: ExplanationScene, about: Weighted) -> str:
    """Return the longest name that an input of the layer may have."""
    if isinstance(about, WeightedSum):
        return place_words(scene, about, len(about.inputs) - 1)
    numbers = scene.shape_before
    if len(numbers) == 1:
        return _("input {number}").format(number=numbers[0])
    text = _("map {map}, row {row}, column {column}")
    return text.format(map=numbers[0], row=numbers[1], column=numbers[2])


def place_of_input(scene: ExplanationScene, about: Weighted, index: int) -> tuple[int, ...]:
    """Return map, row and column of an input, or its number alone; counted from 0."""
    if isinstance(about, PlacedSum):
        return tuple(int(i) for i in about.places[index])
    slices = slices_of_unit(scene, about)
    return place_in_maps(slices, index) if slices.maps else (index,)


def place_in_maps(slices: Slices, index: int) -> tuple[int, int, int]:
    """Return map, row and column of an input, counted from 0."""
    k, row, column = (int(i) for i in np.unravel_index(index, slices.values.shape))
    return k, row, column


def others_words(count: int) -> str:
    """Return what the inputs without a row of their own are called."""
    return ngettext("the other {count} together", "the other {count} together", count).format(
        count=count_text(count)
    )


def decimals_shown(scene: ExplanationScene) -> tuple[Decimals, Decimals, Decimals]:
    """Return the decimals of inputs, weights and products, the same for all units of the layer."""
    layer = scene.layer
    products = terms_decimals(layer, scene.decimals, scene.order)
    of_weights = decimals_of_parameter(layer, "weight") if layer.parameters() else _OF_SHARES
    return scene.decimals_before, of_weights, products


def lit_input(scene: ExplanationScene, about: Weighted) -> int | None:
    """Return the input under the pointer: in its row, or as a weight on a picture."""
    return None if scene.lit is None else input_at(scene, about, scene.lit)


def input_at(scene: ExplanationScene, about: Weighted, spot: Spot) -> int | None:
    """Return the input that a spot is about, in a row or on a picture; None for others."""
    what, number, _node = spot.item
    if number is None:
        return None
    if what in (What.INPUT, What.WEIGHT, What.PRODUCT):
        return number if number < len(about.products) else None
    if what is not What.SLICE or not isinstance(about, WeightedSum):
        return None
    rows, columns = slices_of_unit(scene, about).values.shape[1:]
    index = (number * rows + spot.row) * columns + spot.column
    is_inside = 0 <= spot.row < rows and 0 <= spot.column < columns
    return index if is_inside and index < len(about.products) else None
