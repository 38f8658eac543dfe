# PYTHON_ARGCOMPLETE_OK
"""The command line: the window, and the commands that need no screen.

Each command imports only what it needs: Qt only the window, PyTorch only `train` and `devices`.
"""

import errno
import gc
import os
import sys
from argparse import Namespace
from collections.abc import Sequence

from cnnviz.commands.errors import sentence_of, tell
from cnnviz.commands.overview import DONE, WINDOW, WRONG
from cnnviz.commands.streams import close_quietly, show_every_letter, stand_in_for_closed
from cnnviz.commands.tree import parsed, run
from cnnviz.files.os_reasons import os_reason
from cnnviz.files.reasons import FULL
from cnnviz.language import _

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: idle threads slow edits down

_INTERRUPTED = 130  # the exit code after Ctrl+C


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name, by default those of the process.

    Returns:
        The exit code, as `cnnviz --help` lists them. What is wrong is one sentence on stderr.
    """
    try:
        show_every_letter()
        stand_in_for_closed()
        code = _code(sys.argv[1:] if arguments is None else arguments)
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


def _code(words: Sequence[str]) -> int:
    try:
        asked = parsed(words)
    except SystemExit as end:  # after --help and --version
        return int(end.code or DONE)
    return _window(asked) if asked.command == WINDOW else run(asked)


def window() -> int:
    """Open the window: the entry that has no console on Windows."""
    return main([WINDOW, *sys.argv[1:]])


def _window(arguments: Namespace) -> int:
    from cnnviz.commands.window import asked

    file, is_safe, resets = asked(arguments)
    gc.disable()  # what is made at the start stays; `run` enables it again
    from cnnviz.state.plain_imports import use_plain_imports

    use_plain_imports()
    from cnnviz import app

    return app.run(file, is_safe=is_safe, resets=resets)


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


if __name__ == "__main__":
    sys.exit(main())
