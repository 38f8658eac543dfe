"""A fully connected layer as a graph: every unit is joined with every input by a weight."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.cnn.ops import Array
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look

ALL, ENDS = 20, 8  # so many are all drawn; of more, so many of each end
DOT = 5  # pixels at 100 %: the radius of a unit
THIN, THICK = 1.0, 3.5  # pixels at 100 %: of an edge; the largest weight has the thickest
FAINTEST = 0.35  # of an edge of the chosen unit


def drawn(count: int) -> list[int | None]:
    """Return which of so many units are drawn, from top to bottom; None stands for the others."""
    if count <= ALL:
        return list(range(count))
    return [*range(ENDS), None, *range(count - ENDS, count)]


class UnitEdges(QWidget):
    """Inputs at the left, units at the right; the edges of one unit are those that one looks at."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self.weights: Array = np.zeros((0, 0), np.float32)  # (units, inputs)
        self.chosen = 0
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.updateGeometry)

    def show_units(self, weights: Array, chosen: int, words: str) -> None:
        """Show a layer.

        Args:
            weights: Of all units, (units, inputs).
            chosen: The unit whose edges have colours.
            words: What is said to who cannot see it.
        """
        self.weights, self.chosen = weights, min(chosen, len(weights) - 1)
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for edges that can be told apart."""
        return QSize(self._look.px(200), self._look.px(200))

    def minimumSizeHint(self) -> QSize:
        """Return the least room of use."""
        return QSize(self._look.px(90), self._look.px(90))

    def units(self) -> list[int | None]:
        """Return which units are drawn: the chosen one is always among them."""
        found = drawn(len(self.weights))
        if None in found and self.chosen not in found:
            found[found.index(None)] = self.chosen
        return found

    def _places(self, numbers: Sequence[int | None], x: float) -> list[QPointF]:
        step = self.height() / max(len(numbers), 1)
        return [QPointF(x, (place + 0.5) * step) for place in range(len(numbers))]

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint thin edges, those of the chosen unit over them, then the units."""
        if not self.weights.size:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inputs, units = drawn(self.weights.shape[1]), self.units()
        radius = self._look.px(DOT)
        left = self._places(inputs, 2.0 * radius)
        right = self._places(units, self.width() - 2.0 * radius)
        painter.setPen(QPen(QColor(self._look.colors.line), self._look.px(THIN)))
        for unit, end in zip(units, right, strict=True):
            if unit not in (None, self.chosen):
                for number, start in zip(inputs, left, strict=True):
                    if number is not None:
                        painter.drawLine(start, end)
        self._paint_chosen(
            painter, list(zip(inputs, left, strict=True)), right[units.index(self.chosen)]
        )
        self._paint_dots(painter, left, inputs)
        self._paint_dots(painter, right, units)

    def _paint_chosen(
        self, painter: QPainter, inputs: list[tuple[int | None, QPointF]], end: QPointF
    ) -> None:
        weights, colors = self.weights[self.chosen], self._look.colors
        limit = float(np.abs(np.nan_to_num(weights)).max()) or 1.0
        for number, start in inputs:
            if number is None:
                continue
            share = min(abs(float(np.nan_to_num(weights[number]))) / limit, 1.0)
            color = QColor(colors.positive if weights[number] >= 0 else colors.negative)
            color.setAlphaF(FAINTEST + (1 - FAINTEST) * share)
            thick = THIN + (THICK - THIN) * share
            painter.setPen(QPen(color, self._look.px(10 * thick) / 10))
            painter.drawLine(start, end)

    def _paint_dots(
        self, painter: QPainter, places: list[QPointF], numbers: Sequence[int | None]
    ) -> None:
        radius, colors = self._look.px(DOT), self._look.colors
        for number, place in zip(numbers, places, strict=True):
            if number is None:
                self._paint_others(painter, place)
                continue
            is_chosen = places[0].x() > self.width() / 2 and number == self.chosen
            painter.setPen(QPen(QColor(colors.text), self._look.px(1.5)))
            painter.setBrush(QColor(colors.accent if is_chosen else colors.surface))
            painter.drawEllipse(place, radius, radius)

    def _paint_others(self, painter: QPainter, place: QPointF) -> None:
        """Paint three dots that stand for all that have no room."""
        size = self._look.px(3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.colors.muted))
        for way in (-1, 0, 1):
            middle = place.y() + way * 2.4 * size
            painter.drawEllipse(QRectF(place.x() - size / 2, middle - size / 2, size, size))
