"""A few facts below each other, as large as the room allows."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.language import ngettext
from cnnviz.text.numbers import count_text
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.present.texts import CAPTION

LEAST, LARGEST = 14, 24  # pixels at 100 %: of the letters
AIR = 1.5  # how much higher a row is than its letters
GAP = 24  # pixels at 100 %: between columns


class Rows(QWidget):
    """A table without lines to be read from the last row; its first column is bold."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._rows: Sequence[tuple[str, ...]] = ()
        self.columns: tuple[str, ...] = ()  # what stands above them
        self._is_wide = False  # whether the second column, not the last ones, has the room
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    def show_rows(
        self, rows: Sequence[tuple[str, ...]], heading: str, columns: tuple[str, ...] = ()
    ) -> None:
        """Show rows of as many texts each; a screen reader hears the heading and all of them."""
        self._rows, self.columns = rows, columns
        self.setAccessibleName(heading)
        self.setAccessibleDescription("\n".join(", ".join(filter(None, row)) for row in rows))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for some rows."""
        return QSize(self._look.px(400), self._look.px(240))

    def minimumSizeHint(self) -> QSize:
        """Return the least room of use."""
        return QSize(self._look.px(200), self._look.px(120))

    @property
    def shown(self) -> int:
        """How many rows have room."""
        fits = int(self.height() / (self._look.px(LEAST) * AIR)) - bool(self.columns)
        count = len(self._rows)
        return count if count <= fits else max(1, fits - 1)

    @property
    def letters(self) -> float:
        """The size of the letters, in pixels at 100 %."""
        lines = max(1, self._lines)
        size = min(LARGEST, self.height() / lines / AIR / self._look.px(100) * 100)
        while size > LEAST and sum(self._widths(size)) > self.width():
            size -= 1
        return max(LEAST, size)

    @property
    def _lines(self) -> int:
        """How many lines are painted: headings, rows, and how many rows have no room."""
        return bool(self.columns) + self.shown + (self.shown < len(self._rows))

    def _widths(self, size: float) -> list[float]:
        headed = [self.columns] if self.columns else []
        columns = zip(*headed, *self._rows[: self.shown], strict=True)
        gap = self._look.px(GAP)
        return [
            max(self._look.metrics(size, bold=not at).horizontalAdvance(text) for text in column)
            + gap
            for at, column in enumerate(columns)
        ]

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the rows, a pale line below each."""
        if not self._rows:
            return
        size, shown = self.letters, self.shown
        widths, colors = self._widths(size), self._look.colors
        lines, headed = self._lines, [self.columns] if self.columns else []
        high = min(self.height() / lines, self._look.px(size) * 2.2)
        wide = min(self.width(), sum(widths) * 1.6)
        left, top = (self.width() - wide) / 2, (self.height() - high * lines) / 2
        spread = (wide - sum(widths)) / max(1, len(widths) - 1)
        for number, row in enumerate((*headed, *self._rows[:shown])):
            x, y = left, top + number * high
            for at, (text, width) in enumerate(zip(row, widths, strict=True)):
                is_head = number < len(headed)
                painter.setFont(self._look.font(size, bold=not at and not is_head))
                painter.setPen(QColor(colors.muted if at == 1 or is_head else colors.text))
                side = Qt.AlignmentFlag.AlignRight if at > 1 else Qt.AlignmentFlag.AlignLeft
                place = QRectF(x, y, width - (self._look.px(GAP) if at < 2 else 0), high)
                painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, text)
                x += width + spread
            painter.setPen(QPen(QColor(colors.line), 1))
            painter.drawLine(round(left), round(y + high), round(left + wide), round(y + high))
        below = top + (len(headed) + shown) * high
        self._paint_rest(painter, QRectF(left, below, wide, high))

    def _paint_rest(self, painter: QPainter, place: QRectF) -> None:
        """Say how many rows have no room."""
        rest = len(self._rows) - self.shown
        if rest:
            text = ngettext("and {n} more", "and {n} more", rest).format(n=count_text(rest))
            painter.setFont(self._look.font(min(self.letters, CAPTION)))
            painter.setPen(QColor(self._look.colors.muted))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
