"""In another language nothing that a command says stays in English, and nothing is in pieces."""

import contextlib
import gettext as catalogues
import re

import pytest

from cnnviz import language
from cnnviz.__main__ import main
from cnnviz.commands.overview import COMMANDS
from cnnviz.runs.events import Failed, from_line

OF_ARGPARSE = {
    "usage:", "positional", "arguments:", "options:", "show", "this", "help", "message", "and",
    "exit", "program's", "version", "number",
}  # fmt: skip
NAMES = re.compile(
    r"\[?-.*|\[?\{.*\}\]*|\[?[A-Z][A-Z,.a-z]*\]?|\.\.\.\]?|\||W\.safetensors\]?|A:B\]?"
)


class Loud(catalogues.NullTranslations):
    def gettext(self, text):
        return f"⟦{text}⟧"

    def ngettext(self, one, many, count):
        return f"⟦{one if count == 1 else many}⟧"


@pytest.fixture
def said(capsys, monkeypatch):
    """What a command says on stdout and stderr, in a language that is easily seen."""
    monkeypatch.setenv("COLUMNS", "1000")

    def said(*words):
        with contextlib.suppress(SystemExit):  # argparse, after --help
            main(list(words))
        return capsys.readouterr()

    language.use(Loud())
    yield said
    language.use(catalogues.NullTranslations())


def bare(text):
    """What stands outside of all brackets."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    return text


OF_DATA = ("data list", "data check", "data make", "data download")


@pytest.mark.parametrize("command", ["", *COMMANDS, *OF_DATA])
def test_every_word_of_the_help_can_be_translated(said, command):
    text = bare(said(*command.split(), "--help").out)
    kinds = ("list", "check", "make", "download")
    names = {"cnnviz", *COMMANDS, *kinds, "|".join(kinds)}
    left = {word for word in text.split() if not NAMES.fullmatch(word)}
    assert left <= OF_ARGPARSE | names
    assert "⟧" not in text


@pytest.mark.parametrize(
    "words",
    [
        ["no-file"], ["."], ["networks", "--swan"], ["predict", "swan", "x.png"],
        ["predict", ".", "x.png"], ["predict", "one-filter", "x.png"],
        ["explain", "activity-2", "--layer", "9", "--at", "0,1,0"],
        ["explain", "activity-2", "--layer", "conv9", "--at", "0,1,0"],
        ["explain", "activity-2", "--layer", "1", "--at", "0,9,0"],
        ["explain", "activity-2", "--layer", "1", "--at", "here"],
        ["explain", "lecture-cnn", "--layer", "1", "--at", "0,0,0"],
        ["train", "mlp", "--run", "{}/run"], ["train", "--resume", "--run", "{}/run"],
        ["train", "no-net", "--data", "strokes:20", "--run", "{}/run"],
        ["train", "one-filter", "--data", "strokes:20", "--run", "{}/run"],
        ["train", "tiny-vgg", "--data", "strokes:20", "--run", "{}/run"],
        ["train", "mlp", "--data", "strokes:20", "--run", "{}/run", "--epochs", "0"],
        ["train", "mlp", "--data", "strokes:20", "--run", "{}/run", "--momentum", "1"],
        ["train", "mlp", "--data", "strokes:20", "--run", "{}/run", "--device", "toaster"],
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_whole_sentence(said, tmp_path, words):
    output, problem = said(*(word.format(tmp_path) for word in words))
    events = [from_line(line) for line in output.splitlines()]
    assert events == ([Failed(problem[len("cnnviz train: ") : -1])] if words[0] == "train" else [])
    assert re.fullmatch(r"cnnviz( train)?: ⟦.*⟧\n", problem)


def test_tables_have_their_words_from_the_language(said):
    headings = said("networks").out.splitlines()[0]
    assert bare(headings).strip() == ""
    assert "⟦download, 12 MB⟧" in said("data", "list").out
    assert re.search(r"^cpu +⟦CPU, \d+ cores?⟧$", said("devices").out, re.MULTILINE)


def test_what_was_made_is_told(said, tmp_path):
    told = said("data", "make", "strokes:20", "-o", str(tmp_path / "made")).out
    assert bare(told) == "\n"
