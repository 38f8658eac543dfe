"""How a layer of a plan is painted: a grip, name and options, shape and parameters, its problem."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from cnnviz.language import _
from cnnviz.views.controls.item_list import Index, ItemModel
from cnnviz.views.controls.safe_painting import painted_item
from cnnviz.views.look.theme import Look

HEIGHT, GAP, PAD = 26, 4, 8  # pixels at 100 %


class LayerRow(NamedTuple):
    """What is told of one layer."""

    name: str
    detail: str
    shape: str
    parameters: str  # how many
    formula: str
    problem: str


class LayerModel(ItemModel):
    """The layers of a plan."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[LayerRow, ...] = ()
        self.can_move = True  # whether rows have a grip

    def told(self, place: int) -> str:
        """Return what a row says in full, with its parameters as a formula."""
        row = self.rows[place]
        named = _("{name}: {options}").format(name=row.name, options=row.detail)
        shape = _("gives {shape}").format(shape=row.shape) if row.shape else ""
        parts = [named if row.detail else row.name, shape, row.formula, row.problem]
        return "\n".join(part for part in parts if part)

    def spoken(self, place: int) -> str:
        """Return what a screen reader says of a row."""
        row, text = self.rows[place], _("Layer {place} of {count}: {name}")
        first = text.format(place=place + 1, count=len(self.rows), name=row.name)
        parameters = _("{count} parameters").format(count=row.parameters)
        words = [first, row.detail, row.shape, parameters, row.problem]
        return ", ".join(word for word in words if word)


class LayerDelegate(QStyledItemDelegate):
    """Paints a row with the gap below it; the current one is framed."""

    def __init__(self, rows: LayerModel, view: QListView, look: Look) -> None:
        super().__init__(view)
        self._rows, self._view, self._look = rows, view, look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for a line, for its problem, and for the gap."""
        return QSize(self._look.px(60), self.height(index.row()))

    def height(self, place: int) -> int:
        """Return the height of a row with the gap below it."""
        room = self._look.px(HEIGHT) + self._look.px(GAP)
        return room + self._problem_height(self._rows.rows[place])

    def _problem_height(self, row: LayerRow) -> int:
        if not row.problem:
            return 0
        metrics = QFontMetrics(self._look.font(12))
        room = QRect(0, 0, max(60, self._view.width() - 2 * self._look.px(PAD)), 10_000)
        wrap = Qt.TextFlag.TextWordWrap
        return metrics.boundingRect(room, wrap, row.problem).height() + self._look.px(6)

    def _widths(self) -> tuple[int, int]:
        """Return the widths of the columns of shapes and counts."""
        metrics, gap = QFontMetrics(self._look.font(12)), self._look.px(10)
        rows = self._rows.rows
        shapes = max((metrics.horizontalAdvance(row.shape) for row in rows), default=0)
        counts = max((metrics.horizontalAdvance(row.parameters) for row in rows), default=0)
        return shapes + gap, counts + gap

    @painted_item
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        colors, px, row = self._look.colors, self._look.px, self._rows.rows[index.row()]
        place: QRect = option.rect.adjusted(0, 0, 0, -px(GAP))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter, place, row, index.row() == self._view.currentIndex().row())
        line = QRect(px(PAD), place.top(), place.width() - 2 * px(PAD), px(HEIGHT))
        if self._rows.can_move:
            self._paint_grip(painter, line)
        painter.setPen(QColor(colors.muted))
        painter.setFont(self._look.font(12))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        widths = self._widths()
        painter.drawText(line, right, row.parameters)
        painter.drawText(line.adjusted(0, 0, -widths[1], 0), right, row.shape)
        grip = px(16) if self._rows.can_move else 0
        self._paint_name(painter, line.adjusted(grip, 0, -sum(widths), 0), row)
        if row.problem:
            painter.setPen(QColor(colors.negative))
            painter.setFont(self._look.font(12))
            below = place.adjusted(px(PAD), px(HEIGHT) - px(2), -px(PAD), 0)
            painter.drawText(below, Qt.TextFlag.TextWordWrap, row.problem)

    def _paint_frame(
        self, painter: QPainter, place: QRect, row: LayerRow, is_current: bool
    ) -> None:
        colors, px = self._look.colors, self._look.px
        edge = colors.negative if row.problem else colors.accent if is_current else colors.line
        painter.setPen(QPen(QColor(edge), 2 if is_current and self._view.hasFocus() else 1))
        painter.setBrush(QColor(colors.accent_soft if is_current else colors.surface))
        painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), px(6), px(6))

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
