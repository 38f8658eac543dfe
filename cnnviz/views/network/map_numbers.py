"""The number of each map beside it, where there is room."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from cnnviz.views.look.theme import Look
from cnnviz.views.network.placement import Placement

SIZE = 10  # pixels at 100 %
GAP = 2  # pixels at 100 %, at both sides
LEAST = 16  # pixels at 100 %: the height of a map that is numbered


class MapNumber(NamedTuple):
    """The number of a map, counted from 1, and where it stands."""

    text: str
    place: QRectF


def map_numbers(place: Placement, node: str, look: Look) -> list[MapNumber]:
    """Return the numbers of the maps of a node, at the left of their upper corners.

    There are none where one is alone, or where they have no room before the next column.
    """
    column = place.layout.columns[node]
    if column.kind != "maps" or column.count < 2:
        return []
    rects, channels, gap = place.cells(node), place.channels(node), look.px(GAP)
    metrics = QFontMetricsF(look.font(SIZE))
    wide = metrics.horizontalAdvance(str(max(channels) + 1)) + 2 * gap
    if rects[0].height() < look.px(LEAST) or wide > _free(place, node):
        return []
    first = rects[0].left()
    between = rects[column.rows].left() - rects[0].right() if column.count > column.rows else wide
    return [
        MapNumber(
            str(channel + 1), QRectF(rect.left() - wide, rect.top(), wide - gap, look.px(SIZE + 2))
        )
        for channel, rect in zip(channels, rects, strict=True)
        if between >= wide or rect.left() == first
    ]


def _free(place: Placement, node: str) -> float:
    """Return how many pixels lie between a column and what stands left of it in its lane."""
    layout = place.layout
    here, lane = place.column(node), layout.lanes.lane
    ends = [
        place.column(other).right()
        for other in layout.columns
        if lane[other] == lane[node] and place.column(other).right() <= here.left()
    ]
    return here.left() - max(ends, default=place.origin.x())


def paint_map_numbers(painter: QPainter, numbers: list[MapNumber], look: Look) -> None:
    """Write the numbers over the ends of the edges, which stay seen around them."""
    painter.setFont(look.font(SIZE))
    painter.setPen(QColor(look.colors.muted))
    side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for number in numbers:
        painter.fillRect(number.place, QColor(look.colors.ground))
        painter.drawText(number.place, side | Qt.TextFlag.TextDontClip, number.text)
