"""A strip of small pictures, one for each kernel slice, of which one is chosen."""

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.cnn.ops import Array
from cnnviz.views.cells.painting import FRAME, hard_pixels
from cnnviz.views.controls.painted_view import PaintedView
from cnnviz.views.look.theme import Look

LARGE, SMALL = 31, 20  # side of a picture in pixels at 100 %; small where there are many
MANY = 24
GAP = 3  # pixels at 100 %
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class KernelStrip(PaintedView):
    """Shows slices (N, H, W) side by side in as many rows as it takes; a click chooses one."""

    chosen = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._slices: Array = np.zeros((1, 1, 1), np.float32)
        self._image = hard_pixels(self._slices[0], 0.0)
        self._limit = 0.0
        self._current, self._names = 0, ["slice 1"]
        self._edited: tuple[bool, ...] = (False,)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look.changed.connect(self.updateGeometry)

    @property
    def current(self) -> int:
        """The slice that is framed, counted from 0."""
        return self._current

    def show_slices(
        self, slices: Array, limit: float, edited: tuple[bool, ...], names: list[str]
    ) -> None:
        """Show slices; those of size `limit` get the full colour, edited ones a dot."""
        before, scale, marks = self._slices, self._limit, self._edited
        self._slices, self._limit = slices, limit
        self._edited, self._names = edited, names
        self._image = hard_pixels(slices.reshape(-1, slices.shape[2]), limit)
        if slices.shape != before.shape:
            self._current = min(self._current, len(slices) - 1)
            self.updateGeometry()
        self._name_current()
        if slices.shape == before.shape and (scale, marks) == (limit, edited):
            for place in np.flatnonzero((before != slices).any(axis=(1, 2))):
                self.update(self.slice_rect(int(place)))
        else:
            self.update()

    def set_current(self, current: int) -> None:
        """Frame another slice."""
        self._current = min(max(current, 0), len(self._slices) - 1)
        self._name_current()
        self.update()

    def _name_current(self) -> None:
        self.setAccessibleName(f"Kernel slices: {self._told(self._current)}")

    def _told(self, place: int) -> str:
        edited = ", edited" if self._edited[place] else ""
        return f"{self._names[place]} ({place + 1} of {len(self._slices)}){edited}"

    # Its size

    def _side(self) -> int:
        return self._look.px(LARGE if len(self._slices) <= MANY else SMALL)

    def _columns(self, width: int) -> int:
        return int(max(1, (width + self._look.px(GAP)) // (self._side() + self._look.px(GAP))))

    def heightForWidth(self, width: int) -> int:
        """Return the height of the rows that fit into a width."""
        rows = -(-len(self._slices) // self._columns(width))
        return int(rows * (self._side() + self._look.px(GAP)))

    def sizeHint(self) -> QSize:
        """Return room for eight pictures in a row."""
        width = 8 * (self._side() + self._look.px(GAP))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return room for one picture."""
        return QSize(self._side(), self._side())

    def slice_rect(self, place: int) -> QRect:
        """Return where a slice is painted."""
        step, columns = self._side() + self._look.px(GAP), self._columns(self.width())
        row, column = divmod(place, columns)
        rows, cols = self._slices.shape[1:]
        unit = self._side() / max(rows, cols)
        size = QSize(max(1, round(cols * unit)), max(1, round(rows * unit)))
        cell = QRect(QPoint(column * step, row * step), QSize(self._side(), self._side()))
        corner = cell.center() - QPoint((size.width() - 1) // 2, (size.height() - 1) // 2)
        return QRect(corner, size)

    def slice_at(self, point: QPoint) -> int | None:
        """Return the slice at a point, or None."""
        step = self._side() + self._look.px(GAP)
        column, row = point.x() // step, point.y() // step
        place = row * self._columns(self.width()) + column
        inside = 0 <= column < self._columns(self.width()) and 0 <= place < len(self._slices)
        return place if inside else None

    # What it shows and takes

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every slice from one image, the frame, and the dots."""
        painter, theme = QPainter(self), self._look.colors
        rows, columns = self._slices.shape[1:]
        for place in range(len(self._slices)):
            source = QRect(0, place * rows, columns, rows)
            painter.drawImage(self.slice_rect(place), self._image, source)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawRects([self.slice_rect(i).adjusted(0, 0, -1, -1) for i in self._all()])
        painter.setPen(QPen(QColor(FRAME), 3 if self.hasFocus() else 2))
        painter.drawRect(self.slice_rect(self._current).adjusted(1, 1, -2, -2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("white"), 1))
        painter.setBrush(QColor(FRAME))
        radius = self._look.px(3.5)
        for place in self._all():
            if self._edited[place]:
                inner = QPoint(-radius + 1, radius - 1)
                painter.drawEllipse(self.slice_rect(place).topRight() + inner, radius, radius)

    def _all(self) -> range:
        return range(len(self._slices))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the slice under the mouse."""
        place = self.slice_at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(place)

    def takes(self, event: QKeyEvent) -> bool:
        """Take the arrows, but for those that lead out of it."""
        return self._next(event) is not None

    def told_at(self, point: QPoint) -> str:
        """Tell a slice."""
        place = self.slice_at(point)
        return "" if place is None else self._told(place).capitalize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the slice beside, above or below."""
        place = self._next(event)
        if place is None:
            event.ignore()
        elif 0 <= place < len(self._slices):
            self._choose(place)

    def _next(self, event: QKeyEvent) -> int | None:
        down = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        step = _STEPS.get(Qt.Key(event.key()), 0) + down * self._columns(self.width())
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        return self._current + step if step and plain else None

    def _choose(self, place: int) -> None:
        if place != self._current:
            self.set_current(place)
            self.chosen.emit(place)
