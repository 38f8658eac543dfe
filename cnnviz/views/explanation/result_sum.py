"""The sum of a result: its lines, the rule and the value; below each other, or in one line."""

from typing import Literal

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.views.explanation.summary import SumLine, Summary
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.drawings import rule
from cnnviz.views.sheets.item_id import What
from cnnviz.views.sheets.items import Item, Numbers, Text
from cnnviz.views.sheets.local_names import elided
from cnnviz.views.sheets.texts import text_width


def sum_in_line(look: Look, summary: Summary, y: int) -> tuple[list[Item], int]:
    """Lay the sum out in one line, each number right behind its label."""
    items: list[Item] = []
    x = 0
    for line in (*summary.lines, summary.value):
        is_value = line is summary.value
        size = 17 if is_value else 14
        number = text_width(look, line.text, size, bold=is_value)
        if line.limit is not None:
            number = max(look.px(64), number + look.px(14))
        wide = text_width(look, line.label, size, bold=is_value) + look.px(10) + number
        place = QRect(x, y, wide, look.px(28))
        items += sum_line(look, line, place, size, is_bold=is_value)
        x += wide + look.px(16)
    return items, x - look.px(16)


def sum_items(
    look: Look, summary: Summary, left: int, y: int, width: int
) -> tuple[list[Item], int]:
    """Lay the sum out below each other; return it and where it ends."""
    items: list[Item] = []
    for line in summary.lines:
        size = 13 if line.id.what is What.ROUNDING else 15
        items += sum_line(look, line, QRect(left, y, width, look.px(22)), size)
        y += look.px(22)
    if summary.lines:
        items.append(rule(left, y + look.px(2), width))
        y += look.px(6)
    items += sum_line(look, summary.value, QRect(left, y, width, look.px(30)), 21, is_bold=True)
    return items, y + look.px(30)


def least_sum_width(look: Look, summary: Summary) -> int:
    """Return how wide the sum has to be for no label to meet its number."""
    lines = [(line, 15, False) for line in summary.lines] + [(summary.value, 21, True)]
    widths = [
        sum(text_width(look, text, size, bold=bold) for text in (line.label, line.text))
        for line, size, bold in lines
    ]
    return max(look.px(170), *widths) + look.px(14)


def sum_line(
    look: Look, line: SumLine, place: QRect, size: float, *, is_bold: bool = False
) -> list[Item]:
    """Return a label at the left of a place and its number at the right."""
    number = text_width(look, line.text, size, bold=is_bold)
    room = QRectF(place)
    ink: Literal["muted", "text"] = "muted" if line.id.what is What.ROUNDING else "text"
    label = QRectF(room.x(), room.y(), room.width() - number - look.px(4), room.height())
    text = line.label if line.link is None else elided(look, line.label, size, round(label.width()))
    if line.link is not None:  # what is underlined is what can be clicked
        label.setWidth(text_width(look, text, size, bold=is_bold))
    words = Text(label, text, size, is_bold, ink, id=line.link, is_link=line.link is not None)
    if line.limit is not None and line.exact is not None:
        return [words, _editable(look, line, place)]
    at = QRectF(room.right() - number, room.y(), number, room.height())
    return [words, Text(at, line.text, size, is_bold, ink, "right", line.id, line.exact)]


def _editable(look: Look, line: SumLine, place: QRect) -> Numbers:
    """Return a number that can be edited where it stands."""
    cell = max(look.px(64), text_width(look, line.text) + look.px(14)), place.height()
    values = np.array([[line.exact]], np.float32)
    corner = QPoint(place.right() - cell[0], place.y())
    return Numbers(corner, cell, values, [line.text], line.limit or 0.0, line.id, is_editable=True)
