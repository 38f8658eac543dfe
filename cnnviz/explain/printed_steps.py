"""What is printed of a batch norm and of an activation: steps that are no sums.

Only sums add up in print. The numbers of a step are the true ones, rounded; where the printed
ones do not give the printed result, the sign between them is ≈.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext

import numpy as np

from cnnviz.cnn.activation_layers import Activation, LeakyReLU, ReLU
from cnnviz.explain.printed_values import BiasedSum, biased_sum, gives, is_printable
from cnnviz.explain.stepped_values import Normalisation
from cnnviz.explain.values import Curve
from cnnviz.text.decimals import EXACT, Decimals

_SIGNIFICANT = 4  # digits of a number that others are divided by, or multiplied with
_LARGEST, _WIDEST = -6, 12  # decimals; larger and smaller numbers get a factor


@dataclass(frozen=True)
class Printed:
    """A number of a step: as it is, with its decimals, and whether the step gives it exactly."""

    exact: float
    decimals: Decimals
    is_exact: bool = True  # "=" before it; else "≈"

    @property
    def number(self) -> Decimal:
        """The printed number, its factor included."""
        return EXACT.scaleb(self.decimals.rounded(self.exact), self.decimals.power)

    @property
    def text(self) -> str:
        """The printed text, its factor included."""
        return self.decimals.full(self.exact)

    @property
    def sign(self) -> str:
        """What stands before it as a result."""
        return "=" if self.is_exact else "≈"


def significant(value: float, fewest: int, digits: int = _SIGNIFICANT) -> Decimals:
    """Return the decimals that show a number with four digits or so, and `fewest` at least."""
    if value and math.isfinite(value):
        power = math.floor(math.log10(abs(value)))
        needed = digits - 1 - power
        if not _LARGEST < needed <= _WIDEST:
            return Decimals(digits - 1, power)
        return Decimals(max(fewest, needed))
    return Decimals(fewest)


@dataclass(frozen=True)
class PrintedNormalisation:
    """The steps of a batch norm.

    difference = before − mean, spread = √(variance + eps), quotient = difference / spread,
    scaled = quotient · weight, and scaled + bias = the value.
    """

    before: Printed
    mean: Printed
    variance: Printed
    eps: Printed
    difference: Printed
    spread: Printed
    quotient: Printed
    weight: Printed | None  # None: there is none, and scaled is the quotient
    scaled: Printed
    end: BiasedSum


def printed_normalisation(
    about: Normalisation, decimals: Decimals, of_before: Decimals
) -> PrintedNormalisation | None:
    """Return what is printed of a batch norm; None where a number of it is not finite.

    Args:
        about: The value.
        decimals: Those of its layer.
        of_before: Those of the values it takes.
    """
    exact = exact_steps(about)
    numbers = about.before, about.weight, about.bias, about.value
    others = about.mean, about.variance, *exact
    if not is_printable(*numbers) or not all(map(math.isfinite, others)):
        return None
    difference, spread, quotient, scaled = exact
    fewest = of_before.count
    of_difference = difference_decimals(difference, of_before)
    of_terms = Decimals(of_difference.count + 1, of_difference.power)
    before, mean = (Printed(float(n), of_terms) for n in (about.before, about.mean))
    variance = Printed(about.variance, significant(about.variance, fewest))
    eps = Printed(about.eps, significant(about.eps, 0))
    made = result_of(difference, of_difference, lambda: before.number - mean.number)
    root = result_of(
        spread, significant(spread, fewest), lambda: (variance.number + eps.number).sqrt()
    )
    over = result_of(
        quotient, significant(quotient, decimals.count), lambda: made.number / root.number
    )
    end = biased_sum(scaled, about.bias, about.value, decimals)
    if about.weight is None:
        weight, grown = None, result_of(scaled, end.of_sum, lambda: over.number)
    else:
        weight = factor_of(about.weight, decimals)
        grown = product_of(scaled, over, weight, end.of_sum)
    return PrintedNormalisation(before, mean, variance, eps, made, root, over, weight, grown, end)


def exact_steps(about: Normalisation) -> tuple[float, float, float, float]:
    """Return difference, spread, quotient and scaled value, not rounded."""
    difference = float(about.before) - about.mean
    with np.errstate(all="ignore"):  # a variance may be anything
        spread = float(np.sqrt(np.float64(about.variance) + about.eps))
        quotient = float(np.float64(difference) / spread)
        return difference, spread, quotient, quotient * about.scale


def difference_decimals(difference: float, of_before: Decimals) -> Decimals:
    """Return the decimals of a difference that others are divided into: two digits at least."""
    if of_before.power or not difference:
        return of_before
    made = significant(difference, of_before.count, 2)
    return of_before if made.power else made


def factor_of(weight: np.float32, decimals: Decimals) -> Printed:
    """Return a weight as it is printed where something is multiplied by it."""
    return Printed(float(weight), significant(float(weight), decimals.count))


def product_of(exact: float, one: Printed, other: Printed, decimals: Decimals) -> Printed:
    """Return a product as it is printed."""
    return result_of(exact, decimals, lambda: one.number * other.number)


def result_of(exact: float, decimals: Decimals, compute: Callable[[], Decimal]) -> Printed:
    """Return a result, and whether the printed numbers before it give it."""
    unit = Decimals(decimals.count - decimals.power)
    shown = Printed(exact, decimals)
    with localcontext(EXACT) as context:
        context.prec = 60  # a quotient or a root has no end
        try:
            computed = compute()
        except ArithmeticError:  # divided by what is printed as 0
            return Printed(exact, decimals, is_exact=False)
    return Printed(exact, decimals, is_exact=gives(computed, shown.number, unit))


@dataclass(frozen=True)
class PrintedCurve:
    """A point on the curve of an activation."""

    before: Printed
    value: Printed


def printed_curve(
    layer: Activation, about: Curve, decimals: Decimals, of_before: Decimals
) -> PrintedCurve:
    """Return what is printed of a value of an activation with finite numbers.

    Args:
        layer: The activation.
        about: The value.
        decimals: Those of its layer.
        of_before: Those of the values it takes.
    """
    before = Printed(float(about.before), of_before)
    value = result_of(float(about.value), decimals, lambda: _activated(layer, before.number))
    return PrintedCurve(before, value)


def telling(value: float, decimals: Decimals) -> str:
    """Return a number of which something is said: never printed as 0 if it is not.

    In a sentence "0.00 is negative" would be untrue.
    """
    made = decimals if decimals.is_shown(value) else significant(value, decimals.count, 2)
    return made.full(value)


def _activated(layer: Activation, x: Decimal) -> Decimal:
    """Return what a curve makes of a printed number: as exactly as decimals, else float64, can."""
    if isinstance(layer, ReLU):
        return max(x, Decimal(0))
    if isinstance(layer, LeakyReLU):
        return x if x > 0 else Decimal(f"{layer.negative_slope:g}") * x
    return Decimal(float(layer.curve(np.array([float(x)]))[0]))
