"""Paints the marks on a map: where we are, its window, what lights up, and who won a pooling."""

from itertools import product

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage

from cnnviz.views.cells.painting import FRAME
from cnnviz.views.look.hard_pixels import draw_pixels
from cnnviz.views.maps.canvas import PAPER, MapCanvas
from cnnviz.views.maps.shown import Flags, Indices, MapMarks

SMALLEST_FRAME = 10  # pixels, around a cell or window of a large map
_TINT = 64  # of 255, over cells that light up


def paint_tint(canvas: MapCanvas, lit: Flags | None) -> None:
    """Lay a veil over the cells that light up; their colours are still seen."""
    rows, columns = canvas.inner
    if lit is None or not rows or not columns:
        return
    grid = canvas.grid
    thinning = canvas.thinning
    part = lit[rows.start : rows.stop : thinning, columns.start : columns.stop : thinning]
    veil = QColor(FRAME)
    veil.setAlpha(_TINT)
    veils = np.where(part, np.uint32(veil.rgba()), np.uint32(0))
    image = QImage(
        veils.data, part.shape[1], part.shape[0], 4 * part.shape[1], QImage.Format.Format_ARGB32
    )
    source = QRectF(0, 0, len(columns) / thinning, len(rows) / thinning)
    draw_pixels(canvas.painter, grid.rect(rows, columns), image, source)


def paint_marks(canvas: MapCanvas, marks: MapMarks) -> None:
    """Frame what is marked; what lights up has its veil already, below the digits."""
    if marks.lit is not None and canvas.has_gaps:
        _frames(canvas, _rects(canvas, marks.lit), 1, QColor(FRAME))
    if marks.winners is not None:
        _winners(canvas, marks.winners)
    if marks.window is not None:
        rows, columns = marks.window
        if _has_holes(rows) or _has_holes(columns):
            cells = product(_spans(rows), _spans(columns))
            each = [_around(canvas, *cell) for cell in cells]
            _frames(canvas, each, max(1, _thickness(canvas) - 1), QColor(FRAME))
        _violet_frame(canvas, _around(canvas, _span(rows), _span(columns)))
    if marks.current is not None:
        row, column = marks.current
        around = _around(canvas, range(row, row + 1), range(column, column + 1))
        if canvas.shown.is_shown(row, column):
            _violet_frame(canvas, around)
        else:  # an empty cell has the ground of the theme
            _frames(canvas, [around], _thickness(canvas), QColor(canvas.look.colors.accent))


def _violet_frame(canvas: MapCanvas, around: QRect) -> None:
    """Frame light cells; white lines keep the frame apart from dark ones, and a dark ground."""
    thick = _thickness(canvas)
    _frames(canvas, [around.adjusted(-1, -1, 1, 1)], 1, QColor(PAPER.surface))
    _frames(canvas, [around], thick, QColor(FRAME))
    if canvas.has_gaps:
        inside = around.adjusted(thick, thick, -thick, -thick)
        _frames(canvas, [inside], 1, QColor(PAPER.surface))


def _winners(canvas: MapCanvas, winners: Flags) -> None:
    """Frame the winners in the colour of text, as violet already says where we are."""
    rects = _rects(canvas, winners)
    thick = _thickness(canvas) if canvas.has_gaps else 1
    _frames(canvas, rects, thick, QColor(PAPER.text))
    if canvas.has_gaps:  # a white line keeps the frame apart from a dark cell
        inside = [rect.adjusted(thick, thick, -thick, -thick) for rect in rects]
        _frames(canvas, inside, 1, QColor(PAPER.surface))


def _places(canvas: MapCanvas, flags: Flags) -> list[tuple[int, int]]:
    rows, columns = canvas.inner
    part = flags[rows.start : rows.stop, columns.start : columns.stop]
    return [(int(r) + rows.start, int(c) + columns.start) for r, c in np.argwhere(part)]


def _rects(canvas: MapCanvas, flags: Flags) -> list[QRect]:
    """Return the insides of the cells that are to be painted and are marked."""
    gap = 1 if canvas.has_gaps else 0
    rects = [canvas.grid.at(row, column) for row, column in _places(canvas, flags)]
    return [rect.adjusted(0, 0, -gap, -gap).toAlignedRect() for rect in rects]


def _around(canvas: MapCanvas, rows: range, columns: range) -> QRect:
    """Return the outer edge of a frame: in the gaps, or around cells too small for it inside."""
    rect = canvas.grid.rect(rows, columns)
    if canvas.has_gaps:
        return rect.adjusted(-1, -1, 0, 0).toRect()
    thick = _thickness(canvas)
    around = rect.toAlignedRect().adjusted(-thick, -thick, thick, thick)
    wide = max(0, SMALLEST_FRAME - around.width()) // 2
    high = max(0, SMALLEST_FRAME - around.height()) // 2
    return around.adjusted(-wide, -high, wide, high)


def _thickness(canvas: MapCanvas) -> int:
    return max(2, min(canvas.look.px(3), round(min(canvas.grid.cell) / 12)))


def _frames(canvas: MapCanvas, rects: list[QRect], thick: int, color: QColor) -> None:
    """Draw frames with whole pixels, inwards from their outer edge."""
    sides = []
    for rect in rects:
        x, y, wide, high = rect.x(), rect.y(), rect.width(), rect.height()
        sides += [
            QRect(x, y, wide, thick),
            QRect(x, y + high - thick, wide, thick),
            QRect(x, y + thick, thick, high - 2 * thick),
            QRect(x + wide - thick, y + thick, thick, high - 2 * thick),
        ]
    canvas.painter.setPen(Qt.PenStyle.NoPen)
    canvas.painter.setBrush(color)
    canvas.painter.drawRects(sides)


def _has_holes(indices: Indices) -> bool:
    return bool((np.diff(np.sort(indices)) > 1).any())


def _spans(indices: Indices) -> list[range]:
    return [range(int(index), int(index) + 1) for index in indices]


def _span(indices: Indices) -> range:
    return range(int(indices.min()), int(indices.max()) + 1)
