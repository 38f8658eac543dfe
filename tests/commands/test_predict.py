"""`cnnviz predict` of many pictures: rows as they come, what is bad passed over, names as given."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys

import numpy as np
import pytest

from cnnviz.__main__ import main
from cnnviz.resources import folder
from tests.commands.strict import strict

DIGITS = folder() / "images" / "digits"
COMMAND = [sys.executable, "-m", "cnnviz", "predict", "lecture-cnn"]


@pytest.fixture
def run(capsys):
    def run(*words):
        code = main(["predict", "lecture-cnn", *map(str, words)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def bad(tmp_path):
    path = tmp_path / "bad.png"
    path.write_bytes((DIGITS / "3.png").read_bytes()[:200])
    return path


def labels(form, output):
    match form:
        case "text":
            return [line.rpartition(": ")[2] for line in output.splitlines() if ": " in line]
        case "csv":
            return [row["label"] for row in csv.DictReader(io.StringIO(output))]
        case "json":
            return [each["label"] for each in strict(output)]
        case "jsonl":
            return [strict(line)["label"] for line in output.splitlines()]
    raise ValueError(form)


FORMS = ["text", "csv", "json", "jsonl"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "between", "last"])
def test_a_bad_picture_is_one_line_and_the_others_are_done(run, bad, form, place):
    names = [DIGITS / "0.png", DIGITS / "1.png"]
    names.insert(place, bad)
    code, output, problem = run(*names, "--format", form)
    assert code == 1
    assert labels(form, output) == ["0", "1"]
    assert problem.startswith("cnnviz: bad.png is damaged")
    assert problem.count("\n") == 1


@pytest.mark.parametrize("form", FORMS)
def test_where_no_picture_can_be_read_nothing_is_printed(run, bad, form):
    code, output, problem = run(bad, "none.png", "--format", form)
    assert (code, output) == (2, "")
    assert problem.count("\n") == 2


@pytest.mark.parametrize("form", FORMS)
def test_folders_and_patterns_are_the_pictures_in_them(run, form, tmp_path):
    code, output, _ = run(DIGITS, "--format", form)
    assert (code, labels(form, output)) == (0, list("0123456789"))
    code, output, _ = run(DIGITS / "[2-4].*", DIGITS / "7.png", "--format", form)
    assert (code, labels(form, output)) == (0, list("2347"))


def test_a_folder_has_what_is_not_hidden_in_the_order_in_which_people_count(run, tmp_path):
    for name, digit in (("10", 3), ("2", 8)):
        shutil.copy(DIGITS / f"{digit}.png", tmp_path / f"{name}.png")
        (tmp_path / f"._{name}.png").write_bytes(b"\0\5\x16\7")  # what macOS leaves
    code, output, problem = run(tmp_path, "--format", "jsonl")
    assert (code, labels("jsonl", output), problem) == (0, ["8", "3"], "")


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(run, tmp_path):
    shutil.copy(DIGITS / "5.png", tmp_path / "a[1].png")
    code, output, _ = run(tmp_path / "a[1].png", "--format", "jsonl")
    assert (code, labels("jsonl", output)) == (0, ["5"])


def test_a_minus_is_stdin_even_beside_a_folder_of_that_name(tmp_path):
    (tmp_path / "-").mkdir()
    content = (DIGITS / "8.png").read_bytes()
    command = [*COMMAND, "-", "--format", "jsonl"]
    output = subprocess.check_output(command, input=content, cwd=tmp_path)
    assert labels("jsonl", output.decode()) == ["8"]


def test_the_first_row_is_there_before_the_last_picture_is_read(tmp_path):
    os.mkfifo(tmp_path / "late")
    command = [*COMMAND, str(DIGITS / "7.png"), "-", "--format", "csv"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()  # the names of the columns
        assert process.stdout.readline().split(b",")[1] == b"7"
        rest, _ = process.communicate((DIGITS / "8.png").read_bytes())
    assert rest.split(b",")[:2] == [b"-", b"8"]
    assert process.returncode == 0


def test_whoever_has_seen_enough_ends_it_well():
    with subprocess.Popen(
        [*COMMAND, *[str(DIGITS)] * 20, "--format", "csv"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


@pytest.mark.parametrize("kind", ["png", "npy", "csv"])
def test_stdin_is_read_whatever_it_holds(kind, tmp_path):
    numbers = np.zeros((28, 28), np.float32)
    numbers[5:23, 13:16] = 1
    if kind == "png":
        content = (DIGITS / "1.png").read_bytes()
    elif kind == "npy":
        np.save(tmp_path / "x.npy", numbers)
        content = (tmp_path / "x.npy").read_bytes()
    else:
        content = "\n".join(",".join(map(str, row)) for row in numbers).encode()
    ended = subprocess.run([*COMMAND, "-", "--format", "jsonl"], input=content, capture_output=True)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert strict(ended.stdout.decode())["label"] == "1"


@pytest.mark.parametrize("form", ["csv", "text"])
def test_a_name_has_its_own_bytes_whatever_the_locale(tmp_path, form):
    shutil.copy(DIGITS / "7.png", tmp_path / "zürich.png")
    for environ in ({"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "C.UTF-8"}):
        command = [*COMMAND, "zürich.png", "--format", form]
        ended = subprocess.run(
            command, cwd=tmp_path, env=paths() | environ, capture_output=True
        )  # fmt: skip
        assert ended.returncode == 0
        assert "zürich.png".encode() in ended.stdout
        assert b"\\udc" not in ended.stdout


@pytest.mark.parametrize("form", ["csv", "text"])
@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_a_name_that_is_no_text_has_its_own_bytes_too(tmp_path, form, locale):
    """As other programs wrote it: in Latin-1, or cut in the middle of a letter."""
    names = [b"z\xfcrich.png", b"\xc3.png", "日本".encode()[:4] + b".png"]
    for name in names:
        shutil.copy(DIGITS / "7.png", os.fsencode(tmp_path) + b"/" + name)
    ended = subprocess.run(
        [*COMMAND, *names, b"\xfcgone.png", "--format", form], cwd=tmp_path, capture_output=True,
        env=paths() | {"LC_ALL": locale, "PYTHONUTF8": "0"},
    )  # fmt: skip
    assert ended.returncode == 1
    for name in names:
        assert re.search(rb"(?m)^" + re.escape(name) + rb"[,:]", ended.stdout)
    assert b"\xfcgone.png" in ended.stderr


def test_a_name_in_json_is_its_letters_whatever_the_locale(tmp_path):
    shutil.copy(DIGITS / "7.png", tmp_path / "zürich.png")
    environ = paths() | {"LC_ALL": "C", "PYTHONUTF8": "0"}
    command = [*COMMAND, "zürich.png", "--format", "json"]
    output = subprocess.check_output(command, cwd=tmp_path, env=environ)
    assert strict(output.decode())[0]["image"] == "zürich.png"


def paths():
    return os.environ | {"PYTHONPATH": str(folder().parent)}


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 3e38])
def test_what_gives_no_number_is_blamed_on_the_picture_where_it_is_to_blame(run, tmp_path, number):
    np.save(tmp_path / "odd.npy", np.full((28, 28), number, np.float32))
    code, output, problem = run(tmp_path / "odd.npy")
    assert (code, output) == (2, "")
    assert "odd.npy" in problem
    assert "weights" not in problem
    assert ("holds NaN or infinity" in problem) == (not np.isfinite(number))


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("words", "is_shown"), [([], True), (["--quiet"], False)])
def test_progress_is_for_terminals_and_leaves_no_trace(monkeypatch, words, is_shown):
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    monkeypatch.setattr("cnnviz.commands.progress.OFTEN", -1.0)
    assert main(["predict", "lecture-cnn", str(DIGITS), *words]) == 0
    assert ("of 10 pictures" in seen.getvalue()) == is_shown
    assert seen.getvalue() == "" or seen.getvalue().endswith("\r\033[K")


def test_without_a_terminal_nothing_is_told_of_progress(run):
    assert run(DIGITS)[2] == ""
