"""Faults of the program itself: logged, the work put in safety, the user told once."""

import platform
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

import PySide6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from cnnviz import log

if TYPE_CHECKING:
    from sys import UnraisableHookArgs  # exists for typing only

Keep = Callable[[], bool]
_OFTEN = 10  # how often one fault is logged in full; after that it is only counted
_LONGEST = 2_000  # letters of what an error says: it may hold a whole array


class Fault(NamedTuple):
    """What is told of a fault."""

    details: str  # for whoever mends it
    is_kept: bool  # whether a copy of the work was put aside


class Faults(QObject):
    """Hears of every exception that nobody expected, in whatever thread.

    It logs each, has the work kept before anybody is told, and tells each fault once.
    """

    told = Signal(Fault)
    _heard = Signal(str)  # from any thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keepers: list[Keep] = []
        self._count: Counter[tuple[str, ...]] = Counter()
        self._lock = threading.Lock()
        self._hooks: tuple[Any, ...] | None = None  # those that were there before
        # Never at once: in the middle of painting, or of an edit, no dialog can open.
        self._heard.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def before_telling(self, keep: Keep) -> None:
        """Have something done before a fault is told.

        Args:
            keep: Puts the work in safety; returns whether there is a copy of it now.
        """
        self._keepers.append(keep)

    def keep_work(self) -> bool:
        """Put the work in safety now; return whether there is a copy."""
        kept = [self._kept(keep) for keep in self._keepers]  # every one, also after a success
        return any(kept)

    def _kept(self, keep: Keep) -> bool:
        try:
            return keep()
        except Exception:  # one that fails must not keep the others from it, nor the user in doubt
            log.LOG.exception("The work could not be put in safety.")
            return False

    def install(self) -> None:
        """Hear from now on of what nobody catches."""
        self._hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self.hear
        threading.excepthook = self._hear_thread
        sys.unraisablehook = self._hear_unraisable

    def uninstall(self) -> None:
        """Leave faults to those who heard of them before."""
        if self._hooks is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._hooks
            self._hooks = None

    def hear(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Take note of an exception; from any thread, at any moment."""
        try:
            with self._lock:
                place = _place(kind, trace)
                self._count[place] += 1
                count = self._count[place]
            if count <= _OFTEN:
                details = _details(kind, error, trace)
                log.LOG.error("A fault, time %d:\n%s", count, details)
            if count == 1:
                self._heard.emit(details)
        except Exception:  # there is nobody left to tell; the program goes on all the same
            sys.__excepthook__(*sys.exc_info())

    def _hear_thread(self, said: threading.ExceptHookArgs) -> None:
        if said.exc_value is not None:
            self.hear(said.exc_type, said.exc_value, said.exc_traceback)

    def _hear_unraisable(self, said: "UnraisableHookArgs") -> None:
        """Log what went wrong while an object was thrown away: nothing that anyone sees."""
        log.LOG.warning("While an object was thrown away: %r", said.exc_value)

    @Slot(str)
    def _tell(self, details: str) -> None:
        self.told.emit(Fault(details, self.keep_work()))


def _place(kind: type[BaseException], trace: TracebackType | None) -> tuple[str, ...]:
    """Return what tells one fault from another: what was raised, and where."""
    frames = traceback.extract_tb(trace)
    where = (frames[-1].filename, str(frames[-1].lineno)) if frames else ()
    return (kind.__name__, *where)


def _details(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Return the exception with where it happened and in which versions, without home paths."""
    lines = traceback.TracebackException(kind, error, trace, limit=-30).format()
    text = "".join(line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …\n" for line in lines)
    versions = f"Python {platform.python_version()}, PySide6 {PySide6.__version__}"
    return log.shortened(f"{versions}, {platform.platform()}\n{text}")
