"""The undo history holds differences, is bounded, and is exact."""

import gc
import weakref

import numpy as np
import pytest
from PySide6.QtWidgets import QUndoView

from cnnviz.cnn import architectures
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.plan import draft_of, is_possible, with_blueprint
from cnnviz.project.plan_edits import fitted_to
from cnnviz.project.project import (
    new_project,
    with_network,
    with_original,
    with_parameter,
    with_picture,
    with_trial,
)
from cnnviz.state import edit_history
from cnnviz.state.document import Document

FEW = 3  # pictures: what is shown, and what was the last to be prepared


@pytest.fixture
def document(qapp):
    made = Document(new_project(architectures.build("simplest-cnn")))
    yield made
    made.close()


def matrix(side, seed=0):
    return Picture("matrix", np.random.default_rng(seed).random((1, side, side), np.float32))


def set_cell(document, row, value):
    values = document.project.picture.values.copy()
    values[0, row, 0] = value
    document.edit("Change a cell", with_picture(document.project, Picture("matrix", values)))


def set_weight(document, value, column=0):
    after = with_parameter(document.project, "conv1", "weight", (0, 0, 0, column), value)
    document.edit("Change weight", after)


def undo_all(document):
    while document.history.canUndo():
        document.history.undo()


def redo_all(document):
    while document.history.canRedo():
        document.history.redo()


@pytest.mark.parametrize("back", [False, True])
def test_a_drag_keeps_the_projects_at_its_ends_alone(document, back):
    """Every move of a pen kept two pictures for ever: Python never let go of what was merged."""
    made = []
    for value in (*range(30), *([0.0] if back else [])):
        picture = Picture("drawing", np.full((1, 280, 280), value / 30, np.float32))
        made.append(weakref.ref(picture))
        document.edit("Draw", with_picture(document.project, picture), gesture="stroke")
    del picture
    gc.collect()
    assert sum(each() is not None for each in made) <= FEW
    document.history.undo()
    document.history.redo()
    assert document.project.picture.pixels[0, 0, 0] == pytest.approx(0 if back else 29 / 30)


def test_edits_of_a_large_matrix_cost_their_cells(document):
    """60 edits of 1500×1500 numbers took 554 MB."""
    document.open(new_project(architectures.build("one-filter"), matrix(1500)), None)
    first = document.project.picture.values.tobytes()
    for row in range(60):
        set_cell(document, row, -float(row))
    last = document.project.picture.values.tobytes()
    assert document.history.count() == 60
    assert document.history.kept_bytes < 10_000_000  # one matrix: that before the latest edit
    undo_all(document)
    assert document.project.picture.values.tobytes() == first
    redo_all(document)
    assert document.project.picture.values.tobytes() == last


@pytest.mark.parametrize("odd", [np.nan, -0.0, np.inf, 1e-45])
def test_numbers_of_every_kind_come_back_to_the_bit(document, odd):
    set_weight(document, odd)
    expected = document.project.network.layers["conv1"].weight.tobytes()
    set_weight(document, 1.0)
    set_weight(document, 2.0)
    document.history.undo()
    document.history.undo()
    assert document.project.network.layers["conv1"].weight.tobytes() == expected


def test_what_is_still_in_use_is_not_made_again(document):
    opened = document.project
    set_weight(document, 1.0)
    first = document.project
    set_weight(document, 2.0)
    set_weight(document, 3.0)
    document.history.undo()
    document.history.undo()
    assert document.project is first
    document.history.undo()
    assert document.project is opened
    assert document.project.network is document.project.original


def test_reset_and_undo_leave_the_weights_edited_or_not(document):
    set_weight(document, 1.0)
    document.edit("Reset", with_original(document.project))
    set_weight(document, 2.0)
    gc.collect()
    for network_is_original in (True, False, True):
        document.history.undo()
        project = document.project
        assert (project.network is project.original) == network_is_original
    redo_all(document)
    assert document.project.network.layers["conv1"].weight[0, 0, 0, 0] == 2.0


def test_trials_come_back_with_the_network_that_they_are_about(document):
    position = Position("fc1", 0)
    document.edit("Try", with_trial(document.project, position, 2.5))
    set_weight(document, 1.0)
    assert document.project.tried == {}
    set_weight(document, 2.0)
    gc.collect()
    document.history.undo()
    document.history.undo()
    assert document.project.tried == {position: 2.5}


def test_a_plan_that_is_not_possible_yet_comes_back(document):
    plan = fitted_to(draft_of(document.project), (1, 3, 3), document.project.network.classes)
    document.edit("Plan", with_blueprint(document.project, plan))
    assert not is_possible(document.project)
    shapes = draft_of(document.project).input_shape
    set_weight(document, 1.0)
    set_weight(document, 2.0)
    gc.collect()
    document.history.undo()
    document.history.undo()
    assert not is_possible(document.project)
    assert draft_of(document.project).input_shape == shapes


def test_another_network_comes_back_whole(document):
    weights = document.project.network.parameters()
    before = {name: array.tobytes() for name, array in weights.items()}
    del weights
    network = architectures.build("mlp")
    document.edit("Network", with_network(document.project, network))
    document.edit("Matrix", with_picture(document.project, matrix(28)))
    gc.collect()
    undo_all(document)
    after = document.project.network.parameters()
    assert {name: array.tobytes() for name, array in after.items()} == before
    redo_all(document)
    assert document.project.network is network


def test_too_many_bytes_let_the_oldest_edits_go(document, monkeypatch, qtbot):
    monkeypatch.setattr(edit_history, "UNDO_BYTES", 1_000_000)
    document.open(new_project(architectures.build("one-filter"), matrix(200)), None)  # 160 kB
    told = []
    document.history.indexChanged.connect(told.append)
    view = QUndoView(document.history)
    qtbot.addWidget(view)
    pictures = [matrix(200, seed) for seed in range(1, 21)]
    for each in pictures:
        document.edit("Another matrix", with_picture(document.project, each))
        assert document.history.kept_bytes <= 1_000_000
    kept = document.history.count()
    assert document.history.forgotten == 20 - kept > 0
    assert told[-1] == kept
    assert view.model().rowCount() == kept + 1
    undo_all(document)
    oldest = pictures[20 - kept - 1]
    assert document.project.picture.values.tobytes() == oldest.values.tobytes()
    redo_all(document)
    assert document.project.picture is pictures[-1]


def test_the_latest_edit_can_always_be_undone(document, monkeypatch):
    monkeypatch.setattr(edit_history, "UNDO_BYTES", 1000)
    document.open(new_project(architectures.build("one-filter"), matrix(200)), None)
    first = document.project.picture
    document.edit("Another matrix", with_picture(document.project, matrix(200, 1)))
    assert document.history.count() == 1
    document.history.undo()
    assert document.project.picture is first


@pytest.mark.parametrize("saved_after", [0, 5, 195])
def test_more_edits_than_it_holds(document, tmp_path, saved_after):
    for value in range(saved_after):
        set_weight(document, value + 1.0)
    document.mark_saved(tmp_path / "own.cnnviz")
    for value in range(saved_after, 215):
        set_weight(document, value + 1.0)
        assert document.history.count() <= edit_history.UNDO_LEVELS
        assert not document.history.isClean()
    assert document.history.forgotten == 215 - document.history.count()
    seen = []
    while document.history.canUndo():
        document.history.undo()
        if document.history.isClean():
            seen.append(float(document.project.network.layers["conv1"].weight[0, 0, 0, 0]))
    assert seen == ([195.0] if saved_after == 195 else [])
    document.open(new_project(architectures.build("mlp")), None)
    assert document.history.forgotten == 0


def test_a_drag_goes_on_after_a_cut(document, monkeypatch):
    monkeypatch.setattr(edit_history, "UNDO_BYTES", 200_000)
    document.open(new_project(architectures.build("one-filter"), matrix(200)), None)
    for seed in (1, 2, 3):
        document.edit("Another", with_picture(document.project, matrix(200, seed)))
    for seed in (4, 5, 6):
        after = with_picture(document.project, matrix(200, seed))
        document.edit("Drag", after, gesture="drag 1")
    document.history.undo()
    expected = matrix(200, 3).values.tobytes()
    assert document.project.picture.values.tobytes() == expected
