"""What is told of values that are joined or moved, for the last row: maps side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.cnn.branch_layers import Concatenate
from cnnviz.explain.positions import position_sentence
from cnnviz.explain.present import before_caption
from cnnviz.explain.steps import step_sentence
from cnnviz.explain.values import Joined, Kept, Taken
from cnnviz.language import _
from cnnviz.views.explanation import concatenation, moved
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.joined import joined_parts
from cnnviz.views.explanation.map_pair import result
from cnnviz.views.explanation.shown_maps import before_map, output_map
from cnnviz.views.explanation.sources import which_input
from cnnviz.views.explanation.taken_pair import taken_parts
from cnnviz.views.maps.geometry import fitted
from cnnviz.views.maps.shown import MapMarks
from cnnviz.views.present.large_maps import LARGEST
from cnnviz.views.present.large_plan import LargePlan
from cnnviz.views.present.texts import CAPTION
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import DIGITS, Item, MapItem, Text
from cnnviz.views.sheets.joined_row import JoinedPart
from cnnviz.views.sheets.texts import text_width, wrapped

SIZES = (32, 26, 20)  # pixels at 100 %: of a number below its map
SIGN, LEAST = 40, 190  # pixels at 100 %: between two maps; the height of a row of them


def joined_plans(scene: ExplanationScene, about: Joined | Taken | Kept) -> Iterator[LargePlan]:
    """Yield a row of maps with their numbers, where all of it has room."""
    parts = _parts(scene, about)
    for size in SIZES:
        if _has_room(scene, parts, size):
            for sentence in (_sentence(scene, about), ""):
                fill = partial(_items, scene, parts, size)
                yield LargePlan((), (), (), sentence, fill, LEAST)


def _parts(scene: ExplanationScene, about: Joined | Taken | Kept) -> list[JoinedPart]:
    match about:
        case Joined():
            return joined_parts(scene, about)
        case Taken():
            is_joined = isinstance(scene.layer, Concatenate)
            return taken_parts(scene, about, which_input(scene) if is_joined else 0)
    shown, cell = before_map(scene)
    name = before_caption(scene.forward.trace, scene.before, about.place[0])
    made, marks = output_map(scene)
    number = result(scene, about)
    before = JoinedPart("", name, shown, MapMarks(current=cell), number, ItemId(What.BEFORE))
    return [before, JoinedPart("→", _("here"), made, marks, number, ItemId(What.AFTER))]


def _sentence(scene: ExplanationScene, about: Joined | Taken | Kept) -> str:
    trace = scene.forward.trace
    match about:
        case Joined():
            return step_sentence(trace, about.node)
        case Taken() if isinstance(scene.layer, Concatenate):
            return " ".join(concatenation.said_of(scene, about))
        case Taken() if not scene.is_hidden:
            return " ".join(moved.said_of(scene, about))
    return position_sentence(trace, about, is_hidden=scene.is_hidden)


def _wide(scene: ExplanationScene, count: int, width: int) -> int:
    """Return how wide the column of each part is."""
    return (width - scene.look.px(SIGN) * (count - 1)) // count - 2


def _has_room(scene: ExplanationScene, parts: Sequence[JoinedPart], size: int) -> bool:
    """Return whether no number and no word of a name is cut."""
    look, wide = scene.look, _wide(scene, len(parts), scene.room[0])
    numbers = [part.number for part in parts if part.number is not None]
    words = [word for part in parts for word in part.name.split()]
    return (
        all(text_width(look, each.text, size, bold=each.bold) <= wide for each in numbers)
        and all(text_width(look, word, CAPTION) < wide for word in words)
        and wide >= look.px(80)
    )


def _items(
    scene: ExplanationScene, parts: Sequence[JoinedPart], size: int, room: QRectF
) -> list[Item]:
    """Return each map below its name and above its number, with the signs between them."""
    look, px = scene.look, scene.look.px
    wide = _wide(scene, len(parts), int(room.width()))
    names = [wrapped(look, part.name, 0, 0, wide, size=CAPTION) for part in parts]
    above = round(max(name.place.height() for name in names)) + px(4)
    below = round(1.5 * px(size))
    side = max(1, min(wide, int(room.height()) - above - below - px(6)))
    items: list[Item] = []
    for number, (part, name) in enumerate(zip(parts, names, strict=True)):
        left = round(room.x()) + number * (wide + px(SIGN))
        top = round(room.y()) + above
        is_link = part.name_id is not None
        items.append(
            replace(
                name, place=name.place.translated(left, room.y()), id=part.name_id,
                is_link=is_link, ink="text" if is_link else "muted",
            )
        )  # fmt: skip
        shown = replace(part.shown, smallest_digits=DIGITS, largest_digits=DIGITS * LARGEST)
        place = fitted(QRect(0, 0, side, side), shown, largest_cell=px(90))
        place.moveTo(QPoint(left + 1, top + 1))
        items.append(MapItem(place, shown, part.marks, part.id))
        rows = [QRectF(left - px(SIGN), top, px(SIGN), side)]
        told, at = part.number, top + side + px(4)
        if told is not None:
            items.append(
                Text(
                    QRectF(left, at, wide, below), told.text, size, told.bold, id=told.id,
                    exact=told.exact,
                )
            )  # fmt: skip
            rows.append(QRectF(left - px(SIGN), at, px(SIGN), below))
        if part.sign:
            items += [Text(row, part.sign, size, ink="muted", side="centre") for row in rows]
    return items
