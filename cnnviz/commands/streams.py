"""stdout and stderr as people, files and other programs read them."""

import codecs
import io
import os
import sys
from contextlib import suppress
from itertools import takewhile
from typing import TextIO

_HANDLER = "cnnviz"  # what is done with letters that an encoding lacks


def show_every_letter() -> None:
    """Let names of files come out in the very bytes they have, and other letters as escapes.

    A name that cannot be decoded has a stand-in for each byte (PEP 383). No encoding has those,
    and one such as that of LC_ALL=C lacks most other letters, too.
    """
    codecs.register_error(_HANDLER, _bytes_or_escape)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)


def _bytes_or_escape(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return the bytes that stand-ins stand for, where those are letters of UTF-8; else escapes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    stand_ins = "".join(takewhile(lambda letter: "\udc80" <= letter <= "\udcff", letters))
    taken = stand_ins or letters[0]
    meant = stand_ins.encode("ascii", "surrogateescape")
    with suppress(UnicodeDecodeError):
        if meant.decode():
            return meant, error.start + len(taken)
    return taken.encode("ascii", "backslashreplace").decode(), error.start + len(taken)


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether people read a stream as it is written."""
    return stream is not None and stream.isatty()


def close_quietly(stream: TextIO) -> None:
    """Give up what was not written: else Python fails at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
