"""How long it takes to close the window in mid-training, and to say that a trainer was killed.

The floor of a quit is that of a window which trains nothing. Run it with -s to see the figures.
"""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.whole_window import WholeWindow

QUITS = 20
KILLS = 5
IDLE = """
from PySide6.QtCore import QTimer
from cnnviz import app
class Closed(app.App):
    def __init__(self, settings):
        super().__init__(settings)
        QTimer.singleShot(1000, self.quit)
    def quit(self):
        print(flush=True)
        self.window.close()
app.App = Closed
raise SystemExit(app.run())
"""


def told(name, seconds):
    print(  # noqa: T201 - what the benchmark is for
        f"\n{name}: median {np.median(seconds):.2f} s, longest {max(seconds):.2f} s, "
        f"{len(seconds)} times"
    )


def idle_quit():
    """Return how long a window takes to end that trains nothing, in seconds."""
    with subprocess.Popen([sys.executable, "-c", IDLE], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        began = time.perf_counter()
        assert process.wait() == 0
        return time.perf_counter() - began


@pytest.mark.timeout(600)
def test_quits_in_mid_training():
    random = np.random.default_rng()
    told("quit of an idle window", [idle_quit() for _ in range(5)])
    seconds = []
    for _ in range(QUITS):
        window = WholeWindow()
        time.sleep(float(random.uniform(0, 4)))  # PyTorch is loaded after about 2
        began = time.perf_counter()
        assert window.close() == (0, "")
        seconds.append(time.perf_counter() - began)
        assert not window.trainer.is_running()
    told("quit in mid-training", seconds)


@pytest.mark.timeout(300)
def test_a_killed_trainer_is_told(app):
    app.pages.show_page("train")
    page, seconds = app.pages.train(), []
    for _ in range(KILLS):
        page.controls.main.click()
        run = app.training.run
        while len(run.history.snapshots) < 3:
            QApplication.processEvents()
        began = time.perf_counter()
        os.kill(run.process.number, signal.SIGKILL)
        while "ended unexpectedly" not in page.controls.problem.text():
            QApplication.processEvents()
        seconds.append(time.perf_counter() - began)
    told("a killed trainer is told", seconds)
