"""Every form of every command: strict JSON with the fields that are documented, and CSV."""

import csv
import io
import shutil
from typing import get_args

import msgspec
import numpy as np
import pytest

from cnnviz.__main__ import main
from cnnviz.commands.overview import COMMANDS
from cnnviz.commands.tree import tree
from cnnviz.files.process_lock import ProcessLock
from cnnviz.project import shipped
from cnnviz.project.project import new_project, with_parameter
from cnnviz.project.project_file import save_project
from cnnviz.resources import folder, path
from cnnviz.runs.events import Event, from_line, to_line
from tests.commands.strict import strict

SEVEN = str(folder() / "images" / "digits" / "7.png")
FIELDS = {  # command → the fields of an object of it
    "networks": {"name", "title", "input", "parameters", "trained", "accuracy"},
    "devices": {"name", "title"},
    "data list": {"name", "title", "shape", "classes", "about", "source", "bytes", "here"},
    f"predict lecture-cnn {SEVEN}": {"image", "label", "probabilities", "notes"},
}
EXPLAINED = {"node", "layer", "name", "position", "terms", "subtotals", "bias", "value"}


@pytest.fixture
def run(capsys):
    def run(*words):
        code = main([str(word) for word in words])
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize("command", FIELDS)
def test_json_and_csv_have_the_fields_that_are_documented(run, command):
    code, output, _ = run(*command.split(), "--format", "json")
    assert code == 0
    for each in strict(output):
        assert set(each) == FIELDS[command]
    documented = path("help/command-line.md").read_text(encoding="utf-8")
    for field in FIELDS[command]:
        assert f"`{field}`" in documented
    rows = list(csv.DictReader(io.StringIO(run(*command.split(), "--format", "csv")[1])))
    assert len(rows) == len(strict(output))
    if not command.startswith("predict"):
        assert set(rows[0]) == FIELDS[command]


def with_json(name, parser):
    """The commands below a parser that give JSON, by their words."""
    for action in parser._actions:
        if "json" in (action.choices or ()) and "--format" in action.option_strings:
            yield name.strip()
        elif isinstance(action.choices, dict):
            for inner, made in action.choices.items():
                yield from with_json(f"{name} {inner}", made)


def test_every_command_that_gives_json_is_read_strictly_here():
    tried = {"explain", "data check", "train"} | {name.partition(" lecture")[0] for name in FIELDS}
    assert {*with_json("", tree(tuple(COMMANDS)))} == tried


def documented(word):
    return f"`{word}`" in path("help/command-line.md").read_text(encoding="utf-8")


def test_what_is_in_a_set_is_strict_json(run, tmp_path):
    for name in ("cats", "dogs", 'a "class"\n'):
        (tmp_path / name).mkdir()
        for number in range(6):
            shutil.copy(SEVEN, tmp_path / name / f"{number}.png")
    (tmp_path / "cats" / "bad\udcff.png").write_bytes(b"no picture")
    code, output, _ = run("data", "check", tmp_path, "--format", "json")
    assert code == 0
    found = strict(output)
    assert all(map(documented, found))
    assert all(map(documented, found["passed"][0]))
    assert all(len(each) == 3 for each in found["counts"].values())


@pytest.mark.parametrize("event", get_args(Event), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf"), 0.5])
def test_every_event_of_a_training_is_strict_json_with_documented_fields(event, number):
    assert documented(event.__name__)
    fields = msgspec.structs.fields(event)
    values = {each.name: number if each.type is float else each.type() for each in fields}
    made = event(**values)
    line = to_line(made)
    found = strict(line)
    assert found.pop("event") == event.__name__
    assert set(found) == {each.name for each in fields}
    assert all(map(documented, found))
    np.testing.assert_equal(msgspec.to_builtins(from_line(line)), msgspec.to_builtins(made))


LAYERS = ["conv1", "relu1", "max_pool1", "flatten1", "fc2", "softmax1", "input"]


def place_of(network, layer):
    return ",".join("0" for _ in network.shapes[layer])


@pytest.mark.parametrize("layer", LAYERS)
def test_an_explanation_is_strict_json_and_its_fields_are_documented(run, layer):
    network = shipped.network("lecture-cnn")
    layer = layer if layer in network.names else network.output
    words = ["lecture-cnn", SEVEN, "--layer", layer, "--at", place_of(network, layer)]
    code, output, _ = run("explain", *words, "--format", "json")
    assert code == 0
    found = strict(output)
    assert set(found) - {"inputs"} == EXPLAINED
    documented = path("help/command-line.md").read_text(encoding="utf-8")
    for field in (*found, *(found["terms"][0] if found["terms"] else ())):
        assert f"`{field}`" in documented
    rows = list(csv.DictReader(io.StringIO(run("explain", *words, "--format", "csv")[1])))
    assert float(rows[-1]["product"]) == found["value"]
    if found["terms"]:
        summed = sum(float(row["product"]) for row in rows[:-1])
        assert summed == pytest.approx(found["value"], abs=1e-5)


@pytest.mark.parametrize(
    ("number", "text"),
    [(float("nan"), "NaN"), (float("inf"), "Infinity"), (float("-inf"), "-Infinity")],
)
def test_what_is_no_number_is_told_in_json_that_is_strict(run, tmp_path, number, text):
    project = with_parameter(
        new_project(shipped.network("one-filter")), "conv1", "weight", (0, 0, 0, 0), number
    )
    np.save(tmp_path / "ones.npy", np.ones((6, 6), np.float32))
    save_project(tmp_path / "odd.cnnviz", project)
    words = ["explain", tmp_path / "odd.cnnviz", tmp_path / "ones.npy", "--layer", "1"]
    code, output, _ = run(*words, "--at", "0,0,0", "--format", "json")
    assert code == 0
    assert strict(output)["terms"][0]["weight"] == text
    assert strict(output)["value"] == text


def test_a_trace_goes_to_stdout(capfdbinary):
    assert main(["trace", "lecture-cnn", SEVEN, "-o", "-"]) == 0
    arrays = np.load(io.BytesIO(capfdbinary.readouterr().out))
    assert list(arrays) == list(shipped.network("lecture-cnn").names)


def test_a_set_that_is_there_is_replaced_only_by_force(run, tmp_path):
    place = tmp_path / "made"
    assert run("data", "make", "strokes:40", "-o", place)[0] == 0
    before = {file.name: file.read_bytes() for file in place.iterdir()}
    code, output, problem = run("data", "make", "strokes:40", "-o", place, "--seed", "1")
    assert (code, output) == (2, "")
    assert "already holds a data set" in problem
    assert {file.name: file.read_bytes() for file in place.iterdir()} == before
    assert run("data", "make", "strokes:40", "-o", place, "--seed", "1", "--force")[0] == 0
    assert {file.name: file.read_bytes() for file in place.iterdir()} != before


@pytest.mark.parametrize("name", ["classes.json", "t10k-labels-idx1-ubyte", "x-idx3-ubyte.gz"])
def test_no_part_of_a_set_is_replaced_unasked(run, tmp_path, name):
    (tmp_path / name).write_bytes(b"mine")
    code, output, problem = run("data", "make", "strokes:40", "-o", tmp_path)
    assert (code, output) == (2, "")
    assert "already holds a data set" in problem
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [(name, b"mine")]


def test_two_commands_do_not_write_one_set_together(run, tmp_path):
    lock = ProcessLock(tmp_path / ".cnnviz-writing")
    assert lock.take()
    code, output, problem = run("data", "make", "strokes:40", "-o", tmp_path)
    assert (code, output) == (2, "")
    assert "Another command writes a data set into" in problem
    assert [file.name for file in tmp_path.iterdir()] == [".cnnviz-writing"]
    lock.free()
    assert run("data", "make", "strokes:40", "-o", tmp_path)[0] == 0
    assert not lock.path.exists()


@pytest.mark.parametrize("content", [b"\x89PNG mine", b"P", b"a letter"])
def test_a_file_of_another_kind_is_never_replaced(run, tmp_path, content):
    mine = tmp_path / "mine.png"
    mine.write_bytes(content)
    code, output, problem = run("trace", "lecture-cnn", SEVEN, "-o", mine)
    assert (code, output) == (2, "")
    assert "is no .npz file; it is left as it is" in problem
    assert mine.read_bytes() == content


def test_an_earlier_trace_and_an_empty_file_are_replaced(run, tmp_path):
    target = tmp_path / "t.npz"
    target.touch()
    for _ in range(2):
        assert run("trace", "lecture-cnn", SEVEN, "-o", target) == (0, "", "")
    assert np.load(target)["input"].shape == (1, 28, 28)
