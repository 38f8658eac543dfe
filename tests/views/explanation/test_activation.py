"""The sheet of an activation: its formula, its curve and its labels."""

import math
from itertools import combinations

import numpy as np
import pytest

from cnnviz.cnn import activation_layers as ac
from cnnviz.cnn.function_layers import Exponential, Logarithm, Power
from cnnviz.views.explanation import activation_curve
from cnnviz.views.explanation.activation_formula import formula_with_numbers, sign_before_value
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
    forward = forward_of([ac.ReLU()], [[[-2.31, 1.5], [-1, 0]], [[1, 2], [3, 4]]])
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
        (ac.LeakyReLU(0.1), -2.0, "0.1·(−2) = −0.20"),
        (ac.Sigmoid(), -2.0, "1 / (1 + exp(2)) = 0.12"),
        (ac.Sigmoid(), 3.0, "1 / (1 + exp(−3)) = 0.95"),
        (ac.Tanh(), -2.0, "tanh(−2) = −0.96"),
    ],
)
def test_the_formula_of_every_activation_has_the_number_put_in(look, layer, x, formula):
    scene = scene_of(look, forward_of([layer], [[[x]]]), (0, 0, 0))
    assert formula in "".join(text for _, text in arrange(scene).rows.texts())


CURVES = [
    *(kind() for kind in ac.ACTIVATIONS if kind is not ac.PReLU),
    ac.PReLU.untrained(), ac.LeakyReLU(-1.5), ac.ELU(2.5), ac.GELU("tanh"), ac.Softplus(3),
    ac.Hardtanh(-2.5, 0.5), Exponential(), Power(2), Power(3),
]  # fmt: skip
MEANT = {"ln": math.log, "exp": math.exp, "tanh": math.tanh, "max": max, "min": min}


def ndtr(x):
    return math.erfc(-x / math.sqrt(2)) / 2


def computed(formula):
    """What a formula as it is printed gives."""
    plain = formula.replace("−", "-").replace("·", "*").replace("³", "**3").replace("^", "**")
    return eval(plain, {"__builtins__": {}}, {**MEANT, "Φ": ndtr})


@pytest.mark.parametrize("layer", CURVES, ids=lambda layer: f"{layer.kind}-{layer.options()}")
@pytest.mark.parametrize("x", [-25.5, -3.25, -1.5, -0.25, 0.0, 0.5, 2.75, 7.5])
def test_every_printed_formula_gives_the_printed_value(look, layer, x):
    scene = scene_of(look, forward_of([layer], [[[x, 1, -1]]]), (0, 0, 0))
    formula = "".join(word.text for word in formula_with_numbers(scene, scene.about))
    printed = computed(formula)
    assert formula.replace(" ", "") in words(scene).replace(" ", "")
    assert sign_before_value(scene, scene.about) == "="  # the printed x is x itself
    assert printed == pytest.approx(float(layer.forward(np.float32([x]))[0]), rel=1e-5, abs=1e-9)
    half_a_unit = float(scene.decimals.unit) / 2
    assert abs(printed - float(one(texts(scene), "value"))) <= half_a_unit * 1.00001


def test_the_curve_is_that_of_the_layer_over_all_values(look):
    values = np.array([[[-3, 0.5], [2, 7]], [[-9, 1], [1, 1]]])
    scene = scene_of(look, forward_of([ac.LeakyReLU(0.5)], values), (0, 1, 0))
    xs = activation_curve.curve_range(scene.forward.trace.image)
    assert (xs[0], xs[-1]) == (-9, 7)
    assert 0 in xs  # the kink is no guess between two points
    labels = [text for _, text in arrange(scene).rows.texts()]
    assert {"−9", "7", "−4.50"} <= set(labels)  # the ends of both axes


@pytest.mark.parametrize("layer", [Logarithm(), Power(-1), Power(0.5)])
def test_a_curve_is_drawn_where_it_has_values(look, layer):
    scene = scene_of(look, forward_of([layer], [[[-3, 0.5, 4, 1]]]), (0, 0, 2))
    made = scene.forward.trace.output
    xs = activation_curve.curve_range(scene.values_before)
    ys = activation_curve.drawn_curve(layer, xs, made)
    drawn = ys[np.isfinite(ys)]
    assert drawn.size
    assert (drawn.min(), drawn.max()) >= (min(np.nanmin(made), 0), -np.inf)
    assert drawn.max() <= np.nanmax(made)
    assert np.isnan(ys[xs == 0]).all() == (layer.options() != {"exponent": 0.5})
    assert arrange(scene).rows.items  # and nothing warns


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
    forward = forward_of([ac.LeakyReLU(0.5)], [[[-4, x, 4]]])
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


@pytest.mark.parametrize("layer", CURVES, ids=lambda layer: f"{layer.kind}-{layer.options()}")
@pytest.mark.parametrize("x", [-0.6, -0.05, 0.0, 0.05, 0.6])
def test_the_numbers_of_a_point_near_the_axes_do_not_lie_on_each_other(look, layer, x):
    scene = scene_of(look, forward_of([layer], [[[x, 12, -9]]]), (0, 0, 0))
    labels = [
        each.place for each in arrange(scene).rows.items
        if isinstance(each, Text) and each.size == DIGITS
    ]  # fmt: skip
    for one_label, other in combinations(labels, 2):
        shared = one_label.adjusted(1, 3, -1, -3).intersected(other.adjusted(1, 3, -1, -3))
        assert shared.isEmpty()
