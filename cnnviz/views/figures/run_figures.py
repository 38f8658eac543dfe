"""What a training run measured, as figures: curves, confusion matrix, contact sheet."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterStateGuard, QPen

from cnnviz.cnn.confusion import Answers
from cnnviz.language import _
from cnnviz.runs.history import History
from cnnviz.text.shown_name import shown_name
from cnnviz.views.figures.figure import NoFigureError, ViewFigure
from cnnviz.views.figures.figure_look import FigureLook
from cnnviz.views.figures.frame import Inner, framed
from cnnviz.views.figures.rendered import rendered, settle
from cnnviz.views.look.hard_pixels import draw_pixels
from cnnviz.views.train.confusion_view import ConfusionView
from cnnviz.views.train.curve_plot import CurvePlot
from cnnviz.views.train.curve_values import Points
from cnnviz.views.train.picture_grid import picture_image

PLOT, GAP, LINE = QSize(560, 330), 24, 20  # pixels
SHEET = 12, 10  # pictures in a row of a contact sheet, and rows
CELL = 84, 92  # pixels of a picture with its caption
SIDE = 64  # pixels of the picture


class RunSubject(NamedTuple):
    """What a run measured."""

    name: str
    history: History
    answers: Answers | None  # of its last epoch
    look: FigureLook


def curves_figure(run: RunSubject) -> ViewFigure:
    """Return loss and accuracy over the epochs, beside each other.

    Raises:
        NoFigureError: If nothing was measured yet.
    """
    history = run.history
    if not history.epochs or history.started is None:
        raise NoFigureError(_("No epoch of {run} has ended yet.").format(run=run.name))
    plots = [
        _CurvesBeside(run, _("Loss"), history.losses, "val_loss", is_share=False),
        _CurvesBeside(run, _("Accuracy"), history.accuracies, "val_accuracy", is_share=True),
    ]
    width, height = 2 * PLOT.width() + GAP, PLOT.height() + 2 * LINE

    def paint(painter: QPainter) -> None:
        for place, plot in enumerate(plots):
            with QPainterStateGuard(painter):
                painter.translate(place * (PLOT.width() + GAP), 0)
                plot.paint(painter)

    title = _("Training of {run}").format(run=run.name)
    return framed(run.look, title, Inner(width, height, paint, lambda: _end(plots)))


def _end(plots: "list[_CurvesBeside]") -> None:
    for plot in plots:
        plot.end()


class _CurvesBeside:
    """One plot with its title and the names of its curves."""

    def __init__(
        self, run: RunSubject, title: str, training: Points, name: str, *, is_share: bool
    ) -> None:
        history = run.history
        assert history.started is not None  # who calls has looked
        per = max(1, history.started.steps_per_epoch)
        self._look, self._title = run.look, title
        self._names = {_("training"): run.look.colors.accent}
        self._names[_("validation")] = run.look.colors.positive
        self._card = CurvePlot(run.look, "figure-curves", title, is_share=is_share)
        of_epochs = [(each.step / per, getattr(each, name)) for each in history.epochs]
        curves = {
            _("training"): [(step / per, value) for step, value in training],
            _("validation"): of_epochs,
        }
        best = history.best
        self._card.show_curves(
            curves,
            _("validation"),
            best=None if best is None else (_("validation"), best.step / per),
        )
        self._card.draw_so(is_logarithmic=False, is_smooth=False, bottom=_("epochs"))
        settle(self._card, PLOT)
        settle(self._card.plot, PLOT)
        for item in self._card.plot.scene().items():
            if hasattr(item, "setExportMode"):  # then symbols are painted, no pictures of them
                item.setExportMode(True, {"antialias": True, "resolutionScale": 1.0})

    def end(self) -> None:
        """Let go of its widgets."""
        self._card.deleteLater()

    def paint(self, painter: QPainter) -> None:
        """Paint it with its corner at 0, 0."""
        look = self._look
        painter.setFont(look.font(bold=True))
        painter.setPen(QColor(look.colors.text))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(0, 0, PLOT.width(), LINE), middle, self._title)
        left = round(look.metrics(bold=True).horizontalAdvance(self._title)) + GAP
        for name, colour in self._names.items():
            painter.setPen(QPen(QColor(colour), 2))
            painter.drawLine(left, LINE // 2, left + LINE, LINE // 2)
            painter.setFont(look.font())
            painter.setPen(QColor(look.colors.muted))
            width = round(look.metrics().horizontalAdvance(name)) + 2
            words = QRect(left + LINE + 6, 0, width, LINE)
            painter.drawText(words, middle, name)
            left += LINE + 6 + width + GAP
        target = QRectF(0, LINE + 6, PLOT.width(), PLOT.height())
        self._card.plot.render(painter, target, self._card.plot.viewport().rect())


def confusion_figure(run: RunSubject) -> ViewFigure:
    """Return the confusion matrix of the last epoch.

    Raises:
        NoFigureError: If the answers are not kept.
    """
    answers = _answers(run)
    view = ConfusionView(run.look)
    view.show_counts(answers.confusion, answers.classes)
    count = len(answers.classes)
    side = max(320, min(1100, count * 40))
    settle(view, QSize(side + 130, side + 40))
    settle(view, view.taken_size())
    text = _("Confusion matrix of {run}: a row for each true class, a column for each answer")
    return framed(run.look, text.format(run=run.name), rendered(view))


def sheet_figure(run: RunSubject) -> ViewFigure:
    """Return pictures of the validation, the surest mistakes first, with what they were taken for.

    Raises:
        NoFigureError: If they are not kept.
    """
    answers = _answers(run)
    columns, rows = SHEET
    mistakes = answers.mistakes.tolist()
    others = [n for n in range(len(answers.labels)) if n not in set(mistakes)]
    numbers = [*mistakes, *others][: columns * rows]
    high = -(-len(numbers) // columns) * CELL[1]

    def paint(painter: QPainter) -> None:
        for place, number in enumerate(numbers):
            row, column = divmod(place, columns)
            with QPainterStateGuard(painter):
                painter.translate(column * CELL[0], row * CELL[1])
                _paint_picture(painter, run.look, answers, number)

    text = _("Validation pictures of {run}, the surest mistakes first")
    inner = Inner(columns * CELL[0], high, paint)
    return framed(run.look, text.format(run=run.name), inner)


def _paint_picture(painter: QPainter, look: FigureLook, answers: Answers, number: int) -> None:
    left = (CELL[0] - SIDE) // 2
    place = QRectF(left, 0, SIDE, SIDE)
    image = picture_image(answers.pictures[number], is_light=answers.is_light)
    draw_pixels(painter, place, image)
    true, answer = (
        shown_name(answers.classes[int(each[number])])
        for each in (answers.labels, answers.predicted)
    )
    is_right = true == answer
    colours = look.colors
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.line if is_right else colours.negative), 1 + (not is_right)))
    painter.drawRect(place)
    painter.setFont(look.font(11))
    painter.setPen(QColor(colours.muted if is_right else colours.negative))
    words = true if is_right else _("{true} → {answer}").format(true=true, answer=answer)
    short = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, CELL[0] - 4)
    below = QRect(0, SIDE + 3, CELL[0], LINE)
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, short)


def _answers(run: RunSubject) -> Answers:
    if run.answers is None:
        text = _("{run} does not hold what it answered to its validation pictures.")
        raise NoFigureError(text.format(run=run.name))
    return run.answers


RUN_FIGURES: dict[str, Callable[[RunSubject], ViewFigure]] = {
    "curves": curves_figure,
    "confusion": confusion_figure,
    "sheet": sheet_figure,
}
