"""What a run keeps where something goes wrong, and that it is what PyTorch would have learnt."""

import math

import numpy as np
import pytest
import torch
from torch.nn import functional

from cnnviz.cnn import architectures
from cnnviz.cnn.activation_layers import ReLU
from cnnviz.cnn.layers import BatchNorm2d, Conv2d, Flatten, Linear
from cnnviz.cnn.network import chain
from cnnviz.data import splits
from cnnviz.runs.config import Config
from cnnviz.runs.directory import CHECKPOINT, RunDirectory
from cnnviz.runs.events import Best, Changed, EarlyStop, EpochEnd, FinalTest, Progress, Snapshot
from cnnviz.runs.named_network import load_network
from cnnviz.runs.wishes import Wish
from cnnviz.training import told_progress
from cnnviz.training.batches import batch_count, batch_end
from cnnviz.training.beginning import begun
from cnnviz.training.divergence import EXPLODED, DivergedError
from cnnviz.training.learner import Learner, in_layout
from cnnviz.training.schedule import FACTORS
from cnnviz.training.torch_network import logits_of, to_torch
from cnnviz.training.trainer import Trainer
from tests.torch_threads import one_thread  # noqa: F401 - acts by being here
from tests.training.test_trainer import Asks


@pytest.fixture(scope="module")
def data():
    return splits.load(["strokes:200"], seed=0)


def config(**settings):
    return Config("nine-steps", ("strokes:200",), **{"epochs": 2, "batch_size": 20} | settings)


def trained(data, settings, directory=None, wishes=()):
    events, network = [], architectures.build("nine-steps", 0)
    training = Trainer(network, data, settings, directory=directory)
    return training.run(events.append, Asks(training, wishes)), events


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


def same(one, other):
    return all(np.array_equal(one[name], other[name]) for name in one)


# A loss that explodes


def steps_until(settings, data):
    """Learn step by step; return the weights before each step, and after how many it exploded."""
    learner = Learner(architectures.build("nine-steps", 0), data.training, settings, _CPU)
    seen = []
    try:
        for batch in learner.new_order().split(settings.batch_size) * settings.epochs:
            seen.append(learner.parameters())
            learner.learn(batch)
    except DivergedError as error:
        return learner, seen, str(error)
    raise AssertionError("it did not explode")


_CPU = torch.device("cpu")


@pytest.mark.parametrize("lr", [1e3, 1e6, 1e30])
@pytest.mark.parametrize("averaging", [0.0, 0.5])
def test_a_loss_that_explodes_is_told_at_that_step_and_the_weights_of_before_are_kept(
    data, lr, averaging
):
    learner, seen, told = steps_until(config(lr=lr, averaging=averaging), data)
    network, step = learner.sound()
    assert step == len(seen) - 2  # the last step whose loss was sound
    assert same(network.parameters(), seen[step])
    assert f"After step {len(seen) - 1} the loss" in told
    assert "try a tenth of the learning rate" in told


def test_a_rate_that_a_network_recovers_from_is_no_explosion(data):
    """The failure of the dying ReLUs begins with a loss of some thousands."""
    _, events = trained(data, config(lr=0.3, schedule="constant"))
    assert len(of(EpochEnd, events)) == 2


def test_no_snapshot_holds_weights_that_exploded(data, tmp_path):
    directory = RunDirectory(tmp_path / "run")
    directory.create(config(lr=1e6))
    with pytest.raises(DivergedError):
        trained(data, config(lr=1e6), directory)
    kept = [event.number for event in of(Snapshot, directory.events())]
    assert kept == [0]
    for array in directory.snapshot(0).values():
        assert np.abs(array).max() < 10


def test_an_epoch_of_one_batch_is_told_by_its_validation(data):
    training = Trainer(
        architectures.build("nine-steps", 0), data, config(lr=1e6, batch_size=600, epochs=1)
    )
    told = []
    with pytest.raises(DivergedError, match="After step 1 the loss has exploded"):
        training.run(told.append)
    assert not of(EpochEnd, told)
    assert same(training.learner.sound()[0].parameters(), training.learner.network.parameters())


def test_after_going_on_the_weights_of_the_checkpoint_are_the_last_sound_ones(data, tmp_path):
    directory = RunDirectory(tmp_path / "run")
    directory.create(config())
    trained(data, config(), directory, {12: [Wish("stop")]})
    again = Trainer(architectures.build("nine-steps", 0), data, config())
    again.resume((directory.path / CHECKPOINT).read_bytes())
    before, again.learner.lr = again.learner.parameters(), 1e6
    with pytest.raises(DivergedError, match="After step 13"):
        again.run(lambda event: None)
    network, step = again.learner.sound()
    assert step == 12
    assert same(network.parameters(), before)


# Batches


def of_single_values(shape=(1, 28, 28)):
    """A network with a batch norm of maps of 1×1."""
    random = np.random.default_rng(0)
    kernel = random.normal(size=(4, 1, 28, 28)).astype(np.float32) / 28
    ones, zeros = np.ones(4, np.float32), np.zeros(4, np.float32)
    weight = random.normal(size=(10, 4)).astype(np.float32)
    layers = (
        Conv2d(kernel, zeros), BatchNorm2d(ones, zeros, zeros, ones), ReLU(), Flatten(),
        Linear(weight, np.zeros(10, np.float32)),
    )  # fmt: skip
    return chain("single", "Single", shape, layers, tuple("0123456789"))


@pytest.mark.parametrize(("pictures", "size", "sizes"), [
    (65, 64, [65]), (19, 18, [19]), (19, 9, [9, 10]), (20, 9, [9, 9, 2]), (18, 9, [9, 9]),
    (3, 2, [3]), (2, 2, [2]), (5, 64, [5]),
])  # fmt: skip
def test_no_batch_of_single_values_has_one_picture(pictures, size, sizes):
    network, at, found = of_single_values(), 0, []
    while at < pictures:
        end = batch_end(network, pictures, size, at)
        found.append(end - at)
        at = end
    assert found == sizes
    assert batch_count(network, pictures, size) == len(sizes)


@pytest.mark.parametrize(("pictures", "size"), [(65, 64), (19, 9), (20, 9), (1, 1), (7, 1)])
def test_other_networks_keep_a_batch_of_one(pictures, size):
    network = architectures.build("nine-steps")
    assert batch_count(network, pictures, size) == math.ceil(pictures / size)
    assert batch_end(network, pictures, size, 0) == min(pictures, size)


def test_batch_norm_of_single_values_is_trained_and_goes_on(tmp_path):
    settings = Config("single", ("strokes:75",), epochs=2, batch_size=64)
    data = splits.load(settings.data, 0)
    count = len(data.training.labels)
    assert count % 64 == 1
    events, network = [], of_single_values()
    directory = RunDirectory(tmp_path / "run")
    directory.create(settings, network)
    whole = Trainer(network, data, settings, directory=directory).run(events.append)
    assert [event.step for event in of(EpochEnd, events)] == [1, 2]
    first = Trainer(network, data, settings, directory=directory)
    first.run(lambda event: None, Asks(first, {1: [Wish("stop")]}))
    again = Trainer(network, data, settings)
    again.resume(directory.checkpoint())
    assert same(again.run(lambda event: None).parameters(), whole.parameters())


@pytest.mark.parametrize("settings", [{"batch_size": 1}, {"limit": 1}])
def test_batch_norm_of_single_values_is_refused_where_it_cannot_be(tmp_path, settings):
    from cnnviz.project.project import new_project
    from cnnviz.project.project_file import save_project

    save_project(tmp_path / "single.cnnviz", new_project(of_single_values()))
    with pytest.raises(ValueError, match="at least 2 pictures a step"):
        begun(Config(str(tmp_path / "single.cnnviz"), ("strokes:68",), **settings))


# The rate, the optimisers


@pytest.mark.parametrize("schedule", ["one-cycle", "cosine", "step", "constant"])
def test_the_rate_that_is_told_is_that_of_the_step(data, monkeypatch, schedule):
    monkeypatch.setattr(told_progress, "OFTEN", 0)
    settings = config(lr=0.01, schedule=schedule)
    _, events = trained(data, settings, wishes={7: [Wish("set", lr=0.02)]})
    reports = of(Progress, events)
    assert [report.step for report in reports] == list(range(1, 21))
    factor = FACTORS[schedule]
    for report in reports:
        peak = 0.01 if report.step <= 7 else 0.02
        assert report.lr == pytest.approx(peak * factor((report.step - 1) / 20))
    assert of(Changed, events)[0].step == 7


def by_pytorch(data, settings, layout):
    """Train as a script would; return the weights by name."""
    network = architectures.build("nine-steps", 0)
    modules = to_torch(network).to(memory_format=layout)
    logits, parameters = logits_of(modules, network), list(modules.parameters())
    optimizer = {
        "adam": lambda: torch.optim.Adam(parameters, settings.lr, fused=True),
        "adamw": lambda: torch.optim.AdamW(parameters, settings.lr, weight_decay=0.0, fused=True),
        "sgd": lambda: torch.optim.SGD(
            parameters, settings.lr, momentum=0.9, nesterov=True, fused=True
        ),
        "rmsprop": lambda: torch.optim.RMSprop(parameters, settings.lr, momentum=0.9),
    }[settings.optimizer]()
    x = torch.tensor(data.training.pictures) / 255
    y = torch.tensor(data.training.labels, dtype=torch.int64)
    random, step = torch.Generator().manual_seed(settings.seed), 0
    steps = settings.epochs * math.ceil(len(y) / settings.batch_size)
    for _ in range(settings.epochs):
        for batch in torch.randperm(len(y), generator=random).split(settings.batch_size):
            for group in optimizer.param_groups:
                group["lr"] = settings.lr * FACTORS[settings.schedule](step / steps)
            optimizer.zero_grad()
            pictures = x[batch].contiguous(memory_format=layout)
            functional.cross_entropy(logits(pictures), y[batch]).backward()
            optimizer.step()
            step += 1
    return {name: array.numpy() for name, array in modules.state_dict().items()}


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd", "rmsprop"])
@pytest.mark.parametrize("schedule", ["constant", "one-cycle"])
def test_each_optimiser_ends_in_the_bits_of_pytorch(data, optimizer, schedule):
    settings = config(optimizer=optimizer, schedule=schedule, lr=0.01, epochs=3)
    mine, _ = trained(data, settings)
    assert same(by_pytorch(data, settings, torch.channels_last), mine.parameters())


def test_rmsprop_of_pytorch_differs_from_itself_where_channels_lie_otherwise(data):
    """Sums are then added in another order.

    RMSprop with momentum divides a gradient by its own size, be it as small as rounding: a step of
    full length either way. So scripts that lay channels out in PyTorch's first order end elsewhere,
    and cnnviz beside them; it does what is quicker.
    """
    settings = config(optimizer="rmsprop", lr=0.01, epochs=10)
    mine, _ = trained(data, settings)
    quick, usual = (
        by_pytorch(data, settings, layout)
        for layout in (torch.channels_last, torch.contiguous_format)
    )
    apart = max(np.abs(quick[name] - usual[name]).max() for name in quick)
    assert apart > 1e-6  # PyTorch beside PyTorch
    assert same(quick, mine.parameters())


def test_the_gradients_that_are_forgotten_are_all(data):
    learner = Learner(architectures.build("nine-steps", 0), data.training, config(), _CPU)
    learner.learn(torch.arange(20))
    before = [parameter.grad.clone() for parameter in learner.modules.parameters()]
    learner.lr = 0.0
    again = Learner(learner.result(), data.training, config(), _CPU)
    learner.learn(torch.arange(20, 40))
    again.learn(torch.arange(20, 40))
    pairs = zip(learner.modules.parameters(), again.modules.parameters(), strict=True)
    assert all(torch.equal(one.grad, other.grad) for one, other in pairs)
    assert any(not torch.equal(p.grad, b) for p, b in zip(learner.modules.parameters(), before,
                                                          strict=True))  # fmt: skip
    assert in_layout(torch.zeros(1, 1, 2, 2)).shape == (1, 1, 2, 2)


# Another start


def test_another_start_has_other_weights_and_the_same_data_and_order():
    first, second = (begun(config(weights_seed=seed)) for seed in (None, 5))
    for part in ("training", "validation"):
        one, other = getattr(first.data, part), getattr(second.data, part)
        np.testing.assert_array_equal(one.pictures, other.pictures)
        np.testing.assert_array_equal(one.labels, other.labels)
    weights = [each.network.parameters()["conv1.weight"] for each in (first, second)]
    assert not np.array_equal(*weights)
    orders = [
        Learner(each.network, each.data.training, each.config, _CPU).new_order()
        for each in (first, second)
    ]
    assert torch.equal(*orders)
    fifth = architectures.build("nine-steps", 5).parameters()
    assert same(second.network.parameters(), fifth)


# The best weights beside the last


def early_stopped(data, tmp_path, **settings):
    """A run whose later epochs are worse: its rate is raised in mid-run."""
    settings = config(**{"epochs": 30, "lr": 0.01, "schedule": "constant", "early_stop": 3,
                         **settings})  # fmt: skip
    directory = RunDirectory(tmp_path / "run")
    directory.create(settings, architectures.build("nine-steps", 0))
    _, events = trained(data, settings, directory, {40: [Wish("set", lr=2.0)]})
    return directory, events


def test_the_best_weights_are_kept_beside_the_last(data, tmp_path):
    directory, events = early_stopped(data, tmp_path)
    (end,) = of(EarlyStop, events)
    best, weights = directory.best()
    assert end.takes_best
    assert end.best_epoch == best.epoch < end.epoch
    epochs = of(EpochEnd, events)
    assert best.val_accuracy == max(epoch.val_accuracy for epoch in epochs)
    assert not same(weights, directory.weights())
    shown = Trainer(directory.network().with_parameters(weights), data, config()).learner
    said = shown.ask(torch.tensor(data.validation.pictures), torch.tensor(data.validation.labels))
    assert said.accuracy == best.val_accuracy
    assert of(Best, events)[-1] == best
    assert len(list((directory.path / "best").iterdir())) <= 2


def test_a_run_that_ended_early_stands_for_its_best_weights(data, tmp_path):
    directory, events = early_stopped(data, tmp_path)
    best, weights = directory.best()
    (test,) = of(FinalTest, events)
    assert test.best_epoch == best.epoch
    name = str(directory.path)
    assert same(load_network(name).parameters(), weights)
    assert same(load_network(name, which="best").parameters(), weights)
    assert same(load_network(name, which="last").parameters(), directory.weights())
    tried = Trainer(load_network(name), data, config()).learner
    part = data.tests["strokes"]
    asked = tried.ask(torch.tensor(part.pictures), torch.tensor(part.labels))
    assert asked.accuracy == test.accuracy


def test_a_run_to_its_end_stands_for_its_last_weights(data, tmp_path):
    directory, events = early_stopped(data, tmp_path, early_stop=0, epochs=8)
    assert of(FinalTest, events)[0].best_epoch == 0
    assert same(load_network(str(directory.path)).parameters(), directory.weights())


def test_a_run_that_goes_on_tests_the_best_weights_that_it_kept(data, tmp_path):
    directory, events = early_stopped(data, tmp_path)
    again, told = Trainer(directory.network(), data, directory.config(), directory=directory), []
    again.resume(directory.checkpoint())
    again.run(told.append)
    assert of(FinalTest, told) == of(FinalTest, events)
    assert of(EarlyStop, told) == of(EarlyStop, events)


def test_a_network_has_no_best_weights_and_an_earlier_run_neither(data, tmp_path):
    with pytest.raises(ValueError, match="no folder of a training run"):
        load_network("nine-steps", which="best")
    directory = RunDirectory(tmp_path / "run")
    directory.create(config(), architectures.build("nine-steps", 0))
    with pytest.raises(FileNotFoundError, match="keeps no best weights"):
        load_network(str(directory.path), which="best")


def test_the_threshold_is_far_from_guessing():
    assert 1000 * math.log(1000) < EXPLODED
