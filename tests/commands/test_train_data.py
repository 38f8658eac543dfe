"""What `cnnviz train` learns from, what it tells of that, and that it goes on with nothing else."""

import json
import os
import shutil
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image

from cnnviz.__main__ import main
from cnnviz.runs.directory import DATA, RunDirectory
from cnnviz.runs.events import Failed, Finished, Warned
from cnnviz.runs.named_network import load_network

FIT = ("--fit", "--side", 8, "--epochs", 2)


@pytest.fixture
def train(capsys, monkeypatch):
    """Run `cnnviz train` in this process; return its exit code, events and stderr."""
    monkeypatch.setattr("cnnviz.training.control.Control.listen", lambda self: None)
    monkeypatch.setattr(os, "nice", lambda by: 0)
    monkeypatch.setenv("OMP_WAIT_POLICY", "PASSIVE")

    def train(*words):
        code = main(["train", *map(str, words)])
        stdout, stderr = capsys.readouterr()
        events = [json.loads(line) for line in stdout.splitlines()]
        return SimpleNamespace(code=code, events=events, stderr=stderr)

    threads = torch.get_num_threads()
    yield train
    torch.set_num_threads(threads)


def draw(folder, number, random):
    pixels = random.integers(0, 256, (9, 12, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(folder / f"{number}.png")


@pytest.fixture
def pets(tmp_path):
    random = np.random.default_rng(0)
    for name in ("cat", "dog"):
        (tmp_path / "pets" / name).mkdir(parents=True)
        for number in range(6):
            draw(tmp_path / "pets" / name, number, random)
    return tmp_path / "pets"


def broken(run):
    """Let a run be one that was broken off after its last checkpoint."""
    directory = RunDirectory(run)
    lines = (run / "events.jsonl").read_text().splitlines(keepends=True)
    kept = [line for line in lines if json.loads(line)["event"] != "Finished"]
    (run / "events.jsonl").write_text("".join(kept))
    assert not any(isinstance(event, Finished) for event in directory.events())


def test_a_network_with_other_classes_is_refused_until_it_is_fitted(train, pets, tmp_path):
    refused = train("tiny-vgg", "--data", pets, "--run", tmp_path / "run")
    assert refused.code == 2
    assert "2 classes, the network ends in 10 values" in refused.stderr
    assert "--fit" in refused.stderr
    assert not (tmp_path / "run").exists()  # nothing is made before all is checked
    assert train("mlp", "--data", pets, "--run", tmp_path / "run", *FIT).code == 0
    network = load_network(str(tmp_path / "run"))
    assert network.classes == ("cat", "dog")
    assert network.input_shape == (1, 8, 8)
    assert network.treatment == "photo"


@pytest.mark.parametrize("network", ["mlp", "tiny-vgg"])
def test_a_network_that_learnt_drawn_digits_reads_drawings_as_ink(train, network, tmp_path):
    """Also of another side, and a network that read photographs before."""
    words = (network, "--data", "strokes:40:16", "--run", tmp_path / "run", "--fit", "--epochs", 1)
    assert train(*words).code == 0
    network = load_network(str(tmp_path / "run"))
    assert (network.input_shape, network.treatment) == ((1, 16, 16), "digit")


def test_a_network_reads_pictures_as_those_it_learnt_from(train, pets, tmp_path):
    words = ("mlp", "--data", pets, "--run", tmp_path / "run", *FIT)
    assert train(*words, "--colours", "colour", "--resize", "border").code == 0
    network = load_network(str(tmp_path / "run"))
    assert (network.input_shape, network.treatment) == ((3, 8, 8), "photo-border")


def test_names_of_classes_follow_the_data_also_where_there_are_as_many(train, tmp_path):
    pictures = tmp_path / "ten"
    random = np.random.default_rng(0)
    for number in range(10):
        (pictures / f"thing {number}").mkdir(parents=True)
        for copy in range(3):
            draw(pictures / f"thing {number}", copy, random)
    assert train("mlp", "--data", pictures, "--run", tmp_path / "run", "--epochs", 1).code == 0
    assert load_network(str(tmp_path / "run")).classes[3] == "thing 3"


def test_what_was_passed_over_is_told(train, pets, tmp_path):
    (pets / "cat" / "notes.txt").write_text("none")
    told = train("mlp", "--data", pets, "--run", tmp_path / "run", *FIT).events[0]
    assert told["event"] == Warned.__name__
    assert "1 file or folder of the data was passed over: notes.txt is no" in told["text"]


def test_how_a_name_was_understood_is_told(train, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "digits").mkdir()
    words = ("mlp", "--data", "digits", "--epochs", 1, "--limit", 64, "--run", tmp_path / "run")
    told = train(*words).events[0]
    assert "There is a folder digits here, too; write ./digits for it." in told["text"]


def no_change(pets):
    """The same pictures, touched and named in another way of the same order."""
    for file in pets.glob("*/*.png"):
        os.utime(file, (0, 0))


def other(pets):
    draw(pets / "cat", 0, np.random.default_rng(9))


def gone(pets):
    (pets / "cat" / "0.png").unlink()


def added(pets):
    draw(pets / "cat", 77, np.random.default_rng(9))


def renamed(pets):
    (pets / "dog").rename(pets / "ant")


def moved(pets):
    (pets / "dog" / "0.png").rename(pets / "cat" / "0 of a dog.png")


def all_gone(pets):
    shutil.rmtree(pets)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (other, "It has as many pictures, but they are others"),
        (gone, "It had 12 pictures; now it has 11."),
        (added, "It had 12 pictures; now it has 13."),
        (renamed, "Its classes were cat, dog; now they are cat, ant."),  # in the dogs' place
        (moved, "Its pictures are others, or lie in other classes or parts."),
        (all_gone, "The data of this run is not where it was: "),
    ],
)
def test_a_run_goes_on_with_its_own_data_alone(train, pets, tmp_path, monkeypatch, change, words):
    monkeypatch.chdir(tmp_path)
    run = tmp_path / "run"
    assert train("mlp", "--data", "pets", "--run", run, *FIT).code == 0
    assert RunDirectory(run).config().data == (str(pets),)  # the whole path
    broken(run)
    monkeypatch.chdir("/")
    no_change(pets)
    before = {file: file.read_bytes() for file in run.rglob("*") if file.is_file()}
    change(pets)
    refused = train("--resume", "--run", run)
    assert refused.code == 2
    assert words in refused.stderr
    assert {file: file.read_bytes() for file in run.rglob("*") if file.is_file()} == before
    (told,) = refused.events
    assert told["event"] == Failed.__name__
    if change is all_gone:
        return
    assert told["is_other_data"]
    assert "--other-data" in refused.stderr
    assert train("--resume", "--other-data", "--run", run).code == 0
    broken(run)
    assert train("--resume", "--run", run).code == 0  # it is its data now
    assert load_network(str(run)).classes == (
        ("cat", "ant") if change is renamed else ("cat", "dog")
    )


def test_a_run_goes_on_from_anywhere(train, pets, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = tmp_path / "run"
    assert train("mlp", "--data", "pets", "--run", run, *FIT).code == 0
    broken(run)
    no_change(pets)
    monkeypatch.chdir("/")
    assert train("--resume", "--run", run).code == 0


def test_data_that_was_moved_is_named_anew_once(train, pets, tmp_path):
    run = tmp_path / "run"
    assert train("mlp", "--data", pets, "--run", run, *FIT).code == 0
    broken(run)
    (tmp_path / "elsewhere").mkdir()
    pets.rename(tmp_path / "elsewhere" / "pets")
    assert "--resume --data FOLDER" in train("--resume", "--run", run).stderr
    assert RunDirectory(run).config().data == (str(pets),)
    assert train("--resume", "--run", run, "--data", tmp_path / "elsewhere" / "pets").code == 0
    broken(run)
    assert train("--resume", "--run", run).code == 0  # it is known now


def test_a_class_more_is_no_data_to_go_on_with(train, pets, tmp_path):
    run = tmp_path / "run"
    assert train("mlp", "--data", pets, "--run", run, *FIT).code == 0
    broken(run)
    shutil.copytree(pets / "cat", pets / "lynx")
    for words in (("--resume",), ("--resume", "--other-data")):
        refused = train(*words, "--run", run)
        assert refused.code == 2
        assert "now they are cat, dog, lynx. Start a new run with it." in refused.stderr
        assert not refused.events[0].get("is_other_data")  # nothing is to be asked


def test_a_run_of_before_that_never_kept_its_data_goes_on(train, pets, tmp_path):
    run = tmp_path / "run"
    assert train("mlp", "--data", pets, "--run", run, *FIT).code == 0
    broken(run)
    (run / DATA).unlink()
    assert train("--resume", "--run", run).code == 0
