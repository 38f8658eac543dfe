"""A value of a softmax: exp(z − max) divided by the sum of all of them."""

from decimal import Decimal

from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.layer_decimals import percent
from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.values import Share, with_logits
from cnnviz.language import N_, _
from cnnviz.text.decimals import Decimals, decimal_text, rounding_of
from cnnviz.text.numbers import count_text, exact_text
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.softmax_numbers import (
    ScoreTable,
    difference_of,
    score_table,
)
from cnnviz.views.explanation.softmax_table import TRIED
from cnnviz.views.explanation.summary import HIDDEN, Summary
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.sum_lines import SumLine, rounding_line


def summary(scene: ExplanationScene, about: Share) -> Summary:
    """Return what the result panel says of a softmax."""
    table = score_table(scene, about)
    label = _("Share, tried") if scene.tried else _("Share")
    facts = [_(TRIED)] if scene.tried else []
    facts += [
        _("Change a score z to see what becomes of all the shares."),
        _(NOTHING_LEARNT),
    ]
    if scene.is_hidden:
        return Summary((), SumLine(label, HIDDEN, ItemId(What.VALUE)), tuple(facts))
    exact, decimals = float(table.about.value), scene.decimals
    if table.sums is None:
        return Summary(
            (), SumLine(label, decimals.full(exact), ItemId(What.VALUE), exact), tuple(facts)
        )
    row = list(table.rows).index(about.place[0])
    share = table.sums.shares.terms[row]
    lines = _lines(table, row, decimals)
    in_percent = _("{share} is {percent}.")
    facts.insert(0, in_percent.format(share=decimal_text(share), percent=percent(exact, decimals)))
    shown = SumLine(label, decimals.full(exact), ItemId(What.VALUE), exact)
    return Summary(tuple(lines), shown, tuple(facts))


def _lines(table: ScoreTable, row: int, decimals: Decimals) -> list[SumLine]:
    """Return the division as it is printed; what is missing to the printed share is rounding."""
    assert table.sums is not None  # asked where the sums can be printed
    exponential, total = table.sums.exponentials.terms[row], table.sums.exponentials.total
    exact = table.about.exponentials
    count = count_text(len(exact))
    lines = [
        SumLine(
            _("exp(z − max)"),
            decimal_text(exponential),
            ItemId(What.EXP),
            float(exact[table.rows[row]]),
        ),
        SumLine(
            _("÷ sum of all {count}").format(count=count),
            decimal_text(total),
            ItemId(What.DIVISOR),
            float(exact.sum()),
        ),
    ]
    share = table.sums.shares.terms[row]
    rest = rounding_of([exponential / total], share, decimals.unit) if total else Decimal(0)
    return [*lines, rounding_line(rest, decimals)] if rest else lines


# The table

_TOLD = {  # a class by its own name, as in the table
    What.DIFFERENCE: N_("z − max of {name}: exactly {number}"),
    What.EXP: N_("exp(z − max) of {name}: exactly {number}"),
    What.SHARE: N_("Share of {name}: exactly {number}"),
}


def told(scene: ExplanationScene, spot: Spot) -> str:
    """Return the exact number in the row of a class, or nothing."""
    index, about = target(scene, spot), scene.about
    assert isinstance(about, Share)  # the kind it is about
    if index is None or index >= len(about.logits) or scene.is_hidden:
        return ""
    shown = with_logits(about, scene.tried)
    numbers = {
        What.DIFFERENCE: difference_of(shown, index),
        What.EXP: float(shown.exponentials[index]),
        What.SHARE: float(shown.shares[index]),
    }
    name = channel_name(scene.forward.trace, scene.node, index)
    what = spot.item.what
    return _(_TOLD[what]).format(name=name, number=exact_text(numbers[what]))


def target(scene: ExplanationScene, spot: Spot) -> int | None:
    """Return the class of the row that was clicked."""
    return spot.item.number if spot.item.what in _TOLD else None
