from dataclasses import replace

import numpy as np
import pytest

from cnnviz.runs.directory import RunDirectory, Validation
from cnnviz.runs.events import EpochEnd, Going, Halted, Snapshot, Started
from cnnviz.state.training_run import TrainingRun
from tests.runs_on_disk import made_run, with_answers


@pytest.fixture
def run(qapp, tmp_path):
    run = TrainingRun(made_run(tmp_path / "run"))
    run.watch()
    yield run
    run.close()


def test_the_latest_snapshot_is_looked_at_until_another_is_chosen(run, qtbot):
    assert (run.place, run.snapshot.number) == (3, 3)
    with qtbot.waitSignal(run.looked_changed, timeout=1000):
        run.look_at(1)
    grow(run)
    assert (run.place, run.snapshot.number) == (1, 1)
    run.look_at(4)
    grow(run)
    assert (run.place, run.snapshot.number) == (5, 5)  # the latest one, again


def grow(run):
    """Let the trainer write another snapshot."""
    directory, number = RunDirectory(run.directory.path), len(run.history.snapshots)
    directory.save_snapshot(number, run.network.parameters())
    directory.add_event(Snapshot(number, 5 * number, number, 0.5))
    directory.add_event(EpochEnd(number, 0.5, 0.5, 9.0, 5 * number))
    run.watch()


def test_looking_at_the_same_snapshot_tells_nobody(run):
    told = []
    run.looked_changed.connect(lambda: told.append(run.place))
    for place in (1, 1, -3, 0, 99):
        run.look_at(place)
    assert told == [1, 0, 3]


def test_the_network_then_has_the_weights_of_the_snapshot(run):
    for place in (0, 2):
        run.look_at(place)
        weight = run.directory.snapshot(place)["conv1.weight"]
        np.testing.assert_array_equal(run.network_then.layers["conv1"].weight, weight)


def test_a_snapshot_that_is_gone_leaves_the_one_that_was_looked_at_before(run):
    before = run.network_then
    (run.directory.path / "snapshots" / "00001.safetensors").unlink()
    run.look_at(1)
    assert run.network_then is before


def test_after_another_start_classes_and_pictures_are_read_anew(run):
    with_answers(run.directory.path)
    before = run.network_then
    classes = ("zone", *before.classes[1:])
    pictures = run.directory.validation()
    np.testing.assert_array_equal(run.answers(1).pictures, pictures.pictures)
    other = Validation(255 - pictures.pictures, pictures.labels)
    run.directory.save_beginning(replace(run.network, classes=classes), other, None)
    run.directory.add_event(run.history.started)
    run.watch()
    assert run.network.classes == run.network_then.classes == classes
    np.testing.assert_array_equal(run.answers(1).pictures, other.pictures)
    run.directory.forget_answers()  # to the pictures of before
    assert run.answers(1) is None


@pytest.mark.parametrize(("place", "epoch"), [(0, 1), (1, 1), (2, 2), (3, 3)])
def test_answers_are_those_of_the_last_epoch_before_the_snapshot(run, place, epoch):
    run.look_at(place)
    assert run.epoch == epoch


def test_another_cell_is_told_once(run):
    told = []
    run.looked_changed.connect(lambda: told.append(run.cell))
    for cell in ((1, 2), (1, 2), None):
        run.look_into(cell)
    assert told == [(1, 2), None]


def test_a_run_that_waits_for_room_is_paused_and_says_why(run, monkeypatch):
    run.directory.add_event(Started(1, 10, 10))
    run.directory.add_event(Halted(3, "The disk is full."))
    monkeypatch.setattr(TrainingRun, "is_running", property(lambda self: True))
    monkeypatch.setattr(TrainingRun, "is_ours", property(lambda self: True))
    run.watch()
    assert run.is_paused
    assert run.halted == "The disk is full."
    run.directory.add_event(Going(3))
    run.watch()
    assert not run.is_paused
    assert run.halted == ""
