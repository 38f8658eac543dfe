"""What is printed where branches meet: a sum of their values, or a product."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from cnnviz.explain.printed import PrintedSum, printed_sum
from cnnviz.explain.printed_steps import Printed
from cnnviz.explain.printed_values import gives, is_printable
from cnnviz.explain.values import Added, Multiplied
from cnnviz.text.decimals import EXACT, Decimals


def printed_addition(about: Added, decimals: Decimals) -> PrintedSum:
    """Return what is printed of an addition of finite numbers.

    Args:
        about: The value.
        decimals: Those of its layer.
    """
    return printed_sum(about.inputs.tolist(), float(about.value), decimals)


@dataclass(frozen=True)
class PrintedProduct:
    """The factors of a product, and the product."""

    factors: tuple[Printed, ...]
    total: Printed

    @property
    def is_exact(self) -> bool:
        """Whether the printed factors, multiplied and rounded, give the printed product."""
        return self.total.is_exact


def printed_product(
    about: Multiplied, decimals: Decimals, of_factors: Sequence[Decimals]
) -> PrintedProduct:
    """Return what is printed of a product.

    Args:
        about: The value.
        decimals: Those of its layer.
        of_factors: Those of the layers the factors come from; a factor has as many as the product
            at least.
    """
    factors = tuple(
        Printed(value, Decimals(max(each.count, decimals.count), each.power))
        for value, each in zip(about.inputs.tolist(), of_factors, strict=True)
    )
    value = float(about.value)
    total = Printed(value, decimals)
    if not is_printable(about.inputs, about.value):
        return PrintedProduct(factors, total)
    with localcontext(EXACT):
        product = math.prod((each.number for each in factors), start=Decimal(1))
    unit = Decimals(decimals.count - decimals.power)
    return PrintedProduct(factors, Printed(value, decimals, gives(product, total.number, unit)))
