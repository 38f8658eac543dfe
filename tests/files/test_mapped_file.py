"""A large file is mapped, and what other programs do to it meanwhile makes no difference."""

import mmap
import os
import subprocess
import sys

import pytest

from cnnviz.files import mapped_file
from cnnviz.files.mapped_file import content_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there it is read")
CUT_OFF = """
import os, sys
from pathlib import Path
from cnnviz.files import mapped_file
mapped_file.MAPPED_FROM = 1000
path = Path(sys.argv[1])
data = mapped_file.content_of(path, 10**9)
os.truncate(path, 0)
print(type(data).__name__, data[:].count(b"7"))
"""


@pytest.fixture
def large(tmp_path, monkeypatch):
    monkeypatch.setattr(mapped_file, "MAPPED_FROM", 1000)
    path = tmp_path / "large"
    path.write_bytes(b"7" * 100_000)
    return path


def test_a_file_that_is_cut_off_while_it_is_mapped_does_not_end_the_program(large):
    run = subprocess.run(
        [sys.executable, "-c", CUT_OFF, large], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, "mmap 100000\n"), run.stderr


def test_it_is_copied_also_where_the_system_cannot_share(large, monkeypatch):
    monkeypatch.delattr(os, "copy_file_range", raising=False)
    data = content_of(large, 10**9)
    assert isinstance(data, mmap.mmap)
    assert data[:] == large.read_bytes()


def test_where_no_copy_has_room_it_is_read(large, monkeypatch):
    monkeypatch.setattr(mapped_file, "_ON_DISK", str(large.parent / "none"))
    monkeypatch.setattr(mapped_file.tempfile, "gettempdir", lambda: str(large.parent / "none"))
    assert content_of(large, 10**9) == large.read_bytes()
    assert isinstance(content_of(large, 10**9), bytes)


def test_nothing_is_left_of_the_copy(large, monkeypatch, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    monkeypatch.setattr(mapped_file, "_ON_DISK", str(folder))
    data = content_of(large, 10**9)
    assert isinstance(data, mmap.mmap)
    assert [*folder.iterdir()] == []


def test_one_that_is_too_large_is_refused(large):
    with pytest.raises(OSError, match="larger than"):
        content_of(large, 50_000)
