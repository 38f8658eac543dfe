"""`cnnviz export`: a view as a picture, in the form that the ending of the file tells."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from cnnviz.commands.asked_place import asked_project, node_named
from cnnviz.commands.asked_run import answers_of_last, run_history
from cnnviz.commands.errors import CommandError
from cnnviz.commands.export_writers import Contents
from cnnviz.explain.places import PlaceError, check_place
from cnnviz.figures.animation import ANIMATIONS
from cnnviz.figures.views import OF_A_RUN, PICTURES
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.project.project import Project, forward_pass

if TYPE_CHECKING:  # Qt is imported only where something is painted
    from cnnviz.views.figures.figure import ViewFigure
    from cnnviz.views.figures.studio import Studio
    from cnnviz.views.figures.subject import Subject

_NEED_A_VALUE = ("explanation",)
_NEED_A_LAYER = ("map", "kernel", *_NEED_A_VALUE)


def contents(arguments: Namespace, file: Path) -> Contents:
    """Return a view as a picture.

    Raises:
        ValueError: If there is no such view, or something cannot be read.
    """
    from cnnviz.views.figures.picture_forms import PICTURE_FORMS

    figure = figure_of(arguments)
    ending = file.suffix.lower()
    options = {"factor": arguments.scale} if ending == ".png" else {}
    made = PICTURE_FORMS[ending](figure, is_clear=arguments.clear, **options)
    figure.end()
    return {file: made}


def figure_of(arguments: Namespace) -> "ViewFigure":
    """Return the view that is asked for.

    Raises:
        ValueError: If there is none.
    """
    view = arguments.view
    if view not in PICTURES:
        text = _("The view {view} is a table, no picture; end the name with .csv, .tex or .R.")
        raise CommandError(text.format(view=view))
    from cnnviz.views.figures.studio import Studio

    studio = Studio(Path(arguments.output).suffix.lower())
    if view in OF_A_RUN:
        history, answers = run_history(arguments.network), answers_of_last(arguments.network)
        return Studio(Path(arguments.output).suffix.lower()).run_figure(
            view, Path(arguments.network).name, history, answers
        )
    studio = Studio(Path(arguments.output).suffix.lower())
    return studio.figure(view, asked_subject(arguments, studio))


def asked_subject(arguments: Namespace, studio: "Studio") -> "Subject":
    """Return the project that is asked for, as it is to be looked at.

    Raises:
        ValueError: If it cannot be read, or there is no such value.
    """
    project, view = asked_project(arguments), arguments.view
    position = _position(arguments, project)
    is_open = bool(arguments.at) and view in ("explanation", "present")
    ends_there = view == "present"
    return studio.subject(project, position, is_open=is_open, ends_there=ends_there)


def _position(arguments: Namespace, project: Project) -> Position | None:
    """Return the value that is asked for; where only its map is named, the first one of it."""
    view, place = arguments.view, arguments.at or ()
    if arguments.layer is None:
        if view in _NEED_A_LAYER:
            raise CommandError(_("Name the layer with --layer."))
        return None
    trace = forward_pass(project).trace
    node = node_named(trace.network, arguments.layer)
    moves = Path(arguments.output).suffix.lower() in ANIMATIONS
    if view in _NEED_A_VALUE and not place and not moves:
        raise CommandError(_("Name the value with --at C,Y,X."))
    shape = trace.shapes[node]
    whole = (*place, 0, 0, 0)[: max(len(shape), len(place))]
    try:
        check_place(trace, node, whole)
    except PlaceError as error:
        raise CommandError(_("{problem}.").format(problem=error.sentence)) from None
    if not place and view in _NEED_A_LAYER and len(shape) == 3 and shape[0] > 1:
        text = _("{node} has {count} maps; name one with --at, counted from 0.")
        raise CommandError(text.format(node=node, count=shape[0]))
    return Position(node, *whole)
