"""Work beside the window: waited for as a function is, while timers and painting go on."""

import threading

import pytest
from PySide6.QtCore import QTimer

from cnnviz.state.beside import Beside, GivenUpError


@pytest.fixture
def beside(qapp):
    return Beside()


def test_it_returns_what_the_work_returns_and_raises_what_it_raises(beside):
    assert beside.run("counting", lambda is_wanted: 6 * 7) == 42

    def fail(is_wanted):
        raise ValueError("too large")

    with pytest.raises(ValueError, match="too large"):
        beside.run("counting", fail)
    assert not beside.is_running


def test_timers_go_on_meanwhile_in_the_thread_of_the_window(beside):
    beaten, enough = [], threading.Event()

    def beat():
        beaten.append(threading.current_thread())
        if len(beaten) == 5:
            enough.set()

    timer = QTimer(interval=1)
    timer.timeout.connect(beat)
    timer.start()
    assert beside.run("waiting", lambda is_wanted: enough.wait(30))
    assert {*beaten} == {threading.main_thread()}


def test_it_can_be_given_up_although_the_work_hangs(beside):
    goes_on, asked = threading.Event(), []

    def hang(is_wanted):
        goes_on.wait(30)
        asked.append(is_wanted())

    QTimer.singleShot(10, beside.give_up)
    with pytest.raises(GivenUpError):
        beside.run("hanging", hang, may_stop=True)
    goes_on.set()
    assert beside.run("again", lambda is_wanted: is_wanted())  # the next one is wanted


def test_what_is_asked_in_the_midst_of_it_is_done_at_once(beside):
    asked, answers = threading.Event(), []

    def ask():
        answers.append(beside.run("inner", lambda is_wanted: 1))
        asked.set()

    QTimer.singleShot(0, ask)
    beside.run("outer", lambda is_wanted: asked.wait(30))
    assert answers == [1]


def test_who_listens_hears_of_its_beginning_and_end(beside):
    heard = []
    beside.began.connect(lambda words, may_stop: heard.append((words, may_stop)))
    beside.ended.connect(lambda: heard.append("ended"))
    beside.run("counting", lambda is_wanted: None, may_stop=True)
    assert heard == [("counting", True), "ended"]
