"""The sheet of a softmax: scores to try, and the table of shares."""

import re
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from cnnviz.cnn import layers as la
from cnnviz.cnn.network import chain
from cnnviz.project.picture import Picture
from cnnviz.project.project import forward_pass, new_project
from cnnviz.text.numbers import exact_text
from cnnviz.views.explanation import softmax_numbers
from cnnviz.views.explanation.arrangement import arrange
from cnnviz.views.explanation.kinds import kind_of
from cnnviz.views.sheets.item_id import Spot
from tests.views.explanation.sheet_steps import (
    called,
    forward_of,
    item,
    scene_of,
    texts,
    total,
    words,
)

ROW = np.array([[[1, 2, 4]]], np.float32)


def scores(look, values, place=0, **options):
    values = np.asarray(values, np.float32).reshape(1, 1, -1)
    return scene_of(look, forward_of([la.Flatten(), la.Softmax()], values), (place,), **options)


def test_tried_scores_change_the_sheet_and_not_the_network(look):
    scene, tried = scores(look, [0, 0]), scores(look, [0, 0], tried={1: 100.0})
    assert set(texts(scene)["value"]) == {"0.500"}
    assert set(texts(tried)["value"]) == {"0.000"}
    assert texts(tried)["logits"] == ["0", "100"]
    assert texts(tried)["share 1"] == ["1"]
    assert item(tried, "output").shown.values[0, 0] == pytest.approx(0, abs=1e-6)
    assert "the network is unchanged" in words(tried)
    assert "the network is unchanged" not in words(scene)
    assert tried.forward.trace.output.tolist() == [0.5, 0.5]
    assert item(tried, "logits").framed.ravel().tolist() == [False, True]


def test_of_many_classes_the_largest_are_shown_with_the_explained_one(look):
    values = np.random.default_rng(3).normal(size=1000)
    last = int(values.argmin())
    scene = scores(look, values, place=last, room=(1000, 900))
    shown, _leaf = softmax_numbers.classes_shown(scene.about)
    assert len(shown) == softmax_numbers.MOST
    assert shown[0] == values.argmax()
    assert last in shown
    assert "the other 980 together" in words(scene)
    assert arrange(scene).rows.order[0] == values.argmax()
    check_sums = texts(scene)
    shares = [name for name in check_sums if re.fullmatch(r"share \d+", name)]
    added = total(check_sums, [*shares, "share of others", "share rounding"])
    assert abs(added - 1) <= Decimal("0.05")  # of 21 terms with three decimals


def test_every_class_has_its_row_on_some_leaf(look):
    values = np.random.default_rng(3).normal(size=100)
    seen, leaf = set(), 0
    while leaf is not None:
        scene = scores(look, values, place=40, leaf=leaf, room=(541, 300))
        made = arrange(scene)
        assert made.fits(scene.room)
        assert 40 in made.rows.order  # the one that is explained stands on every leaf
        seen |= {*made.rows.order}
        leaf = made.rows.leaf.after
    assert seen == set(range(100))
    first = arrange(scores(look, values, place=40, room=(541, 300))).rows.order
    assert int(values.argmax()) == first[0]  # the best stand on the first


def test_scores_can_be_changed_and_a_click_on_a_row_goes_there(look):
    scene = scores(look, [1, 2, 3])
    assert item(scene, "logits").is_editable
    assert kind_of(scene.about).target(scene, Spot(called("share 2"), 0, 0)) == 2
    assert kind_of(scene.about).target(scene, Spot(called("share sum"), 0, 0)) is None


@pytest.mark.parametrize(("classes", "names"), [
    (("0", "6", "swan"), ["class “0”", "class “6”", "class “swan”"]),
    ((), ["class 1", "class 2", "class 3"]),
])  # fmt: skip
@pytest.mark.parametrize("tried", [{}, {1: 5.0}])
def test_the_pointer_on_a_row_tells_its_class_by_its_name(look, classes, names, tried):
    network = chain("n", "N", ROW.shape, (la.Flatten(), la.Softmax()), classes=classes)
    forward = forward_pass(new_project(network, Picture("matrix", ROW, "Numbers")))
    scene = scene_of(look, forward, (0,), tried=tried)
    told = kind_of(scene.about).told
    starts = {"difference": "z − max of ", "exp": "exp(z − max) of ", "share": "Share of "}
    for what, start in starts.items():
        for index, name in enumerate(names):
            shown = item(scene, f"{what} {index}")
            expected = f"{start}{name}: exactly {exact_text(shown.exact)}"
            assert told(scene, Spot(shown.id, 0, 0)) == expected
    assert told(scene, Spot(called("share sum"), 0, 0)) == ""
    hidden = replace(scene, is_hidden=True)
    assert told(hidden, Spot(called("share 1"), 0, 0)) == ""
