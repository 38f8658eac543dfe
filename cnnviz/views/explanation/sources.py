"""Where a value comes from in other nodes, and how a click leads there."""

from cnnviz.cnn.branch_layers import Concatenate, source_of
from cnnviz.explain.values import Joined, Taken
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.text.numbers import exact_text
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.sources import Source, joined_sources, position_at, position_name


def sources_of(scene: ExplanationScene) -> tuple[Source, ...]:
    """Return what a value was joined or taken from; nothing where that is the layer before.

    Of a concatenation there is one for each input: of those that the value is not from, the same
    place of their first map.
    """
    about = scene.about
    if isinstance(about, Joined):
        return joined_sources(about)
    if not isinstance(about, Taken):
        return ()
    if not isinstance(scene.layer, Concatenate):
        return (Source(about.source_node, about.source),)
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
    """Return where a click leads: to a branch, or to another of the chosen channels."""
    position = position_at(scene.forward.trace, sources_of(scene), spot)
    return position or _taken(scene, spot.item)


def told(scene: ExplanationScene, spot: Spot) -> str:
    """Return which value of which node the pointer is on, with its exact number."""
    position, trace = way(scene, spot), scene.forward.trace
    if position is None:
        return ""
    name = position_name(trace, position)
    is_answer = scene.is_hidden and isinstance(scene.about, Taken)
    if is_answer or spot.item.what in (What.BRANCH_NAME, What.TAKEN):
        return _("Go to {place}").format(place=name)
    values = trace.values[position.node]
    number = exact_text(float(values[position.place(values.shape)]))
    return _("{place}: exactly {number}").format(place=name, number=number)


def _taken(scene: ExplanationScene, item: ItemId) -> Position | None:
    """Return the same place of a clicked channel among the chosen ones."""
    what, number, _node = item
    count = len(scene.forward.trace.values[scene.node])
    if what is not What.TAKEN or number is None or number >= count:
        return None
    return Position(scene.node, number, *scene.about.place[1:])
