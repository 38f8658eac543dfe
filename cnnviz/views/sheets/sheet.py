"""What stands on an explanation: texts, numbers, maps and drawings, each with its place."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize

from cnnviz.views.controls.first_use import FirstUse
from cnnviz.views.sheets.items import Item, MapItem, Numbers, Text


class Spot(NamedTuple):
    """What lies at a point: an item by its name, and the cell of it."""

    name: str
    row: int
    column: int


class Part:
    """Items that are laid out when they come into view: one of many rows."""

    def __init__(self, place: QRect, make: Callable[[], list[Item]]) -> None:
        """Remember where the items will lie, and how to make them."""
        self.place = place
        self._items = FirstUse(make)

    @property
    def items(self) -> list[Item]:
        """The items, made once."""
        return self._items()

    @property
    def known(self) -> list[Item]:
        """The items, if they have been in view."""
        return self._items.made or []


@dataclass(frozen=True, eq=False)
class Sheet:
    """Items on a surface of some size, in pixels; long ones have parts that are made when seen."""

    items: tuple[Item, ...]
    width: int
    height: int
    parts: tuple[Part, ...] = ()

    def seen(self, room: QRect) -> list[Item]:
        """Return the items that can be seen in a room."""
        parts = [part.items for part in self.parts if part.place.intersects(room)]
        return list(chain(self.items, *parts))

    def _known(self) -> list[Item]:
        return list(chain(self.items, *(part.known for part in self.parts)))

    def spot_at(self, point: QPoint) -> Spot | None:
        """Return which cell or printed number lies at a point, the uppermost."""
        for item in reversed(self.seen(QRect(point, QSize(1, 1)))):
            if isinstance(item, Numbers | MapItem):
                cell = item.cell_at(point)
                if cell is not None and item.name:
                    return Spot(item.name, *cell)
            elif item.name and item.place.contains(point.toPointF()):
                return Spot(item.name, 0, 0)
        return None

    def named(self, name: str) -> list[Item]:
        """Return the items of a name, among those that have been in view."""
        return [item for item in self._known() if item.name == name]

    def all_items(self) -> list[Item]:
        """Return every item, in view or not."""
        return list(chain(self.items, *(part.items for part in self.parts)))

    def texts(self) -> list[tuple[str, str]]:
        """Return every number and word that is painted, each with the name of what it is."""
        return list(chain.from_iterable(_texts(item) for item in self.all_items()))


def _texts(item: Item) -> list[tuple[str, str]]:
    if isinstance(item, Text):
        return [(item.name, item.text)]
    if isinstance(item, Numbers):
        return [(item.name, text) for text in item.texts]
    return []
