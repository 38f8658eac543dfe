"""Memory that was freed goes back to the system, as far as the C library allows it.

The GNU library keeps a heap of its own for each thread, and what was freed at the end of one stays
taken for ever: a lesson of half an hour with photos grew by 150 MB that nothing used. So there is
one heap for all threads, which wait for Python's lock anyway; and what is free in it is given back
once nothing was edited for some seconds. Other libraries do so by themselves.
"""

import ctypes
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from cnnviz.state.document import Document

QUIET = 5000  # ms without an edit; what is given back must be asked for again
_ARENA_MAX = -8  # of mallopt


class FreedMemory(QObject):
    """Gives memory back while nothing is edited."""

    def __init__(self, document: Document) -> None:
        """Keep one heap from now on; threads that are there already keep their own."""
        super().__init__(document)
        use_one_heap()
        self._quiet = QTimer(self, singleShot=True, interval=QUIET)
        self._quiet.timeout.connect(self._on_quiet)
        document.changed.connect(self._on_changed)

    def close(self) -> None:
        """End before the document does: a timer that runs must end in the thread of the window."""
        self._quiet.stop()

    def _on_changed(self, before: object, after: object) -> None:
        self._quiet.start()

    def _on_quiet(self) -> None:
        if (trim := _of_glibc("malloc_trim")) is not None:
            trim(0)


def use_one_heap() -> None:
    """Let all threads that begin later share the heap of the first one."""
    if (mallopt := _of_glibc("mallopt")) is not None:
        mallopt(_ARENA_MAX, 1)


def _of_glibc(name: str) -> Callable[..., int] | None:
    """Return a function of the GNU library; None where there is another one."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    has_it = hasattr(library, "gnu_get_libc_version")
    return getattr(library, name, None) if has_it else None
