"""`cnnviz completion`: what a shell needs so that the Tab key completes commands."""

import sys
from argparse import Namespace

from cnnviz.commands.arguments import Parser, one_of
from cnnviz.language import _

SHELLS = ("bash", "zsh", "fish", "powershell")


def add_arguments(parser: Parser) -> None:
    """Add the shell."""
    parser.tell(
        _("Print what lets the Tab key complete commands, options and names; for this session:"),
        'eval "$(cnnviz completion bash)"',
        "cnnviz completion fish > ~/.config/fish/completions/cnnviz.fish",
    )
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=one_of(SHELLS))


def run(arguments: Namespace) -> int:
    """Print the code."""
    from argcomplete.shell_integration import shellcode  # late: only this command needs it

    sys.stdout.write(shellcode(["cnnviz"], shell=arguments.shell))
    return 0
