"""Every command tells in one sentence that a path is no file to read, and never waits for it."""

import os

import pytest

from cnnviz.__main__ import main

pytestmark = pytest.mark.timeout(60, method="thread")  # a pipe would wait for ever


def fifo(folder):
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def loop(folder):
    (folder / "loop").symlink_to(folder / "loop")
    return folder / "loop"


def vanished(folder):
    (folder / "link").symlink_to(folder / "gone")
    return folder / "link"


def empty_folder(folder):
    (folder / "folder").mkdir()
    return folder / "folder"


def folder_of_pipes(folder):
    made = empty_folder(folder)
    for name in ("config.json", "events.jsonl", "weights.safetensors", "network.cnnviz",
                 "train-images-idx3-ubyte", "lock", "owner"):  # fmt: skip
        os.mkfifo(made / name)
    return made


def classes_of_pipes(folder):
    made = empty_folder(folder)
    for name in ("cats", "dogs"):
        (made / name).mkdir()
        os.mkfifo(made / name / "a.png")
    return made


PATHS = {
    "nothing": lambda folder: folder / "none",
    "a name too long": lambda folder: folder / ("a" * 300),
    "a path too long": lambda folder: f"{folder}/{'a/' * 5000}",
    "a zero byte": lambda folder: f"{folder}/a\0b",
    "a zero device": lambda folder: "/dev/zero",
    "a null device": lambda folder: "/dev/null",
    "no name": lambda folder: "",
    "the root": lambda folder: "/",
    **{make.__name__: make for make in (fifo, loop, vanished, empty_folder, folder_of_pipes,
                                        classes_of_pipes)},
}  # fmt: skip

COMMANDS = {
    "window": lambda path, folder: [path],
    "predict a picture": lambda path, folder: ["predict", "mlp", path],
    "predict with a network": lambda path, folder: ["predict", path, path],
    "predict with weights": lambda path, folder: ["predict", "mlp", path, "--weights", path],
    "trace": lambda path, folder: ["trace", "mlp", path, "-o", str(folder / "t.npz")],
    "explain": lambda path, folder: ["explain", path, "--layer", "1", "--at", "0"],
    "explain a picture": lambda path, folder: [
        "explain", "mlp", path, "--layer", "1", "--at", "0"],
    "train on it": lambda path, folder: [
        "train", "mlp", "--data", path, "--run", str(folder / "run")],
    "train it": lambda path, folder: [
        "train", path, "--data", "strokes:20", "--run", str(folder / "run")],
    "train on": lambda path, folder: ["train", "--run", path, "--resume"],
}  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with pipes")
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("command", COMMANDS)
def test_an_odd_path_is_told_in_a_sentence(command, path, tmp_path, capfd, monkeypatch):
    monkeypatch.setattr("cnnviz.data.folder_listing.MOST_FILES", 1000)  # of the root: the same said
    words = COMMANDS[command](str(PATHS[path](tmp_path)), tmp_path)
    assert main(words) == 2
    told = capfd.readouterr()
    assert told.err.startswith("cnnviz")
    assert told.err.count("\n") == 1
    assert "Something went wrong" not in told.err
    assert "Traceback" not in told.err
