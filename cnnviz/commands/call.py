"""One call of the command line, from its words to its exit code."""

import errno
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from cnnviz.commands.errors import sentence_of, tell
from cnnviz.commands.overview import DONE, WINDOW, WRONG
from cnnviz.commands.streams import close_quietly, show_every_letter, stand_in_for_closed
from cnnviz.commands.tree import parsed, run
from cnnviz.files.os_reasons import os_reason
from cnnviz.files.reasons import FULL
from cnnviz.language import _

_INTERRUPTED = 130  # the exit code after Ctrl+C


def exit_code(words: Sequence[str], open_window: Callable[[Namespace], int]) -> int:
    """Do what a call asks for, and return its exit code, as `cnnviz --help` lists them.

    What is wrong is one sentence on stderr. Ctrl+C is heard once the words are understood: before,
    it ends the process by itself.
    """
    try:
        show_every_letter()
        stand_in_for_closed()
        code = _code(words, open_window)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        close_quietly(sys.stdout)
        return DONE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except ValueError as error:
        return _fail(str(error), error)
    except OSError as error:
        return _fail(_told(error), error)
    except Exception as error:
        text = _("Something went wrong ({kind}: {error}); set CNNVIZ_DEBUG=1 to see where.")
        return _fail(text.format(kind=type(error).__name__, error=error), error)
    return code


def _code(words: Sequence[str], open_window: Callable[[Namespace], int]) -> int:
    try:
        asked = parsed(words)
    except SystemExit as end:  # after --help and --version
        return int(end.code or DONE)
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:  # set while this was imported
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return open_window(asked) if asked.command == WINDOW else run(asked)


def _told(error: OSError) -> str:
    """Return what the system refused; of stdout it tells no name."""
    if error.filename is None and error.errno in (*FULL, errno.EBADF):
        close_quietly(sys.stdout)
        text = _("The output cannot be written: {reason}.")
        return text.format(reason=os_reason(error))
    return sentence_of(error)


def _fail(text: str, error: Exception) -> int:
    if os.environ.get("CNNVIZ_DEBUG"):
        raise error
    tell(text)
    return WRONG
