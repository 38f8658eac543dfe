"""The edges of the Network page: pale ones between all maps, coloured ones into the lit map."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from cnnviz.cnn.connections import connections
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.trace import Trace
from cnnviz.project.place import Position
from cnnviz.views.look.theme import Look
from cnnviz.views.network.columns import Column
from cnnviz.views.network.curves import add_curve
from cnnviz.views.network.placement import Placement
from cnnviz.views.network.routes import Route

MOST_PALE_EDGES = 600  # between two nodes; more would be a grey surface


class PaleEdges(NamedTuple):
    """The edges between all nodes."""

    straight: QPainterPath  # in a row: from every map to the maps that are made of it
    round: QPainterPath  # past other nodes, and from lane to lane: one stands for all maps


def pale_edges(trace: Trace, place: Placement, ends: tuple[float, float]) -> PaleEdges:
    """Return the edges between all nodes that are seen between two places, from left to right."""
    straight, arcs = QPainterPath(), QPainterPath()
    for route in place.layout.routes.values():
        between = place.column(route.source).united(place.column(route.target))
        if between.right() < ends[0] or between.left() > ends[1]:
            continue
        if route.turn == "beside":
            _add_straight(straight, trace, place, route)
        else:
            add_curve(arcs, place, route, *_ends(place, route))
    return PaleEdges(straight, arcs)


def paint_pale_edges(painter: QPainter, edges: PaleEdges, look: Look) -> None:
    """Paint the edges between all nodes; the few that go round are seen as lines of their own."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(look.colors.pale), 0.7))
    _paint_line(painter, edges.straight)
    quiet = QColor(look.colors.muted)
    quiet.setAlphaF(0.7)
    painter.setPen(QPen(quiet, 1.2))
    _paint_line(painter, edges.round)


def _paint_line(painter: QPainter, path: QPainterPath) -> None:
    """Paint a path; one without lines would be a fault in a PDF."""
    if not path.isEmpty():
        painter.drawPath(path)


def paint_edges_into(
    painter: QPainter, trace: Trace, place: Placement, look: Look, lit: Position
) -> None:
    """Paint what a map or value is made of: colour by sign, width by size of the strength."""
    colors = look.colors
    target = place.cell(lit.node, lit.channel)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    folded = lit.node in place.folded  # of what it takes only its own nodes could tell
    made_of = [] if folded else connections(trace, lit.node, lit.channel)
    for connection in sorted(made_of, key=lambda one: abs(one.strength)):
        if not place.shows(connection.node, connection.channel):
            continue
        color = colors.positive if connection.strength > 0 else colors.negative
        pen = QPen(QColor(color if connection.strength else colors.accent))
        pen.setWidthF(look.px(1) * (0.75 + 2.75 * abs(connection.strength)))
        painter.setPen(pen)
        path = QPainterPath()
        route = place.layout.routes[connection.node, lit.node]
        add_curve(path, place, route, place.cell(connection.node, connection.channel), target)
        painter.drawPath(path)


def _add_straight(path: QPainterPath, trace: Trace, place: Placement, route: Route) -> None:
    source, target = (place.layout.columns[node] for node in (route.source, route.target))
    if source.kind != "maps" or target.kind != "maps":
        return
    if route.target in place.folded or {route.source, route.target} & place.strongest.keys():
        pairs = _side_by_side(source, target)
    else:
        pairs = _facing(trace, route, source, target)
    for one, other in pairs if len(pairs) <= MOST_PALE_EDGES else ():
        cells = place.cell_at(route.source, one), place.cell_at(route.target, other)
        add_curve(path, place, route, *cells)


def _pairs(trace: Trace, route: Route, outputs: int) -> list[tuple[int, int]]:
    """Return which maps of a node are joined to which of the first maps of the next one."""
    layer = trace.network.layers[route.target]
    if isinstance(layer, Conv2d):
        return [(i, o) for o in range(outputs) for i in layer.inputs_of(o)]
    return [
        (made_of.channel, o)
        for o in range(outputs)
        for made_of in connections(trace, route.target, o)
        if made_of.node == route.source
    ]


def _facing(trace: Trace, route: Route, left: Column, right: Column) -> list[tuple[int, int]]:
    """Return the edges that run between two grids, not through them; by rows where they pair up.

    Those of hidden maps are not looked for: between 512 maps and 512 there are 262,144.
    """
    if left.count <= left.rows and right.count <= right.rows:
        return _pairs(trace, route, right.count)
    pairs = _pairs(trace, route, right.rows)
    first = left.count - (left.count - 1) % left.rows - 1  # of the last column of maps
    singles = left.count if right.count == 1 else min(left.count, right.rows)
    if len(pairs) == singles and pairs[0][1] == 0:  # one to one
        rows = range(min(left.count - first, right.rows))
        return [(first + row, row) for row in rows]
    return [(i, o) for i, o in pairs if i >= first]


def _side_by_side(left: Column, right: Column) -> list[tuple[int, int]]:
    """Return the edges between columns that do not show all that is computed: one a row."""
    first = left.count - (left.count - 1) % left.rows - 1
    return [(first + row, row) for row in range(min(left.count - first, right.rows, right.count))]


def _ends(place: Placement, route: Route) -> tuple[QRectF, QRectF]:
    """Return the cells that an edge for all maps joins: those that its way passes first."""
    source, target = (place.layout.columns[node] for node in (route.source, route.target))
    lane = place.layout.lanes.lane
    goes_down = lane[route.source] < lane[route.target]
    goes_up = lane[route.source] > lane[route.target]
    start = source.count - 1  # the lowest of the last column of maps
    if goes_up:
        start -= (start % source.rows) // 2
    end = min(target.rows, target.count) - 1
    return (
        place.cell_at(route.source, start),
        place.cell_at(route.target, end // 2 if goes_down else end),
    )
