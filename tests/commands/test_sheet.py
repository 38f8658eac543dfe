"""`cnnviz sheet` and `cnnviz hand-out`: what a teacher gives out, from the command line."""

import re

import pytest
from pypdf import PdfReader

from cnnviz.__main__ import main
from cnnviz.exercises.exercise import new_exercise
from cnnviz.project import shipped
from cnnviz.project.place import Place, Position
from cnnviz.project.project import forward_pass
from cnnviz.project.project_file import open_project, read_project, save_project
from cnnviz.resources import folder

SEVEN = str(folder() / "images" / "digits" / "7.png")


@pytest.fixture
def made(qapp, capsys, tmp_path, monkeypatch):
    """Write a file by a command; return it."""
    monkeypatch.setenv("CNNVIZ_HOME", str(tmp_path / "home"))

    def made(command, *words, name):
        assert main([command, *map(str, words), "-o", str(tmp_path / name)]) == 0
        assert capsys.readouterr() == ("", "")
        return tmp_path / name

    return made


def pages(file):
    return [" ".join(page.extract_text().split()) for page in PdfReader(file).pages]


def test_several_exercises_stand_on_a_sheet_and_their_answers_on_pages_of_their_own(made):
    words = ("--count", 3, "--size", "5,5", "--number", 3, "--answers")
    shown = pages(made("sheet", *words, name="sheet.pdf"))
    first = next(k for k, page in enumerate(shown) if page.startswith("Answers"))
    tasks, answers = " ".join(shown[:first]), " ".join(shown[first:])
    for number in range(3, 6):
        assert f"Exercise {number} Move the kernel" in tasks
        project = new_exercise((5, 5), (3, 3), 1, 0, number, bias=True)
        result = forward_pass(project).trace.values["conv1"].ravel()
        told = " ".join(f"{value:.0f}".replace("-", "−") for value in result)
        assert f"Exercise {number} Result {told}" in answers
    assert "Exercise 6" not in tasks


def test_without_answers_a_sheet_tells_none(made):
    (page,) = pages(made("sheet", "activity-2", name="sheet.pdf"))
    assert "Activity 2" in page
    assert "57" not in page
    assert "57 15 15 5" in pages(made("sheet", "activity-2", "--answers", name="with.pdf"))[1]


def test_a_project_stands_first_and_others_of_its_sizes_follow(made):
    text = made("sheet", "activity-2", "--count", 3, name="sheet.txt").read_text(encoding="utf-8")
    titles = re.findall(r"^(Activity 2|Exercise \d+)$", text, re.MULTILINE)
    assert titles == ["Activity 2", "Exercise 1", "Exercise 2"]
    assert "4\t5\t1\t0\t0\t0" in text


def test_a_sheet_is_a_page_of_html_too(made):
    page = made("sheet", "--answers", name="sheet.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.count("<h2>Exercise 1</h2>") == 2


def test_a_new_exercise_is_handed_out_at_its_first_value(made):
    saved = read_project(made("hand-out", "--number", 7, "--kernel", "2,3", name="task.cnnviz"))
    expected = new_exercise((6, 6), (2, 3), 1, 0, 7, bias=True)
    assert saved.project.picture.values.tolist() == expected.picture.values.tolist()
    place = saved.place
    assert (place.page, place.selected, place.is_open) == ("filter", Position("conv1", 0), True)
    assert (place.asked, place.told, place.put_away) == ("conv1", (), ("answers",))


@pytest.mark.parametrize(
    ("answers", "asked", "put_away"),
    [
        ("kept", "conv1", ("pages", "inspector", "answers")),
        ("hidden", "conv1", ("pages", "inspector")),
        ("shown", None, ("pages", "inspector")),
    ],
)
def test_what_is_put_away_and_whether_answers_are_told_is_chosen(made, answers, asked, put_away):
    words = ("activity-2", "--put-away", "inspector,pages", "--answers", answers)
    place = read_project(made("hand-out", *words, name="task.cnnviz")).place
    assert (place.asked, place.put_away) == (asked, put_away)


def test_a_value_of_any_network_is_handed_out(made):
    words = ("lecture-cnn", SEVEN, "--layer", "relu1", "--at", "2,9,14")
    saved = read_project(made("hand-out", *words, name="seven.cnnviz"))
    assert (saved.place.page, saved.place.asked) == ("network", "relu1")
    assert saved.place.selected == Position("relu1", 2, 9, 14)
    whole = read_project(made("hand-out", *words[:2], name="all.cnnviz"))
    assert (whole.place.asked, whole.place.is_open) == ("conv1", False)


def test_a_project_is_handed_out_where_it_was_looked_at(made, tmp_path):
    own = read_project(shipped.project_file("activity-2"))
    at = Position("relu1", 0, 1, 1)
    place = Place(page="filter", node="relu1", selected=at, is_open=True)
    save_project(tmp_path / "mine.cnnviz", own.project, place)
    again = read_project(made("hand-out", tmp_path / "mine.cnnviz", name="two.cnnviz")).place
    assert (again.selected, again.asked) == (at, "relu1")
    assert open_project(tmp_path / "two.cnnviz").picture.name == own.project.picture.name


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sheet", "-o", "x.doc"], "told by the end of its name: one of .pdf, .html, .txt"),
        (["sheet", "--count", "25", "-o", "x.pdf"], "'25' is no whole number from 1 to 24"),
        (["sheet", "--size", "5", "--kernel", "7", "-o", "x.pdf"], "does not fit a 5×5 picture"),
        (["sheet", "--size", "big", "-o", "x.pdf"], "neither one whole number nor two such as 6,6"),
        (["sheet", "--number", "-1", "-o", "x.pdf"], "is no whole number from 0 to 999999"),
        (["sheet", "activity-2", "--size", "5", "-o", "x.pdf"], "only of new exercises"),
        (["sheet", "activity-2", "--no-bias", "-o", "x.pdf"], "--no-bias says something only"),
        (["sheet", "--raw", "-o", "x.pdf"], "--raw needs a network"),
        (["sheet", "--weights", "w.pt", "-o", "x.pdf"], "--weights needs a network"),
        (["sheet", "lecture-cnn", SEVEN, "--count", "2", "-o", "x.pdf"], "of at most 12 rows"),
        (["sheet", "mlp", SEVEN, "-o", "x.pdf"], "has no convolution to ask for"),
        (["sheet", "lecture-cnn", "-o", "x.pdf"], "has no picture of its own"),
        (["hand-out", "-o", "x.pdf"], "write -o x.cnnviz instead"),
        (["hand-out", "--put-away", "page", "-o", "x.cnnviz"], "(did you mean pages?)"),
        (["hand-out", "--put-away", "answers", "-o", "x.cnnviz"], "is none of pages"),
        (["hand-out", "--at", "0,0,0", "-o", "x.cnnviz"], "Name the layer with --layer"),
        (["hand-out", "--layer", "conv1", "--at", "0,9,9", "-o", "x.cnnviz"], "no value (0, 9, 9)"),
        (["hand-out", "--layer", "conv7", "-o", "x.cnnviz"], "There is no layer 'conv7'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_is_written(qapp, tmp_path, capsys, words, said):
    *rest, name = words
    assert main([*rest, str(tmp_path / name)]) == 2
    problem = capsys.readouterr().err
    assert said in problem
    assert problem.count("\n") == 1
    assert not (tmp_path / name).exists()
