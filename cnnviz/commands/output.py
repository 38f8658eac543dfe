"""Where a command writes: nothing that is there is lost unasked, nothing of another kind ever."""

import os
from pathlib import Path

from cnnviz.commands.arguments import Parser
from cnnviz.commands.errors import CommandError
from cnnviz.files.atomic_file import write_together
from cnnviz.files.reasons import writing_reason
from cnnviz.language import _

_PROJECT = ".cnnviz"


def refuse_other_kind(output: str, *, ending: str, opening: bytes) -> None:
    """Refuse a place at which something lies that a command does not write.

    Args:
        output: The file to be written. What lies there may be replaced if it is of the same kind.
        ending: That of the names of this kind, such as ".npz".
        opening: The first bytes of every file of this kind.

    Raises:
        CommandError: If a file with other content is there.
    """
    file = Path(output)
    if file.is_file() and not _begins_with(file, opening):  # a pipe or device is not replaced
        text = _(
            "{file} is there and is no {ending} file; it is left as it is. Choose another name."
        )
        raise CommandError(text.format(file=output, ending=ending))


def refuse_to_replace(file: Path) -> None:
    """Refuse a place at which something lies; for commands that take --force.

    Raises:
        CommandError: If something is there.
    """
    if os.path.lexists(file):
        text = _("{file} is there already; choose another name, or replace it with --force.")
        raise CommandError(text.format(file=file))


def project_file(output: str, example: str) -> Path:
    """Return the project file that is to be written.

    Args:
        output: As it was named.
        example: A name for one that has none.

    Raises:
        CommandError: If it is named as a file of another kind.
    """
    file = Path(output)
    if file.suffix.lower() != _PROJECT:
        text = _("A project is a .cnnviz file; write -o {name}.cnnviz instead of {output}.")
        raise CommandError(text.format(name=file.stem or example, output=output))
    return file


def write_whole(contents: dict[Path, bytes], *, replaces: bool) -> None:
    """Write files that belong together: all of them, or none.

    Args:
        contents: What is written, by file.
        replaces: Whether what lies there may be replaced.

    Raises:
        CommandError: If one is there already, or cannot be written; why, in a sentence.
    """
    if not replaces:
        for file in contents:
            refuse_to_replace(file)
    try:
        write_together(contents)
    except OSError as error:
        text = _("{file} cannot be written: {reason}.")
        file, reason = error.filename or next(iter(contents)), writing_reason(error)
        raise CommandError(text.format(file=file, reason=reason)) from None


def add_force(parser: Parser) -> None:
    """Add the option with which a command does not look whether something is there."""
    parser.add_argument(
        "--force", action="store_true", help=_("replace a file of this name; else it is kept")
    )


def _begins_with(file: Path, opening: bytes) -> bool:
    try:
        with file.open("rb") as there:
            begins = there.read(len(opening))
    except OSError:  # a file that is not to be read is not to be replaced
        return False
    return not begins or begins == opening
