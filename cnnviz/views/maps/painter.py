"""Paints one map of any size with its numbers and marks: the one way in which maps are shown."""

from collections.abc import Iterator
from functools import cache
from itertools import chain, product
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from cnnviz.views.cells.painting import FRAME
from cnnviz.views.cells.texts import cell_texts
from cnnviz.views.look.palette import COLORS
from cnnviz.views.look.theme import Look
from cnnviz.views.look.value_colors import text_on
from cnnviz.views.maps.geometry import MapGrid, cell_at, cell_rect, fitted, map_grid
from cnnviz.views.maps.shown import Flags, Indices, MapMarks, MapPictures, MapShown, digits

__all__ = [
    "MapMarks",
    "MapPictures",
    "MapShown",
    "cell_at",
    "cell_rect",
    "digits",
    "fitted",
    "paint_map",
]

CELL_WITH_GAP = 14  # pixels; smaller cells touch
_SINGLY_FILLED = 24  # pixels; Qt may colour the first pixel of larger ones like the cell before
SMALLEST_FRAME = 10  # pixels, around a cell or window of a large map
_MARGIN = 8  # pixels around the map that a frame may need
_TINT = 64  # of 255, over cells that light up
_PAPER = COLORS["light"]  # cells are light in every theme, and so is padding
_text_on = cache(text_on)


class _Canvas(NamedTuple):
    painter: QPainter
    grid: MapGrid
    shown: MapShown
    look: Look
    rows: range  # those to be painted, padding included
    columns: range

    @property
    def has_gaps(self) -> bool:
        return min(self.grid.cell) >= CELL_WITH_GAP

    @property
    def inner(self) -> tuple[range, range]:
        """The rows and columns to be painted that are no padding."""
        height, width = self.grid.size
        rows = range(max(0, self.rows.start), max(0, min(height, self.rows.stop)))
        return rows, range(max(0, self.columns.start), max(0, min(width, self.columns.stop)))

    @property
    def whole(self) -> QRectF:
        return self.grid.rect(range(self.grid.size[0]), range(self.grid.size[1]))


def paint_map(
    painter: QPainter,
    place: QRect,
    shown: MapShown,
    marks: MapMarks,
    look: Look,
    exposed: QRect | None = None,
) -> None:
    """Paint a map with hard pixels, a line around it, and numbers where they are legible.

    Args:
        painter: Where to paint; it is left as it was.
        place: Where the cells lie, padding included; see `fitted`. The line around lies outside.
        shown: The map.
        marks: What is marked on it.
        look: Fonts and colours.
        exposed: What has to be painted; None for all.
    """
    grid = map_grid(place, shown)
    outline = grid.rect(grid.rows, grid.columns).toRect()
    room = outline.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
    seen = grid.seen(outline if exposed is None else outline.intersected(exposed))
    canvas = _Canvas(painter, grid, shown, look, *seen)
    painter.save()
    painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.setBrushOrigin(outline.topLeft())
    _padding(canvas)
    _cells(canvas)
    _empty(canvas)
    _tint(canvas, marks.lit)
    _hatches(canvas)
    _gaps(canvas)
    _digits(canvas)
    _line(canvas, outline, QColor(look.colors.pale))
    _marks(canvas, marks)
    painter.restore()


def _padding(canvas: _Canvas) -> None:
    """Paint the ground of the padding: dotted, so that it is taken for no value of the map."""
    if canvas.grid.padding == (0, 0):
        return
    room = canvas.grid.rect(canvas.rows, canvas.columns)
    canvas.painter.fillRect(room, QColor(_PAPER.raised))
    canvas.painter.fillRect(room, QBrush(QColor(_PAPER.pale), Qt.BrushStyle.Dense6Pattern))


def _cells(canvas: _Canvas) -> None:
    painter, shown, grid = canvas.painter, canvas.shown, canvas.grid
    rows, columns = canvas.inner
    if not rows or not columns:
        return
    thinning = max(1, int(1 / max(grid.wide, grid.high)))
    pixels, image = shown.pictures.picture(shown, thinning)
    if max(grid.cell) > _SINGLY_FILLED:
        part = pixels[rows.start : rows.stop, columns.start : columns.stop].tolist()
        for row, line in zip(rows, part, strict=True):
            for column, pixel in zip(columns, line, strict=True):
                rect = grid.at(row, column)
                painter.fillRect(rect, QColor(pixel))
    elif min(grid.wide, grid.high) >= 1:
        part = QRectF(columns.start, rows.start, len(columns), len(rows))
        painter.drawImage(grid.rect(rows, columns), image, part)
    else:
        height, width = grid.size
        painter.drawImage(canvas.whole, image, QRectF(0, 0, width / thinning, height / thinning))


def _unreached_parts(canvas: _Canvas) -> list[tuple[range, range]]:
    """Return the cells not reached as at most two blocks: the end of a row, and the rows below."""
    rows, columns = canvas.inner
    reached = canvas.shown.reached
    if canvas.shown.hidden is not None:
        cells = [(int(row), int(column)) for row, column in np.argwhere(canvas.shown.hidden)]
        inside = [(row, column) for row, column in cells if row in rows and column in columns]
        return [(range(row, row + 1), range(column, column + 1)) for row, column in inside]
    if reached is None:
        return []
    row, column = divmod(reached, canvas.grid.size[1])
    blocks = [(range(max(row + 1, rows.start), rows.stop), columns)]
    if row in rows:
        blocks.append((range(row, row + 1), range(max(column, columns.start), columns.stop)))
    return [block for block in blocks if block[0] and block[1]]


def _empty(canvas: _Canvas) -> None:
    for rows, columns in _unreached_parts(canvas):
        room = canvas.grid.rect(rows, columns)
        canvas.painter.fillRect(room, QColor(canvas.look.colors.raised))


def _tint(canvas: _Canvas, lit: Flags | None) -> None:
    """Lay a veil over the cells that light up; their colours are still seen."""
    rows, columns = canvas.inner
    if lit is None or not rows or not columns:
        return
    grid = canvas.grid
    thinning = max(1, int(1 / max(grid.wide, grid.high)))
    part = lit[rows.start : rows.stop : thinning, columns.start : columns.stop : thinning]
    veil = QColor(FRAME)
    veil.setAlpha(_TINT)
    mask = np.where(part, np.uint32(veil.rgba()), np.uint32(0))
    image = QImage(
        mask.data, part.shape[1], part.shape[0], 4 * part.shape[1], QImage.Format.Format_ARGB32
    )
    source = QRectF(0, 0, len(columns) / thinning, len(rows) / thinning)
    canvas.painter.drawImage(grid.rect(rows, columns), image, source)


def _gaps(canvas: _Canvas) -> None:
    if not canvas.has_gaps:
        return
    canvas.painter.setPen(QPen(QColor(canvas.look.colors.surface), 1))
    canvas.painter.drawLines(_lines(canvas.grid, canvas.rows, canvas.columns))
    canvas.painter.setPen(QPen(QColor(canvas.look.colors.pale), 1))
    for rows, columns in _unreached_parts(canvas):
        canvas.painter.drawLines(_lines(canvas.grid, rows, columns))
    if canvas.grid.padding != (0, 0):
        canvas.painter.setPen(QPen(QColor(_PAPER.muted), 1))
        canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
        canvas.painter.drawRect(canvas.whole.adjusted(-1, -1, -1, -1))  # in the gaps


def _lines(grid: MapGrid, rows: range, columns: range) -> list[QLineF]:
    """Return the gaps of a block: the last pixel of each cell, but for the last of the map."""
    room = grid.rect(rows, columns)
    right, bottom = room.right() - 1, room.bottom() - 1
    across = [grid.rect(rows, range(columns.start, c + 1)).right() - 1 for c in columns]
    down = [grid.rect(range(rows.start, r + 1), columns).bottom() - 1 for r in rows]
    if columns.stop == grid.columns.stop:
        across = across[:-1]
    if rows.stop == grid.rows.stop:
        down = down[:-1]
    lines = [QLineF(x, room.top(), x, bottom) for x in across]
    return lines + [QLineF(room.left(), y, right, y) for y in down]


def _hatches(canvas: _Canvas) -> None:
    """Hatch the rows and columns that no window reaches."""
    if canvas.shown.unreached is None:
        return
    rows, columns = canvas.inner
    brush = QBrush(QColor(_PAPER.muted), Qt.BrushStyle.BDiagPattern)
    reached_rows, reached_columns = canvas.shown.unreached
    for row in rows:
        if not reached_rows[row]:
            canvas.painter.fillRect(canvas.grid.rect(range(row, row + 1), columns), brush)
    for column in columns:
        if not reached_columns[column]:
            canvas.painter.fillRect(canvas.grid.rect(rows, range(column, column + 1)), brush)


def _digits(canvas: _Canvas) -> None:
    how = digits(canvas.shown, canvas.look, canvas.grid.cell)
    if how is None:
        return
    painter, grid, texts = canvas.painter, canvas.grid, cell_texts(canvas.look)
    font, write = how
    painter.setFont(font)
    last_ink = ""
    for row, column, value, ink in chain(_inked(canvas), _inked_padding(canvas)):
        if ink != last_ink:
            painter.setPen(QColor(ink))
            last_ink = ink
        texts.paint(painter, font, grid.middle(row, column), write(value))


def _inked(canvas: _Canvas) -> Iterator[tuple[int, int, float, str]]:
    """Yield row, column, number and colour of the text of each cell to be painted."""
    shown, (rows, columns) = canvas.shown, canvas.inner
    pixels, _ = shown.pictures.picture(shown, 1)
    width = canvas.grid.size[1]
    reached = canvas.grid.size[0] * width if shown.reached is None else shown.reached
    for row in rows:
        part = slice(columns.start, max(columns.start, min(columns.stop, reached - row * width)))
        numbers, colors = shown.values[row, part].tolist(), pixels[row, part].tolist()
        for column, number, pixel in zip(columns, numbers, colors, strict=False):
            if shown.hidden is None or not shown.hidden[row, column]:
                yield row, column, number, _text_on(pixel)


def _inked_padding(canvas: _Canvas) -> Iterator[tuple[int, int, float, str]]:
    if canvas.grid.padding == (0, 0):
        return
    for row, column in product(canvas.rows, canvas.columns):
        value = canvas.shown.value(row, column)
        if canvas.shown.is_padding(row, column) and value == value:  # NaN stands for nothing
            yield row, column, value, _PAPER.muted


def _line(canvas: _Canvas, outline: QRect, color: QColor) -> None:
    canvas.painter.setPen(QPen(color, 1))
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    canvas.painter.drawRect(outline.adjusted(-1, -1, 0, 0))


def _marks(canvas: _Canvas, marks: MapMarks) -> None:
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
        _violet_frame(canvas, _around(canvas, range(row, row + 1), range(column, column + 1)))


def _violet_frame(canvas: _Canvas, around: QRect) -> None:
    if not canvas.has_gaps:  # a white line keeps the frame apart from a dark picture
        _frames(canvas, [around.adjusted(-1, -1, 1, 1)], 1, QColor(_PAPER.surface))
    _frames(canvas, [around], _thickness(canvas), QColor(FRAME))


def _winners(canvas: _Canvas, winners: Flags) -> None:
    """Frame the winners in the colour of text, as violet already says where we are."""
    rects = _rects(canvas, winners)
    thick = _thickness(canvas) if canvas.has_gaps else 1
    _frames(canvas, rects, thick, QColor(_PAPER.text))
    if canvas.has_gaps:  # a white line keeps the frame apart from a dark cell
        inside = [rect.adjusted(thick, thick, -thick, -thick) for rect in rects]
        _frames(canvas, inside, 1, QColor(_PAPER.surface))


def _places(canvas: _Canvas, flags: Flags) -> list[tuple[int, int]]:
    rows, columns = canvas.inner
    part = flags[rows.start : rows.stop, columns.start : columns.stop]
    return [(int(r) + rows.start, int(c) + columns.start) for r, c in np.argwhere(part)]


def _rects(canvas: _Canvas, flags: Flags) -> list[QRect]:
    """Return the insides of the cells that are to be painted and are marked."""
    gap = 1 if canvas.has_gaps else 0
    rects = [canvas.grid.at(row, column) for row, column in _places(canvas, flags)]
    return [rect.adjusted(0, 0, -gap, -gap).toAlignedRect() for rect in rects]


def _around(canvas: _Canvas, rows: range, columns: range) -> QRect:
    """Return the outer edge of a frame: in the gaps, or around cells too small for it inside."""
    rect = canvas.grid.rect(rows, columns)
    if canvas.has_gaps:
        return rect.adjusted(-1, -1, 0, 0).toRect()
    thick = _thickness(canvas)
    around = rect.toAlignedRect().adjusted(-thick, -thick, thick, thick)
    wide = max(0, SMALLEST_FRAME - around.width()) // 2
    high = max(0, SMALLEST_FRAME - around.height()) // 2
    return around.adjusted(-wide, -high, wide, high)


def _thickness(canvas: _Canvas) -> int:
    return max(2, min(canvas.look.px(3), round(min(canvas.grid.cell) / 12)))


def _frames(canvas: _Canvas, rects: list[QRect], thick: int, color: QColor) -> None:
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
