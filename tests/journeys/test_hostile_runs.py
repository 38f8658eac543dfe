"""Runs of any folder are opened: what is damaged in them is left out, and nothing else breaks."""

import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from safetensors.numpy import load, save

from cnnviz import resources

BYTES = {
    name: np.zeros(shape, np.uint8)
    for name, shape in {"flat": 6, "plane": (5, 5), "column": (6, 1), "five": (6, 5, 28, 28),
                        "none": (0, 1, 28, 28)}.items()
}  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    path = tmp_path_factory.mktemp("runs") / "good"
    words = ["nine-steps", "--data", "strokes:60", "--epochs", "2", "--batch-size", "20"]
    command = [sys.executable, "-m", "cnnviz", "train", *words, "--run", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def in_arrays(pattern, **changes):
    """Replace arrays of files; None takes one out."""

    def damage(run):
        for path in run.glob(pattern):
            arrays = load(path.read_bytes()) | changes
            path.write_bytes(save({name: a for name, a in arrays.items() if a is not None}))

    return damage


def in_events(**changes):
    def damage(run):
        path = run / "events.jsonl"
        events = [json.loads(line) for line in path.read_text().splitlines()]
        for event in events:
            event.update({name: value for name, value in changes.items() if name in event})
        path.write_text("".join(json.dumps(event) + "\n" for event in events))

    return damage


def instead(pattern, make):
    """Put something else in the place of files."""

    def damage(run):
        for path in run.glob(pattern):
            path.unlink()
            make(path)

    return damage


def lines(change):
    def damage(run):
        path = run / "events.jsonl"
        path.write_text("".join(change(path.read_text().splitlines(keepends=True))))

    return damage


NAN, INF, HUGE = float("nan"), float("inf"), 10**30
NO_ANSWERS = {
    "pictures in a plane": in_arrays("validation*", pictures=BYTES["plane"]),
    "pictures not in bytes": in_arrays("validation*", pictures=np.full((6, 1, 28, 28), np.nan)),
    "no pictures": in_arrays("validation*", pictures=BYTES["none"]),
    "pictures of five channels": in_arrays("validation*", pictures=BYTES["five"]),
    "labels not whole": in_arrays("validation*", labels=np.full(6, 1e30)),
    "labels of no class": in_arrays("validation*", labels=BYTES["flat"] + np.uint8(255)),
    "labels in a column": in_arrays("validation*", labels=BYTES["column"]),
    "no labels": in_arrays("validation*", labels=None),
    "answers of no class": in_arrays("predictions/*", predicted=BYTES["flat"] + np.uint8(255)),
    "answers in a column": in_arrays("predictions/*", predicted=BYTES["column"]),
    "too few confidences": in_arrays("predictions/*", confidence=np.ones(1, np.float32)),
    "confidences no numbers": in_arrays("predictions/*", confidence=np.full(6, np.nan, "f4")),
    "pipes for answers": instead("predictions/*", os.mkfifo),
}
NO_WEIGHTS = {
    "weights of another shape": in_arrays(
        "snapshots/*", **{"conv1.weight": np.zeros((1, 1, 1, 1), np.float32)}
    ),
    "weights missing": in_arrays("snapshots/*", **{"conv1.weight": None}),
    "weights of no layer": in_arrays("snapshots/*", **{"conv9.weight": np.zeros(1, np.float32)}),
    "pipes for snapshots": instead("snapshots/*", os.mkfifo),
    "folders for snapshots": instead("snapshots/*", os.mkdir),
    "no network": instead("network.cnnviz", lambda path: None),
    "a damaged network": instead("network.cnnviz", lambda path: path.write_bytes(b"junk")),
    "a pipe for the network": instead("network.cnnviz", os.mkfifo),
    "another network": instead(
        "network.cnnviz",
        lambda path: shutil.copy(resources.folder() / "projects" / "activity-2.cnnviz", path),
    ),
}
STRANGE = {
    **{
        f"{name} {value}": in_events(**{name: value})
        for name, values in {
            "number": (-1, HUGE), "step": (-5, HUGE), "epochs": (0, HUGE), "epoch": (-3, HUGE),
            "steps_per_epoch": (0,), "loss": (NAN, INF), "accuracy": (1e300,), "batch": (HUGE,),
            "val_accuracy": (NAN,), "seconds_left": (INF, NAN), "images_per_second": (NAN,),
            "device": ("x" * 5000,), "test_set": ("<b>bold</b>\n" * 50,),
        }.items()
        for value in values
    },
    "weights no numbers": in_arrays(
        "snapshots/*", **{"conv1.weight": np.full((6, 1, 5, 5), np.nan, np.float32)}
    ),
    "events backwards": lines(lambda told: reversed(told)),
    "events three times": lines(lambda told: told * 3),
    "events of bytes": lines(lambda told: ["\0\x7fé" * 500, "\n"]),
    "a folder for events": instead("events.jsonl", os.mkdir),
    "a pipe for events": instead("events.jsonl", os.mkfifo),
    "damaged settings": instead("config.json", lambda path: path.write_text("{")),
    "no settings": instead("config.json", lambda path: None),
}  # fmt: skip


def look_at(app, path):
    """Open a run and look at all of it; return its answers and its weights."""
    page, run = app.pages.train(), None
    app.training.open(path)
    run = app.training.run
    page.right.refresh()
    for place in range(0, page.right.snapshot.slider.maximum() + 1, 10):
        page.right.snapshot.slider.setValue(place)
        QApplication.processEvents()
    answers = None
    if run.history.epochs:
        answers = run.answers(run.history.epochs[-1].epoch)
    used = not app.training.use_weights(None)  # it tells why not
    page.right.results.pictures.picture_taken.emit(0)
    QApplication.processEvents()
    page.grab()
    while app.document.history.canUndo():
        app.document.history.undo()
    return answers, used


@pytest.mark.parametrize("damages", [NO_ANSWERS, NO_WEIGHTS, STRANGE])
def test_a_damaged_run_is_shown_as_far_as_it_goes(app, good, tmp_path, qtbot, damages):
    qtbot.keyClick(app.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    before = app.document.project
    for number, (name, damage) in enumerate(damages.items()):
        path = tmp_path / str(number)
        shutil.copytree(good, path)
        damage(path)
        answers, used = look_at(app, path)
        assert answers is None or damages is not NO_ANSWERS, name
        assert not used or damages is not NO_WEIGHTS, name
        assert app.document.project is before, name
        answers, used = look_at(app, good)  # the next one is as ever
        assert answers is not None, name
        assert used, name
