"""Warnings are errors, those of Qt too, and a crash leaves its stack: for every test."""

import faulthandler
import tomllib
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OPTIONS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]
LET_PASS = []  # Python's warnings that are no error: none
TESTS_THAT_LET_PASS = [  # they run the code of other programs
    "tests/figures/code/test_code.py", "tests/foreign/test_opening.py",
]  # fmt: skip
# The offscreen plugin has no real window, and no keyboard to be held by an open list.
QT_LET_PASS = ["This plugin does not support (propagateSizeHints|raise|grabbing)"]


def test_what_is_let_pass_is_named_here():
    assert OPTIONS["ini_options"]["filterwarnings"] == ["error", *LET_PASS]
    assert OPTIONS["ini_options"]["qt_log_level_fail"] == "WARNING"
    assert OPTIONS["ini_options"]["qt_log_ignore"] == QT_LET_PASS


@pytest.mark.parametrize(
    "kind", [UserWarning, DeprecationWarning, ResourceWarning, RuntimeWarning, SyntaxWarning]
)
def test_a_warning_is_an_error(kind):
    with pytest.raises(kind):
        warnings.warn("something", kind, stacklevel=1)


def test_a_crash_would_leave_its_stack():
    assert faulthandler.is_enabled()


def test_no_test_lets_warnings_pass_on_its_own():
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("*.py")
        if "mark.filterwarnings" in path.read_text(encoding="utf-8") and path != Path(__file__)
    ]
    assert sorted(found) == TESTS_THAT_LET_PASS
