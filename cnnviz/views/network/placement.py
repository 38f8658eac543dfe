"""Where the steps of a network stand on the widget, for one zoom and place of the drawing."""

from PySide6.QtCore import QPointF, QRect, QRectF

from cnnviz.cnn.layer_base import Shape
from cnnviz.views.network.layout import NetworkLayout


class Placement:
    """Where the steps of a layout stand on the widget, for one zoom and place of the drawing."""

    def __init__(
        self,
        layout: NetworkLayout,
        shapes: tuple[Shape, ...],
        zoom: float,
        origin: QPointF,
        top: int,
    ) -> None:
        """Place a layout.

        Args:
            layout: The columns.
            shapes: The shape of each step.
            zoom: How much larger than in the layout everything is.
            origin: How far the drawing is moved, in pixels.
            top: Where the drawing begins, below the headings, in pixels.
        """
        self.layout, self.zoom, self.origin, self.top = layout, zoom, origin, top
        self._shapes = shapes
        self._maps: dict[int, list[QRect]] = {}

    def on_screen(self, rect: QRectF) -> QRectF:
        """Return where a rectangle of the layout stands on the widget."""
        zoom = self.zoom
        return QRectF(
            rect.x() * zoom + self.origin.x(),
            rect.y() * zoom + self.origin.y() + self.top,
            rect.width() * zoom,
            rect.height() * zoom,
        )

    def maps(self, step: int) -> list[QRect]:
        """Return the places of the maps of a step, in whole pixels; they keep their shape."""
        if step not in self._maps:
            count = self.layout.columns[step].count
            self._maps[step] = [self._map(step, channel) for channel in range(count)]
        return self._maps[step]

    def _map(self, step: int, channel: int) -> QRect:
        rect = self.on_screen(self.layout.columns[step].cell(channel))
        height, width = self._shapes[step][1:]
        unit = min(rect.width() / width, rect.height() / height)
        wide, high = round(max(2.0, unit * width)), round(max(2.0, unit * height))
        left = round(rect.x() + (rect.width() - wide) / 2)
        return QRect(left, round(rect.y() + (rect.height() - high) / 2), wide, high)

    def cell(self, step: int, channel: int) -> QRectF:
        """Return where a map, a value or a class stands on the widget."""
        column = self.layout.columns[step]
        if column.kind == "maps":
            return QRectF(self.maps(step)[channel])
        return self.on_screen(column.cell(channel))

    def column(self, step: int) -> QRectF:
        """Return the place of a whole step on the widget."""
        column = self.layout.columns[step]
        return self.on_screen(QRectF(column.left, column.top, column.width, column.height))
