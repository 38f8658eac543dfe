"""Which part of a network is seen, told by a map near the middle: it outlives another layout.

Where columns are arranged anew, for a page of another size or in another text size, shares of the
whole drawing would point elsewhere.
"""

from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnviz.project.place import Position, Zoom
from cnnviz.views.network.placement import Placement


def seen_part(
    placement: Placement, page: QRectF, zoom: float, selected: Position | None
) -> Zoom | None:
    """Return what is seen: the selected map and where it stands, else the one near the middle.

    Args:
        placement: Where everything stands.
        page: What is seen of it, below the headings.
        zoom: How much larger than fitted everything is.
        selected: Is told by, where it is seen.
    """
    if not placement.layout.columns or page.isEmpty():
        return None
    node, channel = _anchor(placement, page, selected)
    cell = _cell(placement, node, channel)
    away = page.center() - cell.topLeft()
    x, y = away.x() / max(cell.width(), 1.0), away.y() / max(cell.height(), 1.0)
    return Zoom("network", zoom, x, y, node, channel)


def _anchor(placement: Placement, page: QRectF, selected: Position | None) -> tuple[str, int]:
    middle, columns = page.center(), placement.layout.columns
    if selected is not None and selected.node in columns:
        place = selected.node, selected.channel
        if page.intersects(_cell(placement, *place)):
            return place
    node = min(columns, key=lambda name: _distance(placement.column(name), middle))
    slot = columns[node].nearest(*placement.in_layout(middle))
    return node, placement.channels(node)[slot]


def _cell(placement: Placement, node: str, channel: int) -> QRectF:
    """Return where a map or value stands, to the fraction of a pixel."""
    return placement.on_screen(placement.layout.columns[node].cell(placement.slot(node, channel)))


def _distance(rect: QRectF, point: QPointF) -> float:
    """Return how far a point lies from a rectangle, 0 inside it."""
    x = max(rect.left() - point.x(), 0.0, point.x() - rect.right())
    y = max(rect.top() - point.y(), 0.0, point.y() - rect.bottom())
    return float(x * x + y * y)


def shift_to(part: Zoom, placement: Placement, page: QRectF) -> QPointF:
    """Return by how much the drawing must move so that a part stands where it stood.

    The map it is told by is on the page in any case.
    """
    if part.node not in placement.layout.columns:
        return QPointF(0, 0)
    cell = _cell(placement, part.node, part.channel)
    there = cell.topLeft() + QPointF(part.x * cell.width(), part.y * cell.height())
    shift = page.center() - there
    return shift + _into(cell.translated(shift), page)


def _into(cell: QRectF, page: QRectF) -> QPointF:
    """Return the least move that brings a map onto the page, its middle if it is larger."""
    room = QSizeF(max(page.width() - cell.width(), 0.0), max(page.height() - cell.height(), 0.0))
    x = min(max(cell.left(), page.left()), page.left() + room.width())
    y = min(max(cell.top(), page.top()), page.top() + room.height())
    if cell.width() > page.width() or cell.height() > page.height():
        return QPointF(0, 0) if page.contains(cell.center()) else page.center() - cell.center()
    return QPointF(x - cell.left(), y - cell.top())
