"""A value of an addition or a multiplication: one value of each branch makes one."""

from PySide6.QtCore import QSize

from cnnviz.explain.branch_words import broadcast_sentences
from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.steps import step_sentence, step_title
from cnnviz.explain.values import Joined
from cnnviz.language import _
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.joined_numbers import PrintedJoin, printed_join
from cnnviz.views.explanation.map_pair import PlainForm, result
from cnnviz.views.explanation.shown_maps import output_map
from cnnviz.views.explanation.summary import SumLine, Summary, rounding_line, value_line
from cnnviz.views.sheets.formula import Word
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.joined_row import (
    HIGH_AROUND,
    JoinedPart,
    branch_parts,
    joined_row,
    lines_of,
    result_name,
)
from cnnviz.views.sheets.local_names import local_title
from cnnviz.views.sheets.sheet import Sheet

WIDEST = 760  # pixels at 100 %
LARGEST, LEAST = 240, 96  # pixels at 100 %: the side of a map
MOST_LINES = 8  # branches whose values stand in the sum one by one


def summary(scene: ExplanationScene, about: Joined) -> Summary:
    """Return what the result panel says of what was joined."""
    printed = printed_join(about)
    lines = _lines(scene, about, printed)
    if printed.rounding and not scene.is_hidden:
        lines.append(rounding_line(printed.rounding))
    shown = value_line(scene, about, printed.value)
    return Summary(tuple(lines), shown, _facts(scene, about), has_map=False)


def _lines(scene: ExplanationScene, about: Joined, printed: PrintedJoin) -> list[SumLine]:
    trace = scene.forward.trace
    if len(about.sources) > MOST_LINES:
        return []  # all of them stand below their maps
    text = _("from {layer}")
    return [
        SumLine(
            text.format(layer=local_title(trace, node, about.node)),
            printed.terms[k],
            ItemId(What.TERM, k),
            float(about.inputs[k]),
            link=ItemId(What.BRANCH_NAME, k),
        )
        for k, node in enumerate(about.sources)
    ]


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
    """Return the one way to lay out the maps."""
    return [PlainForm(scene.look.px(440))]


def rows_sheet(scene: ExplanationScene, about: Joined, form: PlainForm, width: int) -> Sheet:
    """Lay out the map of each branch with its number, the signs between them, and the result."""
    look = scene.look
    width = min(width, look.px(WIDEST))
    printed = printed_join(about)
    shown, marks = output_map(scene)
    made = result(scene, about, printed.value)
    parts = [
        *branch_parts(scene.forward, about, _terms(about, printed)),
        JoinedPart(printed.equals, result_name(about), shown, marks, made, ItemId(What.AFTER)),
    ]
    lines = lines_of(look, parts, width)
    side = scene.room[1] // lines - look.px(HIGH_AROUND)
    side = min(max(side, look.px(LEAST)), look.px(LARGEST))
    items, bottom = joined_row(look, parts, 0, QSize(width, side))
    return Sheet(tuple(items), width, bottom)


def _terms(about: Joined, printed: PrintedJoin) -> list[Word]:
    return [
        Word(text, ItemId(What.TERM, k), float(about.inputs[k]))
        for k, text in enumerate(printed.in_formula)
    ]
