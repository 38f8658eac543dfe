"""The result beside every explanation: the value in its map, the sum, what is true of it."""

from typing import Literal

from PySide6.QtCore import QPoint, QRect, QRectF

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
from cnnviz.views.sheets.sum_lines import sum_line
from cnnviz.views.sheets.texts import sentences, text_width

Where = Literal["right", "top"]

LENS_ROOM, LENS_WIDTH = 940, 310  # pixels at 100 %: of a band with a lens, and of the lens
FACTS_GAP = 5  # pixels at 100 %: between sentences
LOW = 420  # pixels at 100 %: rooms less high show less beside the sum


def result_sheet(scene: ExplanationScene, summary: Summary, where: Where, room: Extent) -> Sheet:
    """Lay the result out.

    Args:
        scene: What is explained.
        summary: What is to be said.
        where: At the right, all below each other; or at the top, all side by side.
        room: Width and height that there are; it may become higher.
    """
    if scene.is_card and where == "top":
        return _line_of_sums(scene.look, summary, room[0])
    if scene.is_card:
        return _card(scene.look, summary, room)
    return _column(scene, summary, room) if where == "right" else _band(scene, summary, room)


def _card(look: Look, summary: Summary, room: Extent) -> Sheet:
    """Lay out the equation and the sum below each other, without the map.

    In little height the sum stands in one line, so that the value is seen without scrolling.
    """
    width = room[0]
    items: list[Item] = []
    middle = max((text_width(look, left, 16) for left, _ in summary.equation), default=0)
    middle += look.px(12)
    widest = max((text_width(look, right, 16) for _, right in summary.equation), default=0)
    y = 0
    lines = len(summary.equation)
    is_low = room[1] < look.px(26 * lines + 8 + 22 * len(summary.lines) + 40)
    high = look.px(21 if is_low else 26)
    if summary.equation and middle + widest <= width:
        for left, right in summary.equation:
            items.append(Text(QRectF(0, y, middle, high), left, 16, id=ItemId(What.EQUATION)))
            items.append(Text(QRectF(middle, y, widest, high), right, 16, id=ItemId(What.EQUATION)))
            y += high
        y += look.px(2 if is_low else 8)
    made, low = sum_items(look, summary, 0, y, min(width, look.px(260)))
    if low + look.px(4) > room[1]:
        in_line, end = sum_in_line(look, summary, y)
        if end <= width:
            made, low = in_line, y + look.px(28) + 2 * MAP_LINE
    return Sheet((*items, *made), width, low)


def _line_of_sums(look: Look, summary: Summary, width: int) -> Sheet:
    """Lay the sum out in one line, where a card has no room beside the terms."""
    items: list[Item] = []
    lines = (*summary.lines, summary.value)
    needed = max(text_width(look, f"{line.label}  {line.text}", 16) for line in lines)
    each = min(width // len(lines), max(look.px(210), needed + look.px(40)))
    for place, line in enumerate(lines):
        is_value = line is summary.value
        room = QRect(place * each, 0, each - look.px(18), look.px(28))
        items += sum_line(look, line, room, 17 if is_value else 14, is_bold=is_value)
    return Sheet(tuple(items), width, look.px(30))


def _column(scene: ExplanationScene, summary: Summary, room: Extent) -> Sheet:
    look, width = scene.look, room[0]
    side = min(width, max(look.px(130), round(0.36 * room[1])))
    items: list[Item] = []
    y = 0
    if summary.has_map:
        items, y = output_items(scene, QRect(MAP_LINE, MAP_LINE, width - 2 * MAP_LINE, side))
        near = neighbourhood_of(
            scene, items, QPoint(MAP_LINE, y + look.px(6)), width - 2 * MAP_LINE
        )
        items += near
        y = (near[-1].outline.bottom() if near else y) + look.px(10)
    made, y = sum_items(look, summary, 0, y, width)
    items += made
    y += look.px(12)
    made, y = sentences(look, summary.facts, 0, y, width, gap=FACTS_GAP)
    items += made
    made, y = field_items(scene, 0, y + look.px(10), width)
    return Sheet((*items, *made), width, y)


def _band(scene: ExplanationScene, summary: Summary, room: Extent) -> Sheet:
    look, width = scene.look, room[0]
    is_low = scene.room[1] < look.px(LOW)  # the terms need the room more
    gap, side = look.px(20), look.px(84 if is_low else 120)
    facts = summary.facts[:2] if is_low else summary.facts
    items: list[Item] = []
    bottom = 0
    if summary.has_map:
        items, bottom = output_items(scene, QRect(MAP_LINE, MAP_LINE, side, side))
        if width >= look.px(LENS_ROOM):
            near = neighbourhood_of(scene, items, QPoint(side + gap, MAP_LINE), look.px(LENS_WIDTH))
            items += near
            side = near[-1].outline.right() if near else side
    else:
        gap = side = 0
    lines = max(least_sum_width(look, summary), min(look.px(230), (width - side) // 3))
    made, low = sum_items(look, summary, side + gap, 0, lines)
    items += made
    left = side + lines + gap + look.px(20)
    made, lower = sentences(look, facts, left, 0, max(look.px(120), width - left), gap=FACTS_GAP)
    items += made
    if not is_low:
        made, lower = field_items(scene, left, lower + look.px(6), width - left)
        items += made
    return Sheet(tuple(items), width, max(bottom, low, lower))
