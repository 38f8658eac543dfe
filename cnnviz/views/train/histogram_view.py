"""A histogram: how often numbers of each size occur."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from cnnviz.language import _
from cnnviz.runs.layer_numbers import Spread
from cnnviz.text.numbers import count_text, significant_text
from cnnviz.views.controls.painted_view import PaintedView
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look


class HistogramView(PaintedView):
    """Bars over the range of the numbers, which stands below; negative ones orange."""

    def __init__(self, look: Look, name: str, title: str) -> None:
        super().__init__()
        self._look, self._title = look, title
        self.spread: Spread | None = None  # what is shown
        self._missing = ""
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_spread(self, spread: Spread | None, missing: str) -> None:
        """Show a histogram; without one, say in a few words why not."""
        self.spread, self._missing = spread, missing
        self.setAccessibleDescription(self.words())
        self.update()

    def words(self) -> str:
        """Say what is shown."""
        if self.spread is None:
            return self._missing
        text = _("{count} numbers from {low} to {high}, mean {mean}")
        told = text.format(
            count=count_text(self.spread.total), low=significant_text(self.spread.low, 3),
            high=significant_text(self.spread.high, 3), mean=significant_text(self.spread.mean, 3),
        )  # fmt: skip
        if self.spread.not_finite:
            lost = _("; {count} of them are NaN or infinite")
            told += lost.format(count=count_text(self.spread.not_finite))
        return told

    def told_at(self, point: QPoint) -> str:
        """Tell the whole histogram."""
        return self.words()

    def sizeHint(self) -> QSize:
        """Return room for title, bars and range."""
        return QSize(self._look.px(150), self._look.px(108))

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        return QSize(self._look.px(110), self._look.px(108))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the bars, the heights as shares of the largest one."""
        px, colors = self._look.px, self._look.colors
        painter.setFont(self._look.font(11))
        painter.setPen(QColor(colors.muted))
        line = px(16)
        ways = Qt.AlignmentFlag
        painter.drawText(QRect(0, 0, self.width(), line), ways.AlignLeft, self._title)
        room = QRectF(0, line + 2, self.width(), self.height() - 2 * line - 4)
        if self.spread is None:
            flags = ways.AlignLeft | ways.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(flags), self._missing)
            return
        self._paint_bars(painter, room, self.spread)
        painter.setPen(QColor(colors.muted))
        below = QRect(0, self.height() - line, self.width(), line)
        if self.spread.low == self.spread.high:  # all are the same
            painter.drawText(below, ways.AlignHCenter, significant_text(self.spread.low, 2))
            return
        painter.drawText(below, ways.AlignLeft, significant_text(self.spread.low, 2))
        painter.drawText(below, ways.AlignRight, significant_text(self.spread.high, 2))
        painter.drawText(below, ways.AlignHCenter, f"⌀ {significant_text(self.spread.mean, 2)}")

    def _paint_bars(self, painter: QPainter, room: QRectF, spread: Spread) -> None:
        colors, count = self._look.colors, len(spread.counts)
        largest, width = float(spread.counts.max()), room.width() / count
        painter.setPen(QColor(colors.line))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        for place, number in enumerate(spread.counts):
            middle = spread.low + (place + 0.5) * (spread.high - spread.low) / count
            height = room.height() * float(number) / largest if largest else 0.0
            if number:  # the rarest, too, are seen
                height = max(height, 1.0)
            bar = QRectF(QPointF(room.left() + place * width, room.bottom() - height),
                         room.bottomLeft() + QPointF((place + 1) * width - 1, 0))  # fmt: skip
            painter.fillRect(bar, QColor(colors.positive if middle >= 0 else colors.negative))
