"""The sheets of an addition and of a multiplication: each branch, its number, the way to it."""

import numpy as np
import pytest

from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.branch_layers import Add, Multiply
from cnnviz.project.place import Position
from cnnviz.views.explanation.arrangement import arrange
from cnnviz.views.explanation.kinds import kind_of
from cnnviz.views.sheets.item_id import Spot
from cnnviz.views.sheets.items import MapItem
from tests.views.explanation.sheet_steps import (
    called,
    forward_of_graph,
    item,
    one,
    scene_of,
    texts,
    words,
)

MAP = np.array([[[2.5, -1.25], [3, 4]], [[1, 1], [1, 1]]], np.float32)


def joined(layer, *inputs, values=MAP):
    nodes = [("block.relu", ReLU(), ("input",)), ("block.join", layer, inputs)]
    return forward_of_graph(nodes, values)


def signs(scene):
    found = [text for _, text in arrange(scene).rows.texts()]
    return [text for text in found if text in ("+", "×", "=", "≈")]


def test_an_addition_shows_the_map_and_the_number_of_each_branch(look):
    forward = joined(Add(), "input", "block.relu", "input")
    scene = scene_of(look, forward, (0, 0, 1))
    for k, values in enumerate((MAP[0], np.maximum(MAP[0], 0), MAP[0])):
        shown = item(scene, f"branch {k}")
        assert (shown.shown.values == values).all()
        assert shown.marks.current == (0, 1)
    assert (item(scene, "after").shown.values == 2 * MAP[0] + np.maximum(MAP[0], 0)).all()
    found = texts(scene)
    assert [found[f"term {k}"] for k in range(3)] == [
        ["−1.250", "−1.250"], ["0", "0"], ["(−1.250)", "−1.250"],
    ]  # fmt: skip
    assert set(found["value"]) == {"−2.50"}
    assert signs(scene) == ["+", "+", "+", "+", "=", "="]  # between the maps and the numbers


def test_each_branch_is_named_as_it_is_called_beside_the_node(look):
    found = texts(scene_of(look, joined(Add(), "block.relu", "input"), (0, 0, 0)))
    assert found["branch name 0"] == ["relu", "from relu"]  # of the same block
    assert found["branch name 1"] == ["Input", "from Input"]


@pytest.mark.parametrize("what", ["branch name", "term"])
def test_a_click_on_a_name_or_a_number_leads_to_that_value(look, what):
    scene = scene_of(look, joined(Add(), "block.relu", "input"), (1, 1, 0))
    way = kind_of(scene.about).way
    assert way(scene, Spot(called(f"{what} 0"), 0, 0)) == Position("block.relu", 1, 1, 0)
    assert way(scene, Spot(called(f"{what} 1"), 0, 0)) == Position("input", 1, 1, 0)
    assert way(scene, Spot(called(f"{what} 2"), 0, 0)) is None


def test_a_click_on_a_map_leads_to_its_cell(look):
    scene = scene_of(look, joined(Add(), "block.relu", "input"), (1, 1, 0))
    kind = kind_of(scene.about)
    assert kind.way(scene, Spot(called("branch 1"), 0, 1)) == Position("input", 1, 0, 1)
    assert kind.way(scene, Spot(called("branch 1"), 2, 0)) is None
    assert kind.way(scene, Spot(called("after"), 0, 1)) is None  # that stays in this node
    assert kind.target(scene, Spot(called("after"), 0, 1)) == 1
    assert kind.target(scene, Spot(called("branch 1"), 0, 1)) is None


def test_the_pointer_tells_which_value_of_which_node_it_is_on(look):
    scene = scene_of(look, joined(Add(), "block.relu", "input"), (0, 0, 1))
    told = kind_of(scene.about).told
    assert told(scene, Spot(called("branch 1"), 0, 0)) == (
        "Input, channel 1, row 1, column 1: exactly 2.5"
    )
    assert told(scene, Spot(called("term 0"), 0, 0)) == (
        "block.relu, map 1, row 1, column 2: exactly 0"
    )
    assert told(scene, Spot(called("branch name 0"), 0, 0)) == (
        "Go to block.relu, map 1, row 1, column 2"
    )


def test_a_multiplication_says_where_its_printed_factors_are_not_all(look):
    exact = scene_of(look, joined(Multiply(), "block.relu", "input"), (0, 0, 0))
    assert texts(exact)["term 1"] == ["2.50", "× 2.50"]
    assert one(texts(exact), "value").quantize(1) == 6
    assert signs(exact) == ["×", "×", "=", "="]
    large = np.full((1, 1, 1), 300.123, np.float32)  # 300.12 · 300.12 is not the product
    forward = joined(Multiply(), "block.relu", "input", values=large)
    assert signs(scene_of(look, forward, (0, 0, 0))) == ["×", "×", "≈", "≈"]


def test_a_gate_of_one_number_a_map_is_told_and_marked(look, graph):
    scene = scene_of(look, graph, (2, 4, 5), node="block.scale")
    gate = item(scene, "branch 1")
    assert gate.shown.values.shape == (1, 1)
    assert gate.marks.current == (0, 0)
    assert "Each value of block.pool counts for a whole map." in words(scene)
    assert kind_of(scene.about).way(scene, Spot(called("branch 1"), 0, 0)) == (
        Position("block.pool", 2, 0, 0)
    )


def test_values_in_a_row_are_joined_in_grids(look, graph):
    scene = scene_of(look, graph, (3,), node="skip")
    shown = item(scene, "branch 0").shown
    values = graph.trace.values["fc"]
    assert shown.values.ravel()[: len(values)].tolist() == values.tolist()
    columns = shown.values.shape[1]
    way = kind_of(scene.about).way
    assert way(scene, Spot(called("branch 1"), *divmod(4, columns))) == Position("flat", 4)
    assert way(scene, Spot(called("branch 1"), *divmod(5, columns))) is None  # no value there


def test_many_branches_stand_together_in_the_sum(look, graph):
    scene = scene_of(look, graph, (1, 2, 3), node="all")
    maps = [each for each in arrange(scene).rows.items if isinstance(each, MapItem)]
    assert len(maps) == 10
    assert not [text for _, text in arrange(scene).result.texts() if text.startswith("from ")]


def test_numbers_too_large_to_be_written_out_have_a_power_of_ten(look):
    huge = np.full((1, 1, 2), 1e30, np.float32)
    scene = scene_of(look, joined(Add(), "block.relu", "input", values=huge), (0, 0, 0))
    assert texts(scene)["value"] == ["2.000 × 10³⁰", "2.000 × 10³⁰"]


def test_a_hidden_sum_shows_its_terms_and_not_itself(look):
    forward = joined(Add(), "block.relu", "input")
    scene = scene_of(look, forward, (0, 0, 1), is_hidden=True)
    found = texts(scene)
    assert found["value"] == ["?"]
    assert found["term 1"] == ["(−1.250)", "−1.250"]
    assert not item(scene, "after").shown.is_shown(0, 1)


def test_the_maps_are_as_large_as_the_room_lets_them_be(look, graph):
    sides = []
    for room in ((780, 300), (1200, 500), (1900, 900)):
        scene = scene_of(look, graph, (1, 2, 3), node="all", room=room)
        sides.append(item(scene, "branch 0").place.height())
    assert sides == sorted(sides)
    assert sides[0] < sides[-1]


@pytest.mark.parametrize(("room", "lines"), [((1344, 700), 1), ((900, 700), 2)])
def test_a_sum_stands_in_one_line_where_the_maps_stay_nearly_as_large(look, room, lines):
    values = np.random.default_rng(0).normal(size=(1, 7, 7))
    scene = scene_of(
        look, joined(Add(), "block.relu", "input", values=values), (0, 3, 3), room=room
    )
    tops = {item(scene, name).place.top() for name in ("branch 0", "branch 1", "after")}
    assert len(tops) == lines
