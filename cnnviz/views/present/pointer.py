"""What points at something on the screen: a spotlight, and a pen whose lines vanish."""

from collections.abc import Callable
from time import monotonic
from typing import Literal, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QCursor,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from cnnviz.language import _
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look

Tool = Literal["", "spotlight", "pen"]

STAYS, FADES = 4.0, 1.5  # seconds of a line: as it was drawn, then until it is gone
FRAME = 40  # ms between two looks at lines that vanish
RADIUS, LEAST, LARGEST = 90, 30, 400  # pixels at 100 %
DARK = 170  # of 255: how dark it is around the spotlight
THICK = 4  # pixels at 100 %


class _Line(NamedTuple):
    points: list[QPointF]
    ended: list[float]  # when, in seconds; empty while it is drawn


class Pointer(QWidget):
    """Lies over what is presented and takes the mouse, while a tool is chosen."""

    def __init__(self, view: QWidget, look: Look, now: Callable[[], float] = monotonic) -> None:
        super().__init__(view)
        self._look, self._now = look, now
        self.tool: Tool = ""
        self._radius = float(RADIUS)
        self._at = QPoint()
        self._lines: list[_Line] = []
        self._timer = QTimer(self, interval=FRAME)
        self._timer.timeout.connect(self.tick)
        self.setObjectName("present-pointer")
        self.setMouseTracking(True)
        self.hide()

    def toggle(self, tool: Tool) -> None:
        """Take a tool, or lay it down again."""
        self.take("" if tool == self.tool else tool)

    def take(self, tool: Tool) -> None:
        """Take a tool; "" for none: what was drawn is gone."""
        self.tool = tool
        self._lines.clear()
        self._timer.stop()
        names = {"": "", "spotlight": _("Spotlight"), "pen": _("Pen whose lines vanish")}
        self.setAccessibleName(names[tool])
        self.setCursor(
            Qt.CursorShape.BlankCursor if tool == "spotlight" else Qt.CursorShape.CrossCursor
        )
        self._at = self.mapFromGlobal(QCursor.pos())
        self.setVisible(bool(tool))
        self.raise_()
        self.update()

    @property
    def lines(self) -> int:
        """How many lines are seen."""
        return len(self._lines)

    def tick(self) -> None:
        """Let what is too old vanish."""
        over = self._now() - STAYS - FADES
        self._lines = [line for line in self._lines if not line.ended or line.ended[0] > over]
        if not self._lines:
            self._timer.stop()
        self.update()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a line; with the spotlight, lay it down."""
        if self.tool == "spotlight":
            self.take("")
        elif event.button() == Qt.MouseButton.LeftButton:
            self._lines.append(_Line([event.position()], []))
            self._timer.start()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on, or let the light follow."""
        self._at = event.position().toPoint()
        if self.tool == "pen" and self._lines and not self._lines[-1].ended:
            self._lines[-1].points.append(event.position())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the line: it vanishes soon."""
        if self._lines and not self._lines[-1].ended:
            self._lines[-1].ended.append(self._now())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Make the spotlight larger or smaller."""
        if self.tool == "spotlight":
            grown = self._radius * 1.1 ** (event.angleDelta().y() / 120)
            self._radius = min(max(grown, LEAST), LARGEST)
            self.update()
        event.accept()

    # Painting

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the dark around the light, or the lines."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.tool == "spotlight":
            self._paint_dark(painter)
        for line in self._lines:
            self._paint_line(painter, line)

    def _paint_dark(self, painter: QPainter) -> None:
        path = QPainterPath()
        path.addRect(QRectF(self.rect()))
        path.addEllipse(QPointF(self._at), self._look.px(self._radius), self._look.px(self._radius))
        painter.fillPath(path, QColor(0, 0, 0, DARK))

    def _paint_line(self, painter: QPainter, line: _Line) -> None:
        age = self._now() - line.ended[0] - STAYS if line.ended else 0.0
        colour = QColor(self._look.colors.accent)
        colour.setAlphaF(min(max(1 - age / FADES, 0.0), 1.0))
        pen = QPen(colour, self._look.px(THICK))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        if len(line.points) == 1:
            painter.drawPoint(line.points[0])
        else:
            painter.drawPolyline(QPolygonF(line.points))
