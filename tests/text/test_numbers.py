"""Numbers as people read them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.text.numbers import (
    MINUS,
    count_text,
    exact_text,
    is_whole,
    number_text,
    percent_text,
    significant_text,
)
from cnnviz.text.typed_number import number_within, parse_number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (57, "57"),
        (-3.0, "−3"),
        (0.0, "0"),
        (-0.0, "0"),
        (0.125, "0.12"),
        (-1.5, "−1.50"),
        (-0.001, "0.00"),
        (0.001, "0.00"),
        (999999, "999999"),
        (1e6, "1.00e+06"),
        (-2.5e-9, "0.00"),
        (3e38, "3.00e+38"),
        (float("nan"), "NaN"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
    ],
)
def test_numbers_are_short_and_whole_ones_whole(value, text):
    assert number_text(value) == text
    assert number_text(np.float32(value)) == text


def test_more_digits_can_be_asked_for():
    assert number_text(1 / 3, 4) == "0.3333"


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_exact_text_reads_back_as_the_same_number(value):
    assert np.float32(exact_text(value).replace(MINUS, "-")) == np.float32(value)


@given(st.floats(width=32), st.integers(0, 6))
def test_no_number_shows_a_minus_zero_or_a_hyphen(value, digits):
    text = number_text(value, digits)
    assert "-" not in text.replace("e-", "")
    assert text.strip("−0.") or not text.startswith(MINUS)


def test_shares_and_counts():
    assert percent_text(0.9931) == "99.3 %"
    assert percent_text(1) == "100 %"
    assert percent_text(1, is_listed=True) == "100.0 %"
    assert percent_text(0, is_listed=True) == "0.0 %"
    assert percent_text(float("nan")) == "NaN"
    assert count_text(13698) == "13\N{NARROW NO-BREAK SPACE}698"
    assert count_text(10) == "10"


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, -2, 0], True), ([1, 0.5], False), ([np.nan], False), ([np.inf, 1], True), ([], True)],
)
def test_whole_numbers_are_known(values, expected):
    assert is_whole(np.array(values, np.float32)) is expected


@pytest.mark.parametrize(
    "text",
    [
        "1,000",
        "1.000",
        "1 000",
        "1\u202f000",
        "1\u00a0000",
        "1'000",
        "1\u2019000",
        "1_000",
        " 1,000 ",
    ],
)
def test_in_a_whole_number_grouping_is_grouping(text):
    assert number_within(text, 1, 10_000, whole=True) == 1000


@pytest.mark.parametrize("count", [0, 7, 999, 1000, 5994, 61_706, 1_234_567, 10**9])
def test_a_count_that_is_printed_can_be_typed(count):
    assert number_within(count_text(count), 0, 1e12, whole=True) == count
    assert parse_number(count_text(count)) == count
    assert parse_number(f"−{count_text(count)}") == -count


@pytest.mark.parametrize("text", ["1,000", "1.000"])
def test_where_decimals_may_be_meant_a_comma_is_a_decimal_mark(text):
    assert parse_number(text) == 1.0


@pytest.mark.parametrize("text", ["12,34,567", "1,000.5", "1 000,000", "1,5"])
def test_what_is_no_grouping_is_refused_in_a_whole_number(text):
    with pytest.raises(ValueError, match=r".+\."):
        number_within(text, 1, 10_000, whole=True)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (-0.334, 2, "−0.33"), (7.3e-9, 2, "7.3 × 10⁻⁹"), (-1.8e-06, 2, "−1.8 × 10⁻⁶"),
        (123456.0, 2, "120000"), (2.5e7, 2, "2.5 × 10⁷"), (0.005, 3, "0.005"), (0.0, 2, "0"),
        (float("nan"), 2, "NaN"),
        (float("-inf"), 2, "−∞"),
    ],
)  # fmt: skip
def test_significant_digits_are_written_as_people_do(value, digits, text):
    assert significant_text(value, digits) == text
