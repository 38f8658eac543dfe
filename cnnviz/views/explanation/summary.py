"""What the result of an explanation says: a sum, its value, and what is true of it."""

from dataclasses import dataclass
from decimal import Decimal

from cnnviz.explain.explanation import Explanation
from cnnviz.explain.printed_values import BiasedSum
from cnnviz.language import _
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.sum_lines import SumLine, rounding_line

HIDDEN = "?"  # stands for what the learner is to find


@dataclass(frozen=True)
class Summary:
    """What the result panel says."""

    lines: tuple[SumLine, ...]  # above the rule
    value: SumLine
    facts: tuple[str, ...]  # sentences
    equation: tuple[tuple[str, str], ...] = ()  # lines of "9·0 + 2·2" and "= 0 + 4", on a card
    has_map: bool = True  # whether the map of the value stands here, not among the terms


def value_line(scene: ExplanationScene, about: Explanation) -> SumLine:
    """Return the line of the value, printed as everywhere, or what stands for a hidden one."""
    if scene.is_hidden:
        return SumLine(_("Value"), HIDDEN, ItemId(What.VALUE))
    exact = float(about.value)
    return SumLine(_("Value"), scene.decimals.full(exact), ItemId(What.VALUE), exact)


def bias_line(text: str, exact: float, limit: float, alone: str = "") -> SumLine:
    """Return the line of a bias, which can be edited.

    Args:
        text: How it is printed.
        exact: Its value.
        limit: Of its colour.
        alone: How it is printed without a sum; "" for the same.
    """
    return SumLine(_("Bias"), text, ItemId(What.BIAS), exact, limit, alone=alone or text)


def lines_of_sum(
    label: str, exact: float, end: BiasedSum, bias: float, sum_rounding: Decimal, limit: float
) -> list[SumLine]:
    """Return the lines of a sum of products: what is missing to it, the sum, the bias.

    Args:
        label: What the sum is called.
        exact: The sum as it is.
        end: The sum, the bias and the value as they are printed.
        bias: As it is; 0 where there is none.
        sum_rounding: What is missing to the printed sum where its printed terms are added.
        limit: Of the colour of the bias: that of the numbers it was learnt with.
    """
    lines = []
    if sum_rounding:
        lines.append(rounding_line(sum_rounding, end.of_sum, What.SUM_ROUNDING))
    lines.append(SumLine(label, end.of_sum.full_of(end.sum), ItemId(What.SUM), exact))
    if end.bias is not None:
        text, alone = end.of_sum.signed(end.bias), end.of_sum.full_of(end.bias)
        lines.append(bias_line(text, bias, limit, alone))
    return [*lines, rounding_line(end.rounding, end.of_total)] if end.rounding else lines
