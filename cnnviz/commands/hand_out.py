"""`cnnviz hand-out`: a project for students, its answers hidden, some controls put away."""

import argparse
from argparse import Namespace
from dataclasses import replace
from typing import get_args

from cnnviz.commands.arguments import Parser
from cnnviz.commands.asked_exercises import add_exercises, asked_exercise
from cnnviz.commands.asked_place import add_place, node_named
from cnnviz.commands.errors import CommandError
from cnnviz.commands.output import add_force, project_file, refuse_to_replace
from cnnviz.explain.places import PlaceError, check_place
from cnnviz.language import _
from cnnviz.project.hand_out import first_place, handed_out
from cnnviz.project.place import Control, Place, Position
from cnnviz.project.project import Project, forward_pass
from cnnviz.text.nearest import nearest

_CONTROLS = tuple(each for each in get_args(Control) if each != "answers")  # those have --answers
_KEPT, _HIDDEN, _SHOWN = "kept", "hidden", "shown"


def add_arguments(parser: Parser) -> None:
    """Add the project, where it opens, what is put away, and the file."""
    parser.tell(
        _(
            "Write a project that opens for students at a value to be found. It is a new exercise, "
            "or a project of your own. In the window View → Show all controls brings back what was "
            "put away: it is for focus, not a secret."
        ),
        "cnnviz hand-out --number 7 --put-away pages,networks -o task-7.cnnviz",
        "cnnviz hand-out lecture-cnn 7.png --layer conv1 --at 2,9,14 -o seven.cnnviz",
    )
    add_exercises(parser)
    add_place(parser)
    parser.add_argument(
        "--answers", choices=(_KEPT, _HIDDEN, _SHOWN), default=_KEPT,
        help=_(
            "kept: until they are found; hidden: buttons and Page Down tell them; shown: not hidden"
        ),
    )  # fmt: skip
    parser.add_argument(
        "--put-away", type=_controls, default=(), metavar="A,B",
        help=_("what is not shown: {controls}").format(controls=", ".join(_CONTROLS)),
    )  # fmt: skip
    parser.add_argument("-o", "--output", required=True, metavar="F.cnnviz", help=_("the file"))
    add_force(parser)


def _controls(text: str) -> tuple[Control, ...]:
    names = text.split(",")
    for name in names:
        if name not in _CONTROLS:
            near = nearest(name, _CONTROLS)
            problem = _("{name!r} is none of {controls}")
            if near:
                problem = _("{name!r} is none of {controls} (did you mean {near}?)")
            told = problem.format(name=name, controls=", ".join(_CONTROLS), near=near)
            raise argparse.ArgumentTypeError(told)
    return tuple(each for each in _CONTROLS if each in names)


def run(arguments: Namespace) -> int:
    """Write a hand-out.

    Raises:
        ValueError: If the project cannot be read, or the file not be written; why, in a sentence.
    """
    file = project_file(arguments.output, "task")
    if not arguments.force:
        refuse_to_replace(file)
    project, place = asked_exercise(arguments)
    place = _place(arguments, project, place)
    is_hidden = arguments.answers != _SHOWN
    put_away = arguments.put_away + (("answers",) if arguments.answers == _KEPT else ())
    from cnnviz.project.project_file import save_project

    made = handed_out(place, project.network, put_away, is_hidden=is_hidden)
    save_project(file, project, made)
    return 0


def _place(arguments: Namespace, project: Project, place: Place | None) -> Place:
    """Return where the hand-out opens: at the value that is named, else where one looked."""
    if arguments.layer is None:
        if arguments.at is not None:
            raise CommandError(_("Name the layer with --layer."))
        return first_place(project) if place is None else place
    trace = forward_pass(project).trace
    node = node_named(trace.network, arguments.layer)
    at = arguments.at or (0,) * len(trace.shapes[node])
    try:
        check_place(trace, node, at)
    except PlaceError as error:
        raise CommandError(_("{problem}.").format(problem=error.sentence)) from None
    made = first_place(project, Position(node, *at))
    return made if place is None else replace(made, second=place.second, folded=place.folded)
