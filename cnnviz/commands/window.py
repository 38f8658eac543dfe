"""`cnnviz` without a command: what is checked before the window opens. Imports no Qt."""

import argparse
import os
import stat
from importlib import metadata

from cnnviz import system_libraries
from cnnviz.commands.arguments import Parser
from cnnviz.commands.errors import CommandError
from cnnviz.commands.overview import COMMANDS
from cnnviz.files.os_reasons import os_reason
from cnnviz.language import _


def file_to_open(words: list[str]) -> str | None:
    """Return the file that the window opens with, if the arguments name one.

    Raises:
        CommandError: If it cannot be opened, or the machine lacks what a window needs.
    """
    file = _file(_parser().parse_args(words).file)
    if problem := system_libraries.problem(os.environ):
        raise CommandError(problem)
    return file


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
