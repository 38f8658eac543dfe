"""What is printed of an explanation: true numbers whose terms add up to the printed result."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from cnnviz.cnn.layer_base import Layer, Shape
from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.ops import Array
from cnnviz.cnn.placed_layers import PlacedLayer, terms_at_most
from cnnviz.cnn.pooling_layers import Pooling, WindowPooling
from cnnviz.cnn.windows import Indices
from cnnviz.explain.placed_sums import PlacedSum
from cnnviz.explain.printed import PrintedSum, printed_sum
from cnnviz.explain.values import Patch, WeightedSum, WindowSum
from cnnviz.project.place import Order
from cnnviz.text.decimals import Decimals, rounding_of, true_sum

TOP = 10  # terms of a long sum that are shown one by one


def is_printable(*arrays: Array | np.float32 | None) -> bool:
    """Return whether all numbers are finite, so that a sum of them can be printed."""
    return all(array is None or bool(np.isfinite(array).all()) for array in arrays)


@dataclass(frozen=True)
class BiasedSum:
    """The end of a sum of products: their sum, the bias, and the value of both.

    Sum and bias have one more decimal than the value, so that they give it when they are added.
    """

    sum: Decimal  # of all products
    bias: Decimal | None
    rounding: Decimal  # what is missing to the value: 0, or one unit of it
    total: Decimal
    of_sum: Decimals
    of_total: Decimals


def biased_sum(
    products: float, bias: np.float32 | float | None, value: np.float32, decimals: Decimals
) -> BiasedSum:
    """Print the end of a sum.

    Args:
        products: The sum of the products.
        bias: What is added to it.
        value: The result, as it was computed.
        decimals: Those of the result.
    """
    of_sum = decimals if bias is None else decimals.finer(2)
    printed = of_sum.rounded(products)
    printed_bias = None if bias is None else of_sum.rounded(float(bias))
    total = decimals.rounded(float(value))
    parts = [printed] if printed_bias is None else [printed, printed_bias]
    rest = rounding_of(parts, total, decimals.unit)
    return BiasedSum(printed, printed_bias, rest, total, of_sum, decimals)


class PrintedWindow:
    """The sum of a convolution: products by input channel, their sums, bias and value.

    Every one of them is the true one, rounded. The terms of each sum have enough decimals to give
    it when they are added; the least that is missing then is its rounding.
    """

    def __init__(self, about: WindowSum, decimals: Decimals) -> None:
        """Print a value.

        Args:
            about: The value, with finite numbers.
            decimals: Those of its layer.
        """
        self._about = about
        count, cells = len(about.channels), int(about.products[0].size)
        sums = [true_sum(channel.ravel().tolist()) for channel in about.products]
        self.end = biased_sum(true_sum(sums), about.bias, about.value, decimals)
        self.of_subtotals = self.end.of_sum.finer(count)
        self.of_products = self.of_subtotals.finer(cells)
        self.exact_subtotals = tuple(sums)
        self.subtotals = tuple(map(self.of_subtotals.rounded, sums))

    @cached_property
    def sum_rounding(self) -> Decimal:
        """What is missing to the sum where the sums of the channels, or the products, are added."""
        terms = self.subtotals if len(self.subtotals) > 1 else self.products(0)
        return rounding_of(terms, self.end.sum, self.end.of_sum.unit)

    def exact_until(self, k: int) -> float:
        """Return the sum after an input channel, as it is."""
        return true_sum(self.exact_subtotals[: k + 1])

    def running(self, k: int) -> Decimal:
        """Return the sum after an input channel."""
        return self.end.of_sum.rounded(self.exact_until(k))

    def products(self, k: int) -> tuple[Decimal, ...]:
        """Return the products of an input channel, in row order."""
        return tuple(map(self.of_products.rounded, self._about.products[k].ravel().tolist()))

    def product_texts(self, k: int) -> list[str]:
        """Return what is printed of the products of an input channel, in row order."""
        return self.of_products.texts(self._about.products[k])

    def subtotal_rounding(self, k: int) -> Decimal:
        """Return what is missing to the sum of a channel where its products are added."""
        return rounding_of(self.products(k), self.subtotals[k], self.of_subtotals.unit)


def products_decimals(layer: Conv2d, decimals: Decimals) -> tuple[Decimals, Decimals]:
    """Return the decimals of the sums of the channels of a layer, and of its products."""
    end = decimals if layer.bias is None else decimals.finer(2)
    subtotals = end.finer(int(layer.weight.shape[1]))
    return subtotals, subtotals.finer(int(layer.weight[0, 0].size))


@dataclass(frozen=True)
class PrintedConnected:
    """The sum of a fully connected unit: chosen terms, the others together, bias, value."""

    indices: Indices  # of the terms shown one by one
    of_terms: Decimals
    terms: tuple[Decimal, ...]
    others: Decimal | None  # the sum of the terms that are not shown
    exact_others: float
    running: tuple[Decimal, ...]  # after each term, the others among them
    sum_rounding: Decimal  # what is missing to the sum where the terms are added
    end: BiasedSum


def by_size(about: WeightedSum | PlacedSum | WindowSum) -> Indices:
    """Return the inputs of a unit, those with the largest products first; of a window its maps."""
    products = about.products
    if isinstance(about, WindowSum):
        products = products.reshape(len(products), -1).sum(axis=1, dtype=np.float64)
    return np.argsort(-np.abs(products), kind="stable")


def terms_decimals(layer: Layer, decimals: Decimals, order: Order) -> Decimals:
    """Return the decimals of the terms of a unit, in one of the orders."""
    end = decimals.finer(2) if "bias" in layer.parameters() else decimals
    return end.finer(_terms_shown(terms_of_layer(layer), order))


def terms_of_layer(layer: Layer) -> int:
    """Return how many terms a value of a layer has, at most."""
    if isinstance(layer, Linear):
        return int(layer.weight.shape[1])
    assert isinstance(layer, PlacedLayer)  # nothing else has such terms
    return terms_at_most(layer)


def _terms_shown(count: int, order: Order) -> int:
    return count if order == "index" else min(count, TOP + 1)


def printed_connected(
    about: WeightedSum | PlacedSum,
    decimals: Decimals,
    order: Order = "size",
    ranking: Indices | None = None,
    shown: slice | None = None,
    of_layer: int | None = None,
) -> PrintedConnected:
    """Return what is printed of a unit: by size the TOP largest terms, by index all of them.

    Args:
        about: The value of the unit, with finite numbers.
        decimals: Those of its layer.
        order: Which terms.
        ranking: All inputs in the order that counts as by size; None: `by_size`.
        shown: Which terms of that order, where there is no room for so many.
        of_layer: How many terms a value of its layer has at most; None: as many as this one.
    """
    ranking = by_size(about) if ranking is None else ranking
    ordered = ranking if order == "size" else np.arange(len(about.products))
    shown = shown or slice(0, TOP if order == "size" else len(ordered))
    indices = ordered[shown]
    rest = np.delete(ordered, shown)
    exact = about.products[indices].tolist()
    exact_others = true_sum(about.products[rest].tolist())
    all_terms = [*exact, exact_others] if len(rest) else exact
    end = biased_sum(true_sum(all_terms), about.bias, about.value, decimals)
    count = len(about.products) if of_layer is None else of_layer
    of_terms = end.of_sum.finer(_terms_shown(count, order))
    terms = tuple(map(of_terms.rounded, all_terms))
    running = tuple(end.of_sum.rounded(float(so_far)) for so_far in np.cumsum(all_terms))
    return PrintedConnected(
        indices,
        of_terms,
        terms[: len(indices)],
        terms[-1] if len(rest) else None,
        exact_others,
        running,
        rounding_of(terms, end.sum, end.of_sum.unit),
        end,
    )


@dataclass(frozen=True)
class PrintedMean:
    """The mean of a window: the values, their sum, and the sum divided."""

    of_terms: Decimals
    terms: tuple[Decimal, ...]  # of the cells that exist, in row order
    rounding: Decimal  # what is missing to the sum where the terms are added
    exact_sum: float
    total: Decimal  # the sum
    of_total: Decimals
    mean: Decimal
    is_exact: bool  # whether the printed sum, divided and rounded, is the printed mean; else ≈


def window_cells(layer: Layer, shape: Shape) -> int:
    """Return how many values the largest window of a pooling has, padding included."""
    assert isinstance(layer, Pooling)  # only they have a mean
    if isinstance(layer, WindowPooling):
        return layer.kernel_size[0] * layer.kernel_size[1]
    rows, columns = layer.output_shape(shape)[1:]
    down, along = layer.windows(shape)
    return max(len(down.cells(row)) for row in range(rows)) * max(
        len(along.cells(column)) for column in range(columns)
    )


def printed_mean(about: Patch, decimals: Decimals, cells: int = 0) -> PrintedMean:
    """Return what is printed of a mean of finite numbers.

    Args:
        about: The value.
        decimals: Those of its layer.
        cells: How many values a whole window has; 0: as many as this one.
    """
    values = about.given.tolist()
    of_total = decimals.finer(2)
    of_terms = of_total.finer(cells or about.window.size)
    terms = tuple(map(of_terms.rounded, values))
    exact = true_sum(values)
    total, mean = of_total.rounded(exact), decimals.rounded(float(about.value))
    return PrintedMean(
        of_terms,
        terms,
        rounding_of(terms, total, of_total.unit),
        exact,
        total,
        of_total,
        mean,
        gives(total / about.divisor, mean, decimals),
    )


def gives(computed: Decimal, printed: Decimal, decimals: Decimals) -> bool:
    """Return whether a number computed from printed ones, rounded, is the printed result."""
    return not rounding_of([computed], printed, decimals.unit)


@dataclass(frozen=True)
class PrintedSoftmax:
    """The shares of a softmax: exponentials add up to their sum, shares to 1."""

    exponentials: PrintedSum
    of_sum: Decimals  # of the sum of the exponentials
    shares: PrintedSum
    of_shares: Decimals


def softmax_sums(
    exponentials: Array | Sequence[float], shares: Array | Sequence[float], decimals: Decimals
) -> PrintedSoftmax:
    """Return the two sums of a softmax as they are printed, each with its rounding."""
    terms = np.asarray(exponentials).tolist()
    summed = printed_sum(terms, true_sum(terms), decimals)
    # The shares have the decimals of their layer, so it is their sum that has fewer.
    fewer = decimals.count - (decimals.finer(len(terms)).count - decimals.count)
    of_one = Decimals(max(fewer, 0))
    printed = tuple(map(decimals.rounded, np.asarray(shares).tolist()))
    rest = rounding_of(printed, Decimal(1), of_one.unit)
    return PrintedSoftmax(
        summed, decimals, PrintedSum(decimals, printed, rest, Decimal(1)), decimals
    )
