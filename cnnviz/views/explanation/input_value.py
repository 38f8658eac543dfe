"""A value of the input: nothing was computed."""

from PySide6.QtCore import QRect

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.network import INPUT
from cnnviz.explain.channel_names import channel_title
from cnnviz.explain.values import InputValue
from cnnviz.language import _
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm, map_at
from cnnviz.views.explanation.result_map import input_picture
from cnnviz.views.explanation.shown_maps import output_map
from cnnviz.views.explanation.summary import HIDDEN, Summary, value_line
from cnnviz.views.maps.shown import MapMarks
from cnnviz.views.sheets.formula import Word, formula
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.items import Item
from cnnviz.views.sheets.node_maps import node_map
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import HEADING, heading


def summary(scene: ExplanationScene, about: InputValue) -> Summary:
    """Return what the result panel says of a value of the input."""
    facts = (_("Nothing was computed here: this is the picture."), *scene.forward.prepared.notes)
    return Summary((), value_line(scene, about), facts)


def forms(scene: ExplanationScene, about: InputValue) -> list[PlainForm]:
    """Return the one way to lay out the picture and its channels."""
    return [PlainForm(scene.look.px(440))]


def rows_sheet(scene: ExplanationScene, about: InputValue, form: PlainForm, width: int) -> Sheet:
    """Lay out the picture, below it each channel with the number at this place."""
    look = scene.look
    marks = MapMarks(current=(about.place[1], about.place[2]))
    values = scene.forward.trace.image
    y = look.px(HEADING)
    size = shape_text(values.shape[1:])
    items: list[Item] = [heading(look, _("The picture, {size}").format(size=size), 0, 0, width)]
    if len(values) == 1:
        shown = output_map(scene)[0] if scene.is_hidden else node_map(scene.forward, INPUT, 0)
        made = map_at(
            look, shown, marks, QRect(0, y, width, look.px(400)), ItemId(What.INPUT_CHANNEL, 0)
        )
        return Sheet((*items, made), made.place.right() + 3, made.place.bottom() + 3)
    side = min(look.px(240), width)
    picture = map_at(
        look, input_picture(scene), marks, QRect(0, y, side, side), ItemId(What.INPUT_CHANNEL, 0)
    )
    items.append(picture)
    y = picture.place.bottom() + look.px(12)
    made_channels, y = _channels(scene, about, marks, y, min(width, look.px(600)))
    return Sheet((*items, *made_channels), min(width, look.px(600)), y)


def _channels(
    scene: ExplanationScene, about: InputValue, marks: MapMarks, top: int, width: int
) -> tuple[list[Item], int]:
    look, trace = scene.look, scene.forward.trace
    count = len(trace.image)
    gap = look.px(16)
    side = min(look.px(150), (width - gap * (min(count, 4) - 1)) // min(count, 4))
    items: list[Item] = []
    left, y, bottom = 0, top, top
    for channel in range(count):
        if left + side > width:
            left, y = 0, bottom + gap
        items.append(heading(look, channel_title(trace, INPUT, channel), left, y, side))
        room = QRect(left, y + look.px(HEADING), side, side)
        made = map_at(
            look,
            node_map(scene.forward, INPUT, channel),
            marks,
            room,
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
