"""Kernels side by side, as large as there is room; they change while a network learns."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.language import ngettext
from cnnviz.views.cells.painting import hard_pixels
from cnnviz.views.controls.painted_view import PaintedView
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look

LARGE, LEAST, GAP = 54, 14, 8  # pixels at 100 %


class KernelGallery(PaintedView):
    """Shows kernels (N, H, W) in one or more rows, coloured to the largest of them."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._kernels: Array = np.zeros((0, 1, 1), np.float32)
        self._names: Sequence[str] = ()
        self._image = QImage()
        self.setObjectName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    @property
    def kernels(self) -> Array:
        """What is shown, (N, H, W)."""
        return self._kernels

    def show_kernels(self, kernels: Array, names: Sequence[str]) -> None:
        """Show kernels (N, H, W), each with a name that hovering tells."""
        is_other = kernels.shape != self._kernels.shape
        self._kernels, self._names = kernels, names
        rows = kernels.reshape(-1, kernels.shape[2])
        self._image = hard_pixels(rows, largest(kernels)) if len(rows) else QImage()
        text = ngettext("{n} kernel", "{n} kernels", len(kernels))
        self.setAccessibleDescription(text.format(n=len(kernels)))
        if is_other:
            self.updateGeometry()
        self.update()

    def side(self) -> int:
        """The side of a kernel in pixels: so large that all stand in two rows at most."""
        gap, count = self._look.px(GAP), max(1, len(self._kernels))
        largest_side, least = self._look.px(LARGE), self._look.px(LEAST)
        columns = count if count * (largest_side + gap) <= self.width() else -(-count // 2)
        return int(min(max((self.width() + gap) // columns - gap, least), largest_side))

    def _columns(self) -> int:
        step = self.side() + self._look.px(GAP)
        return max(1, (self.width() + self._look.px(GAP)) // step)

    def rect_of(self, index: int) -> QRect:
        """Return where a kernel is painted."""
        step = self.side() + self._look.px(GAP)
        row, column = divmod(index, self._columns())
        return QRect(column * step, row * step, self.side(), self.side())

    def sizeHint(self) -> QSize:
        """Return the height of two rows at most where that is enough."""
        count = len(self._kernels)
        rows = -(-count // self._columns()) if count else 1
        gap = self._look.px(GAP)
        return QSize(self._look.px(200), max(1, rows) * (self.side() + gap) - gap)

    def minimumSizeHint(self) -> QSize:
        """Return the whole height, and little width."""
        return QSize(self._look.px(60), self.sizeHint().height())

    def resizeEvent(self, event: QEvent) -> None:
        """Another width may need another height."""
        self.updateGeometry()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint every kernel from one image."""
        rows, columns = self._kernels.shape[1:]
        painter.setPen(QPen(QColor(self._look.colors.line), 1))
        for index in range(len(self._kernels)):
            place = self.rect_of(index)
            painter.drawImage(place, self._image, QRect(0, index * rows, columns, rows))
            painter.drawRect(place.adjusted(0, 0, -1, -1))

    def told_at(self, point: QPoint) -> str:
        """Return the name of the kernel at a place; "" between them."""
        named = enumerate(self._names)
        return next((name for i, name in named if self.rect_of(i).contains(point)), "")
