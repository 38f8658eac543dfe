"""What is printed of an explanation, beyond the sums that the sheets are read back for."""

from decimal import Decimal

import numpy as np
import pytest

from cnnviz.cnn.layers import LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
from cnnviz.explain.printed import decimal_text
from cnnviz.explain.printed_values import (
    by_size,
    is_printable,
    printed_connected,
    printed_curve,
    printed_mean,
    printed_normalisation,
    printed_softmax,
    printed_window,
)
from cnnviz.explain.values import (
    Curve,
    Normalisation,
    Patch,
    Share,
    WeightedSum,
    WindowSum,
    with_logits,
)

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
    return Patch(*PLACE, np.float32(value), rows, columns, window, none, divisor)


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
    made = printed_window(about)
    assert made.subtotals == (Decimal("3.00"), Decimal("-1.00"))
    assert made.running == (Decimal("3.00"), Decimal("2.00"))
    assert (made.bias, made.rounding, made.total) == (Decimal("0.50"), 0, Decimal("2.50"))


def test_the_largest_ten_terms_are_printed_and_the_others_together():
    about = unit([1, -20, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0.5], 2)
    made = printed_connected(about)
    assert made.indices.tolist() == [1, 10, 9, 8, 7, 6, 5, 4, 3, 2]
    assert made.others == Decimal("1.50")
    assert made.exact_others == 1.5
    assert sum(made.terms) + made.others + made.bias + made.rounding == made.total


def test_by_index_all_terms_are_printed():
    made = printed_connected(unit(range(12)), "index")
    assert made.indices.tolist() == list(range(12))
    assert (made.others, made.bias) == (None, None)
    assert [decimal_text(term) for term in made.terms] == [str(i) for i in range(12)]


def test_another_order_can_count_as_by_size():
    about = unit(range(12))
    ranking = by_size(about)[::-1]
    made = printed_connected(about, ranking=ranking)
    assert made.indices.tolist() == list(range(10))
    assert made.others == 21
    assert sum(made.terms) + made.others == made.total == 66


def test_terms_of_one_size_keep_the_order_of_the_inputs():
    assert by_size(unit([1, -2, 2, -1])).tolist() == [1, 2, 0, 3]


@pytest.mark.parametrize(
    ("values", "divisor", "value", "total", "mean", "rounding"),
    [
        ([[1, 3]], 2, 2, "4", "2", "0"),
        ([[1, 2]], 2, 1.5, "3.00", "1.50", "0"),
        ([[1, 1, 0]], 3, 2 / 3, "2.00", "0.67", "0"),
        ([[4, np.nan]], 4, 1, "4", "1", "0"),  # what does not exist has no term
        ([[0.006, 0.006, 0.006]], 3, 0.006, "0.0180", "0.0060", "0"),
    ],
)
def test_a_printed_mean_is_the_printed_total_divided(values, divisor, value, total, mean, rounding):
    made = printed_mean(patch(values, divisor, value))
    texts = [decimal_text(number) for number in (made.total, made.mean, made.rounding)]
    assert texts == [total, mean, rounding]


def test_a_mean_is_rounded_as_people_do_it():
    made = printed_mean(patch([[-7.58, 14.21]], 2, 3.315))  # 6.63 / 2 = 3.315
    half = Decimal(1).scaleb(made.mean.as_tuple().exponent) / 2
    assert abs(made.total / 2 - made.mean) <= half
    assert (made.total / 2).quantize(made.mean) == made.mean


@pytest.mark.parametrize(
    ("layer", "before", "x", "y"),
    [
        (ReLU(), -2.314, "−2.31", "0"),
        (ReLU(), 2.314, "2.31", "2.31"),
        (ReLU(), 3, "3", "3"),
        (LeakyReLU(0.1), -2, "−2", "−0.20"),
        (LeakyReLU(0.1), 0.5, "0.50", "0.50"),
        (Sigmoid(), 0, "0", "0.50"),
        (Tanh(), 0.75, "0.75", "0.64"),
        (Sigmoid(), 2000, "2000", "1"),
        (Sigmoid(), -2000, "−2000", "0"),
    ],
)
def test_a_point_on_a_curve(layer, before, x, y):
    made = printed_curve(layer, curve(before, layer))
    assert (decimal_text(made.before), decimal_text(made.value)) == (x, y)


def test_x_gets_as_many_digits_as_its_function_takes():
    layer = LeakyReLU(0.5)
    made = printed_curve(
        layer, curve(-3.335, layer)
    )  # half of −3.34 would be −1.67, of −3.335: −1.6675
    assert (made.before * Decimal("0.5")).quantize(made.value) == made.value


def test_the_steps_of_a_batch_norm_follow_from_the_printed_numbers():
    numbers = (np.float32(n) for n in (1.2345, 0.5, 4, 2, -1))
    about = Normalisation(*PLACE, np.float32(-0.2655), *numbers, 1e-5)
    made = printed_normalisation(about)
    assert made.difference == made.before - made.mean
    assert made.spread == Decimal("2").quantize(made.spread)
    assert made.scaled + made.bias + made.rounding == made.total


def test_a_spread_too_small_to_print_cannot_be_divided_by():
    numbers = (np.float32(n) for n in (1, 1, 0, 2, -1))
    assert printed_normalisation(Normalisation(*PLACE, np.float32(-1), *numbers, 1e-14)) is None


def test_the_sums_of_a_softmax():
    made = printed_softmax(share(0, 0, 0))
    assert [decimal_text(term) for term in made.shares.terms] == ["0.33"] * 3
    assert decimal_text(made.shares.rounding) == "0.01"
    assert decimal_text(made.shares.total) == "1.00"
    assert decimal_text(made.exponentials.total) == "3"


def test_tried_scores_give_another_softmax():
    about = share(1, 2, 3)
    tried = with_logits(about, {0: 3.0, 1: 3.0})
    assert tried.logits.tolist() == [3, 3, 3]
    np.testing.assert_allclose(tried.shares, 1 / 3, rtol=1e-6)
    assert tried.value == tried.shares[0]
    assert about.logits.tolist() == [1, 2, 3]  # as they were
    assert with_logits(about, {}) is about
