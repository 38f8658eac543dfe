"""Texts as sheets lay them out: how wide they are, headings, and sentences below each other."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from cnnviz.text.decimals import Decimals
from cnnviz.text.numbers import MINUS
from cnnviz.views.cells.painting import MARGIN
from cnnviz.views.controls.short_words import with_short_words
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.items import DIGITS, Item, Side, Text


def wrapped(
    look: Look, text: str, left: float, top: float, width: float, *, size: float = 13
) -> Text:
    """Return a muted text of several lines, as high as it needs to be."""
    metrics = QFontMetricsF(look.font(size))
    high = metrics.height()
    if "\n" in text or metrics.horizontalAdvance(text) > width:  # else one line: much quicker
        text = with_short_words(text, metrics, width)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        high = metrics.boundingRect(QRectF(0, 0, width, 1e4), flags, text).height()
    place = QRectF(left, top, width, high + look.px(2))
    return Text(place, text, size, ink="muted", wraps=True)


def text_width(look: Look, text: str, size: float = DIGITS, *, bold: bool = False) -> int:
    """Return how wide a text is, in pixels."""
    return _advance(look, size, look.px(size), bold, text) + 1


@lru_cache(maxsize=4096)  # sheets are made again at every step, with mostly the same texts
def _advance(look: Look, size: float, pixels: int, bold: bool, text: str) -> int:
    """Return the width of a text; `pixels` tells looks apart that have changed their size."""
    return int(QFontMetricsF(look.font(size, bold=bold)).horizontalAdvance(text))


HEADING, HEADING_SIZE = 20, 12  # pixels at 100 %: the height of a heading, and of its letters


def heading(
    look: Look, text: str, left: float, top: float, width: float, side: Side = "left"
) -> Text:
    """Return the title of a column or a map."""
    return Text(
        QRectF(left, top, width, look.px(HEADING)), text, HEADING_SIZE, ink="muted", side=side
    )


def sentences(
    look: Look, texts: Sequence[str], left: int, top: int, width: int, *, gap: int = 4
) -> tuple[list[Item], int]:
    """Lay out sentences, `gap` pixels at 100 % apart; return them and where they end."""
    items: list[Item] = []
    for text in texts:
        made = wrapped(look, text, left, top, width)
        items.append(made)
        top = round(made.place.bottom()) + look.px(gap)
    return items, top


def widest_text(size: float, whole: bool, negative: bool, digits: int) -> str:
    """Return the longest text of numbers up to a size, so that cells stay while stepping.

    Args:
        size: The largest distance from zero.
        whole: Whether all are whole numbers.
        negative: Whether some are negative.
        digits: Decimals of those that are not whole.
    """
    text = str(int(size)) if size < 1e9 else "1" * 12
    text += "" if whole else "." + "0" * digits
    return MINUS + text if negative else text


def widest_printed(
    decimals: Decimals, size: float, *, whole: bool = False, negative: bool = True
) -> str:
    """Return the longest text of numbers up to a size with some decimals, after their factor."""
    scaled = size / 10.0**decimals.power if decimals.power else size
    return widest_text(scaled, whole or not decimals.count, negative, decimals.count)


def cell_width(look: Look, texts: list[str]) -> int:
    """Return how wide a cell is that takes any of some texts."""
    longest = max(texts, key=len, default="0")
    widest = text_width(look, "0" * len(longest), DIGITS)
    return max(look.px(34), widest + look.px(MARGIN + 3))


def narrow_cell_width(look: Look, text: str) -> int:
    """Return how wide a cell is that takes a text and no more: signs and points are narrow."""
    zeros = "".join("0" if letter.isdigit() else letter for letter in text)
    return text_width(look, zeros, DIGITS) + look.px(MARGIN + 1)
