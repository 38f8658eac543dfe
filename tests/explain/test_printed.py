"""Printed sums: their digits, and when a rounding is told."""

from decimal import Decimal

import pytest

from cnnviz.explain.printed import printed_sum, read_back, signed_text
from cnnviz.text.decimals import (
    WHOLE,
    Decimals,
    decimal_text,
    decimals_for,
    rounding_of,
)


def test_whole_numbers_print_as_whole_numbers():
    made = printed_sum([28, 4, 3, 1, 3, 1, 0, 0, 0], 40, WHOLE)
    texts = [decimal_text(term) for term in made.terms]
    assert texts == ["28", "4", "3", "1", "3", "1", "0", "0", "0"]
    assert (decimal_text(made.total), made.rounding) == ("40", 0)


def test_terms_have_one_more_decimal_for_every_ten():
    counts = {1: 2, 2: 3, 10: 3, 11: 4, 100: 4, 101: 5, 4608: 6}
    assert {n: Decimals(2).finer(n).count for n in counts} == counts


def test_thirds_add_up_with_more_decimals_than_their_sum():
    made = printed_sum([1 / 3] * 3, 1.0, Decimals(2))
    assert [decimal_text(term) for term in made.terms] == ["0.333"] * 3
    assert (decimal_text(made.total), made.rounding) == ("1", 0)


def test_one_unit_that_is_missing_is_told():
    made = printed_sum([0.0014, 0.0034], 0.0052, Decimals(2))  # as float32 added them
    assert (decimal_text(made.total), made.rounding) == ("0.01", Decimal("0.01"))


@pytest.mark.parametrize(
    ("terms", "result", "rounding"),
    [
        (["1.105"], "1.10", "0"),  # whichever way a half is rounded
        (["1.105"], "1.11", "0"),
        (["1.106"], "1.10", "-0.01"),
        (["1.094"], "1.10", "0.01"),
        (["0.5", "0.5"], "1.00", "0"),
    ],
)
def test_the_rounding_is_whole_units_of_the_result(terms, result, rounding):
    made = rounding_of([Decimal(term) for term in terms], Decimal(result), Decimal("0.01"))
    assert made == Decimal(rounding)


@pytest.mark.parametrize(
    ("largest", "error", "decimals"),
    [
        (7.0, 0.0, Decimals(2)),
        (0.1, 0.0, Decimals(2)),
        (0.09, 0.0, Decimals(3)),
        (0.00012, 0.0, Decimals(5)),
        (0.00009, 0.0, Decimals(3, -5)),
        (2.0**24, 0.0, Decimals(3, 7)),
        (5000.0, 0.01, Decimals(1)),  # no digit finer than the error of float32
        (5000.0, 0.2, Decimals(0)),
        (5e6, 3.0, Decimals(3, 6)),
        (0.0, 0.0, Decimals(2)),
    ],
)
def test_decimals_follow_the_largest_value_and_the_error(largest, error, decimals):
    assert decimals_for(largest, error) == decimals


@pytest.mark.parametrize(
    ("value", "text"), [("-0.00", "0.00"), ("-1.50", "−1.50"), ("0", "0"), ("12", "12")]
)
def test_texts_have_a_true_minus_and_no_minus_zero(value, text):
    assert decimal_text(Decimal(value)) == text


def test_a_sign_set_apart_belongs_to_the_number():
    assert (signed_text(Decimal("0.12")), signed_text(Decimal("-0.12"))) == ("+ 0.12", "− 0.12")
    assert read_back("−0.12") == Decimal("-0.12")
