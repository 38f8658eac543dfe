"""The sheets of a concatenation and of chosen channels: where a map comes from, both ways."""

import pytest

from cnnviz.project.place import Position
from cnnviz.views.explanation.arrangement import arrange
from cnnviz.views.explanation.kinds import kind_of
from cnnviz.views.explanation.sources import sources_of
from cnnviz.views.sheets.item_id import Spot
from tests.views.explanation.sheet_steps import called, item, scene_of, texts, words


def lines_of(scene):
    """What stands in the table: the texts in each line, from left to right."""
    lines = {}
    for each in arrange(scene).rows.items:
        if hasattr(each, "text"):
            lines.setdefault(each.place.y(), []).append((each.place.x(), each.text))
    return [[text for _, text in sorted(line)] for _, line in sorted(lines.items())]


def test_a_concatenation_shows_the_map_where_it_comes_from(look, graph):
    scene = scene_of(look, graph, (4, 2, 3), node="cat")  # 3 of block.scale, 3 of stem, 2
    shown = item(scene, "branch 1")
    assert (shown.shown.values == graph.trace.values["stem"][1]).all()
    assert shown.marks.current == item(scene, "after").marks.current == (2, 3)
    said = words(scene)
    assert "Map 5 is filter 2 of stem." in said
    assert "3 stand before those of stem: 3 + 2 = 5." in said
    assert "stand before" not in words(scene_of(look, graph, (1, 2, 3), node="cat"))


def test_every_input_has_its_numbers_there_and_here(look, graph):
    lines = lines_of(scene_of(look, graph, (4, 2, 3), node="cat"))
    assert lines[-3:] == [
        ["block.scale", "1 to 3", "1 to 3"], ["stem", "1 to 3", "4 to 6"],
        ["Input", "1 to 2", "7 to 8"],
    ]  # fmt: skip


def test_the_names_of_all_inputs_lead_to_them(look, graph):
    scene = scene_of(look, graph, (4, 2, 3), node="cat")
    way = kind_of(scene.about).way
    assert way(scene, Spot(called("branch name 1"), 0, 0)) == Position("stem", 1, 2, 3)
    assert way(scene, Spot(called("branch name 2"), 0, 0)) == Position("input", 0, 2, 3)
    assert way(scene, Spot(called("branch 1"), 5, 6)) == Position("stem", 1, 5, 6)
    assert kind_of(scene.about).target(scene, Spot(called("after"), 1, 0)) == 7


def test_chosen_channels_are_counted_here_and_in_the_input(look, graph):
    scene = scene_of(look, graph, (3, 1, 1), node="chosen")  # 8, 1, 4, 8 and 2 of cat
    assert (item(scene, "branch 0").shown.values == graph.trace.values["cat"][7]).all()
    said = words(scene)
    assert "Map 4 is map 8 of cat." in said
    assert "It is taken more than once: it is number 1 here, too." in said
    assert "4 of 8 are left out." in said
    assert lines_of(scene)[-2:] == [
        ["Here", "1", "2", "3", "4", "5"], ["In the input", "8", "1", "4", "8", "2"],
    ]  # fmt: skip
    once = words(scene_of(look, graph, (2, 1, 1), node="chosen"))
    assert "taken more than once" not in once


def test_a_click_on_a_number_goes_to_that_channel(look, graph):
    scene = scene_of(look, graph, (3, 1, 2), node="chosen")
    kind = kind_of(scene.about)
    assert kind.way(scene, Spot(called("taken 1"), 0, 0)) == Position("chosen", 1, 1, 2)
    assert kind.told(scene, Spot(called("taken 1"), 0, 0)) == (
        "Go to chosen, map 2, row 2, column 3"
    )
    assert kind.way(scene, Spot(called("branch name 0"), 0, 0)) == Position("cat", 7, 1, 2)


@pytest.mark.parametrize(("node", "index", "source"), [
    ("both", 6, Position("fc", 1)), ("some", 0, Position("both", 9)),
])  # fmt: skip
def test_values_in_a_row_are_taken_too(look, graph, node, index, source):
    scene = scene_of(look, graph, (index,), node=node)
    assert source in [each.position for each in sources_of(scene)]
    assert set(texts(scene)["value"]) == set(texts(scene)[f"term {int(node == 'both')}"])
    assert "map" not in " ".join(text for _, text in arrange(scene).rows.texts()).lower()


@pytest.mark.parametrize("node", ["cat", "chosen"])
def test_a_hidden_answer_is_not_marked_in_the_map_it_comes_from(look, graph, node):
    scene = scene_of(look, graph, (4, 2, 3), node=node, is_hidden=True)
    found = texts(scene)
    assert set(found["value"]) == {"?"}
    assert not [name for name in found if name.startswith("term")]
    (name,) = {each.id for each in arrange(scene).rows.items if str(each.id).count("'branch'")}
    assert item(scene, f"branch {name.number}").marks.current is None
    assert "exactly" not in kind_of(scene.about).told(scene, Spot(name, 2, 3))


@pytest.mark.parametrize(("node", "count"), [("cat", 3), ("chosen", 1), ("block.add", 2)])
def test_the_menu_offers_every_source(look, graph, qtbot, node, count):
    from cnnviz.views.explanation.sources_menu import SourcesMenu

    menu = SourcesMenu()
    qtbot.addWidget(menu)
    scene = scene_of(look, graph, (1, 2, 3), node=node)
    menu.show_scene(scene)
    actions = menu.menu().actions()
    assert len(actions) == count
    with qtbot.waitSignal(menu.chosen) as chosen:
        actions[0].trigger()
    assert chosen.args == [sources_of(scene)[0].position]
    menu.show_scene(scene_of(look, graph, (1, 2, 3), node="stem"))
    assert menu.isHidden()
