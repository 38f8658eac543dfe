"""Classes below each other, each with its value and a bar; one is chosen by a click or by keys."""

from typing import NamedTuple

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from cnnviz.language import _
from cnnviz.views.controls.painted_view import PaintedView
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.network.output_list import paint_class

ROW, BAR = 40, 5  # pixels at 100 %
_KEYS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ClassRow(NamedTuple):
    """One class."""

    channel: int
    name: str
    value: str  # "" while it is not told
    share: float  # how long its bar is, 0 to 1


class ClassRows(PaintedView):
    """The first is the best and violet. Up and Down move, Enter chooses."""

    chosen = Signal(int)  # the channel

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.rows: list[ClassRow] = []
        self._current = 0
        self.setObjectName("best-classes-rows")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_rows(self, rows: list[ClassRow], title: str) -> None:
        """Show some classes, the best first."""
        is_other = len(rows) != len(self.rows)
        if rows != self.rows:
            self.rows = rows
            self._current = min(self._current, max(len(rows) - 1, 0))
            self.update()
        if is_other:
            self.updateGeometry()
        self.setAccessibleName(title)
        told = "; ".join(f"{row.name}: {row.value}" if row.value else row.name for row in rows)
        self.setAccessibleDescription(told)

    def row(self, index: int) -> QRectF:
        """Return the place of a row."""
        high = self._look.px(ROW)
        return QRectF(0, index * high, self.width(), high)

    def sizeHint(self) -> QSize:
        """Return the room of all rows."""
        return QSize(self._look.px(140), max(len(self.rows), 1) * self._look.px(ROW))

    def minimumSizeHint(self) -> QSize:
        """Return the same height, in little width."""
        return QSize(self._look.px(60), self.sizeHint().height())

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint name, value and bar of each."""
        px, colors = self._look.px, self._look.colors
        for index, row in enumerate(self.rows):
            place = self.row(index)
            paint_class(painter, self._look, place, (row.name, row.value), index == 0)
            if row.value:
                whole = QRectF(0, place.bottom() - px(12), place.width(), px(BAR))
                painter.fillRect(whole, QColor(colors.track))
                whole.setWidth(whole.width() * row.share)
                painter.fillRect(whole, QColor(colors.accent if index == 0 else colors.pale))
            if self.hasFocus() and index == self._current:
                painter.setPen(QColor(colors.accent))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(place.adjusted(0, 0, -1, -2))

    def told_at(self, point: QPoint) -> str:
        """Tell a class."""
        index = int(point.y() // self._look.px(ROW))
        if not 0 <= index < len(self.rows):
            return ""
        row = self.rows[index]
        if not row.value:
            return row.name
        return _("{name}: {value}").format(name=row.name, value=row.value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the class under the pointer."""
        index = int(event.position().y() // self._look.px(ROW))
        if 0 <= index < len(self.rows):
            self._current = index
            self.chosen.emit(self.rows[index].channel)

    def takes(self, event: QKeyEvent) -> bool:
        """Keep the arrows and Enter from the page while the focus is here."""
        return event.key() in (*_KEYS, *_ENTER) and not event.modifiers()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, or choose."""
        way = _KEYS.get(Qt.Key(event.key()))
        if way is not None and self.rows:
            self._current = min(max(self._current + way, 0), len(self.rows) - 1)
            self.update()
        elif event.key() in _ENTER and self.rows:
            self.chosen.emit(self.rows[self._current].channel)
        else:
            super().keyPressEvent(event)
