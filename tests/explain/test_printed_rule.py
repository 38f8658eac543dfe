"""The rule of everything printed, read back with exact decimals.

Sums of every size are printed as the window does: (a) every number is the true one, rounded;
(c) terms have as many more decimals as it takes; (d) added exactly and rounded they give the
printed result, or one unit beside it, and only then a rounding is told; (f) whole numbers are
printed whole, and very large and very small ones have one factor in common.
"""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Flatten, Linear, Softmax
from cnnviz.cnn.network import INPUT, chain
from cnnviz.cnn.pooling_layers import AvgPool2d
from cnnviz.cnn.trace import trace
from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.explain.printed import printed_sum, read_back
from cnnviz.explain.printed_steps import printed_normalisation
from cnnviz.explain.printed_values import (
    PrintedWindow,
    is_printable,
    printed_connected,
    printed_mean,
    softmax_sums,
)
from cnnviz.explain.values import explain
from cnnviz.text.decimals import EXACT, decimals_of_values

SMALLEST, LARGEST = -12, 37  # powers of ten of what goes into a network


def read(text, decimals):
    """The number that a printed text stands for, its factor included."""
    number, _, factor = text.partition(" × ")
    assert not factor or factor == decimals.factor.removeprefix("× ")
    return EXACT.scaleb(read_back(number), decimals.power)


def check_true(text, true, decimals):
    """(a) The printed number is the true one, rounded; (f) a whole one is printed whole."""
    half = EXACT.scaleb(Decimal("0.5"), decimals.power - decimals.count)
    with localcontext(EXACT):
        assert abs(read(text, decimals) - Decimal(float(true))) <= half, (text, true)
    if float(true) == int(true) and not decimals.power:
        assert "." not in text
    elif "." in text:
        digits = text.partition(" ")[0].partition(".")[2]
        assert len(digits) == decimals.count  # (b) no more, no fewer


def check_sum(terms, total, rounding, unit):
    """(d) The printed terms, added exactly, give the result, or one unit beside it."""
    with localcontext(EXACT):
        rest = total - sum(terms, Decimal(0))
        assert abs(rest) < Decimal("1.5") * unit
        assert abs(rounding) in (0, unit)
        assert (rounding == 0) == (abs(rest) <= unit / 2)
        assert abs(rest - rounding) <= unit / 2


def numbers(random, shape, power):
    """Float32 numbers of one size: of one sign or two, some whole, some 0."""
    kind = random.integers(4)
    values = random.normal(size=shape)
    if kind == 0:
        values = np.abs(values)
    if kind == 1:
        values = np.rint(3 * values)
    if kind == 2:
        values = values * (random.random(shape) < 0.5)
    with np.errstate(all="ignore"):
        return (values * 10.0**power).astype(np.float32)


def check_window(traced, node, place):
    about = explain(traced, node, place)
    if not is_printable(about.products, about.bias, about.value):
        return
    decimals = decimals_of(traced, node)
    made = PrintedWindow(about, decimals)
    for k, products in enumerate(about.products):
        for text, product in zip(made.product_texts(k), products.ravel(), strict=True):
            check_true(text, product, made.of_products)
        exact = np.float64(made.exact_subtotals[k])
        assert exact == pytest.approx(float(products.sum(dtype=np.float64)), rel=1e-6, abs=1e-30)
        check_true(made.of_subtotals.text(exact), exact, made.of_subtotals)
        if len(about.channels) > 1:
            unit = made.of_subtotals.unit
            check_sum(made.products(k), made.subtotals[k], made.subtotal_rounding(k), unit)
    terms = made.subtotals if len(about.channels) > 1 else made.products(0)
    check_sum(terms, made.end.sum, made.sum_rounding, made.end.of_sum.unit)
    check_end(made.end, about)


def check_end(end, about):
    check_true(end.of_total.full_of(end.total), about.value, end.of_total)
    parts = [end.sum] if end.bias is None else [end.sum, end.bias]
    check_sum(parts, end.total, end.rounding, end.of_total.unit)
    if end.bias is not None:
        check_true(end.of_sum.full_of(end.bias), about.bias, end.of_sum)


@given(
    st.integers(0, 2**32 - 1),
    st.integers(SMALLEST, LARGEST),
    st.sampled_from([(1, 1), (1, 9), (3, 9), (8, 25), (64, 9), (512, 9)]),
    st.booleans(),
)
def test_a_convolution(seed, power, size, has_bias):
    random = np.random.default_rng(seed)
    maps, cells = size
    side = int(np.sqrt(cells))
    share = random.integers(0, power + 1) if power > 0 else random.integers(power, 1)
    image = numbers(random, (maps, side + 3, side + 2), int(power - share))
    weight = numbers(random, (2, maps, side, side), int(share))
    bias = numbers(random, 2, power) if has_bias else None
    traced = trace(chain("c", "c", image.shape, (Conv2d(weight, bias),)), image)
    for place in ((0, 0, 0), (1, 2, 1), (1, 3, 2)):
        check_window(traced, "conv1", place)


@given(
    st.integers(0, 2**32 - 1),
    st.integers(SMALLEST, LARGEST),
    st.sampled_from([1, 5, 50, 784, 4608]),
)
def test_a_unit_in_both_orders(seed, power, count):
    random = np.random.default_rng(seed)
    image = numbers(random, (1, 1, count), int(random.integers(-3, 3)))
    weight, bias = numbers(random, (3, count), power), numbers(random, 3, power)
    layers = (Flatten(), Linear(weight, None if seed % 2 else bias))
    traced = trace(chain("l", "l", image.shape, layers), image)
    for unit in range(3):
        about = explain(traced, "fc1", (unit,))
        if not is_printable(about.products, about.bias, about.value):
            continue
        for order in ("size", "index"):
            made = printed_connected(about, decimals_of(traced, "fc1"), order)
            for term, index in zip(made.terms, made.indices, strict=True):
                check_true(made.of_terms.full_of(term), about.products[index], made.of_terms)
            terms = [*made.terms, *([] if made.others is None else [made.others])]
            check_sum(terms, made.end.sum, made.sum_rounding, made.end.of_sum.unit)
            check_end(made.end, about)


@given(st.integers(0, 2**32 - 1), st.integers(SMALLEST, LARGEST), st.integers(1, 12))
def test_a_mean(seed, power, side):
    random = np.random.default_rng(seed)
    image = numbers(random, (1, side + 2, side + 1), power)
    layer = AvgPool2d((side, side), (1, 1))
    traced = trace(chain("m", "m", image.shape, (layer,)), image)
    decimals = decimals_of(traced, "avg_pool1")
    about = explain(traced, "avg_pool1", (0, 1, 1))
    if not is_printable(about.window, about.value):
        return
    made = printed_mean(about, decimals)
    for term, value in zip(made.terms, about.window.ravel(), strict=True):
        check_true(made.of_terms.full_of(term), value, made.of_terms)
    check_true(made.of_total.full_of(made.total), made.exact_sum, made.of_total)
    check_sum(made.terms, made.total, made.rounding, made.of_total.unit)
    check_true(decimals.full_of(made.mean), about.value, decimals)


@given(st.integers(0, 2**32 - 1), st.integers(-8, 4), st.integers(-6, 30))
def test_a_batch_norm(seed, of_variance, power):
    random = np.random.default_rng(seed)
    image = numbers(random, (1, 3, 3), power)
    weight, bias, mean = (numbers(random, 1, power) for _ in range(3))
    variance = np.abs(numbers(random, 1, of_variance)) + np.float32(10.0**of_variance)
    traced = trace(
        chain("b", "b", image.shape, (BatchNorm2d(weight, bias, mean, variance),)), image
    )
    about = explain(traced, "bn1", (0, 1, 1))
    made = printed_normalisation(about, decimals_of(traced, "bn1"), decimals_of(traced, INPUT))
    if made is None:
        assert not is_printable(about.value)
        return
    exact = np.sqrt(float(about.variance) + about.eps)
    assert made.spread.exact == exact
    for each in (made.before, made.mean, made.variance, made.eps, made.difference, made.spread,
                 made.quotient, made.weight, made.scaled):  # fmt: skip
        check_true(each.text, each.exact, each.decimals)
    assert len(made.variance.text.partition("×")[0].strip("0.− ").replace(".", "")) >= 1
    check_end(made.end, about)


@given(st.integers(0, 2**32 - 1), st.integers(2, 30), st.integers(-3, 3))
def test_a_softmax(seed, count, power):
    random = np.random.default_rng(seed)
    image = numbers(random, (1, 1, count), power)
    traced = trace(chain("s", "s", image.shape, (Flatten(), Softmax())), image)
    decimals = decimals_of(traced, "softmax1")
    assert decimals.count >= 3
    about = explain(traced, "softmax1", (count - 1,))
    made = softmax_sums(about.exponentials, about.shares, decimals)
    for term, share in zip(made.shares.terms, about.shares, strict=True):
        check_true(decimals.full_of(term), share, decimals)
    sums = made.exponentials
    check_sum(sums.terms, sums.total, sums.rounding, decimals.unit)
    fewer = decimals.unit * (10 if count <= 10 else 100)  # the digits of the sum of the shares
    check_sum(made.shares.terms, Decimal(1), made.shares.rounding, fewer)


@given(
    st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=1, max_size=30)
)
def test_any_finite_numbers_can_be_printed_and_added(values):
    values = np.array(values, np.float32)
    error = 2.0**-24 * len(values) * float(np.abs(values.astype(np.float64)).sum())
    with np.errstate(all="ignore"):
        total = values.sum()
    decimals = decimals_of_values(values, error)
    for value in values:
        check_true(decimals.full(float(value)), value, decimals)
    if np.isfinite(total):
        made = printed_sum(values.tolist(), float(total), decimals)
        check_sum(made.terms, made.total, made.rounding, decimals.unit)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([1, 2.5, 0], ["1", "2.50", "0"]),
        ([1408282, 1408283], ["1408282", "1408283"]),  # row 6: whole numbers are whole
        ([0.00048652, 0.00015614], ["0.00049", "0.00016"]),
        ([0.004, -0.0001], ["0.0040", "−0.0001"]),
        ([1e30, -2.5e29], ["1.000 × 10³⁰", "−0.250 × 10³⁰"]),
        ([3.4e38, 0], ["3.400 × 10³⁸", "0"]),
        ([1e-45], ["1.401 × 10⁻⁴⁵"]),
        ([4e-5, 1e-6], ["4.000 × 10⁻⁵", "0.100 × 10⁻⁵"]),
        ([-0.0, 0.0], ["0", "0"]),
        ([-0.001, 0.5], ["0.00", "0.50"]),  # no −0.00
        ([np.nan, np.inf, -np.inf, 0.5], ["NaN", "∞", "−∞", "0.50"]),
    ],
)  # fmt: skip
def test_the_decimals_of_numbers_that_stand_together(values, texts):
    array = np.array(values, np.float32)
    decimals = decimals_of_values(array)
    assert [decimals.full(float(value)) for value in array] == texts
