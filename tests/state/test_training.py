import os
import signal
import sys
from dataclasses import replace

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import chain
from cnnviz.commands import train as command
from cnnviz.commands.arguments import Parser
from cnnviz.files.process import machine
from cnnviz.project import shipped
from cnnviz.project.project import new_project
from cnnviz.state.document import Document
from cnnviz.state.run_folder import free_folder, mark
from cnnviz.state.settings import Settings
from cnnviz.state.trained_network import is_alike, with_trained
from cnnviz.state.training import FIRST, WindowTraining, runs_folder, words
from cnnviz.state.training_presets import PRESETS
from cnnviz.state.training_run import TrainingRun
from tests.runs_on_disk import made_run

GONE = f".cnnviz-{machine()}-{2**22 - 3}-123-0123abcd.tmp"  # the mark of a process that is no more


@pytest.fixture
def training(qapp):
    document = Document(new_project(shipped.network("nine-steps")))
    made = WindowTraining(document, Settings())
    made.document = document
    yield made
    made.close()
    document.close()


@pytest.mark.parametrize(
    "settings",
    [
        {"epochs": 3, "optimizer": "sgd", "shuffle": False, "early_stop": 2, "limit": 7},
        {"fine_tune": True, "start": "network"},
        {"freeze_to": "conv1", "start": "network"},
    ],
)
def test_every_setting_reaches_the_command(training, settings):
    training.change(**settings)
    parser = Parser()
    command.add_arguments(parser)
    read = vars(parser.parse_args(["mlp", *words(training.config), "--run", "x"]))
    for name, value in vars(training.config).items():
        expected = list(value) if name == "data" else value
        expected = None if value == "" else expected  # nothing is said of it
        assert name == "network" or read[name] == expected, name


def test_a_setting_out_of_its_range_changes_nothing(training):
    with pytest.raises(ValueError, match="Epochs must be at least 1"):
        training.change(epochs=0)
    assert training.config == FIRST


def test_settings_are_there_at_the_next_start(training):
    training.change(epochs=7, data=("swans:2000",), shuffle=False)
    again = WindowTraining(training.document, Settings())
    assert again.config == training.config
    assert again.config.network == ""  # that is the project's


@pytest.mark.parametrize("damage", ["nonsense", "{}", '{"data": [1]}', '{"data": ["x"], "lr": 0}'])
def test_damaged_settings_give_the_first_ones(training, damage):
    Settings().set_training(damage)
    assert WindowTraining(training.document, Settings()).config == FIRST


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_preset_is_possible_and_says_why(training, preset):
    training.change(**preset.settings)
    assert len(preset.why) > 80


def test_weights_of_the_same_network_are_an_edit_that_reset_knows(training):
    project = new_project(shipped.network("nine-steps"))
    network = architectures.build("nine-steps", 5)
    after = with_trained(project, network)
    assert after.original is project.original
    for name, array in network.parameters().items():
        np.testing.assert_array_equal(after.network.parameters()[name], array)


def test_another_network_comes_whole():
    project = new_project(shipped.network("nine-steps"))
    network = architectures.build("mlp", 5)
    assert with_trained(project, network).network is network


def test_a_folder_that_is_no_run_is_shown_as_empty(training, tmp_path, qtbot):
    training.open(tmp_path / "nowhere")
    assert training.run.network is None
    assert training.run.weights(0) is None
    assert training.run.answers(1) is None
    assert not training.run.is_running
    assert training.use_weights(None)  # why not


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "a\0b", "m" * 300, "<b>x</b>", ".."])
def test_the_folder_of_a_run_lies_where_runs_lie_whatever_a_file_calls_its_network(name, tmp_path):
    made = free_folder(tmp_path, name)
    assert made.parent == tmp_path
    made.mkdir()
    assert [made] == list(tmp_path.iterdir())
    assert shipped.card(name) is None


@pytest.fixture
def waiting(monkeypatch):
    """A trainer that learns nothing until its input is closed."""
    script = "import sys; sys.stdin.read()"
    monkeypatch.setattr("cnnviz.state.run_process.COMMAND", (sys.executable, "-c", script))


@pytest.mark.parametrize("way", ["close", "another", "killed"])
def test_no_folder_stays_of_a_run_that_had_not_begun(training, waiting, way, qtbot, tmp_path):
    run = training.start()
    path = run.directory.path
    qtbot.waitUntil(lambda: run.process.number > 0)
    assert path.exists()
    if way == "close":
        training.close()
    elif way == "killed":
        os.kill(run.process.number, signal.SIGKILL)
    else:
        training.open(made_run(tmp_path / "run"))
    qtbot.waitUntil(lambda: not path.exists())


def test_the_next_start_removes_what_a_killed_window_was_about_to_train(training):
    parent = runs_folder()
    for name in ("left", "own", "more", "begun"):
        folder = parent / f"2026-01-02-{name}"
        folder.mkdir(parents=True)
        (folder / GONE).touch()
        (folder / "network.cnnviz").write_bytes(b"PK")
    mark(parent / "2026-01-02-own")
    (parent / "2026-01-02-more" / "notes.txt").write_text("mine")
    (parent / "2026-01-02-begun" / "config.json").write_text("{}")
    (parent / "photos").mkdir()
    (parent / "photos" / GONE).touch()
    WindowTraining(training.document, Settings()).close()
    assert sorted(path.name for path in parent.iterdir()) == [
        "2026-01-02-begun", "2026-01-02-more", "2026-01-02-own", "photos"
    ]  # fmt: skip


def test_networks_are_alike_where_their_weights_alone_differ():
    network = architectures.build("residual-cnn", 0)
    assert is_alike(network, architectures.build("residual-cnn", 1))
    node = network.nodes[-1]
    renamed = replace(network, nodes=(*network.nodes[:-1], replace(node, name="other")))
    assert not is_alike(network, renamed)
    assert not is_alike(network, replace(network, classes=tuple("abcdefghij")))
    add = next(n for n in network.nodes if n.layer.kind == "add")
    nodes = [replace(n, inputs=n.inputs[::-1]) if n is add else n for n in network.nodes]
    assert not is_alike(network, replace(network, nodes=tuple(nodes)))


def test_networks_that_share_weights_are_not_like_those_that_do_not():
    conv = Conv2d(np.ones((1, 1, 1, 1), np.float32))
    shared = chain("own", "Own", (1, 2, 2), (conv, conv))
    apart = chain("own", "Own", (1, 2, 2), (conv, replace(conv)))
    assert not is_alike(shared, apart)
    assert with_trained(new_project(shared), apart).network is apart


def test_another_start_asks_for_other_weights_and_nothing_else(training, monkeypatch):
    path = made_run(runs_folder() / "first")
    training.open(path)
    started = []
    monkeypatch.setattr(TrainingRun, "start", lambda self, words: started.append(words))
    before = training.run.config()
    training.start_another()
    parser = Parser()
    command.add_arguments(parser)
    read = vars(parser.parse_args(started[0]))
    assert read["weights_seed"] == before.seed + 1
    for name in set(vars(before)) - {"network", "data", "weights_seed"}:
        value = getattr(before, name)
        assert read[name] == (None if value == "" else value), name


def test_a_run_that_was_refused_leaves_no_folder(training, monkeypatch):
    def save_project(*_):
        raise PermissionError(13, "Permission denied", "network.cnnviz")

    monkeypatch.setattr("cnnviz.state.training.save_project", save_project)
    with pytest.raises(PermissionError):
        training.start()
    assert not list(runs_folder().iterdir())


def test_runs_are_kept_in_another_place_where_the_first_cannot_be_written(training, tmp_path):
    training.keep_runs_in(tmp_path / "elsewhere")
    made_run(tmp_path / "elsewhere" / "first")
    training.runs.look()
    assert [run.path.name for run in training.runs.summaries] == ["first"]
    assert training.runs_folder() == tmp_path / "elsewhere"


def test_a_run_that_was_asked_to_stop_is_ending_at_once(training, monkeypatch):
    said = []
    training.open(made_run(runs_folder() / "first"))
    run = training.run
    monkeypatch.setattr(TrainingRun, "is_ours", property(lambda self: True))
    monkeypatch.setattr(TrainingRun, "_say", lambda self, wish: said.append(wish))
    run.stop()
    assert run.is_ending
    assert len(said) == 1
