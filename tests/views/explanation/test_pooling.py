"""The sheet of a pooling: its window, its winners, its padding."""

import numpy as np
import pytest

from cnnviz.cnn import pooling_layers as po
from cnnviz.views.explanation.kinds import kind_of
from cnnviz.views.sheets.item_id import Spot
from tests.views.explanation.sheet_steps import (
    called,
    forward_of,
    item,
    one,
    scene_of,
    texts,
    words,
)

TIED = [[[1, 7, 2, 0], [7, 3, 4, 5], [0, 0, 1, 1], [2, 0, 8, 1]]]


def test_the_winners_of_a_pooling_are_framed_and_ties_told(look):
    scene = scene_of(look, forward_of([po.MaxPool2d((2, 2))], TIED), (0, 0, 0))
    window = item(scene, "window")
    assert window.winners.tolist() == [[False, True], [True, False]]
    assert list(window.texts) == ["1", "7", "7", "3"]  # whole numbers whole
    marks = item(scene, "input map 0").marks
    assert np.argwhere(marks.winners).tolist() == [[0, 1], [1, 0]]
    assert [list(side) for side in marks.window] == [[0, 1], [0, 1]]
    said = words(scene)
    assert "It is there twice: a tie." in said
    assert "Nothing is learnt here: 0 weights." in said
    assert "a tie" not in words(scene_of(look, scene.forward, (0, 1, 1)))


def test_padding_never_wins_and_looks_like_padding(look):
    forward = forward_of([po.MaxPool2d((2, 2), (2, 2), (1, 1))], -np.abs(np.array(TIED)) - 1)
    scene = scene_of(look, forward, (0, 0, 0))
    window = item(scene, "window")
    assert list(window.texts) == ["−∞", "−∞", "−∞", "−2"]
    assert window.padding.tolist() == [[True, True], [True, False]]
    assert "Padding never wins" in words(scene)
    assert "never wins" in kind_of(scene.about).told(scene, Spot(called("window"), 0, 1))
    assert one(texts(scene), "value") == -2


@pytest.mark.parametrize(("counts", "mean", "sentence"), [
    (True, "1.50", "Padding counts here: 3 cells as 0 among the 4."),
    (False, "6", "3 cells outside the map: left out of sum and divisor."),
])  # fmt: skip
def test_a_mean_says_whether_padding_counts(look, counts, mean, sentence):
    layer = po.AvgPool2d((2, 2), (2, 2), (1, 1), count_include_pad=counts)
    scene = scene_of(look, forward_of([layer], np.full((1, 4, 4), 6.0)), (0, 0, 0))
    assert set(texts(scene)["value"]) == {mean}
    assert sentence in words(scene)
    assert texts(scene)["divisor"] == ["÷ 4" if counts else "÷ 1"]


def test_a_large_window_is_told_not_listed(look):
    values = np.arange(400.0).reshape(1, 20, 20)
    scene = scene_of(look, forward_of([po.AdaptiveAvgPool2d((1, 1))], values), (0, 0, 0))
    assert "window" not in texts(scene)
    assert "The window has 20×20 = 400 values, from 0 to 399." in words(scene)
    assert set(texts(scene)["value"]) == {"199.50"}
    assert set(texts(scene)["sum"]) == {"79800"}


def test_rows_that_no_window_reaches_are_hatched_and_told(look):
    layer = po.MaxPool2d((2, 2), (2, 2))
    scene = scene_of(look, forward_of([layer], np.ones((1, 5, 4))), (0, 0, 0))
    assert item(scene, "input map 0").shown.unreached[0].tolist() == [True] * 4 + [False]
    assert "No window reaches the last row" in words(scene)
    assert "Rows ⌊(5 + 2·0 − 1·(2 − 1) − 1) / 2⌋ + 1 = 2" in words(scene)
