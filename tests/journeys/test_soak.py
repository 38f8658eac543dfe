"""A long lesson of random events: no exception, no warning, no growing memory, undo exact.

`pytest --thorough -s tests/journeys/test_soak.py` takes five minutes; with `--soak 1800` half an
hour. The events are those of the seed that is printed; `--seed N` repeats them.
"""

import ctypes
import gc
import sys
import time

import psutil
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from cnnviz.cnn import architectures
from cnnviz.project.project import new_project
from tests.journeys.random_events import RandomEvents

FEW = 250  # events, where nobody asked for more
WARM = 3  # minutes, after which memory hardly grows
MOST = 60_000_000  # bytes: caches are bounded, and the history is 256 MB at most


@pytest.mark.timeout(0)
def test_random_events_find_no_fault_and_undo_takes_back_all(app, tmp_path, soak, qtlog):
    seconds, seed = soak
    folder = tmp_path / "files"
    folder.mkdir()
    faults = []
    app.faults.told.connect(faults.append)
    events, process = RandomEvents(app, folder, seed), psutil.Process()
    began, curve, count = time.monotonic(), [], 0
    while (time.monotonic() - began < seconds) if seconds else (count < FEW):
        events.step()
        count += 1
        assert not faults, events.done[-20:]
        if time.monotonic() - began >= 60 * len(curve):
            curve.append(process.memory_info().rss)
            kept = app.document.history.kept_bytes
            _say(
                f"{len(curve) - 1} min, {count} events, {curve[-1] / 1e6:.0f} MB, "
                f"of which the history keeps {kept / 1e6:.0f}"
            )
    events.stop()
    if app.actions["present"].isChecked():
        app.actions["present"].trigger()
    wrong = events.undo_everything()
    _say(f"seed {seed}: {count} events, undo exact: {not wrong}")
    assert wrong == []
    settled = _settled(app, process)
    _say(f"with a small project alone: {settled / 1e6:.0f} MB")
    if len(curve) > 2 * WARM:
        assert settled - curve[WARM] < MOST


def _settled(app, process):
    """What is in memory once nothing large is open: a photo in many maps may be, at any moment."""
    app.document.history.setClean()
    app.document.open(new_project(architectures.build("one-filter")), None)
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)  # what was freed counts as taken until then
    return process.memory_info().rss


def _say(text):
    sys.stdout.write(f"\n{text}\n")
    sys.stdout.flush()
