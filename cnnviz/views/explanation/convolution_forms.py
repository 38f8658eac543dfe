"""The ways to lay out the terms of a convolution: what fits beside each other."""

from functools import lru_cache
from typing import NamedTuple

from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.explain.printed_values import PrintedWindow, is_printable, products_decimals
from cnnviz.explain.values import WindowSum
from cnnviz.text.decimals import Decimals
from cnnviz.text.numbers import is_whole
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.texts import cell_width, text_width, widest_printed

MAP_BESIDE = 76  # pixels at 100 %: of the input map beside the products, with its gap
FOLDED = 24  # pixels at 100 %: of a product without its number
SIGN = 28  # pixels at 100 %: the room of a sign between two grids


class ConvolutionForm(NamedTuple):
    """How the rows are laid out: what is shown of each channel, and how wide the cells are."""

    cells: tuple[int, int, int]  # width of a cell of window, weights and products
    grids: int  # how many of the three stand beside each other
    has_map: bool
    has_running: bool
    width: int
    left: int  # where the grids begin
    has_sums: bool = True
    is_list: bool = False  # all input maps in a list, the grids of one of them
    is_folded: bool = False  # the products have no numbers: each is told under the pointer


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


def forms(scene: ExplanationScene, about: WindowSum) -> list[ConvolutionForm]:
    """Return the ways to lay out the rows, the best first."""
    cells = _cells(scene, about)
    if scene.is_card and len(about.channels) == 1:  # its input stands above, its sum beside
        width = max(_groups(scene.look, about, cells, 3)) - scene.look.px(SIGN)
        alone = ConvolutionForm(cells, 3, False, False, width + 4, 2, has_sums=False)
        return [alone, alone, *_row_forms(scene, about, cells)]
    return _row_forms(scene, about, cells)


def _row_forms(
    scene: ExplanationScene, about: WindowSum, cells: tuple[int, int, int]
) -> list[ConvolutionForm]:
    number = number_width(scene, about)
    wide = (3, True, True), (3, True, False), (3, False, True), (3, False, False)
    wrapped = (2, True, True), (1, False, False)
    look, folded = scene.look, (cells[0], cells[1], scene.look.px(FOLDED))
    last = _list_forms(look, about, folded, number)[-1:] or [
        _form(look, about, folded, number, (1, False, False))
    ]
    return [
        *(_form(look, about, cells, number, shown) for shown in wide),
        *_list_forms(look, about, cells, number),
        *(_form(look, about, cells, number, shown) for shown in wrapped),
        *(form._replace(is_folded=True) for form in last),
    ]


def _cells(scene: ExplanationScene, about: WindowSum) -> tuple[int, int, int]:
    """Return the widths of cells that take every number of the layer: they stay while stepping."""
    look, before = scene.look, scene.values_before
    weight = scene.layer.parameters()["weight"]
    sizes = largest(before), largest(weight)
    whole = is_whole(before), is_whole(weight)
    negative = bool((before < 0).any()), bool((weight < 0).any())
    factors, of_products = factor_decimals(scene), term_decimals(scene)[1]
    size = sizes[0] * sizes[1]
    product = widest_printed(of_products, size, whole=all(whole), negative=any(negative))
    return (
        cell_width(look, [widest_printed(factors[0], sizes[0], negative=negative[0])]),
        cell_width(look, [widest_printed(factors[1], sizes[1], negative=negative[1])]),
        cell_width(look, [product]),
    )


def _form(
    look: Look, about: WindowSum, cells: tuple[int, int, int], number: int,
    shown: tuple[int, bool, bool],
) -> ConvolutionForm:  # fmt: skip
    grids, has_map, has_running = shown
    groups = _groups(look, about, cells, grids)
    left = look.px(24) + (look.px(80) if has_map else 0)
    right = number * (2 if has_running else 1)
    width = max(max(groups), groups[-1] + right)
    return ConvolutionForm(cells, grids, has_map, has_running, left + width, left)


def _groups(look: Look, about: WindowSum, cells: tuple[int, int, int], grids: int) -> list[int]:
    """Return how wide the grids of each line are together, with the signs after them."""
    widths = [int(about.window.shape[2]) * cell + look.px(SIGN) for cell in cells]
    return [sum(widths[first : first + grids]) for first in range(0, 3, grids)]


_LISTS = (  # a running total, grids beside each other, and the room of the map beside the last
    (True, 2, MAP_BESIDE),
    (False, 2, MAP_BESIDE),
    (True, 2, 0),
    (False, 2, 0),
    (False, 1, 0),
)


def _list_forms(
    look: Look, about: WindowSum, cells: tuple[int, int, int], number: int
) -> list[ConvolutionForm]:
    """Return the ways to list all input maps beside the products of one of them."""
    if len(about.channels) == 1:
        return []
    made = []
    for has_running, grids, beside in _LISTS:
        left = list_width(look, number, has_running)
        groups = _groups(look, about, cells, grids)
        width = left + max(*groups[:-1], groups[-1] + look.px(beside))
        made.append(ConvolutionForm(cells, grids, False, has_running, width, left, is_list=True))
    return made


def list_width(look: Look, number: int, has_running: bool) -> int:
    """Return how wide the list of input maps is, with the gap after it."""
    return look.px(24) + 2 * look.px(44) + number * (2 if has_running else 1) + look.px(28)


def number_width(scene: ExplanationScene, about: WindowSum) -> int:
    """Return how wide a column of sums is."""
    weight = scene.layer.parameters()["weight"]
    size = largest(about.products) * about.products[0].size
    # Of the layer, not of this value: a window of zeros stands among others with decimals.
    whole = is_whole(scene.values_before) and is_whole(weight)
    of_sums = term_decimals(scene)[0]
    text = f"+ {widest_printed(of_sums, size, whole=whole, negative=False)}"
    return text_width(scene.look, text, 15) + scene.look.px(14)
