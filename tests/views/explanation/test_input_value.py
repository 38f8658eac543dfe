"""The sheet of a value of the input."""

from cnnviz.views.explanation.kinds import kind_of
from cnnviz.views.sheets.item_id import Spot
from tests.views.explanation.sheet_steps import (
    called,
    item,
    one,
    scene_of,
    texts,
)


def test_the_input_stands_as_the_picture_has_it(look, deep):
    scene = scene_of(look, deep, (1, 3, 4), node="input")
    assert one(texts(scene), "value") == scene.decimals.rounded(float(scene.about.value))
    assert kind_of(scene.about).target(scene, Spot(called("input channel 0"), 2, 5)) == 2 * 12 + 5
    assert item(scene, "input channel 1").marks.current == (3, 4)
