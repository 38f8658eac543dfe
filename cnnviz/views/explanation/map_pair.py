"""Parts that sheets of several kinds share: headings, formulas with numbers, maps, bars."""

from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize

from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.explanation import Explanation
from cnnviz.language import _
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.shown_maps import before_map, output_map
from cnnviz.views.explanation.summary import HIDDEN
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import fitted
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.formula import Word
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.items import Item, MapItem, Text
from cnnviz.views.sheets.local_names import elided, local_title
from cnnviz.views.sheets.texts import HEADING, heading, text_width

LARGEST_CELL = 40  # pixels at 100 %, of a map
LEAST_MAP = 56  # pixels at 100 %: the side of one; in less room it is left out


class PlainForm(NamedTuple):
    """What is shown of terms that find their own places in a room."""

    cost: int = 0  # how much is folded
    has_maps: bool = True
    has_more: bool = True  # what is there besides: a curve, a sentence, a table
    is_low: bool = False  # lines in little height


def result(scene: ExplanationScene, about: Explanation) -> Word:
    """Return the value as the end of a formula, or what stands for a hidden one."""
    if scene.is_hidden:
        return Word(HIDDEN, bold=True)
    value = float(about.value)
    return Word(scene.decimals.full(value), ItemId(What.VALUE), value, bold=True)


def map_at(look: Look, shown: MapShown, marks: MapMarks, room: QRect, item_id: ItemId) -> MapItem:
    """Return a map in the upper left of a room, as large as fits."""
    place = fitted(room, shown, largest_cell=look.px(LARGEST_CELL))
    place.moveTo(room.topLeft() + QPoint(1, 1))
    return MapItem(place, shown, marks, item_id)


def before_title(scene: ExplanationScene) -> str:
    """Return the name of the node before, with the map where it has maps."""
    trace, before = scene.forward.trace, scene.before
    title = local_title(trace, before, scene.node)
    if scene.is_map and len(trace.shapes[before]) == 3:
        channel = channel_name(trace, before, scene.about.place[0])
        return _("{step}, {channel}").format(step=title, channel=channel)
    return title


def after_title(scene: ExplanationScene) -> str:
    """Return the title of the map after."""
    step = local_title(scene.forward.trace, scene.node, scene.node)
    return _("After: {step}").format(step=step)


def pair(scene: ExplanationScene, top: int, width: int, side: int) -> tuple[list[Item], int]:
    """Lay out the map before and the map after side by side.

    Args:
        scene: A value of a layer that keeps the shape.
        top: Where to begin.
        width: How wide both together may be.
        side: How large one may be.

    Returns:
        The items, and where they end.
    """
    look = scene.look
    arrow = look.px(48)
    side = min(side, (width - arrow) // 2)
    shown, current = before_map(scene)
    after, marks = output_map(scene)
    side = max(side, look.px(LEAST_MAP))
    y = top + look.px(HEADING)
    first = map_at(
        look,
        shown,
        MapMarks(current=current),
        QRect(QPoint(0, y), QSize(side, side)),
        ItemId(What.BEFORE),
    )
    title = _("Before: {step}").format(step=before_title(scene))
    left = min(text_width(look, title, 12) + look.px(16), width - side)
    left = max(first.place.right() + arrow, left)
    second = map_at(look, after, marks, QRect(left, y, side, side), ItemId(What.AFTER))
    middle = QRectF(first.place.right(), y, left - first.place.right(), first.place.height())
    items: list[Item] = [
        heading(look, _fitting(scene, left - look.px(8)), 0, top, left),
        heading(look, elided(look, after_title(scene), 12, width - left), left, top, side),
        first,
        second,
        Text(middle, "→", 22, ink="muted", side="centre"),
    ]
    return items, first.place.bottom() + look.px(4)


def _fitting(scene: ExplanationScene, width: int) -> str:
    """Return the longest title of the map before that has room."""
    look, name = scene.look, before_title(scene)
    step = local_title(scene.forward.trace, scene.before, scene.node)
    titles = (_("Before: {step}").format(step=name), name, step)
    fitting = (title for title in titles if text_width(look, title, 12) <= width)
    return next(fitting, elided(look, step, 12, width))


def same_place(scene: ExplanationScene, row: int, column: int) -> int | None:
    """Return the position of a cell of the map before or after, or None where none is."""
    shown = before_map(scene)[0]
    index = row * shown.size[1] + column
    shape = scene.forward.trace.shapes[scene.node]
    count = shape[1] * shape[2] if scene.is_map else shape[0]
    return index if not shown.is_padding(row, column) and index < count else None


def target_after(scene: ExplanationScene, spot: Spot) -> int | None:
    """Return the position of a clicked cell of the map after; None elsewhere."""
    shown = output_map(scene)[0]
    if not spot.is_on(What.AFTER) or not spot.is_within(shown.size):
        return None
    index = spot.row * shown.size[1] + spot.column
    return index if scene.is_map or index < scene.forward.trace.shapes[scene.node][0] else None


def target_in_pair(scene: ExplanationScene, spot: Spot) -> int | None:
    """Return the position of a cell of the map before or after; None elsewhere."""
    if spot.item.what not in (What.BEFORE, What.AFTER):
        return None
    return same_place(scene, spot.row, spot.column)
