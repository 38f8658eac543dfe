"""The result beside every explanation: the value in its map, the sum, what is true of it."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.language import _, ngettext
from cnnviz.text.numbers import count_text
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.result_map import (
    MAP_LINE,
    field_items,
    neighbourhood_of,
    output_items,
)
from cnnviz.views.explanation.result_sum import least_sum_width, sum_in_line, sum_items
from cnnviz.views.explanation.summary import Summary
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Item, Text
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import sentences, text_width

Where = Literal["right", "top"]

LENS_ROOM, LENS_WIDTH = 940, 310  # pixels at 100 %: of a band with a lens, and of the lens
FACTS_GAP = 5  # pixels at 100 %: between sentences
BAND_MAP = 120  # pixels at 100 %: the side of the map in a band
EQUATION, LINE = 26, 28  # pixels at 100 %: the heights of a line


class ResultForm(NamedTuple):
    """What of a result is shown; the sum always is."""

    cost: int  # how much is folded
    has_map: bool = True
    has_lens: bool = True  # the values around this one
    has_field: bool = True  # all of the picture that the value depends on
    facts: int = 99  # sentences at most
    is_line: bool = False  # the sum in one line
    has_equation: bool = True  # on a card


_ON_PAGE = (
    ResultForm(0),
    ResultForm(1, has_field=False),
    ResultForm(2, has_field=False, facts=2),
    ResultForm(3, has_lens=False, has_field=False),
    ResultForm(4, has_lens=False, has_field=False, facts=2),
    ResultForm(6, False, False, False, facts=1),
    ResultForm(9, False, False, False, facts=0),
    ResultForm(9, False, False, False, facts=0, is_line=True),
)
_ON_CARD = (
    ResultForm(0),
    ResultForm(2, is_line=True),
    ResultForm(4, has_equation=False),
    ResultForm(4, has_equation=False, is_line=True),
)


def result_forms(*, is_card: bool) -> Sequence[ResultForm]:
    """Return the ways to lay out a result, from the fullest to the most folded."""
    return _ON_CARD if is_card else _ON_PAGE


def result_sheet(
    scene: ExplanationScene, summary: Summary, where: Where, form: ResultForm, room: Extent
) -> Sheet:
    """Lay the result out.

    Args:
        scene: What is explained.
        summary: What is to be said.
        where: At the right, all below each other; or at the top, all side by side.
        form: What of it is shown.
        room: Width and height that there are; it may need more.
    """
    if scene.is_card:
        return _card(scene.look, summary, form, room[0])
    if where == "top":
        return _band(scene, summary, form, room)
    return _column(scene, summary, form, room)


def _card(look: Look, summary: Summary, form: ResultForm, width: int) -> Sheet:
    """Lay out the equation and the sum below each other, without the map."""
    items: list[Item] = []
    y = right = 0
    if form.has_equation and summary.equation:
        sides = list(zip(*summary.equation, strict=True))
        middle, widest = (max(text_width(look, text, 16) for text in side) for side in sides)
        middle += look.px(12)
        high = look.px(EQUATION if not form.is_line else 22)
        for texts in summary.equation:
            for text, left, wide in zip(texts, (0, middle), (middle, widest), strict=True):
                room = QRectF(left, y, wide, high)
                items.append(Text(room, text, 16, id=ItemId(What.EQUATION)))
            y += high
        right = middle + widest
        y += look.px(4)
    if form.is_line:
        made, end = sum_in_line(look, summary, 0, y)
        return Sheet((*items, *made), max(right, end), y + look.px(LINE) + 2 * MAP_LINE)
    wide = max(least_sum_width(look, summary), min(width, look.px(260)))
    made, y = sum_items(look, summary, 0, y, wide)
    return Sheet((*items, *made), max(right, wide), y)


def _column(scene: ExplanationScene, summary: Summary, form: ResultForm, room: Extent) -> Sheet:
    look, width = scene.look, max(room[0], least_sum_width(scene.look, summary))
    side = min(width, max(look.px(130), round(0.36 * room[1])))
    items: list[Item] = []
    y = 0
    if form.has_map and summary.has_map:
        items, y = output_items(scene, QRect(MAP_LINE, MAP_LINE, width - 2 * MAP_LINE, side))
        if form.has_lens:
            corner = QPoint(MAP_LINE, y + look.px(6))
            near = neighbourhood_of(scene, items, corner, width - 2 * MAP_LINE)
            items += near
            y = near[-1].outline.bottom() if near else y
        y += look.px(10)
    made, y = sum_items(look, summary, 0, y, width)
    items += made
    made, y = _facts(look, summary, form, QRect(0, y + look.px(10), width, 0))
    items += made
    if form.has_field:
        made, y = field_items(scene, 0, y + look.px(10), width)
        items += made
    return Sheet(tuple(items), width, y)


def _band(scene: ExplanationScene, summary: Summary, form: ResultForm, room: Extent) -> Sheet:
    look, width = scene.look, room[0]
    gap, side, bottom = look.px(20), look.px(BAND_MAP if form.has_lens else 84), 0
    items: list[Item] = []
    if form.has_map and summary.has_map:
        items, bottom = output_items(scene, QRect(MAP_LINE, MAP_LINE, side, side))
        if form.has_lens and width >= look.px(LENS_ROOM):
            near = neighbourhood_of(scene, items, QPoint(side + gap, MAP_LINE), look.px(LENS_WIDTH))
            items += near
            side = near[-1].outline.right() if near else side
            bottom = max([bottom, *(each.outline.bottom() for each in near)])
    else:
        gap = side = 0
    if form.is_line:
        made, end = sum_in_line(look, summary, side + gap, 0)
        items += made
        low, lines = look.px(LINE) + 2 * MAP_LINE, end - side - gap
    else:
        lines = max(least_sum_width(look, summary), min(look.px(230), (width - side) // 3))
        made, low = sum_items(look, summary, side + gap, 0, lines)
        items += made
    left = side + gap + lines + look.px(24)
    least = look.px(150)
    if summary.facts and not form.is_line:
        rest = max(least, width - left)
        made, lower = _facts(look, summary, form, QRect(left, 0, rest, 0))
        items += made
        if form.has_field:
            made, lower = field_items(scene, left, lower + look.px(6), rest)
            items += made
        return Sheet(tuple(items), left + rest, max(bottom, low, lower))
    return Sheet(tuple(items), side + gap + lines, max(bottom, low))


def _facts(look: Look, summary: Summary, form: ResultForm, room: QRect) -> tuple[list[Item], int]:
    """Lay out what is true of the value; what has no room is told by pointing at how much it is."""
    shown, rest = summary.facts[: form.facts], summary.facts[form.facts :]
    made, y = sentences(look, shown, room.x(), room.y(), room.width(), gap=FACTS_GAP)
    if not rest:
        return made, y
    text = ngettext("{count} more sentence: point here", "{count} more: point here", len(rest))
    text = text.format(count=count_text(len(rest)))
    if text_width(look, text, 13) > room.width():
        text = _("{count} more").format(count=count_text(len(rest)))
    place = QRectF(room.x(), y, text_width(look, text, 13), look.px(20))
    whole = "\n".join(rest)
    made.append(Text(place, text, 13, ink="muted", id=ItemId(What.FACTS), whole=whole))
    return made, y + look.px(20)
