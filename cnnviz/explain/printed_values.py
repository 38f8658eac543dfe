"""What is printed of an explanation: texts whose terms add up to the printed result."""

import math
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

import numpy as np

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import LeakyReLU, ReLU, Sigmoid
from cnnviz.cnn.ops import Array
from cnnviz.cnn.windows import Indices
from cnnviz.explain.printed import (
    MOST_DIGITS,
    MOST_OF_FACTOR,
    PrintedSum,
    all_rounded,
    digits_of,
    printed_sum,
    rounded,
    telling_digits,
)
from cnnviz.explain.values import (
    Curve,
    Normalisation,
    Patch,
    Share,
    WeightedSum,
    WindowSum,
)
from cnnviz.project.place import Order

TOP = 10  # terms of a long sum that are shown one by one


def is_printable(*arrays: Array | np.float32 | None) -> bool:
    """Return whether all numbers are finite, so that a sum of them can be printed."""
    return all(array is None or bool(np.isfinite(array).all()) for array in arrays)


@dataclass(frozen=True)
class PrintedWindow:
    """The sum of a convolution: products by input channel, subtotals, bias, rounding, total.

    The printed products of a channel add up to its printed subtotal, the last of the running
    totals with bias and rounding to the printed total.
    """

    products: tuple[tuple[Decimal, ...], ...]  # by input channel, in row order
    subtotals: tuple[Decimal, ...]
    running: tuple[Decimal, ...]  # after each input channel
    bias: Decimal | None
    rounding: Decimal
    total: Decimal
    digits: int


def printed_window(about: WindowSum) -> PrintedWindow:
    """Return what is printed of a value of a convolution with finite numbers."""
    flat = about.products.ravel().tolist()
    bias = [] if about.bias is None else [float(about.bias)]
    made = printed_sum([*flat, *bias], about.value)
    cells = about.products[0].size
    channels = tuple(
        made.terms[first : first + cells] for first in range(0, about.products.size, cells)
    )
    subtotals = tuple(sum(channel, Decimal(0)) for channel in channels)
    return PrintedWindow(
        channels,
        subtotals,
        tuple(accumulate(subtotals)),
        made.terms[-1] if bias else None,
        made.rounding,
        made.total,
        made.digits,
    )


@dataclass(frozen=True)
class PrintedConnected:
    """The sum of a fully connected unit: chosen terms, the others together, bias, total."""

    indices: Indices  # of the terms shown one by one
    terms: tuple[Decimal, ...]
    others: Decimal | None  # the sum of the terms that are not shown
    exact_others: float
    bias: Decimal | None
    rounding: Decimal
    total: Decimal


def by_size(about: WeightedSum) -> Indices:
    """Return the inputs of a unit, those with the largest products first."""
    return np.argsort(-np.abs(about.products), kind="stable")


def printed_connected(
    about: WeightedSum, order: Order = "size", ranking: Indices | None = None
) -> PrintedConnected:
    """Return what is printed of a unit: by size the TOP largest terms, by index all of them.

    Args:
        about: The value of the unit, with finite numbers.
        order: Which terms.
        ranking: All inputs in the order that counts as by size; None: `by_size`.
    """
    ranking = by_size(about) if ranking is None else ranking
    indices = ranking[:TOP] if order == "size" else np.arange(len(about.products))
    rest = ranking[len(indices) :]
    exact_others = float(about.products[rest].sum(dtype=np.float64))
    terms = about.products[indices].tolist()
    terms += [exact_others] if len(rest) else []
    terms += [] if about.bias is None else [float(about.bias)]
    made = printed_sum(terms, about.value)
    count = len(indices)
    return PrintedConnected(
        indices,
        made.terms[:count],
        made.terms[count] if len(rest) else None,
        exact_others,
        None if about.bias is None else made.terms[-1],
        made.rounding,
        made.total,
    )


@dataclass(frozen=True)
class PrintedMean:
    """The mean of a window: (terms + rounding) / divisor is the printed mean."""

    terms: tuple[Decimal, ...]  # of the cells that exist, in row order
    rounding: Decimal
    total: Decimal  # of the terms and the rounding
    mean: Decimal


def printed_mean(about: Patch) -> PrintedMean:
    """Return what is printed of a mean of finite numbers.

    The digits are the fewest, 2 to 4, for which the printed total divided by the number of
    values and rounded again gives the printed mean; where there are none, `rounding` mends it.
    """
    values = about.window[~np.isnan(about.window)].tolist()
    numbers = [*values, float(about.value)]
    whole = all(value == int(value) for value in numbers)
    fewest = 0 if whole else telling_digits(numbers)
    for digits in range(fewest, 1 if whole else 5):
        terms = tuple(all_rounded(values, digits))
        total, mean = sum(terms, Decimal(0)), rounded(about.value, digits)
        if rounded_as(total / about.divisor, mean) == mean:
            return PrintedMean(terms, Decimal(0), total, mean)
    terms = tuple(all_rounded(values, fewest))
    mean = rounded(about.value, fewest)
    total = mean * about.divisor
    return PrintedMean(terms, total - sum(terms, Decimal(0)), total, mean)


@dataclass(frozen=True)
class PrintedCurve:
    """A point on the curve of an activation: the function of the printed x gives the printed y."""

    before: Decimal
    value: Decimal


def printed_curve(layer: Layer, about: Curve) -> PrintedCurve:
    """Return what is printed of a value of an activation with finite numbers.

    x gets as few digits as it takes for its function, rounded, to be the printed value.
    """
    before, value = float(about.before), float(about.value)
    after = rounded(value, digits_of(value))
    fewest = digits_of(before)
    for digits in range(fewest, max(fewest, MOST_OF_FACTOR) + 1):
        x = rounded(before, digits)
        if rounded_as(_activated(layer, x), after) == after:
            return PrintedCurve(x, after)
    return PrintedCurve(rounded(before, fewest), after)


def rounded_as(value: Decimal, like: Decimal) -> Decimal:
    """Return a value with as many decimals as another one."""
    return value.quantize(Decimal(1).scaleb(int(like.as_tuple().exponent)))


def _activated(layer: Layer, x: Decimal) -> Decimal:
    if isinstance(layer, ReLU):
        return max(x, Decimal(0))
    if isinstance(layer, LeakyReLU):
        return x if x > 0 else Decimal(f"{layer.negative_slope:g}") * x
    if isinstance(layer, Sigmoid):
        return Decimal(1 / (1 + math.exp(-max(min(float(x), 700), -700))))
    return Decimal(math.tanh(float(x)))


@dataclass(frozen=True)
class PrintedNormalisation:
    """The steps of a batch norm, each computed from the printed numbers before it and rounded.

    difference = before − mean, spread = √(variance + eps), quotient = difference / spread,
    scaled = quotient · weight, and scaled + bias + rounding = total.
    """

    before: Decimal
    mean: Decimal
    variance: Decimal
    difference: Decimal
    spread: Decimal
    quotient: Decimal
    weight: Decimal
    scaled: Decimal
    bias: Decimal
    rounding: Decimal
    total: Decimal


def printed_normalisation(about: Normalisation) -> PrintedNormalisation | None:
    """Return what is printed of a batch norm with finite numbers.

    The digits are the fewest, 2 to 5, without rounding; else 4. None where the spread is too small
    to be divided by as it is printed.
    """
    numbers = [float(n) for n in (about.before, about.mean, about.weight, about.bias, about.value)]
    fewest = telling_digits(numbers)
    made = [_normalised(about, digits) for digits in range(fewest, MOST_DIGITS + 2)]
    for printed in made:
        if printed is not None and not printed.rounding:
            return printed
    return made[-2]


def _normalised(about: Normalisation, digits: int) -> PrintedNormalisation | None:
    numbers = about.before, about.mean, about.variance, about.weight, about.bias, about.value
    before, mean, variance, weight, bias, total = (rounded(n, digits) for n in numbers)
    inner = variance + Decimal(f"{about.eps:g}")
    spread = rounded_as(inner.sqrt(), before) if inner >= 0 else Decimal(0)
    if not spread:
        return None
    difference = before - mean
    quotient = rounded_as(difference / spread, before)
    scaled = rounded_as(quotient * weight, before)
    rest = total - scaled - bias
    return PrintedNormalisation(
        before, mean, variance, difference, spread, quotient, weight, scaled, bias, rest, total
    )


@dataclass(frozen=True)
class PrintedSoftmax:
    """The shares of a softmax: exponentials add up to their sum, shares to 1."""

    exponentials: PrintedSum
    shares: PrintedSum


def printed_softmax(about: Share) -> PrintedSoftmax:
    """Return what is printed of finite shares."""
    return softmax_sums(about.exponentials, about.shares)


def softmax_sums(exponentials: Array, shares: Array) -> PrintedSoftmax:
    """Return the two sums of a softmax as they are printed, each with its rounding."""
    total = float(exponentials.sum(dtype=np.float64))
    return PrintedSoftmax(
        printed_sum(exponentials.tolist(), total), printed_sum(shares.tolist(), 1.0)
    )
