"""The layers of a plan as rows: name, options, shape and parameters; moved by drag and by keys."""

from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
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

HEIGHT, GAP, PAD = 26, 4, 8  # pixels at 100 %
DRAG = 5  # pixels that make a drag of a click
_KEYS = {
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Delete,
    Qt.Key.Key_Insert, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space,
}  # fmt: skip


class LayerRow(NamedTuple):
    """What is told of one layer."""

    name: str
    detail: str
    shape: str
    parameters: str  # how many
    formula: str
    problem: str


class LayerRows(PaintedView):
    """Paints the rows; tells which is chosen, and what is to be moved, removed or added."""

    chosen = Signal(int)
    moved = Signal(int, int)  # (from, to), `to` counted without the row that moves
    removed = Signal(int)
    add_asked = Signal()
    opened = Signal()  # its options are wanted

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows: tuple[LayerRow, ...] = ()
        self._tops: list[int] = []
        self._current = 0
        self._pressed: QPoint | None = None
        self._drop: int | None = None  # the gap that a dragged row would fall into
        self.setObjectName("layer-rows")
        self.setAccessibleName("Layers")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._lay_out)

    @property
    def rows(self) -> tuple[LayerRow, ...]:
        """What is shown."""
        return self._rows

    @property
    def current(self) -> int:
        """The chosen row, counted from 0."""
        return self._current

    def show_rows(self, rows: tuple[LayerRow, ...], current: int) -> None:
        """Show rows; `current` is framed."""
        self._current = min(max(current, 0), max(0, len(rows) - 1))
        if rows != self._rows:
            self._rows = rows
            self._lay_out()
        if rows:
            row = rows[self._current]
            said = (f"Layer {self._current + 1} of {len(rows)}: {row.name}", row.detail, row.shape)
            words = [*said, f"{row.parameters} parameters", row.problem]
            self.setAccessibleDescription(", ".join(word for word in words if word))
        self.update()

    # Where rows stand

    def _problem_height(self, row: LayerRow) -> int:
        if not row.problem:
            return 0
        metrics = QFontMetrics(self._look.font(12))
        room = QRect(0, 0, max(60, self.width() - 2 * self._look.px(PAD)), 10_000)
        wrap = Qt.TextFlag.TextWordWrap
        return metrics.boundingRect(room, wrap, row.problem).height() + self._look.px(6)

    def _lay_out(self) -> None:
        top, self._tops = 0, []
        for row in self._rows:
            self._tops.append(top)
            top += self._look.px(HEIGHT) + self._problem_height(row) + self._look.px(GAP)
        self._tops.append(top)
        self.updateGeometry()
        self.update()

    def row_rect(self, index: int) -> QRect:
        """Return where a row is painted."""
        height = self._tops[index + 1] - self._tops[index] - self._look.px(GAP)
        return QRect(0, self._tops[index], self.width(), height)

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        return QSize(
            self._look.px(300), max(self._look.px(HEIGHT), self._tops[-1] if self._tops else 0)
        )

    def minimumSizeHint(self) -> QSize:
        """Return all the height, and little width."""
        return QSize(self._look.px(180), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the sentences again."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every row, and where a dragged one would fall."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        widths = self._widths()
        for index, row in enumerate(self._rows):
            self._paint_row(painter, index, row, widths)
        if self._drop is not None:
            painter.setPen(QPen(QColor(self._look.colors.accent), 3))
            y = max(2, self._tops[self._drop] - self._look.px(GAP) // 2)
            painter.drawLine(0, y, self.width(), y)
        painter.end()

    def _widths(self) -> tuple[int, int]:
        """Return the widths of the columns of shapes and counts."""
        metrics, gap = QFontMetrics(self._look.font(12)), self._look.px(10)
        shapes = max((metrics.horizontalAdvance(row.shape) for row in self._rows), default=0)
        counts = max((metrics.horizontalAdvance(row.parameters) for row in self._rows), default=0)
        return shapes + gap, counts + gap

    def _paint_row(
        self, painter: QPainter, index: int, row: LayerRow, widths: tuple[int, int]
    ) -> None:
        colors, px, place = self._look.colors, self._look.px, self.row_rect(index)
        is_current = index == self._current
        edge = colors.negative if row.problem else colors.accent if is_current else colors.line
        width = 2 if is_current and self.hasFocus() else 1
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(colors.accent_soft if is_current else colors.surface))
        painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), px(6), px(6))
        line = QRect(px(PAD), place.top(), self.width() - 2 * px(PAD), px(HEIGHT))
        self._paint_grip(painter, line)
        painter.setPen(QColor(colors.muted))
        painter.setFont(self._look.font(12))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, right, row.parameters)
        painter.drawText(line.adjusted(0, 0, -widths[1], 0), right, row.shape)
        self._paint_name(painter, line.adjusted(px(16), 0, -sum(widths), 0), row)
        if row.problem:
            painter.setPen(QColor(colors.negative))
            painter.setFont(self._look.font(12))
            below = place.adjusted(px(PAD), px(HEIGHT) - px(2), -px(PAD), 0)
            painter.drawText(below, Qt.TextFlag.TextWordWrap, row.problem)

    def _paint_name(self, painter: QPainter, room: QRect, row: LayerRow) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        bold = self._look.font(12.5, bold=True)
        metrics = QFontMetrics(bold)
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(bold)
        painter.setPen(QColor(self._look.colors.text))
        painter.drawText(room, middle, name)
        rest = room.adjusted(metrics.horizontalAdvance(name) + self._look.px(8), 0, 0, 0)
        font = self._look.font(12)
        if rest.width() > self._look.px(24):
            detail = QFontMetrics(font).elidedText(
                row.detail, Qt.TextElideMode.ElideRight, rest.width()
            )
            painter.setFont(font)
            painter.setPen(QColor(self._look.colors.muted))
            painter.drawText(rest, middle, detail)

    def _paint_grip(self, painter: QPainter, line: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.colors.pale))
        size, step = self._look.px(2), self._look.px(4)
        for row in range(3):
            for column in range(2):
                y = line.center().y() + (row - 1) * step - size // 2
                painter.drawEllipse(line.left() + column * step, y, size, size)

    # Mouse

    def row_at(self, point: QPoint) -> int | None:
        """Return the row at a point, or None."""
        indices = range(len(self._rows))
        return next((i for i in indices if self.row_rect(i).contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row; a drag may follow."""
        index = self.row_at(event.position().toPoint())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            self.chosen.emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the dragged row would fall."""
        point = event.position().toPoint()
        if self._pressed is None or (point - self._pressed).manhattanLength() < DRAG:
            return
        middles = [self.row_rect(i).center().y() for i in range(len(self._rows))]
        self._drop = sum(middle < point.y() for middle in middles)
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the dragged row fall."""
        drop, self._drop, self._pressed = self._drop, None, None
        self.unsetCursor()
        self.update()
        if drop is not None:
            to = drop - (drop > self._current)
            if to != self._current:
                self.moved.emit(self._current, to)

    # Keys and words

    def takes(self, event: QKeyEvent) -> bool:
        """Take the keys that choose, move and change rows."""
        return Qt.Key(event.key()) in _KEYS

    def told_at(self, point: QPoint) -> str:
        """Tell a row."""
        index = self.row_at(point)
        return "" if index is None else self.told(index)

    def told(self, index: int) -> str:
        """Return what a row says in full, with its parameters as a formula."""
        row = self._rows[index]
        head = f"{row.name}: {row.detail}" if row.detail else row.name
        parts = [head, f"gives {row.shape}" if row.shape else "", row.formula, row.problem]
        return "\n".join(part for part in parts if part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Up and Down, move with Alt, take out with Delete, add with Insert."""
        if not self._rows and event.key() != Qt.Key.Key_Insert:
            event.ignore()
            return
        last, key = len(self._rows) - 1, Qt.Key(event.key())
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key, 0)
        to = min(max(self._current + step, 0), last)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if to != self._current:
                self.moved.emit(self._current, to)
        elif step:
            self.chosen.emit(to)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.chosen.emit(0 if key == Qt.Key.Key_Home else last)
        elif key in _KEYS:
            self._command(key)
        else:
            super().keyPressEvent(event)

    def _command(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Delete:
            self.removed.emit(self._current)
        elif key == Qt.Key.Key_Insert:
            self.add_asked.emit()
        else:
            self.opened.emit()
