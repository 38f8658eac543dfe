"""The program is asked to end by the system: it closes in order, whatever it is doing."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from cnnviz.project.recovery_folder import left_folders
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.events import Failed, Stopped
from cnnviz.state.faults import Faults
from cnnviz.state.settings import home
from tests.journeys.test_window_process import wait_for_snapshots
from tests.journeys.whole_window import WholeWindow

posix = pytest.mark.skipif(os.name != "posix", reason="signals of Unix")

# A window that says when it is up; then its pointer moves over the maps without an end
DRIVEN = """
import sys
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtTest import QTest
from cnnviz import app

class Driven(app.App):
    def __init__(self, settings):
        super().__init__(settings)
        self.faults.before_telling(self.keep)
        if "edited" in sys.argv:
            self.actions["randomise"].trigger()
        self.at = 0
        self.timer = QTimer(interval=1)
        self.timer.timeout.connect(self.move)
        self.timer.start()

    def keep(self):
        print("kept", flush=True)
        return True

    def move(self):
        self.at += 1
        page = self.network_page
        QTest.mouseMove(page, QPoint(self.at * 7 % page.width(), self.at * 3 % page.height()))
        if self.at == 30:
            print("up", flush=True)

app.App = Driven
sys.exit(app.run())
"""


def driven(*words, **options):
    made = subprocess.Popen(
        [sys.executable, "-c", DRIVEN, *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip
    assert made.stdout.readline() == "up\n"
    return made


def ended(process):
    """What it said last, its exit code, and what it complained of."""
    said, errors = process.communicate(timeout=30)
    lines = [line for line in errors.splitlines() if "propagateSizeHints" not in line]
    return said, process.returncode, "\n".join(lines)


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_in_order_in_the_midst_of_painting(name, thorough):
    number = getattr(signal, name)
    for _ in range(10 if thorough else 1):
        window = driven()
        window.send_signal(number)
        said = "" if name == "SIGINT" else "kept\n"
        assert ended(window) == (said, 128 + number, "")
    assert not left_folders(home() / "recovery")  # it was clean


@posix
def test_ctrl_c_asks_before_changes_are_lost_and_a_second_one_keeps_them():
    window = driven("edited")
    window.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        window.wait(timeout=1)  # it asks
    window.send_signal(signal.SIGINT)
    assert ended(window) == ("kept\n", 130, "")


@posix
def test_what_nobody_could_be_asked_about_is_kept():
    window = driven("edited")
    window.send_signal(signal.SIGTERM)
    assert ended(window) == ("kept\n", 128 + signal.SIGTERM, "")
    assert len(left_folders(home() / "recovery")) == 1


@pytest.mark.sweep(2)
@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_the_trainer_saves_and_ends_with_the_window(name):
    """By the window alone: it does not hear the terminal that the window was started from."""
    window = WholeWindow()
    assert os.getsid(window.trainer.pid) != os.getsid(window.process.pid)
    directory = RunDirectory(window.run)
    wait_for_snapshots(directory)
    window.process.send_signal(getattr(signal, name))
    window.process.communicate(timeout=30)
    assert window.process.returncode == 128 + getattr(signal, name)
    assert not window.trainer.is_running()
    assert isinstance(directory.events()[-1], Stopped)


@posix
@pytest.mark.timeout(120)
def test_it_trains_where_the_folder_it_was_started_in_is_gone(tmp_path):
    code = (
        "import os, sys; os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone');"
        "from tests.journeys import whole_window; sys.exit(whole_window.main())"
    )
    paths = os.pathsep.join(path for path in sys.path if path)
    window = subprocess.Popen(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": paths},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    directory = RunDirectory(Path(json.loads(window.stdout.readline())["run"]))
    wait_for_snapshots(directory)
    window.communicate("close\n", timeout=30)
    assert window.returncode == 0
    assert not [event for event in directory.events() if isinstance(event, Failed)]


@posix
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_trainer_that_dies_before_it_says_anything_is_told(app, qtbot, monkeypatch, number):
    """It stays dead: no card says that it starts, no half-made run is left."""
    command = (sys.executable, "-c", f"import os; os.kill(os.getpid(), {int(number)})")
    monkeypatch.setattr("cnnviz.state.run_process.COMMAND", command)
    app.pages.show_page("train")
    with qtbot.waitSignal(app.training.run_ended):
        run = app.training.start()
    QApplication.processEvents()
    page = app.pages.train()
    labels = [each.text() for each in page.findChildren(QLabel)]
    assert "Starting" not in labels
    assert "Ended before it began" in labels
    assert run.problem
    assert not run.directory.path.exists()


class Session:
    """What the desktop says at its end."""

    def __init__(self, may_ask=True):
        self.allowsInteraction, self.said = lambda: may_ask, []

    def release(self):
        self.said.append("release")

    def cancel(self):
        self.said.append("cancel")


@pytest.mark.parametrize(
    ("answer", "may_ask", "said"),
    [
        ("discard", True, ["release"]),
        ("cancel", True, ["release", "cancel"]),
        ("cancel", False, []),
    ],
)
def test_the_end_of_the_session_waits_for_an_answer(app, answer, may_ask, said):
    kept, session = [], Session(may_ask)
    app.faults.before_telling(lambda: bool(kept.append(1)) or True)
    app.actions["randomise"].trigger()
    app.answers.save_first_answer = answer
    app.ending.on_session_ends(session)
    assert session.said == said
    assert app.answers.asked == may_ask
    assert kept == [1]


def test_one_keeper_that_fails_does_not_keep_the_others_from_it(qapp):
    faults, kept = Faults(), []
    faults.before_telling(lambda: bool(kept.append(1)) or True)
    faults.before_telling(lambda: 1 / 0)
    faults.before_telling(lambda: bool(kept.append(2)))
    assert faults.keep_work()
    assert kept == [1, 2]
