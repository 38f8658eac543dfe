"""What the sheet of each kind of layer says, marks, and does when clicked."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QRect

from cnnviz.cnn import layers as la
from cnnviz.cnn import pooling_layers as po
from cnnviz.explain.printed import rounded
from cnnviz.explain.values import explain
from cnnviz.project.project import forward_pass
from cnnviz.state.settings import Settings
from cnnviz.views.explanation import activation_curve, connected_rows, softmax_numbers
from cnnviz.views.explanation.edits import edit_of
from cnnviz.views.explanation.kinds import arrange, kind_of
from cnnviz.views.explanation.ranking import Ranking
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import Spot
from tests.views.explanation.sheet_steps import (
    Random,
    called,
    every_kind,
    forward_of,
    item,
    number,
    one,
    scene_of,
    texts,
    total,
    words,
)


@pytest.fixture(scope="module")
def look(qapp):
    return Look(Settings(), is_ready=False)


@pytest.fixture(scope="module")
def deep():
    return forward_of(*every_kind(Random(5)))


# Activations


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
    xs = activation_curve.curve_range(scene.forward.trace.values[0])
    assert (xs[0], xs[-1]) == (-9, 7)
    assert 0 in xs  # the kink is no guess between two points
    labels = [text for _, text in arrange(scene).rows.texts()]
    assert {"−9", "7", "−4.50"} <= set(labels)  # the ends of both axes


def test_a_click_on_the_map_before_goes_to_that_position(look, deep):
    scene = scene_of(look, deep, (1, 2, 2), step=3)
    kind = kind_of(scene.about)
    assert kind.target(scene, Spot(called("before"), 4, 5)) == 4 * 12 + 5
    assert kind.target(scene, Spot(called("before"), 12, 0)) is None
    assert kind.target(scene, Spot(called("value before"), 0, 0)) is None
    assert item(scene, "before").marks.current == item(scene, "after").marks.current == (2, 2)


# Poolings

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
    assert set(texts(scene)["sum"]) == {"79800.00"}


def test_rows_that_no_window_reaches_are_hatched_and_told(look):
    layer = po.MaxPool2d((2, 2), (2, 2))
    scene = scene_of(look, forward_of([layer], np.ones((1, 5, 4))), (0, 0, 0))
    assert item(scene, "input map 0").shown.unreached[0].tolist() == [True] * 4 + [False]
    assert "No window reaches the last row" in words(scene)
    assert "Rows ⌊(5 + 2·0 − 1·(2 − 1) − 1) / 2⌋ + 1 = 2" in words(scene)


# Batch norm


def norm_scene(look):
    layer = la.BatchNorm2d(*(np.array([n], np.float32) for n in (2, -1, 3, 4)), 0.0)
    return scene_of(look, forward_of([layer], [[[7.0]]]), (0, 0, 0))


def test_a_batch_norm_goes_step_by_step(look):
    scene = norm_scene(look)  # (7 − 3) / √4 · 2 − 1
    found = texts(scene)
    steps = ("difference", "spread", "quotient", "scaled", "value")
    assert [one(found, name) for name in steps] == [4, 2, 2, 4, 3]


def test_weight_and_bias_of_a_batch_norm_can_be_edited(look):
    scene = norm_scene(look)
    for name, after in (("weight", 19), ("bias", 14)):
        assert item(scene, name).is_editable
        edited = edit_of(scene, called(name), 0, 0, 10.0)(scene.forward.project)
        assert forward_pass(edited).trace.values[1].item() == after


# Flatten and dropout


def test_flatten_writes_the_index_and_names_the_order(look, deep):
    scene = scene_of(look, deep, (9,), step=11)  # of 3 maps of 2×2
    said = "".join(text for _, text in arrange(scene).rows.texts())
    assert "c·H·W + r·W + w = 2·4 + 0·2 + 1 = 9" in said
    assert "c = 2 is map 3, r = 0 is row 1, w = 1 is column 2" in said
    order = words(scene)
    assert "Order: channel, row, column. That is PyTorch's order" in order
    assert "TensorFlow flattens row, column, channel" in order
    assert "In TensorFlow's order this value has the index 5." in order
    as_tensorflow = deep.trace.values[10].transpose(1, 2, 0).ravel()
    assert as_tensorflow[5] == scene.about.value


def test_a_click_on_any_map_goes_to_its_index(look, deep):
    scene = scene_of(look, deep, (9,), step=11)
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
    scene = scene_of(look, deep, (9,), step=11, is_hidden=True)
    assert item(scene, "map 2").marks.current is None
    assert "map 3" not in words(scene)


def test_dropout_says_what_it_does_in_training(look, deep):
    said = words(scene_of(look, deep, (3,), step=12))
    assert "Dropout does nothing when looking" in said
    assert "becomes 0 with chance 0.4" in said
    assert "1/(1 − 0.4) = 1.667" in said


# Fully connected


def unit(look, **options):
    weight = np.arange(-12, 12, dtype=np.float32).reshape(1, 24)
    layers = [la.Flatten(), la.Linear(weight, np.array([0.5]))]
    return scene_of(look, forward_of(layers, np.ones((2, 3, 4))), (0,), **options)


def test_the_largest_ten_terms_come_first_and_the_others_together(look):
    scene = unit(look)
    found = texts(scene)
    products = [number(found[name][0]) for name in found if name.startswith("product ")]
    assert [abs(int(p)) for p in products] == [12, 11, 11, 10, 10, 9, 9, 8, 8, 7]
    assert "the other 14 together" in words(scene)
    assert "map 1, row 1, column 1" in words(scene)  # where the weight −12 belongs
    assert "map 2, row 3, column 4" in words(scene)


def test_by_index_every_term_has_its_row(look):
    found = texts(unit(look, order="index"))
    products = [int(number(found[f"product {i}"][0])) for i in range(24)]
    assert products == list(range(-12, 12))
    assert "others" not in found


def test_long_lists_are_made_only_where_they_are_seen(look):
    weight = np.ones((1, 4096), np.float32)
    layers = [la.Flatten(), la.Linear(weight)]
    scene = scene_of(look, forward_of(layers, np.ones((1, 64, 64))), (0,), order="index")
    rows = arrange(scene).rows
    rows.seen(QRect(0, 0, 600, 500))
    made = [part for part in rows.parts if part.known]
    assert 0 < len(made) <= 2
    assert len(rows.parts) == 4096 // connected_rows.CHUNK


def test_the_weights_of_a_unit_lie_as_pictures_over_the_maps(look):
    scene = unit(look)
    for k in range(2):
        expected = np.arange(12 * k - 12, 12 * k).reshape(3, 4)
        assert (item(scene, f"slice {k}").shown.values == expected).all()
    told = kind_of(scene.about).told(scene, Spot(called("slice 1"), 2, 3))
    assert told == "Map 2, row 3, column 4: 1 · 11 = 11"
    lit = unit(look, lit=Spot(called("product 23"), 0, 0))
    assert item(lit, "slice 1").marks.current == (2, 3)
    assert item(lit, "weight 23").framed.all()
    assert kind_of(scene.about).told(unit(look, is_hidden=True), Spot(called("slice 1"), 2, 3)) == (
        "Map 2, row 3, column 4: 1 · 11"
    )


def test_weights_and_bias_of_a_unit_can_be_edited(look):
    scene = unit(look)
    assert item(scene, "weight 0").is_editable
    assert item(scene, "bias").is_editable
    for name, after in (("weight 0", 5.5), ("bias", -7.0)):  # were −12 and 0.5
        edited = edit_of(scene, called(name), 0, 0, 5.0)(scene.forward.project)
        change = (17 if name == "weight 0" else 4.5) - 12 + 0.5
        assert forward_pass(edited).trace.values[-1].item() == change, after


def test_terms_keep_their_order_while_a_weight_is_being_changed(look):
    ranking = Ranking()
    first = unit(look).about
    order = ranking.of(first, is_editing=False)
    edited = edit_of(unit(look), called("weight 12"), 0, 0, 99.0)(unit(look).forward.project)
    about = explain(forward_pass(edited).trace, 2, (0,))
    assert (ranking.of(about, is_editing=True) == order).all()
    assert ranking.of(about, is_editing=False)[0] == 12
    assert ranking.of(scene_of(look, unit(look).forward, (0,), step=1).about, is_editing=False) is (
        None
    )


# Softmax


def scores(look, values, place=0, **options):
    values = np.asarray(values, np.float32).reshape(1, 1, -1)
    return scene_of(look, forward_of([la.Flatten(), la.Softmax()], values), (place,), **options)


def test_tried_scores_change_the_sheet_and_not_the_network(look):
    scene, tried = scores(look, [0, 0]), scores(look, [0, 0], tried={1: 100.0})
    assert set(texts(scene)["value"]) == {"0.50"}
    assert set(texts(tried)["value"]) == {"0.00"}
    assert texts(tried)["logits"] == ["0", "100"]
    assert texts(tried)["share 1"] == ["1.00"]
    assert item(tried, "output").shown.values[0, 0] == pytest.approx(0, abs=1e-6)
    assert "the network is unchanged" in words(tried)
    assert "the network is unchanged" not in words(scene)
    assert tried.forward.trace.output.tolist() == [0.5, 0.5]
    assert item(tried, "logits").framed.ravel().tolist() == [False, True]


def test_of_many_classes_the_largest_are_shown_with_the_explained_one(look):
    values = np.random.default_rng(3).normal(size=1000)
    last = int(values.argmin())
    scene = scores(look, values, place=last)
    shown = softmax_numbers.classes_shown(scene.about)
    assert len(shown) == softmax_numbers.MOST
    assert shown[0] == values.argmax()
    assert last in shown
    assert "the other 980 together" in words(scene)
    assert softmax_numbers.class_at(scene, 0) == values.argmax()
    check_sums = texts(scene)
    shares = [name for name in check_sums if re.fullmatch(r"share \d+", name)]
    assert total(check_sums, [*shares, "share of others", "share rounding"]) == 1


def test_scores_can_be_changed_and_a_click_on_a_row_goes_there(look):
    scene = scores(look, [1, 2, 3])
    assert item(scene, "logits").is_editable
    assert kind_of(scene.about).target(scene, Spot(called("share 2"), 0, 0)) == 2
    assert kind_of(scene.about).target(scene, Spot(called("share sum"), 0, 0)) is None


# The input


def test_the_input_stands_as_the_picture_has_it(look, deep):
    scene = scene_of(look, deep, (1, 3, 4), step=0)
    assert one(texts(scene), "value") == rounded(scene.about.value, 4)
    assert kind_of(scene.about).target(scene, Spot(called("input channel 0"), 2, 5)) == 2 * 12 + 5
    assert item(scene, "input channel 1").marks.current == (3, 4)
