"""How far a command is, in one line of a terminal; nothing where stderr is something else."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from cnnviz.commands.streams import is_terminal
from cnnviz.language import _

OFTEN = 0.1  # seconds between two lines
PATIENCE = 1.0  # seconds before something that takes long is told of
_CLEAR = "\r\033[K"


class TerminalLine:
    """One line that is written over and over, and is gone at the end."""

    def __init__(self, *, is_quiet: bool) -> None:
        self._is_shown = not is_quiet and is_terminal(sys.stderr)
        self._told = 0.0  # when
        self._is_there = False  # whether the line holds something now

    def show(self, text: str) -> None:
        """Show a text, unless one was shown a moment ago."""
        if self._is_shown and monotonic() - self._told > OFTEN:
            self._told = monotonic()
            self._is_there = True
            self._write(f"{_CLEAR}{text}")

    def clear(self) -> None:
        """Empty the line, before something else is written."""
        if self._is_there:
            self._is_there = False
            self._write(_CLEAR)

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:  # the terminal was closed; what is done goes on
            self._is_shown = False

    @contextmanager
    def waiting(self, what: str) -> Iterator[None]:
        """Tell how long something takes that cannot tell how far it is.

        Args:
            what: What is done, such as "reading strokes:5000".
        """
        if not self._is_shown:
            yield
            return
        is_done = Event()
        thread = Thread(target=self._count, args=(what, is_done), daemon=True)
        thread.start()
        try:
            yield
        finally:
            is_done.set()
            thread.join()
            self.clear()

    def _count(self, what: str, is_done: Event) -> None:
        began = monotonic()
        while not is_done.wait(PATIENCE):
            seconds = round(monotonic() - began)
            self.show(_("{what} … {seconds} s").format(what=what, seconds=seconds))
