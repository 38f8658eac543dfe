"""The exercises that a command is about: new ones by their numbers, or those of a project."""

import argparse
from argparse import Namespace

from cnnviz.cnn.ops import Pair
from cnnviz.commands.arguments import Parser, add_network
from cnnviz.commands.asked_place import add_image, asked_saved
from cnnviz.commands.errors import CommandError
from cnnviz.exercises.exercise import LARGEST_NUMBER, more_like, new_exercise
from cnnviz.language import _
from cnnviz.project.place import Place
from cnnviz.project.project import Project

_SIZES = ("size", "kernel", "stride", "padding")  # of new exercises alone
_FIRST = 1  # the number of the first new exercise


def add_exercises(parser: Parser) -> None:
    """Add a project, or the sizes of new exercises."""
    add_network(parser, is_needed=False)
    add_image(parser)
    add = parser.add_argument
    add("--number", type=_number, metavar="N",
        help=_("of the first new exercise, which it makes the same again; else 1"))  # fmt: skip
    add("--size", type=_pair, metavar="R,C",
        help=_("of new exercises: rows and columns of the picture; else 6,6"))  # fmt: skip
    add("--kernel", type=_pair, metavar="R,C",
        help=_("of new exercises: rows and columns of the kernel; else 3,3"))  # fmt: skip
    add("--stride", type=_number, metavar="N", help=_("of new exercises; else 1"))
    add("--padding", type=_number, metavar="N",
        help=_("of new exercises: zeros on each side; else 0"))  # fmt: skip
    add("--no-bias", action="store_true", help=_("of new exercises: the bias is 0"))


def _number(text: str) -> int:
    if not (text.isdecimal() and int(text) <= LARGEST_NUMBER):
        problem = _("{text!r} is no whole number from 0 to {largest}")
        raise argparse.ArgumentTypeError(problem.format(text=text, largest=LARGEST_NUMBER))
    return int(text)


def _pair(text: str) -> Pair:
    parts = text.replace("x", ",").split(",")
    if not 1 <= len(parts) <= 2 or not all(part.isdecimal() for part in parts):
        problem = _("{text!r} is neither one whole number nor two such as 6,6")
        raise argparse.ArgumentTypeError(problem.format(text=text))
    return int(parts[0]), int(parts[-1])


def asked_exercises(arguments: Namespace, count: int) -> tuple[Project, ...]:
    """Return so many exercises: the one of a project first, where one is named.

    Raises:
        ValueError: If they cannot be made or read; why, in a sentence.
    """
    first, _place = asked_exercise(arguments)
    number = _FIRST if arguments.number is None else arguments.number
    if arguments.network is None:
        number += 1
    return first, *(more_like(first, count - 1, number) if count > 1 else ())


def asked_exercise(arguments: Namespace) -> tuple[Project, Place | None]:
    """Return the project that is asked for, and where it was looked at; without one a new exercise.

    Raises:
        ValueError: If it cannot be made or read; why, in a sentence.
    """
    if arguments.network is not None:
        _refuse_sizes(arguments)
        return asked_saved(arguments)
    _refuse_of_networks(arguments)
    size, kernel = arguments.size or (6, 6), arguments.kernel or (3, 3)
    stride = 1 if arguments.stride is None else arguments.stride
    number = _FIRST if arguments.number is None else arguments.number
    has_bias = not arguments.no_bias
    made = new_exercise(size, kernel, stride, arguments.padding or 0, number, bias=has_bias)
    return made, None


def _refuse_sizes(arguments: Namespace) -> None:
    """Refuse the sizes of new exercises beside a project, which has its own."""
    named = [name for name in _SIZES if getattr(arguments, name) is not None]
    named += ["no-bias"] if arguments.no_bias else []
    if named:
        text = _("--{option} says something only of new exercises; {project} has its own.")
        raise CommandError(text.format(option=named[0], project=arguments.network))


def _refuse_of_networks(arguments: Namespace) -> None:
    """Refuse what says something of a network where none is named."""
    for option, value in (
        ("weights", arguments.weights), (arguments.which, arguments.which), ("raw", arguments.raw)
    ):  # fmt: skip
        if value:
            raise CommandError(_("--{option} needs a network; name one.").format(option=option))
