"""The scrub bar: a segment for each step or position, to click and to drag."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cnnviz.language import _
from cnnviz.state.cursor import Cursor
from cnnviz.text.numbers import count_text
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look

MARKED = 4  # pixels a segment needs, so that each is seen


class ScrubBar(QWidget):
    """A segment for each step, or for each position; a click or drag goes there."""

    def __init__(self, cursor: Cursor, look: Look) -> None:
        super().__init__()
        self._cursor, self._look = cursor, look
        self.setObjectName("scrub-bar")
        self.setAccessibleName(_("Steps"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        cursor.changed.connect(self._on_cursor_changed)

    def sizeHint(self) -> QSize:
        """Return a slim bar of any width."""
        return QSize(self._look.px(200), self._look.px(16))

    def minimumSizeHint(self) -> QSize:
        """Return the least useful size."""
        return QSize(self._look.px(80), self._look.px(16))

    @property
    def _now(self) -> tuple[int, int]:
        """How many steps or positions are done, and how many there are."""
        if self._cursor.is_open:
            return self._cursor.index + 1, self._cursor.count
        return self._cursor.number, max(self._cursor.last_number, 1)  # a network may have no layers

    def segment(self, step: int) -> QRectF:
        """Return the place of a step or position, 1 to the last, on the widget."""
        return self._segment(step, self._now[1])

    def _segment(self, step: int, count: int) -> QRectF:
        width = self.width() / count
        gap = min(self._look.px(4), width / 4)
        height = self._look.px(5)
        return QRectF((step - 1) * width, (self.height() - height) / 2, width - gap, height)

    def _on_cursor_changed(self) -> None:
        done, count = self._now
        is_open = self._cursor.is_open
        self.setAccessibleName(_("Positions") if is_open else _("Steps"))
        text = _("Position {number} of {count}") if is_open else _("Step {number} of {count}")
        self.setAccessibleDescription(text.format(number=count_text(done), count=count_text(count)))
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint what is done in violet, the rest pale; many positions as one line."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colors, (done, all_) = self._look.colors, self._now
        if self.width() / all_ < MARKED:
            ends = self._segment(1, all_), self._segment(all_, all_)
            whole = QRectF(ends[0].topLeft(), ends[1].bottomRight())
            self._bar(painter, whole, colors.track)
            more = whole.right() - self._segment(done, all_).right()
            self._bar(painter, whole.adjusted(0, 0, -more, 0))
        else:
            for step in range(1, all_ + 1):
                color = colors.accent if step <= done else colors.track
                self._bar(painter, self._segment(step, all_), color)
        if self.hasFocus():
            painter.setPen(QColor(colors.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _bar(self, painter: QPainter, place: QRectF, color: str = "") -> None:
        painter.setBrush(QColor(color or self._look.colors.accent))
        painter.drawRoundedRect(place, 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the step under the pointer."""
        self._go_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow a drag."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with up and down too, as sliders do."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if steps:
            self._show(self._now[0] + steps)
        else:
            super().keyPressEvent(event)

    def _go_to(self, place: QPointF) -> None:
        width = self.width() / self._now[1]
        self._show(int(place.x() // width) + 1 if place.x() >= 0 else 0)

    def _show(self, step: int) -> None:
        if self._cursor.is_open:
            self._cursor.go_to_index(step - 1)
        else:
            self._cursor.go_to_number(step)
