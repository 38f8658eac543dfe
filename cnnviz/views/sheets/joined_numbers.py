"""The numbers of what is joined as they are printed: terms that add up, or factors."""

from decimal import Decimal
from typing import NamedTuple

import numpy as np

from cnnviz.explain.printed import decimal_text
from cnnviz.explain.printed_joined import printed_addition, printed_product
from cnnviz.explain.printed_values import is_printable
from cnnviz.explain.values import Added, Joined, Multiplied
from cnnviz.text.numbers import number_text
from cnnviz.views.sheets.formula import bracketed

LONGEST = 1e9  # numbers of this size are written with a power of ten


class PrintedJoin(NamedTuple):
    """What is printed of a value that was joined."""

    terms: tuple[str, ...]  # below each other: 2.84, −1.44; of a product 2.84, × −1.44
    in_formula: tuple[str, ...]  # beside each other: 2.84, (−1.44)
    equals: str  # "=", or "≈" where the printed factors do not give the printed product
    value: str
    sum: Decimal  # of the printed terms; of a product 0, as the next
    rounding: Decimal  # what is missing to the printed value


def printed_join(about: Joined) -> PrintedJoin:
    """Return what is printed of an addition or a multiplication."""
    largest = max(float(np.abs(about.inputs).max()), abs(float(about.value)))
    if not is_printable(about.inputs, about.value) or largest >= LONGEST:
        return _with_powers(about)
    if isinstance(about, Multiplied):
        product = printed_product(about)
        equals = "=" if product.is_exact else "≈"
        return _printed(about, product.factors, equals, product.total)
    assert isinstance(about, Added)  # there is no other way to join
    made = printed_addition(about)
    whole = _printed(about, made.terms, "=", made.total)
    return whole._replace(sum=made.total - made.rounding, rounding=made.rounding)


def _printed(
    about: Joined, numbers: tuple[Decimal, ...], equals: str, total: Decimal
) -> PrintedJoin:
    texts = [decimal_text(number) for number in numbers]
    beside = (texts[0], *(bracketed(number) for number in numbers[1:]))
    below, nothing = _below(about, texts), Decimal(0)
    return PrintedJoin(below, beside, equals, decimal_text(total), nothing, nothing)


def _with_powers(about: Joined) -> PrintedJoin:
    """Return numbers that are too large to be written out, or none: exact ones are a hover away."""
    texts = [number_text(float(value), 4) for value in about.inputs]
    value = number_text(float(about.value), 4)
    nothing = Decimal(0)
    return PrintedJoin(_below(about, texts), tuple(texts), "=", value, nothing, nothing)


def _below(about: Joined, texts: list[str]) -> tuple[str, ...]:
    """Return the numbers as they stand below each other."""
    if isinstance(about, Added):
        return tuple(texts)
    return (texts[0], *(f"× {text}" for text in texts[1:]))
