"""How long the event loop of the window is held up while a network is trained beside it.

A timer of 16 ms ticks for SECONDS; its worst gaps are printed beside those of an idle window. The
maps of the Network page follow each snapshot. Run it with -s to see the figures.
"""

import time

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

SECONDS = 20
TICK = 16  # ms


def gaps(seconds, until=lambda: False):
    """The times between ticks, in ms."""
    times = []
    timer = QTimer(interval=TICK, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: times.append(time.perf_counter()))
    timer.start()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end and not until():
        QApplication.processEvents()
        time.sleep(0.0005)
    timer.stop()
    return 1000 * np.diff(times)


def told(name, measured):
    print(  # noqa: T201 - what the benchmark is for
        f"\n{name}: median {np.median(measured):.1f} ms, "
        f"99 % {np.quantile(measured, 0.99):.1f} ms, "
        f"longest {measured.max():.1f} ms, {len(measured)} ticks"
    )


@pytest.mark.timeout(120)
@pytest.mark.parametrize("page", ["train", "network"])
def test_gaps_of_the_event_loop(app, page):
    told("idle", gaps(3))
    app.pages.show_page("train")
    gaps(1)
    app.training.change(epochs=1000)
    app.pages.train().controls.main.click()
    run = app.training.run
    told("start of the training", gaps(30, lambda: len(run.history.snapshots) > 1))
    app.pages.train().right.snapshot.follow.setChecked(True)
    app.pages.show_page(page)
    measured = gaps(SECONDS)
    told(f"training, {page} page, maps follow", measured)
    app.training.close()
