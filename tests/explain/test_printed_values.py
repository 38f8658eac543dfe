"""What is printed of an explanation, beyond the sums that the sheets are read back for."""

from decimal import Decimal

import numpy as np
import pytest

from cnnviz.cnn.activation_layers import LeakyReLU, ReLU, Sigmoid, Tanh
from cnnviz.cnn.layers import Softmax
from cnnviz.explain.printed_steps import printed_curve, printed_normalisation, telling
from cnnviz.explain.printed_values import (
    PrintedWindow,
    by_size,
    is_printable,
    printed_connected,
    printed_mean,
    softmax_sums,
)
from cnnviz.explain.stepped_values import Normalisation
from cnnviz.explain.values import Curve, Patch, Share, WeightedSum, WindowSum, with_logits
from cnnviz.text.decimals import WHOLE, Decimals, decimal_text

PLACE = ("conv1", (0, 0, 0))


def floats(*values):
    return np.array(values, np.float32)


def unit(products, bias=None):
    products = floats(*products)
    value = np.float32(products.sum() + (bias or 0))
    bias = None if bias is None else np.float32(bias)
    return WeightedSum("fc1", (0,), value, np.ones_like(products), products, products, bias)


def patch(values, divisor, value):
    window = np.array(values, np.float32)
    none = np.zeros(window.shape, bool)
    rows, columns = (np.arange(n) for n in window.shape)
    return Patch(*PLACE, np.float32(value), rows, columns, window, none, divisor, np.isnan(window))


def share(*logits):
    logits = floats(*logits)
    shares = Softmax().forward(logits)
    return Share("softmax1", (0,), shares[0], logits, np.exp(logits - logits.max()), shares)


def curve(before, layer):
    before = np.float32(before)
    value = layer.forward(np.array([before]))[0]
    return Curve(*PLACE, value, before, 0, 1)


def test_numbers_that_are_not_finite_cannot_be_added_in_print():
    assert is_printable(floats(1, 2), None, np.float32(3))
    assert not is_printable(floats(1, np.nan))
    assert not is_printable(floats(1), np.float32(np.inf))


def test_a_window_is_printed_channel_by_channel():
    products = np.array([[[1, 2]], [[3, -4]]], np.float32)
    side = np.arange(2)
    about = WindowSum(*PLACE, np.float32(2.5), side, side[:1], side, products, products, products,
                      np.zeros((1, 2), bool), np.float32(0.5))  # fmt: skip
    made = PrintedWindow(about, Decimals(2))
    assert made.subtotals == (Decimal(3), Decimal(-1))
    assert (made.running(0), made.running(1)) == (Decimal(3), Decimal(2))
    assert (made.end.sum, made.end.bias, made.end.rounding) == (2, Decimal("0.500"), 0)
    assert made.end.total == Decimal("2.50")
    counts = made.end.of_sum.count, made.of_subtotals.count, made.of_products.count
    assert counts == (3, 4, 5)  # each sum of sums one level deeper


def test_subtotals_are_true_and_no_sums_of_rounded_products():
    products = np.full((2, 1, 3), 0.00149, np.float32)
    side = np.arange(2)
    about = WindowSum(*PLACE, products.sum(), side, side[:1], np.arange(3), products, products,
                      products, np.zeros((1, 3), bool), None)  # fmt: skip
    made = PrintedWindow(about, Decimals(2))
    assert made.subtotals == (Decimal("0.004"), Decimal("0.004"))
    assert sum(made.products(0)) == Decimal("0.0045")
    assert made.end.total == Decimal("0.01")


def test_the_largest_ten_terms_are_printed_and_the_others_together():
    about = unit([1, -20, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0.5], 2)
    made = printed_connected(about, Decimals(2))
    assert made.indices.tolist() == [1, 10, 9, 8, 7, 6, 5, 4, 3, 2]
    assert made.others == Decimal("1.50000")
    assert made.exact_others == 1.5
    assert sum(made.terms) + made.others == made.end.sum
    assert made.end.sum + made.end.bias == made.end.total
    assert made.running[-1] == made.end.sum


def test_by_index_all_terms_are_printed():
    made = printed_connected(unit(range(12)), WHOLE, "index")
    assert made.indices.tolist() == list(range(12))
    assert (made.others, made.end.bias) == (None, None)
    assert [decimal_text(term) for term in made.terms] == [str(i) for i in range(12)]


def test_another_order_can_count_as_by_size():
    about = unit(range(12))
    ranking = by_size(about)[::-1]
    made = printed_connected(about, WHOLE, ranking=ranking)
    assert made.indices.tolist() == list(range(10))
    assert made.others == 21
    assert sum(made.terms) + made.others == made.end.total == 66


def test_terms_of_one_size_keep_the_order_of_the_inputs():
    assert by_size(unit([1, -2, 2, -1])).tolist() == [1, 2, 0, 3]


@pytest.mark.parametrize(
    ("values", "divisor", "value", "total", "mean"),
    [
        ([[1, 3]], 2, 2, "4", "2"),
        ([[1, 2]], 2, 1.5, "3", "1.50"),
        ([[1, 1, 0]], 3, 2 / 3, "2", "0.67"),
        ([[4, np.nan]], 4, 1, "4", "1"),  # what does not exist has no term
    ],
)
def test_a_mean_is_its_true_sum_divided(values, divisor, value, total, mean):
    made = printed_mean(patch(values, divisor, value), Decimals(2))
    texts = [decimal_text(number) for number in (made.total, made.mean)]
    assert (texts, made.rounding, made.is_exact) == ([total, mean], 0, True)


def test_a_mean_of_small_values_has_one_sum():
    numbers = [[0.00048652, 0.00047594], [0.00025827, 0.00015614]]  # row 1
    made = printed_mean(patch(numbers, 4, np.float32(numbers).mean()), Decimals(5))
    assert [str(term) for term in made.terms] == ["0.0004865", "0.0004759", "0.0002583",
                                                  "0.0001561"]  # fmt: skip
    assert (str(made.total), str(made.mean)) == ("0.001377", "0.00034")
    assert (made.rounding, made.is_exact) == (0, True)


@pytest.mark.parametrize(
    ("layer", "before", "x", "sign", "y"),
    [
        (ReLU(), -2.314, "−2.31", "=", "0"),
        (ReLU(), 2.314, "2.31", "=", "2.31"),
        (ReLU(), 3, "3", "=", "3"),
        (LeakyReLU(0.1), -2, "−2", "=", "−0.20"),
        (LeakyReLU(0.1), 0.5, "0.50", "=", "0.50"),
        (LeakyReLU(0.5), -3.339, "−3.34", "=", "−1.67"),
        (Sigmoid(), 0, "0", "=", "0.50"),
        (Tanh(), 0.75, "0.75", "=", "0.64"),
        (Tanh(), 0.5448, "0.54", "≈", "0.50"),  # tanh(0.54) is 0.49
        (Sigmoid(), 2000, "2000", "=", "1"),
        (Sigmoid(), -2000, "−2000", "=", "0"),
    ],
)
def test_a_point_on_a_curve(layer, before, x, sign, y):
    made = printed_curve(layer, curve(before, layer), Decimals(2), Decimals(2))
    assert (made.before.text, made.value.sign, made.value.text) == (x, sign, y)


def test_what_is_said_of_a_number_is_never_said_of_a_printed_0():
    assert telling(-1e-6, Decimals(2)) == "−0.0000010"  # row 9
    assert telling(-0.25, Decimals(2)) == "−0.25"
    assert telling(0.0, Decimals(2)) == "0"
    assert telling(1e-20, Decimals(2)) == "1.0 × 10⁻²⁰"


def normalised(*numbers, eps=1e-5):
    before, mean, variance, weight, bias = map(np.float32, numbers)
    with np.errstate(all="ignore"):
        root = np.sqrt(variance + np.float32(eps))
        value = np.float32((before - mean) / root * weight + bias)
    return Normalisation(*PLACE, value, before, mean, variance, weight, bias, eps)


def test_the_steps_of_a_batch_norm_are_true():
    made = printed_normalisation(normalised(1.2345, 0.5, 4, 2, -1), Decimals(2), Decimals(2))
    texts = [each.text for each in (made.difference, made.spread, made.quotient, made.scaled)]
    assert texts == ["0.73", "2.000", "0.3672", "0.734"]
    assert str(made.end.total) == "-0.27"
    assert made.end.rounding == 0


def test_a_small_variance_keeps_its_digits():
    made = printed_normalisation(normalised(1.0593, 0, 4e-5, 1, 0), Decimals(2), Decimals(2))
    assert made.variance.text == "0.00004000"  # row 2
    assert made.spread.text == "0.007071"
    assert (str(made.end.sum), str(made.end.total)) == ("149.808", "149.81")
    assert made.end.rounding == 0


def test_a_spread_that_cannot_be_divided_by_is_not_printed():
    assert printed_normalisation(normalised(1, 0, -1, 2, -1), Decimals(2), Decimals(2)) is None


def test_the_sums_of_a_softmax():
    about = share(0, 0, 0)
    made = softmax_sums(about.exponentials, about.shares, Decimals(3))
    assert [decimal_text(term) for term in made.shares.terms] == ["0.333"] * 3
    assert (made.shares.rounding, decimal_text(made.shares.total)) == (0, "1")
    assert decimal_text(made.exponentials.total) == "3"


def test_tried_scores_give_another_softmax():
    about = share(1, 2, 3)
    tried = with_logits(about, {0: 3.0, 1: 3.0})
    assert tried.logits.tolist() == [3, 3, 3]
    np.testing.assert_allclose(tried.shares, 1 / 3, rtol=1e-6)
    assert tried.value == tried.shares[0]
    assert about.logits.tolist() == [1, 2, 3]  # as they were
    assert with_logits(about, {}) is about
