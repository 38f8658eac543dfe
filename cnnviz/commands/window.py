"""`cnnviz [window] [FILE]`: what is checked before the window opens. Imports no Qt."""

import os
import stat
from argparse import Namespace
from typing import NamedTuple

from cnnviz import system_libraries
from cnnviz.commands.arguments import Parser, suggestion
from cnnviz.commands.errors import CommandError
from cnnviz.commands.overview import COMMANDS, WITHOUT_A_SCREEN
from cnnviz.files.os_reasons import os_reason
from cnnviz.language import _


class Asked(NamedTuple):
    """How the window opens."""

    file: str | None  # that it opens with, if any
    is_safe: bool  # whether it starts as for the first time, and remembers nothing
    resets: bool  # whether it forgets its settings first


def add_arguments(parser: Parser) -> None:
    """Add what the window takes."""
    parser.prog = "cnnviz"  # the word "window" may be left out
    parser.tell(
        _("Open the window, with a project or a picture."),
        "cnnviz activity-2", "cnnviz window --safe-mode",
    )  # fmt: skip
    add = parser.add_argument
    add(
        "file",
        nargs="?",
        metavar="FILE",
        help=_("a .cnnviz project, an .onnx network, a picture, or activity-2"),
    )
    add("--safe-mode", action="store_true",
        help=_("start as for the first time: no settings are read, none are written"))  # fmt: skip
    add("--reset", action="store_true", help=_("forget the settings, but not the recent files"))


def asked(arguments: Namespace) -> Asked:
    """Return how the arguments ask the window to open.

    Raises:
        CommandError: If their file cannot be opened, or the machine lacks what a window needs.
    """
    file = file_of(arguments.file)
    if problem := system_libraries.problem(os.environ):
        raise CommandError(problem)
    return Asked(file, arguments.safe_mode, arguments.reset)


def file_of(file: str | None) -> str | None:
    """Return the file to open; a project that ships has a name.

    Raises:
        CommandError: If it cannot be opened.
    """
    if file is None:
        return None
    if not os.path.exists(file):
        from cnnviz.project import shipped  # late: most files are there

        if file in shipped.PROJECTS:
            return str(shipped.project_file(file))
    _check(file)
    return file


def _check(file: str) -> None:
    try:
        mode = os.stat(file).st_mode
    except FileNotFoundError:
        from cnnviz.project import shipped  # late: most files are there

        text = _("There is no file {file!r}{suggestion}; the commands are {commands}.")
        near = suggestion(file, (*COMMANDS, *shipped.PROJECTS, "help", "--version"))
        told = text.format(file=file, suggestion=near, commands=", ".join(WITHOUT_A_SCREEN))
        raise CommandError(told) from None
    except OSError as error:
        text = _("{file!r} cannot be opened: {reason}.")
        raise CommandError(text.format(file=file, reason=os_reason(error))) from None
    if not stat.S_ISREG(mode):
        text = _("{file!r} is no file; give a .cnnviz project or a picture.")
        raise CommandError(text.format(file=file))
