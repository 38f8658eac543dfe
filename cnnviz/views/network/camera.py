"""Which part of the drawing of a network is seen, and how large: zoom and pan."""

from PySide6.QtCore import QPointF, QRectF, QSize

from cnnviz.cnn.layer_base import Shape
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.trace import Trace
from cnnviz.state.document import Document
from cnnviz.views.look.theme import Look
from cnnviz.views.network.headings import heading_height
from cnnviz.views.network.layout import NetworkLayout, arrange
from cnnviz.views.network.placement import Placement

LARGEST_ZOOM = 24.0


class Camera:
    """Arranges the columns for the size of a page, and moves over them; it never leaves them."""

    def __init__(self, document: Document, look: Look) -> None:
        self._document, self._look = document, look
        self._size = QSize(1, 1)
        self._shapes: tuple[Shape, ...] = ()  # that the columns are arranged for
        self._origin = QPointF(0, 0)
        self._layout: NetworkLayout | None = None
        self._placement: Placement | None = None
        self.zoom = 1.0  # how much larger than fitted to the page the network is drawn
        self.is_fitted = True  # whether the whole network is wanted, whatever the size

    # Where everything stands

    def placement(self) -> Placement:
        """Return where everything stands now; the same one while nothing moves."""
        layout = self._arranged()
        if self._placement is None or self._placement.layout is not layout:
            top = heading_height(self._look) + round(self._look.px(10) * self.zoom)
            self._placement = Placement(layout, self._shapes, self.zoom, self._origin, top)
        return self._placement

    def cell(self, step: int, channel: int) -> QRectF:
        """Return where a map or value stands on the page, in pixels."""
        return self.placement().cell(step, channel)

    def is_arranged_for(self, shapes: tuple[Shape, ...]) -> bool:
        """Return whether a trace of these shapes has the columns that stand there."""
        return shapes == self._shapes

    def _arranged(self) -> NetworkLayout:
        trace = self._document.forward.trace
        if self._layout is None or trace.shapes != self._shapes:
            self._shapes = trace.shapes
            self._layout = self._columns(trace)
        return self._layout

    def _columns(self, trace: Trace) -> NetworkLayout:
        px = self._look.px
        fans = [False, *(isinstance(layer, Conv2d) for layer in trace.network.layers)]
        height = max(px(60), self._size.height() - heading_height(self._look) - px(24))
        width = max(px(200), self._size.width())
        return arrange(trace.shapes, fans, (width, height), self._look.scale)

    # Moves

    def rearrange(self, size: QSize) -> None:
        """Arrange the columns for a page of another size, or in another text size."""
        self._size, self._layout = size, None

    def fit(self) -> None:
        """Show the whole network, as large as fits."""
        self.is_fitted, self.zoom, self._origin = True, 1.0, QPointF(0, 0)
        self.drop()

    def drop(self) -> None:
        """Place everything anew."""
        self._placement = None

    def zoom_by(self, factor: float, place: QPointF | None = None) -> None:
        """Zoom in (factor above 1) or out; `place` stays where it is, by default the middle."""
        zoom = min(max(self.zoom * factor, 1.0), LARGEST_ZOOM)
        if zoom == 1.0 and factor < 1:
            x = self._origin.x()  # a wide network keeps its place when zoomed out again
            self.fit()
            self._move_to(QPointF(x, 0))
            return
        place = place or QPointF(self._size.width() / 2, self._size.height() / 2)
        fixed = place - QPointF(0, heading_height(self._look))
        self.is_fitted = False
        origin = fixed - (fixed - self._origin) * (zoom / self.zoom)
        self.zoom = zoom
        self._move_to(origin)

    def look_at(self, step: int, channel: int) -> None:
        """Show one map, or the part of a strip around a value, as large as the page allows."""
        cell, band = self.cell(step, channel), heading_height(self._look)
        room = min(self._size.width() / cell.width(), (self._size.height() - band) / cell.height())
        self.zoom_by(0.85 * room, cell.center())
        middle = QPointF(self._size.width() / 2, (self._size.height() + band) / 2)
        self.pan_by(middle - self.cell(step, channel).center())

    def pan_by(self, delta: QPointF) -> None:
        """Move the drawing; it never leaves the page altogether."""
        self._move_to(self._origin + delta)

    def _move_to(self, origin: QPointF) -> None:
        layout, band = self._arranged(), heading_height(self._look)
        width, height = layout.width * self.zoom, (layout.height + band / 2) * self.zoom
        least_x = min(0.0, self._size.width() - width)
        least_y = min(0.0, self._size.height() - band - height)
        x, y = min(max(origin.x(), least_x), 0.0), min(max(origin.y(), least_y), 0.0)
        self._origin = QPointF(x, y)
        self.drop()

    def show_step(self, step: int) -> None:
        """Pan so that a step is on the page."""
        column = self._arranged().columns[step]
        margin = self._look.px(40)
        left = self._origin.x() + column.left * self.zoom
        right = left + column.width * self.zoom
        if left < margin:
            self.pan_by(QPointF(margin - left, 0))
        elif right > self._size.width() - margin:
            self.pan_by(QPointF(self._size.width() - margin - right, 0))
