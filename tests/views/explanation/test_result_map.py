"""The result where it stands: its map and the values around, and what it can depend on."""

import numpy as np
import pytest

from cnnviz.cnn import layers as la
from cnnviz.views.explanation.result_map import field_text
from tests.views.explanation.sheet_steps import forward_of, item, scene_of, words


def test_what_a_value_depends_on_is_told_as_rows_times_columns():
    field = np.zeros((6, 7), np.bool_)
    field[1:3, 2:7] = True
    assert field_text(field) == (
        "This value depends on 2×5 pixels of the picture, and on no other."
    )
    assert field_text(np.ones((6, 7), np.bool_)) == "This value depends on the whole picture."


def test_the_field_on_the_sheet_is_that_of_the_value(look):
    layers = [la.Conv2d(np.ones((1, 1, 1, 3)), None), la.Conv2d(np.ones((1, 1, 2, 3)), None)]
    scene = scene_of(look, forward_of(layers, np.ones((1, 8, 8))), (0, 3, 1))
    lit = item(scene, "field").marks.lit
    assert np.argwhere(lit).min(axis=0).tolist() == [3, 1]
    assert np.argwhere(lit).max(axis=0).tolist() == [4, 5]
    assert "This value depends on 2×5 pixels of the picture" in words(scene)


@pytest.mark.parametrize("place", [(0, 0, 0), (0, 10, 3), (0, 19, 19)])
def test_the_values_around_are_those_of_the_map(look, place):
    values = np.arange(400, dtype=np.float32).reshape(1, 20, 20)
    scene = scene_of(look, forward_of([la.Conv2d(np.ones((1, 1, 1, 1)), None)], values), place)
    around = item(scene, "neighbourhood")
    (framed,) = np.argwhere(around.framed)
    assert around.values[tuple(framed)] == values[place]
    assert around.texts[framed[0] * around.values.shape[1] + framed[1]] == str(int(values[place]))
