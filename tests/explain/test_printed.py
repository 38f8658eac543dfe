"""Printed arithmetic, read back from its text."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.explain.printed import decimal_text, printed_sum, read_back

POSITIONS = 200  # of each of 50 random sums: 10,000 in all


@given(st.integers(0, 2**32 - 1), st.integers(1, 100), st.floats(1e-3, 1e3))
def test_the_printed_terms_add_up_to_the_printed_total(seed, count, size):
    random = np.random.default_rng(seed)
    for _ in range(POSITIONS):
        window = random.normal(size=count).astype(np.float32)
        products = window * (size * random.normal(size=count)).astype(np.float32)
        made = printed_sum(products, products.sum())
        texts = [decimal_text(term) for term in made.terms]
        total = sum(map(read_back, texts), Decimal(0)) + read_back(decimal_text(made.rounding))
        assert total == read_back(decimal_text(made.total))
        assert abs(made.total - Decimal(float(products.sum()))) <= Decimal("0.5").scaleb(
            -made.digits
        )
        step = Decimal(1).scaleb(-made.digits)
        assert all(
            abs(term - Decimal(float(product))) <= step / 2
            for term, product in zip(made.terms, products, strict=True)
        )


def test_whole_numbers_print_as_whole_numbers():
    made = printed_sum([28, 4, 3, 1, 3, 1, 0, 0, 0], 40)
    texts = [decimal_text(term) for term in made.terms]
    assert texts == ["28", "4", "3", "1", "3", "1", "0", "0", "0"]
    assert decimal_text(made.total) == "40"


def test_digits_are_as_few_as_add_up():
    assert printed_sum([0.25, 0.5], 0.75).digits == 2
    two = printed_sum([0.125, 0.125], 0.25)  # 0.12 + 0.12 is not 0.25
    assert (two.digits, two.rounding) == (3, 0)


def test_where_no_digits_add_up_the_difference_is_shown():
    made = printed_sum([1 / 3] * 3, 1.0)
    assert decimal_text(made.rounding) == "0.01"
    assert [decimal_text(term) for term in made.terms] == ["0.33"] * 3
    assert decimal_text(made.total) == "1.00"


def test_small_numbers_get_digits_that_tell_something():
    made = printed_sum([0.001 / 3] * 7, 0.0023)
    assert made.digits == 4


@pytest.mark.parametrize(
    ("value", "text"), [("-0.00", "0.00"), ("-1.50", "−1.50"), ("0", "0"), ("12", "12")]
)
def test_texts_have_a_true_minus_and_no_minus_zero(value, text):
    assert decimal_text(Decimal(value)) == text
