"""`cnnviz export`: what can be taken along; the ending of the file tells in which form."""

import argparse
import math
from argparse import Namespace
from pathlib import Path

from cnnviz.commands.arguments import Parser, add_network, one_of
from cnnviz.commands.asked_place import add_image, add_place
from cnnviz.commands.export_options import refuse_without_effect
from cnnviz.commands.export_writers import OF_A_VIEW, WITHOUT_A_VIEW, writer_of
from cnnviz.commands.output import add_force, refuse_to_replace, write_whole
from cnnviz.figures.animation import FASTEST
from cnnviz.figures.views import VIEWS
from cnnviz.language import _


def add_arguments(parser: Parser) -> None:
    """Add what is exported, which view of it, and the file."""
    parser.tell(
        _("Write what can be taken along; the ending of the file tells in which form."),
        "cnnviz export activity-2 --view map --layer 1 -o activity-2.R",
    )
    add_network(parser)
    add_image(parser)
    parser.add_argument("--view", choices=VIEWS, metavar="VIEW", help=one_of(VIEWS))
    add_place(parser)
    parser.add_argument(
        "--scale", type=_scale, default=1.0, metavar="N",
        help=_("of a picture of pixels: how many for each of the figure, 0.25 to 8; else 1"),
    )  # fmt: skip
    parser.add_argument(
        "--frames", type=_frames, metavar="A:B",
        help=_("of what moves: from which to which picture, counted from 0; else all"),
    )  # fmt: skip
    parser.add_argument(
        "--speed", type=_speed, metavar="N", help=_("of what moves: pictures a second, up to 50")
    )
    parser.add_argument(
        "--stages", action="store_true",
        help=_("of a moving window: tell each value in stages, window, products, sum, value"),
    )  # fmt: skip
    parser.add_argument(
        "--clear", action="store_true", help=_("of a picture: no white ground behind it")
    )
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE",
        help=_("the file; its ending is {endings}").format(
            endings=", ".join(dict.fromkeys((*OF_A_VIEW, *WITHOUT_A_VIEW)))
        ),
    )  # fmt: skip
    add_force(parser)


def _scale(text: str) -> float:
    return _within(text, 0.25, 8)


def _speed(text: str) -> float:
    return _within(text, 0.1, FASTEST)


def _within(text: str, least: float, most: float) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not least <= number <= most:
        problem = _("{text!r} is no number from {least:g} to {most:g}")
        raise argparse.ArgumentTypeError(problem.format(text=text, least=least, most=most))
    return number


def _frames(text: str) -> tuple[int, int]:
    first, _colon, last = text.partition(":")
    if not (first.isdecimal() and last.isdecimal() and int(first) <= int(last)):
        problem = _("{text!r} is no range such as 0:15").format(text=text)
        raise argparse.ArgumentTypeError(problem)
    return int(first), int(last)


def run(arguments: Namespace) -> int:
    """Write what is asked for.

    Raises:
        ValueError: If something cannot be read or written, or a file would be replaced.
    """
    file = Path(arguments.output)
    writer = writer_of(file, has_view=arguments.view is not None)
    refuse_without_effect(arguments, file)
    if not arguments.force:
        refuse_to_replace(file)
    contents = writer(arguments, file)
    write_whole(contents, replaces=arguments.force)
    return 0
