"""Hears what the one who started a training process asks of it. No PyTorch."""

import os
import queue
import signal
import stat
import threading

from cnnviz.runs.wishes import STOP, UnknownWish, Wish, from_line

MOST_TOLD = 200  # letters of a line that is not understood


class Control:
    """Collects wishes from a pipe on stdin, and from Ctrl+C. Closing the pipe asks for the end."""

    def __init__(self) -> None:
        self._wishes: queue.SimpleQueue[Wish | UnknownWish] = queue.SimpleQueue()

    def listen(self) -> None:
        """Begin to listen; from the main thread."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.ask(STOP))
        if _is_pipe(0):  # a terminal or /dev/null says nothing about an end
            threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        rest = b""
        while piece := os.read(0, 4096):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                self.ask(wish_of(line))
        self.ask(STOP)

    def ask(self, wish: Wish | UnknownWish) -> None:
        """Add a wish."""
        self._wishes.put(wish)

    def next(self, *, wait: float) -> Wish | UnknownWish | None:
        """Return the next wish; None where there is none within so many seconds."""
        try:
            return self._wishes.get(timeout=wait) if wait else self._wishes.get_nowait()
        except queue.Empty:
            return None


def wish_of(line: bytes) -> Wish | UnknownWish:
    """Return what a line asks for."""
    try:
        return from_line(line)
    except ValueError:
        return UnknownWish(line.decode(errors="replace")[:MOST_TOLD])


def _is_pipe(descriptor: int) -> bool:
    try:
        mode = os.fstat(descriptor).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)
