"""A value of a concatenation: it stands in one of the inputs, whose maps are counted on."""

from itertools import accumulate

from PySide6.QtCore import QRectF

from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.steps import step_sentence
from cnnviz.explain.values import Taken
from cnnviz.language import _
from cnnviz.text.numbers import count_text
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm
from cnnviz.views.explanation.sources import which_input
from cnnviz.views.explanation.summary import Summary, value_line
from cnnviz.views.explanation.taken_pair import taken_pair, taken_sentence
from cnnviz.views.sheets.drawings import ground
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import DIGITS, Ink, Item, Text
from cnnviz.views.sheets.joined_row import JoinedRoom
from cnnviz.views.sheets.leaves import LINE as TURNING
from cnnviz.views.sheets.leaves import Leaf, leaf_line, leaf_of, leaf_words, ways_of, whole_leaf
from cnnviz.views.sheets.local_names import elided, local_title
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import HEADING, heading, sentences, text_width

WIDEST = 620  # pixels at 100 %
SIDE, LEAST, LEAST_LOW = 220, 96, 44  # pixels at 100 %: of a map
AROUND = 62  # pixels at 100 %: what maps need in height beside themselves
LINE = 26  # pixels at 100 %: of the table
RANGE = 110  # pixels at 100 %: of a column with a range of numbers


def summary(scene: ExplanationScene, about: Taken) -> Summary:
    """Return what the result panel says of a value of a concatenation."""
    facts = (step_sentence(scene.forward.trace, about.node), _(NOTHING_LEARNT))
    return Summary((), value_line(scene, about), facts, has_map=False)


def rows_sheet(scene: ExplanationScene, about: Taken, form: PlainForm, room: Extent) -> Sheet:
    """Lay out the map as its input has it and as it stands here, and a table of the inputs."""
    look = scene.look
    width, here = min(room[0], look.px(WIDEST)), which_input(scene)
    counts = [scene.forward.trace.shapes[node][0] for node in _inputs(scene)]
    firsts = [0, *accumulate(counts)]
    items, y = sentences(look, said_of(scene, about), 0, 0, width)
    least = look.px(LEAST_LOW if form.is_low else LEAST)
    leaf = whole_leaf(len(counts))
    if form.is_low:
        maps = least + look.px(AROUND) if form.has_maps else 0
        lines = (room[1] - y - maps - look.px(HEADING + TURNING)) // look.px(LINE)
        each = max(1, min(lines, len(counts)))
        leaf = leaf_of(len(counts), each, scene.leaf or here // each * each)
    lines = len(leaf.numbers) if form.has_more else 0
    table = look.px(HEADING + LINE * lines + 14 + (0 if leaf.is_whole else TURNING))
    if form.has_maps:
        size = JoinedRoom(width, room[1] - y - table, least, look.px(SIDE))
        made, y = taken_pair(scene, about, here, y + look.px(4), size)
        items += made
        y += look.px(8)
    if not form.has_more:
        return Sheet(tuple(items), width, y)
    made, y = _table(scene, counts, firsts, leaf, (y, width))
    if not leaf.is_whole:
        made += leaf_line(look, leaf_words(leaf), ways_of(leaf), 0, y)
        y += look.px(TURNING)
    return Sheet((*items, *made), width, y, leaf=leaf)


def _inputs(scene: ExplanationScene) -> tuple[str, ...]:
    return scene.forward.trace.network.inputs[scene.node]


def said_of(scene: ExplanationScene, about: Taken) -> list[str]:
    """Return where the map comes from, and how its number here follows from its number there."""
    trace = scene.forward.trace
    before = sum(trace.shapes[node][0] for node in _inputs(scene)[: which_input(scene)])
    said = [taken_sentence(trace, about)]
    if before:
        text = _("{before} stand before those of {layer}: {before} + {there} = {here}.")
        layer = local_title(trace, about.source_node, about.node)
        here, there = about.place[0] + 1, about.source[0] + 1
        said.append(text.format(before=before, layer=layer, there=there, here=here))
    return said


def _table(
    scene: ExplanationScene,
    counts: list[int],
    firsts: list[int],
    leaf: Leaf,
    room: tuple[int, int],
) -> tuple[list[Item], int]:
    """Lay out a line for each input: its name, its maps, and their numbers here."""
    look, trace = scene.look, scene.forward.trace
    (top, width), high = room, look.px(LINE)
    wide = min(look.px(RANGE), width // 3)
    name_width = min(width - 2 * wide, look.px(260))
    titles = (_("Input"), _("Its maps"), _("Here"))
    if not scene.is_map:
        titles = (_("Input"), _("Its values"), _("Here"))
    lefts = (look.px(6), name_width, name_width + wide)
    items: list[Item] = [
        heading(look, title, left, top, wide) for title, left in zip(titles, lefts, strict=True)
    ]
    y = top + look.px(HEADING)
    here = which_input(scene)
    for k in leaf.numbers:
        node, count = _inputs(scene)[k], counts[k]
        is_here = k == here
        if is_here:
            items.append(ground(QRectF(0, y, name_width + 2 * wide, high)))
        title = local_title(trace, node, scene.node)
        name = elided(look, title, DIGITS, name_width - look.px(12))
        place = QRectF(lefts[0], y, text_width(look, name, bold=is_here), high)
        items.append(
            Text(
                place, name, bold=is_here, id=ItemId(What.BRANCH_NAME, k), is_link=True,
                whole="" if name == title else title,
            )
        )  # fmt: skip
        ink: Ink = "accent" if is_here else "text"
        for first, left in zip((0, firsts[k]), lefts[1:], strict=True):
            text = _range(first + 1, first + count)
            items.append(Text(QRectF(left, y, wide, high), text, bold=is_here, ink=ink))
        y += high
    return items, y


def _range(first: int, last: int) -> str:
    """Return the numbers of some maps: 1 to 16; of one map its number."""
    if first == last:
        return count_text(first)
    text = _("{first} to {last}")
    return text.format(first=count_text(first), last=count_text(last))
