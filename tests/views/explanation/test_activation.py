"""The sheet of an activation: its formula, its curve and its labels."""

import numpy as np
import pytest

from cnnviz.cnn import layers as la
from cnnviz.views.explanation import activation_curve
from cnnviz.views.explanation.arrangement import arrange
from cnnviz.views.explanation.kinds import kind_of
from cnnviz.views.sheets.item_id import Spot, What
from cnnviz.views.sheets.items import DIGITS, Text
from tests.views.explanation.sheet_steps import (
    called,
    forward_of,
    item,
    one,
    scene_of,
    texts,
    words,
)


def test_a_relu_writes_its_formula_with_the_number_and_counts_the_negative(look):
    forward = forward_of([la.ReLU()], [[[-2.31, 1.5], [-1, 0]], [[1, 2], [3, 4]]])
    scene = scene_of(look, forward, (0, 0, 0))
    said = words(scene)
    formula = "".join(text for _, text in arrange(scene).rows.texts())
    assert "max(0, −2.31) = 0" in formula
    assert one(texts(scene), "value") == 0
    assert "2 of 4 values of map 1 were negative and became 0." in said
    assert "2 of 8 values of all 2 maps were negative and became 0." in said


@pytest.mark.parametrize(
    ("layer", "x", "formula"),
    [
        (la.LeakyReLU(0.1), -2.0, "0.1·(−2) = −0.20"),
        (la.Sigmoid(), -2.0, "1 / (1 + exp(2)) = 0.12"),
        (la.Sigmoid(), 3.0, "1 / (1 + exp(−3)) = 0.95"),
        (la.Tanh(), -2.0, "tanh(−2) = −0.96"),
    ],
)
def test_the_formula_of_every_activation_has_the_number_put_in(look, layer, x, formula):
    scene = scene_of(look, forward_of([layer], [[[x]]]), (0, 0, 0))
    assert formula in "".join(text for _, text in arrange(scene).rows.texts())


def test_the_curve_is_that_of_the_layer_over_all_values(look):
    values = np.array([[[-3, 0.5], [2, 7]], [[-9, 1], [1, 1]]])
    scene = scene_of(look, forward_of([la.LeakyReLU(0.5)], values), (0, 1, 0))
    xs = activation_curve.curve_range(scene.forward.trace.image)
    assert (xs[0], xs[-1]) == (-9, 7)
    assert 0 in xs  # the kink is no guess between two points
    labels = [text for _, text in arrange(scene).rows.texts()]
    assert {"−9", "7", "−4.50"} <= set(labels)  # the ends of both axes


def test_a_click_on_the_map_before_goes_to_that_position(look, deep):
    scene = scene_of(look, deep, (1, 2, 2), node="relu1")
    kind = kind_of(scene.about)
    assert kind.target(scene, Spot(called("before"), 4, 5)) == 4 * 12 + 5
    assert kind.target(scene, Spot(called("before"), 12, 0)) is None
    assert kind.target(scene, Spot(called("value before"), 0, 0)) is None
    assert item(scene, "before").marks.current == item(scene, "after").marks.current == (2, 2)


@pytest.mark.parametrize("x", [-2.0, 1.0])
def test_the_labels_stand_beside_the_axes_where_the_curve_is_not(look, x):
    """Below the horizontal axis, above it where the curve lies below; left of the vertical one."""
    forward = forward_of([la.LeakyReLU(0.5)], [[[-4, x, 4]]])
    scene = scene_of(look, forward, (0, 0, 1))
    texts = [each for each in arrange(scene).rows.items if isinstance(each, Text)]
    labels = [each for each in texts if each.size == DIGITS]  # the formula is larger
    at = {each.id.what: each.place for each in labels if each.id is not None}
    centres = [each.place.center() for each in labels]
    left, right = min(c.x() for c in centres), max(c.x() for c in centres)  # −4 and 4
    high, low = min(c.y() for c in centres), max(c.y() for c in centres)  # 4 and −2
    vertical_axis, horizontal_axis = (left + right) / 2, high + (low - high) * 4 / 6
    beside, below = at[What.POINT_Y], at[What.POINT_X]
    assert beside.right() == pytest.approx(vertical_axis - look.px(8), abs=1)
    assert (beside.center().y() < horizontal_axis) == (x > 0)
    assert below.center().x() == pytest.approx(vertical_axis + x / 8 * (right - left), abs=1)
    if x < 0:
        assert below.bottom() < horizontal_axis
    else:
        assert below.top() > horizontal_axis
