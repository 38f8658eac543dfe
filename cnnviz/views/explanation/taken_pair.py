"""The map a value was taken from, and the map it stands in now, side by side."""

from cnnviz.cnn.trace import Trace
from cnnviz.explain.channel_names import channel_name, channel_title
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.places import source_text
from cnnviz.explain.values import Taken
from cnnviz.language import _
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import result
from cnnviz.views.explanation.shown_maps import output_map
from cnnviz.views.maps.shown import MapMarks
from cnnviz.views.sheets.formula import Word
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item
from cnnviz.views.sheets.joined_row import JoinedPart, JoinedRoom, joined_row
from cnnviz.views.sheets.local_names import local_title
from cnnviz.views.sheets.node_maps import map_of_value


def taken_pair(
    scene: ExplanationScene, about: Taken, which: int, top: int, room: JoinedRoom
) -> tuple[list[Item], int]:
    """Lay out the map before and the map after.

    Args:
        scene: A value of a layer that moves whole maps.
        about: The same.
        which: The number of the input it comes from.
        top: Where to begin.
        room: How much room there is.

    Returns:
        The items, and where they end.
    """
    return joined_row(scene.look, taken_parts(scene, about, which), top, room)


def taken_parts(scene: ExplanationScene, about: Taken, which: int) -> list[JoinedPart]:
    """Return the map before and the map after, with the value below each of them."""
    trace, text = (
        scene.forward.trace,
        decimals_of(scene.forward.trace, about.source_node).full(float(about.value)),
    )
    shown, cell = map_of_value(scene.forward, about.source_node, about.source)
    after, marks = output_map(scene)
    title = _("{layer}, {channel}")
    names = [
        title.format(layer=layer, channel=channel_name(trace, node, place[0]))
        for layer, node, place in (
            (local_title(trace, about.source_node, about.node), about.source_node, about.source),
            (_("here"), about.node, about.place),
        )
    ]
    number = None if scene.is_hidden else Word(text, ItemId(What.TERM, which), float(about.value))
    is_marked = not scene.is_hidden  # else it would tell where to read the answer
    before = JoinedPart(
        "", names[0], shown, MapMarks(current=cell if is_marked else None), number,
        ItemId(What.BRANCH, which), ItemId(What.BRANCH_NAME, which),
    )  # fmt: skip
    made = result(scene, about)
    return [before, JoinedPart("→", names[1], after, marks, made, ItemId(What.AFTER))]


def taken_sentence(trace: Trace, about: Taken) -> str:
    """Return which map of which node a map is: Map 8 is filter 4 of branch3x3.conv."""
    text = _("{channel} is {origin}.")
    title = channel_title(trace, about.node, about.place[0])
    origin = source_text(trace, about.source_node, about.source[:1])
    return text.format(channel=title, origin=origin)
