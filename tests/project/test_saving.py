"""Saving: the old file or the new one, the version before kept, nothing left, little memory."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from cnnviz.cnn import architectures
from cnnviz.cnn.layers import Flatten, Linear
from cnnviz.cnn.network import chain
from cnnviz.files.atomic_file import KEPT
from cnnviz.files.process import started
from cnnviz.project import project_file
from cnnviz.project.picture import Picture
from cnnviz.project.project import new_project, with_weights
from cnnviz.project.project_file import (
    ProjectFileError,
    open_project,
    project_bytes,
    read_project,
    save_project,
)

# Forks a process for each line on stdin that saves there until it is killed.
SAVE = """
import itertools, os, pathlib, signal, sys
from tests.project.test_saving import large
from cnnviz.project.project_file import save_project
projects = [large(value) for value in (1.0, 2.0, 3.0)]
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for what is killed
for line in sys.stdin:
    pid = os.fork()
    if not pid:
        for project in itertools.cycle(projects):
            save_project(pathlib.Path(line.strip()), project)
    print(pid, flush=True)
"""
MEMORY = """
import pathlib, resource, sys
from tests.project.test_saving import large
from cnnviz.project.project_file import save_project
project = large(1.0, 5000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
save_project(pathlib.Path(sys.argv[1]), project)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
READING = """
import pathlib, resource, sys
from cnnviz.project.project_file import read_project
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read_project(pathlib.Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
posix_only = pytest.mark.skipif(os.name != "posix", reason="Windows kills otherwise")


def large(value, side=1600):
    """A project of 10 MB."""
    weight = np.full((side, side), value, np.float32)
    network = chain("large", "Large", (1, 1, side), (Flatten(), Linear(weight, None)))
    return new_project(network, Picture("matrix", np.ones((1, 1, side), np.float32)))


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def python(code, *arguments):
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@posix_only
@pytest.mark.timeout(600)
def test_killed_saves_leave_the_old_file_or_the_new_one_and_nothing_else(tmp_path, thorough):
    path = tmp_path / "own.cnnviz"
    legal = {project_bytes(large(value)) for value in (1.0, 2.0, 3.0)}
    random = np.random.default_rng(30)
    for value in (2.0, 3.0):
        save_project(path, large(value))
    with python(SAVE) as server:
        for _ in range(200 if thorough else 30):
            server.stdin.write(f"{path}\n")
            server.stdin.flush()
            pid = int(server.stdout.readline())
            time.sleep(float(random.uniform(0, 0.15)))
            os.kill(pid, signal.SIGKILL)
            wait_for_the_end(pid)
            assert path.read_bytes() in legal
            assert path.with_name(path.name + KEPT).read_bytes() in legal
            save_project(path, large(3.0))
            assert names(tmp_path) == ["own.cnnviz", f"own.cnnviz{KEPT}"]


def wait_for_the_end(pid):
    deadline = time.monotonic() + 30
    while started(pid):
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_the_version_before_is_kept(tmp_path):
    path = tmp_path / "own.cnnviz"
    projects = [new_project(architectures.build(name)) for name in ("mlp", "lenet-5", "one-filter")]
    for project in projects:
        save_project(path, project)
    assert open_project(path).network.name == "one-filter"
    assert open_project(tmp_path / f"own.cnnviz{KEPT}").network.name == "lenet-5"
    assert len(names(tmp_path)) == 2


@pytest.mark.parametrize("call", ["link", "copy"])
def test_a_disk_without_second_names_keeps_a_copy_or_nothing(tmp_path, monkeypatch, call):
    path = tmp_path / "own.cnnviz"
    save_project(path, new_project(architectures.build("mlp")))

    def refuse(*_, **__):
        raise OSError(1, "no")

    monkeypatch.setattr(os, "link", refuse)
    if call == "copy":
        monkeypatch.setattr("shutil.copy2", refuse)
    save_project(path, new_project(architectures.build("one-filter")))
    assert open_project(path).network.name == "one-filter"
    assert (tmp_path / f"own.cnnviz{KEPT}").exists() == (call == "link")
    assert not [name for name in names(tmp_path) if name.endswith(".tmp")]


def test_a_kill_before_the_last_step_leaves_no_third_name(tmp_path):
    path = tmp_path / "own.cnnviz"
    for name in ("mlp", "lenet-5"):
        save_project(path, new_project(architectures.build(name)))
    (tmp_path / f"own.cnnviz{KEPT}").unlink()
    os.link(path, tmp_path / f"own.cnnviz{KEPT}")  # both are the same file, not yet replaced
    save_project(path, new_project(architectures.build("one-filter")))
    assert names(tmp_path) == ["own.cnnviz", f"own.cnnviz{KEPT}"]


def test_it_is_known_again_until_it_changes(tmp_path):
    path = tmp_path / "own.cnnviz"
    known = save_project(path, new_project(architectures.build("mlp")))
    assert known == read_project(path).fingerprint
    assert known.is_of(path)
    os.utime(path, (1, 1))
    assert known.is_of(path)  # only its time is another
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert not known.is_of(path)
    path.unlink()
    assert not known.is_of(path)


@posix_only
def test_saving_takes_no_copy_of_a_large_network(tmp_path):
    process = python(MEMORY, tmp_path / "own.cnnviz")
    kilobytes = int(process.communicate(timeout=60)[0])
    assert (tmp_path / "own.cnnviz").stat().st_size > 100_000_000
    assert kilobytes < 30_000
    kilobytes = int(python(READING, tmp_path / "own.cnnviz").communicate(timeout=60)[0])
    assert kilobytes < 230_000  # the file, and its arrays


def edited(side=40):
    """A project that has been edited everywhere: its file holds every weight twice."""
    project = large(1.0, side)
    return with_weights(project, {"fc1.weight": np.full((side, side), 2.0, np.float32)})


def test_up_to_the_bound_a_project_comes_back_and_beyond_it_the_old_file_stays(
    tmp_path, monkeypatch
):
    path, project = tmp_path / "own.cnnviz", edited()
    need = 4 * (2 * 40 * 40) + 40  # two networks of float32 numbers, a picture of bytes
    monkeypatch.setattr(project_file, "LARGEST_ARRAYS", need)
    save_project(path, project)
    opened, good = open_project(path), path.read_bytes()
    assert opened.network.parameters()["fc1.weight"][0, 0] == 2
    assert opened.original.parameters()["fc1.weight"][0, 0] == 1
    monkeypatch.setattr(project_file, "LARGEST_ARRAYS", need - 1)
    with pytest.raises(ProjectFileError, match="more than one file can hold"):
        save_project(path, project)
    assert path.read_bytes() == good
    assert names(tmp_path) == ["own.cnnviz"]
