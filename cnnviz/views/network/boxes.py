"""The Network page as boxes: the volume of each layer drawn to scale."""

import math
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip

from cnnviz.cnn.layer_base import Shape
from cnnviz.explain.steps import size_text, step_title
from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.project.project import Project
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.controls.painted_view import PaintedView
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look

DEPTH = 0.35  # of a pixel to the right and up for one of depth
GAP, MARGIN, LABEL, NAME = 8, 16, 216, 172  # pixels at 100 %
_LEAST = 1.0  # pixels of a side, so that it is seen


class Boxes(PaintedView):
    """A box for each node: as high and deep as its maps, as long as it has channels.

    Heights and depths share one scale, lengths another; both are told below.
    """

    def __init__(self, document: Document, cursor: Cursor, look: Look) -> None:
        super().__init__()
        self._document, self._cursor, self._look = document, cursor, look
        self.setObjectName("network-boxes")
        self.setAccessibleName(_("Volumes of the layers"))
        self.setProperty("steps", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        document.changed.connect(self._on_document_changed)
        cursor.changed.connect(self.update)
        look.changed.connect(self.update)

    def minimumSizeHint(self) -> QSize:
        """Return the least useful size."""
        return QSize(self._look.px(160), self._look.px(90))

    def scales(self) -> tuple[float, float]:
        """Return how many pixels a row or column takes, and a channel or value."""
        px, volumes = self._look.px, [_volume(s) for s in self._shapes().values()]
        high = max(rows + DEPTH * columns for columns, rows, _channels in volumes)
        side = max(0.1, (self.height() - px(LABEL + 3 * MARGIN)) / high)
        side = min(side, 0.12 * self.width() / max(columns for columns, _r, _c in volumes))
        between = sum(DEPTH * side * columns + px(GAP) for columns, _r, _c in volumes)
        room = self.width() - 2 * px(MARGIN) - between
        length = max(room, 0.3 * self.width()) / sum(channels for _c, _r, channels in volumes)
        return side, min(length, px(6))

    def places(self) -> dict[str, QRectF]:
        """Return the front of each box, on the widget."""
        side, length = self.scales()
        px, left, places = self._look.px, float(self._look.px(MARGIN)), {}
        middle = self._middle()
        for node, shape in self._shapes().items():
            columns, rows, channels = _volume(shape)
            wide, high = max(channels * length, _LEAST), max(rows * side, _LEAST)
            deep = DEPTH * columns * side
            places[node] = QRectF(left, middle - (high - deep) / 2, wide, high)
            left += wide + deep + px(GAP)
        return places

    def _middle(self) -> float:
        """Return the height around which the boxes stand: they and their names share the room."""
        px, used = self._look.px, self._used()
        spare = self.height() - px(LABEL - NAME) - px(NAME) - px(MARGIN) - used
        return max(spare / 2, px(MARGIN)) + used / 2

    def _used(self) -> float:
        """Return how high the highest box is, with its depth."""
        side = self.scales()[0]
        volumes = map(_volume, self._shapes().values())
        return max(side * (rows + DEPTH * columns) for columns, rows, _channels in volumes)

    def _shapes(self) -> dict[str, Shape]:
        network = self._document.forward.trace.network
        return {node: network.shapes[node] for node in network.names}

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the boxes, their names, and what the scales are."""
        colors, px = self._look.colors, self._look.px
        painter.fillRect(event.rect(), QColor(colors.ground))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, _length = self.scales()
        shapes, current = self._shapes(), self._cursor.node
        places = self.places()
        starts = [place.x() for place in places.values()]
        for number, (node, front) in enumerate(places.items()):
            deep = DEPTH * _volume(shapes[node])[0] * side
            self._paint_box(painter, front, deep, is_current=node == current)
            room = (starts[number + 1] if number + 1 < len(starts) else self.width()) - starts[
                number
            ]
            if room >= px(12) or node == current:
                self._paint_name(painter, node, front)
        painter.setPen(QColor(colors.muted))
        painter.setFont(self._look.font(12))
        place = QRectF(px(MARGIN), self.height() - px(26), self.width() - 2 * px(MARGIN), px(20))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft, self._told_scales())

    def _told_scales(self) -> str:
        text = _("Drawn to scale: one row or column is {side} pixels, one channel {length}.")
        side, length = (f"{scale:.2g}" for scale in self.scales())
        return text.format(side=side, length=length)

    def _paint_box(
        self, painter: QPainter, front: QRectF, deep: float, *, is_current: bool
    ) -> None:
        colors = self._look.colors
        back = QPointF(deep, -deep)
        painter.setPen(QPen(QColor(colors.accent if is_current else colors.muted), 1))
        painter.setBrush(QColor(colors.accent_soft if is_current else colors.surface))
        painter.drawRect(front)
        corners = front.topLeft(), front.topRight(), front.bottomRight()
        for one, two in pairwise(corners):
            painter.drawPolygon(QPolygonF([one, two, two + back, one + back]))

    def _paint_name(self, painter: QPainter, node: str, front: QRectF) -> None:
        colors, px, trace = self._look.colors, self._look.px, self._document.forward.trace
        before = painter.transform()
        painter.setFont(self._look.font(11))
        painter.setPen(QColor(colors.text))
        below = self._middle() + self._used() / 2 + px(MARGIN)
        painter.translate(front.center().x() + px(4), below + px(NAME))
        painter.rotate(-90)
        room = QRectF(0, -px(12), px(NAME), px(16))
        text = f"{step_title(trace, node)} · {size_text(trace.network.shapes[node])}"
        metrics = self._look.metrics(11)
        left = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, left, short)
        painter.setTransform(before)

    def _node_at(self, place: QPointF) -> str | None:
        near = {
            node: abs(front.center().x() - place.x())
            for node, front in self.places().items()
            if math.isfinite(front.x())
        }
        nearest = min(near, key=near.__getitem__, default=None)
        return nearest if nearest is not None and near[nearest] < self.width() / 4 else None

    def show_tool_tip(self, event: QHelpEvent) -> None:
        """Tell the layer that is nearest."""
        node = self._node_at(QPointF(event.pos()))
        trace = self._document.forward.trace
        tip = ""
        if node is not None:
            tip = f"{step_title(trace, node)} · {size_text(trace.network.shapes[node])}"
        QToolTip.showText(event.globalPos(), plain_tip(tip), self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the layer that is nearest."""
        node = self._node_at(event.position())
        if node is not None:
            self._cursor.go_to(node)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Explain a value of the layer."""
        node = self._node_at(event.position())
        if node is not None:
            self._cursor.open(Position(node, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with up and down; explain with Enter."""
        way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if way:
            self._cursor.go_by(way)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._cursor.open()
        else:
            event.ignore()

    def _on_document_changed(self, before: Project, after: Project) -> None:
        if self.isVisible() and before.network.shapes != after.network.shapes:
            self.update()


def _volume(shape: Shape) -> tuple[int, int, int]:
    """Return columns, rows and channels; values in a row are channels of one cell."""
    return (shape[2], shape[1], shape[0]) if len(shape) == 3 else (1, 1, shape[0])
