"""Ctrl+C while a command is still being imported: it ends, and no traceback is printed."""

import signal
import subprocess
import sys

import pytest

INTERRUPTED = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever started the tests ignores
class Interrupts:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupts())
from cnnviz.__main__ import main
sys.exit(main(["explain", "lecture-cnn", "-", "--layer", "1", "--at", "0,0,0"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot interrupt itself alone there")
@pytest.mark.parametrize("name", ["cnnviz.commands.call", "cnnviz.commands.explain", "numpy"])
def test_ctrl_c_while_parts_are_imported_ends_without_a_traceback(name):
    code = INTERRUPTED.format(name=name)
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (-signal.SIGINT, "", "")


def test_ctrl_c_of_a_command_at_work_is_told_by_the_exit_code():
    code = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from unittest.mock import patch
from cnnviz.__main__ import main
with patch("cnnviz.commands.asked_place.opened", lambda name: os.kill(os.getpid(), signal.SIGINT)):
    sys.exit(main(["explain", "lecture-cnn", "-", "--layer", "1", "--at", "0,0,0"]))
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")
