"""The size formula with its numbers, and why windows leave out rows or columns."""

import numpy as np
import pytest

from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.pooling_layers import AdaptiveAvgPool2d, AvgPool2d, MaxPool2d
from cnnviz.explain.reach_words import SIZE_FORMULA, size_formula, unreached_sentence


def conv(kernel, **options):
    return Conv2d(np.ones((1, 1, *kernel), np.float32), **options)


@pytest.mark.parametrize(
    ("layer", "size", "sentence"),
    [
        (conv((3, 3)), (6, 6), ""),
        (
            MaxPool2d((2, 2)),
            (6, 7),
            "the last column: the next one would start at column 7 and stick out.",
        ),
        (
            MaxPool2d((2, 2)),
            (7, 7),
            "the last row and the last column: the next ones would start at row 7 and column 7 "
            "and stick out.",
        ),
        (MaxPool2d((2, 2), ceil_mode=True), (7, 7), ""),
        (
            conv((4, 1), stride=(3, 1)),
            (9, 2),
            "the last 2 rows: the next one would start at row 7 and stick out.",
        ),
        (
            conv((4, 1), stride=(3, 1), padding=(1, 0)),
            (7, 2),
            "the last row: the next one would start at row 6 and stick out.",
        ),
        (
            MaxPool2d((2, 2), (3, 1)),
            (8, 5),
            "rows 3 and 6: the stride 3 is larger than the window 2.",
        ),
        (
            AvgPool2d((2, 1), (3, 3)),
            (6, 5),
            "rows 3 and 6 and columns 2, 3 and 5: the stride 3 is larger than the window 2×1.",
        ),
        (
            conv((2, 1), dilation=(2, 1), stride=(2, 1)),
            (7, 3),
            "rows 2, 4 and 6: the dilation 2 leaves gaps in the window, and with stride 2 no "
            "other window fills them.",
        ),
        (
            conv((2, 1), dilation=(2, 1)),
            (3, 3),
            "row 2: the dilation 2 leaves gaps in the window.",
        ),
        (
            conv((1, 1), stride=(4, 1)),
            (20, 1),
            "rows 2, 3, … and 20: the stride 4 is larger than the window 1.",
        ),
        (
            MaxPool2d((2, 2), (3, 3)),
            (7, 5),
            "rows 3 and 6 and column 3: the stride 3 is larger than the window 2; nor the last "
            "row: the next one would start at row 7 and stick out.",
        ),
    ],
)
def test_what_is_left_out_is_told_with_its_reason(layer, size, sentence):
    assert unreached_sentence(layer, (1, *size)) == (sentence and f"No window reaches {sentence}")


@pytest.mark.parametrize(
    ("layer", "size", "axis", "text"),
    [
        (conv((3, 3)), (6, 6), 0, "⌊(6 + 2·0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 4"),
        (
            conv((3, 2), stride=(1, 2), padding=(0, 1), dilation=(1, 3)),
            (6, 9),
            1,
            "⌊(9 + 2·1 − 3·(2 − 1) − 1) / 2⌋ + 1 = 4",
        ),
        (MaxPool2d((2, 2)), (6, 7), 1, "⌊(7 + 2·0 − 1·(2 − 1) − 1) / 2⌋ + 1 = 3"),
        (MaxPool2d((2, 2), ceil_mode=True), (6, 7), 1, "⌈(7 + 2·0 − 1·(2 − 1) − 1) / 2⌉ + 1 = 4"),
        (
            AvgPool2d((2, 2), (4, 4), ceil_mode=True),
            (4, 4),
            0,
            "⌈(4 + 2·0 − 1·(2 − 1) − 1) / 4⌉ + 1 = 2, less the last, which would start after the "
            "input: 1",
        ),
        (AdaptiveAvgPool2d((1, 1)), (4, 4), 0, ""),
    ],
)
def test_the_size_formula_has_its_numbers_in(layer, size, axis, text):
    assert size_formula(layer, (1, *size), axis) == text


def test_the_formula_in_letters_is_that_of_the_numbers():
    numbers = {"n": "6", "2p": "2·0", "d": "1", "k": "3", "s": "1"}
    text = SIZE_FORMULA
    for letter, number in numbers.items():
        text = text.replace(letter, number)
    assert f"{text} = 4" == size_formula(conv((3, 3)), (1, 6, 6), 0)
