"""Whatever a command writes is there whole or not at all: full disk, no permission, Ctrl+C."""

import errno
import os
import re

import pytest

from cnnviz.__main__ import main
from cnnviz.resources import folder
from tests.runs_on_disk import made_run, with_answers

SEVEN = str(folder() / "images" / "digits" / "7.png")
MAP = "export activity-2 --view map --layer 1 -o"
KINDS = {  # by the file: what writes it
    "a.svg": MAP,
    "a.png": f"{MAP[:-2]}--scale 0.25 -o",
    "a.pdf": MAP,
    "a.gif": "export activity-2 --view network --frames 0:1 --scale 0.25 -o",
    "a.csv": MAP,
    "a.npz": "export activity-2 --view trace -o",
    "net.py": "export one-filter -o",
    "net.R": "export one-filter -o",
    "net_keras.py": "export one-filter -o",
    "net.onnx": "export one-filter -o",
    "net.safetensors": "export one-filter -o",
    "report.html": "export RUN -o",
    "curves.csv": "export RUN --view curves -o",
    "sheet.pdf": "sheet --count 2 --answers -o",
    "sheet.txt": "sheet -o",
    "task.cnnviz": "hand-out -o",
    "trace.npz": f"trace one-filter {SEVEN} -o",
    "own.cnnviz": "convert NET.onnx -o",
}
WORDS = {errno.EACCES: "you lack the permission", errno.EROFS: "this disk can only be read"}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return with_answers(made_run(tmp_path_factory.mktemp("runs") / "first"))


@pytest.fixture(scope="module")
def onnx(tmp_path_factory):
    file = tmp_path_factory.mktemp("foreign") / "net.onnx"
    assert main(["export", "one-filter", "-o", str(file)]) == 0
    return file


@pytest.fixture
def words(qapp, monkeypatch, tmp_path, run, onnx):
    """What is typed for a file of `KINDS`; it would lie in a folder of its own."""
    monkeypatch.setenv("CNNVIZ_HOME", str(tmp_path / "home"))
    (tmp_path / "disk").mkdir()

    def words(name):
        given = KINDS[name].replace("RUN", str(run)).replace("NET.onnx", str(onnx))
        return [*given.split(), str(tmp_path / "disk" / name)]

    return words


@pytest.fixture
def flushed(monkeypatch, tmp_path):
    """Let the system fail where a file of the folder is flushed, half of it done."""
    real, faults = os.fsync, []

    def broken(handle):
        if faults:
            raise faults.pop()
        return real(handle)

    monkeypatch.setattr(os, "fsync", broken)
    return faults


OTHERS = [errno.EACCES, errno.EROFS, KeyboardInterrupt, "gone"]  # of which each kind gets one


@pytest.mark.parametrize("name", KINDS)
def test_a_full_disk_is_told_and_nothing_is_left(words, name, tmp_path, flushed, capsys):
    flushed.append(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert main(words(name)) == 2
    assert told(capsys, name, "the disk is full; free")
    assert list((tmp_path / "disk").iterdir()) == []


@pytest.mark.parametrize("name", KINDS)
def test_another_fault_too(words, name, tmp_path, flushed, capsys, thorough):
    disk, asked, number = tmp_path / "disk", words(name), [*KINDS].index(name)
    for fault in OTHERS if thorough else [OTHERS[number % len(OTHERS)]]:
        if fault == "gone":
            disk.rmdir()
            assert main(asked) == 2
            assert told(capsys, name, "its folder is not there")
        elif fault is KeyboardInterrupt:
            flushed.append(KeyboardInterrupt())
            assert main(asked) == 130
        else:
            flushed.append(OSError(fault, os.strerror(fault)))
            assert main(asked) == 2
            assert told(capsys, name, WORDS[fault])
        assert not disk.exists() or list(disk.iterdir()) == []


def told(capsys, name, reason):
    """Whether the last line on stderr tells of a file, and why it was not written."""
    problem = capsys.readouterr().err.splitlines()[-1]
    return re.search(rf"\b{name}\b.* cannot be (written|saved): {reason}", problem)


@pytest.mark.parametrize("name", KINDS)
def test_a_file_that_is_there_is_kept(words, name, tmp_path, capsys):
    asked, file = words(name), tmp_path / "disk" / name
    file.write_bytes(b"mine")
    assert main(asked) == 2
    assert "is there" in capsys.readouterr().err
    assert file.read_bytes() == b"mine"
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("name", ["net.py", "net.R", "net_keras.py"])
def test_the_weights_beside_code_are_kept_too(words, name, tmp_path, capsys):
    asked, disk = words(name), tmp_path / "disk"
    assert main(asked) == 0
    (weights,) = (each for each in disk.iterdir() if each.name != name)
    (disk / name).unlink()
    weights.write_bytes(b"mine")
    assert main(asked) == 2
    assert f"{weights} is there already" in capsys.readouterr().err
    assert list(disk.iterdir()) == [weights]
    assert weights.read_bytes() == b"mine"
