"""A lock that one process holds at most, and that the system frees when the process is gone."""

import contextlib
import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class ProcessLock:
    """A file that is locked while something is in use; that of a killed process stays behind.

    The system ends the lock with the process, however that ends: no number of a process is
    mistaken for that of a later one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    @property
    def is_taken(self) -> bool:
        """Whether this object has it."""
        return self._handle is not None

    def take(self) -> bool:
        """Take the lock; return whether it is ours now.

        Raises:
            OSError: If its file cannot be made.
        """
        while self._handle is None:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            if not _lock(handle):
                os.close(handle)
                return False
            if _is_still(self.path, handle):
                self._handle = handle
            else:  # who had it removed the file between our two steps
                os.close(handle)
        return True

    def free(self) -> None:
        """Give the lock back; its file goes."""
        handle, self._handle = self._handle, None
        if handle is not None:
            with contextlib.suppress(OSError):  # Windows removes no open file
                os.unlink(self.path)
            os.close(handle)


def _is_still(path: Path, handle: int) -> bool:
    """Return whether an open file is the one that others find under its name."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except OSError:
        return False


def _lock(handle: int) -> bool:
    """Lock an open file; return False where another one has it."""
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            _lock_on_windows(handle)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a file system that knows no locks: better two windows than none
    return True


def _lock_on_windows(handle: int) -> None:
    import msvcrt

    msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
