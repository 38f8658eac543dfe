"""`cnnviz export`: every ending, what is refused in a sentence, and that nothing is lost."""

import errno
import os
import xml.etree.ElementTree as Tree
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnviz.__main__ import main
from cnnviz.commands.export_writers import OF_A_VIEW, WITHOUT_A_VIEW, ending_of
from cnnviz.text.matrix_text import parse_matrix
from tests.runs_on_disk import made_run, with_answers

ACTIVITY_2 = [[57, 15, 15, 5], [40, 14, 8, 6], [19, 11, 10, 7], [14, 12, 7, 5]]
SEVEN = "resources/images/digits/7.png"


@pytest.fixture
def export(qapp, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("CNNVIZ_HOME", str(tmp_path / "home"))

    def export(*words):
        code = main(["export", *map(str, words)])
        output, problem = capsys.readouterr()
        assert output == ""
        assert problem.count("\n") == (code != 0)
        return code, problem

    return export


@pytest.fixture
def run(tmp_path):
    return with_answers(made_run(tmp_path / "first"))


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".tex", ".md", ".R", ".txt"])
def test_activity_2_is_a_table_in_every_form(export, tmp_path, ending):
    file = tmp_path / f"map{ending}"
    assert export("activity-2", "--view", "map", "--layer", 1, "-o", file) == (0, "")
    assert parse_matrix(file.read_text(encoding="utf-8")).tolist() == ACTIVITY_2


def test_numbers_go_to_numpy(export, tmp_path):
    file = tmp_path / "map.npy"
    assert export("activity-2", "--view", "map", "--layer", 1, "-o", file)[0] == 0
    assert np.load(file).tolist() == ACTIVITY_2
    file = tmp_path / "all.npz"
    assert export("lecture-cnn", SEVEN, "--view", "trace", "-o", file)[0] == 0
    assert np.load(file)["conv1"].shape == (8, 28, 28)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (["--view", "matrix"], 36),
        (["--view", "kernel", "--layer", "1"], 9),
        (["--view", "products", "--layer", "1", "--at", "0,0,0"], 9),
        (["--view", "explanation", "--layer", "1", "--at", "0,0,0"], 60),
    ],
)
def test_each_table_has_its_numbers(export, tmp_path, words, numbers):
    file = tmp_path / "table.csv"
    assert export("activity-2", *words, "-o", file)[0] == 0
    read = parse_matrix(file.read_text(encoding="utf-8"))
    assert read.size == numbers
    if "explanation" in words:
        assert read[:, -1].sum() == 57  # the bias is the last row


def test_a_trace_as_text_has_a_line_for_each_value(export, tmp_path):
    file = tmp_path / "trace.csv"
    assert export("activity-2", "--view", "trace", "-o", file)[0] == 0
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "node,channel,row,column,value"
    assert len(lines) == 1 + 36 + 16 + 16 + 4


def test_in_the_drawing_of_an_explanation_57_is_text(export, tmp_path):
    file = tmp_path / "a.svg"
    where = ("--view", "explanation", "--layer", 1, "--at", "0,0,0")
    assert export("activity-2", *where, "-o", file) == (0, "")
    root = Tree.fromstring(file.read_bytes())
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "57" in texts


@pytest.mark.parametrize("view", ["network", "map", "kernel", "explanation", "present"])
def test_each_view_is_a_picture(export, tmp_path, view):
    file = tmp_path / "view.png"
    words = ("--view", view, "--layer", "conv2", "--at", "3,2,2", "-o", file)
    assert export("lecture-cnn", SEVEN, *words, "--scale", 2) == (0, "")
    once = tmp_path / "once.png"
    assert export("lecture-cnn", SEVEN, *words[:-1], once)[0] == 0
    with Image.open(file) as twice, Image.open(once) as small:
        assert twice.size == tuple(2 * side for side in small.size)


def test_a_run_has_pictures_tables_a_film_and_a_report(export, run, tmp_path):
    for view in ("curves", "confusion", "sheet"):
        file = tmp_path / f"{view}.svg"
        assert export(run, "--view", view, "-o", file) == (0, "")
        assert file.read_bytes().startswith(b"<?xml")
    assert export(run, "--view", "confusion", "-o", tmp_path / "c.npy")[0] == 0
    assert np.load(tmp_path / "c.npy").sum() == 20
    assert export(run, "--view", "curves", "-o", tmp_path / "c.csv")[0] == 0
    heads = (tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()[0]
    assert heads == "epoch,step,train_loss,train_accuracy,val_loss,val_accuracy"
    assert export(run, "--view", "kernel", "-o", tmp_path / "k.gif")[0] == 0
    with Image.open(tmp_path / "k.gif") as film:
        assert film.n_frames == 4
    assert export(run, "-o", tmp_path / "report.html")[0] == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 5  # curves, confusion, mistakes, kernels before and after
    for told in ("strokes:60", "optimizer", "Confusion matrix", "Python", "Training run first"):
        assert told in page
    assert "http://" not in page.replace("http://www.w3.org", "")  # it needs no network


def test_names_in_a_report_are_text_and_no_markup(export, run, tmp_path):
    hostile = run.with_name("<img src=x onerror=alert(1)>")
    run.rename(hostile)
    assert export(hostile, "-o", tmp_path / "report.html")[0] == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_frames_and_speed_are_chosen(export, tmp_path):
    file = tmp_path / "window.gif"
    words = ("--view", "explanation", "--layer", 1, "--frames", "3:6", "--speed", 10)
    assert export("activity-2", *words, "--scale", 0.25, "-o", file) == (0, "")
    with Image.open(file) as film:
        assert film.n_frames == 4
        assert film.info["duration"] == 100


def test_values_are_told_in_stages(export, tmp_path):
    file = tmp_path / "window.gif"
    words = ("--view", "explanation", "--layer", 1, "--stages", "--frames", "62:63")
    assert export("activity-2", *words, "--scale", 0.25, "-o", file) == (0, "")
    with Image.open(file) as film:
        assert (film.n_frames, film.size) == (2, (320, 180))


@pytest.mark.parametrize("form", [".R", ".svg", ".gif", ".html"])
def test_a_file_that_is_there_is_replaced_only_with_force(export, run, tmp_path, form):
    file = tmp_path / f"x{form}"
    file.write_text("mine", encoding="utf-8")
    words = ("--view", "curves") if form in (".R", ".svg") else ("--view", "kernel")
    words = (run, *(() if form == ".html" else words), "-o", file)
    code, problem = export(*words)
    assert code == 2
    assert "is there already; choose another name, or replace it with --force" in problem
    assert file.read_text(encoding="utf-8") == "mine"
    assert export(*words, "--force") == (0, "")
    assert file.stat().st_size > 100


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["activity-2", "-o", "x.svg"], "x.svg shows a view; name it with --view"),
        (["activity-2", "-o", "x.foo"], "told by the end of its name: one of"),
        (["activity-2", "-o", "svg"], "told by the end of its name: one of"),
        (["activity-2", "--view", "map", "-o", "x.html"], "leave --view out"),
        (["activity-2", "--view", "map", "-o", "x.csv"], "Name the layer with --layer"),
        (["activity-2", "--view", "map", "--layer", "9", "-o", "x.csv"], "There is no step 9"),
        (["activity-2", "--view", "map", "--layer", "1", "--at", "1", "-o", "x.csv"],
         "has no map 1: the last is 0"),
        (["activity-2", "--view", "map", "--layer", "1", "--at", "1", "-o", "x.svg"],
         "There is no value (1, 0, 0)"),
        (["activity-2", "--view", "explanation", "--layer", "1", "-o", "x.svg"],
         "Name the value with --at"),
        (["activity-2", "--view", "kernel", "--layer", "2", "-o", "x.svg"], "has no kernel"),
        (["activity-2", "--view", "kernel", "--layer", "2", "-o", "x.R"], "has no kernel"),
        (["activity-2", "--view", "products", "--layer", "2", "--at", "0,0,0", "-o", "x.R"],
         "no sum of a window"),
        (["activity-2", "--view", "products", "-o", "x.svg"], "is a table, no picture"),
        (["activity-2", "--view", "present", "-o", "x.csv"], "is a picture, no table"),
        (["activity-2", "--view", "map", "--layer", "1", "-o", "x.gif"], "does not move"),
        (["activity-2", "--view", "kernel", "--layer", "1", "-o", "x.gif"], "folder of a run"),
        (["activity-2", "--view", "trace", "-o", "x.tex"], "A trace is written as"),
        (["activity-2", "--view", "curves", "-o", "x.svg"], "no folder of a training run"),
        (["activity-2", "-o", "x.html"], "no folder of a training run"),
        (["activity-2", "--view", "mpa", "-o", "x.svg"], "did you mean map?"),
        (["activity-2", "--view", "network", "--scale", "99", "-o", "x.png"], "from 0.25 to 8"),
        (["activity-2", "--view", "network", "--frames", "5:2", "-o", "x.gif"], "no range such as"),
        (["activity-2", "--view", "network", "--stages", "-o", "x.gif"], "leave --stages out"),
        (["activity-2", "--view", "network", "--stages", "-o", "x.svg"], "--stages says something"),
        (["activity-2", "--view", "network", "--frames", "0:1", "-o", "x.png"],
         "--frames says something only of files that end in .gif, .apng, .webp, .mp4"),
        (["activity-2", "--view", "network", "--scale", "2", "-o", "x.svg"], "--scale says"),
        (["activity-2", "--view", "network", "--clear", "-o", "x.gif"], "--clear says"),
        (["lecture-cnn", "--speed", "2", "-o", "x.py"], "--speed says"),
        (["activity-2", "--view", "network", "--frames", "9:12", "-o", "x.gif"],
         "There are frames 0 to 3"),
        (["lecture-cnn", "--view", "network", "-o", "x.svg"], "has no picture of its own"),
        (["lecture-cnn", SEVEN, "--view", "kernel", "--layer", "conv2", "--at", "3", "-o", "x.R"],
         "A filter of conv2 takes 8 maps; name one, too"),
        (["lecture-cnn", SEVEN, "--view", "kernel", "--layer", "conv2", "--at", "3,8",
          "-o", "x.R"], "A filter of conv2 takes no map 8: the last is 7"),
        (["lecture-cnn", SEVEN, "--view", "map", "--layer", "conv1", "-o", "x.svg"],
         "conv1 has 8 maps; name one with --at"),
        (["lecture-cnn", SEVEN, "--view", "map", "--layer", "conv1", "-o", "x.R"],
         "conv1 has 8 maps; name one with --at"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_is_written(export, tmp_path, words, said):
    *rest, name = words
    code, problem = export(*rest, tmp_path / name)
    assert code == 2
    assert said in problem
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["x.svg", "x.R", "x.gif"])
def test_a_folder_that_is_not_there_is_told(export, tmp_path, name):
    words = ("--view", "network") if name != "x.R" else ("--view", "matrix")
    code, problem = export("activity-2", *words, "-o", tmp_path / "none" / name)
    assert code == 2
    assert "its folder is not there" in problem


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_fault_of_the_disk_leaves_nothing_half_written(export, tmp_path, monkeypatch, number):
    file, real = tmp_path / "x.svg", os.open

    def broken(path, flags, *rest, **more):
        if flags & os.O_WRONLY and str(path).startswith(str(tmp_path)):
            raise OSError(number, os.strerror(number), str(path))
        return real(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", broken)
    code, problem = export("activity-2", "--view", "network", "-o", file)
    assert code == 2
    assert "cannot be written" in problem
    assert [each.name for each in tmp_path.iterdir() if each.name != "home"] == []


def test_every_ending_is_told_in_capitals_or_not_and_the_longest_counts():
    known = {".py": "a", "_keras.py": "b", ".R": "c"}
    assert ending_of(Path("net_keras.py"), known) == "_keras.py"
    assert ending_of(Path("net.PY"), known) == ".py"
    assert ending_of(Path("net.r"), known) == ".R"
    assert ending_of(Path(".py"), known) is None
    assert not OF_A_VIEW.keys() & {".html"}
    assert ".html" in WITHOUT_A_VIEW
