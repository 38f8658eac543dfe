"""The stages of a filter have numbers wherever some way of laying them out has room for them."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from cnnviz.exercises.exercise import new_exercise
from cnnviz.project.filter_stages import stages_of
from cnnviz.project.place import Position
from cnnviz.project.project import forward_pass
from cnnviz.state.settings import Settings
from cnnviz.views.filter.filter_scene import FilterScene
from cnnviz.views.filter.stages_room import best_way
from cnnviz.views.filter.stages_sheet import filter_sheet
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import digits
from cnnviz.views.sheets.items import MapItem, Numbers, on_sheet

CLOSED_1280, OPEN_1024 = (704, 431), (765, 259)  # the room of the page in windows so wide


def scene_of(qapp, size, padding, room, position=None):
    made = new_exercise(size, (3, 3), 1, padding, 3, bias=True)
    stages = stages_of(made.network)
    return FilterScene(
        forward_pass(made), stages, 0, 0, position, stages.conv, Look(Settings()), room, None,
        lambda *_: None,
    )  # fmt: skip


def maps(scene):
    return [item for item in filter_sheet(scene).items if isinstance(item, MapItem)]


def lines(scene):
    return 2 if best_way(scene).form.split else 1


def has_numbers(scene, item):
    cell = item.place.width() // (item.shown.size[1] + 2 * item.shown.padding[1])
    return digits(on_sheet(item.shown), scene.look, (cell, cell)) is not None


@pytest.mark.parametrize(("size", "padding"), [((6, 6), 0), ((8, 8), 0), ((8, 8), 1), ((10, 7), 0)])
def test_every_map_of_an_exercise_has_numbers_while_the_page_has_room(qapp, size, padding):
    scene = scene_of(qapp, size, padding, CLOSED_1280)
    assert [item for item in maps(scene) if not has_numbers(scene, item)] == []


def test_two_rows_are_taken_only_where_one_has_no_room_for_numbers(qapp):
    assert lines(scene_of(qapp, (6, 6), 0, CLOSED_1280)) == 1
    assert lines(scene_of(qapp, (8, 8), 1, CLOSED_1280)) == 2
    assert lines(scene_of(qapp, (8, 8), 1, (1344, 791))) == 1


@pytest.mark.parametrize("room", [CLOSED_1280, OPEN_1024, (500, 300), (1344, 791)])
@pytest.mark.parametrize("size", [(6, 6), (8, 8), (12, 12)])
def test_nothing_overlaps_and_nothing_leaves_the_room(qapp, size, room):
    scene = scene_of(qapp, size, 1, room, Position("conv1", 0))
    sheet = filter_sheet(scene)
    places = [item.place for item in sheet.items if isinstance(item, MapItem)]
    places += [item.outline for item in sheet.items if isinstance(item, Numbers)]
    for i, place in enumerate(places):
        assert QRect(0, 0, sheet.width, sheet.height).contains(place)
        assert not any(place.intersects(other) for other in places[:i])
    if sheet.width <= room[0]:
        assert sheet.height <= room[1]
    QApplication.processEvents()
