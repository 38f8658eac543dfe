"""Printed arithmetic that is true: every term, subtotal and result is the true one, rounded.

The terms have as many more decimals than their result as it takes for them, added digit by digit
and rounded, to give the printed result, or one unit of its last digit beside it. Then that unit is
told as the rounding.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cnnviz.text.decimals import EXACT, LOWERED, Decimals, decimal_text, rounding_of
from cnnviz.text.numbers import MINUS


@dataclass(frozen=True)
class PrintedSum:
    """Terms and their sum as they are printed, all after the same factor."""

    decimals: Decimals  # of the terms
    terms: tuple[Decimal, ...]
    rounding: Decimal  # 0 where the terms, rounded, give the total; else one unit of it
    total: Decimal


def printed_sum(terms: Iterable[float], total: float, decimals: Decimals) -> PrintedSum:
    """Print a sum.

    Args:
        terms: What is added, finite.
        total: The result, as it was computed.
        decimals: Those of the result: of its whole layer, not of this value.
    """
    values = [float(term) for term in terms]
    finer = decimals.finer(len(values))
    printed = tuple(map(finer.rounded, values))
    result = decimals.rounded(float(total))
    return PrintedSum(finer, printed, rounding_of(printed, result, decimals.unit), result)


def signed_text(value: Decimal) -> str:
    """Return a number that is added, with its sign set apart: + 0.12."""
    text = decimal_text(value)
    return f"{MINUS} {text[1:]}" if text.startswith(MINUS) else f"+ {text}"


def read_back(text: str) -> Decimal:
    """Return the number that a printed text stands for, its factor included."""
    number, _, power = text.replace(MINUS, "-").partition(" × 10")
    return EXACT.scaleb(Decimal(number), int(power.translate(LOWERED) or 0))
