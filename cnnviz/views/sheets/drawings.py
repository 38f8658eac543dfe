"""What sheets draw besides numbers: rules, bars, the ground of a row."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.items import Drawing, Ink


def rule(left: float, top: float, width: float, ink: Ink = "text") -> Drawing:
    """Return a line across, as above a sum."""

    def draw(painter: QPainter, look: Look, place: QRectF) -> None:
        painter.setPen(QPen(QColor(getattr(look.colors, ink)), look.px(1.5)))
        painter.drawLine(QLineF(place.left(), place.top(), place.right(), place.top()))

    return Drawing(QRectF(left, top, width, 2), draw)


def bar(place: QRectF, share: float, *, is_centred: bool = False) -> Drawing:
    """Return a bar: blue to the right of zero, orange to the left.

    Args:
        place: Its room.
        share: How long it is, −1 to 1.
        is_centred: Whether zero is in the middle; else at the left.
    """

    def draw(painter: QPainter, look: Look, room: QRectF) -> None:
        zero = room.center().x() if is_centred else room.left()
        length = share * (room.right() - zero)
        body = QRectF(zero, room.top(), length, room.height()).normalized()
        color = look.colors.positive if share >= 0 else look.colors.negative
        painter.fillRect(body, QColor(color))
        painter.setPen(QPen(QColor(look.colors.muted), 1))
        painter.drawLine(QLineF(zero, room.top() - 3, zero, room.bottom() + 3))

    return Drawing(place, draw)


def ground(place: QRectF) -> Drawing:
    """Return the pale violet ground of the row where we are."""

    def draw(painter: QPainter, look: Look, room: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.colors.accent_soft))
        painter.drawRoundedRect(room, look.px(4), look.px(4))

    return Drawing(place, draw)
