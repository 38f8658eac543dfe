import os
import shutil

import pytest

from cnnviz.cnn import architectures
from cnnviz.runs import events_tail
from cnnviz.runs.config import Config
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import EpochEnd, FinalTest, Finished, Started, Stopped, known_event
from cnnviz.state.runs import Runs, history_of

CONFIG = Config("lecture-cnn", ("strokes:100",))


@pytest.fixture
def directory(tmp_path):
    directory = RunDirectory(tmp_path / "deep" / "run")
    directory.create(CONFIG)
    return directory


def test_runs_are_listed_whatever_else_lies_there(directory, tmp_path):
    folder, runs = directory.path.parent, Runs()
    (folder / "notes").mkdir()
    (folder / "broken").mkdir()
    (folder / "broken" / "config.json").write_text("{")
    for event in (EpochEnd(1, 0.5, 0.75, 9.0), EpochEnd(2, 0.4, 0.7, 9.0)):
        directory.add_event(event)
    os.utime(folder / "broken" / "config.json", (0, 0))  # made before the other
    run, broken = runs.look(folder)
    assert broken.state == "damaged"
    assert (run.path, run.state, run.val_accuracy) == (directory.path, "stopped unexpectedly", 0.75)
    directory.add_event(FinalTest("x", 0.5, 10))
    directory.add_event(Finished(9, 1.0))
    assert (runs.look(folder)[0].state, runs.look(folder)[0].tests) == ("finished", (("x", 0.5),))
    directory.lock()
    assert runs.look(folder)[0].state == "running"
    assert runs.look(tmp_path / "nowhere") == []


def test_each_look_reads_only_what_is_new(directory, monkeypatch):
    folder, runs = directory.path.parent, Runs()
    directory.add_event(EpochEnd(1, 0.5, 0.75, 9.0))
    runs.look(folder)
    monkeypatch.delattr(RunDirectory, "network")
    monkeypatch.delattr(RunDirectory, "config")
    lines = []
    monkeypatch.setattr(
        events_tail, "known_event", lambda line: lines.append(line) or known_event(line)
    )
    directory.add_event(EpochEnd(2, 0.4, 0.8, 9.0))
    assert runs.look(folder)[0].val_accuracy == 0.8
    assert [known_event(line) for line in lines] == [EpochEnd(2, 0.4, 0.8, 9.0)]
    assert [epoch.epoch for epoch in runs.history(directory.path).epochs] == [1, 2]


def test_a_run_that_was_resumed_or_replaced_is_told_afresh(directory):
    folder, runs = directory.path.parent, Runs()
    for event in (Started(2, 100, 10, 5), EpochEnd(1, 0.5, 0.9, 9.0, 5), Stopped(2, 9)):
        directory.add_event(event)
    assert runs.look(folder)[0].state == "stopped"
    directory.cut_events(4)
    assert (runs.look(folder)[0].state, runs.look(folder)[0].val_accuracy) == (
        "stopped unexpectedly",
        None,
    )
    shutil.rmtree(directory.path)
    directory.create(Config("mlp", ("strokes:100",)), architectures.build("mlp"))
    found = runs.look(folder)[0]
    assert (found.config.network, found.network) == ("mlp", "MLP, one hidden layer")
    assert runs.history(folder / "nowhere") == history_of(folder / "nowhere")
