"""Where a value of an addition or a multiplication comes from, in a few lines."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRect

from cnnviz.explain.positions import place_title
from cnnviz.explain.values import Joined
from cnnviz.language import _
from cnnviz.project.project import ForwardPass
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import Flags, MapMarks, MapShown
from cnnviz.views.sheets.drawings import rule
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item
from cnnviz.views.sheets.joined_lines import term_lines
from cnnviz.views.sheets.joined_numbers import printed_join
from cnnviz.views.sheets.joined_row import (
    JoinedPart,
    JoinedRoom,
    branch_parts,
    joined_row,
    result_name,
)
from cnnviz.views.sheets.node_maps import map_of_value
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.sum_lines import SumLine, sum_line
from cnnviz.views.sheets.texts import wrapped

MOST_MAPS = 3  # branches whose maps are shown
MAPS = 120  # pixels at 100 %: the height of the maps with their names


def joined_sheet(
    look: Look, forward: ForwardPass, about: Joined, width: int, hidden: Flags | None
) -> Sheet:
    """Lay out the maps of the branches, their values below each other, and the result.

    Args:
        look: Fonts and colours.
        forward: The values.
        about: What is explained.
        width: How wide it may be.
        hidden: Which cells of its map are still to be found; None where nothing is hidden.
    """
    trace, y = forward.trace, 0
    items: list[Item] = []
    shown, cell = map_of_value(forward, about.node, about.place)
    shown = _covered(shown, hidden)
    is_hidden = not shown.is_shown(*cell)
    printed = printed_join(trace, about)
    if len(about.sources) <= MOST_MAPS:
        result = JoinedPart(
            printed.equals, result_name(about), shown, MapMarks(current=cell), None,
            ItemId(What.AFTER),
        )  # fmt: skip
        parts = [*branch_parts(forward, about, [None] * len(about.sources)), result]
        items, y = joined_row(look, parts, 0, JoinedRoom(width, look.px(MAPS)))
    place = wrapped(look, place_title(trace, about), 0, y, width, size=12)
    items.append(place)
    y = round(place.place.bottom()) + look.px(2)
    lines = term_lines(trace, about, printed, is_hidden=is_hidden)
    for line in lines:
        items += sum_line(look, line, QRect(0, y, width, look.px(22)), 14)
        y += look.px(22)
    if lines:
        items.append(rule(0, y + look.px(2), width))
    value, exact = ("?", None) if is_hidden else (printed.value, float(about.value))
    last = SumLine(_("Value"), value, ItemId(What.VALUE), exact)
    items += sum_line(look, last, QRect(0, y + look.px(4), width, look.px(28)), 18, is_bold=True)
    return Sheet(tuple(items), width, y + look.px(32))


def _covered(shown: MapShown, hidden: Flags | None) -> MapShown:
    """Return a map without the cells that are still to be found."""
    if hidden is None:
        return shown
    cells = np.zeros(shown.size, np.bool_)
    cells.flat[: hidden.size] = hidden.ravel()
    return replace(shown, hidden=cells)
