"""Pictures of a data set side by side, each with a caption; a click takes one."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy

from cnnviz.views.controls.painted_view import PaintedView
from cnnviz.views.look.theme import Look

SIDE, GAP, LINE = 44, 8, 15  # pixels at 100 %
WIDEST = 84  # pixels at 100 % that a caption gets; longer ones are shortened
Bytes = NDArray[np.uint8]
_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class PictureGrid(PaintedView):
    """Shows pictures (N, C, H, W), 0 to 255, in as many rows as it takes."""

    clicked = Signal(int)  # which of those shown

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._images: list[QImage] = []
        self._captions: list[str] = []
        self._tips: list[str] = []
        self._lines, self._widest = 1, 0  # of the captions: lines, and pixels of a line
        self._current = 0
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self._measure)

    @property
    def captions(self) -> tuple[str, ...]:
        """What stands under the pictures."""
        return tuple(self._captions)

    def show_pictures(self, pictures: Bytes, captions: list[str], tips: list[str]) -> None:
        """Show pictures (N, C, H, W) with captions; tips tell more on hovering."""
        self._images = [picture_image(picture) for picture in pictures]
        self._captions, self._tips = captions, tips
        self._current = min(self._current, max(0, len(captions) - 1))
        self.setAccessibleDescription(f"{len(captions)} pictures")
        self._measure()
        self.update()

    def _measure(self) -> None:
        """Measure the captions once, not at each place that depends on them."""
        metrics = QFontMetrics(self._look.font(11))
        captions = [caption.split("\n") for caption in self._captions]
        self._lines = max(map(len, captions), default=1)
        lines = {line for caption in captions for line in caption}
        self._widest = max(map(metrics.horizontalAdvance, lines), default=0)
        self.updateGeometry()

    def _columns(self, width: int) -> int:
        gap = self._look.px(GAP)
        return max(1, (width + gap) // (self._cell_width() + gap))

    def _cell_width(self) -> int:
        """Return the width of a picture, or of the widest caption."""
        return max(self._look.px(SIDE), min(self._widest + 2, self._look.px(WIDEST)))

    def _row_height(self) -> int:
        return self._look.px(SIDE) + self._lines * self._look.px(LINE) + self._look.px(7)

    def _cell_of(self, index: int) -> QRect:
        """Return the place of a picture and its caption."""
        row, column = divmod(index, self._columns(self.width()))
        width, height = self._cell_width(), self._row_height()
        return QRect(column * (width + self._look.px(GAP)), row * height, width, height)

    def rect_of(self, index: int) -> QRect:
        """Return where a picture is painted."""
        cell, side = self._cell_of(index), self._look.px(SIDE)
        return QRect(cell.x() + (cell.width() - side) // 2, cell.y(), side, side)

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        rows = -(-len(self._images) // self._columns(width))
        return max(1, rows) * self._row_height()

    def sizeHint(self) -> QSize:
        """Return the height of all rows at the width it has."""
        return QSize(self._look.px(200), self.heightForWidth(max(self.width(), 1)))

    def minimumSizeHint(self) -> QSize:
        """Return all the height, and little width."""
        return QSize(self._look.px(SIDE), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another height."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pictures with hard pixels and the captions below them."""
        painter, colors = QPainter(self), self._look.colors
        painter.setFont(self._look.font(11))
        metrics, line = painter.fontMetrics(), self._look.px(LINE)
        for index, image in enumerate(self._images):
            place, cell = self.rect_of(index), self._cell_of(index)
            if not cell.intersects(event.rect()):
                continue
            painter.drawImage(place, image)
            is_current = self.hasFocus() and index == self._current
            painter.setPen(
                QPen(QColor(colors.accent if is_current else colors.line), 1 + is_current)
            )
            painter.drawRect(place.adjusted(0, 0, -1, -1))
            painter.setPen(QColor(colors.muted))
            below = QRect(cell.x(), place.bottom() + 2, cell.width(), line)
            for text in self._captions[index].split("\n"):
                short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, cell.width())
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, short)
                below.translate(0, line)
        painter.end()

    # Mouse and keys

    def index_at(self, point: QPoint) -> int | None:
        """Return the picture at a point, or None."""
        indices = range(len(self._images))
        return next((i for i in indices if self.rect_of(i).contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the picture under the mouse."""
        index = self.index_at(event.position().toPoint())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self._current = index
            self.update()
            self.clicked.emit(index)

    def takes(self, event: QKeyEvent) -> bool:
        """Take the arrows and Enter."""
        return self._moved(event) is not None or event.key() in _TAKE

    def told_at(self, point: QPoint) -> str:
        """Tell a picture."""
        index = self.index_at(point)
        return self._tips[index] if index is not None and index < len(self._tips) else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, take with Enter or Space."""
        moved = self._moved(event)
        if moved is not None:
            self._current = min(max(moved, 0), max(0, len(self._images) - 1))
            self.update()
        elif event.key() in _TAKE and self._images:
            self.clicked.emit(self._current)
        else:
            event.ignore()

    def _moved(self, event: QKeyEvent) -> int | None:
        across = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        down = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        step = across + down * self._columns(self.width())
        return self._current + step if step else None


def picture_image(picture: Bytes) -> QImage:
    """Return a picture (C, H, W) of a data set: digits as ink on paper, others in colour."""
    if len(picture) == 1:
        paper = np.ascontiguousarray(255 - picture[0])
        rows, columns = paper.shape
        return QImage(paper.data, columns, rows, columns, QImage.Format.Format_Grayscale8).copy()
    colour = np.ascontiguousarray(picture.transpose(1, 2, 0))
    rows, columns = colour.shape[:2]
    return QImage(colour.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy()
