"""Where nothing can be written the training waits, says why, and goes on; nothing is lost."""

import errno
import os

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.data import splits
from cnnviz.runs.config import Config
from cnnviz.runs.directory import CHECKPOINT, RunDirectory
from cnnviz.runs.events import Changed, Checkpoint, FinalTest, Finished, Going, Halted, from_line
from cnnviz.runs.wishes import PAUSE, STOP, Wish
from cnnviz.training import room, trainer
from cnnviz.training.control import Control
from cnnviz.training.trainer import Trainer
from tests.forked import TrainProcess
from tests.small_disk import fill, small_disk

CONFIG = Config("nine-steps", ("strokes:100",), epochs=3, batch_size=10)


@pytest.fixture(scope="module")
def data():
    return splits.load(["strokes:100"], seed=0)


@pytest.fixture(autouse=True)
def often(monkeypatch):
    monkeypatch.setattr(trainer, "CHECKPOINT_EVERY", 0.0)
    monkeypatch.setattr(room, "AGAIN", 0.01)


class Disk:
    """Refuses to write while it is full."""

    def __init__(self, monkeypatch, number=errno.ENOSPC):
        self.number, self.is_full = number, False
        real = os.open

        def opened(path, flags, *rest, **more):
            if self.is_full and flags & (os.O_WRONLY | os.O_RDWR):
                raise OSError(self.number, os.strerror(self.number), str(path))
            return real(path, flags, *rest, **more)

        monkeypatch.setattr(os, "open", opened)


class Watched:
    """A run that fills the disk at a step, and empties it once that was told."""

    def __init__(self, data, path, disk, *, full_at=5, wishes=()):
        self.disk, self.full_at = disk, full_at
        self.directory = RunDirectory(path)
        self.directory.create(CONFIG, architectures.build("nine-steps", seed=0))
        network = architectures.build("nine-steps", seed=0)
        self.training = Trainer(network, data, CONFIG, directory=self.directory)
        self.control, self.wishes = Control(), list(wishes)
        self.events = []
        self.halts = 0

    def tell(self, event):
        self.events.append(event)
        if getattr(event, "step", 0) == self.full_at and isinstance(event, Checkpoint):
            self.disk.is_full = self.halts == 0
        if isinstance(event, Halted):
            self.halts += 1
            for wish in self.wishes:
                self.control.ask(wish)
            self.disk.is_full = STOP in self.wishes

    def run(self):
        return self.training.run(self.tell, self.control)

    def of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]


REASONS = {
    errno.ENOSPC: "the disk is full; free",
    errno.EDQUOT: "your share of the disk is used up; free",
    errno.EROFS: "this disk can only be read",
    errno.ENOENT: "its folder is not there",
    errno.EACCES: "you lack the permission",
}


@pytest.mark.parametrize("number", REASONS)
def test_it_waits_says_why_and_ends_in_the_same_bits(data, tmp_path, monkeypatch, number):
    whole = Trainer(architectures.build("nine-steps", seed=0), data, CONFIG).run(lambda event: None)
    run = Watched(data, tmp_path / "run", Disk(monkeypatch, number))
    network = run.run()
    assert run.halts >= 1
    assert run.of(Going)
    halted = run.of(Halted)[0].text
    assert REASONS[number] in halted
    assert str(tmp_path / "run") in halted
    for name, array in whole.parameters().items():
        np.testing.assert_array_equal(network.parameters()[name], array)
        np.testing.assert_array_equal(run.directory.weights()[name], array)
    kept = run.directory.events()
    assert [each for each in kept if isinstance(each, Halted)] == run.of(Halted)
    assert kept == run.events  # what was told meanwhile is written, too, and in this order
    assert isinstance(kept[-1], FinalTest)


def test_a_stop_while_it_waits_keeps_the_last_checkpoint(data, tmp_path, monkeypatch):
    run = Watched(data, tmp_path / "run", Disk(monkeypatch), wishes=[STOP])
    with pytest.raises(OSError, match="No space left"):
        run.run()
    run.disk.is_full = False
    last = run.of(Checkpoint)[-1].step
    again = Trainer(architectures.build("nine-steps", seed=0), data, CONFIG)
    again.resume(run.directory.checkpoint())
    assert again.learner.step == last
    assert not list((tmp_path / "run").glob("*.tmp"))


def test_other_rates_asked_for_while_it_waits_are_not_lost(data, tmp_path, monkeypatch):
    run = Watched(data, tmp_path / "run", Disk(monkeypatch), wishes=[Wish("set", 0.02, 0.0)])
    run.run()
    assert run.of(Changed)[0].lr == 0.02
    assert run.of(Going)


def test_a_pause_without_room_waits_and_stays_a_pause(data, tmp_path, monkeypatch):
    run = Watched(data, tmp_path / "run", Disk(monkeypatch), full_at=-1)
    asked = []

    class Asks(Control):
        def next(self, *, wait):
            if run.training.learner.step == 7 and not asked:
                asked.append(True)
                run.disk.is_full = True
                return PAUSE
            if wait and run.of(Halted) and len(asked) == 1:
                asked.append(True)
                return Wish("go")
            return super().next(wait=wait)

    run.control = Asks()
    run.run()
    names = [type(event).__name__ for event in run.events]
    names = [name for name in names if name in ("Paused", "Halted", "Going")]
    assert names in (["Paused", "Halted", "Paused", "Going"], ["Halted", "Paused", "Going"])


@pytest.mark.timeout(120)
def test_a_full_disk_and_room_again(tmp_path):
    """The whole command on a disk of 4 MB."""
    (tmp_path / "disk").mkdir()
    with small_disk(tmp_path / "disk"):
        run = tmp_path / "disk" / "run"
        words = ["nine-steps", "--data", "strokes:100", "--batch-size", "10", "--epochs", "40",
                 "--run", str(run)]  # fmt: skip
        process = TrainProcess(words)
        events, is_filled = [], False
        for line in process.stdout:
            events.append(from_line(line))
            if isinstance(events[-1], Checkpoint) and not is_filled:
                fill(tmp_path / "disk" / "filler")
                is_filled = True
                before = (run / CHECKPOINT).read_bytes()
            if isinstance(events[-1], Halted):
                assert (run / CHECKPOINT).read_bytes() == before
                (tmp_path / "disk" / "filler").unlink()
        process.finish()
        assert process.returncode == 0
        halted = [event for event in events if isinstance(event, Halted)]
        assert "the disk is full; free" in halted[0].text
        assert isinstance(events[-1], Finished)
        assert RunDirectory(run).events() == events
        assert not list(run.rglob("*.tmp"))
