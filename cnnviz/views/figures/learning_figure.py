"""How the kernels of the first convolution came about: one figure for each snapshot of a run."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cnnviz.cnn.scale import largest
from cnnviz.language import _
from cnnviz.runs.kernels_over_time import KernelsThen
from cnnviz.text.decimals import decimals_of_values
from cnnviz.text.numbers import percent_text
from cnnviz.views.bars.legend import scale_of_values
from cnnviz.views.cells.painting import hard_pixels
from cnnviz.views.figures.figure import NoFigureError, ViewFigure
from cnnviz.views.figures.figure_look import FigureLook
from cnnviz.views.figures.frame import Inner, framed
from cnnviz.views.figures.sequence import FigureSequence
from cnnviz.views.look.hard_pixels import draw_pixels

SIDE, GAP, COLUMNS, LINE = 84, 14, 8, 24  # pixels, and kernels in a row


def learning(name: str, then: Sequence[KernelsThen], look: FigureLook) -> FigureSequence:
    """Return the kernels as they change over a training.

    Raises:
        NoFigureError: If the run has no snapshots of a convolution.
    """
    if not then:
        text = _("{run} has no snapshots of a convolution: there is nothing that changes.")
        raise NoFigureError(text.format(run=name))
    limit = max(largest(each.kernels) for each in then)  # one scale, so that frames compare

    def figure(place: int) -> ViewFigure:
        return _figure(name, then[place], limit, look)

    return FigureSequence(_("training over time"), len(then), figure)


def _figure(name: str, then: KernelsThen, limit: float, look: FigureLook) -> ViewFigure:
    count = len(then.kernels)
    columns = min(COLUMNS, count)
    rows = -(-count // columns)
    words = _("Epoch {epoch}, step {step}: {share} of the validation are right").format(
        epoch=then.snapshot.epoch,
        step=then.snapshot.step,
        share=percent_text(then.snapshot.val_accuracy),
    )

    def paint(painter: QPainter) -> None:
        painter.setFont(look.font())
        painter.setPen(QColor(look.colors.text))
        painter.drawText(QRect(0, 0, 2000, LINE), Qt.AlignmentFlag.AlignVCenter, words)
        for index, kernel in enumerate(then.kernels):
            row, column = divmod(index, columns)
            corner = column * (SIDE + GAP), LINE + GAP + row * (SIDE + GAP)
            place = QRectF(*corner, SIDE, SIDE)
            draw_pixels(painter, place, hard_pixels(kernel, limit))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.colors.line), 1))
            painter.drawRect(place)

    needed = round(look.metrics().horizontalAdvance(words)) + 2
    wide = max(columns * (SIDE + GAP), needed)
    inner = Inner(wide, LINE + GAP + rows * (SIDE + GAP), paint)
    scale = scale_of_values(limit, decimals_of_values(then.kernels))
    title = _("Kernels of {layer} in {run}").format(layer=then.node, run=name)
    return framed(look, title, inner, (scale, ""))
