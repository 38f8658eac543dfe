"""stdout and stderr as people, files and other programs read them."""

import codecs
import errno
import io
import os
import sys
import unicodedata
from contextlib import suppress
from itertools import takewhile
from typing import NoReturn, TextIO

from cnnviz.language import _

_HANDLER, _OF_TERMINALS = "cnnviz", "cnnviz-terminal"  # of letters that an encoding lacks


def show_every_letter() -> None:
    """Let names of files come out in the very bytes they have, and other letters as escapes.

    A name that cannot be decoded has a stand-in for each byte (PEP 383). No encoding has those,
    and one such as that of LC_ALL=C lacks most other letters, too. On a terminal only bytes that
    are letters of UTF-8 come out: others could steer it.
    """
    codecs.register_error(_HANDLER, _bytes_or_escape)
    codecs.register_error(_OF_TERMINALS, _letters_or_escape)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_OF_TERMINALS if is_terminal(stream) else _HANDLER)


def _bytes_or_escape(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return the bytes that stand-ins stand for; of another letter its escape."""
    letter, meant, end = _refused(error)
    return meant or letter, end


def _letters_or_escape(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return the bytes that stand-ins stand for, where those are letters of UTF-8; else escapes."""
    letter, meant, end = _refused(error)
    try:
        is_text = bool(meant.decode())
    except UnicodeDecodeError:
        is_text = False
    return (meant, end) if is_text else (letter, end)


def _refused(error: UnicodeError) -> tuple[str, bytes, int]:
    """Return what an encoding lacks: as escapes, the bytes of stand-ins, and where it ends."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    stand_ins = "".join(takewhile(lambda letter: "\udc80" <= letter <= "\udcff", letters))
    taken = stand_ins or letters[0]
    escape = taken.encode("ascii", "backslashreplace").decode()
    return escape, stand_ins.encode("ascii", "surrogateescape"), error.start + len(taken)


class _Closed(io.TextIOBase):
    """A stream that whoever started the program has closed: whoever uses it is told so."""

    def read(self, size: int | None = -1, /) -> NoReturn:
        """Refuse to read."""
        raise OSError(errno.EBADF, _("it is closed"))

    def write(self, text: object, /) -> NoReturn:
        """Refuse to write."""
        raise OSError(errno.EBADF, _("it is closed"))

    @property
    def buffer(self) -> "_Closed":
        """The same for bytes."""
        return self


def stand_in_for_closed() -> None:
    """Put something in place of stdin and stdout where Python has None."""
    for name in ("stdin", "stdout"):
        if getattr(sys, name) is None:
            setattr(sys, name, _Closed())


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether people read a stream as it is written."""
    return stream is not None and stream.isatty()


def on_terminal(text: str, stream: TextIO | None) -> str:
    """Return a text for a stream; on a terminal no name may hold what moves or colours it."""
    if not is_terminal(stream):
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_control(c) else c for c in text)


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc"


def close_quietly(stream: TextIO) -> None:
    """Give up what was not written: else Python fails at its exit."""
    with suppress(io.UnsupportedOperation):  # what is closed already
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
