"""Files that a killed process left half written go; no others do."""

import os
import subprocess
import sys
import time

import pytest

from cnnviz.files.leftovers import OLD, sweep, temporary_name
from cnnviz.files.process import machine, started

DEAD = f".cnnviz-{machine()}-{2**22 - 3}-123-0123abcd.tmp"  # no system numbers so high by default


def old(path):
    then = time.time() - OLD - 10
    os.utime(path, (then, then))


def test_what_this_process_is_writing_stays(tmp_path):
    path = tmp_path / temporary_name()
    path.touch()
    old(path)
    sweep(tmp_path)
    assert path.exists()


def test_what_a_dead_process_left_goes_at_once(tmp_path):
    code = "from cnnviz.files.leftovers import temporary_name; print(temporary_name())"
    name = subprocess.check_output([sys.executable, "-c", code], text=True).strip()
    for each in (name, DEAD):
        (tmp_path / each).touch()
    sweep(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_later_process_with_the_same_number_is_not_taken_for_the_one_that_left_it(tmp_path):
    pid = os.getpid()
    path = tmp_path / f".cnnviz-{machine()}-{pid}-{'1' + started(pid)}-0123abcd.tmp"
    path.touch()
    sweep(tmp_path)
    assert not path.exists()


@pytest.mark.parametrize(
    "name",
    [
        ".cnnviz-0123456789abcdef.tmp",  # of an earlier version
        ".cnnviz-ffffffff-12-345-0123abcd.tmp",  # of another machine
    ],
)
def test_what_cannot_be_known_goes_after_a_day(tmp_path, name):
    path = tmp_path / name
    path.touch()
    sweep(tmp_path)
    assert path.exists()
    old(path)
    sweep(tmp_path)
    assert not path.exists()


@pytest.mark.parametrize("name", [".cnnviz-mine.tmp", "a.tmp", ".cnnviz-0123.tmp", "b.cnnviz"])
def test_what_is_not_of_our_making_stays(tmp_path, name):
    path = tmp_path / name
    path.touch()
    old(path)
    sweep(tmp_path)
    assert path.exists()


def test_a_folder_that_is_gone_is_clean(tmp_path):
    sweep(tmp_path / "none")
