"""Have pictures decoded by another process, which is ended when it takes too long.

No decoder is free of faults, and no bound knows every way to make one work for ever. So nothing
that comes from outside is decoded in the process of the window: what is damaged in a new way can
end only the other one. It stays for the next picture, as its start takes longer than most of them.
"""

import atexit
import json
import os
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Any, BinaryIO, Generic, TypeVar, cast

from cnnviz.files import python_process
from cnnviz.files.pictures.bounds import LARGEST_PICTURE, BoundError
from cnnviz.files.pictures.decoding import DEEP, EIGHT_BITS, Decoded

SECONDS = 20.0  # of computing time for one picture
PATIENCE = 60.0  # seconds for one picture, also on a machine that does much else
POLL = 0.05  # seconds between two looks whether a picture is still wanted
_WIDTHS = {EIGHT_BITS: 1} | {dtype: int(dtype[-1]) for dtype in DEEP.values()}  # bytes a value


Answer = TypeVar("Answer")  # what is made of a picture


def _always() -> bool:
    return True


class Decoders(Generic[Answer]):
    """Keeps processes that decode: some, and more while many pictures are decoded at once."""

    def __init__(
        self,
        words: Sequence[str],
        answer_of: Callable[[BinaryIO], Answer | str],
        seconds: float = SECONDS,
        keep: int = 1,
    ) -> None:
        """Get ready; no process is started yet.

        Args:
            words: The module that decodes, and what it is told after the seconds.
            answer_of: Reads what a process tells of a picture, or the name of a problem; any
                error means that the process is out of order.
            seconds: Of computing time for one picture.
            keep: How many processes stay for the next pictures.
        """
        self._words, self._answer_of = (words[0], str(seconds), *words[1:]), answer_of
        self._keep = keep
        self._lock = Lock()
        self._idle: list[subprocess.Popen[bytes]] = []
        self._busy: set[subprocess.Popen[bytes]] = set()
        self._is_closed = False

    @property
    def is_idle(self) -> bool:
        """Whether a process waits for a picture."""
        return bool(self._idle)

    def warm_up(self) -> None:
        """Start a process before the first picture comes."""
        with self._lock:
            if not self._idle and not self._busy and not self._is_closed:
                self._idle.append(_started(self._words))

    def decode(self, content: bytes, is_wanted: Callable[[], bool] = _always) -> Answer:
        """Decode a picture.

        Args:
            content: The file.
            is_wanted: Asked again and again while the picture is decoded.

        Raises:
            BoundError: As `decoding.decoded`; with "time" if it took too long, and with
                "unwanted" if nobody wants it any more.
            OSError: If no process can be started.
        """
        process = self._taken()
        watch = _Watch(process, lambda: is_wanted() and not self._is_closed)
        is_well = False
        answer: Answer | str
        try:
            answer = self._answer_of(_told(process, content))
            is_well = True
        except (OSError, ValueError, KeyError, TypeError):  # it died in the middle
            answer = ""
        finally:
            ended_for = watch.end()
            self._give_back(process, is_well=is_well)
        if isinstance(answer, str):
            raise BoundError(answer or ended_for or _problem(process), is_certain=bool(answer))
        return answer

    def close(self) -> None:
        """End all processes; nothing is decoded any more."""
        with self._lock:
            self._is_closed = True
            processes, self._idle = [*self._idle, *self._busy], []
        for process in processes:
            process.kill()
        for process in processes:
            _ended(process)

    def forget(self) -> None:
        """Leave the processes to another one, of which this one is a copy."""
        self._lock, self._idle, self._busy = Lock(), [], set()

    def _taken(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._is_closed:
                raise BoundError("unwanted")
            while self._idle:
                process = self._idle.pop()
                if process.poll() is None:
                    break
                _ended(process)
            else:
                process = _started(self._words)
            self._busy.add(process)
            return process

    def _give_back(self, process: subprocess.Popen[bytes], *, is_well: bool) -> None:
        with self._lock:
            self._busy.discard(process)
            if is_well and len(self._idle) < self._keep and not self._is_closed:
                self._idle.append(process)
                return
        process.kill()
        _ended(process)


class _Watch:
    """Ends a process that works too long, or for nobody, as the reader of a pipe cannot."""

    def __init__(self, process: subprocess.Popen[bytes], is_wanted: Callable[[], bool]) -> None:
        self._process, self._is_wanted = process, is_wanted
        self._latest = monotonic() + PATIENCE
        self._reason = ""
        _watcher.add(self)

    def end(self) -> str:
        """Stop watching; return why the process was ended, or an empty text."""
        _watcher.remove(self)
        return self._reason

    def look(self) -> None:
        """End the process if it is time to."""
        is_late = monotonic() > self._latest
        if not self._reason and (is_late or not self._is_wanted()):
            self._reason = "time" if is_late else "unwanted"
            self._process.kill()


class _Watcher:
    """Looks at all watches in one thread: to start one for each takes longer than its picture."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew: of a process that is a copy of another one, the thread is not there."""
        self._lock, self._has_some = Lock(), Event()
        self._watches: set[_Watch] = set()
        self._thread: Thread | None = None

    def add(self, watch: _Watch) -> None:
        """Look at a watch from now on."""
        with self._lock:
            self._watches.add(watch)
            self._has_some.set()
            if self._thread is None:
                self._thread = Thread(target=self._run, daemon=True)
                self._thread.start()

    def remove(self, watch: _Watch) -> None:
        """Look at it no more; no look is under way afterwards."""
        with self._lock:
            self._watches.discard(watch)
            if not self._watches:
                self._has_some.clear()

    def _run(self) -> None:
        while self._has_some.wait():
            sleep(POLL)
            with self._lock:
                for watch in self._watches:
                    watch.look()


_watcher = _Watcher()  # the one of this process


class Decoder(Decoders[Decoded]):
    """Decodes pictures as they are."""

    def __init__(self, seconds: float = SECONDS) -> None:
        super().__init__(["cnnviz.files.pictures.decoding"], _decoded, seconds)


def _started(words: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        python_process.module_command(*words),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=python_process.ROOT,
        env=python_process.environment(),
        process_group=0,  # Ctrl+C in the terminal is for the window
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # on Windows
    )


def _told(process: subprocess.Popen[bytes], content: bytes) -> BinaryIO:
    """Give a process a file; return where its answer comes."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(len(content).to_bytes(8, "big"))
    process.stdin.write(content)
    process.stdin.flush()
    return cast(BinaryIO, process.stdout)


def read_line(answer: BinaryIO) -> dict[str, Any]:
    """Return the line of JSON that an answer begins with.

    Raises:
        ValueError: If it is none.
    """
    told = json.loads(answer.readline(10_000))
    if not isinstance(told, dict):
        raise ValueError
    return told


def read_pixels(answer: BinaryIO, size: int) -> bytes:
    """Return the bytes that an answer ends with.

    Raises:
        ValueError: If they are fewer.
    """
    pixels = answer.read(size)
    if len(pixels) != size:
        raise ValueError
    return pixels


def _decoded(answer: BinaryIO) -> Decoded | str:
    """Return what a process makes of a file; nothing it tells is trusted."""
    told = read_line(answer)
    if "problem" in told:
        return str(told["problem"])
    channels, rows, columns = map(int, told["shape"])
    width = _WIDTHS[told["dtype"]]
    if channels not in (1, 3) or min(rows, columns) < 1 or rows * columns > LARGEST_PICTURE:
        raise ValueError
    pixels = read_pixels(answer, channels * rows * columns * width)
    white = None if told["white"] is None else int(told["white"])
    done = tuple(map(str, told["done"]))
    return Decoded((channels, rows, columns), pixels, told["dtype"], str(told["mode"]), done, white)


def _problem(process: subprocess.Popen[bytes]) -> str:
    """Return why a process died by itself: SIGPROF says that its time was up."""
    import signal

    return "time" if process.returncode == -getattr(signal, "SIGPROF", 0) else "damaged"


def _ended(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(1)


decoder = Decoder()  # the one of this process
atexit.register(decoder.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=decoder.forget)
    os.register_at_fork(after_in_child=_watcher.forget)
