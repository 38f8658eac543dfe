"""Why a file cannot be used is said in the program's words, whatever language the system speaks."""

import ast
import errno
import os
from pathlib import Path

import pytest

from cnnviz import files
from cnnviz.files import os_reasons
from cnnviz.files.os_reasons import os_reason, sentence_about
from cnnviz.files.regular_file import NotRegularError, open_regular

PACKAGE = Path(files.__file__).parents[1]
KNOWN = sorted(errno.errorcode)


@pytest.fixture
def german(monkeypatch):
    """A system that speaks German."""
    monkeypatch.setattr(os, "strerror", lambda number: f"Fehler {number}, auf Deutsch")


@pytest.mark.parametrize("number", KNOWN)
def test_no_text_of_the_system_is_told(german, number):
    error = OSError(number, os.strerror(number), "/home/ana/lesson.cnnviz")
    told = sentence_about(error)
    assert "Deutsch" not in told
    assert "Errno" not in told
    assert told.startswith("lesson.cnnviz: ")
    assert told.endswith(".")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ENOENT", "no such file"), ("EACCES", "permission"), ("ENOSPC", "disk is full"),
        ("EDQUOT", "your share"), ("EROFS", "only be read"), ("ENAMETOOLONG", "too long"),
        ("EISDIR", "is a folder"), ("ENODEV", "connect it again"), ("EBUSY", "another program"),
    ],
)  # fmt: skip
def test_every_cause_has_words_of_its_own_and_a_remedy(code, words):
    number = getattr(errno, code)
    reason = os_reason(OSError(number, os.strerror(number)))
    assert words in reason
    assert "; " in reason
    assert not reason.endswith(".")


def test_every_cause_that_is_named_exists():
    others = {"EHOSTDOWN", "ESTALE", "ETXTBSY", "EDQUOT"}  # not on every system
    assert set(os_reasons._REASONS) - others <= set(errno.errorcode.values())


def test_what_the_program_says_itself_is_kept(tmp_path):
    assert os_reason(OSError(errno.EFBIG, "it is larger than 40 MB")) == "it is larger than 40 MB"
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotRegularError) as refusal:
        open_regular(tmp_path / "pipe")
    assert os_reason(refusal.value) == "it is a device or a pipe"


def test_a_long_name_is_shortened():
    told = sentence_about(OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), "n" * 300))
    assert len(told) < 120
    assert "…" in told


def test_an_error_without_a_number_is_told_as_it_is():
    assert os_reason(OSError("broken")) == "broken"
    assert sentence_about(OSError("No.")) == "No."
    assert sentence_about(TimeoutError()) == "TimeoutError"
    assert sentence_about(ValueError("It is wrong.")) == "It is wrong."


def test_nobody_else_tells_what_the_system_says():
    for path in PACKAGE.rglob("*.py"):
        names = {
            node.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute)
        }
        if path.name not in ("os_reasons.py", "picture_file.py"):
            assert "strerror" not in names, path
