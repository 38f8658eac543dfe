"""`cnnviz export`: a view that moves, in the form that the ending of the file tells."""

import os
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from cnnviz.commands.asked_run import run_folder, run_history
from cnnviz.commands.errors import CommandError
from cnnviz.commands.export_figure import asked_subject
from cnnviz.commands.export_writers import Contents
from cnnviz.commands.progress import TerminalLine
from cnnviz.figures.animation import ANIMATIONS
from cnnviz.language import _
from cnnviz.runs.kernels_over_time import kernels_over_time

if TYPE_CHECKING:  # Qt is imported only where something is painted
    from cnnviz.views.figures.sequence import FigureSequence

_SPEEDS = {"explanation": 4.0, "network": 1.0, "kernel": 2.0}  # frames a second, by the view


def contents(arguments: Namespace, file: Path) -> Contents:
    """Return a view that moves.

    Raises:
        ValueError: If there is no such view, or something cannot be read.
    """
    from cnnviz.views.figures.sequence import Frames

    view = arguments.view
    if view not in _SPEEDS:
        text = _("The view {view} does not move; explanation, network and kernel of a run do.")
        raise CommandError(text.format(view=view))
    sequence = _sequence(arguments)
    if arguments.frames is not None:
        sequence = sequence.part(*arguments.frames)
    frames = Frames(sequence, arguments.scale)
    line = TerminalLine(is_quiet=False)
    told = _("painting frame {number} of {count}")
    try:
        while frames.done < frames.count:
            line.show(told.format(number=frames.done + 1, count=frames.count))
            frames.paint_next()
        line.clear()
        with line.waiting(_("writing {file}").format(file=file.name)):
            made = ANIMATIONS[file.suffix.lower()](
                frames, frames.count, arguments.speed or _SPEEDS[view]
            )
    finally:
        line.clear()
        sequence.end()
    return {file: made}


def _sequence(arguments: Namespace) -> "FigureSequence":
    from cnnviz.views.figures.learning_figure import learning
    from cnnviz.views.figures.sequence import moving_window, told_window, walk
    from cnnviz.views.figures.studio import Studio

    studio = Studio(Path(arguments.output).suffix.lower())
    if arguments.view == "kernel":
        if not os.path.isdir(arguments.network):
            text = _("Kernels move while a network learns; name the folder of a run.")
            raise CommandError(text)
        then = kernels_over_time(run_folder(arguments.network), run_history(arguments.network))
        return learning(Path(arguments.network).resolve().name, then, studio.look)
    subject = asked_subject(arguments, studio)
    if arguments.view == "network":
        return walk(subject)
    return told_window(subject) if arguments.stages else moving_window(subject)
