"""The report of a run with its drawings: curves, confusion matrix, mistakes, kernels."""

import re
from collections.abc import Iterator

from cnnviz.language import _
from cnnviz.runs.directory import RunDirectory
from cnnviz.runs.kernels_over_time import kernels_over_time
from cnnviz.runs.report import ReportParts, report
from cnnviz.views.figures.figure import ViewFigure
from cnnviz.views.figures.learning_figure import learning
from cnnviz.views.figures.picture_forms import plain_svg
from cnnviz.views.figures.run_figures import (
    RunSubject,
    confusion_figure,
    curves_figure,
    sheet_figure,
)
from cnnviz.views.figures.svg_text import font_faces

_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)  # what stands in a file before the drawing
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


def run_report(run: RunSubject, directory: RunDirectory) -> str:
    """Return a run as a page of HTML.

    Raises:
        OSError: If its settings cannot be read.
        ValueError: If they are none, or nothing was measured yet.
    """
    pictures = {}
    for title, figure in _figures(run, directory):
        drawing = plain_svg(figure)
        figure.end()
        pictures[title] = _TITLE.sub("", _HEAD.sub("", drawing))
    parts = ReportParts(
        run.name, directory.config(), directory.data(), run.history, pictures, font_faces()
    )
    return report(parts)


def _figures(run: RunSubject, directory: RunDirectory) -> Iterator[tuple[str, ViewFigure]]:
    yield _("Curves"), curves_figure(run)
    if run.answers is not None:
        yield _("Confusion matrix"), confusion_figure(run)
        yield _("Mistakes"), sheet_figure(run)
    then = kernels_over_time(directory, run.history)
    if then:
        sequence = learning(run.name, then, run.look)
        yield _("Kernels before training"), sequence.figure(0)
        yield _("Kernels after training"), sequence.figure(sequence.count - 1)
