"""A strip of small pictures, one for each kernel slice, of which one is chosen."""

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterStateGuard, QPen
from PySide6.QtWidgets import QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.views.cells.painting import FRAME, hard_pixels
from cnnviz.views.controls.item_list import Index, ItemModel, WrappedList
from cnnviz.views.controls.safe_painting import painted_item
from cnnviz.views.look.hard_pixels import draw_pixels
from cnnviz.views.look.theme import Look

LARGE, SMALL = 31, 20  # side of a picture in pixels at 100 %; small where there are many
MANY = 24
GAP = 3  # pixels at 100 %
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class SliceModel(ItemModel):
    """The slices (N, H, W) of a kernel, what each is called, and which were edited."""

    def __init__(self) -> None:
        super().__init__()
        self.slices: Array = np.zeros((1, 1, 1), np.float32)
        self.names = [""]
        self.edited: tuple[bool, ...] = (False,)
        self.count = 1

    def told(self, place: int) -> str:
        """Return which slice of how many it is, what it is called, and whether it was edited."""
        plain = _("Slice {place} of {count}: {name}")
        edited = _("Slice {place} of {count}: {name}, edited")
        text = edited if self.edited[place] else plain
        return text.format(name=self.names[place], place=place + 1, count=len(self.slices))

    def named(self, place: int) -> str:
        """Return the same with its name in front."""
        plain = _("{name} ({place} of {count})")
        edited = _("{name} ({place} of {count}), edited")
        text = edited if self.edited[place] else plain
        return text.format(name=self.names[place], place=place + 1, count=len(self.slices))


class KernelStrip(WrappedList):
    """Shows slices (N, H, W) side by side in as many rows as it takes; a click chooses one."""

    chosen = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        self._look, self._slices = look, SliceModel()
        super().__init__(self._slices)
        if parent is not None:
            self.setParent(parent)
        self.image = hard_pixels(self._slices.slices[0], 0.0)  # of all slices below each other
        self._limit = 0.0
        self.setItemDelegate(SliceDelegate(self, self._slices, look))
        policy = self.sizePolicy()  # a narrow column has more rows than the hint, a low one fewer
        policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)
        self.show_current(0)
        look.changed.connect(self.measure)
        self.measure()

    @property
    def current(self) -> int:
        """The slice that is framed, counted from 0."""
        return max(0, self.currentIndex().row())

    def show_slices(
        self, slices: Array, limit: float, edited: tuple[bool, ...], names: list[str]
    ) -> None:
        """Show slices; those of size `limit` get the full colour, edited ones a dot."""
        model, current = self._slices, self.current
        before, marks = model.slices, model.edited
        is_alike = slices.shape == before.shape and (self._limit, marks) == (limit, edited)
        model.slices, model.edited, model.names = slices, edited, names
        self._limit = limit
        self.image = hard_pixels(slices.reshape(-1, slices.shape[2]), limit)
        if is_alike:
            for place in np.flatnonzero((before != slices).any(axis=(1, 2))):
                self.update(model.index(int(place)))
        else:
            model.take(len(slices))
            self.show_current(min(current, len(slices) - 1))
            self.viewport().update()
        if slices.shape != before.shape:
            self.measure()
        self._name_current()

    def set_current(self, current: int) -> None:
        """Frame another slice."""
        self.show_current(min(max(current, 0), len(self._slices.slices) - 1))
        self._name_current()

    def _name_current(self) -> None:
        told = self._slices.named(self.current)
        self.setAccessibleName(_("Kernel slices: {slice}").format(slice=told))

    # Its size

    def gap(self) -> int:
        """Return the pixels between two slices."""
        return self._look.px(GAP)

    def side(self) -> int:
        """Return the side of a slice in pixels."""
        return self._look.px(LARGE if len(self._slices.slices) <= MANY else SMALL)

    def cell(self) -> tuple[int, int]:
        """Return the size of a slice with the gap below it."""
        return self.side(), self.side() + self.gap()

    def sizeHint(self) -> QSize:
        """Return room for eight pictures in a row."""
        width = 8 * (self.side() + self.gap())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return room for one picture."""
        return QSize(self.side(), self.side())

    def slice_rect(self, place: int) -> QRect:
        """Return where a slice is painted."""
        return self.slice_in(self.visualRect(self._slices.index(place)))

    def slice_in(self, item: QRect) -> QRect:
        """Return where in an item its slice is painted."""
        rows, cols = self._slices.slices.shape[1:]
        unit = self.side() / max(rows, cols)
        size = QSize(max(1, round(cols * unit)), max(1, round(rows * unit)))
        cell = QRect(item.topLeft(), QSize(self.side(), self.side()))
        corner = cell.center() - QPoint((size.width() - 1) // 2, (size.height() - 1) // 2)
        return QRect(corner, size)

    # What it takes

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the slice under the mouse."""
        place = self.indexAt(event.position().toPoint()).row()
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._choose(place)

    def takes(self, event: QKeyEvent) -> bool:
        """Take the arrows, but for those that lead out of it."""
        return self._next(event) is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the slice beside, above or below."""
        place = self._next(event)
        if place is None:
            event.ignore()
        elif 0 <= place < len(self._slices.slices):
            self._choose(place)

    def _next(self, event: QKeyEvent) -> int | None:
        return self.neighbour(event) if event.modifiers() in _PLAIN else None

    def _choose(self, place: int) -> None:
        if place != self.current:
            self.set_current(place)
            self.chosen.emit(place)


class SliceDelegate(QStyledItemDelegate):
    """Paints a slice from the image of all, the frame, and the dot of an edited one."""

    def __init__(self, strip: KernelStrip, slices: SliceModel, look: Look) -> None:
        super().__init__(strip)
        self._strip, self._slices, self._look = strip, slices, look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for a slice and the gaps beside and below it."""
        width, height = self._strip.cell()
        return QSize(width + self._strip.gap(), height)

    @painted_item
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one slice."""
        place, (rows, columns) = index.row(), self._slices.slices.shape[1:]
        rect = self._strip.slice_in(option.rect)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)  # hard pixels
        part = QRectF(0, place * rows, columns, rows)
        draw_pixels(painter, QRectF(rect), self._strip.image, part)
        painter.setPen(QPen(QColor(self._look.colors.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if place == self._strip.current:
            painter.setPen(QPen(QColor(FRAME), 3 if self._strip.hasFocus() else 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        if self._slices.edited[place]:
            with QPainterStateGuard(painter):
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(QColor("white"), 1))
                painter.setBrush(QColor(FRAME))
                radius = self._look.px(3.5)
                middle = rect.topRight() + QPoint(-radius + 1, radius - 1)
                painter.drawEllipse(middle, radius, radius)
