"""What is told of a softmax, stage by stage: scores, their exponentials, and their shares."""

from collections.abc import Iterator

import numpy as np

from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.explain.channel_names import channel_name, class_name, is_of_classes
from cnnviz.explain.layer_decimals import headed
from cnnviz.explain.positions import position_sentence
from cnnviz.explain.printed_values import gives
from cnnviz.explain.values import Share
from cnnviz.language import _
from cnnviz.text.decimals import decimal_text
from cnnviz.views.explanation.connected_terms import others_words
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.softmax_numbers import ScoreTable, score_table
from cnnviz.views.explanation.softmax_table import TRIED
from cnnviz.views.explanation.summary import HIDDEN
from cnnviz.views.present.large_plan import LargePlan, Line, NumberBlock
from cnnviz.views.sheets.formula import Word
from cnnviz.views.sheets.item_id import ItemId, What

_COUNTS = (20, 10, 8, 6, 5, 4, 3, 2)  # classes with a row of their own: as many as have room


def share_plans(scene: ExplanationScene, about: Share) -> Iterator[LargePlan]:
    """Yield what is told of a share, first with as many classes as have a row on a page."""
    for most in _COUNTS:
        if most == _COUNTS[0] or most < len(about.logits):
            yield _plan(scene, about, most)


def _plan(scene: ExplanationScene, about: Share, most: int) -> LargePlan:
    table = score_table(scene, about, most)
    sentence = position_sentence(scene.forward.trace, about, is_hidden=scene.is_hidden)
    if scene.tried:
        sentence = _(TRIED)
    lines = (Line(_value_words(scene, table), is_large=True, is_told=scene.tells("exponentials")),)
    return LargePlan(
        (), _blocks(scene, table), lines, sentence, few=(0, 1, 2), order=tuple(table.rows)
    )


def _blocks(scene: ExplanationScene, table: ScoreTable) -> tuple[NumberBlock, ...]:
    shown, rows, count = table.about, list(table.rows), int(table.others.size)
    has_others = bool(count) and table.sums is not None
    labels = [_name(scene, index) for index in rows] + [others_words(count)] * has_others
    here = np.array([[index == table.about.place[0]] for index in rows] + [[False]] * has_others)

    def column(values: Array, what: What, of_others: What) -> tuple[Array, list[ItemId]]:
        made = [*values[rows], *[values[table.others].sum(dtype=np.float64)] * has_others]
        ids = [ItemId(what, index) for index in rows] + [ItemId(of_others)] * has_others
        return np.array(made, np.float32).reshape(-1, 1), ids

    grown, of_grown = column(shown.exponentials, What.EXP, What.EXP_OF_OTHERS)
    shares, of_shares = column(shown.shares, What.SHARE, What.SHARE_OF_OTHERS)
    exponentials, parts = _texts(scene, table)
    of_scores = scene.decimals_before  # as they stand in their layer: no difference is printed
    logits = of_scores.texts(shown.logits[rows])
    scores = NumberBlock(
        headed(_("Score z"), of_scores), shown.logits[rows].reshape(-1, 1), logits,
        largest(shown.logits), ItemId(What.LOGITS), max(("−00.00", *logits), key=len),
        framed=np.array([[index in scene.tried] for index in rows]), is_editable=True,
        labels=labels,
    )  # fmt: skip
    return (
        scores,
        NumberBlock(
            _("exp(z − max)"), grown, exponentials, 1.0, ItemId(What.EXP),
            max(exponentials, key=len), "→", is_told=scene.tells("exponentials"), ids=of_grown,
        ),
        NumberBlock(
            _("Share"), shares, parts, 1.0, ItemId(What.SHARE), max(parts, key=len), "→",
            is_told=not scene.is_hidden, framed=here, ids=of_shares,
        ),
    )  # fmt: skip


def _texts(scene: ExplanationScene, table: ScoreTable) -> tuple[list[str], list[str]]:
    """Return what is printed of exponentials and shares."""
    sums, shown, rows = table.sums, table.about, list(table.rows)
    if sums is None:
        return scene.decimals.texts(shown.exponentials[rows]), scene.decimals.texts(
            shown.shares[rows]
        )
    return (
        [decimal_text(term) for term in sums.exponentials.terms],
        [decimal_text(term) for term in sums.shares.terms],
    )


def _name(scene: ExplanationScene, index: int) -> str:
    trace = scene.forward.trace
    if is_of_classes(trace, scene.node):
        return class_name(trace.network, index)
    return channel_name(trace, scene.node, index)


def _value_words(scene: ExplanationScene, table: ScoreTable) -> tuple[Word, ...]:
    """Return the division: exp of the score by the sum of all."""
    exact = None if scene.is_hidden else float(table.about.value)
    text = HIDDEN if scene.is_hidden else scene.decimals.full(float(table.about.value))
    value, sums = Word(text, ItemId(What.VALUE), exact, bold=True), table.sums
    if sums is None:
        return (value,)
    row = list(table.rows).index(table.about.place[0])
    one, total = sums.exponentials.terms[row], sums.exponentials.total
    share = sums.shares.terms[row]
    equals = "=" if total and gives(one / total, share, scene.decimals) else "≈"
    exponential = float(table.about.exponentials[table.rows[row]])
    whole = float(table.about.exponentials.sum(dtype=np.float64))
    return (
        Word(decimal_text(one), ItemId(What.EXP), exponential),
        Word(" ÷ "),
        Word(decimal_text(total), ItemId(What.EXP_SUM), whole),
        Word(f" {equals} "),
        value,
    )
