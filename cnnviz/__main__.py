# PYTHON_ARGCOMPLETE_OK
"""The command line: the window, and the commands that need no screen.

Each command imports only what it needs: Qt only the window, PyTorch only `train` and `devices`.
"""

import gc
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
    from cnnviz.commands.call import exit_code

    return exit_code(sys.argv[1:] if arguments is None else arguments, _window)


def window() -> int:
    """Open the window: the entry that has no console on Windows."""
    return main(["window", *sys.argv[1:]])


def _window(arguments: "Namespace") -> int:
    from cnnviz.commands.window import asked

    file, is_safe, resets = asked(arguments)
    gc.disable()  # what is made at the start stays; `run` enables it again
    from cnnviz.state.plain_imports import use_plain_imports

    use_plain_imports()
    from cnnviz import app

    return app.run(file, is_safe=is_safe, resets=resets)


if __name__ == "__main__":
    sys.exit(main())
