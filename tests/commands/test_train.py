import gzip
import json
import os
import signal
import struct
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from cnnviz.__main__ import main
from cnnviz.cnn import architectures
from cnnviz.project.project import new_project
from cnnviz.project.project_file import save_project
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import (
    Changed,
    Diverged,
    EpochEnd,
    Failed,
    FinalTest,
    Finished,
    Going,
    Paused,
    Snapshot,
    Started,
    Stopped,
    from_line,
)
from tests.forked import TrainProcess

STOPPED = 4  # the exit code
COMMAND = [sys.executable, "-m", "cnnviz"]
TINY = ["nine-steps", "--data", "strokes:200", "--batch-size", "5", "--lr", "0.01"]
ENDLESS = [*TINY, "--epochs", "100000"]
TINIEST = ["nine-steps", "--data", "strokes:40", "--epochs", "1"]


@pytest.fixture
def train(capsys, monkeypatch):
    """Run `cnnviz train` in this process; return its exit code, stdout and stderr."""
    monkeypatch.setattr("cnnviz.training.control.Control.listen", lambda self: None)
    monkeypatch.setattr(os, "nice", lambda by: 0)
    monkeypatch.setenv("OMP_WAIT_POLICY", "PASSIVE")

    def train(*words):
        capsys.readouterr()
        try:
            code = main(["train", *map(str, words)])
        except SystemExit as end:  # argparse, after --help
            code = end.code
        stdout, stderr = capsys.readouterr()
        return SimpleNamespace(returncode=code, stdout=stdout, stderr=stderr)

    threads = torch.get_num_threads()
    yield train
    torch.set_num_threads(threads)


def start(*arguments):
    """Start `cnnviz train` in a process of its own."""
    return TrainProcess([str(argument) for argument in arguments])


def test_a_run_reports_itself_and_keeps_what_it_learnt(tmp_path):
    words = ("train", *TINY, "--epochs", "2", "--augment", "digits", "--run", tmp_path / "run")
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    process = subprocess.Popen([*COMMAND, *words], text=True, **pipes)
    events = [from_line(line) for line in process.stdout]  # stdin stays open meanwhile
    _, problem = process.communicate()
    assert (process.returncode, problem) == (0, "")
    assert isinstance(events[0], Started)
    epochs = [event for event in events if isinstance(event, EpochEnd)]
    assert epochs[1].train_loss < epochs[0].train_loss
    assert [type(event) for event in events[-2:]] == [FinalTest, Finished]
    directory = RunDirectory(tmp_path / "run")
    assert directory.events() == events
    assert directory.config().epochs == 2
    assert directory.weights()["conv1.weight"].shape == (6, 1, 5, 5)
    assert not directory.is_running()
    snapshots = [event for event in events if isinstance(event, Snapshot)]
    assert len(snapshots) >= 50
    for name, array in directory.snapshot(snapshots[-1].number).items():
        np.testing.assert_array_equal(array, directory.weights()[name])
    random = architectures.build("nine-steps", 0).parameters()
    for name, array in directory.snapshot(0).items():
        np.testing.assert_array_equal(array, random[name])
    said = directory.predictions(2)
    right = said.predicted == directory.validation().labels
    assert right.mean() == pytest.approx(epochs[1].val_accuracy)
    assert ((said.confidence > 0) & (said.confidence <= 1)).all()


def test_a_run_obeys_its_pipe(tmp_path):
    process = start(*ENDLESS, "--run", tmp_path / "run", "--control")

    def until(kind):
        return next(e for e in map(from_line, process.stdout) if isinstance(e, kind))

    def say(**what):
        process.stdin.write(json.dumps(what) + "\n")
        process.stdin.flush()

    until(Started)
    assert RunDirectory(tmp_path / "run").is_running()
    say(do="pause")
    at = until(Paused).step
    say(do="set", lr=0.5, weight_decay=0.0)
    assert until(Changed) == Changed(at, 0.5, 0.0)  # nothing was learnt meanwhile
    say(do="go")
    assert until(Going) == Going(at)
    say(do="stop")
    assert until(Stopped).step >= at
    _, problem = process.communicate()
    assert (process.returncode, problem) == (STOPPED, "")
    assert not RunDirectory(tmp_path / "run").is_running()


def test_a_run_is_resumed_to_the_bits_of_an_unbroken_one(tmp_path, train):
    assert train(*TINY, "--epochs", 3, "--run", tmp_path / "whole").returncode == 0
    process = start(*TINY, "--epochs", 3, "--run", tmp_path / "broken")
    next(e for e in map(from_line, process.stdout) if isinstance(e, EpochEnd))
    process.kill()
    process.communicate()
    broken, whole = RunDirectory(tmp_path / "broken"), RunDirectory(tmp_path / "whole")
    assert not broken.is_running()
    result = train("--resume", "--run", tmp_path / "broken")
    assert (result.returncode, result.stderr) == (0, "")
    for name, array in whole.weights().items():
        np.testing.assert_array_equal(broken.weights()[name], array)
    told = [
        [(type(e), e.step) for e in run.events() if isinstance(e, EpochEnd | Snapshot)]
        for run in (broken, whole)
    ]
    assert sorted(told[0], key=str) == sorted(told[1], key=str)  # one history, nothing twice


def test_a_loss_that_is_no_number_keeps_what_was_finite(tmp_path, train):
    result = train(*TINY, "--optimizer", "sgd", "--lr", "1e30", "--run", tmp_path / "run")
    assert result.returncode == 3
    assert result.stderr.count("\n") == 1
    assert "try a tenth of the learning rate" in result.stderr
    directory = RunDirectory(tmp_path / "run")
    assert isinstance(directory.events()[-1], Diverged)
    assert all(np.isfinite(array).all() for array in directory.weights().values())


def test_weights_that_are_no_numbers_are_replaced_by_those_of_the_checkpoint(tmp_path, train):
    words = ["nine-steps", "--data", "strokes:100", "--batch-size", 100, "--epochs", 1]
    rate = ["--optimizer", "sgd", "--lr", "1e39", "--schedule", "constant"]
    result = train(*words, *rate, "--run", tmp_path / "run")
    assert result.returncode == 3
    assert "a weight is no longer a number; try a tenth" in result.stderr
    directory = RunDirectory(tmp_path / "run")
    assert isinstance(directory.events()[-1], Diverged)
    random = architectures.build("nine-steps", 0).parameters()
    for name, array in directory.weights().items():
        np.testing.assert_array_equal(array, random[name])


def test_a_finished_run_is_not_tested_again(tmp_path, train):
    assert train(*TINIEST, "--run", tmp_path / "run").returncode == 0
    events = RunDirectory(tmp_path / "run").events()
    result = train("--resume", "--run", tmp_path / "run")
    assert result.returncode == 2
    assert "is finished" in result.stderr
    assert RunDirectory(tmp_path / "run").events() == events


def test_shuffling_is_said_with_and_without(tmp_path, train):
    for word, shuffles in (("--shuffle", True), ("--no-shuffle", False)):
        assert train(*TINIEST, word, "--run", tmp_path / word).returncode == 0
        assert RunDirectory(tmp_path / word).config().shuffle is shuffles


def test_a_project_of_ones_own_is_trained_from_its_weights(tmp_path, train):
    network = architectures.build("nine-steps", 7)
    save_project(tmp_path / "mine.cnnviz", new_project(network))
    words = [tmp_path / "mine.cnnviz", "--data", "strokes:40", "--start", "network"]
    assert train(*words, "--epochs", 1, "--run", tmp_path / "run").returncode == 0
    first = RunDirectory(tmp_path / "run").snapshot(0)
    for name, array in network.parameters().items():
        np.testing.assert_array_equal(first[name], array)


def test_devices_are_listed(capsys):
    assert main(["devices", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed[0]["name"] == "cpu"
    assert "cores" in listed[0]["title"]


def test_closing_stdin_ends_a_run_early_and_well(tmp_path):
    process = start(*ENDLESS, "--run", tmp_path / "run", "--control")
    assert isinstance(from_line(process.stdout.readline()), Started)
    next(e for e in map(from_line, process.stdout) if isinstance(e, EpochEnd))
    rest, problem = process.communicate()  # closes stdin
    assert (process.returncode, problem) == (STOPPED, "")
    assert isinstance(from_line(rest.splitlines()[-1]), Stopped)
    assert RunDirectory(tmp_path / "run").weights()


def test_the_weights_are_saved_when_the_process_that_listened_is_gone(tmp_path):
    process = start(*ENDLESS, "--run", tmp_path / "run", "--control")
    process.stdout.readline()
    for pipe in (process.stdout, process.stderr, process.stdin):
        pipe.close()
    assert process.wait() == STOPPED
    directory = RunDirectory(tmp_path / "run")
    assert directory.weights()
    assert isinstance(directory.events()[-1], Stopped)


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=["Ctrl+C", "SIGTERM", "SIGHUP"]
)
def test_an_interruption_saves_the_weights_and_is_told_by_the_exit_code(tmp_path, number):
    process = start(*ENDLESS, "--run", tmp_path / "run")
    process.stdout.readline()
    os.kill(process.pid, number)
    process.wait()
    rest, problem = process.communicate()
    assert (process.returncode, problem) == (128 + number, "")
    assert isinstance(from_line(rest.splitlines()[-1]), Stopped)
    assert RunDirectory(tmp_path / "run").weights()


@pytest.mark.parametrize("said", ["s2\ns3\n", ""], ids=["a loop's lines", "nothing"])
def test_what_a_loop_reads_is_left_to_it(tmp_path, said):
    first = start(*TINIEST, "--run", tmp_path / "run")
    first.stdin.write(said)
    lines, problem = first.communicate()
    assert (first.returncode, problem) == (0, "")
    assert isinstance(from_line(lines.splitlines()[-1]), Finished)


def test_a_shell_loop_keeps_its_next_line(tmp_path):
    command = " ".join([*COMMAND, "train", *TINIEST, "--run", f"{tmp_path}/$s"])
    loop = f"while read s; do {command} >/dev/null || exit 9; read s && echo $s; done"
    script = f"printf 's1\ns2\n' | {{ {loop}; }}"
    assert subprocess.check_output(["sh", "-c", script], text=True) == "s2\n"  # left to the loop
    assert isinstance(RunDirectory(tmp_path / "s1").events()[-1], Finished)


def folder_of(tmp_path, pictures, labels):
    for part in ("train", "t10k"):
        for name, array in (("images-idx3", pictures), ("labels-idx1", labels)):
            header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
            content = gzip.compress(header + array.tobytes(), mtime=0)
            (tmp_path / f"{part}-{name}-ubyte.gz").write_bytes(content)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["no-net", "--data", "strokes:20", "--run", "{}/run"], "no-net"),
        (["mlp", "--data", "{}/nowhere", "--run", "{}/run"], "There is no folder"),
        (["mlp", "--data", "strokes:x", "--run", "{}/run"], "count from 20"),
        (["mlp", "--data", "strokes:20", "--epochs", "0", "--run", "{}/run"], "Epochs must be"),
        (["mlp", "--data", "strokes:20", "--epochs", "many", "--run", "{}/run"], "invalid int"),
        (["mlp", "--data", "strokes:20", "--run", "{}"], "already holds a run"),
        (["tiny-vgg", "--data", "strokes:20", "--run", "{}/run"], "takes colour pictures of 64×64"),
        (["one-filter", "--data", "strokes:20", "--run", "{}/run"], "the network ends in 1 map"),
        (["mlp", "--data", "{}", "--run", "{}/run"], "The data has 12 classes"),
        (["--run", "{}/run"], "Name a network and --data"),
        (["--resume", "--run", "{}/run"], "There is no run in "),
        (
            ["mlp", "--data", "strokes:20", "--device", "cuda:9", "--run", "{}/r"],
            "no device cuda:9",
        ),
    ],
)
def test_errors_are_one_sentence(tmp_path, train, arguments, reason):
    (tmp_path / "config.json").write_text(json.dumps({}))
    folder_of(tmp_path, np.zeros((20, 28, 28), np.uint8), np.full(20, 11, np.uint8))
    result = train(*(argument.format(tmp_path) for argument in arguments))
    assert result.returncode == 2
    assert reason in result.stderr
    if "invalid int" not in reason:  # wrong arguments are told before there is a run
        (told,) = map(from_line, result.stdout.splitlines())
        assert isinstance(told, Failed)
        assert result.stderr == f"cnnviz train: {told.text}\n"
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "run").exists()


def test_the_help_shows_an_example(train):
    assert "example: cnnviz train lecture-cnn" in train("--help").stdout


def test_the_known_good_settings_read_97_percent_and_a_drawing(tmp_path, thorough):
    if not thorough:
        pytest.skip("takes half a minute: pytest --thorough")
    from cnnviz.resources import folder
    from cnnviz.runs.named_network import load_network
    from cnnviz.state.training import FIRST, words

    command = [*COMMAND, "train", "lecture-cnn", *words(FIRST), "--run", tmp_path / "run"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    tests = [e for e in map(from_line, result.stdout.splitlines()) if isinstance(e, FinalTest)]
    assert tests[0].accuracy >= 0.97
    drawn = sorted((folder() / "images" / "digits").glob("*.png"))
    words_ = [*COMMAND, "predict", str(tmp_path / "run"), *map(str, drawn)]
    told = subprocess.run([*words_, "--format", "json"], capture_output=True, text=True).stdout
    assert [each["label"] for each in json.loads(told)] == list("0123456789")
    assert load_network(str(tmp_path / "run")).title == "Lecture CNN"


def test_too_little_memory_names_half_the_batch(tmp_path, train, monkeypatch):
    from cnnviz.training.trainer import Trainer

    def run(*_):
        raise RuntimeError("[enforce fail at alloc_cpu] not enough memory: you tried 99 GB")

    monkeypatch.setattr(Trainer, "run", run)
    words = ["mlp", "--data", "strokes:40", "--batch-size", "512", "--run", str(tmp_path / "run")]
    result = train(*words)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "try half the batch, 256 pictures a step" in result.stderr
    assert isinstance(RunDirectory(tmp_path / "run").events()[-1], Failed)


def test_a_refused_device_leaves_nothing_and_the_folder_is_free(tmp_path, train):
    words = [*TINIEST, "--run", tmp_path / "run"]
    result = train(*words, "--device", "cuda:9")
    assert result.returncode == 2
    assert "no device cuda:9" in result.stderr
    assert not (tmp_path / "run").exists()
    assert train(*words).returncode == 0


def test_a_folder_that_holds_a_run_is_refused_before_the_data_are_made(
    tmp_path, train, monkeypatch
):
    assert train(*TINIEST, "--run", tmp_path / "run").returncode == 0
    monkeypatch.setattr("cnnviz.data.splits.load", lambda *_: pytest.fail("data were made"))
    result = train(*TINIEST, "--run", tmp_path / "run")
    assert "already holds a run" in result.stderr


def test_a_run_of_another_device_goes_on_where_it_is_told_to(tmp_path, train):
    process = start(*TINY, "--epochs", "15", "--run", tmp_path / "run", "--control")
    next(e for e in map(from_line, process.stdout) if isinstance(e, Started))
    process.communicate()
    file = tmp_path / "run" / "config.json"
    file.write_text(file.read_text().replace('"auto"', '"cuda:9"'))
    refused = train("--resume", "--run", tmp_path / "run")
    assert "no device cuda:9" in refused.stderr
    result = train("--resume", "--device", "cpu", "--run", tmp_path / "run")
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("--seed", 2**63, "Seed must be at most 9223372036854775807."),
        ("--weights-seed", 10**30, "Seed of the weights must be at most"),
        ("--threads", 10**9, "Threads must be at most 1024."),
        ("--batch-size", 10**30, "Batch size must be at most"),
        ("--epochs", 10**30, "Epochs must be at most"),
        ("--limit", 10**30, "Limit must be at most"),
        ("--snapshots", 10**30, "Snapshots must be at most"),
        ("--early-stop", 10**30, "Early stop must be at most"),
    ],
)
def test_numbers_beyond_reason_are_refused_in_words(tmp_path, train, setting, value, reason):
    result = train(*TINIEST, setting, value, "--run", tmp_path / "run")
    assert result.returncode == 2
    assert reason in result.stderr
    assert not (tmp_path / "run").exists()


def test_the_largest_seed_trains(tmp_path, train):
    seeds = ("--seed", 2**63 - 1, "--weights-seed", 2**63 - 1)
    result = train(*TINIEST, *seeds, "--run", tmp_path / "run")
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("closed", [">&- 2>&-", "> /dev/full"])
def test_a_run_goes_on_where_nobody_can_read_what_it_tells(tmp_path, closed):
    words = " ".join([*COMMAND, "train", *TINIEST, "--run", "run"])
    result = subprocess.run(["sh", "-c", f"{words} {closed} < /dev/null"], cwd=tmp_path,
                            capture_output=True, env=_here())  # fmt: skip
    assert (result.returncode, result.stderr) == (0, b"")
    assert isinstance(RunDirectory(tmp_path / "run").events()[-1], Finished)


def _here():
    root = str(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    return {**os.environ, "PYTHONPATH": root}


def test_an_explosion_is_told_with_its_step_and_the_sound_weights_are_kept(tmp_path, train):
    words = ["nine-steps", "--data", "strokes:200", "--lr", "1e6", "--epochs", "1"]
    result = train(*words, "--run", tmp_path / "run")
    assert result.returncode == 3
    assert "After step 1 the loss has exploded to" in result.stderr
    directory = RunDirectory(tmp_path / "run")
    end = directory.events()[-1]
    assert isinstance(end, Diverged)
    assert (end.step, end.sound_step) == (1, 0)
    assert not any(isinstance(event, EpochEnd | Finished) for event in directory.events())
    for name, array in architectures.build("nine-steps", 0).parameters().items():
        np.testing.assert_array_equal(directory.weights()[name], array)


def test_best_and_last_weights_of_a_run_are_asked_for_by_name(tmp_path, train, capsys):
    from cnnviz.resources import folder

    words = ["nine-steps", "--data", "strokes:100", "--epochs", 6, "--schedule", "constant"]
    assert train(*words, "--lr", 0.05, "--run", tmp_path / "run").returncode == 0
    directory = RunDirectory(tmp_path / "run")
    best, _weights = directory.best()
    seven = str(folder() / "images" / "digits" / "7.png")

    def said(*words):
        assert main(["predict", *words, seven, "--format", "json"]) == 0
        return json.loads(capsys.readouterr().out)[0]["probabilities"]

    run, files = (
        str(tmp_path / "run"),
        {
            "--best": tmp_path / "run" / "best" / f"{best.epoch:05}.safetensors",
            "--last": tmp_path / "run" / "weights.safetensors",
        },
    )
    for flag, file in files.items():
        assert said(run, flag) == said(run, "--weights", str(file))
    assert said(run) == said(run, "--last")
    assert main(["predict", "nine-steps", "--best", seven]) == 2
    assert "is no folder of a training run" in capsys.readouterr().err


def test_the_last_word_of_a_run_waits_for_room(tmp_path, train, monkeypatch):
    """The disk is full when all is learnt: the run ends once its last line is written."""
    import errno

    from cnnviz.training import room

    monkeypatch.setattr(room, "AGAIN", 0.01)
    real, tries = RunDirectory.add_events, []

    def add_events(self, events):
        if any(isinstance(event, Finished) for event in events) and len(tries) < 3:
            tries.append(1)
            raise OSError(errno.ENOSPC, "No space left on device", str(self.path / "events.jsonl"))
        real(self, events)

    monkeypatch.setattr(RunDirectory, "add_events", add_events)
    result = train(*TINIEST, "--run", tmp_path / "run")
    assert (result.returncode, result.stderr) == (0, "")
    assert len(tries) == 3
    assert "events.jsonl cannot be written: " in result.stdout
    assert isinstance(RunDirectory(tmp_path / "run").events()[-1], Finished)
