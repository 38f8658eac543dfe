"""Printed arithmetic that is true: as many digits as it takes for the terms to add up."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import SupportsFloat

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.ops import Array
from cnnviz.text.numbers import MINUS, number_text

_MOST_UNITS = 2**52  # whole numbers that float64 holds exactly

FEWEST_DIGITS, MOST_DIGITS = 2, 4  # decimals, where not every number is whole
MOST_OF_FACTOR = 8  # decimals of what is multiplied, or goes into a curve


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
    fewest = 0 if whole else telling_digits(values)
    for digits in range(fewest, 1 if whole else MOST_DIGITS + 1):
        if _is_exact(values, result, digits):
            return _with_digits(values, result, digits)
    return _with_digits(values, result, fewest)


def _with_digits(values: Sequence[float], result: float, digits: int) -> PrintedSum:
    terms = tuple(all_rounded(values, digits))
    total = rounded(result, digits)
    return PrintedSum(digits, terms, total - sum(terms, Decimal(0)), total)


def _is_exact(values: Sequence[float], result: float, digits: int) -> bool:
    """Return whether the terms add up with so many digits."""
    units = _units(values, digits)
    if units is None:
        return not _with_digits(values, result, digits).rounding
    return int(units.sum()) == int(rounded(result, digits).scaleb(digits))


def _units(values: Sequence[float], digits: int) -> NDArray[np.int64] | None:
    """Return rounded values in units of the last digit; None where float64 might round twice.

    A float32 times a power of ten up to 10,000 is exact in float64, so this rounds as Decimal does.
    """
    array = np.asarray(values, np.float64)
    scaled = np.abs(array) * 10.0**digits
    is_float32 = scaled.sum() < _MOST_UNITS and (array == array.astype(np.float32)).all()
    return np.rint(array * 10.0**digits).astype(np.int64) if is_float32 else None


def all_rounded(values: Sequence[float], digits: int) -> list[Decimal]:
    """Return finite values with so many decimals each, as `rounded` does, but quicker."""
    units = _units(values, digits)
    if units is None:
        return [rounded(value, digits) for value in values]
    return [Decimal(unit).scaleb(-digits) for unit in units.tolist()]


def telling_digits(values: Sequence[float]) -> int:
    """Return the fewest decimals, 2 to 4, that show the largest value with two digits."""
    largest = max(map(abs, values), default=0.0)
    for digits in range(FEWEST_DIGITS, MOST_DIGITS):
        if largest >= 10.0 ** (1 - digits):
            return digits
    return MOST_DIGITS


def digits_of(value: float) -> int:
    """Return the fewest decimals of one number: none if it is whole."""
    return 0 if value == int(value) else telling_digits([value])


def factor_texts(values: Array) -> list[str]:
    """Return numbers that are multiplied, not added, in row order: whole, or all with equal digits.

    Their product is printed beside them with digits of its own; exact values are a hover away.
    """
    flat = [float(value) for value in values.flat]
    finite = [value for value in flat if math.isfinite(value)]
    if all(value == int(value) for value in finite):
        return [number_text(value, 0) for value in flat]
    digits = telling_digits(finite)
    return [
        decimal_text(rounded(value, digits)) if math.isfinite(value) else number_text(value)
        for value in flat
    ]


def decimal_text(value: Decimal) -> str:
    """Return a printed number with a true minus sign, and no −0.00."""
    return f"{abs(value) if value == 0 else value:f}".replace("-", MINUS)


def signed_text(value: Decimal) -> str:
    """Return a number that is added, with its sign set apart: + 0.12."""
    text = decimal_text(value)
    return f"{MINUS} {text[1:]}" if text.startswith(MINUS) else f"+ {text}"


def read_back(text: str) -> Decimal:
    """Return the number that a printed text stands for."""
    return Decimal(text.replace(MINUS, "-"))
