"""What the one who started a training process asks of it, a JSON object a line. No PyTorch."""

import json
import math
import os
import queue
import signal
import stat
import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """One line: "pause", "go", "step", "stop", "set" with new numbers, or "wrong"."""

    do: str
    lr: float | None = None
    weight_decay: float | None = None
    text: str = ""  # of a line that cannot be understood


STOP = Wish("stop")


class Control:
    """Collects wishes from a pipe on stdin, and from Ctrl+C. Closing the pipe asks for the end."""

    def __init__(self) -> None:
        self._wishes: queue.SimpleQueue[Wish] = queue.SimpleQueue()

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

    def ask(self, wish: Wish) -> None:
        """Add a wish."""
        self._wishes.put(wish)

    def next(self, *, wait: bool) -> Wish | None:
        """Return the next wish; without one, wait for it or return None."""
        if wait:
            return self._wishes.get()
        try:
            return self._wishes.get_nowait()
        except queue.Empty:
            return None


def wish_of(line: bytes) -> Wish:
    """Return what a line asks for."""
    wrong = Wish("wrong", text=line.decode(errors="replace")[:200])
    try:
        read = json.loads(line)
    except ValueError:
        return wrong
    do = read.get("do") if isinstance(read, dict) else None
    if do in ("pause", "go", "step", "stop"):
        return Wish(do)
    if do != "set":
        return wrong
    numbers = read.get("lr"), read.get("weight_decay")
    for number, least in zip(numbers, (1e-300, 0), strict=True):
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if number is not None and not (is_number and least <= number < math.inf):
            return wrong
    return Wish("set", *numbers)


def _is_pipe(descriptor: int) -> bool:
    try:
        mode = os.fstat(descriptor).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)
