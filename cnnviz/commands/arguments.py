"""The parser of the commands, and the arguments that several of them take."""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from cnnviz.commands.errors import CommandError
from cnnviz.language import N_, _
from cnnviz.text.nearest import nearest

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

VERSION = N_("show the version and end")
_NUMBERS = re.compile(r"-(\d|\.\d|inf|nan)[\w.,+-]*$", re.IGNORECASE)  # -1, -1e-3, -1,0,0


class Parser(argparse.ArgumentParser):
    """A command's arguments. What is wrong with them is told in one sentence, with a remedy.

    Words are never completed: an abbreviation that is understood today would have to mean the same
    for ever. What begins with a minus and goes on as a number is a value, never an option.
    """

    def __init__(self, prog: str | None = None, description: str | None = None) -> None:
        super().__init__(
            prog,
            description=description,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        self._negative_number_matcher = _NUMBERS
        self.add_argument("--version", action=_Version, nargs=0, help=_(VERSION))

    def tell(self, description: str, *examples: str, more: str = "") -> None:
        """Set what the help says before and after the arguments."""
        self.description = description
        shown = "\n".join(_("example: {command}").format(command=each) for each in examples)
        self.epilog = "\n\n".join([shown, more] if more else [shown])

    def parse_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> argparse.Namespace:
        """Read the words of a call.

        Raises:
            CommandError: If they are not what the command takes.
        """
        found, rest = self.parse_known_args(args, namespace)
        if rest:
            owner = getattr(found, "parser", self)
            owner.refuse_rest(rest)
        return found

    def print_help(self, file: "SupportsWrite[str] | None" = None) -> None:
        """Write the help; that it cannot be written is an error here, too."""
        (file or sys.stdout).write(self.format_help())

    def refuse_rest(self, rest: Sequence[str]) -> NoReturn:
        """Refuse words that nothing takes.

        Raises:
            CommandError: Always.
        """
        text = _("unrecognized arguments: {words}").format(words=" ".join(rest))
        option = rest[0].partition("=")[0]
        self.error(text + suggestion(option, self._option_string_actions))

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:  # noqa: ANN401
        """Return what a word stands for; none is empty: a variable of the shell that is not set."""
        if not arg_string and action.nargs != argparse.PARSER:  # those are words of a command
            raise argparse.ArgumentError(action, _("it is an empty text"))
        return super()._get_value(action, arg_string)

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Refuse what is none of the choices, and name the nearest."""
        if action.choices is not None and value not in action.choices:
            text = _("invalid choice: {value!r}, choose from {choices}")
            told = text.format(value=value, choices=", ".join(map(str, action.choices)))
            near = suggestion(str(value), map(str, action.choices))
            raise argparse.ArgumentError(action, told + near)

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments.

        Raises:
            CommandError: Always.
        """
        text = _("{problem}; see {command} --help.")
        raise CommandError(text.format(problem=message, command=self.prog))


class _Version(argparse.Action):
    """Tells the version; it is looked up only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_rest: object) -> None:
        import cnnviz

        sys.stdout.write(f"cnnviz {cnnviz.__version__}\n")
        parser.exit()


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return, in brackets, what was probably meant; else an empty text."""
    near = nearest(word, known)
    return _(" (did you mean {word}?)").format(word=near) if near else ""


def folder(text: str) -> Path:
    """Return the folder that a word names; there is none on stdout."""
    if text == "-":
        problem = _("it is a folder, which - cannot stand for; write ./- for one of that name")
        raise argparse.ArgumentTypeError(problem)
    return Path(text)


def seed(text: str) -> int:
    """Return a whole number from 0 on."""
    if not text.isdecimal():
        problem = _("{text!r} is no whole number from 0 on").format(text=text)
        raise argparse.ArgumentTypeError(problem)
    return int(text)


def one_of(names: Iterable[str]) -> str:
    """Return the help of an argument that is one of some names."""
    return _("one of {names}").format(names=", ".join(names))


def add_format(parser: Parser, *forms: str, default: str | None = "text") -> None:
    """Add the choice of how the output is written."""
    parser.add_argument(
        "--format", choices=("text", *forms), default=default,
        help=_("how it is written; the help of the window, F1, lists the fields"),
    )  # fmt: skip


def add_quiet(parser: Parser) -> None:
    """Add the choice to show no progress."""
    parser.add_argument(
        "-q", "--quiet", action="store_true",
        help=_("show no progress; without a terminal there is none"),
    )  # fmt: skip


def add_network(parser: Parser, *, is_needed: bool = True) -> None:
    """Add the network, other weights for it, and how its picture is treated."""
    add_network_name(parser, is_needed=is_needed)
    parser.add_argument(
        "--weights", metavar="W", help=_("other weights for it: .safetensors, or of PyTorch")
    )
    which = parser.add_mutually_exclusive_group()
    for name, text in (
        ("best", _("of a run: the weights of its best epoch by validation")),
        ("last", _("of a run: its last weights; the default, unless it ended early")),
    ):
        which.add_argument(f"--{name}", dest="which", action="store_const", const=name, help=text)
    parser.add_argument(
        "--raw", action="store_true", help=_("only resize; do not cut, centre or invert drawings")
    )


def add_network_name(parser: Parser, *, is_needed: bool = True) -> None:
    """Add the network alone."""
    action = parser.add_argument(
        "network", nargs=None if is_needed else "?", metavar="NETWORK",
        help=_("a name, a project, or a run's folder"),
    )  # fmt: skip
    action.completer = _network_names  # type: ignore[attr-defined] # of argcomplete


def _network_names(prefix: str, **_rest: object) -> list[str]:
    from cnnviz.cnn import architectures  # late: only the Tab key asks
    from cnnviz.project import shipped

    found = [name for name in (*architectures.NAMES, *shipped.PROJECTS) if name.startswith(prefix)]
    return found + _files(prefix)


def _files(prefix: str) -> list[str]:
    from argcomplete.completers import FilesCompleter

    return list(FilesCompleter()(prefix))
