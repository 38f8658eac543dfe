"""The line of one edge of the Network page, along its route."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from cnnviz.views.network.placement import Placement
from cnnviz.views.network.routes import Route


def add_curve(
    path: QPainterPath, place: Placement, route: Route, source: QRectF, target: QRectF
) -> None:
    """Add the line from one cell to another, on their routes past what stands between.

    Args:
        path: Gets the line.
        place: Where everything stands.
        route: The way of the edge.
        source: The cell it leaves, at its right side.
        target: The cell it ends at, at its left side.
    """
    start = QPointF(source.right() + 1, source.center().y())
    end = QPointF(target.left() - 1, target.center().y())
    path.moveTo(start)
    if route.turn == "beside":
        _bend(path, end)
        return
    behind = max(start.x(), place.column(route.source).right() + 1)
    before = min(end.x(), place.column(route.target).left() - 1)
    room = min(place.turn, before - behind)
    if route.turn == "late":
        path.lineTo(before - room, start.y())
    elif route.turn == "early":
        path.lineTo(behind, start.y())
        _turn(path, QPointF(behind + room, end.y()))
    else:
        room = min(room, (before - behind) / 2)
        low = place.track(route)
        path.lineTo(behind, start.y())
        _turn(path, QPointF(behind + room, low))
        path.lineTo(before - room, low)
    if route.turn != "early":
        _turn(path, QPointF(before, end.y()))
    path.lineTo(end)


def _bend(path: QPainterPath, end: QPointF) -> None:
    """Go on to a point, level at both ends."""
    start = path.currentPosition()
    middle = QPointF((end.x() - start.x()) / 2, 0)
    path.cubicTo(start + middle, end - middle, end)


def _turn(path: QPainterPath, end: QPointF) -> None:
    """Change the lane, level at both ends and steep between: it stays in the room it has."""
    start = path.currentPosition()
    path.cubicTo(QPointF(end.x(), start.y()), QPointF(start.x(), end.y()), end)
