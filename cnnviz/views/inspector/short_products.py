"""Window ⊙ weights = products of one input map, as small as the inspector needs them."""

import numpy as np
from PySide6.QtCore import QRect, QRectF

from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import decimals_of, decimals_of_parameter
from cnnviz.explain.printed_values import products_decimals
from cnnviz.explain.values import WindowSum
from cnnviz.language import _
from cnnviz.project.project import ForwardPass
from cnnviz.text.decimals import Decimals
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, MapItem, Text

CELL, SIDE, SIGN = 27, 86, 18  # pixels at 100 %: of a cell and a grid at most; between two grids


def product_items(
    look: Look, forward: ForwardPass, about: WindowSum, k: int, top: int, width: int
) -> tuple[list[Item], int]:
    """Lay out the three grids of one input map; numbers stand in them where they have room.

    Args:
        look: Fonts and colours.
        forward: The values.
        about: What is explained.
        k: Which of its input maps, counted from 0.
        top: Where they begin.
        width: How wide they may be together.

    Returns:
        What is painted, and where it ends.
    """
    items: list[Item] = []
    y = top
    if len(about.channels) > 1:
        text = _("Input map {number} of {count}").format(number=k + 1, count=len(about.channels))
        place = QRectF(0, y, width, look.px(18))
        items.append(Text(place, text, 12, ink="muted"))
        y += look.px(20)
    rows, columns = about.window.shape[1:]
    sign = look.px(SIGN)
    room = min((width - 2 * sign - 2) // 3, look.px(SIDE))
    cell = max(1, min(look.px(CELL), room // max(rows, columns)))
    size = cell * columns, cell * rows
    x = 1
    for shown, what, text in zip(*_grids(forward, about, k), strict=True):
        items.append(MapItem(QRect(x, y, *size), shown, MapMarks(), ItemId(what, k)))
        x += size[0]
        if text:
            items.append(Text(QRectF(x, y, sign, size[1]), text, 13, side="centre"))
            x += sign
    return items, y + size[1] + look.px(4)


def _grids(
    forward: ForwardPass, about: WindowSum, k: int
) -> tuple[list[MapShown], list[What], list[str]]:
    trace = forward.trace
    layer, before = trace.network.layers[about.node], trace.network.before(about.node)
    assert isinstance(layer, Conv2d)  # a WindowSum comes from one
    inputs, weights = decimals_of(trace, before), decimals_of_parameter(layer, "weight")
    is_exact = inputs.is_exact(about.window[k]) and weights.is_exact(about.weights[k])
    products = products_decimals(layer, decimals_of(trace, about.node))[1]
    shown = [
        _grid(about.window[k], forward.scales.limit(before, int(about.channels[k])), inputs),
        _grid(about.weights[k], largest(layer.weight), weights),
        _grid(about.products[k], largest(about.products), products),
    ]
    return shown, [What.WINDOW, What.WEIGHTS, What.PRODUCTS], ["⊙", "=" if is_exact else "≈", ""]


def _grid(values: Array, limit: float, decimals: Decimals) -> MapShown:
    return MapShown(np.ascontiguousarray(values), limit, smallest_digits=9, decimals=decimals)
