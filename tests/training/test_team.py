"""What the processes of a run decide together, and how they part: no decision of one alone."""

import gc
import weakref

import pytest
import torch
from torch import distributed, nn

from cnnviz.__main__ import main
from cnnviz.cnn import architectures
from cnnviz.data import splits
from cnnviz.runs.config import Config
from cnnviz.runs.wishes import Wish
from cnnviz.training.divergence import DivergedError
from cnnviz.training.learner import Learner
from cnnviz.training.parallel import Team
from tests.torch_threads import one_thread  # noqa: F401 - acts by being here


def learner_of(**settings):
    config = Config("nine-steps", ("strokes:40",), batch_size=8, **settings)
    data = splits.load(["strokes:40"], seed=0)
    network = architectures.build("nine-steps", 0)
    return Learner(network, data.training, config, torch.device("cpu"))


@pytest.fixture
def second(monkeypatch):
    """The second of two processes, and what it would hear of the first one."""
    monkeypatch.setenv("WORLD_SIZE", "2")
    monkeypatch.setenv("RANK", "1")
    words = []

    def broadcast(told, source):
        assert source == 0
        told.copy_(torch.tensor(words.pop(0), dtype=told.dtype))

    monkeypatch.setattr(distributed, "broadcast", broadcast)
    return Team(), words


def test_the_second_waits_as_long_as_the_first_holds_it(second):
    team, words = second
    words += [[2, 0.1, 0.0], [2, 0.2, 0.0], [0, 0.3, 0.01]]
    learner = learner_of()
    assert not team.agreed(None, learner)
    assert (words, learner.lr, learner.weight_decay) == ([], 0.3, 0.01)


def test_the_second_stops_when_the_first_does_and_not_by_itself(second):
    team, words = second
    words += [[2, 0.1, 0.0], [1, 0.1, 0.0], [0, 0.1, 0.0]]
    learner = learner_of()
    assert team.agreed(None, learner)
    assert not team.agreed(Wish("stop"), learner)


def test_the_second_takes_over_how_good_the_first_found_it(second):
    team, words = second
    words.append([0.5, 1.25])
    assert team.of_first((0.25, 2.5), learner_of()) == [0.5, 1.25]


@pytest.mark.parametrize("other", [1e30, float("nan"), float("inf")])
def test_a_loss_that_explodes_in_one_process_is_found_by_all(other):
    learner = learner_of()
    told = []

    def over_all(numbers):
        told.append(numbers.tolist())
        return numbers + torch.tensor([other, 3.0])

    learner.share_with(learner.logits, 1, 2, over_all)
    before = [each.clone() for each in learner.modules.parameters()]
    with pytest.raises(DivergedError):
        learner.learn(torch.arange(8))
    assert told[0][0] < 100  # its own is sound
    after = learner.modules.parameters()
    assert all(torch.equal(*pair) for pair in zip(before, after, strict=True))


def test_loss_and_right_ones_are_those_of_the_whole_batch():
    alone, halves = learner_of(), [learner_of(), learner_of()]
    parts = []
    for rank, half in enumerate(halves):
        half.share_with(half.logits, rank, 2, lambda numbers: parts.append(numbers) or numbers)
        half.learn(torch.arange(7))
    loss, right = alone.learn(torch.arange(7))
    both = sum(parts)
    assert both[0].item() == pytest.approx(loss.item(), rel=1e-6)
    assert both[1].item() == right.item()


def test_a_batch_of_one_counts_once():
    parts = []
    for rank in (0, 1):
        learner = learner_of()
        learner.share_with(
            learner.logits, rank, 2, lambda numbers: parts.append(numbers) or numbers + 1
        )
        learner.learn(torch.arange(1))
    assert parts[1].tolist() == [0, 0]
    assert parts[0][0] > 0


class Joined(nn.Module):
    """Stands for what joins the gradients: in a circle of references, as such modules are."""

    def __init__(self):
        super().__init__()
        self.circle = [self]


def test_what_joins_the_gradients_is_gone_before_the_group_is_left(monkeypatch):
    # If it holds the group last, its end waits with Python's lock for threads that need it.
    monkeypatch.setenv("WORLD_SIZE", "2")
    joined = Joined()
    is_gone, left = weakref.ref(joined), []
    learner = learner_of()
    learner.share_with(joined, 0, 2, lambda numbers: numbers)
    del joined
    monkeypatch.setattr(distributed, "is_initialized", lambda: True)
    monkeypatch.setattr(distributed, "destroy_process_group", lambda: left.append(is_gone()))
    gc.disable()  # only what is done on purpose counts
    try:
        Team().part(learner)
    finally:
        gc.enable()
    assert left == [None]
    assert learner.share == (0, 1)
    learner.learn(torch.arange(8))  # alone


def test_the_second_does_not_mind_a_folder_that_the_first_has_made(tmp_path, monkeypatch, capsys):
    def begun(*_, **__):
        raise ValueError("so far")

    monkeypatch.setattr("cnnviz.commands.train.begun", begun)
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "config.json").write_text("{}")
    words = ["train", "nine-steps", "--data", "strokes:40", "--run", str(tmp_path / "run")]
    told = []
    for rank in "01":
        monkeypatch.setenv("RANK", rank)
        assert main(words) == 2
        told.append(capsys.readouterr().err)
    assert "so far" not in told[0].lower()
    assert "so far" in told[1].lower()
