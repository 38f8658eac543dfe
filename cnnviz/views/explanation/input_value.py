"""A value of the input: nothing was computed."""

from PySide6.QtCore import QRect

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.network import INPUT
from cnnviz.explain.channel_names import channel_title
from cnnviz.explain.values import InputValue
from cnnviz.language import _
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm, map_at
from cnnviz.views.explanation.result_map import input_picture
from cnnviz.views.explanation.shown_maps import output_map
from cnnviz.views.explanation.summary import HIDDEN, Summary, value_line
from cnnviz.views.maps.shown import MapMarks
from cnnviz.views.sheets.formula import Word, formula
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.items import Item
from cnnviz.views.sheets.local_names import elided
from cnnviz.views.sheets.node_maps import node_map
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import HEADING, heading, text_width


def summary(scene: ExplanationScene, about: InputValue) -> Summary:
    """Return what the result panel says of a value of the input."""
    facts = (_("Nothing was computed here: this is the picture."), *scene.forward.prepared.notes)
    return Summary((), value_line(scene, about), facts)


def forms(scene: ExplanationScene, about: InputValue) -> list[PlainForm]:
    """Return the ways to lay out the picture and its channels."""
    if len(scene.forward.trace.image) == 1:
        return [PlainForm()]
    return [PlainForm(), PlainForm(4, has_more=False)]


def rows_sheet(scene: ExplanationScene, about: InputValue, form: PlainForm, room: Extent) -> Sheet:
    """Lay out the picture, below it each channel with the number at this place."""
    look, (width, height) = scene.look, room
    marks = MapMarks(current=(about.place[1], about.place[2]))
    values = scene.forward.trace.image
    y = look.px(HEADING)
    size = shape_text(values.shape[1:])
    title = _("The picture, {size}").format(size=size)
    items: list[Item] = [heading(look, title, 0, 0, width)]
    if len(values) == 1:
        shown = output_map(scene)[0] if scene.is_hidden else node_map(scene.forward, INPUT, 0)
        made = map_at(
            look,
            shown,
            marks,
            QRect(0, y, width, max(min(look.px(400), height - y - 3), look.px(40))),
            ItemId(What.INPUT_CHANNEL, 0),
        )
        right = max(made.place.right() + 3, text_width(look, title, 12))
        return Sheet((*items, made), right, made.place.bottom() + 3)
    least, width = look.px(HEADING + 40 + 28), min(width, look.px(600))
    if form.has_more:
        side = min(look.px(240), width, max(height - y - least - look.px(20), look.px(40)))
        room_of_picture = QRect(0, y, side, side)
        picture = map_at(
            look, input_picture(scene), marks, room_of_picture, ItemId(What.INPUT_CHANNEL, 0)
        )
        items.append(picture)
        y = picture.place.bottom() + look.px(12)
    else:
        items, y = [], 0
    made_channels, y = _channels(scene, about, marks, y, (width, height))
    return Sheet((*items, *made_channels), width, y)


def _channels(
    scene: ExplanationScene, about: InputValue, marks: MapMarks, top: int, room: Extent
) -> tuple[list[Item], int]:
    look, trace, (width, height) = scene.look, scene.forward.trace, room
    count = len(trace.image)
    gap = look.px(16)
    side = min(look.px(150), (width - gap * (min(count, 4) - 1)) // min(count, 4))
    lines = -(-count // 4)
    high = (height - top) // lines - look.px(HEADING + 30) - gap
    side = max(min(side, high), look.px(24))
    items: list[Item] = []
    left, y, bottom = 0, top, top
    for channel in range(count):
        if left + side > width:
            left, y = 0, bottom + gap
        name = elided(look, channel_title(trace, INPUT, channel), 12, side + gap - look.px(4))
        items.append(heading(look, name, left, y, side))
        place = QRect(left, y + look.px(HEADING), side, side)
        made = map_at(
            look,
            node_map(scene.forward, INPUT, channel),
            marks,
            place,
            ItemId(What.INPUT_CHANNEL, channel),
        )
        value = float(trace.image[channel, about.place[1], about.place[2]])
        is_asked = scene.is_hidden and channel == about.place[0]
        text = HIDDEN if is_asked else scene.decimals.full(value)
        is_here = channel == about.place[0]
        item_id = ItemId(What.VALUE) if is_here else ItemId(What.INPUT_VALUE, channel)
        word = Word(text) if is_asked else Word(text, item_id, value)
        items += [made, *formula(look, [word], left, made.place.bottom() + look.px(2))]
        bottom = made.place.bottom() + look.px(28)
        left += side + gap
    return items, bottom


def target(scene: ExplanationScene, spot: Spot) -> int | None:
    """Return the position of a clicked cell of the picture or of a channel."""
    if spot.item.what is not What.INPUT_CHANNEL:
        return None
    size = scene.forward.trace.shapes[INPUT][1:]
    return spot.row * size[1] + spot.column if spot.is_within(size) else None
