"""What goes wrong in a command, and how it is told."""

import contextlib
import sys

from cnnviz.commands.streams import on_terminal
from cnnviz.files.os_reasons import os_reason, sentence_about
from cnnviz.files.reasons import FULL, writing_reason
from cnnviz.language import _


class CommandError(ValueError):
    """A command cannot do what it was asked to; the text is a sentence for the user."""


def sentence_of(error: BaseException) -> str:
    """Return what went wrong in one line; what is not ours is told with where it comes from."""
    line = " ".join(str(error).split())  # PyTorch tells the place in its source, too
    if isinstance(error, OSError) and error.errno is not None and error.filename is not None:
        reason = writing_reason(error) if error.errno in FULL else os_reason(error)
        return _("{file}: {reason}.").format(file=error.filename, reason=reason)
    if isinstance(error, OSError):
        return sentence_about(error)
    if isinstance(error, RuntimeError):
        return _("PyTorch cannot go on ({reason}).").format(reason=line)
    return line or _("There is not enough memory.")  # only a MemoryError has no words


def tell(sentence: str, command: str = "cnnviz") -> None:
    """Tell what is wrong in one line on stderr, if it can be written to: the rest goes on.

    A window on Windows has none, and the disk that a file of problems lies on may be full.
    """
    line = on_terminal(" ".join(sentence.split()), sys.stderr)
    if sys.stderr:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"{command}: {line}\n")
            sys.stderr.flush()
