"""Where a value comes from in other nodes: of branches that are joined, or of a moved value."""

from typing import NamedTuple

from cnnviz.cnn.branch_layers import Concatenate, SelectChannels, source_of
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.steps import step_title
from cnnviz.explain.values import Joined, Taken
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.text.numbers import exact_text
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.node_maps import map_of_value

_LEADING = (What.BRANCH, What.BRANCH_NAME, What.TERM)


class Source(NamedTuple):
    """One value of another node."""

    node: str
    place: tuple[int, ...]

    @property
    def position(self) -> Position:
        """The value as the cursor knows it."""
        return Position(self.node, *self.place)


def sources_of(scene: ExplanationScene) -> tuple[Source, ...]:
    """Return what a value was made or taken from; nothing where that is the layer before.

    Of a concatenation there is one for each input: of those that the value is not from, the same
    place of their first map.
    """
    about = scene.about
    if isinstance(about, Joined):
        return tuple(map(Source, about.sources, about.places))
    if isinstance(about, Taken) and isinstance(scene.layer, SelectChannels):
        return (Source(about.source_node, about.source),)
    if not (isinstance(about, Taken) and isinstance(scene.layer, Concatenate)):
        return ()
    inputs, here = scene.forward.trace.network.inputs[about.node], which_input(scene)
    return tuple(
        Source(node, about.source if k == here else (0, *about.place[1:]))
        for k, node in enumerate(inputs)
    )


def which_input(scene: ExplanationScene) -> int:
    """Return which input of a concatenation a value is from."""
    shapes = tuple(values.shape for values in scene.forward.trace.inputs(scene.node))
    return source_of(shapes, scene.about.place[0])[0]


def way(scene: ExplanationScene, spot: Spot) -> Position | None:
    """Return where a click on a branch leads: on its map to that cell, on its name to the value."""
    source = _source_at(scene, spot)
    if source is None:
        return _taken(scene, spot.item)
    if spot.item.what is not What.BRANCH:
        return source.position
    shown, _cell = map_of_value(scene.forward, *source)
    rows, columns = shown.size
    if not spot.is_within((rows, columns)):
        return None
    if len(source.place) == 3:
        return Position(source.node, source.place[0], spot.row, spot.column)
    index = spot.row * columns + spot.column
    is_there = index < scene.forward.trace.shapes[source.node][0]
    return Position(source.node, index) if is_there else None


def told(scene: ExplanationScene, spot: Spot) -> str:
    """Return which value of which node the pointer is on, with its exact number."""
    position = way(scene, spot)
    if position is None:
        return ""
    name = position_name(scene, position)
    is_answer = scene.is_hidden and isinstance(scene.about, Taken)
    if is_answer or spot.item.what in (What.BRANCH_NAME, What.TAKEN):
        return _("Go to {place}").format(place=name)
    values = scene.forward.trace.values[position.node]
    number = exact_text(float(values[position.place(values.shape)]))
    return _("{place}: exactly {number}").format(place=name, number=number)


def position_name(scene: ExplanationScene, position: Position) -> str:
    """Return what a value of another node is called: layer2.0.bn2, map 3, row 4, column 5."""
    trace = scene.forward.trace
    text = _("{layer}, {channel}")
    if len(trace.shapes[position.node]) == 3:
        text = _("{layer}, {channel}, row {row}, column {column}")
    return text.format(
        layer=step_title(trace, position.node),
        channel=channel_name(trace, position.node, position.channel),
        row=position.row + 1,
        column=position.column + 1,
    )


def _taken(scene: ExplanationScene, item: ItemId) -> Position | None:
    """Return the same place of a clicked channel among the chosen ones."""
    what, number, _node = item
    count = len(scene.forward.trace.values[scene.node])
    if what is not What.TAKEN or number is None or number >= count:
        return None
    return Position(scene.node, number, *scene.about.place[1:])


def _source_at(scene: ExplanationScene, spot: Spot) -> Source | None:
    sources, (what, number, _node) = sources_of(scene), spot.item
    if what not in _LEADING or number is None or number >= len(sources):
        return None
    return sources[number]
