import numpy as np
import pytest
import torch

from cnnviz.cnn import architectures
from cnnviz.cnn.trace import trace
from cnnviz.data import splits
from cnnviz.runs.config import Config
from cnnviz.runs.directory import CHECKPOINT, RunDirectory
from cnnviz.runs.events import (
    Changed,
    Checkpoint,
    EarlyStop,
    EpochEnd,
    FinalTest,
    Going,
    Paused,
    Progress,
    Snapshot,
    Started,
    Stopped,
    Warned,
)
from cnnviz.runs.wishes import STOP, UnknownWish, Wish
from cnnviz.training import trainer
from cnnviz.training.control import Control
from cnnviz.training.divergence import DivergedError
from cnnviz.training.learner import Learner
from cnnviz.training.trainer import Trainer
from tests.torch_threads import one_thread  # noqa: F401 - acts by being here


@pytest.fixture(scope="module")
def data():
    return splits.load(["strokes:600"], seed=0)


def config(**settings):
    return Config("nine-steps", ("strokes:600",), **{"epochs": 2, "batch_size": 20} | settings)


def learner(data, settings):
    network = architectures.build(settings.network, seed=0)
    return Learner(network, data.training, settings, torch.device("cpu"))


class Asks(Control):
    """Asks before chosen steps: {step: wishes}."""

    def __init__(self, training, wishes):
        super().__init__()
        self._training, self._later = training, dict(wishes)

    def next(self, *, wait):
        for wish in self._later.pop(self._training.learner.step, ()):
            self.ask(wish)
        return super().next(wait=wait)


def trained(data, settings, wishes=()):
    events = []
    training = Trainer(architectures.build(settings.network, seed=0), data, settings)
    network = training.run(events.append, Asks(training, wishes))
    return network, events


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd", "rmsprop"])
def test_a_network_learns(data, optimizer):
    lr = {"sgd": 0.05, "rmsprop": 0.001}.get(optimizer, 0.01)
    network, events = trained(data, config(optimizer=optimizer, lr=lr, epochs=4))
    epochs = of(EpochEnd, events)
    assert [epoch.epoch for epoch in epochs] == [1, 2, 3, 4]
    assert [epoch.step for epoch in epochs] == [29, 58, 87, 116]
    assert epochs[3].train_loss < 0.7 * epochs[0].train_loss
    assert epochs[3].val_loss < epochs[0].val_loss
    assert events[0] == Started(4, 570, 30, 29, "CPU", 1, network.parameter_count, 0)
    test = data.tests["strokes"]
    right = [
        trace(network, picture / np.float32(255)).output.argmax() == label
        for picture, label in zip(test.pictures, test.labels, strict=True)
    ]
    assert events[-1] == FinalTest("strokes", np.mean(right), 600)
    assert np.mean(right) > 0.5  # chance: 0.1


def test_progress_covers_every_batch(data):
    _, events = trained(data, config())
    reports = of(Progress, events)
    assert reports[-1].step == 58
    assert (reports[-1].epoch, reports[-1].batch) == (2, 29)
    assert reports[-1].seconds_left == 0
    assert [r.step for r in reports] == sorted({r.step for r in reports})
    assert all(0 <= report.accuracy <= 1 for report in reports)


@pytest.mark.parametrize(
    "settings", [{}, {"averaging": 0.9}, {"augment": "digits"}, {"augment": "shift"}]
)
def test_the_same_seed_gives_the_same_bits(data, settings):
    first, second, other = (
        trained(data, config(epochs=1, seed=seed, **settings))[0].parameters() for seed in (1, 1, 2)
    )
    assert all(np.array_equal(first[name], second[name]) for name in first)
    assert not any(np.array_equal(first[name], other[name]) for name in first)


def test_the_test_set_changes_nothing(data):
    untested = splits.DataSet(data.training, data.validation, {})
    first, second = (trained(d, config(epochs=1))[0].parameters() for d in (data, untested))
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_stop_is_answered_within_a_batch(data):
    network, events = trained(data, config(), {3: [STOP]})
    assert events[-1] == Stopped(1, 3)
    assert of(Checkpoint, events)[-1] == Checkpoint(3)
    assert not of(FinalTest, events)
    start = architectures.build("nine-steps", 0).parameters()
    assert not any(np.array_equal(start[name], network.parameters()[name]) for name in start)


def test_a_pause_waits_one_batch_at_a_time_and_goes_on(data):
    wishes = {3: [Wish("pause"), Wish("step")], 4: [Wish("step")], 5: [Wish("go")], 7: [STOP]}
    _, events = trained(data, config(), wishes)
    told = [event for event in events if isinstance(event, Paused | Going | Stopped)]
    assert told == [Paused(3), Going(5), Stopped(1, 7)]
    assert {4, 5} <= {report.step for report in of(Progress, events)}  # each batch is told


def test_rate_and_decay_change_in_mid_run(data):
    wishes = {4: [Wish("set", 0.5, 0.25)], 6: [Wish("set", weight_decay=0.0)], 8: [STOP]}
    _, events = trained(data, config(schedule="constant"), wishes)
    assert of(Changed, events) == [Changed(4, 0.5, 0.25), Changed(6, 0.5, 0.0)]
    first = next(r for r in of(Progress, events) if r.step > 4)
    assert first.lr == 0.5


def test_what_is_not_understood_is_told_and_changes_nothing(data):
    plain, _ = trained(data, config(epochs=1))
    asked, events = trained(data, config(epochs=1), {2: [UnknownWish("{")]})
    assert "asks for nothing known: {" in of(Warned, events)[0].text
    for name, array in plain.parameters().items():
        np.testing.assert_array_equal(asked.parameters()[name], array)


def test_snapshots_are_dense_in_the_beginning_and_hold_both_ends(data):
    _, events = trained(data, config(epochs=4, snapshots=20))
    steps = [snapshot.step for snapshot in of(Snapshot, events)]
    assert [s.number for s in of(Snapshot, events)] == list(range(len(steps)))
    assert steps[0] == 0
    assert steps[-1] == 4 * 29
    assert len(steps) >= 20
    assert np.median(np.diff(steps[:10])) < np.median(np.diff(steps[-6:]))


def test_it_ends_early_when_the_validation_gets_no_better(data):
    settings = config(epochs=50, lr=1e-12, early_stop=2)
    _, events = trained(data, settings)
    assert of(EarlyStop, events) == [EarlyStop(3, 1, True)]
    assert of(FinalTest, events)  # it is a whole run
    kinds = [type(event) for event in events if isinstance(event, EpochEnd | EarlyStop)]
    assert kinds == [EpochEnd, EpochEnd, EpochEnd, EarlyStop]


def test_a_run_that_ended_early_trains_no_further_when_it_goes_on(data, tmp_path):
    settings = config(epochs=50, lr=1e-12, early_stop=2)
    directory = RunDirectory(tmp_path / "run")
    directory.create(settings)
    network = architectures.build("nine-steps")
    Trainer(network, data, settings, directory=directory).run(lambda event: None)
    events, again = [], Trainer(network, data, settings)
    again.resume((directory.path / CHECKPOINT).read_bytes())
    again.run(events.append)
    assert not of(EpochEnd, events)
    assert of(EarlyStop, events) == [EarlyStop(3, 1)]


def test_a_checkpoint_in_time_never_doubles_an_epoch_or_a_snapshot(data, tmp_path, monkeypatch):
    monkeypatch.setattr(trainer, "CHECKPOINT_EVERY", 0)  # before each batch
    settings, directory = config(epochs=1), RunDirectory(tmp_path / "run")
    directory.create(settings)
    network, kept = architectures.build("nine-steps"), {}

    def keep(event):
        if isinstance(event, Checkpoint):
            kept[event.step] = (directory.path / CHECKPOINT).read_bytes()

    Trainer(network, data, settings, directory=directory).run(keep)
    assert sorted(kept) == list(range(30))
    whole = [e for e in directory.events() if isinstance(e, EpochEnd | Snapshot)]
    for step in (0, 1, 28, 29):
        again, events = Trainer(network, data, settings), []
        again.resume(kept[step])
        again.run(events.append)
        before = [e for e in whole if e.step <= step]
        both = before + of(EpochEnd | Snapshot, events)
        assert [(type(e), e.step) for e in both] == [(type(e), e.step) for e in whole]


def test_a_limit_leaves_the_other_pictures_out(data):
    _, events = trained(data, config(limit=100))
    assert (events[0].training_pictures, events[0].steps_per_epoch) == (100, 5)


def test_without_shuffling_the_classes_come_one_after_another(data):
    made = learner(data, config(shuffle=False))
    labels = made.labels[made.new_order()]
    assert (labels.diff() >= 0).all()
    assert torch.equal(made.new_order(), made.new_order())


def test_the_mean_of_the_weights_follows_them(data):
    made = learner(data, config(epochs=1, averaging=0.5))
    before = made.mean.part("conv1").weight.clone()
    made.learn(torch.arange(20))
    kept = 1 / 11  # after the first step
    expected = kept * before + (1 - kept) * made.modules.part("conv1").weight
    torch.testing.assert_close(made.mean.part("conv1").weight, expected)


def test_a_loss_that_is_no_number_ends_the_run_before_the_weights_are_spoilt(data):
    training = Trainer(architectures.build("nine-steps"), data, config(optimizer="sgd", lr=1e30))
    with pytest.raises(DivergedError, match="no longer a number; try a tenth"):
        training.run(lambda event: None)
    assert training.learner.step <= 2


@pytest.mark.parametrize("epochs", [1, 3])
def test_weights_that_are_no_numbers_are_never_kept(data, epochs, tmp_path):
    """The only batch of an epoch has a finite loss, and its step is too large for float32."""
    settings = config(optimizer="sgd", lr=1e39, schedule="constant", batch_size=600, epochs=epochs)
    directory, told = RunDirectory(tmp_path / "run"), []
    directory.create(settings)
    network = architectures.build("nine-steps")
    training = Trainer(network, data, settings, directory=directory)
    with pytest.raises(DivergedError, match="no longer a number; try a tenth"):
        training.run(told.append)
    assert training.learner.step == 1
    assert not of(EpochEnd, told)
    assert [snapshot.step for snapshot in of(Snapshot, told)] == [0]
    training.resume((directory.path / CHECKPOINT).read_bytes())
    training.learner.require_sound()


@pytest.mark.sweep(3)
@pytest.mark.parametrize("settings", [{}, {"optimizer": "sgd"}, {"averaging": 0.9}])
@pytest.mark.parametrize("step", [3, 29, 40])
def test_going_on_from_a_checkpoint_ends_in_the_same_bits(data, settings, step, tmp_path):
    from cnnviz.training.checkpoint import packed

    settings = config(augment="digits", **settings)
    whole, _ = trained(data, settings)
    network = architectures.build("nine-steps", seed=0)
    first = Trainer(network, data, settings)
    first.run(lambda event: None, Asks(first, {step: [STOP]}))
    kept = packed(first.learner, first._so_far, 1)
    torch.manual_seed(99)
    second = Trainer(network, data, settings)
    assert second.resume(kept) == 1
    again = second.run(lambda event: None)
    for name, array in whole.parameters().items():
        np.testing.assert_array_equal(again.parameters()[name], array)


def test_a_damaged_checkpoint_is_told(data):
    training = Trainer(architectures.build("nine-steps"), data, config())
    for damaged in (b"", b"{}", bytes(100)):
        with pytest.raises(ValueError, match="checkpoint is damaged"):
            training.resume(damaged)
