"""The ways to lay out the terms of a convolution, from the fullest to the most folded."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Literal, NamedTuple

from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import decimals_of, decimals_of_parameter
from cnnviz.explain.printed_values import PrintedWindow, is_printable, products_decimals
from cnnviz.explain.values import WindowSum
from cnnviz.project.project import ForwardPass
from cnnviz.text.decimals import Decimals
from cnnviz.text.numbers import is_whole
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.kept_for import kept_for
from cnnviz.views.sheets.texts import (
    cell_width,
    narrow_cell_width,
    text_width,
    widest_printed,
)

SIGN, NARROW_SIGN = 28, 18  # pixels at 100 %: the room of a sign between two grids
HIGH, LOW = 28, 21  # pixels at 100 %: of a cell, and of one in little height
PICTURE = 9  # pixels at 100 %: of a cell without its number
NARROW = 25  # what it costs that grids have cells of their own: only where others have no room
PICTURES = 35  # what it costs that window and weights are pictures: in yet less room
WHOLE = 44, 1  # the same where only the list has no room for all of it
# Costs, and how much of the products is seen at least: more of them goes before larger text.
LEAVES = (45, 0.3), (49, 0.2), (53, 0.1), (55, 0.05), (57, 0.01)
LISTED = 4  # what it costs to see the products of one channel at a time
MANY = 64  # input maps; of more those with the largest sums come first, and the rest is summed
SEVERAL = (4, 3, 2)  # channels whose products are seen beside the list
NO_MAP = 4  # what it costs not to see the input map beside its products
Lines = Literal["none", "pictures", "plain"]


class ConvolutionForm(NamedTuple):
    """What is shown of each input channel, and how."""

    cost: float  # how much is folded
    columns: int = 1  # in which the rows of all channels stand; 0: one channel, and a list
    grids: int = 3  # how many of window, weights and products stand beside each other
    has_map: bool = True
    has_running: bool = True
    has_sums: bool = True
    lines: Lines = "none"  # of the list of all channels
    high: int = HIGH  # of a cell
    has_factors: bool = True  # numbers in window and weights; else they are pictures
    least: float = 0  # share of the products on a leaf; 0: all, and all channels
    is_flat: bool = False  # what stands below a leaf stands beside it
    has_grids: bool = True  # else the products are folded into the sums of their channels
    shown: int = 1  # channels whose products are seen beside the list of all
    has_titles_beside: bool = False  # of grids below each other: else they stand above
    is_narrow: bool = False  # each grid has cells for its own numbers, else all for the widest
    has_line: bool = False  # the list of all channels is one line above the grids, else beside them

    @property
    def has_own_rounding(self) -> bool:
        """Whether what is missing to the sum stands among the terms: it depends on the leaf."""
        return bool(self.least) and not self.has_sums


def forms(scene: ExplanationScene, about: WindowSum) -> list[ConvolutionForm]:
    """Return the ways to lay out the terms."""
    if len(about.channels) > MANY:
        return [*_lists()]
    if len(about.channels) > 1:
        return [*_rows_of_all(), *_several(len(about.channels)), *_lists()]
    return list(_alone(is_card=scene.is_card))


def _rows_of_all() -> Iterator[ConvolutionForm]:
    """Yield a row for each channel; in more columns where the room is wide."""
    for cost, (has_map, has_running, high) in enumerate(
        product((True, False), (True, False), (HIGH, LOW))
    ):
        for columns in (1, 2, 3, 4):
            yield ConvolutionForm(cost, columns, 3, has_map, has_running, high=high)


def _several(count: int) -> Iterator[ConvolutionForm]:
    """Yield a list of the sums of all channels beside the products of some, where room is left."""
    for shown, (place, high), grids in product(SEVERAL, enumerate((HIGH, LOW)), (3, 2, 1)):
        if shown < count:
            cost = LISTED - shown / 10 + place / 100
            yield ConvolutionForm(cost, 0, grids, lines="pictures", high=high, shown=shown)


def _lists() -> Iterator[ConvolutionForm]:
    """Yield a list of the sums of all channels beside the products of one."""
    full = (  # lines, running total, height of a cell, numbers in the factors
        (LISTED, "pictures", True, HIGH, True), (5, "pictures", True, LOW, True),
        (6, "pictures", False, HIGH, True), (7, "pictures", False, LOW, True),
        (8, "plain", True, HIGH, True), (9, "plain", False, HIGH, True),
        (10, "plain", False, LOW, True), (PICTURES, "plain", False, LOW, False),
    )  # fmt: skip
    for cost, lines, has_running, high, has_factors in full:
        for grids, has_map in product((3, 2, 1), (True, False)):
            yield ConvolutionForm(
                cost + (0 if has_map else NO_MAP), 0, grids, has_map, has_running, True,
                lines, high, has_factors,  # type: ignore[arg-type]
            )  # fmt: skip
    low = ConvolutionForm(11 + NO_MAP, 0, 1, False, False, True, "plain", LOW)
    yield low._replace(has_titles_beside=True)
    for grids, has_line in ((3, False), (3, True), (2, False)):
        yield low._replace(cost=NARROW, grids=grids, is_narrow=True, has_line=has_line)
    for cost, least in (WHOLE, *LEAVES):
        for grids in (3, 2, 1):
            yield ConvolutionForm(cost, 0, grids, False, False, True, "plain", LOW, True, least)
    folded = ConvolutionForm(63, 0, 3, False, False, True, "plain", LOW, True, 0.001, True)
    yield from (folded, folded._replace(cost=75, has_grids=False))


def _alone(*, is_card: bool) -> Iterator[ConvolutionForm]:
    """Yield the grids of the only channel; on a card its map stands above."""
    for cost, high, has_factors in ((0, HIGH, True), (1, LOW, True), (PICTURES, LOW, False)):
        for grids in (3, 2, 1):
            if not is_card and has_factors:
                yield ConvolutionForm(cost, 0, grids, True, False, False, high=high)
            yield ConvolutionForm(
                cost if is_card else cost + 1, 0, grids, False, False, False, "none", high,
                has_factors,
            )  # fmt: skip
    for grids in (3, 2):
        yield ConvolutionForm(NARROW, 0, grids, False, False, False, high=LOW, is_narrow=True)
    for cost, least in LEAVES:
        for grids in (3, 2, 1):
            yield ConvolutionForm(cost, 0, grids, False, False, False, high=LOW, least=least)
    yield ConvolutionForm(63, 0, 3, False, False, False, high=LOW, least=0.001, is_flat=True)


def is_by_size(scene: ExplanationScene, about: WindowSum) -> bool:
    """Return whether the input maps stand by the size of their sums: very many, unless asked."""
    return len(about.channels) > MANY and scene.order == "size"


def printed_of(scene: ExplanationScene, about: WindowSum) -> PrintedWindow | None:
    """Return what is printed of a value, or None where a number of it is not finite."""
    return _printed(about, scene.decimals)


@lru_cache(maxsize=2)  # rows and result of a value print the same
def _printed(about: WindowSum, decimals: Decimals) -> PrintedWindow | None:
    if not is_printable(about.products, about.bias, about.value):
        return None
    return PrintedWindow(about, decimals)


def conv_of(scene: ExplanationScene) -> Conv2d:
    """Return the layer of the value."""
    layer = scene.layer
    assert isinstance(layer, Conv2d)  # a WindowSum comes from one
    return layer


def term_decimals(scene: ExplanationScene) -> tuple[Decimals, Decimals]:
    """Return the decimals of the sums of the input maps, and of the products."""
    return products_decimals(conv_of(scene), scene.decimals)


def factor_decimals(scene: ExplanationScene) -> tuple[Decimals, Decimals]:
    """Return the decimals of the window, and of the weights."""
    return scene.decimals_before, decimals_of_parameter(scene.layer, "weight")


def sign_of_products(scene: ExplanationScene, about: WindowSum, k: int) -> str:
    """Return what stands before the products: ≈ where the factors are printed shorter."""
    inputs, weights = factor_decimals(scene)
    is_exact = inputs.is_exact(about.window[k]) and weights.is_exact(about.weights[k])
    return "=" if is_exact else "≈"


def cell_of(scene: ExplanationScene) -> int:
    """Return the width of a cell of all three grids, in pixels.

    It takes every number of the layer, so that cells stay while stepping.
    """
    return cell_width(scene.look, list(longest(scene.forward, scene.node)))


def narrow_cells(scene: ExplanationScene) -> tuple[int, ...]:
    """Return the width of the cells of each grid, as its own numbers need it, in pixels."""
    texts = longest(scene.forward, scene.node)
    return tuple(narrow_cell_width(scene.look, text) for text in texts)


@kept_for  # asked for every form in every size
def longest(forward: ForwardPass, node: str) -> tuple[str, str, str]:
    """Return the longest text that each of the three grids may have."""
    trace = forward.trace
    layer, before = trace.network.layers[node], trace.network.before(node)
    assert isinstance(layer, Conv2d)  # it is asked of one
    arrays = trace.values[before], layer.weight
    sizes = [largest(array) for array in arrays]
    whole = [is_whole(array) for array in arrays]
    negative = [bool((array < 0).any()) for array in arrays]
    factors = decimals_of(trace, before), decimals_of_parameter(layer, "weight")
    of_products = products_decimals(layer, decimals_of(trace, node))[1]
    size = sizes[0] * sizes[1]
    return (
        widest_printed(factors[0], sizes[0], negative=negative[0]),
        widest_printed(factors[1], sizes[1], negative=negative[1]),
        widest_printed(of_products, size, whole=all(whole), negative=any(negative)),
    )


def number_width(scene: ExplanationScene, about: WindowSum) -> int:
    """Return how wide a column of sums is."""
    text = _longest_sum(scene.forward, about)
    return text_width(scene.look, text, 15) + scene.look.px(14)


@kept_for
def _longest_sum(forward: ForwardPass, about: WindowSum) -> str:
    trace = forward.trace
    layer = trace.network.layers[about.node]
    assert isinstance(layer, Conv2d)  # a WindowSum comes from one
    size = largest(about.products) * about.products[0].size
    # Of the layer, not of this value: a window of zeros stands among others with decimals.
    whole = is_whole(trace.values[trace.network.before(about.node)]) and is_whole(layer.weight)
    of_sums = products_decimals(layer, decimals_of(trace, about.node))[0]
    return f"+ {widest_printed(of_sums, size, whole=whole, negative=False)}"
