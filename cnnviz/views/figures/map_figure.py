"""One map as a figure: its numbers where they are legible, hard pixels else."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from cnnviz.cnn.layer_base import shape_text
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.steps import step_title
from cnnviz.language import _
from cnnviz.views.figures.figure import ViewFigure
from cnnviz.views.figures.frame import Inner, framed
from cnnviz.views.figures.subject import Subject
from cnnviz.views.maps.geometry import fitted
from cnnviz.views.maps.painter import paint_map
from cnnviz.views.maps.shown import Flags, MapMarks, MapShown
from cnnviz.views.sheets.node_maps import map_of_value

SIDE, CELL = 640, 52  # pixels: the largest map, and its largest cell


def map_figure(subject: Subject) -> ViewFigure:
    """Return the map that is looked at, with its title and the legend of its colours."""
    position, forward = subject.position, subject.forward
    node, channel, trace = position.node, position.channel, forward.trace
    shape = trace.shapes[node]
    shown, _cell = map_of_value(forward, node, position.place(shape))
    shown = _without_hidden(shown, subject.hidden(node, channel))
    title = step_title(trace, node)
    if len(shape) == 3:
        text = _("{layer}, {channel} ({size})")
        name = channel_name(trace, node, channel)
        title = text.format(layer=title, channel=name, size=shape_text(shape[1:]))
    scale = subject.scale(node, channel if len(shape) == 3 else None)
    return framed(subject.look, title, _inner(subject, shown), (scale, ""))


def _without_hidden(shown: MapShown, hidden: Flags | None) -> MapShown:
    """Return a map without the cells that are still to be found."""
    if hidden is None:
        return shown
    cells = np.zeros(shown.values.size, np.bool_)
    cells[: hidden.size] = hidden.ravel()
    return replace(shown, hidden=cells.reshape(shown.values.shape))


def _inner(subject: Subject, shown: MapShown) -> Inner:
    place = fitted(QRect(0, 0, SIDE, SIDE), shown, largest_cell=CELL)
    place.moveTo(1, 1)

    def paint(painter: QPainter) -> None:
        paint_map(painter, place, shown, MapMarks(), subject.look)

    return Inner(place.width() + 2, place.height() + 2, paint)
