"""The sheets of a flatten and of a dropout."""

import numpy as np

from cnnviz.views.explanation.arrangement import arrange
from cnnviz.views.explanation.kinds import kind_of
from cnnviz.views.sheets.item_id import Spot
from tests.views.explanation.sheet_steps import (
    called,
    item,
    scene_of,
    words,
)


def test_flatten_writes_the_index_and_names_the_order(look, deep):
    scene = scene_of(look, deep, (9,), node="flatten1")  # of 3 maps of 2×2
    said = "".join(text for _, text in arrange(scene).rows.texts())
    assert "c·H·W + r·W + w = 2·4 + 0·2 + 1 = 9" in said
    assert "c = 2 is map 3, r = 0 is row 1, w = 1 is column 2" in said
    order = words(scene)
    assert "Order: channel, row, column. That is PyTorch's order" in order
    assert "TensorFlow flattens row, column, channel" in order
    assert "In TensorFlow's order this value has the index 5." in order
    as_tensorflow = deep.trace.values["adaptive_avg_pool1"].transpose(1, 2, 0).ravel()
    assert as_tensorflow[5] == scene.about.value


def test_a_click_on_any_map_goes_to_its_index(look, deep):
    scene = scene_of(look, deep, (9,), node="flatten1")
    kind = kind_of(scene.about)
    for index, (channel, row, column) in enumerate(np.ndindex(3, 2, 2)):
        assert item(scene, f"map {channel}").shown.values.shape == (2, 2)
        assert kind.target(scene, Spot(called(f"map {channel}"), row, column)) == index
        assert kind.target(scene, Spot(called("strip"), 0, index)) == index
    assert kind.target(scene, Spot(called("map 0"), 2, 0)) is None
    assert item(scene, "map 2").marks.current == (0, 1)
    assert item(scene, "map 1").marks.current is None
    assert item(scene, "strip").marks.current == (0, 9)


def test_a_hidden_flatten_does_not_mark_the_cell(look, deep):
    scene = scene_of(look, deep, (9,), node="flatten1", is_hidden=True)
    assert item(scene, "map 2").marks.current is None
    assert "map 3" not in words(scene)


def test_dropout_says_what_it_does_in_training(look, deep):
    said = words(scene_of(look, deep, (3,), node="dropout1"))
    assert "Dropout does nothing when looking" in said
    assert "becomes 0 with chance 0.4" in said
    assert "1/(1 − 0.4) = 1.667" in said
