"""What the result of an explanation says: a sum, its value, and what is true of it."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from cnnviz.explain.printed import signed_text
from cnnviz.explain.values import Explanation
from cnnviz.language import _
from cnnviz.text.numbers import number_text
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


def value_line(scene: ExplanationScene, about: Explanation, text: str = "") -> SumLine:
    """Return the line of the value, or what stands for a hidden one.

    Args:
        scene: What is explained.
        about: The value.
        text: How it is printed; "" prints it with up to four decimals.
    """
    if scene.is_hidden:
        return SumLine(_("Value"), HIDDEN, ItemId(What.VALUE))
    exact = float(about.value)
    return SumLine(_("Value"), text or number_text(exact, 4), ItemId(What.VALUE), exact)


def bias_line(text: str, exact: float, limit: float) -> SumLine:
    """Return the line of a bias, which can be edited.

    Args:
        text: How it is printed.
        exact: Its value.
        limit: Of its colour.
    """
    return SumLine(_("Bias"), text, ItemId(What.BIAS), exact, limit)


def after_sum(
    bias: np.float32 | None, printed_bias: Decimal | None, rounding: Decimal
) -> list[SumLine]:
    """Return the lines between a sum and its value: the bias where there is one, the rounding."""
    lines = []
    if printed_bias is not None:
        exact = float(bias or 0)
        lines.append(bias_line(signed_text(printed_bias), exact, abs(exact)))
    return [*lines, rounding_line(rounding)] if rounding else lines
