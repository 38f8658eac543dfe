"""Values in a row as bars with names: the scores of the classes, and their shares."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.cnn.ops import Array
from cnnviz.language import _
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.network.output_list import fitted_name
from cnnviz.views.present.texts import CAPTION

MOST = 40  # values that are shown with a bar each; more stand in a grid
LOWEST_ROW, HIGHEST_ROW = 21, 52  # pixels at 100 %
GAP = 8


class Bars(QWidget):
    """A name, a bar and a number for each value; the largest in bold."""

    chosen = Signal(int)  # which value of its node

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._names: list[str] = []
        self._channels: tuple[int, ...] = ()
        self._values: list[float] = []
        self._texts: list[str] = []
        self._told: list[bool] = []
        self._note = ""
        self._is_share, self._current, self._best = False, -1, -1
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self._on_look_changed)

    def show_values(  # noqa: PLR0913 - what is shown, and why it may not be
        self,
        names: list[str],
        values: Array,
        texts: list[str],
        told: NDArray[np.bool_] | None,
        *,
        is_share: bool,
        channels: Sequence[int],
        current: int = -1,
        note: str = "",
    ) -> None:
        """Show values with their names.

        Args:
            names: What each is called.
            values: The values, (N,).
            texts: What is printed of them.
            told: Which of them may be seen, (N,); None for all.
            is_share: Whether they are shares of 1, written in per cent.
            channels: Which value of its node each is.
            current: Which of these is chosen; −1 for none.
            note: Why none is told; stands in the place of the first number.
        """
        is_other = len(names) != len(self._names)
        self._names, self._values, self._texts = names, values.tolist(), texts
        self._channels = tuple(channels)
        self._is_share, self._current, self._note = is_share, current, note
        self._told = [True] * len(names) if told is None else told.tolist()
        self._best = int(values.argmax()) if all(self._told) else -1
        words = note
        if self._best >= 0:
            words = _("The largest: {name}, {value}")
            words = words.format(name=names[self._best], value=self.texts()[self._best])
        self.setAccessibleDescription(words)
        if is_other:
            self._on_look_changed()
        self.update()

    def texts(self) -> list[str]:
        """Return what is written at the end of each bar."""
        pairs = zip(self._texts, self._told, strict=True)
        texts = [text if is_told else "" for text, is_told in pairs]
        return [self._note, *texts[1:]] if self._note else texts

    def sizeHint(self) -> QSize:
        """Return bars of a good size."""
        return QSize(self._look.px(320), len(self._names) * self._look.px(32))

    def minimumSizeHint(self) -> QSize:
        """Return bars whose texts can be read."""
        return QSize(self._look.px(120), len(self._names) * self._look.px(LOWEST_ROW))

    def row(self, index: int) -> QRectF:
        """Return where a value stands."""
        count = max(1, len(self._names))
        high = min(self.height() / count, self._look.px(HIGHEST_ROW))
        top = (self.height() - high * count) / 2
        return QRectF(0, top + index * high, self.width(), high)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the rows in view."""
        if not self._names:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        texts = self.texts()
        metrics = QFontMetricsF(self._look.font(CAPTION, bold=True))
        gap = self._look.px(GAP)
        most = self.width() * 0.4
        ends = [
            min(most, max(metrics.horizontalAdvance(text) for text in column)) + gap
            for column in (self._names, texts)
        ]
        for index in range(len(self._names)):
            row = self.row(index)
            if row.intersects(event.rect().toRectF()):
                self._paint_row(painter, row, index, ends, is_best=index == self._best)

    def _paint_row(
        self, painter: QPainter, row: QRectF, index: int, ends: list[float], *, is_best: bool
    ) -> None:
        colors = self._look.colors
        if self._channels[index] == self._current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent_soft))
            painter.drawRoundedRect(row.adjusted(0, 1, 0, -1), 4, 4)
        font = self._look.font(CAPTION, bold=is_best)
        painter.setFont(font)
        painter.setPen(QColor(colors.text))
        inner = row.adjusted(self._look.px(4), 0, -self._look.px(4), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        wide, high = ends[0] - self._look.px(GAP), row.height()
        lines, size = fitted_name(
            self._look, (self._names[index], ""), (wide, high), CAPTION, is_bold=is_best
        )
        painter.setFont(self._look.font(size, bold=is_best))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, "\n".join(lines))
        painter.setFont(font)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, self.texts()[index])
        self._paint_name(painter, inner, index, ends[0] - self._look.px(GAP), is_best=is_best)
        bar = inner.adjusted(ends[0], 0, -ends[1], 0)
        self._paint_bar(painter, bar, self._values[index] if self._told[index] else 0.0)

    def _paint_name(
        self, painter: QPainter, row: QRectF, index: int, width: float, *, is_best: bool
    ) -> None:
        """Paint a name whole: where it is long in several lines, and smaller."""
        look, texts = self._look, (self._names[index], "")
        lines, size = fitted_name(look, texts, (width, row.height()), CAPTION, is_bold=is_best)
        painter.setFont(look.font(size, bold=is_best))
        tall = look.metrics(size, bold=is_best).height()
        high = min(tall, row.height() / len(lines))
        top = row.center().y() - high * len(lines) / 2
        for number, line in enumerate(lines):
            middle = top + (number + 0.5) * high
            place = QRectF(row.x(), middle - tall / 2, width, tall)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, line)

    def _paint_bar(self, painter: QPainter, room: QRectF, value: float) -> None:
        """Paint a bar from zero: shares from the left end, scores to both sides where needed."""
        low = 0.0 if self._is_share else min(0.0, *self._values)
        high = 1.0 if self._is_share else max(0.0, *self._values)
        whole = (high - low) or 1.0
        zero = room.x() + room.width() * -low / whole
        end = room.x() + room.width() * (min(max(value, low), high) - low) / whole
        thick = min(self._look.px(16), room.height() * 0.55)
        top = room.center().y() - thick / 2
        colors = self._look.colors
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.track))
        painter.drawRoundedRect(QRectF(room.x(), top, room.width(), thick), 3, 3)
        colour = colors.accent if self._is_share else colors.positive
        painter.setBrush(QColor(colour if value >= 0 else colors.negative))
        painter.drawRoundedRect(QRectF(min(zero, end), top, abs(end - zero), thick), 3, 3)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the value under the pointer."""
        for index in range(len(self._names)):
            if self.row(index).contains(event.position()):
                self.chosen.emit(self._channels[index])
                return

    def _on_look_changed(self) -> None:
        self.setMinimumSize(self.minimumSizeHint())
        self.updateGeometry()
        self.update()
