"""The views of a project by name, each as a figure."""

from collections.abc import Callable

from cnnviz.views.figures.explanation_figure import explanation_figure
from cnnviz.views.figures.figure import ViewFigure
from cnnviz.views.figures.kernel_figure import kernel_figure
from cnnviz.views.figures.map_figure import map_figure
from cnnviz.views.figures.network_figure import network_figure
from cnnviz.views.figures.present_figure import present_figure
from cnnviz.views.figures.subject import Subject

FIGURES: dict[str, Callable[[Subject], ViewFigure]] = {
    "network": network_figure,
    "map": map_figure,
    "explanation": explanation_figure,
    "kernel": kernel_figure,
    "present": present_figure,
}
