"""The frame around a painted view that has the focus."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cnnviz.views.look.theme import Look


def paint_focus_frame(painter: QPainter, look: Look, rect: QRect) -> None:
    """Show that a view takes the keys."""
    painter.setClipping(False)
    painter.setPen(QPen(QColor(look.colors.accent), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0, 0, -1, -1))
