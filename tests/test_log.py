"""The log: small, without the user's folder, and no matter where it cannot be written."""

import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cnnviz import log


@pytest.fixture
def files(tmp_path):
    made = log.start(tmp_path / "log")
    yield made
    made.close()


def written(files):
    return (files.folder / log.NAME).read_text(encoding="utf-8")


def test_the_home_folder_is_not_told(files):
    log.LOG.error("cannot read %s", Path.home() / "ana" / "lesson.cnnviz")
    assert str(Path.home()) not in written(files)
    assert "~" in written(files)


def test_only_whole_names_are_shortened(monkeypatch):
    monkeypatch.setenv("HOME", "/home/ana")
    assert log.shortened("/home/ana/x /home/anabel/x /home/ana") == "~/x /home/anabel/x ~"
    monkeypatch.setenv("HOME", "/")
    assert log.shortened("/usr/lib") == "/usr/lib"


def test_all_files_together_stay_small(files):
    for _ in range(1000):
        log.LOG.error("x" * (2 * log.LONGEST))
    size = sum(file.stat().st_size for file in files.folder.iterdir())
    assert log.LARGEST < size <= 10_000_000


def test_a_folder_that_cannot_be_written_is_no_matter(capsys):
    made = log.start(Path("/proc/nowhere"))
    log.LOG.error("nobody reads this")
    made.close()
    assert capsys.readouterr().err == ""


def test_a_full_disk_is_no_matter(tmp_path, capsys):
    (tmp_path / log.NAME).symlink_to("/dev/full")
    made = log.start(tmp_path)
    log.LOG.error("nobody reads this")
    made.close()
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(os.name != "posix", reason="signals of Unix")
def test_a_crash_leaves_its_stack_for_the_log_of_the_next_start(tmp_path):
    code = (
        "import os, signal, sys, pathlib; from cnnviz import log; "
        "log.start(pathlib.Path(sys.argv[1])); os.kill(os.getpid(), signal.SIGSEGV)"
    )
    died = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True)
    assert died.returncode == -signal.SIGSEGV
    assert len(list(tmp_path.glob(log.CRASHES))) == 1
    made = log.start(tmp_path)
    text = (tmp_path / log.NAME).read_text(encoding="utf-8")
    assert "crashed before this start" in text
    assert "Segmentation fault" in text
    made.close()
    assert not list(tmp_path.glob(log.CRASHES))


def test_a_log_that_is_closed_takes_nothing_more(files):
    files.close()
    assert not [h for h in log.LOG.handlers if isinstance(h, logging.FileHandler)]
