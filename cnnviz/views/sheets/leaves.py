"""A list that is too long for its room is shown a leaf at a time: 13 to 24 of 784."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from cnnviz.language import _
from cnnviz.text.numbers import count_text
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import DIGITS, Ink, Item, Text
from cnnviz.views.sheets.texts import text_width

LINE = 24  # pixels at 100 %: the height of the line that says which leaf is seen
TURN = 26  # pixels at 100 %: the width of a sign that turns to another leaf


@dataclass(frozen=True)
class Leaf:
    """Part of a long list."""

    first: int  # counted from 0
    end: int  # behind the last
    count: int  # of the whole list
    each: int  # how much has room on a leaf

    @property
    def numbers(self) -> range:
        """What stands on it."""
        return range(self.first, self.end)

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole list."""
        return len(self.numbers) == self.count

    @property
    def before(self) -> int | None:
        """Where the leaf before it begins, if there is one."""
        return max(self.first - self.each, 0) if self.first else None

    @property
    def after(self) -> int | None:
        """Where the leaf after it begins, if there is one."""
        return self.end if self.end < self.count else None


def whole_leaf(count: int) -> Leaf:
    """Return a list that has room for all of it."""
    return Leaf(0, count, count, max(count, 1))


def leaf_of(count: int, each: int, first: int) -> Leaf:
    """Return one leaf of a list.

    Args:
        count: How long the list is.
        each: How much has room on a leaf.
        first: Where it begins; beyond the ends, at the first or last one.
    """
    each = max(1, min(each, count))
    if each >= count:
        return whole_leaf(count)
    first = min(max(first, 0), count - 1)
    return Leaf(first, min(first + each, count), count, each)


def leaf_words(leaf: Leaf) -> str:
    """Return which part of a list is seen: 13 to 24 of 784."""
    first, last = count_text(leaf.first + 1), count_text(leaf.end)
    if leaf.end - leaf.first == 1:
        return _("{number} of {count}").format(number=first, count=count_text(leaf.count))
    text = _("{first} to {last} of {count}")
    return text.format(first=first, last=last, count=count_text(leaf.count))


def leaf_line(
    look: Look,
    words: str,
    ways: tuple[ItemId | None, ItemId | None],
    left: float,
    top: float,
) -> list[Item]:
    """Return the line below a leaf: which it is, and a sign for the one before and after.

    Args:
        look: Fonts and sizes.
        words: Which leaf is seen.
        ways: What a click on either sign chooses; None at the ends.
        left: Where it begins.
        top: Its upper end.
    """
    px = look.px
    items: list[Item] = []
    wide = text_width(look, words)
    places = (left, left + px(TURN) + wide + px(6))
    for place, sign, way in zip(places, "←→", ways, strict=True):
        room = QRectF(place, top, px(TURN), px(LINE))
        ink: Ink = "accent" if way is not None else "muted"
        items.append(Text(room, sign, 18, way is not None, ink, "centre", way))
    room = QRectF(left + px(TURN) + px(3), top, wide, px(LINE))
    items.append(Text(room, words, DIGITS, ink="muted"))
    return items


def leaf_width(look: Look, words: str) -> int:
    """Return how wide that line is."""
    return text_width(look, words) + 2 * look.px(TURN) + look.px(6)


def ways_of(leaf: Leaf) -> tuple[ItemId | None, ItemId | None]:
    """Return what turns to the leaf before and to the one after."""
    before = None if leaf.before is None else ItemId(What.LEAF, leaf.before)
    after = None if leaf.after is None else ItemId(What.LEAF, leaf.after)
    return before, after
