"""The weights of a fully connected unit as pictures over the maps they belong to."""

from PySide6.QtCore import QRect

from cnnviz.explain.channel_names import is_of_classes
from cnnviz.explain.values import WeightedSum
from cnnviz.language import _
from cnnviz.project.slices import Slices
from cnnviz.views.explanation.connected_terms import (
    limit_of_weights,
    lit_input,
    slices_of_unit,
)
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import map_at
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item
from cnnviz.views.sheets.texts import HEADING, heading

SIDES = (64, 48, 40, 32)  # pixels at 100 %: of the weights over a map, as large as fits


PICTURES = 130  # pixels at 100 %: the height that all of these should fit into


def _title(scene: ExplanationScene, slices: Slices) -> str:
    """Return whose weights these are, and what they lie over."""
    count = len(slices.values)
    is_class = is_of_classes(scene.forward.trace, scene.node)
    if not slices.maps or count == 1:
        return _("Weights of this class") if is_class else _("Weights of this unit")
    text = _("Weights of this unit, over the {count} maps")
    if is_class:
        text = _("Weights of this class, over the {count} maps")
    return text.format(count=count)


def weight_pictures(
    scene: ExplanationScene, about: WeightedSum, width: int
) -> tuple[list[Item], int]:
    """Lay out the weights of this unit over the maps they belong to."""
    look, slices = scene.look, slices_of_unit(scene, about)
    count, rows, columns = slices.values.shape
    items: list[Item] = [heading(look, _title(scene, slices), 0, 0, width)]
    gap, high = look.px(8), look.px(HEADING)
    for side in map(look.px, SIDES):
        per_row = max(1, (width + gap) // (side + gap))
        if -(-count // per_row) * (side + gap) <= look.px(PICTURES):
            break
    limit, lit = limit_of_weights(scene.layer)[0], lit_input(scene, about)
    if count == 1:
        side = look.px(PICTURES - 10)
    bottom = high
    for k in range(count):
        row, column = divmod(k, per_row)
        room = QRect(column * (side + gap), high + row * (side + gap), side, side)
        current = None
        if lit is not None and lit // (rows * columns) == k:
            current = divmod(lit % (rows * columns), columns)
        reached = slices.count if not slices.maps else None
        shown = MapShown(slices.values[k], limit, reached=reached)
        made = map_at(look, shown, MapMarks(current=current), room, ItemId(What.SLICE, k))
        items.append(made)
        bottom = made.place.bottom() + look.px(4)
    return items, bottom
