"""Pictures of a data set side by side, each with a caption; a click takes one."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QImage, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from cnnviz.language import ngettext
from cnnviz.views.controls.item_list import Index, ItemModel, WrappedList
from cnnviz.views.controls.safe_painting import painted_item
from cnnviz.views.look.theme import Look

SIDE, GAP, LINE = 44, 8, 15  # pixels at 100 %
WIDEST = 84  # pixels at 100 % that a caption gets; longer ones are shortened
Bytes = NDArray[np.uint8]
_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class PictureModel(ItemModel):
    """Pictures with captions, and what each tells."""

    def __init__(self) -> None:
        super().__init__()
        self.images: list[QImage] = []
        self.captions: list[str] = []
        self.tips: list[str] = []

    def told(self, place: int) -> str:
        """Return what a picture is."""
        return self.tips[place]


class PictureGrid(WrappedList):
    """Shows pictures (N, C, H, W), 0 to 255, in as many rows as it takes."""

    picture_taken = Signal(int)  # which of those shown

    def __init__(self, look: Look, name: str) -> None:
        self._look, self._pictures = look, PictureModel()
        self._lines, self._widest = 1, 0  # of the captions: lines, and pixels of a line
        super().__init__(self._pictures)
        self.setObjectName(name)
        self.setItemDelegate(PictureDelegate(self, look))
        look.changed.connect(self.measure)
        self.measure()

    @property
    def captions(self) -> tuple[str, ...]:
        """What stands under the pictures."""
        return tuple(self._pictures.captions)

    def show_pictures(
        self, pictures: Bytes, captions: list[str], tips: list[str], *, is_light: bool = False
    ) -> None:
        """Show pictures (N, C, H, W) with captions; tips tell more on hovering.

        Args:
            pictures: 0 to 255.
            captions: What stands below each.
            tips: What is told of each.
            is_light: Whether 255 is white in grey ones, rather than ink.
        """
        current = self.currentIndex().row()
        self._pictures.images = [picture_image(each, is_light=is_light) for each in pictures]
        self._pictures.captions, self._pictures.tips = captions, tips
        self._pictures.take(len(captions))
        self.show_current(min(max(current, 0), max(0, len(captions) - 1)))
        text = ngettext("{n} picture", "{n} pictures", len(captions))
        self.setAccessibleDescription(text.format(n=len(captions)))
        self.measure()

    def measure(self) -> None:
        """Measure the captions once, not at each place that depends on them."""
        metrics = QFontMetrics(self._look.font(11))
        captions = [caption.split("\n") for caption in self._pictures.captions]
        self._lines = max(map(len, captions), default=1)
        lines = {line for caption in captions for line in caption}
        self._widest = max(map(metrics.horizontalAdvance, lines), default=0)
        super().measure()

    def gap(self) -> int:
        """Return the pixels between two pictures."""
        return self._look.px(GAP)

    def cell(self) -> tuple[int, int]:
        """Return the width of a picture, or of the widest caption, and the height of both."""
        width = max(self._look.px(SIDE), min(self._widest + 2, self._look.px(WIDEST)))
        height = self._look.px(SIDE) + self._lines * self._look.px(LINE) + self._look.px(7)
        return width, height

    def rect_of(self, index: int) -> QRect:
        """Return where a picture is painted."""
        return self.picture_in(self.visualRect(self.model().index(index, 0)))

    def picture_in(self, item: QRect) -> QRect:
        """Return where in an item the picture is painted."""
        side, width = self._look.px(SIDE), self.cell()[0]
        return QRect(item.x() + (width - side) // 2, item.y(), side, side)

    def sizeHint(self) -> QSize:
        """Return the height of all rows at the width it has."""
        return QSize(self._look.px(200), self.heightForWidth(max(self.width(), 1)))

    def minimumSizeHint(self) -> QSize:
        """Return all the height, and little width."""
        return QSize(self._look.px(SIDE), self.sizeHint().height())

    # Mouse and keys

    def index_at(self, point: QPoint) -> int | None:
        """Return the picture at a point, or None."""
        place = self.indexAt(point).row()
        return place if place >= 0 and self.rect_of(place).contains(point) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the picture under the mouse."""
        index = self.index_at(event.position().toPoint())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.show_current(index)
            self.picture_taken.emit(index)

    def takes(self, event: QKeyEvent) -> bool:
        """Take the arrows and Enter."""
        return self.neighbour(event) is not None or event.key() in _TAKE

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, take with Enter or Space."""
        count, moved = self._pictures.count, self.neighbour(event)
        if moved is not None:
            self.show_current(min(max(moved, 0), max(0, count - 1)))
        elif event.key() in _TAKE and count:
            self.picture_taken.emit(max(0, self.currentIndex().row()))
        else:
            event.ignore()


class PictureDelegate(QStyledItemDelegate):
    """Paints a picture with hard pixels and its caption below it."""

    def __init__(self, grid: PictureGrid, look: Look) -> None:
        super().__init__(grid)
        self._grid, self._look = grid, look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for a picture, its caption and the gap beside it."""
        width, height = self._grid.cell()
        return QSize(width + self._grid.gap(), height)

    @painted_item
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one picture; the current one is framed while the grid has the keys."""
        colors, items = self._look.colors, self._grid.model()
        if not isinstance(items, PictureModel):
            return
        item: QRect = option.rect
        place, line = self._grid.picture_in(item), self._look.px(LINE)
        painter.setFont(self._look.font(11))
        metrics = painter.fontMetrics()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)  # hard pixels
        painter.drawImage(place, items.images[index.row()])
        is_current = self._grid.hasFocus() and index.row() == self._grid.currentIndex().row()
        painter.setPen(QPen(QColor(colors.accent if is_current else colors.line), 1 + is_current))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.setPen(QColor(colors.muted))
        width = self._grid.cell()[0]
        for number, text in enumerate(items.captions[index.row()].split("\n")):
            below = QRect(item.x(), place.bottom() + 2 + number * line, width, line)
            caption = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, caption)


def picture_image(picture: Bytes, *, is_light: bool = False) -> QImage:
    """Return a picture (C, H, W) of a data set; where 255 is ink, ink on paper."""
    if len(picture) == 1:
        paper = np.ascontiguousarray(picture[0] if is_light else 255 - picture[0])
        rows, columns = paper.shape
        return QImage(paper.data, columns, rows, columns, QImage.Format.Format_Grayscale8).copy()
    colour = np.ascontiguousarray(picture.transpose(1, 2, 0))
    rows, columns = colour.shape[:2]
    return QImage(colour.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy()
