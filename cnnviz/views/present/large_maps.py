"""The maps beside the numbers of a value: where it comes from, and where it goes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from PySide6.QtCore import QRect

from cnnviz.views.cells.painting import Extent
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import fitted
from cnnviz.views.maps.shown import MapShown
from cnnviz.views.present.large_plan import SideMap
from cnnviz.views.present.texts import CAPTION
from cnnviz.views.sheets.items import DIGITS, Item, MapItem, Text
from cnnviz.views.sheets.texts import text_width, wrapped

LARGEST = 4.0  # times DIGITS
LEAST_MAP = 56  # pixels at 100 %: the longer side of the map that the value comes from
BETWEEN = 12  # pixels at 100 %
READ, LEAST_READ = 1.7, 1.4  # times DIGITS: the side of a cell whose number is read


class LargeMaps:
    """Lays both maps out: one below the other at the left, or the second in the other corner."""

    def __init__(
        self, look: Look, maps: Sequence[SideMap], wide: int, room: Extent, *, is_apart: bool
    ) -> None:
        """Lay maps out.

        Args:
            look: Fonts and colours.
            maps: The one that the value comes from, and the one it goes to; or none.
            wide: How wide the left of the room is, that they have.
            room: Of the whole sheet.
            is_apart: Whether the second one stands at the lower right, beside the words.
        """
        self._look, self._maps, self.wide, self._room = look, maps, wide, room
        self._is_apart = is_apart

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The maps with their captions."""
        return tuple(self._made())

    @cached_property
    def size_apart(self) -> Extent:
        """How large the map in the other corner is, with its caption: so that numbers are read."""
        if not self._is_apart:
            return 0, 0
        rows, columns = self._maps[1].shown.size
        cell = 1.6 * self._look.px(DIGITS)  # of two digits
        return self._caption_apart + round(columns * cell) + 2, round(rows * cell) + 2

    @property
    def _caption_apart(self) -> int:
        return round(text_width(self._look, self._maps[1].title, CAPTION)) + self._look.px(8)

    @property
    def are_clear(self) -> bool:
        """Whether no word above or beside the maps is cut, and the first one is seen."""
        words = [word for side in self._maps for word in side.title.split()]
        if any(text_width(self._look, word, CAPTION) >= self.wide for word in words):
            return False
        places = [item.place for item in self._places[:1]]
        return all(max(*at.size().toTuple()) >= self._look.px(LEAST_MAP) for at in places)

    @property
    def score(self) -> float:
        """How well they are read: numbers in their cells first."""
        least = self._look.px(DIGITS)
        score = 20.0 * all(self._is_apart or self._beside(side) for side in self._maps[1:])
        for side, item in zip(self._maps, self._places, strict=False):
            cell = item.place.width() / (side.shown.size[1] + 2 * side.shown.padding[1])
            is_read = cell >= LEAST_READ * least - 1
            score += 15 + 15 * min(cell / least, 2.5) if is_read else 6 * cell / least
        return score

    @property
    def _places(self) -> list[MapItem]:
        return [item for item in self.items if isinstance(item, MapItem)]

    def _made(self) -> Iterator[Item]:
        px, maps, y = self._look.px, self._maps, 0
        if not maps:
            return
        caption = self._caption(maps[0], 0, self.wide)
        yield caption
        y = round(caption.place.bottom()) + px(4)
        has_below = len(maps) > 1 and not self._is_apart
        below = self._room_below(maps[1]) if has_below else 0
        room = QRect(1, y, self.wide, max(self._room[1] - y - below, px(40)))
        place = self._map_place(maps[0], room)
        yield self._item(maps[0], place)
        if has_below:
            yield from self._second_items(maps[1], place.bottom() + px(BETWEEN))
        elif len(maps) > 1:
            yield from self._items_apart(maps[1])

    def _items_apart(self, side: SideMap) -> Iterator[Item]:
        """Yield the map that the value goes to, in the lower right corner beside its caption."""
        (wide, high), caption = self.size_apart, self._caption_apart
        left, top = self._room[0] - wide, self._room[1] - high
        text = self._caption(side, 0, caption)
        yield replace(text, place=text.place.translated(left, top))
        room = QRect(left + caption, top, wide - caption, high)
        yield self._item(side, self._map_place(side, room))

    def _second_items(self, side: SideMap, y: int) -> Iterator[Item]:
        """Yield the map that the value goes to, beside its caption."""
        wide = self._beside(side)
        caption = self._caption(side, y, wide or self.wide)
        yield caption
        if not wide:
            y = round(caption.place.bottom()) + self._look.px(4)
        room = QRect(max(wide, 1), y, self.wide - wide, self._room[1] - y - 2)
        yield self._item(side, self._map_place(side, room))

    def _item(self, side: SideMap, place: QRect) -> MapItem:
        return MapItem(place, _readable(side.shown), side.marks, side.id)

    def _beside(self, side: SideMap) -> int:
        """Return how wide a caption beside its map is; 0 where it stands above it instead."""
        wide = text_width(self._look, side.title, CAPTION) + self._look.px(10)
        return round(wide) if wide <= self.wide // 2 else 0

    def _room_below(self, side: SideMap) -> int:
        """Return how high the second map is at least: so that its numbers are read, if few."""
        px, rows = self._look.px, side.shown.size[0]
        cell = round(READ * px(DIGITS))
        high = rows * cell if rows * cell <= 0.4 * self._room[1] else 0.28 * self._room[1]
        above = 0 if self._beside(side) else self._caption(side, 0, self.wide).place.height()
        return round(high + above) + px(BETWEEN) + 4

    def _caption(self, side: SideMap, y: int, wide: int) -> Text:
        return wrapped(self._look, side.title, 0, y, wide, size=CAPTION)

    def _map_place(self, side: SideMap, room: QRect) -> QRect:
        place = fitted(room, side.shown, largest_cell=self._look.px(90))
        place.moveTo(room.topLeft())
        return place


def _readable(shown: MapShown) -> MapShown:
    """Return a map whose numbers grow with its cells, or are left out."""
    return replace(shown, smallest_digits=DIGITS, largest_digits=DIGITS * LARGEST)
