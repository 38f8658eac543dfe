"""Paints one map of any size, with its numbers and marks.

All that show a map large use it: `MapView`, the magnifier, Present mode and the sheets of
explanations. Maps that stand small beside each other, without numbers, are parts of one image
for each node; see `images.py`.
"""

from collections.abc import Iterator
from functools import cache
from itertools import chain, product

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterStateGuard, QPen

from cnnviz.views.cells.texts import cell_texts
from cnnviz.views.look.hard_pixels import draw_pixels
from cnnviz.views.look.theme import Look
from cnnviz.views.look.value_colors import text_on
from cnnviz.views.maps.blocks import Block, blocks
from cnnviz.views.maps.canvas import PAPER, MapCanvas
from cnnviz.views.maps.geometry import MapGrid, map_grid
from cnnviz.views.maps.marks import paint_marks, paint_tint
from cnnviz.views.maps.shown import MapMarks, MapShown, digits

_SINGLY_FILLED = 24  # pixels; Qt may colour the first pixel of larger ones like the cell before
_FAINT = 110  # of 255: the gaps between cells without numbers
_MARGIN = 8  # pixels around the map that a frame may need
_text_on = cache(text_on)


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
    canvas = MapCanvas(painter, grid, shown, look, *seen)
    with QPainterStateGuard(painter):
        painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.setBrushOrigin(outline.topLeft())
        _padding(canvas)
        _cells(canvas)
        _empty(canvas)
        paint_tint(canvas, marks.lit)
        _hatches(canvas)
        _gaps(canvas)
        _digits(canvas)
        _line(canvas, outline, QColor(look.colors.pale))
        paint_marks(canvas, marks)


def _padding(canvas: MapCanvas) -> None:
    """Paint the ground of the padding: dotted, so that it is taken for no value of the map."""
    if canvas.grid.padding == (0, 0):
        return
    room = canvas.grid.rect(canvas.rows, canvas.columns)
    canvas.painter.fillRect(room, QColor(PAPER.raised))
    canvas.painter.fillRect(room, QBrush(QColor(PAPER.pale), Qt.BrushStyle.Dense6Pattern))


def _cells(canvas: MapCanvas) -> None:
    painter, shown, grid = canvas.painter, canvas.shown, canvas.grid
    rows, columns = canvas.inner
    if not rows or not columns:
        return
    thinning = canvas.thinning
    pixels, image = shown.pictures.picture(shown, thinning)
    if max(grid.cell) > _SINGLY_FILLED:
        part = pixels[rows.start : rows.stop, columns.start : columns.stop].tolist()
        for row, line in zip(rows, part, strict=True):
            for column, pixel in zip(columns, line, strict=True):
                rect = grid.at(row, column)
                painter.fillRect(rect, QColor(pixel))
    elif min(grid.wide, grid.high) >= 1:
        part = QRectF(columns.start, rows.start, len(columns), len(rows))
        draw_pixels(painter, grid.rect(rows, columns), image, part)
    else:
        height, width = grid.size
        part = QRectF(0, 0, width / thinning, height / thinning)
        draw_pixels(painter, QRectF(canvas.whole), image, part)


def _unreached_parts(canvas: MapCanvas) -> list[Block]:
    """Return the blocks of cells that are hidden or not reached, of those to be painted."""
    rows, columns = canvas.inner
    reached = canvas.shown.reached
    if canvas.shown.hidden is not None:
        part = canvas.shown.hidden[rows.start : rows.stop, columns.start : columns.stop]
        return blocks(part, rows.start, columns.start)
    if reached is None:
        return []
    row, column = divmod(reached, canvas.grid.size[1])  # the end of its row, and the rows below
    parts = [(range(max(row + 1, rows.start), rows.stop), columns)]
    if row in rows:
        parts.append((range(row, row + 1), range(max(column, columns.start), columns.stop)))
    return [part for part in parts if part[0] and part[1]]


def _empty(canvas: MapCanvas) -> None:
    for rows, columns in _unreached_parts(canvas):
        room = canvas.grid.rect(rows, columns)
        canvas.painter.fillRect(room, QColor(canvas.look.colors.raised))


def _gaps(canvas: MapCanvas) -> None:
    if not canvas.has_gaps:
        return
    gap = QColor(PAPER.surface)  # cells are light in every theme: dark lines would cage them
    if digits(canvas.shown, canvas.look, canvas.grid.cell) is None:
        gap.setAlpha(_FAINT)  # where no numbers are kept apart, the picture counts
    canvas.painter.setPen(QPen(gap, 1))
    canvas.painter.drawLines(_lines(canvas.grid, canvas.rows, canvas.columns))
    canvas.painter.setPen(QPen(QColor(canvas.look.colors.pale), 1))
    for rows, columns in _unreached_parts(canvas):
        canvas.painter.drawLines(_lines(canvas.grid, rows, columns))
    if canvas.grid.padding != (0, 0):
        canvas.painter.setPen(QPen(QColor(PAPER.muted), 1))
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


def _hatches(canvas: MapCanvas) -> None:
    """Hatch the rows and columns that no window reaches."""
    if canvas.shown.unreached is None:
        return
    rows, columns = canvas.inner
    brush = QBrush(QColor(PAPER.muted), Qt.BrushStyle.BDiagPattern)
    reached_rows, reached_columns = canvas.shown.unreached
    for row in rows:
        if not reached_rows[row]:
            canvas.painter.fillRect(canvas.grid.rect(range(row, row + 1), columns), brush)
    for column in columns:
        if not reached_columns[column]:
            canvas.painter.fillRect(canvas.grid.rect(rows, range(column, column + 1)), brush)


def _digits(canvas: MapCanvas) -> None:
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


def _inked(canvas: MapCanvas) -> Iterator[tuple[int, int, float, str]]:
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


def _inked_padding(canvas: MapCanvas) -> Iterator[tuple[int, int, float, str]]:
    if canvas.grid.padding == (0, 0):
        return
    for row, column in product(canvas.rows, canvas.columns):
        value = canvas.shown.value(row, column)
        if canvas.shown.is_padding(row, column) and value == value:  # NaN stands for nothing
            yield row, column, value, PAPER.muted


def _line(canvas: MapCanvas, outline: QRect, color: QColor) -> None:
    canvas.painter.setPen(QPen(color, 1))
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    canvas.painter.drawRect(outline.adjusted(-1, -1, 0, 0))
