"""The one tree of commands: `cnnviz COMMAND`, and what each takes.

Every command is there by its name. What it takes is read from its file only where the command is
among the words of a call: so each imports only what it needs, and `cnnviz` alone opens at once.
"""

import importlib
import os
from argparse import Namespace
from collections.abc import Sequence
from textwrap import wrap
from types import ModuleType

from cnnviz.commands.arguments import Parser, suggestion
from cnnviz.commands.errors import CommandError
from cnnviz.commands.overview import COMMANDS, EXIT_CODES, WINDOW, WITHOUT_A_SCREEN
from cnnviz.language import _

EXAMPLE = "cnnviz activity-2"
COMPLETING = "_ARGCOMPLETE"  # set in the environment while the Tab key asks
_HELP = ("help", "-h", "--help")


def parsed(words: Sequence[str]) -> Namespace:
    """Return what a call asks for: its `command`, and what that takes.

    Raises:
        CommandError: If the words are wrong; why, in a sentence.
    """
    if COMPLETING in os.environ:
        _complete()
    meant = _meant(list(words))
    return tree(meant).parse_args(meant)


def run(arguments: Namespace) -> int:
    """Run a command that needs no screen, and return its exit code.

    Raises:
        ValueError: If it cannot be done; why, in a sentence.
        OSError: If a file cannot be read or written.
    """
    code: int = _file_of(arguments.command).run(arguments)
    return code


def tree(words: Sequence[str]) -> Parser:
    """Return the tree, in which the commands among the words have their arguments."""
    root = Parser(prog="cnnviz")
    about = _(
        "See where every number of a convolutional neural network comes from. Only the window "
        "needs a screen; cnnviz COMMAND --help tells more."
    )
    root.tell("\n".join(wrap(about)), EXAMPLE, more=_exit_codes())
    kinds = root.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, purpose in COMMANDS.items():
        made = kinds.add_parser(name, help=_(purpose))
        made.set_defaults(parser=made)
        if name in words:
            _file_of(name).add_arguments(made)
    return root


def _file_of(command: str) -> ModuleType:
    return importlib.import_module(f"cnnviz.commands.{command.replace('-', '_')}")


def _meant(words: list[str]) -> list[str]:
    """Return the words with the command first: a file alone is one for the window."""
    if len(words) > 1 and words[0] in _HELP:
        if words[1] not in COMMANDS:
            raise _unknown(words[1])
        return [*words[1:], "--help"]
    if words[:1] == ["help"]:
        return ["--help"]
    is_named = words and (words[0] in COMMANDS or words[0] in ("-h", "--help", "--version"))
    if len(words) > 1 and not is_named and not words[0].startswith("-"):
        from cnnviz.commands.window import file_of  # late: commands need it where they are misspelt

        file_of(words[0])  # what follows may belong to a command, which it then names
    return words if is_named else [WINDOW, *words]


def _unknown(word: str) -> CommandError:
    text = _("There is no command {word!r}{suggestion}; the commands are {commands}.")
    near = suggestion(word, COMMANDS)
    return CommandError(
        text.format(word=word, suggestion=near, commands=", ".join(WITHOUT_A_SCREEN))
    )


def _exit_codes() -> str:
    """Return what the exit codes say, a line each."""
    line = _("  {code}    {meaning}")
    lines = [line.format(code=code, meaning=_(text)) for code, text in EXIT_CODES.items()]
    signals = _(
        "  130  ended by Ctrl+C; 143 by SIGTERM, 129 by SIGHUP, after what was learnt is kept"
    )
    return "\n".join([_("exit codes:"), *lines, signals])


def _complete() -> None:
    """Answer the Tab key, and end."""
    import argcomplete

    argcomplete.autocomplete(tree(tuple(COMMANDS)), always_complete_options=False)
