"""The edges of the Network page: pale ones between all maps, coloured ones into the lit map."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from cnnviz.cnn.connections import connections
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.trace import Trace
from cnnviz.project.place import Position
from cnnviz.views.look.theme import Look
from cnnviz.views.network.layout import Column
from cnnviz.views.network.placement import Placement

MOST_PALE_EDGES = 600  # between two steps; more would be a grey surface


def pale_edges(trace: Trace, place: Placement, width: float) -> QPainterPath:
    """Return the edges between the maps of all steps that are seen on a page of this width."""
    path = QPainterPath()
    columns = place.layout.columns
    for step in range(1, len(columns)):
        if columns[step - 1].kind != "maps" or columns[step].kind != "maps":
            continue
        between = place.column(step - 1).united(place.column(step))
        if between.right() < 0 or between.left() > width:
            continue
        pairs = _facing(_pairs(trace, step), columns[step - 1], columns[step])
        for source, target in pairs if len(pairs) <= MOST_PALE_EDGES else ():
            _add_edge(path, place.cell(step - 1, source), place.cell(step, target))
    return path


def paint_edges_into(
    painter: QPainter, trace: Trace, place: Placement, look: Look, lit: Position
) -> None:
    """Paint what a map or value is made of: colour by sign, width by size of the strength."""
    colors = look.colors
    target = place.cell(lit.step, lit.channel)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    made_of = connections(trace, lit.step, lit.channel)
    for connection in sorted(made_of, key=lambda one: abs(one.strength)):
        color = colors.positive if connection.strength > 0 else colors.negative
        pen = QPen(QColor(color if connection.strength else colors.accent))
        pen.setWidthF(look.px(1) * (0.75 + 2.75 * abs(connection.strength)))
        painter.setPen(pen)
        path = QPainterPath()
        _add_edge(path, place.cell(lit.step - 1, connection.channel), target)
        painter.drawPath(path)


def _pairs(trace: Trace, step: int) -> list[tuple[int, int]]:
    layer = trace.network.layers[step - 1]
    sources, targets = len(trace.values[step - 1]), len(trace.values[step])
    if not isinstance(layer, Conv2d):
        return [(i, i) for i in range(min(sources, targets))]
    return [(i, o) for o in range(targets) for i in layer.inputs_of(o)]


def _facing(pairs: list[tuple[int, int]], left: Column, right: Column) -> list[tuple[int, int]]:
    """Keep the edges that run between two grids, not through them; by rows where they pair up."""
    if left.count <= left.rows and right.count <= right.rows:
        return pairs
    first = left.count - (left.count - 1) % left.rows - 1  # of the last column of maps
    if len(pairs) == left.count:  # one to one
        rows = range(min(left.count - first, right.rows))
        return [(first + row, row) for row in rows]
    return [(i, o) for i, o in pairs if i >= first and o < right.rows]


def _add_edge(path: QPainterPath, source: QRectF, target: QRectF) -> None:
    start = QPointF(source.right() + 1, source.center().y())
    end = QPointF(target.left() - 1, target.center().y())
    middle = (end.x() - start.x()) / 2
    path.moveTo(start)
    path.cubicTo(start + QPointF(middle, 0), end - QPointF(middle, 0), end)
