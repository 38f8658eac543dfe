import numpy as np
import pytest
import torch

from cnnviz.cnn import architectures
from cnnviz.cnn.trace import trace
from cnnviz.data import splits
from cnnviz.training.config import Config
from cnnviz.training.events import EpochEnd, FinalTest, Started, Stopped
from cnnviz.training.train import Training, TrainingError, one_cycle


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def data():
    return splits.load(["strokes:600"], seed=0)


def config(**settings):
    return Config("nine-steps", ("strokes:600",), **{"epochs": 2, "batch_size": 20} | settings)


def trained(data, settings, stop=lambda: False):
    events = []
    network = architectures.build(settings.network, seed=0)
    return Training(network, data, settings).run(events.append, stop), events


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd"])
def test_a_network_learns(data, optimizer):
    lr = 0.05 if optimizer == "sgd" else 0.01
    network, events = trained(data, config(optimizer=optimizer, lr=lr, epochs=4))
    assert [type(event) for event in events] == [Started, *4 * [EpochEnd], FinalTest]
    assert events[0] == Started(4, 570, 30)
    assert events[4].train_loss < 0.7 * events[1].train_loss
    test = data.tests["strokes"]
    right = [
        trace(network, picture / np.float32(255)).output.argmax() == label
        for picture, label in zip(test.pictures, test.labels, strict=True)
    ]
    assert events[-1] == FinalTest("strokes", np.mean(right), 600)
    assert np.mean(right) > 0.5  # chance: 0.1


@pytest.mark.parametrize("settings", [{}, {"averaging": 0.9}, {"augment": "digits"}])
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
    answers = iter([False, False, True])
    network, events = trained(data, config(), lambda: next(answers))
    assert events == [Started(2, 570, 30), Stopped(1)]
    start = architectures.build("nine-steps", 0).parameters()
    assert not any(np.array_equal(start[name], network.parameters()[name]) for name in start)


def test_the_mean_of_the_weights_follows_them(data):
    settings = config(epochs=1, averaging=0.5)
    training = Training(architectures.build("nine-steps"), data, settings)
    before = training._mean[0].weight.clone()
    training._learn(torch.arange(20))
    kept = 1 / 11  # after the first step
    expected = kept * before + (1 - kept) * training._modules[0].weight
    torch.testing.assert_close(training._mean[0].weight, expected)


def test_a_loss_that_is_no_number_ends_the_run_in_words(data):
    with pytest.raises(TrainingError, match="no longer a number; try a tenth"):
        trained(data, config(optimizer="sgd", lr=1e30))


def test_the_learning_rate_is_almost_zero_at_the_end(data):
    settings = config(lr=0.01)
    training = Training(architectures.build("nine-steps"), data, settings)
    training.run(lambda event: None, lambda: False)
    assert 0 < training._optimizer.param_groups[0]["lr"] < 1e-4


def test_the_learning_rate_rises_and_falls():
    rates = [one_cycle(progress) for progress in np.linspace(0, 1, 101)]
    assert np.argmax(rates) == 10
    assert (np.diff(rates[:11]) > 0).all()
    assert (np.diff(rates[10:]) < 0).all()
    np.testing.assert_allclose([rates[0], rates[10], rates[-1]], [0.05, 1, 0], atol=1e-9)
