"""A lock is held once, across objects and processes, and ends with its process."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from cnnviz.files import process_lock
from cnnviz.files.process_lock import ProcessLock

HOLD = """
import pathlib, sys
from cnnviz.files.process_lock import ProcessLock
print(ProcessLock(pathlib.Path(sys.argv[1])).take(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.lock"


def test_it_is_held_once(path):
    one, other = ProcessLock(path), ProcessLock(path)
    assert one.take()
    assert one.take()
    assert not other.take()
    one.free()
    assert not path.exists()
    assert other.take()
    assert not one.take()
    other.free()


def test_it_ends_with_its_process(path):
    command = [sys.executable, "-c", HOLD, str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout.readline() == "True\n"
        lock = ProcessLock(path)
        assert not lock.take()
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert path.exists()  # what a killed process leaves
    assert lock.take()
    lock.free()


def test_many_who_take_and_free_at_the_same_time_never_hold_it_together(path):
    holders, most = [], []

    def work(number):
        for _ in range(300):
            lock = ProcessLock(path)
            if lock.take():
                holders.append(number)
                most.append(len(holders))
                holders.remove(number)
                lock.free()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert max(most) == 1
    assert len(most) > 30  # how many depends on how busy the computer is


def test_where_no_file_can_be_made_it_says_so(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        ProcessLock(tmp_path / "none" / "a.lock").take()


def test_a_file_that_is_removed_between_two_steps_is_no_lock(path, monkeypatch):
    real, removed = process_lock._lock, []

    def locked(handle):
        if not removed:  # who had it gives it back, after this one opened the file
            removed.append(path.unlink())
        return real(handle)

    monkeypatch.setattr(process_lock, "_lock", locked)
    one, other = ProcessLock(path), ProcessLock(path)
    assert one.take()
    assert path.exists()
    assert not other.take()
    one.free()
