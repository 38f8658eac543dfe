"""The layers of a plan as a list: chosen, moved by drag and by keys, taken out, added."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)

from cnnviz.language import _
from cnnviz.views.controls.item_list import ItemList
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.train.layer_delegate import GAP, HEIGHT, LayerDelegate, LayerModel, LayerRow

DRAG = 5  # pixels that make a drag of a click
_READING = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}
_CHANGING = {
    Qt.Key.Key_Delete, Qt.Key.Key_Insert, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space
}  # fmt: skip


class LayerRows(ItemList):
    """Tells which row is chosen, and what is to be moved, removed or added."""

    chosen = Signal(int)
    moved = Signal(int, int)  # (from, to), `to` counted without the row that moves
    removed = Signal(int)
    add_asked = Signal()
    opened = Signal()  # its options are wanted

    def __init__(self, look: Look) -> None:
        self._look, self._layers = look, LayerModel()
        super().__init__(self._layers)
        self._pressed: QPoint | None = None
        self._drop: int | None = None  # the gap that a dragged row would fall into
        self._painter = LayerDelegate(self._layers, self, look)
        self.setItemDelegate(self._painter)
        self.setObjectName("layer-rows")
        self.setAccessibleName(_("Layers"))
        look.changed.connect(self._lay_out)

    @property
    def rows(self) -> tuple[LayerRow, ...]:
        """What is shown."""
        return self._layers.rows

    @property
    def current(self) -> int:
        """The chosen row, counted from 0."""
        return max(0, self.currentIndex().row())

    @property
    def can_change(self) -> bool:
        """Whether rows can be moved, taken out and added; else they are only read."""
        return self._layers.can_move

    def show_rows(
        self, rows: tuple[LayerRow, ...], current: int, *, can_change: bool = True
    ) -> None:
        """Show rows; `current` is framed."""
        self._layers.can_move = can_change
        current = min(max(current, 0), max(0, len(rows) - 1))
        if rows != self._layers.rows:
            self._layers.rows = rows
            self._layers.take(len(rows))
            self._lay_out()
        self.show_current(current)
        if rows:
            self.setAccessibleDescription(self._layers.spoken(current))

    def told(self, index: int) -> str:
        """Return what a row says in full, with its parameters as a formula."""
        return self._layers.told(index)

    # Where rows stand

    def _lay_out(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()

    def row_rect(self, index: int) -> QRect:
        """Return where a row is painted."""
        whole = self.visualRect(self.model().index(index, 0))
        return whole.adjusted(0, 0, 0, -self._look.px(GAP))

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        height = sum(self._painter.height(place) for place in range(len(self.rows)))
        return QSize(self._look.px(300), max(self._look.px(HEIGHT), height))

    def minimumSizeHint(self) -> QSize:
        """Return all the height, and little width."""
        return QSize(self._look.px(180), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the sentences again."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every row, and where a dragged one would fall."""
        super().paintEvent(event)
        self._paint_drop(event)

    @painted
    def _paint_drop(self, painter: QPainter, event: QPaintEvent) -> None:
        if self._drop is not None:
            painter.setPen(QPen(QColor(self._look.colors.accent), 3))
            y = max(2, self._top(self._drop) - self._look.px(GAP) // 2)
            painter.drawLine(0, y, self.width(), y)

    def _top(self, place: int) -> int:
        """Return where a row begins, or, behind the last one, where that ends."""
        if place < len(self.rows):
            return self.row_rect(place).top()
        return self.row_rect(place - 1).bottom() + 1 + self._look.px(GAP)

    # Mouse

    def row_at(self, point: QPoint) -> int | None:
        """Return the row at a point, or None."""
        place = self.indexAt(point).row()
        return place if place >= 0 and self.row_rect(place).contains(point) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row; a drag may follow."""
        index = self.row_at(event.position().toPoint())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            self.chosen.emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the dragged row would fall."""
        point = event.position().toPoint()
        if (
            not self.can_change
            or self._pressed is None
            or (point - self._pressed).manhattanLength() < DRAG
        ):
            return
        middles = [self.row_rect(i).center().y() for i in range(len(self.rows))]
        self._drop = sum(middle < point.y() for middle in middles)
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the dragged row fall."""
        drop, self._drop, self._pressed = self._drop, None, None
        self.viewport().unsetCursor()
        self.viewport().update()
        if drop is not None:
            to = drop - (drop > self.current)
            if to != self.current:
                self.moved.emit(self.current, to)

    # Keys

    def takes(self, event: QKeyEvent) -> bool:
        """Take the keys that choose, move and change rows."""
        return Qt.Key(event.key()) in (_READING | _CHANGING if self.can_change else _READING)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Up and Down, move with Alt, take out with Delete, add with Insert."""
        if (not self.rows and event.key() != Qt.Key.Key_Insert) or not self.takes(event):
            event.ignore()
            return
        last, key = len(self.rows) - 1, Qt.Key(event.key())
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key, 0)
        to = min(max(self.current + step, 0), last)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier and self.can_change:
            if to != self.current:
                self.moved.emit(self.current, to)
        elif step:
            self.chosen.emit(to)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.chosen.emit(0 if key == Qt.Key.Key_Home else last)
        else:
            self._command(key)

    def _command(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Delete:
            self.removed.emit(self.current)
        elif key == Qt.Key.Key_Insert:
            self.add_asked.emit()
        else:
            self.opened.emit()
