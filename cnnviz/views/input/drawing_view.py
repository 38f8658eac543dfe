"""Shows a drawing, and where its pixels lie on the screen."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QCursor,
    QFocusEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.cnn.ops import Array
from cnnviz.project.drawing import Point
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look

PAPER, PENCIL, FRAME = "white", "#1b2430", "#6d28d9"  # the paper is white in every theme
HINT = "#5b6672"


class DrawingView(QWidget):
    """A square of white paper with dark ink, smoothly scaled, and a crosshair for the keyboard."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._pixels: NDArray[np.uint8] = np.zeros((1, 1), np.uint8)  # the memory of the image
        self._image = QImage()
        self._hint = ""
        self._pen_width, self._pen_is_down = 1.0, False
        self._crosshair: Point = (140.0, 140.0)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        look.changed.connect(self._on_look_changed)

    # What is shown

    def show_ink(self, ink: Array, hint: str = "") -> None:
        """Show ink (H, W), 1 is dark; only what changed is painted again."""
        before, self._pixels = self._pixels, (ink * np.float32(-255) + 255.5).astype(np.uint8)
        height, width = ink.shape
        self._image = QImage(
            self._pixels.data, width, height, width, QImage.Format.Format_Grayscale8
        )
        if before.shape != ink.shape or hint != self._hint:
            self._hint = hint
            self.update()
        else:
            self._update_where(before != self._pixels)

    def show_pen(self, width: float, crosshair: Point, *, is_down: bool) -> None:
        """Show the width of the pen as pointer, and where the keyboard has it.

        Args:
            width: In pixels of the drawing.
            crosshair: Shown while the keyboard has the focus.
            is_down: Whether the keyboard draws.
        """
        if width != self._pen_width:
            self._pen_width = width
            self._make_pointer()
        self._crosshair, self._pen_is_down = crosshair, is_down
        self.update()

    def _update_where(self, differs: NDArray[np.bool_]) -> None:
        rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
        if rows.size:
            corner = self.position((float(rows[0]), float(columns[0])))
            end = self.position((float(rows[-1] + 1), float(columns[-1] + 1)))
            self.update(QRectF(corner, end).toAlignedRect().adjusted(-2, -2, 2, 2))

    # Places

    @property
    def pixel_size(self) -> float:
        """How wide a pixel of the drawing is, in pixels of the widget."""
        room = min(self.width(), self.height()) - 2
        return float(max(1, room) / max(self._pixels.shape))

    def point(self, position: QPointF) -> Point:
        """Return the place on the drawing under a place of the widget."""
        on_drawing = (position - self._place().topLeft()) / self.pixel_size
        return on_drawing.y(), on_drawing.x()

    def position(self, point: Point) -> QPointF:
        """Return the place of the widget where a place of the drawing lies."""
        return self._place().topLeft() + QPointF(point[1], point[0]) * self.pixel_size

    def _place(self) -> QRectF:
        height, width = (side * self.pixel_size for side in self._pixels.shape)
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    # Painting

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the part of the drawing that changed."""
        painter.setClipRect(event.rect())
        painter.fillRect(event.rect(), QColor(PAPER))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._place(), self._image)
        if self._hint:
            self._paint_hint(painter)
        if self.hasFocus():
            self._paint_crosshair(painter)
        colors = self._look.colors
        painter.setPen(QPen(QColor(colors.accent if self.hasFocus() else colors.line), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_hint(self, painter: QPainter) -> None:
        margin = self._look.px(12)
        painter.setPen(QColor(HINT))
        painter.setFont(self._look.font())
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(margin, margin, -margin, -margin), flags, self._hint)

    def _paint_crosshair(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 3 if self._pen_is_down else 1.5
        painter.setPen(QPen(QColor(FRAME), self._look.px(width)))
        middle, reach = self.position(self._crosshair), self._look.px(9)
        radius = self._pen_width / 2 * self.pixel_size
        painter.drawEllipse(middle, radius, radius)
        painter.drawLine(middle - QPointF(reach, 0), middle + QPointF(reach, 0))
        painter.drawLine(middle - QPointF(0, reach), middle + QPointF(0, reach))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the crosshair."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the crosshair."""
        super().focusOutEvent(event)
        self.update()

    def _make_pointer(self) -> None:
        """Make the mouse pointer a ring as wide as the pen."""
        ratio = self.devicePixelRatioF()
        width = max(5.0, self._pen_width * self.pixel_size)
        ring = QPixmap(QSize(round((width + 4) * ratio), round((width + 4) * ratio)))
        ring.setDevicePixelRatio(ratio)
        ring.fill(Qt.GlobalColor.transparent)
        with QPainter(ring) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for paint, thickness in ((PAPER, 3.0), (PENCIL, 1.2)):
                painter.setPen(QPen(QColor(paint), thickness))
                painter.drawEllipse(QRectF(2, 2, width, width))
        self.setCursor(QCursor(ring))

    # Its size

    def heightForWidth(self, width: int) -> int:
        """Return the width: it is a square."""
        return width

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(self._look.px(214), self._look.px(214))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest square that can be drawn on."""
        return QSize(self._look.px(96), self._look.px(96))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay a square, however much is told below; keep the pointer as wide as the pen."""
        self.setMinimumHeight(self.width())
        self._make_pointer()

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()
