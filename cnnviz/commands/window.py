"""`cnnviz` without a command: what is checked before the window opens. Imports no Qt."""

import argparse
import os
import stat
from importlib import metadata
from typing import NamedTuple

from cnnviz import system_libraries
from cnnviz.commands.arguments import Parser
from cnnviz.commands.errors import CommandError
from cnnviz.commands.overview import COMMANDS
from cnnviz.files.os_reasons import os_reason
from cnnviz.language import _


class Asked(NamedTuple):
    """How the window opens."""

    file: str | None  # that it opens with, if any
    is_safe: bool  # whether it starts as for the first time, and remembers nothing
    resets: bool  # whether it forgets its settings first


def asked(words: list[str]) -> Asked:
    """Return how the arguments ask the window to open.

    Raises:
        CommandError: If their file cannot be opened, or the machine lacks what a window needs.
    """
    arguments = _parser().parse_args(words)
    file = _file(arguments.file)
    if problem := system_libraries.problem(os.environ):
        raise CommandError(problem)
    return Asked(file, arguments.safe_mode, arguments.reset)


def _parser() -> argparse.ArgumentParser:
    expected = Parser(
        prog="cnnviz",
        description=_("Open the window, with a project or a picture."),
        epilog=_overview(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    expected.add_argument(
        "file", nargs="?", metavar="FILE", help=_("a .cnnviz project, a picture, or activity-2")
    )
    expected.add_argument(
        "--safe-mode", action="store_true",
        help=_("start as for the first time: no settings are read, none are written"),
    )  # fmt: skip
    expected.add_argument(
        "--reset", action="store_true", help=_("forget the settings, but not the recent files")
    )
    expected.add_argument("--version", action="version", version=f"cnnviz {_version()}")
    return expected


def _overview() -> str:
    lines = [
        _("example: {command}").format(command="cnnviz lesson.cnnviz"),
        "",
        _("Other commands, none of which needs a screen; see cnnviz COMMAND --help:"),
        *(f"  {name:8}  {_(purpose)}" for name, purpose in COMMANDS.items()),
        "",
    ]
    return "\n".join(lines)


def _version() -> str:
    try:
        return metadata.version("cnnviz")
    except metadata.PackageNotFoundError:
        return _("(not installed)")


def _file(file: str | None) -> str | None:
    """Return the file to open; a project that ships has a name."""
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
        text = _("There is no file {file!r}; the commands are {commands}.")
        raise CommandError(text.format(file=file, commands=", ".join(COMMANDS))) from None
    except OSError as error:
        text = _("{file!r} cannot be opened: {reason}.")
        raise CommandError(text.format(file=file, reason=os_reason(error))) from None
    if not stat.S_ISREG(mode):
        text = _("{file!r} is no file; give a .cnnviz project or a picture.")
        raise CommandError(text.format(file=file))
