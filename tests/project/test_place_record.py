"""A place is saved with its project, and let go as far as the project has it no more."""

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn import architectures
from cnnviz.files.strict_zip import zip_bytes
from cnnviz.project import shipped
from cnnviz.project.picture import Picture
from cnnviz.project.place import LAST_STAGE, Pin, Place, Position, Zoom
from cnnviz.project.project import new_project
from cnnviz.project.project_file import (
    open_project,
    open_saved,
    project_bytes,
    project_from_bytes,
    save_project,
    saved_from_bytes,
)

FIXTURES = Path(__file__).parents[1] / "projects"
PROJECT = new_project(shipped.network("lecture-cnn"))
PLACE = Place(
    page="filter",
    node="conv2",
    selected=Position("conv2", 3, 4, 5),
    is_open=True,
    filter=("conv2", 3),
    slice=7,
    order="index",
    pins=(Pin("explanation", "weights", 2, 1, 0), Pin("filter", "products", None, 0, 0)),
    zooms=(Zoom("network", 2.5, 0.25, 1.0), Zoom("train", 1.0, 0.5, 0.5)),
)
RECORD = {
    "page": "network", "node": "conv2", "selected": None, "is_open": False, "filter": ["", 0],
    "slice": 0, "order": "size", "pins": [], "zooms": [],
}  # fmt: skip


def written(project, **changes):
    """The file of a project with a place that was changed in the file."""
    with zipfile.ZipFile(BytesIO(project_bytes(project))) as made:
        record, arrays = json.loads(made.read("project.json")), made.read("arrays.safetensors")
    record["place"] = RECORD | changes
    return zip_bytes({"project.json": json.dumps(record).encode(), "arrays.safetensors": arrays})


def opened(project=PROJECT, **changes):
    return saved_from_bytes(written(project, **changes))[1]


def at(node, channel, row=0, column=0):
    return {"node": node, "channel": channel, "row": row, "column": column}


def pin(sheet="filter", row=0, column=0):
    return {"sheet": sheet, "item": "x", "number": None, "row": row, "column": column}


def test_a_place_comes_back_as_it_was(tmp_path):
    save_project(tmp_path / "own.cnnviz", PROJECT, PLACE)
    project, place = open_saved(tmp_path / "own.cnnviz")
    assert place == PLACE
    assert project_bytes(project) == project_bytes(PROJECT)
    assert project_bytes(project, place) == project_bytes(PROJECT, PLACE)


def test_a_project_without_a_place_opens_alike():
    project, place = saved_from_bytes(project_bytes(PROJECT))
    assert place is None
    assert project_bytes(project) == project_bytes(
        project_from_bytes(project_bytes(PROJECT, PLACE))
    )


def test_a_second_network_is_kept_by_its_name():
    place = replace(PLACE, second="mlp")
    assert saved_from_bytes(project_bytes(PROJECT, place))[1] == place
    assert opened(second="").second is None
    assert opened(second="a\nb").second is None
    assert opened(second="x" * 5000).second is None


def test_what_was_told_is_kept_as_far_as_it_is_there():
    told = (Position("conv2", 3, 4, 4), Position("conv2", 3, 4, 3))
    place = replace(PLACE, asked="conv2", told=told, stage=2)
    assert saved_from_bytes(project_bytes(PROJECT, place))[1] == place
    there = at("conv2", 3, 4, 4)
    found = opened(told=[there, there, at("conv2", 3, 4, 99), at("nowhere", 0)], asked="nowhere")
    assert found.told == (Position("conv2", 3, 4, 4),)
    assert found.asked == ""  # rather all is hidden than an answer told
    assert opened(stage=2).stage is None  # nothing is open
    opened_at = opened(selected=at("conv2", 0), is_open=True, stage=99)
    assert opened_at.stage == LAST_STAGE


@pytest.mark.parametrize(
    "fixture", sorted(FIXTURES.glob("v*/*.cnnviz")), ids=lambda p: f"{p.parent.name}-{p.stem}"
)
def test_places_of_every_format_come_back(fixture):
    known = json.loads(fixture.with_suffix(".json").read_text(encoding="utf-8"))
    place = open_saved(fixture)[1]
    assert repr(place) == known.get("place", "None")


@pytest.mark.parametrize("node", ["conv9", "", "input ", "a/b"])
def test_a_place_at_a_node_that_is_not_there_is_dropped(node):
    assert opened(node=node) is None


@pytest.mark.parametrize(
    "selected",
    [at("conv9", 0), at("conv2", 16), at("conv2", -1), at("conv2", 0, 14), at("conv2", 0, 0, 14),
     at("conv2", 0, -1), at("fc1", 64), at("conv2", 10**30)],
    ids=lambda selected: str([*selected.values()]),
)  # fmt: skip
def test_a_position_that_is_not_there_is_dropped_with_what_belongs_to_it(selected):
    place = opened(selected=selected, is_open=True, slice=3, pins=[pin()], order="index")
    assert place == Place(node="conv2", order="index")


def test_a_position_of_a_later_node_is_reached():
    assert opened(selected=at("fc1", 63), node="conv1").node == "fc1"


def test_nothing_is_open_where_nothing_is_selected():
    assert not opened(is_open=True).is_open


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["conv2", 3], ("conv2", 3)),
        (["conv2", 16], ("conv2", 15)),
        (["conv2", -1], ("conv2", 0)),
        (["fc1", 3], ("", 0)),
        (["conv9", 3], ("", 0)),
    ],
)
def test_a_filter_is_one_of_the_network(found, expected):
    assert opened(filter=found).filter == expected


@pytest.mark.parametrize(
    ("node", "found", "expected"),
    [("conv2", 7, 7), ("conv2", 8, 7), ("conv2", -1, 0), ("relu1", 5, 0), ("fc1", 99, 15)],
)
def test_a_slice_is_one_of_the_layer(node, found, expected):
    assert opened(node=node, slice=found).slice == expected


def test_pins_are_one_a_sheet_and_lie_on_it():
    many = [pin("filter", 1, 2), pin("filter"), pin("explanation", -1), pin("moon")] * 1000
    assert opened(pins=many).pins == (Pin("filter", "x", None, 1, 2),)


def test_zooms_are_one_a_page_and_within_the_drawing():
    def zoom(page="network", factor=2.0, x=0.5, y=0.5):
        return {"page": page, "factor": factor, "x": x, "y": y}

    many = [zoom(factor=1e300, x=-3, y=7), zoom(), zoom("moon"), zoom("train", factor=0)] * 100
    assert opened(zooms=many).zooms == (Zoom("network", 64, 0, 1), Zoom("train", 1, 0.5, 0.5))


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_zoom_that_is_no_number_is_not_written(number):
    place = replace(PLACE, zooms=(Zoom("network", 2, number, 0.5), Zoom("train", 2, 0, 0)))
    found = saved_from_bytes(project_bytes(PROJECT, place))[1]
    assert found.zooms == (Zoom("train", 2, 0, 0),)


def test_an_unknown_page_or_order_is_the_first_one():
    assert opened(page="moon", order="colour") == Place(node="conv2")


def test_a_place_is_checked_against_the_picture_that_is_open():
    network = architectures.build("one-filter")
    small = new_project(network, Picture("matrix", np.zeros((1, 4, 4), np.float32)))
    assert opened(small, node="conv1", selected=at("conv1", 0, 1, 1)).selected is not None
    assert opened(small, node="conv1", selected=at("conv1", 0, 3, 3)).selected is None
    tiny = new_project(network, Picture("matrix", np.zeros((1, 1, 1), np.float32)))
    assert opened(tiny, node="conv1") is None  # too small to be computed


@pytest.mark.parametrize(
    "change",
    [{"node": 1}, {"page": None}, {"selected": at("conv2", "first")}, {"is_open": 1}, {"more": 1},
     {"filter": ["conv2"]}, {"slice": "0"}, {"slice": 0.5}, {"pins": [1]}, {"zooms": None},
     {"zooms": [{"page": "network"}]}],
    ids=str,
)  # fmt: skip
def test_a_record_that_is_none_is_refused(change):
    with pytest.raises(ValueError, match=r"project\.json is damaged"):
        opened(**change)


def test_a_project_is_opened_whatever_its_place(tmp_path):
    file = tmp_path / "own.cnnviz"
    file.write_bytes(written(PROJECT, node="gone", selected=at("gone", -7)))
    assert project_bytes(open_project(file)) == project_bytes(PROJECT)


NAMES = st.sampled_from([*PROJECT.network.names, "conv9"])
NUMBERS = st.integers(-2, 70) | st.integers()


@given(
    st.fixed_dictionaries(
        {
            "page": st.sampled_from(["filter", "network", "train", "moon"]),
            "node": NAMES,
            "selected": st.none() | st.builds(at, NAMES, NUMBERS, NUMBERS, NUMBERS),
            "is_open": st.booleans(),
            "filter": st.tuples(NAMES, NUMBERS),
            "slice": NUMBERS,
            "pins": st.lists(st.builds(pin, st.sampled_from(["filter", "x"]), NUMBERS, NUMBERS)),
        }
    )
)
def test_any_place_that_is_read_is_in_the_project_and_comes_back(record):
    place = opened(**record)
    if place is None:
        assert record["node"] == "conv9"
        return
    network = PROJECT.network
    selected = place.selected
    assert selected is None or selected.is_in(network.shapes)
    assert selected is None or network.later(place.node, selected.node) == place.node
    assert not place.is_open or selected
    assert saved_from_bytes(project_bytes(PROJECT, place))[1] == place


def test_folded_blocks_come_back_but_for_those_that_are_not_there():
    project = new_project(shipped.network("residual-cnn"))
    node = project.network.output
    assert opened(project, folded=["block2", "block9", "block2"], node=node).folded == ("block2",)
    assert opened(project, folded=None, node=node).folded is None
    assert opened(project, folded=[], node=node).folded == ()


def test_nodes_shown_whole_come_back_but_for_those_that_are_not_there():
    assert opened(whole=["conv1", "conv9", "conv1"]).whole == ("conv1",)


def test_controls_stay_put_away_but_for_those_that_are_not_there():
    put_away = opened(put_away=["steps", "<b>", "input", "input"]).put_away
    assert put_away == ("input", "steps")
    kept = saved_from_bytes(project_bytes(PROJECT, replace(PLACE, put_away=put_away)))[1]
    assert kept.put_away == put_away
    assert opened().put_away == ()


@pytest.mark.parametrize(
    ("wanted", "kept"), [("blocks", "blocks"), ("nodes", "nodes"), ("columns", "shown")]
)
def test_what_steps_go_by_is_kept_if_it_can_be_chosen(wanted, kept):
    assert opened(stepping=wanted).stepping == kept
    place = replace(PLACE, stepping=kept)
    assert saved_from_bytes(project_bytes(PROJECT, place))[1].stepping == kept
