"""What is printed where branches meet: a sum of their values, or a product."""

import math
from dataclasses import dataclass
from decimal import Decimal

from cnnviz.explain.printed import (
    MOST_OF_FACTOR,
    PrintedSum,
    all_rounded,
    digits_of,
    printed_sum,
    rounded,
)
from cnnviz.explain.printed_values import rounded_as
from cnnviz.explain.values import Added, Multiplied


def printed_addition(about: Added) -> PrintedSum:
    """Return what is printed of an addition of finite numbers."""
    return printed_sum(about.inputs.tolist(), about.value)


@dataclass(frozen=True)
class PrintedProduct:
    """The factors of a product, all with the same number of decimals, and the product."""

    factors: tuple[Decimal, ...]
    total: Decimal
    is_exact: bool  # whether the printed factors give the printed product; else write ≈


def printed_product(about: Multiplied) -> PrintedProduct:
    """Return what is printed of a product of finite numbers.

    The factors get as few digits as it takes for their product, rounded, to be the printed value.
    """
    factors, value = about.inputs.tolist(), float(about.value)
    total = rounded(value, digits_of(value))
    fewest = max(map(digits_of, factors))
    for digits in range(fewest, max(fewest, MOST_OF_FACTOR) + 1):
        printed = tuple(all_rounded(factors, digits))
        if rounded_as(math.prod(printed, start=Decimal(1)), total) == total:
            return PrintedProduct(printed, total, True)
    return PrintedProduct(tuple(all_rounded(factors, fewest)), total, False)
