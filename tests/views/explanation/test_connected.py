"""The sheet of a fully connected unit: its terms and its weights as pictures."""

from decimal import Decimal

import numpy as np
import pytest

from cnnviz.cnn import layers as la
from cnnviz.explain.values import explain
from cnnviz.project.project import forward_pass
from cnnviz.views.explanation.arrangement import arrange
from cnnviz.views.explanation.edits import edit_of
from cnnviz.views.explanation.kinds import kind_of
from cnnviz.views.explanation.ranking import Ranking
from cnnviz.views.sheets.item_id import Spot
from tests.views.explanation.sheet_steps import (
    called,
    forward_of,
    item,
    number,
    one,
    scene_of,
    texts,
    total,
    words,
)


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
    found = texts(unit(look, order="index", room=(1000, 1200)))
    products = [int(number(found[f"product {i}"][0])) for i in range(24)]
    assert products == list(range(-12, 12))
    assert "others" not in found


@pytest.mark.parametrize("order", ["index", "size"])
def test_a_list_without_room_is_shown_by_leaves_and_each_adds_up(look, order):
    weight = np.arange(144, dtype=np.float32).reshape(1, 144) / 64 - 3
    forward = forward_of([la.Flatten(), la.Linear(weight, np.array([0.3]))], np.ones((1, 12, 12)))
    seen, leaf, turned = [], 0, 0
    while leaf is not None:
        scene = scene_of(look, forward, (0,), order=order, leaf=leaf, room=(560, 300))
        made = arrange(scene)
        assert made.fits(scene.room)
        found = texts(scene)
        products = [name for name in found if name.startswith("product ")]
        seen += [int(name.split()[1]) for name in products]
        printed = total(found, [*products, "others", "sum rounding"])
        assert abs(printed - one(found, "sum")) <= Decimal("0.005"), leaf  # half a unit of it
        assert f"of {len(scene.about.products)}" in words(scene)
        leaf, turned = made.rows.leaf.after, turned + 1
    assert turned > 5
    assert sorted(seen) == list(range(144))  # every term stands on one leaf


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
        assert forward_pass(edited).trace.output.item() == change, after


def test_terms_keep_their_order_while_a_weight_is_being_changed(look):
    ranking = Ranking()
    first = unit(look).about
    order = ranking.of(first, is_editing=False)
    edited = edit_of(unit(look), called("weight 12"), 0, 0, 99.0)(unit(look).forward.project)
    about = explain(forward_pass(edited).trace, "fc1", (0,))
    assert (ranking.of(about, is_editing=True) == order).all()
    assert ranking.of(about, is_editing=False)[0] == 12
    flat = scene_of(look, unit(look).forward, (0,), node="flatten1").about
    assert ranking.of(flat, is_editing=False) is None


def test_where_the_result_takes_all_room_the_terms_are_not_less_than_nothing(look):
    """What had a negative height seemed to fit, and Qt warned of it."""
    made = arrange(unit(look, room=(672, 20)))
    assert min(made.rows.width, made.rows.height) >= 0
