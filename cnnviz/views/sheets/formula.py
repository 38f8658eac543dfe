"""A formula in one line, whose numbers can be pointed at one by one."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QRectF

from cnnviz.text.decimals import decimal_text
from cnnviz.text.numbers import MINUS
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import ItemId
from cnnviz.views.sheets.items import Ink, Item, Text
from cnnviz.views.sheets.texts import text_width


class Word(NamedTuple):
    """A piece of a formula; one that is a number knows what it stands for and the exact one."""

    text: str
    id: ItemId | None = None
    exact: float | None = None
    ink: Ink = "text"
    bold: bool = False


def formula(
    look: Look, words: Sequence[Word], left: float, top: float, *, size: float = 16
) -> list[Item]:
    """Return a formula in one line, whose numbers can be pointed at one by one."""
    made: list[Item] = []
    for word in words:
        wide = text_width(look, word.text, size, bold=word.bold)
        place = QRectF(left, top, wide, look.px(1.6 * size))
        made.append(Text(place, word.text, size, word.bold, word.ink, id=word.id, exact=word.exact))
        left += wide
    return made


def formula_lines(
    look: Look, words: Sequence[Word], left: int, top: int, width: int, *, size: float = 16
) -> tuple[list[Item], int]:
    """Return a formula in as many lines as it needs, and where it ends; a word is never parted."""
    made: list[Item] = []
    line: list[Word] = []
    high, x = look.px(1.6 * size), 0
    for word in words:
        wide = text_width(look, word.text, size, bold=word.bold)
        if line and x + wide > width:
            made += formula(look, line, left, top, size=size)
            line, x, top = [], 0, top + high
        line.append(word)
        x += wide
    return [*made, *formula(look, line, left, top, size=size)], top + high


def right_end(items: Sequence[Item]) -> int:
    """Return where the texts of a formula end at the right."""
    return max((ceil(item.place.right()) for item in items if isinstance(item, Text)), default=0)


def formula_width(look: Look, words: Sequence[Word], size: float = 16) -> int:
    """Return how wide a formula is, in pixels."""
    return sum(text_width(look, word.text, size, bold=word.bold) for word in words)


def bracketed(value: Decimal) -> str:
    """Return a number as it stands after a sign: (−2.31)."""
    text = decimal_text(value)
    return f"({text})" if text.startswith(MINUS) else text
