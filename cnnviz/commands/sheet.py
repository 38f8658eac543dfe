"""`cnnviz sheet`: exercises as a teacher prints them, the answers on a page of their own."""

import argparse
from argparse import Namespace
from html import escape
from pathlib import Path

from cnnviz.commands.arguments import Parser
from cnnviz.commands.asked_exercises import add_exercises, asked_exercises
from cnnviz.commands.errors import CommandError
from cnnviz.commands.export_writers import ending_of
from cnnviz.commands.output import add_force, refuse_to_replace, write_whole
from cnnviz.exercises.answer_sheet import MOST, answer_sheet, answer_text, html_of
from cnnviz.language import _, ngettext
from cnnviz.project.project import Project

_FORMS = dict.fromkeys((".pdf", ".html", ".txt"), "")


def add_arguments(parser: Parser) -> None:
    """Add the exercises, how many, and the file."""
    parser.tell(
        _(
            "Write exercises to print: the task, X and w, cells to write in. They are new ones, or "
            "the first convolution of a project and others of the same sizes. The ending of the "
            "file tells the form."
        ),
        "cnnviz sheet --count 6 --size 5,5 --answers -o sheet.pdf",
        "cnnviz sheet activity-2 -o activity-2.pdf",
    )
    add_exercises(parser)
    parser.add_argument(
        "--count", type=_count, default=1, metavar="N",
        help=_("how many exercises, 1 to {most}; else 1").format(most=MOST),
    )  # fmt: skip
    parser.add_argument(
        "--answers", action="store_true", help=_("add the answers, on a page of their own")
    )
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE",
        help=_("the file; its ending is {endings}").format(endings=", ".join(_FORMS)),
    )  # fmt: skip
    add_force(parser)


def _count(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= MOST):
        problem = _("{text!r} is no whole number from 1 to {most}")
        raise argparse.ArgumentTypeError(problem.format(text=text, most=MOST))
    return int(text)


def run(arguments: Namespace) -> int:
    """Write a sheet.

    Raises:
        ValueError: If there is no exercise, or the file cannot be written; why, in a sentence.
    """
    file = Path(arguments.output)
    ending = ending_of(file, _FORMS)
    if ending is None:
        text = _("What {file} holds is told by the end of its name: one of {endings}.")
        raise CommandError(text.format(file=file, endings=", ".join(_FORMS)))
    if not arguments.force:
        refuse_to_replace(file)
    exercises = asked_exercises(arguments, arguments.count)
    content = _content(exercises, ending, with_answers=arguments.answers)
    write_whole({file: content}, replaces=arguments.force)
    return 0


def _content(exercises: tuple[Project, ...], ending: str, *, with_answers: bool) -> bytes:
    if ending == ".txt":
        return answer_text(exercises, with_answers=with_answers).encode()
    parts = answer_sheet(exercises, with_answers=with_answers)
    title = ngettext("Exercise", "Exercises", len(exercises))
    if ending == ".html":
        head = f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{escape(title)}</title>'
        return f"{head}</head>\n<body>\n{html_of(parts)}\n</body></html>\n".encode()
    from cnnviz.views.exercise.sheet_pdf import pdf_of
    from cnnviz.views.figures.studio import Studio

    Studio(ending)  # fonts are there from now on
    return pdf_of(parts, title)
