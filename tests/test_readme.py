"""The README: its commands run as they stand, in order, from a fresh clone; what it names is there.

Three things are not as a reader has them. ADDRESS is this checkout. `make` only tells what it would
do: it installs packages, for which there is no network here; the Python of the tests stands in for
what it makes. Windows that open are closed once they are there.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from cnnviz.project.project_file import open_project
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import FinalTest, Finished

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PRESS = "press Ctrl+C"  # in the comment of a command: so does the test
PATIENCE = 120  # seconds for one command


def blocks(language):
    """The code of every block of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line.strip()]


class Reader:
    """A terminal: a folder and variables, and what was typed before that changed them."""

    def __init__(self, folder):
        self._folder = folder
        self._typed = []  # the lines that change the folder or the variables
        (folder / "home").mkdir()
        kept = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
        own = {name: os.environ[name] for name in kept if name in os.environ}
        self._environ = own | {
            "HOME": str(folder / "home"), "CNNVIZ_HOME": str(folder / "settings"),
            "QT_QPA_PLATFORM": "offscreen", "OPENBLAS_NUM_THREADS": "1",
        }  # fmt: skip
        self.checkout = folder / "cnnviz"

    def type(self, line):
        """Run a line in a shell; return its exit code, and what it wrote."""
        if line.startswith("git clone ADDRESS"):
            self._clone()
            line = "cd cnnviz"
        line = re.sub(r"^make ", "make --dry-run ", line)
        script = "\n".join([*self._typed, line])
        if line.startswith(("cd ", ". ")):
            self._typed.append(line)
        started = subprocess.Popen(
            ["sh", "-c", script], cwd=self._folder, env=self._environ, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        if PRESS in line:
            next(told for told in started.stdout if '"EpochEnd"' in told)
            command_of(started).send_signal(signal.SIGINT)
        elif opens_window(line):
            self._wait_for_window(started)
            command_of(started).terminate()
        said = started.communicate(timeout=PATIENCE)
        return started.returncode, *said

    def _clone(self):
        """Bring what git would: the files that are part of the project, as they are now."""
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        if listed.returncode:  # this is no clone but a package of its files
            left_out = shutil.ignore_patterns(".venv", "*cache*", ".git")
            shutil.copytree(ROOT, self.checkout, ignore=left_out)
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).is_file():
                (self.checkout / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.checkout / name)
        self._make_environment()

    def _make_environment(self):
        """Put what `make run` would make: the command, and what activates it."""
        programs = self.checkout / ".venv" / "bin"
        programs.mkdir(parents=True)
        (programs / "cnnviz").write_text(f'#!/bin/sh\nexec {sys.executable} -m cnnviz "$@"\n')
        (programs / "cnnviz").chmod(0o755)
        paths = f"export PATH={programs}:$PATH PYTHONPATH={self.checkout}\n"
        (programs / "activate").write_text(paths)

    def _wait_for_window(self, started):
        """Wait until it is there: by then it has begun its log."""
        log, latest = self._folder / "settings" / "log" / "cnnviz.log", time.monotonic() + PATIENCE
        while not log.exists() and started.poll() is None and time.monotonic() < latest:
            time.sleep(0.05)
        time.sleep(1)  # a window that fails when it shows its file does so now
        assert started.poll() is None, started.stderr.read()


def command_of(started):
    """The process of the command that a shell runs; a shell alone would pass no signal on."""
    (command,) = psutil.Process(started.pid).children()
    return command


def opens_window(line):
    """Whether a command opens the window: it names a file and no command."""
    return bool(re.match(r"cnnviz( +\S+\.(cnnviz|png))? *(#.*)?$", line))


def test_the_first_two_commands_are_the_clone_and_the_start():
    assert COMMANDS[0].startswith("git clone ")
    assert "cd cnnviz" in COMMANDS[0]
    assert COMMANDS[1].startswith("make run ")


@pytest.mark.timeout(600)
def test_every_command_runs_as_it_stands_in_order_from_a_fresh_clone(tmp_path):
    reader = Reader(tmp_path)
    for line in COMMANDS:
        code, output, problem = reader.type(line)
        expected = 143 if opens_window(line) else 130 if PRESS in line else 0
        assert (code, "Traceback" in problem) == (expected, False), (line, output, problem)
    assert len(np.load(reader.checkout / "trace.npz")) > 5
    events = RunDirectory(reader.checkout / "runs" / "first").events()
    assert isinstance(events[-1], Finished)
    assert any(isinstance(event, FinalTest) for event in events)


def test_the_python_of_it_runs_and_says_what_its_comments_say(monkeypatch):
    monkeypatch.chdir(ROOT)
    _own, code = blocks("python")
    asked = ("cnnviz.predict", "trace.values", "sum(")
    lines = [line.partition("#")[0].strip() for line in code.splitlines()]
    lines = [f"said.append({line})" if line.startswith(asked) else line for line in lines]
    names = {"said": []}
    exec(compile("\n".join(lines), "README.md", "exec"), names)
    label, shape, value = names["said"]
    assert (label, shape) == ("7", (8, 28, 28))
    assert value == pytest.approx(names["found"].value, abs=1e-5)


def test_a_network_of_ones_own_opens_as_it_says(monkeypatch, tmp_path, capsys):
    (tmp_path / "resources").symlink_to(ROOT / "resources")
    monkeypatch.chdir(tmp_path)
    shown = []
    monkeypatch.setattr("cnnviz.foreign.saving.shown", shown.append)
    code, _other = blocks("python")
    exec(compile(code, "README.md", "exec"), {})
    assert open_project("mine.cnnviz").network.classes == ("cat", "dog")
    assert "0 at 3,5,7 (row 6, column 8 of filter 4) = " in capsys.readouterr().out
    (made,) = shown
    assert made.project.network.names[:2] == ("input", "normalize")


@pytest.mark.parametrize("language", ["zsh", "bat"])
def test_other_systems_install_what_the_package_offers(language):
    (block,) = blocks(language)
    assert set(re.findall(r'install "\.\[(\w+)\]"', block)) == {"train"}
    offered = {point.name for point in metadata.distribution("cnnviz").entry_points}
    called = block.split()[-1].replace("\\", "/").rpartition("/")[2]
    assert called in offered | {"cnnviz-window"}


@pytest.mark.parametrize("place", sorted({*re.findall(r"\]\((?!http)([^)#]+)\)", README)}))
def test_what_it_links_to_is_there(place):
    assert (ROOT / place).is_file()


@pytest.mark.parametrize(
    "module", sorted({*re.findall(r"\.venv/bin/python -m (tests[\w.]+)", README)})
)
def test_the_scripts_it_names_are_there(module):
    assert (ROOT / f"{module.replace('.', '/')}.py").is_file()


@pytest.mark.parametrize("target", sorted({*re.findall(r"`make (\w+)`", README)}))
def test_the_targets_it_names_are_there_and_explained(target):
    helped = subprocess.check_output(["make", "help"], cwd=ROOT, text=True)
    assert f"make {target}" in helped


PICTURES = sorted({*re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)})


@pytest.mark.parametrize("place", PICTURES)
def test_its_pictures_are_filled_to_their_edges(place):
    with Image.open(ROOT / place) as image:
        pixels = np.asarray(image.convert("RGB"))
    assert pixels.shape in ((800, 1280, 3), (720, 1280, 3))
    for part in (pixels[:, -480:], pixels[:, :480], pixels[-200:], pixels[:200]):
        assert len(np.unique(part[::8, ::8].reshape(-1, 3), axis=0)) > 10
    assert (pixels[:, -1] != 0).any()  # not memory that nobody painted


def test_a_package_index_gets_it_without_what_only_a_clone_has():
    from tests.index_readme import shown

    text = shown(README)
    assert "](tests/" not in text
    assert "](.github" not in text
    assert "The Train page" in text
    assert "```sh" in text
