"""Objects of Qt are collected in the thread of the window, whoever allocates."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QTimer

from cnnviz.state.garbage import Garbage


class Ring:
    """What a closed view leaves: objects that know each other, a timer that ticks among them."""

    def __init__(self):
        self.itself, self.timer = self, QTimer(interval=1000)
        self.timer.start()


@pytest.fixture
def garbage(qapp):
    made = Garbage()
    yield made
    made.close()


def test_what_another_thread_allocates_takes_nothing_of_qt(garbage, qtbot):
    died = []
    ring = Ring()
    weakref.finalize(ring, lambda: died.append(threading.current_thread()))
    del ring
    thread = threading.Thread(target=lambda: [[number] for number in range(200_000)])
    thread.start()
    thread.join()
    assert died == []
    kept = [[number] for number in range(2_000)]  # it is due now
    qtbot.waitUntil(lambda: bool(died))
    assert died == [threading.main_thread()]
    assert kept


def test_python_collects_by_itself_again(qapp):
    Garbage().close()
    assert gc.isenabled()
