"""The sum of a result: its lines, the rule and the value; below each other, or in one line."""

from PySide6.QtCore import QRect

from cnnviz.views.explanation.summary import Summary
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.drawings import rule
from cnnviz.views.sheets.item_id import What
from cnnviz.views.sheets.items import Item
from cnnviz.views.sheets.sum_lines import FRAME, sum_line
from cnnviz.views.sheets.texts import text_width

LONGEST_NAME = 150  # pixels at 100 %: of a node in a label, where room is scarce


def sum_in_line(look: Look, summary: Summary, left: int, y: int) -> tuple[list[Item], int]:
    """Lay the sum out in one line, each number right behind its label; return where it ends."""
    items: list[Item] = []
    x = left
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
        size = 14 if line.id.what is What.ROUNDING else 15
        high = look.px(22) + (0 if line.limit is None else 2 * FRAME)
        items += sum_line(look, line, QRect(left, y, width, high), size)
        y += high
    if summary.lines:
        items.append(rule(left, y + look.px(2), width))
        y += look.px(6)
    items += sum_line(look, summary.value, QRect(left, y, width, look.px(30)), 21, is_bold=True)
    return items, y + look.px(30)


def least_sum_width(look: Look, summary: Summary) -> int:
    """Return how wide the sum has to be for no label to meet its number."""
    lines = [(line, 15, False) for line in summary.lines] + [(summary.value, 21, True)]
    widths = []
    for line, size, bold in lines:
        label = text_width(look, line.label, size, bold=bold)
        if line.link is not None:  # a name that is too long is shortened
            label = min(label, look.px(LONGEST_NAME))
        widths.append(label + text_width(look, line.text, size, bold=bold))
    return max(look.px(170), *widths) + look.px(14)
