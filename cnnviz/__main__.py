# PYTHON_ARGCOMPLETE_OK
"""The command line: the window, and the commands that need no screen.

Each command imports only what it needs: Qt only the window, PyTorch only `train` and `devices`.
"""

import gc
import importlib
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: idle threads slow edits down


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run the command that the arguments name, by default those of the process.

    Returns:
        The exit code, as `cnnviz --help` lists them. What is wrong is one sentence on stderr.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # no traceback of what is being imported
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["--run-module"]:  # as `files.python_process` asks a bundle
        return _of_module(words[1:])
    from cnnviz.commands.call import exit_code

    return exit_code(words, _window)


def _of_module(words: "Sequence[str]") -> int:
    """Run one of the modules that are processes of their own: a bundle has no `python -m`."""
    from cnnviz.files.python_process import MODULES

    name, *rest = words
    if name not in MODULES:
        return 2
    importlib.import_module(name).main(*rest)
    return 0


def window() -> int:
    """Open the window: the entry that has no console on Windows."""
    return main(["window", *sys.argv[1:]])


def _window(arguments: "Namespace") -> int:
    from cnnviz.commands.window import asked

    file, is_safe, resets = asked(arguments)
    gc.disable()  # what is made at the start stays; the window collects later
    from cnnviz.state.plain_imports import use_plain_imports
    from cnnviz.state.safe_overrides import make_overrides_safe

    use_plain_imports()
    make_overrides_safe()  # before any class is derived from one of Qt's
    from cnnviz import app

    return app.run(file, is_safe=is_safe, resets=resets)


if __name__ == "__main__":
    sys.exit(main())
