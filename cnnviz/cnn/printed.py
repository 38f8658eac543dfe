"""Printed arithmetic that is true: as many digits as it takes for the terms to add up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import SupportsFloat

from cnnviz.cnn.numbers import MINUS

FEWEST_DIGITS, MOST_DIGITS = 2, 4  # decimals, where not every number is whole


@dataclass(frozen=True)
class PrintedSum:
    """Terms and their sum as they are printed, all with the same number of decimals.

    The printed terms and `rounding` add up to the printed `total`, digit by digit.
    """

    digits: int
    terms: tuple[Decimal, ...]
    rounding: Decimal  # 0 where the terms alone add up
    total: Decimal


def rounded(value: SupportsFloat, digits: int) -> Decimal:
    """Return a finite value with so many decimals, exactly as `f"{value:.2f}"` rounds it."""
    exact = Decimal(float(value))
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)


def printed_sum(terms: Iterable[SupportsFloat], total: SupportsFloat) -> PrintedSum:
    """Choose the digits of a sum.

    Args:
        terms: What is added, finite.
        total: The result, as it was computed.

    Returns:
        The sum with no decimals where every number is whole. Else with the fewest decimals, 2 to
        4, that show the largest term with two digits and for which the printed terms add up to
        the printed total; where there are none, with the difference as `rounding`.
    """
    values = [float(term) for term in terms]
    result = float(total)
    whole = all(value == int(value) for value in (*values, result))
    fewest = 0 if whole else _telling_digits(values)
    for digits in range(fewest, 1 if whole else MOST_DIGITS + 1):
        made = _with_digits(values, result, digits)
        if not made.rounding:
            return made
    return _with_digits(values, result, fewest)


def _with_digits(values: Sequence[float], result: float, digits: int) -> PrintedSum:
    terms = tuple(rounded(value, digits) for value in values)
    total = rounded(result, digits)
    return PrintedSum(digits, terms, total - sum(terms, Decimal(0)), total)


def _telling_digits(values: Sequence[float]) -> int:
    largest = max(map(abs, values), default=0.0)
    for digits in range(FEWEST_DIGITS, MOST_DIGITS):
        if largest >= 10.0 ** (1 - digits):
            return digits
    return MOST_DIGITS


def decimal_text(value: Decimal) -> str:
    """Return a printed number with a true minus sign, and no −0.00."""
    return f"{abs(value) if value == 0 else value:f}".replace("-", MINUS)


def read_back(text: str) -> Decimal:
    """Return the number that a printed text stands for."""
    return Decimal(text.replace(MINUS, "-"))
