"""The result where it stands: its map, what is around it, and what it can depend on."""

from PySide6.QtCore import QPoint, QRect

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.network import INPUT
from cnnviz.cnn.receptive_field import receptive_field
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.positions import place_title
from cnnviz.language import _, ngettext
from cnnviz.project.project import ForwardPass
from cnnviz.text.numbers import count_text
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.kept_for import kept_for
from cnnviz.views.explanation.lit_cells import outputs_of_cell
from cnnviz.views.explanation.neighbourhood import NUMBERED, lens
from cnnviz.views.explanation.shown_maps import output_map
from cnnviz.views.maps.geometry import fitted
from cnnviz.views.maps.shown import Flags, MapMarks, MapShown
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, MapItem, Numbers
from cnnviz.views.sheets.texts import wrapped

MAP_LINE = 2  # pixels around a map, for the line around it


def output_items(scene: ExplanationScene, room: QRect) -> tuple[list[Item], int]:
    """Lay out the map with the value, and its caption."""
    look = scene.look
    shown, marks = output_map(scene)
    marks = MapMarks(current=marks.current, lit=lit_outputs(scene, shown))
    place = fitted(room, shown, largest_cell=look.px(40))
    place.moveTo(room.topLeft())
    y = place.bottom() + look.px(4)
    caption = wrapped(look, _caption(scene), room.x(), y, room.width(), size=12)
    return [MapItem(place, shown, marks, ItemId(What.OUTPUT)), caption], round(
        caption.place.bottom()
    )


def neighbourhood_of(
    scene: ExplanationScene, output: list[Item], corner: QPoint, room: int
) -> list[Numbers]:
    """Return the neighbourhood of the value, where the cells of its map are small."""
    item = output[0]
    assert isinstance(item, MapItem)  # as `output_items` lays it out
    if item.place.width() / item.shown.size[1] >= scene.look.px(NUMBERED):
        return []
    found = lens(item.shown, item.marks, corner, scene.look, room)
    return [] if found is None else [found]


def lit_outputs(scene: ExplanationScene, shown: MapShown) -> Flags | None:
    """Return the outputs that an input cell under the pointer goes into."""
    lit = scene.lit
    if lit is None or lit.item.what is not What.INPUT_MAP or not scene.is_map:
        return None
    met = outputs_of_cell(scene.layer, scene.shape_before, lit)
    return met if met is not None and met.shape == shown.values.shape else None


def _caption(scene: ExplanationScene) -> str:
    trace = scene.forward.trace
    place = place_title(trace, scene.about)
    shape = trace.shapes[scene.node]
    if len(shape) == 3:
        return _("{place}, {size}").format(place=place, size=shape_text(shape[1:]))
    return _("{place}, one of {count}").format(place=place, count=count_text(shape[0]))


@kept_for  # the same for every size that a sheet is tried in
def _field(forward: ForwardPass, value: tuple[str, tuple[int, ...]]) -> Flags:
    """Return which cells of the input a value, of a node at a place, can depend on."""
    field: Flags = receptive_field(forward.trace, *value).any(axis=0)  # type: ignore[assignment]
    return field


def field_items(scene: ExplanationScene, left: int, y: int, width: int) -> tuple[list[Item], int]:
    """Lay out the input with all that the value can depend on."""
    look, trace = scene.look, scene.forward.trace
    if {*trace.network.inputs[scene.node]} <= {INPUT}:  # the terms show that
        return [], y
    field = _field(scene.forward, (scene.node, scene.about.place))
    shown = input_picture(scene)
    place = fitted(QRect(0, 0, look.px(84), look.px(84)), shown, largest_cell=look.px(40))
    place.moveTo(left, y)
    text_left = place.right() + look.px(10)
    words = wrapped(
        look, field_text(field), text_left, y, max(left + width - text_left, look.px(60)), size=12
    )
    bottom = max(place.bottom(), round(words.place.bottom()))
    return [
        MapItem(place, shown, MapMarks(lit=field), ItemId(What.FIELD)),
        words,
    ], bottom + look.px(4)


def input_picture(scene: ExplanationScene) -> MapShown:
    """Return the input of the network as a picture: in colour, in grey, or as numbers."""
    forward = scene.forward
    values = forward.trace.image
    if len(values) == 3 and forward.is_grey(INPUT):
        return MapShown(values)
    limit = forward.scales.limit(INPUT)
    return MapShown(
        values[0],
        limit,
        is_grey=forward.is_grey(INPUT),
        is_ink=forward.prepared.is_ink,
        decimals=decimals_of(forward.trace, INPUT),
    )


def field_text(field: Flags) -> str:
    """Return how much of the input a value can depend on."""
    if field.all():
        return _("This value depends on the whole picture.")
    rows, columns = int(field.any(axis=1).sum()), int(field.any(axis=0).sum())
    return ngettext(
        "This value depends on {rows}×{columns} pixel of the picture, and on no other.",
        "This value depends on {rows}×{columns} pixels of the picture, and on no other.",
        rows * columns,
    ).format(rows=rows, columns=columns)
