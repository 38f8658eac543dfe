"""What a node joins, side by side: a map for each input, the sign between them, the result."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize

from cnnviz.explain.values import Added, Joined
from cnnviz.language import _
from cnnviz.project.project import ForwardPass
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import fitted
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.formula import Word
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, MapItem, Text
from cnnviz.views.sheets.local_names import elided, local_title
from cnnviz.views.sheets.node_maps import map_of_value
from cnnviz.views.sheets.texts import HEADING, text_width

LARGEST_CELL = 40  # pixels at 100 %, of a map
LEAST_SIDE = 56  # pixels at 100 %, of the room of a map; what does not fit begins a new line
SIGN, SIGN_SIZE = 30, 18  # pixels at 100 %: the room of a sign, and the sign
NUMBER, NUMBER_SIZE = 26, 16  # pixels at 100 %: the room of a number below a map, and the number
HIGH_AROUND = HEADING + 8 + NUMBER  # pixels at 100 %: what a line needs beside its maps


class JoinedPart(NamedTuple):
    """One map of the row: its name stands above it, its number below it."""

    sign: str  # what stands before it: "", "+", "×", "="
    name: str
    shown: MapShown
    marks: MapMarks
    number: Word | None  # None where the numbers stand elsewhere
    id: ItemId
    name_id: ItemId | None = None  # None: the name leads nowhere


def sign_of(about: Joined) -> str:
    """Return the sign that stands between what is joined."""
    return "+" if isinstance(about, Added) else "×"


def result_name(about: Joined) -> str:
    """Return what the result of joining is called."""
    return _("sum") if isinstance(about, Added) else _("product")


def branch_parts(
    forward: ForwardPass, about: Joined, numbers: Sequence[Word | None]
) -> list[JoinedPart]:
    """Return the parts of all inputs; their names and maps lead to them."""
    parts = []
    for k, (node, place) in enumerate(zip(about.sources, about.places, strict=True)):
        shown, cell = map_of_value(forward, node, place)
        parts.append(
            JoinedPart(
                sign_of(about) if k else "",
                local_title(forward.trace, node, about.node),
                shown,
                MapMarks(current=cell),
                numbers[k],
                ItemId(What.BRANCH, k),
                ItemId(What.BRANCH_NAME, k),
            )
        )
    return parts


def joined_row(
    look: Look, parts: Sequence[JoinedPart], top: int, room: QSize
) -> tuple[list[Item], int]:
    """Lay parts out side by side, in as many lines as it takes.

    Args:
        look: Fonts and colours.
        parts: The inputs, then the result.
        top: Where to begin.
        room: How wide all together may be, and how large one map.

    Returns:
        The items, and where they end.
    """
    sign, least, columns = look.px(SIGN), _least(look, parts), _columns(look, parts, room.width())
    margin = sign if len(parts) > columns else 0  # a line may begin with a sign
    wide = (room.width() - margin - sign * (columns - 1)) // columns
    wide = min(max(wide, 1), max(room.height(), least))
    items: list[Item] = []
    for first in range(0, len(parts), columns):
        line = parts[first : first + columns]
        places = [_fitted(look, part, QSize(wide, room.height())) for part in line]
        high = max(place.height() for place in places)
        for k, (part, place) in enumerate(zip(line, places, strict=True)):
            column = QRect(margin + k * (wide + sign), top, wide, high)
            place.moveTo(column.topLeft() + QPoint(1, look.px(HEADING) + 1))
            items += _part(look, part, column, place)
        top += look.px(HEADING) + high + look.px(8)
        top += look.px(NUMBER) if any(part.number for part in line) else 0
    return items, top


def lines_of(look: Look, parts: Sequence[JoinedPart], width: int) -> int:
    """Return in how many lines the parts stand in a width."""
    return -(-len(parts) // _columns(look, parts, width))


def _least(look: Look, parts: Sequence[JoinedPart]) -> int:
    return max(look.px(LEAST_SIDE), *(_number_width(look, part) for part in parts))


def _columns(look: Look, parts: Sequence[JoinedPart], width: int) -> int:
    sign, least = look.px(SIGN), _least(look, parts)
    if len(parts) * (least + sign) <= width + sign:
        return len(parts)
    return max(1, width // (least + sign))  # every line leaves room for a sign that begins it


def _number_width(look: Look, part: JoinedPart) -> int:
    number = part.number
    return 0 if number is None else text_width(look, number.text, NUMBER_SIZE, bold=number.bold)


def _fitted(look: Look, part: JoinedPart, room: QSize) -> QRect:
    return fitted(QRect(QPoint(0, 0), room), part.shown, largest_cell=look.px(LARGEST_CELL))


def _part(look: Look, part: JoinedPart, column: QRect, place: QRect) -> list[Item]:
    """Lay one part out in its column; the sign before it stands left of the column."""
    px, left, below = look.px, column.x(), column.y() + look.px(HEADING)
    name = elided(look, part.name, 12, column.width())
    named = QRectF(left, column.y(), text_width(look, name, 12), px(HEADING))
    is_link = part.name_id is not None
    items: list[Item] = [
        Text(named, name, 12, ink="text" if is_link else "muted", id=part.name_id, is_link=is_link),
        MapItem(place, part.shown, part.marks, part.id),
    ]
    signs = [QRectF(left - px(SIGN), below, px(SIGN), column.height())]
    number = part.number
    if number is not None:
        below += column.height() + px(4)
        room = QRectF(left, below, _number_width(look, part), px(NUMBER))
        items.append(
            Text(room, number.text, NUMBER_SIZE, number.bold, id=number.id, exact=number.exact)
        )
        signs.append(QRectF(left - px(SIGN), below, px(SIGN), px(NUMBER)))
    if part.sign:
        items += [Text(at, part.sign, SIGN_SIZE, ink="muted", side="centre") for at in signs]
    return items
