"""With how many decimals the numbers of one layer are printed, and what they then read.

Every printed number is the true one, rounded. The decimals are decided once for all numbers that
stand together, never for one of them. Whole numbers are printed whole. Where numbers are so large
or so small that decimals alone tell nothing, all of them have one factor 10ᵏ in common, which
stands in the heading, so that the printed numbers can still be added.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import cached_property

import numpy as np

from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.text.numbers import MINUS, RAISED, not_finite_text

# A float32 has up to 39 digits before the point and 149 after it; sums and products have more.
EXACT = Context(prec=1000, rounding=ROUND_HALF_EVEN, Emin=-100_000, Emax=100_000)

FEWEST, MOST_PLAIN = 2, 5  # decimals, where not every number is whole
WITH_FACTOR = 3  # decimals behind the first digit, where there is a common factor
LARGEST_PLAIN = 2.0**24  # from here on float32 holds no longer every whole number
SMALLEST_PLAIN = 1e-4
LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@dataclass(frozen=True)
class Decimals:
    """How many decimals are printed of numbers, after a factor 10^power they have in common."""

    count: int
    power: int = 0

    def finer(self, terms: int) -> "Decimals":
        """Return the decimals of so many terms whose sum has these: one more for every ten."""
        more = len(str(terms - 1)) if terms > 1 else 0
        return replace(self, count=self.count + more)

    def rounded(self, value: float) -> Decimal:
        """Return a finite number as it is printed, without the factor."""
        if not self.power and value == int(value):
            return Decimal(int(value))
        if not self.power:
            return Decimal(f"{value:.{self.count}f}")
        if not value:
            return Decimal(0)
        exact = EXACT.scaleb(Decimal(value), -self.power)
        return EXACT.quantize(exact, Decimal(1).scaleb(-self.count))

    def text(self, value: float) -> str:
        """Return what is printed of a number where the factor stands in the heading."""
        if not math.isfinite(value):
            return not_finite_text(value)
        if self.power:
            return decimal_text(self.rounded(value))
        return _signed(f"{int(value)}" if value == int(value) else f"{value:.{self.count}f}")

    def texts(self, values: Array) -> list[str]:
        """Return what is printed of numbers, in row order."""
        numbers = values.ravel().tolist()
        if self.power or not all(map(math.isfinite, numbers)):
            return [self.text(value) for value in numbers]
        plain = f"%.{self.count}f"
        return [_signed(f"{v:.0f}" if v == int(v) else plain % v) for v in numbers]

    def full(self, value: float) -> str:
        """Return a number that stands alone, with the factor: 1.234 × 10²⁵."""
        text = self.text(value)
        return f"{text} {self.factor}" if self.factor and math.isfinite(value) and value else text

    def full_of(self, printed: Decimal) -> str:
        """Return a printed number that stands alone, with the factor."""
        text = decimal_text(printed)
        return f"{text} {self.factor}" if self.factor and printed else text

    def signed(self, printed: Decimal) -> str:
        """Return a printed number that is added, its sign set apart: + 0.12, − 1.234 × 10²⁵."""
        text = self.full_of(printed)
        return f"{MINUS} {text[1:]}" if text.startswith(MINUS) else f"+ {text}"

    @cached_property
    def factor(self) -> str:
        """The factor as it is written: × 10²⁵; "" where there is none."""
        return f"× 10{str(self.power).translate(RAISED)}" if self.power else ""

    @property
    def unit(self) -> Decimal:
        """One unit of the last digit, without the factor."""
        return Decimal(1).scaleb(-self.count)

    def is_exact(self, values: Array) -> bool:
        """Return whether what is printed of numbers is exactly what they are."""
        if self.power:
            return not values.any()
        scaled = values.astype(np.float64) * 10.0**self.count
        return bool((scaled == np.rint(scaled)).all())

    def is_shown(self, value: float) -> bool:
        """Return whether what is printed of a number that is not 0 differs from 0."""
        return not math.isfinite(value) or not value or bool(self.rounded(value))


WHOLE = Decimals(0)


def _signed(text: str) -> str:
    """Return a number with a true minus sign, and no −0.00."""
    if text[0] != "-":
        return text
    return MINUS + text[1:] if text.strip("-0.") else text[1:]


def decimals_for(largest: float, error: float = 0.0) -> Decimals:
    """Return the decimals of numbers that are not all whole.

    Args:
        largest: How far they reach from zero.
        error: How far from the true numbers they may be, as computed in float32; no printed digit
            is finer than that.

    Returns:
        As few decimals, 2 to 5, as show the largest number with two digits; fewer where the
        digits would be finer than the error; a common factor where decimals are of no use.
    """
    finest = math.ceil(math.log10(2 * error) + 1e-9) if error > 0 else -400  # an exponent of ten
    if SMALLEST_PLAIN <= largest < LARGEST_PLAIN:
        natural = next(n for n in range(FEWEST, MOST_PLAIN + 1) if largest >= 10.0 ** (1 - n))
        if finest <= 0:
            return Decimals(min(natural, -finest))
    if not largest:
        return Decimals(FEWEST)
    power = max(math.floor(math.log10(largest)), finest)
    if power == 0:
        return Decimals(min(WITH_FACTOR, -finest))
    return Decimals(min(WITH_FACTOR, power - finest), power)


def decimals_of_values(values: Array, error: float = 0.0) -> Decimals:
    """Return the decimals of an array: none where all numbers are whole and float32 holds them.

    Large float32 numbers are all whole, even where the true ones are not: then the error tells.
    """
    limit = largest(values)
    if limit < LARGEST_PLAIN and error < 0.5 and is_all_whole(values):
        return WHOLE
    return decimals_for(limit, error)


def is_all_whole(values: Array) -> bool:
    """Return whether every finite number is whole; quick where they are not."""
    flat = values.ravel()
    for part in (flat[:256], flat):
        finite = part if np.isfinite(part).all() else part[np.isfinite(part)]
        if not (finite == np.rint(finite)).all():
            return False
    return True


def true_sum(values: Iterable[float]) -> float:
    """Return the sum of finite numbers as it is, rounded once."""
    return math.fsum(values)


def rounding_of(terms: Sequence[Decimal], result: Decimal, unit: Decimal) -> Decimal:
    """Return what is missing to a printed result where its printed terms are added and rounded.

    Args:
        terms: As they are printed.
        result: As it is printed.
        unit: One unit of its last digit.

    Returns:
        0 where the terms, rounded, give the result, whichever way a half is rounded; else so many
        units.
    """
    with localcontext(EXACT):
        rest = result - sum(terms, Decimal(0))
        if abs(rest) * 2 <= unit:
            return Decimal(0)
        return (rest / unit).quantize(Decimal(1)) * unit


def decimal_text(value: Decimal) -> str:
    """Return a printed number with a true minus sign, and no −0.00."""
    return f"{abs(value) if value == 0 else value:f}".replace("-", MINUS)
