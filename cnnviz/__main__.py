"""The command line: the window, and the commands that need no screen.

Each command imports only what it needs: Qt only the window, PyTorch only `train` and `devices`.
"""

import gc
import importlib
import io
import os
import sys
from collections.abc import Sequence

from cnnviz.commands.overview import COMMANDS
from cnnviz.language import _

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: idle threads slow edits down

_WRONG = 2  # the exit code of everything that cannot be done


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name, by default those of the process.

    Returns:
        The exit code: 0, or 2 after an error, which is told in one sentence on stderr.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _show_every_letter()
        code = _run(words)
        if sys.stdout:
            sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except ValueError as error:
        return _fail(str(error), error)
    except Exception as error:
        text = _("Something went wrong ({kind}: {error}); set CNNVIZ_DEBUG=1 to see where.")
        return _fail(text.format(kind=type(error).__name__, error=error), error)
    return code


def _show_every_letter() -> None:
    """Print names that the terminal's encoding lacks as escapes, instead of failing."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _run(words: list[str]) -> int:
    """Run the file of `commands` that the first word names; without one, open the window."""
    if not words or words[0] not in COMMANDS:
        return _window(words)
    command = importlib.import_module(f"cnnviz.commands.{words[0]}")
    code: int = command.run(words[1:])
    return code


def _window(words: list[str]) -> int:
    from cnnviz.commands.window import asked

    file, is_safe, resets = asked(words)
    gc.disable()  # what is made at the start stays; `run` enables it again
    from cnnviz.state.plain_imports import use_plain_imports

    use_plain_imports()
    from cnnviz import app

    return app.run(file, is_safe=is_safe, resets=resets)


def _fail(text: str, error: Exception) -> int:
    if os.environ.get("CNNVIZ_DEBUG"):
        raise error
    sys.stderr.write(f"cnnviz: {' '.join(text.split())}\n")
    return _WRONG


if __name__ == "__main__":
    sys.exit(main())
