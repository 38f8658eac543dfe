import gzip
import json
import signal
import struct
import subprocess
import sys

import numpy as np
import pytest

from cnnviz.training.events import EpochEnd, FinalTest, Started, Stopped, from_line
from cnnviz.training.run_directory import RunDirectory

COMMAND = [sys.executable, "-m", "cnnviz", "train"]
TINY = ["nine-steps", "--data", "strokes:600", "--batch-size", "20", "--lr", "0.01"]


def train(*arguments):
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True)


def start(*arguments):
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_run_reports_itself_and_keeps_what_it_learnt(tmp_path):
    process = start(*TINY, "--epochs", 2, "--augment", "digits", "--run", tmp_path / "run")
    events = [from_line(line) for line in process.stdout]  # stdin stays open meanwhile
    _, problem = process.communicate()
    assert (process.returncode, problem) == (0, "")
    assert [type(event) for event in events] == [Started, EpochEnd, EpochEnd, FinalTest]
    assert events[2].train_loss < events[1].train_loss
    directory = RunDirectory(tmp_path / "run")
    assert directory.events() == events
    assert directory.config().epochs == 2
    assert directory.weights()["0.weight"].shape == (6, 1, 5, 5)


def test_closing_stdin_ends_a_run_early_and_well(tmp_path):
    process = start(*TINY, "--epochs", 100_000, "--run", tmp_path / "run")
    assert isinstance(from_line(process.stdout.readline()), Started)
    assert isinstance(from_line(process.stdout.readline()), EpochEnd)
    rest, problem = process.communicate()  # closes stdin
    assert (process.returncode, problem) == (0, "")
    assert isinstance(from_line(rest.splitlines()[-1]), Stopped)
    assert RunDirectory(tmp_path / "run").weights()


def test_the_weights_are_saved_when_the_process_that_listened_is_gone(tmp_path):
    process = start(*TINY, "--epochs", 100_000, "--run", tmp_path / "run")
    process.stdout.readline()
    for pipe in (process.stdout, process.stderr, process.stdin):
        pipe.close()
    assert process.wait() == 0
    directory = RunDirectory(tmp_path / "run")
    assert directory.weights()
    assert isinstance(directory.events()[-1], Stopped)


def test_an_interruption_saves_the_weights_too(tmp_path):
    process = start(*TINY, "--epochs", 100_000, "--run", tmp_path / "run")
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    process.wait()
    _, problem = process.communicate()
    assert (process.returncode, problem) == (0, "")
    assert RunDirectory(tmp_path / "run").weights()


def folder_of(tmp_path, pictures, labels):
    for part in ("train", "t10k"):
        for name, array in (("images-idx3", pictures), ("labels-idx1", labels)):
            header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
            content = gzip.compress(header + array.tobytes())
            (tmp_path / f"{part}-{name}-ubyte.gz").write_bytes(content)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["no-net", "--data", "strokes:20", "--run", "{}/run"], "no-net"),
        (["mlp", "--data", "{}/nowhere", "--run", "{}/run"], "there is no folder"),
        (["mlp", "--data", "strokes:x", "--run", "{}/run"], "count from 20"),
        (["mlp", "--data", "strokes:20", "--epochs", "0", "--run", "{}/run"], "epochs"),
        (["mlp", "--data", "strokes:20", "--epochs", "many", "--run", "{}/run"], "invalid int"),
        (["mlp", "--data", "strokes:20", "--run", "{}"], "already holds a run"),
        (["tiny-vgg", "--data", "strokes:20", "--run", "{}/run"], "takes pictures of"),
        (["one-filter", "--data", "strokes:20", "--run", "{}/run"], "has 0 classes"),
        (["mlp", "--data", "{}", "--run", "{}/run"], "a label 11"),
    ],
)
def test_errors_are_one_sentence(tmp_path, arguments, reason):
    (tmp_path / "config.json").write_text(json.dumps({}))
    folder_of(tmp_path, np.zeros((20, 28, 28), np.uint8), np.full(20, 11, np.uint8))
    result = train(*(argument.format(tmp_path) for argument in arguments))
    assert result.returncode == 2
    assert result.stdout == ""
    assert reason in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "run").exists()


def test_the_help_shows_an_example():
    assert "example: cnnviz train lecture-cnn" in train("--help").stdout
