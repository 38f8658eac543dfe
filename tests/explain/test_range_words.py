"""From where to where numbers go, also where some of them are none."""

import numpy as np
import pytest

from cnnviz.explain.range_words import range_words
from cnnviz.project.picture import Picture
from cnnviz.text.decimals import decimals_of_values
from cnnviz.views.input.network_input import facts_text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([-1.0, 5.0], "−1 to 5"),
        ([-0.5, 2.25], "−0.50 to 2.25"),
        ([np.nan, -1.0, 5.0], "−1 to 5 and NaN"),
        ([-np.inf, 5.0], "−∞ to 5"),
        ([np.nan, np.nan], "NaN only"),
    ],
)
def test_the_ends_are_those_of_the_numbers(values, words):
    numbers = np.array(values, np.float32)
    assert range_words(numbers, decimals_of_values(numbers)) == words


def test_a_matrix_with_nan_says_where_its_numbers_go():
    matrix = Picture("matrix", np.array([[[np.nan, 1.0], [-2.0, 3.0]]], np.float32), "odd.csv")
    assert facts_text(matrix) == "odd.csv: 2 × 2, 1 channel, values −2 to 3 and NaN."
