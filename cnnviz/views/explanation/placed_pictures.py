"""The map that most of a value comes from, with the cells that count, and the map it stands in."""

import numpy as np
from PySide6.QtCore import QRect

from cnnviz.cnn.ops import Pair
from cnnviz.cnn.windows import Indices
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.language import _
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import after_title, map_at
from cnnviz.views.explanation.shown_maps import output_map
from cnnviz.views.maps.shown import MapMarks
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, MapItem
from cnnviz.views.sheets.local_names import elided, local_title
from cnnviz.views.sheets.node_maps import map_of_value
from cnnviz.views.sheets.texts import HEADING, heading

SIDE = 130  # pixels at 100 %: of both maps at most


def placed_pictures(
    scene: ExplanationScene, about: PlacedSum, width: int
) -> tuple[list[Item], int]:
    """Lay out the map of the largest product, its cells marked, and the map of the value."""
    look, half = scene.look, width // 2
    side, high = min(look.px(SIDE), half - look.px(8)), look.px(HEADING)
    after, marks = output_map(scene)
    room = QRect(half, high, side, side)
    items: list[Item] = [
        heading(look, elided(look, after_title(scene), 12, width - half), half, 0, width - half),
        map_at(look, after, marks, room, ItemId(What.AFTER)),
    ]
    if len(about.products):
        place = _strongest(about)
        shown, cell = map_of_value(scene.forward, scene.before, place)
        title = _("Before: {step}").format(step=_name(scene, place))
        near = MapMarks(window=_cells(about, cell))
        before = QRect(0, high, side, side)
        number = place[0] if len(place) == 3 else None
        items = [
            heading(look, elided(look, title, 12, half - look.px(8)), 0, 0, half),
            map_at(look, shown, near, before, ItemId(What.INPUT_MAP, number)),
            *items,
        ]
    maps = [item.place for item in items if isinstance(item, MapItem)]
    return items, max(place.bottom() for place in maps) + look.px(8)


def _strongest(about: PlacedSum) -> tuple[int, ...]:
    """Return the place of the input with the largest product."""
    sizes = np.nan_to_num(np.abs(about.products), nan=-1.0)
    return tuple(int(i) for i in about.places[int(np.argmax(sizes))])


def _cells(about: PlacedSum, cell: Pair) -> tuple[Indices, Indices]:
    """Return the rows and the columns of the map that count, the cell alone of a row of values."""
    if about.places.shape[1] == 1:
        return np.array([cell[0]]), np.array([cell[1]])
    return np.unique(about.places[:, 1]), np.unique(about.places[:, 2])


def _name(scene: ExplanationScene, place: tuple[int, ...]) -> str:
    trace, before = scene.forward.trace, scene.before
    title = local_title(trace, before, scene.node)
    if len(place) == 1:
        return title
    channel = channel_name(trace, before, place[0])
    return _("{step}, {channel}").format(step=title, channel=channel)
