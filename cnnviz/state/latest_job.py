"""A job in another thread of which only the newest wish counts."""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from cnnviz.files.atomic_file import IsWanted
from cnnviz.files.os_reasons import sentence_about
from cnnviz.language import _

Work = Callable[[IsWanted], object]

FAILURES = (ValueError, OSError, ImportError)  # what a job may tell; all else is a fault of ours


class LatestJob(QObject):
    """Works beside the window. Of a job that was overtaken or dropped nothing is told."""

    done = Signal(object)  # what the newest job returned
    failed = Signal(str)  # why it could not, in a sentence
    is_over = False  # for all jobs: the program ends
    _answered = Signal(int, object)  # (generation, (result, problem)), from another thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._generation = 0  # of the newest wish
        self._is_running = False
        self._answered.connect(self._on_answered)

    @property
    def is_running(self) -> bool:
        """Whether an answer is still awaited."""
        return self._is_running

    def start(self, work: Work) -> None:
        """Begin a job; one that runs already is overtaken.

        Args:
            work: Runs in another thread and returns what is told, or raises an error with a
                sentence. It gets a function that it may ask whether it is still wanted.
        """
        self._generation += 1
        self._is_running = True
        job = partial(self._work, self._generation, work)
        QThreadPool.globalInstance().start(job)

    def drop(self) -> None:
        """Want no answer any more."""
        self._generation += 1
        self._is_running = False

    @staticmethod
    def end_all(milliseconds: int) -> bool:
        """Want no answer of any job any more: the program ends; return whether all ended, too."""
        LatestJob.is_over = True
        return QThreadPool.globalInstance().waitForDone(milliseconds)

    def _work(self, generation: int, work: Work) -> None:
        """Do the job, in another thread."""
        answer: tuple[Any, str]
        try:
            answer = work(partial(self._is_newest, generation)), ""
        except FAILURES as error:
            answer = None, sentence_about(error)
        except Exception:  # told as every fault; and who waits for the job waits no more
            sys.excepthook(*sys.exc_info())
            answer = None, _("This could not be done: cnnviz has a fault.")
        with suppress(RuntimeError):  # who asked was closed
            self._answered.emit(generation, answer)

    def _is_newest(self, generation: int) -> bool:
        return generation == self._generation and not LatestJob.is_over

    @Slot(int, object)
    def _on_answered(self, generation: int, answer: tuple[Any, str]) -> None:
        if not self._is_newest(generation):
            return
        self._is_running = False
        result, problem = answer
        if problem:
            self.failed.emit(problem)
        else:
            self.done.emit(result)
