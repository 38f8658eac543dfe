"""A value of an addition or a multiplication: one value of each branch makes one."""

from cnnviz.explain.branch_words import broadcast_sentences
from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.steps import step_sentence, step_title
from cnnviz.explain.values import Joined
from cnnviz.language import _
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm, result
from cnnviz.views.explanation.shown_maps import output_map
from cnnviz.views.explanation.summary import Summary, value_line
from cnnviz.views.sheets.formula import Word
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.joined_lines import term_lines
from cnnviz.views.sheets.joined_numbers import PrintedJoin, printed_join
from cnnviz.views.sheets.joined_row import (
    SIGN,
    JoinedPart,
    JoinedRoom,
    branch_parts,
    joined_row,
    result_name,
    right_of,
)
from cnnviz.views.sheets.leaves import LINE, leaf_line, leaf_of, leaf_words, ways_of
from cnnviz.views.sheets.sheet import Sheet

WIDEST = 960  # pixels at 100 %
LARGEST, LEAST = 320, 96  # pixels at 100 %: the side of a map
LEAST_SIDE, AROUND = 40, 54  # pixels at 100 %: of one in little room, with name and number


def summary(scene: ExplanationScene, about: Joined) -> Summary:
    """Return what the result panel says of what was joined."""
    printed = printed_join(scene.forward.trace, about)
    lines = term_lines(scene.forward.trace, about, printed, is_hidden=scene.is_hidden)
    shown = value_line(scene, about)
    return Summary(tuple(lines), shown, _facts(scene, about), has_map=False)


def _facts(scene: ExplanationScene, about: Joined) -> tuple[str, ...]:
    trace = scene.forward.trace
    names = [step_title(trace, node) for node in about.sources]
    shapes = [trace.shapes[node] for node in about.sources]
    return (
        step_sentence(trace, about.node),
        *broadcast_sentences(names, shapes, trace.shapes[about.node]),
        _(NOTHING_LEARNT),
    )


def forms(scene: ExplanationScene, about: Joined) -> list[PlainForm]:
    """Return the ways to lay out the maps: all, or as many as have room."""
    return [PlainForm(), PlainForm(5, is_low=True)]


def rows_sheet(scene: ExplanationScene, about: Joined, form: PlainForm, room: Extent) -> Sheet:
    """Lay out the map of each branch with its number, the signs between them, and the result."""
    look = scene.look
    width = min(room[0], look.px(WIDEST))
    *parts, end = joined_parts(scene, about)
    sizes = JoinedRoom(width, room[1], look.px(LEAST), look.px(LARGEST))
    if not form.is_low:
        items, bottom = joined_row(look, [*parts, end], 0, sizes)
        return Sheet(tuple(items), right_of(items), bottom)
    columns = max(1, width // look.px(LEAST + SIGN))
    lines = max(1, (room[1] - look.px(LINE)) // look.px(LEAST_SIDE + AROUND))
    leaf = leaf_of(len(parts), max(1, columns * lines - 1), scene.leaf)
    seen = parts[leaf.first : leaf.end]
    least = JoinedRoom(width, room[1] - look.px(LINE), look.px(LEAST_SIDE), look.px(LARGEST))
    items, bottom = joined_row(look, [*seen, end] if leaf.is_whole else seen, 0, least)
    if not leaf.is_whole:
        items += leaf_line(look, leaf_words(leaf), ways_of(leaf), 0, bottom)
        bottom += look.px(LINE)
    return Sheet(tuple(items), right_of(items), bottom, leaf=leaf)


def joined_parts(scene: ExplanationScene, about: Joined) -> list[JoinedPart]:
    """Return the map of each input with its number, and last the result."""
    printed = printed_join(scene.forward.trace, about)
    shown, marks = output_map(scene)
    made = result(scene, about)
    parts = branch_parts(scene.forward, about, _terms(about, printed))
    end = JoinedPart(printed.equals, result_name(about), shown, marks, made, ItemId(What.AFTER))
    return [*parts, end]


def _terms(about: Joined, printed: PrintedJoin) -> list[Word]:
    return [
        Word(text, ItemId(What.TERM, k), float(about.inputs[k]))
        for k, text in enumerate(printed.in_formula)
    ]
