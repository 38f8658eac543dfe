"""Which process trains a run: told by a file in its directory, which a killed process leaves.

Imports no PyTorch.
"""

import contextlib
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from cnnviz.files.atomic_file import write_atomically
from cnnviz.files.process import started
from cnnviz.files.regular_file import open_to_append, read_regular

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

OWNER, GUARD = "running", ".running.lock"
LARGEST = 1000  # bytes
PATIENCE = 600  # seconds without an event after which a process elsewhere is given up


class RunLock:
    """Held by one process at most; that of a process which is gone counts for nothing."""

    def __init__(self, folder: Path, told: Path) -> None:
        """Lock a folder; `told` is a file that its process writes to while it works."""
        self._folder, self._told = folder, told

    def take(self) -> bool:
        """Take the lock for this process; return whether it was free."""
        with self._one_at_a_time() as now:
            if self._is_held(now):
                return False
            owner = f"{os.getpid()} {started(os.getpid())} {socket.gethostname()}\n"
            write_atomically(self._folder / OWNER, owner.encode())
            return True

    def free(self) -> None:
        """Give the lock back."""
        (self._folder / OWNER).unlink(missing_ok=True)

    def is_held(self) -> bool:
        """Return whether a process has it; on another machine, whether it has told anything."""
        return self._is_held(time.time())

    def _is_held(self, now: float) -> bool:
        try:
            words = read_regular(self._folder / OWNER, LARGEST).decode().split()
        except (OSError, UnicodeDecodeError):
            return False
        if len(words) != 3 or not words[0].isdigit():
            return False
        if words[2] != socket.gethostname():
            return self._is_fresh(now)
        return started(int(words[0])) == words[1]

    def _is_fresh(self, now: float) -> bool:
        try:
            told = self._told.stat().st_mtime
        except OSError:
            return True  # it begins
        return now - told < PATIENCE

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[float]:
        """Let nobody else look whether the lock is free until this process has taken it.

        It gives the time by the clock of the folder: that of this machine may be a day off.
        """
        with open_to_append(self._folder / GUARD) as guard:
            if fcntl is not None:
                with contextlib.suppress(OSError):  # a file system that knows no locks
                    fcntl.flock(guard, fcntl.LOCK_EX)
            os.utime(self._folder / GUARD)
            yield os.fstat(guard.fileno()).st_mtime
