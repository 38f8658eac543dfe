"""The numbers of what is joined as they are printed: terms that add up, or factors."""

from decimal import Decimal
from typing import NamedTuple

from cnnviz.cnn.trace import Trace
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.printed_joined import printed_addition, printed_product
from cnnviz.explain.printed_values import is_printable
from cnnviz.explain.values import Added, Joined, Multiplied
from cnnviz.text.decimals import Decimals
from cnnviz.text.numbers import MINUS


class PrintedJoin(NamedTuple):
    """What is printed of a value that was joined."""

    terms: tuple[str, ...]  # below each other: 2.84, −1.44; of a product 2.84, × −1.44
    in_formula: tuple[str, ...]  # beside each other: 2.84, (−1.44)
    equals: str  # "=", or "≈" where the printed factors do not give the printed product
    value: str
    rounding: Decimal  # what is missing to the printed sum; of a product 0
    decimals: Decimals  # of the value


def printed_join(trace: Trace, about: Joined) -> PrintedJoin:
    """Return what is printed of an addition or a multiplication."""
    decimals, equals, rounding = decimals_of(trace, about.node), "=", Decimal(0)
    if isinstance(about, Multiplied):
        of_factors = [decimals_of(trace, source) for source in about.sources]
        product = printed_product(about, decimals, of_factors)
        texts = [factor.text for factor in product.factors]
        equals = product.total.sign
    else:
        finer = decimals.finer(len(about.inputs))
        texts = [finer.full(value) for value in about.inputs.tolist()]
        if isinstance(about, Added) and is_printable(about.inputs, about.value):
            rounding = printed_addition(about, decimals).rounding
    beside = (texts[0], *(f"({t})" if t.startswith(MINUS) else t for t in texts[1:]))
    value = decimals.full(float(about.value))
    return PrintedJoin(_below(about, texts), beside, equals, value, rounding, decimals)


def _below(about: Joined, texts: list[str]) -> tuple[str, ...]:
    """Return the numbers as they stand below each other."""
    if isinstance(about, Added):
        return tuple(texts)
    return (texts[0], *(f"× {text}" for text in texts[1:]))
