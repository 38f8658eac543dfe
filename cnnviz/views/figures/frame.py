"""What stands around every figure: its title above, and the legend of its colours below."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPainterStateGuard

from cnnviz.views.bars.legend import ScaleShown, paint_scale
from cnnviz.views.cells.texts import cell_texts
from cnnviz.views.figures.figure import ViewFigure
from cnnviz.views.look.theme import Look

MARGIN, TITLE, GAP = 16, 18, 12  # pixels
SIZE = 15  # of the letters of a title
LEGEND = 232, 20  # pixels: width and height
LEAST = 200  # pixels: no figure is narrower


class Inner(NamedTuple):
    """What a figure shows, without title and legend, painted with its corner at 0, 0."""

    width: int
    height: int
    paint: Callable[[QPainter], None]
    end: Callable[[], None] = lambda: None


def framed(
    look: Look, title: str, inner: Inner, legend: tuple[ScaleShown | None, str] = (None, "")
) -> ViewFigure:
    """Return a figure with its title above.

    Args:
        look: Fonts and colours.
        title: What it shows.
        inner: The figure itself.
        legend: Its colours, None where there is none, and whose they are, in words.
    """
    scale, words = legend
    needed = look.metrics(SIZE, bold=True).horizontalAdvance(title)
    wide = max(inner.width, LEAST, round(needed) + 2, 0 if scale is None else _wide(look, words))
    top = MARGIN + TITLE + GAP
    below = 0 if scale is None else GAP + LEGEND[1]

    def paint(painter: QPainter) -> None:
        _paint_title(painter, look, title)
        with QPainterStateGuard(painter):
            painter.translate(MARGIN, top)
            inner.paint(painter)
        if scale is not None:
            _paint_legend(painter, look, top + inner.height + GAP, (scale, words))

    high = top + inner.height + below + MARGIN
    return ViewFigure(title, wide + 2 * MARGIN, high, paint, inner.end)


def _paint_title(painter: QPainter, look: Look, title: str) -> None:
    font = look.font(SIZE, bold=True)
    painter.setFont(font)
    painter.setPen(QColor(look.colors.text))
    laid = cell_texts(look).laid(font, title, is_bold=True)
    laid.paint_at(painter, MARGIN, MARGIN + TITLE / 2)


def _wide(look: Look, words: str) -> int:
    """Return how wide a legend is with the words behind it."""
    return LEGEND[0] + GAP + round(look.metrics().horizontalAdvance(words)) + 2


def _paint_legend(painter: QPainter, look: Look, top: int, scale: tuple[ScaleShown, str]) -> None:
    place = QRect(MARGIN, top, *LEGEND)
    with QPainterStateGuard(painter):
        paint_scale(painter, look, place, scale[0])
        painter.setFont(look.font())
        painter.setPen(QColor(look.colors.muted))
        left = place.x() + place.width() + GAP
        words = QRect(left, top, _wide(look, scale[1]), place.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, scale[1])
