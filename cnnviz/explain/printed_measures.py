"""What is printed of steps other than a norm's: means of the picture, scales, divisors, logarithms.

As in `printed_steps`: only sums add up; every number of a step is the true one, rounded.
"""

import math
from dataclasses import dataclass
from decimal import Decimal

from cnnviz.explain.printed_steps import (
    Printed,
    difference_decimals,
    factor_of,
    product_of,
    result_of,
    significant,
)
from cnnviz.explain.printed_values import BiasedSum, biased_sum, is_printable
from cnnviz.explain.stepped_values import (
    LogShare,
    MeasuredNormalisation,
    Responded,
    Scaled,
    Standardised,
)
from cnnviz.text.decimals import Decimals

_DIGITS = 6  # of a sum that is divided: a mean of it keeps its own


@dataclass(frozen=True)
class PrintedMeasures:
    """How mean and variance came about: total / count = mean, squares / count = variance."""

    count: int
    total: Printed
    mean: Printed
    squares: Printed
    variance: Printed


def printed_measures(
    about: MeasuredNormalisation, mean: Printed, variance: Printed
) -> PrintedMeasures:
    """Return what is printed of them.

    Args:
        about: The value, with finite numbers.
        mean: As it is printed in the steps that follow.
        variance: The same.
    """
    total, squares = (
        Printed(exact, significant(exact, before.decimals.count, _DIGITS))
        for exact, before in ((about.total, mean), (about.squares, variance))
    )
    count = Decimal(about.count)
    return PrintedMeasures(
        about.count,
        total,
        result_of(about.mean, mean.decimals, lambda: total.number / count),
        squares,
        result_of(about.variance, variance.decimals, lambda: squares.number / count),
    )


@dataclass(frozen=True)
class PrintedScale:
    """before · weight = scaled, and scaled + bias = the value."""

    before: Printed
    weight: Printed
    scaled: Printed
    end: BiasedSum


def printed_scale(about: Scaled, decimals: Decimals, of_before: Decimals) -> PrintedScale | None:
    """Return what is printed of a scale; None where a number of it is not finite."""
    exact = float(about.before) * float(about.weight)
    numbers = about.before, about.weight, about.bias, about.value
    if not is_printable(*numbers) or not math.isfinite(exact):
        return None
    before, weight = Printed(float(about.before), of_before), factor_of(about.weight, decimals)
    end = biased_sum(exact, about.bias, about.value, decimals)
    return PrintedScale(before, weight, product_of(exact, before, weight, end.of_sum), end)


@dataclass(frozen=True)
class PrintedStandard:
    """before − mean = difference, and difference / deviation = the value."""

    before: Printed
    mean: Printed
    difference: Printed
    deviation: Printed
    value: Printed


def printed_standard(
    about: Standardised, decimals: Decimals, of_before: Decimals
) -> PrintedStandard | None:
    """Return what is printed of a normalisation; None where a number of it is not finite."""
    exact = float(about.before) - about.mean
    if not is_printable(about.before, about.value) or not math.isfinite(exact):
        return None
    of_difference = difference_decimals(exact, of_before)
    finer = Decimals(of_difference.count + 1, of_difference.power)
    before, mean = Printed(float(about.before), finer), Printed(about.mean, finer)
    difference = result_of(exact, of_difference, lambda: before.number - mean.number)
    deviation = Printed(about.deviation, significant(about.deviation, of_before.count))
    value = result_of(float(about.value), decimals, lambda: difference.number / deviation.number)
    return PrintedStandard(before, mean, difference, deviation, value)


@dataclass(frozen=True)
class PrintedResponse:
    """k + alpha / size · squares = base, base ^ beta = divisor, before / divisor = the value."""

    before: Printed
    squares: Printed
    k: Printed
    alpha: Printed
    size: int
    base: Printed
    beta: Printed
    divisor: Printed
    value: Printed


def printed_response(
    about: Responded, decimals: Decimals, of_before: Decimals
) -> PrintedResponse | None:
    """Return what is printed of a local response norm; None where a number is not finite."""
    exact = about.squares, about.base, about.divisor
    if not is_printable(about.inputs, about.value) or not all(map(math.isfinite, exact)):
        return None
    layer = about.layer
    before = Printed(float(about.before), of_before)
    squares, k, alpha, beta = (
        Printed(number, significant(number, fewest))
        for number, fewest in (
            (about.squares, of_before.count), (layer.k, 0), (layer.alpha, 0), (layer.beta, 0)
        )
    )  # fmt: skip
    base = result_of(
        about.base, significant(about.base, 3, _DIGITS),
        lambda: k.number + alpha.number / layer.size * squares.number,
    )  # fmt: skip
    divisor = result_of(
        about.divisor, significant(about.divisor, 3, _DIGITS), lambda: base.number**beta.number
    )
    value = result_of(float(about.value), decimals, lambda: before.number / divisor.number)
    return PrintedResponse(before, squares, k, alpha, layer.size, base, beta, divisor, value)


@dataclass(frozen=True)
class PrintedLogShare:
    """score − largest = difference; difference − ln total = the value."""

    score: Printed
    largest: Printed
    difference: Printed
    total: Printed
    end: BiasedSum  # difference, minus the logarithm, the value


def printed_log_share(
    about: LogShare, decimals: Decimals, of_before: Decimals
) -> PrintedLogShare | None:
    """Return what is printed of a log-softmax; None where a number of it is not finite."""
    if not is_printable(about.logits, about.value):
        return None
    score = float(about.logits[about.place])
    exact, total = score - about.largest, about.total
    finer = Decimals(of_before.count + 1, of_before.power)
    shown, largest = Printed(score, finer), Printed(about.largest, finer)
    end = biased_sum(exact, -math.log(total), about.value, decimals)
    difference = result_of(exact, end.of_sum, lambda: shown.number - largest.number)
    return PrintedLogShare(
        shown, largest, difference, Printed(total, significant(total, 2, _DIGITS)), end
    )
