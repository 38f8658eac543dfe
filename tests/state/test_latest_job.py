"""Of several jobs only the newest is told, and of one that was dropped nothing."""

from threading import Event, current_thread, main_thread

import pytest
from PySide6.QtCore import QThreadPool

from cnnviz.state.latest_job import LatestJob


@pytest.fixture
def job(qapp):
    yield LatestJob()
    QThreadPool.globalInstance().waitForDone()


@pytest.fixture
def told(job):
    told = []
    job.done.connect(told.append)
    job.failed.connect(told.append)
    return told


class Held:
    """Work that waits until it may end."""

    def __init__(self, result):
        self.result, self.may_end, self.is_wanted = result, Event(), None

    def __call__(self, is_wanted):
        self.is_wanted = is_wanted
        assert self.may_end.wait(10)
        return self.result


def end(*works):
    for work in works:
        work.may_end.set()
    QThreadPool.globalInstance().waitForDone()


def test_the_result_comes_from_another_thread(job, qtbot):
    with qtbot.waitSignal(job.done) as done:
        job.start(lambda is_wanted: current_thread() is main_thread())
        assert job.is_running
    assert done.args == [False]
    assert not job.is_running


@pytest.mark.parametrize("error", [ValueError("No."), OSError("No."), ImportError("No.")])
def test_a_failure_is_told_in_its_words(job, qtbot, error):
    def fail(is_wanted):
        raise error

    with qtbot.waitSignal(job.failed) as failed:
        job.start(fail)
    assert failed.args == ["No."]
    assert not job.is_running


def test_an_error_without_words_is_told_by_its_name(job, qtbot):
    def fail(is_wanted):
        raise TimeoutError

    with qtbot.waitSignal(job.failed) as failed:
        job.start(fail)
    assert failed.args == ["TimeoutError"]


def test_of_two_jobs_only_the_newer_is_told_whichever_ends_last(job, told, qtbot):
    old, new = Held("old"), Held("new")
    job.start(old)
    job.start(new)
    end(new, old)
    qtbot.wait(1)
    assert told == ["new"]


def test_a_job_that_was_overtaken_hears_of_it(job, qtbot):
    old = Held("old")
    job.start(old)
    qtbot.waitUntil(lambda: old.is_wanted is not None)
    assert old.is_wanted()
    with qtbot.waitSignal(job.done):
        job.start(lambda is_wanted: "new")
    assert not old.is_wanted()
    end(old)


def test_of_a_job_that_was_dropped_nothing_is_told(job, told, qtbot):
    work = Held("too late")
    job.start(work)
    job.drop()
    assert not job.is_running
    end(work)
    qtbot.wait(1)
    assert told == []


def test_a_job_whose_owner_is_gone_does_no_harm(qapp, qtbot):
    job, work = LatestJob(), Held("nobody listens")
    job.start(work)
    job.deleteLater()
    with qtbot.waitSignal(job.destroyed):
        del job
    end(work)
