"""One tree of commands: each has its help, its version and its own words, and no abbreviation."""

import os
import subprocess
import sys

import pytest

import cnnviz
from cnnviz.__main__ import main
from cnnviz.commands.overview import COMMANDS, EXIT_CODES
from cnnviz.commands.tree import tree

LEAVES = [name for name in COMMANDS if name != "data"] + ["data list", "data make", "data download"]


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words):
        try:
            code = main(list(words))
        except SystemExit as end:
            code = end.code
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize("command", ["", "data", *LEAVES])
@pytest.mark.parametrize("option", ["-h", "--help", "--version"])
def test_help_and_version_are_everywhere(run, command, option):
    code, output, problem = run(*command.split(), option)
    assert (code, problem) == (0, "")
    if option == "--version":
        assert output == f"cnnviz {cnnviz.__version__}\n"
    else:
        assert f"usage: cnnviz {command}".strip().removesuffix(" window") in output
        assert "\nexample: " in output


@pytest.mark.parametrize("command", LEAVES)
def test_help_of_a_command_is_asked_for_in_four_ways(run, command):
    expected = run(*command.split(), "--help")
    for words in (["help", *command.split()], ["--help", *command.split()],
                  ["-h", *command.split()]):  # fmt: skip
        assert run(*words) == expected


def test_help_alone_lists_the_commands_and_what_the_exit_codes_say(run):
    output = run("help")[1]
    assert output == run("--help")[1]
    for command in COMMANDS:
        assert f"\n    {command}" in output
    for code in (*EXIT_CODES, 130, 143):
        assert f" {code} " in output


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["halp"], "help"), (["version"], "--version"), (["activity2"], "activity-2"),
        (["predikt"], "predict"), (["netwoks"], "networks"), (["help", "trian"], "train"),
        (["--help", "exlpain"], "explain"), (["data", "lits"], "list"),
        (["networks", "--fromat", "json"], "--format"),
        (["networks", "--format", "jsno"], "json"),
        (["data", "download", "fashon-mnist"], "fashion-mnist"),
        (["predikt", "lecture-cnn", "7.png"], "predict"), (["PREDICT", "--help"], "predict"),
        (["exlpain", "mlp", "--layer", "fc1", "--at", "0"], "explain"),
        (["predict", "lecture-cn", "7.png"], "lecture-cnn"),
        (["explain", "LeNet5", "--layer", "1", "--at", "0"], "lenet-5"),
        (["train", "mlp", "--data", "strokes:20", "--run", "x", "--epoch", "2"], "--epochs"),
        (["exprot", "activity-2", "-o", "x.svg"], "export"),
        (["export", "activity-2", "--view", "mpa", "-o", "x.svg"], "map"),
    ],
)  # fmt: skip
def test_a_typing_error_is_told_with_what_was_meant(run, words, meant):
    code, output, problem = run(*words)
    assert (code, output) == (2, "")
    assert f"(did you mean {meant}?)" in problem
    assert problem.count("\n") == 1


def options_of(parser):
    return [word for word in parser._option_string_actions if word.startswith("--")]


@pytest.mark.parametrize("command", ["predict", "explain", "trace", "train", "window", "export"])
def test_no_option_may_be_abbreviated(run, command):
    made = tree([command])._subparsers._group_actions[0].choices[command]
    for option in options_of(made):
        if option[:-1] not in options_of(made):
            code, _, problem = run(command, option[:-1])
            assert code == 2
            assert "required" in problem or f"unrecognized arguments: {option[:-1]}" in problem


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain", "activity-2", "--layer", "1", "--at", "-1,0,0"], "no value (-1, 0, 0)"),
        (["explain", "activity-2", "--layer", "1", "--at=-1,0,0"], "no value (-1, 0, 0)"),
        (["train", "mlp", "--data", "strokes:20", "--run", "{}/r", "--lr", "-1"],
         "learning rate must be above 0"),
        (["train", "mlp", "--data", "strokes:20", "--run", "{}/r", "--lr", "-1e-3"],
         "learning rate must be above 0"),
        (["train", "mlp", "--data", "strokes:20", "--run", "{}/r", "--lr", "-inf"],
         "learning rate must be above 0"),
    ],
)  # fmt: skip
def test_a_negative_number_is_a_value_and_no_option(run, tmp_path, words, said):
    code, _, problem = run(*(word.format(tmp_path) for word in words))
    assert code == 2
    assert said in problem


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["predict", "", "7.png"], "argument NETWORK: it is an empty text"),
        (["predict", "mlp", ""], "argument IMAGE: it is an empty text"),
        (["data", "make", "strokes:20", "-o", ""], "argument -o/--output: it is an empty text"),
        (["train", "mlp", "--data", "", "--run", "r"], "argument --data: it is an empty text"),
        (["data", "make", "strokes:20", "-o", "-"], "- cannot stand for"),
        (["data", "download", "mnist", "-o", "-"], "- cannot stand for"),
        (["train", "mlp", "--data", "strokes:20", "--run", "-"], "- cannot stand for"),
        (["data", "make", "strokes:20", "-o", "x", "--seed", "-1"], "'-1' is no whole number"),
        (["data", "check", "digits", "--seed", "1.5"], "'1.5' is no whole number"),
        (["train", "mlp", "--data", "strokes:20", "--run", "r", "--threads", "x"],
         "'x' is neither auto nor a number"),
        (["train", "mlp", "--data", "strokes:20", "--run", "r", "--lr", "inf"],
         "above 0, and finite"),
        (["predict", "mlp", "."], ". is a folder without pictures"),
        (["trace", "mlp", ".", "-o", "t.npz"], " . is a folder"),
        (["export", "activity-2", "-o", ""], "argument -o/--output: it is an empty text"),
        (["export", "activity-2", "-o", "-"], "told by the end of its name"),
        (["explain", "none", "--layer", "1", "--at", "0"], "no network, project or run 'none'"),
        (["explain", ".", "--layer", "1", "--at", "0"], " . is no folder of a training run"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_told_and_named(run, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    code, output, problem = run(*words)
    assert (code, output.startswith("{") or not output) == (2, True)
    assert said in problem
    assert problem.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_shell_gets_what_completes_commands(run):
    for shell in ("bash", "zsh", "fish", "powershell"):
        code, output, _ = run("completion", shell)
        assert code == 0
        assert "cnnviz" in output


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cnnviz ne", {"networks"}),
        ("cnnviz data ", {"list", "check", "make", "download"}),
        ("cnnviz predict lec", {"lecture-cnn"}),
        ("cnnviz predict lecture-cnn --form", {"--format"}),
        ("cnnviz predict lecture-cnn --format js", {"json", "jsonl"}),
        ("cnnviz data download k", {"kmnist"}),
    ],
)
def test_the_tab_key_completes(tmp_path, line, expected):
    environ = os.environ | {
        "_ARGCOMPLETE": "1", "_ARGCOMPLETE_STDOUT_FILENAME": str(tmp_path / "found"),
        "COMP_LINE": line, "COMP_POINT": str(len(line)), "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "cnnviz"]
    subprocess.run(command, env=environ, cwd=tmp_path, check=True)
    found = (tmp_path / "found").read_text().split("\v")
    assert {each.strip() for each in found if each.strip() not in ("-h", "--help")} == expected


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is full")
@pytest.mark.parametrize(
    "words", [["networks"], ["networks", "--format", "csv"], ["completion", "bash"], ["--help"],
              ["predict", "lecture-cnn", "resources/images/digits/7.png"],
              ["trace", "lecture-cnn", "resources/images/digits/7.png", "-o", "-"]]
)  # fmt: skip
def test_an_output_that_is_full_is_one_sentence(words):
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "cnnviz", *words]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert ended.returncode == 2
    assert ended.stderr.startswith("cnnviz: The output cannot be written: the disk is full")
    assert ended.stderr.count("\n") == 1
