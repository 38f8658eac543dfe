"""A value of a layer that moves values: where it stood before, and what padding put there."""

from PySide6.QtCore import QRect

from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.places import source_text
from cnnviz.explain.positions import position_sentence
from cnnviz.explain.steps import step_sentence
from cnnviz.explain.values import Filled, Taken
from cnnviz.language import _
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import LEAST_MAP, PlainForm, map_at
from cnnviz.views.explanation.shown_maps import output_map
from cnnviz.views.explanation.summary import Summary, value_line
from cnnviz.views.explanation.taken_pair import taken_pair
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.joined_row import JoinedRoom
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import sentences

WIDEST = 620  # pixels at 100 %
SIDE, LEAST, LEAST_LOW = 240, 96, 44  # pixels at 100 %: of a map


def summary(scene: ExplanationScene, about: Taken | Filled) -> Summary:
    """Return what the result panel says of a value that was moved, or put there."""
    facts = step_sentence(scene.forward.trace, about.node), _(NOTHING_LEARNT)
    return Summary((), value_line(scene, about), facts, has_map=False)


def rows_sheet(scene: ExplanationScene, about: Taken, form: PlainForm, room: Extent) -> Sheet:
    """Lay out the map the value stood in, and the map it stands in now."""
    look = scene.look
    width = min(room[0], look.px(WIDEST))
    said = said_of(scene, about) if form.has_more else []
    items, y = sentences(look, said, 0, 0, width)
    if form.has_maps:
        least = look.px(LEAST_LOW if form.is_low else LEAST)
        size = JoinedRoom(width, room[1] - y, least, look.px(SIDE))
        made, y = taken_pair(scene, about, 0, y + look.px(4), size)
        items += made
    return Sheet(tuple(items), width, y)


def said_of(scene: ExplanationScene, about: Taken) -> list[str]:
    """Return where the value stood; while it is hidden that would tell where to read it."""
    if scene.is_hidden:
        return []
    text = _("The value is only moved: it is that of {place}.")
    origin = source_text(scene.forward.trace, about.source_node, about.source)
    return [text.format(place=origin)]


def filled_forms(scene: ExplanationScene, about: Filled) -> list[PlainForm]:
    """Return the ways to lay out a value that padding put there."""
    return [PlainForm(), PlainForm(7, has_maps=False)]


def filled_sheet(scene: ExplanationScene, about: Filled, form: PlainForm, room: Extent) -> Sheet:
    """Lay out the map with the value that padding put there."""
    look = scene.look
    width = min(room[0], look.px(WIDEST))
    said = position_sentence(scene.forward.trace, about, is_hidden=scene.is_hidden)
    items, y = sentences(look, [said], 0, 0, width)
    if not form.has_maps:
        return Sheet(tuple(items), width, y)
    shown, marks = output_map(scene)
    side = max(look.px(LEAST_MAP), min(width, look.px(SIDE), room[1] - y - look.px(8)))
    made = map_at(look, shown, marks, QRect(0, y + look.px(4), side, side), ItemId(What.AFTER))
    return Sheet((*items, made), width, made.place.bottom() + 3)
