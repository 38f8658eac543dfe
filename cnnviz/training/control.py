"""Hears what the one who started a training process asks of it. No PyTorch."""

import os
import queue
import signal
import threading

from cnnviz.runs.wishes import STOP, UnknownWish, Wish, from_line

_ENDS = ("SIGINT", "SIGTERM", "SIGHUP")  # those that are ignored, as by nohup, stay so
MOST_TOLD = 200  # letters of a line that is not understood


class Control:
    """Collects wishes: from Ctrl+C, and from a pipe on stdin where that is theirs.

    Only whoever says so speaks through stdin: a run that is one of a loop must not read what the
    loop reads.
    """

    def __init__(self, *, reads_wishes: bool = False) -> None:
        """Get ready.

        Args:
            reads_wishes: Whether stdin holds wishes, and its end asks for the end of the run.
        """
        self._reads_wishes = reads_wishes
        self._wishes: queue.SimpleQueue[Wish | UnknownWish] = queue.SimpleQueue()
        self.signal = 0  # the number of the one that asked for the end

    def listen(self) -> None:
        """Begin to listen; from the main thread."""
        for name in _ENDS:
            number = getattr(signal, name, None)  # some systems lack some
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._on_signal)
        if self._reads_wishes:
            threading.Thread(target=self._read, daemon=True).start()

    def _on_signal(self, number: int, _frame: object) -> None:
        self.signal = number
        self.ask(STOP)

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
