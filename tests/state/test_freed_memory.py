"""Threads share one heap, and what is free in it is given back while nothing is edited."""

import subprocess
import sys

import pytest

from cnnviz.cnn import architectures
from cnnviz.project.project import new_project, with_parameter
from cnnviz.state import freed_memory
from cnnviz.state.document import Document
from cnnviz.state.freed_memory import FreedMemory, _of_glibc

HEAPS = """
import ctypes, sys, threading
from cnnviz.state.freed_memory import use_one_heap
if sys.argv[1] == "one":
    use_one_heap()
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
waits = threading.Barrier(4)
def take():
    libc.malloc(ctypes.c_size_t(100))
    waits.wait()
threads = [threading.Thread(target=take) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
file = ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""


@pytest.mark.skipif(_of_glibc("malloc_info") is None, reason="another C library")
@pytest.mark.parametrize("how", ["one", "many"])
def test_threads_share_one_heap(how):
    told = subprocess.check_output([sys.executable, "-c", HEAPS, how], text=True)
    assert (told.count("<heap nr=") == 1) == (how == "one")


def test_it_is_given_back_once_nothing_is_edited(qapp, qtbot, monkeypatch):
    given = []
    monkeypatch.setattr(freed_memory, "QUIET", 1)
    monkeypatch.setattr(freed_memory, "_of_glibc", lambda name: lambda *_: given.append(name))
    document = Document(new_project(architectures.build("one-filter")))
    FreedMemory(document)
    assert given == ["mallopt"]
    document.edit("Change", with_parameter(document.project, "conv1", "weight", (0, 0, 0, 0), 7))
    qtbot.waitUntil(lambda: given == ["mallopt", "malloc_trim"])
    document.close()
