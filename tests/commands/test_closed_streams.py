"""Streams that are closed or full: a sentence where one is left to tell it, and never more."""

import errno
import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from cnnviz.commands.progress import TerminalLine

DIGIT = str(Path(__file__).parents[2] / "resources/images/digits/7.png")
WRITING = {
    "networks": "networks",
    "help": "--help",
    "version": "--version",
    "rows": f"predict lecture-cnn {DIGIT}",
    "a trace": f"trace lecture-cnn {DIGIT} -o -",
    "terms": "explain activity-2 --layer 1 --at 0,0,0",
    "code": "completion bash",
}


def started(words, redirection):
    """Run a command by a shell, which redirects its streams."""
    line = f'"{sys.executable}" -m cnnviz {words} {redirection}'
    return subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("words", WRITING.values(), ids=WRITING)
def test_output_that_nobody_takes_is_told(words):
    ended = started(words, ">&-")
    assert ended.stderr == "cnnviz: The output cannot be written: it is closed.\n"
    assert ended.returncode == 2


@pytest.mark.parametrize(
    "words", ["predict lecture-cnn -", "explain lecture-cnn - --layer 1 --at 0,0,0"]
)
def test_input_that_is_closed_is_told(words):
    ended = started(words, "<&-")
    assert ended.stderr == "cnnviz: stdin cannot be read: it is closed.\n"
    assert ended.returncode == 2


def test_what_needs_no_stream_is_done_without_any(tmp_path):
    ended = started(f"trace lecture-cnn {DIGIT} -o {tmp_path / 't.npz'}", "<&- >&- 2>&-")
    assert ended.returncode == 0
    assert (tmp_path / "t.npz").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
def test_problems_that_cannot_be_told_stop_nothing(redirection):
    ended = started(f"predict lecture-cnn none.png {DIGIT} --format csv", redirection)
    assert ended.stdout.splitlines()[1].startswith(f"{DIGIT},7,")
    assert ended.returncode == 1
    assert started("predikt", redirection).returncode == 2


def test_stdin_is_called_by_its_name():
    ended = started("predict lecture-cnn -", "</dev/null")
    assert ended.stderr == "cnnviz: stdin is empty; choose another file.\n"


def test_a_name_cannot_steer_a_terminal(tmp_path):
    """Elsewhere its bytes are kept: other programs look for the file by them."""
    name = "\033[31mred.png"
    (tmp_path / name).write_bytes(Path(DIGIT).read_bytes())
    words = [sys.executable, "-m", "cnnviz", "predict", "lecture-cnn", name, f"{name}.none"]
    there, here = pty.openpty()
    subprocess.run(words, cwd=tmp_path, stdout=here, stderr=here, timeout=60, env=os.environ)
    os.close(here)
    seen = b""
    with open(there, "rb", buffering=0) as terminal:
        while part := read(terminal):
            seen += part
    assert b"[31mred.png: 7" in seen
    assert b"[31mred.png.none" in seen
    assert b"\033[31m" not in seen
    ended = subprocess.run(words, cwd=tmp_path, capture_output=True, timeout=60)
    assert ended.stdout.startswith(b"\033[31mred.png: 7")


def read(terminal):
    try:
        return terminal.read(4096)
    except OSError:  # its other end is closed
        return b""


def test_a_terminal_that_is_closed_ends_no_command(monkeypatch):
    """A training would otherwise lose what it learnt, for a line that nobody reads."""

    class Gone(io.StringIO):
        def isatty(self):
            return True

        def write(self, text):
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(sys, "stderr", Gone())
    line = TerminalLine(is_quiet=False)
    line.show("epoch 1")
    line.clear()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="the system has no /dev/stdout")
def test_a_pipe_that_has_a_name_is_told_to_be_one():
    ended = started(f"trace lecture-cnn {DIGIT} -o /dev/stdout", "")
    assert ended.stderr == "cnnviz: /dev/stdout cannot be written: it is a device or a pipe.\n"
