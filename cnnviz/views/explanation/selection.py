"""A value of chosen channels: it stands in one map of the input, under another number."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from cnnviz.cnn.branch_layers import SelectChannels
from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.listed import listed
from cnnviz.explain.steps import step_sentence
from cnnviz.explain.values import Taken
from cnnviz.language import _, ngettext
from cnnviz.text.numbers import count_text
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm
from cnnviz.views.explanation.summary import Summary, value_line
from cnnviz.views.explanation.taken_pair import taken_pair, taken_sentence
from cnnviz.views.sheets.drawings import ground
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import DIGITS, Ink, Item, Text
from cnnviz.views.sheets.joined_row import JoinedRoom
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import cell_width, sentences, text_width

WIDEST = 620  # pixels at 100 %
SIDE, LEAST, LEAST_LOW = 240, 96, 44  # pixels at 100 %: of a map
LINE = 26  # pixels at 100 %: of the table
SHOWN = 11  # channels of the table around this one


def _chosen(scene: ExplanationScene) -> tuple[int, ...]:
    layer = scene.layer
    assert isinstance(layer, SelectChannels)  # the layer it is about
    return layer.channels


def summary(scene: ExplanationScene, about: Taken) -> Summary:
    """Return what the result panel says of a value of chosen channels."""
    facts = [step_sentence(scene.forward.trace, about.node)]
    chosen, count = _chosen(scene), scene.shape_before[0]
    left = count - len(set(chosen))
    if left:
        text = ngettext("{left} of {count} is left out.", "{left} of {count} are left out.", left)
        facts.append(text.format(left=count_text(left), count=count_text(count)))
    return Summary((), value_line(scene, about), (*facts, _(NOTHING_LEARNT)), has_map=False)


def rows_sheet(scene: ExplanationScene, about: Taken, form: PlainForm, room: Extent) -> Sheet:
    """Lay out the map as the input has it and as it stands here, and the numbers both ways."""
    look = scene.look
    width = min(room[0], look.px(WIDEST))
    items, y = sentences(look, _sentences(scene, about), 0, 0, width)
    if form.has_maps:
        table = look.px(2 * LINE + 14) if form.has_more else 0
        least = look.px(LEAST_LOW if form.is_low else LEAST)
        size = JoinedRoom(width, room[1] - y - table, least, look.px(SIDE))
        made, y = taken_pair(scene, about, 0, y + look.px(4), size)
        items += made
    if form.has_more:
        made, y = _table(scene, about, y + look.px(8), width)
        items += made
    return Sheet(tuple(items), width, y)


def _sentences(scene: ExplanationScene, about: Taken) -> list[str]:
    """Return which map of the input this one is, and which others are the same one."""
    here, there = about.place[0], about.source[0]
    said = [taken_sentence(scene.forward.trace, about)]
    others = [str(k + 1) for k, each in enumerate(_chosen(scene)) if each == there and k != here]
    if others:
        text = _("It is taken more than once: it is number {others} here, too.")
        said.append(text.format(others=listed(others)))
    return said


def _table(scene: ExplanationScene, about: Taken, top: int, width: int) -> tuple[list[Item], int]:
    """Lay out the numbers around this one: what each channel here is in the input."""
    look, chosen = scene.look, _chosen(scene)
    titles = (_("Here"), _("In the input"))
    left = max(text_width(look, title, 12) for title in titles) + look.px(14)
    cell = cell_width(look, [str(max(*chosen, len(chosen)) + 1)])
    count = max(1, min(SHOWN, len(chosen), (width - left) // cell))
    first = min(max(about.place[0] - count // 2, 0), len(chosen) - count)
    rows = (range(first, first + count), chosen[first : first + count])
    current = about.place[0] - first
    at = QRectF(left + current * cell, top, cell, look.px(2 * LINE))
    items: list[Item] = [ground(at)]
    for row, (title, numbers) in enumerate(zip(titles, rows, strict=True)):
        y = top + row * look.px(LINE)
        items.append(Text(QRectF(0, y, left, look.px(LINE)), title, 12, ink="muted"))
        items += _numbers(scene, numbers, QRectF(left, y, cell, look.px(LINE)), first, current)
    return items, top + look.px(2 * LINE)


def _numbers(
    scene: ExplanationScene, numbers: Sequence[int], cell: QRectF, first: int, current: int
) -> list[Item]:
    """Lay out one line of the table; a click on a number goes to that channel here."""
    items: list[Item] = []
    for k, number in enumerate(numbers):
        ink: Ink = "accent" if k == current else "text"
        place = cell.translated(k * cell.width(), 0)
        item_id = ItemId(What.TAKEN, first + k)
        items.append(Text(place, str(number + 1), DIGITS, k == current, ink, "centre", item_id))
    return items
