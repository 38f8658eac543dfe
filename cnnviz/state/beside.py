"""Work in another thread that is waited for, while the window goes on being painted.

Who asks gets the answer as from a function. Nobody else can act meanwhile: what users do waits,
or goes to the box that tells what is being done, once it is there.
"""

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QThread, Signal

from cnnviz.files.atomic_file import IsWanted
from cnnviz.language import _
from cnnviz.state.latest_job import LatestJob

_Answer = TypeVar("_Answer")
_Flag = QEventLoop.ProcessEventsFlag
_WAITING = _Flag.WaitForMoreEvents


class GivenUpError(ValueError):
    """The user did not want to wait."""


class _Job(threading.Thread, Generic[_Answer]):
    """Keeps what the work returned, or raised."""

    def __init__(self, work: Callable[[IsWanted], _Answer], tell: Callable[[], None]) -> None:
        super().__init__(daemon=True)  # a dead disk must not keep the program from its end
        self._work, self._tell = work, tell
        self._answers: list[_Answer] = []
        self._error: BaseException | None = None
        self.is_done = self.is_given_up = False

    def is_wanted(self) -> bool:
        """Return whether somebody still waits for the answer."""
        return not (self.is_given_up or LatestJob.is_over)

    def run(self) -> None:
        """Work, in the other thread."""
        try:
            self._answers.append(self._work(self.is_wanted))
        except BaseException as error:  # raised again where the answer is asked for
            self._error = error
        self.is_done = True
        if not self.is_given_up:  # who asked may be gone
            self._tell()

    def answer(self) -> _Answer:
        """Return what the work returned, or raise what it raised."""
        if self._error is not None:
            raise self._error
        return self._answers[0]


class Beside(QObject):
    """Does one thing at a time beside the window."""

    began = Signal(str, bool)  # what is being done, in words; whether it can be given up
    ended = Signal()
    _woken = Signal()  # from the other thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_running = self.is_computing = False  # computing: nothing else may be edited
        self.has_box = False  # whether a box stands over the window and takes what users do
        self._job: _Job[Any] | None = None  # that is waited for
        self._woken.connect(self._on_woken)

    def run(
        self, words: str, work: Callable[[IsWanted], _Answer], *, may_stop: bool = False
    ) -> _Answer:
        """Do something in another thread and return what it returns.

        Args:
            words: What is being done.
            work: Is called with a function that it asks whether it is still wanted.
            may_stop: Whether users may give it up.

        Raises:
            GivenUpError: If the user gave it up.
            Exception: What the work raises.
        """
        application = QCoreApplication.instance()
        if self.is_running or application is None or QThread.currentThread() != self.thread():
            return work(lambda: True)
        job: _Job[_Answer] = _Job(work, self._woken.emit)
        self._job = job
        self.is_running, self.is_computing = True, not may_stop
        self.began.emit(words, may_stop)
        try:
            job.start()
            while not job.is_done and job.is_wanted():
                QCoreApplication.processEvents(self._flags(may_stop))
        finally:
            self.is_running = self.is_computing = False
            self._job = None
            self.ended.emit()
        if not job.is_done:
            raise GivenUpError(_("It was given up."))
        job.join()  # it has only to end: nothing of it reaches for this object later
        return job.answer()

    def _flags(self, may_stop: bool) -> _Flag:
        flags = _WAITING
        if not self.has_box:
            flags |= _Flag.ExcludeUserInputEvents
        if not may_stop:  # what children say could ask for an edit in the midst of another one
            flags |= _Flag.ExcludeSocketNotifiers
        return flags

    def give_up(self) -> None:
        """Want no answer any more."""
        if self._job is not None:
            self._job.is_given_up = True
            self._woken.emit()

    def _on_woken(self) -> None:
        """Do nothing: that this was called has ended the wait for events."""
