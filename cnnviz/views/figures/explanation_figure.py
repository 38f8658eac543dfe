"""Where a value comes from, as a figure: the same sheets as in the window."""

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPainterStateGuard

from cnnviz.explain.stages import told_stage
from cnnviz.explain.values import explain
from cnnviz.views.bars.node_scale import scale_words
from cnnviz.views.explanation.arrangement import Arranged
from cnnviz.views.explanation.bar import long_title
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.fitting import Fitting
from cnnviz.views.explanation.softmax_numbers import tried_at
from cnnviz.views.explanation.veil import veiled
from cnnviz.views.figures.figure import ViewFigure
from cnnviz.views.figures.frame import Inner, framed
from cnnviz.views.figures.subject import Subject
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.items import MapItem, Numbers
from cnnviz.views.sheets.sheet import Sheet

ROOM = 1120, 620  # pixels: what an explanation is laid out for


def explanation_figure(subject: Subject) -> ViewFigure:
    """Return where the value that is looked at comes from."""
    fitting = Fitting(subject.look)
    is_veiled = subject.exercise.reveal.hides_inputs(subject.position)
    scene, made = veiled(_scene(subject)) if is_veiled else fitting.fitted(_scene(subject))
    node = scene.node
    channel = scene.about.place[0] if scene.is_map else None
    scale = subject.scale(node, channel)
    words = scale_words(subject.forward, node, channel)

    def paint(painter: QPainter) -> None:
        _paint_both(painter, scene.look, made)

    inner = Inner(*made.size, paint, fitting.end)
    return framed(subject.look, long_title(scene), inner, (scale, words))


def _scene(subject: Subject) -> ExplanationScene:
    forward, place, position = subject.forward, subject.cursor.place, subject.position
    about = explain(
        forward.trace, position.node, position.place(forward.trace.shapes[position.node])
    )
    reveal = subject.exercise.reveal
    hidden = reveal.hidden_cells(position.node, position.channel)
    return ExplanationScene(
        forward,
        about,
        subject.look,
        ROOM,
        is_hidden=reveal.hides(position) or reveal.hides_inputs(position),
        stage=told_stage(about, reveal.stage),
        right=None if hidden is None else frozenset(np.flatnonzero(~hidden).tolist()),
        order=place.order,
        chosen=place.slice,
        leaf=place.leaf,
        tried=tried_at(forward.project.tried, forward.trace.network.inputs.get(position.node, ())),
    )


def _paint_both(painter: QPainter, look: Look, made: Arranged) -> None:
    rows_at, result_at = QPoint(0, 0), QPoint(0, 0)
    if made.where == "right":
        result_at.setX(made.rows.width + made.gap)
    else:
        rows_at.setY(made.result.height + made.gap)
    for sheet, corner in ((made.rows, rows_at), (made.result, result_at)):
        with QPainterStateGuard(painter):
            painter.translate(corner)
            paint_sheet(painter, look, sheet)


def paint_sheet(painter: QPainter, look: Look, sheet: Sheet) -> None:
    """Paint everything on a sheet."""
    whole = QRect(0, 0, sheet.width, sheet.height)
    for item in sheet.seen(whole):
        if isinstance(item, Numbers | MapItem):
            item.paint(painter, look, whole)
        else:
            item.paint(painter, look)
