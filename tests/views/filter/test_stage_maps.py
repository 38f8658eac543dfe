"""The maps of the stages of a filter: what the pointer lights, and where a pooling won."""

import numpy as np
import pytest

from cnnviz.cnn import layers as la
from cnnviz.cnn import pooling_layers as po
from cnnviz.project.filter_stages import stages_of
from cnnviz.project.place import Position
from cnnviz.state.settings import Settings
from cnnviz.views.filter.filter_scene import FilterScene
from cnnviz.views.filter.stage_maps import input_marks, stage_marks
from cnnviz.views.filter.stages_sheet import filter_sheet, waiting
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import ItemId, Spot, What
from cnnviz.views.sheets.items import MapItem, Numbers
from tests.views.explanation.sheet_steps import forward_of

VALUES = [[[1, 7, 2, 0], [7, 3, 4, 5], [0, 0, 1, 1], [2, 0, 8, 1]]]


def scene_with(qapp, *, lit=None, position=None):
    kernel = la.Conv2d(np.ones((1, 1, 1, 1), np.float32), None)
    forward = forward_of([kernel, la.ReLU(), po.MaxPool2d((2, 2))], VALUES)
    look = Look(Settings(), is_ready=False)
    stages = stages_of(forward.project.network, "conv1")
    return FilterScene(
        forward,
        stages,
        0,
        0,
        position,
        stages.conv,
        look,
        (900, 300),
        lit,
        lambda node, channel: None,
    )


def test_the_winners_of_the_pooling_are_marked_in_the_stage_before(qapp):
    scene = scene_with(qapp, position=Position("max_pool1", 0, 0, 0))
    marks = stage_marks(scene, "relu1")
    assert np.argwhere(marks.winners).tolist() == [[0, 1], [1, 0]]  # a tie
    assert [side.tolist() for side in marks.window] == [[0, 1], [0, 1]]


def test_an_input_lights_the_outputs_it_goes_into_and_a_stage_its_window(qapp):
    lit = stage_marks(scene_with(qapp, lit=Spot(ItemId(What.INPUT_MAP, 0), 2, 3)), "conv1").lit
    assert np.argwhere(lit).tolist() == [[2, 3]]
    window = input_marks(
        scene_with(qapp, lit=Spot(ItemId(What.STAGE, node="conv1"), 1, 2)), 0
    ).window
    assert [side.tolist() for side in window] == [[1], [2]]


@pytest.mark.parametrize("item", [
    ItemId(What.INPUT_MAP, 0), ItemId(What.STAGE, node="conv1"), ItemId(What.WEIGHTS, 0),
])  # fmt: skip
def test_a_cell_that_is_no_longer_there_lights_nothing(qapp, item):
    """The pointer rests where it was while an undo makes a map or a kernel smaller."""
    scene = scene_with(qapp, lit=Spot(item, 9, 9))
    marks = input_marks(scene, 0)
    assert marks.lit is None
    assert marks.window is None
    assert stage_marks(scene, "conv1").lit is None


def test_the_pooling_says_which_rows_it_waits_for(qapp):
    scene = scene_with(qapp, position=Position("conv1", 0, 0, 0))
    sheet = filter_sheet(scene)
    shown = next(
        item.shown
        for item in sheet.items
        if isinstance(item, MapItem) and item.id == ItemId(What.STAGE, node="max_pool1")
    )
    assert waiting(scene, "max_pool1", shown) == "Waits for rows 1 and 2"
    (grid,) = (item for item in sheet.items if isinstance(item, Numbers))
    assert (grid.id, grid.is_editable) == (ItemId(What.WEIGHTS, 0), True)
