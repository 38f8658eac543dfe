"""Receive a file from a server, and stop within a moment whatever the server does.

A name that is looked up, a connection that is made and a server that sends a byte now and then can
each keep a reader for a long time. So they keep a thread of its own, which may be left alone.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from queue import Empty, Full, Queue
from threading import Event, Thread
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from cnnviz.files.os_reasons import os_reason
from cnnviz.language import _

CHUNK = 1 << 16  # bytes
PATIENCE = 20  # seconds without a byte
POLL = 0.2  # seconds between two looks whether the file is still wanted
WAITING = 16  # chunks that may wait to be written

_FAILURES = (URLError, HTTPException, OSError, ValueError)  # the last: an address makes no sense


class ReceivingError(Exception):
    """A server does not give a file; the text says why, to stand in a sentence."""

    def __init__(self, reason: str, *, code: int = 0) -> None:
        super().__init__(reason)
        self.code = code  # what the server answered, where it did


class UnwantedError(Exception):
    """Nobody wants the file any more."""


@dataclass(frozen=True)
class Head:
    """What a server tells before the file."""

    status: int
    length: int | None  # bytes that it says it sends


class Receiver:
    """Receives one file, or the rest of one."""

    def __init__(self, address: str, start: int, is_cancelled: Callable[[], bool]) -> None:
        """Ask a server.

        Args:
            address: Of the file.
            start: How many bytes are there already.
            is_cancelled: Asked again and again.

        Raises:
            ReceivingError: If the server does not give it.
            UnwantedError: If it was cancelled.
        """
        self._is_cancelled = is_cancelled
        self._left_alone = Event()
        self._queue: Queue[Head | bytes | ReceivingError] = Queue(WAITING)
        headers = {"User-Agent": "cnnviz"} | ({"Range": f"bytes={start}-"} if start else {})
        Thread(target=self._run, args=(address, headers), daemon=True).start()
        head = self._next()
        assert isinstance(head, Head)  # the first thing that is handed on
        self.goes_on = bool(start) and head.status == 206  # else it comes from its beginning
        self._announced = head.length

    def chunks(self) -> Iterator[bytes]:
        """Return what comes, piece by piece.

        Raises:
            ReceivingError: If the connection is cut.
            UnwantedError: If it was cancelled.
        """
        count = 0
        while isinstance(chunk := self._next(), bytes) and chunk:
            count += len(chunk)
            yield chunk
        if self._announced is not None and count < self._announced:
            raise ReceivingError(_("the connection was cut"))

    def close(self) -> None:
        """Leave the rest; the thread that waits for the server ends when it can."""
        self._left_alone.set()

    def _next(self) -> Head | bytes:
        while True:
            if self._is_cancelled():
                self.close()
                raise UnwantedError
            with suppress(Empty):
                found = self._queue.get(timeout=POLL)
                if isinstance(found, ReceivingError):
                    raise found
                return found

    def _run(self, address: str, headers: dict[str, str]) -> None:
        """Hand on what the server sends, in a thread of its own."""
        try:
            with urlopen(Request(address, headers=headers), timeout=PATIENCE) as answer:
                self._put(Head(answer.status, _length(answer.headers.get("Content-Length"))))
                while chunk := answer.read1(CHUNK):
                    self._put(chunk)
            self._put(b"")
        except _FAILURES as error:
            with suppress(UnwantedError):
                self._put(_told(error))
        except UnwantedError:
            pass

    def _put(self, found: Head | bytes | ReceivingError) -> None:
        while not self._left_alone.is_set():
            with suppress(Full):
                self._queue.put(found, timeout=POLL)
                return
        raise UnwantedError


def _length(text: str | None) -> int | None:
    """Return how many bytes a server says it sends; None where that makes no sense."""
    is_count = text is not None and text.isascii() and text.isdigit() and len(text) < 16
    return int(text) if text is not None and is_count else None


def _told(error: Exception) -> ReceivingError:
    if isinstance(error, HTTPError):
        return ReceivingError(
            _("the server answered {code}").format(code=error.code), code=error.code
        )
    if isinstance(error, URLError):
        return ReceivingError(_("no connection; check the network"))
    if isinstance(error, OSError):
        return ReceivingError(os_reason(error))
    return ReceivingError(str(error) or type(error).__name__)
