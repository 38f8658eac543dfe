"""The arguments that several commands take, and how they are read."""

import argparse
from typing import NoReturn

from cnnviz.commands.errors import CommandError
from cnnviz.language import _


class Parser(argparse.ArgumentParser):
    """Tells what is wrong with the arguments in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments.

        Raises:
            CommandError: Always.
        """
        text = _("{problem}; see {command} --help.")
        raise CommandError(text.format(problem=message, command=self.prog))


def parser(command: str, description: str, example: str) -> Parser:
    """Return the parser of a command: what it does, and an example of a call."""
    epilog = _("example: {command}").format(command=example)
    return Parser(prog=f"cnnviz {command}", description=description, epilog=epilog)


def add_format(parser: argparse.ArgumentParser, *more: str) -> None:
    """Add the choice of how the output is written: text, JSON, or another form."""
    parser.add_argument("--format", choices=("text", "json", *more), default="text")


def add_network(parser: argparse.ArgumentParser) -> None:
    """Add the network, other weights for it, and how its picture is treated."""
    parser.add_argument(
        "network", metavar="NETWORK", help=_("a name, a project, or a run's folder")
    )
    parser.add_argument(
        "--weights", metavar="W", help=_("other weights for it: .safetensors, or of PyTorch")
    )
    parser.add_argument(
        "--raw", action="store_true", help=_("only resize; do not cut, centre or invert drawings")
    )
