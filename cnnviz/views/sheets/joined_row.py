"""What a node joins, side by side: a map for each input, the sign between them, the result."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF

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
SIGN, SIGN_SIZE = 30, 18  # pixels at 100 %: the room of a sign, and the sign
ENOUGH = 0.75  # of the size that maps could have: what reads in fewer lines is worth that
NUMBER, NUMBER_SIZE = 26, 16  # pixels at 100 %: the room of a number below a map, and the number


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


class JoinedRoom(NamedTuple):
    """The room for a row of maps, in pixels."""

    width: int
    height: int  # of all lines together; they become higher where maps would be too small
    least: int = 0  # the side of a map
    largest: int = 10_000


def joined_row(
    look: Look, parts: Sequence[JoinedPart], top: int, room: JoinedRoom
) -> tuple[list[Item], int]:
    """Lay parts out side by side: in one line, or in more where maps are much larger so.

    Args:
        look: Fonts and colours.
        parts: The inputs, then the result.
        top: Where to begin.
        room: How much room there is.

    Returns:
        The items, and where they end.
    """
    columns, side = _best(look, parts, room)
    sign, margin = look.px(SIGN), look.px(SIGN) if len(parts) > columns else 0
    places = [_fitted(look, part, side) for part in parts]
    most = (room.width - margin - sign * (columns - 1)) // columns
    wide = max(min(_width(look, *each), most) for each in zip(parts, places, strict=True))
    items: list[Item] = []
    for first in range(0, len(parts), columns):
        line = slice(first, first + columns)
        high = max(place.height() for place in places[line])
        for k, (part, place) in enumerate(zip(parts[line], places[line], strict=True)):
            column = QRect(margin + k * (wide + sign), top, wide, high)
            place.moveTo(column.topLeft() + QPoint(1, look.px(HEADING) + 1))
            items += _part(look, part, column, place)
        top += high + look.px(_around(parts))
    return items, top


def right_of(items: Sequence[Item]) -> int:
    """Return where a row ends at the right."""
    return max(round(item.place.right()) + 2 for item in items)  # type: ignore[union-attr]


def _best(look: Look, parts: Sequence[JoinedPart], room: JoinedRoom) -> tuple[int, int]:
    """Return in how many columns the maps stand, and how large they are."""
    sign, around = look.px(SIGN), look.px(_around(parts))
    narrowest = max(_number_width(look, part) for part in parts)
    found: list[tuple[int, int]] = []
    for lines in range(1, len(parts) + 1):
        columns = -(-len(parts) // lines)
        margin = sign if lines > 1 else 0  # a line may begin with a sign
        wide = (room.width - margin - sign * (columns - 1)) // columns
        high = max(room.height // lines - around, room.least)
        if wide >= narrowest or columns == 1:
            found.append((min(wide, high, room.largest), columns))
    largest = max(side for side, _columns in found)
    side, columns = next(each for each in found if each[0] >= ENOUGH * largest)
    return columns, max(side, 1)


def _around(parts: Sequence[JoinedPart]) -> int:
    """Return what a line needs in height beside its maps, in pixels at 100 %."""
    return HEADING + 8 + (NUMBER if any(part.number for part in parts) else 0)


def _width(look: Look, part: JoinedPart, place: QRect) -> int:
    """Return how wide a column has to be."""
    return max(place.width() + 2, _number_width(look, part), text_width(look, part.name, 12))


def _number_width(look: Look, part: JoinedPart) -> int:
    number = part.number
    return 0 if number is None else text_width(look, number.text, NUMBER_SIZE, bold=number.bold)


def _fitted(look: Look, part: JoinedPart, side: int) -> QRect:
    return fitted(QRect(0, 0, side, side), part.shown, largest_cell=look.px(LARGEST_CELL))


def _part(look: Look, part: JoinedPart, column: QRect, place: QRect) -> list[Item]:
    """Lay one part out in its column; the sign before it stands left of the column."""
    px, left, below = look.px, column.x(), column.y() + look.px(HEADING)
    name = elided(look, part.name, 12, column.width())
    named = QRectF(left, column.y(), text_width(look, name, 12), px(HEADING))
    is_link = part.name_id is not None
    items: list[Item] = [
        Text(
            named,
            name,
            12,
            ink="text" if is_link else "muted",
            id=part.name_id,
            is_link=is_link,
            whole="" if name == part.name else part.name,
        ),
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
