"""An explanation as data: items on a surface, and what lies at a point of it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from PySide6.QtCore import QPoint, QRect, QSize

from cnnviz.views.controls.first_use import FirstUse
from cnnviz.views.sheets.item_id import ItemId, Spot
from cnnviz.views.sheets.items import Item, MapItem, Numbers, Text
from cnnviz.views.sheets.leaves import Leaf


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
    leaf: Leaf | None = None  # that is seen of its long list
    order: tuple[int, ...] = ()  # what its rows stand for, where they are not all

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
                if cell is not None and item.id is not None:
                    return Spot(item.id, *cell)
            elif item.id is not None and item.place.contains(point.toPointF()):
                return Spot(item.id, 0, 0)
        return None

    def find(self, item_id: ItemId) -> list[Item]:
        """Return the items of this identity, among those that have been in view."""
        return [item for item in self._known() if item.id == item_id]

    def all_items(self) -> list[Item]:
        """Return every item, in view or not."""
        return list(chain(self.items, *(part.items for part in self.parts)))

    def texts(self) -> list[tuple[ItemId | None, str]]:
        """Return every number and word that is painted, each with what it stands for."""
        return list(chain.from_iterable(_texts(item) for item in self.all_items()))


def _texts(item: Item) -> list[tuple[ItemId | None, str]]:
    if isinstance(item, Text):
        return [(item.id, item.text)]
    if isinstance(item, Numbers):
        return [(item.id, text) for text in item.texts]
    return []
