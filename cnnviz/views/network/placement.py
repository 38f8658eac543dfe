"""Where the nodes of a network stand on the widget, for one zoom and place of the drawing."""

from collections.abc import Mapping, Sequence
from math import floor
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRect, QRectF

from cnnviz.cnn.layer_base import Shape
from cnnviz.views.network.layout import NetworkLayout
from cnnviz.views.network.routes import Route


class Placement:
    """Where the nodes of a layout stand on the widget, for one zoom and place of the drawing."""

    def __init__(  # noqa: PLR0913 - all of what a placement is
        self,
        layout: NetworkLayout,
        shapes: Mapping[str, Shape],
        zoom: float,
        origin: QPointF,
        top: int,
        folded: Mapping[str, str] = MappingProxyType({}),
        strongest: Mapping[str, tuple[int, ...]] = MappingProxyType({}),
    ) -> None:
        """Place a layout.

        Args:
            layout: The columns.
            shapes: The shape of each node.
            zoom: How much larger than in the layout everything is.
            origin: How far the drawing is moved, in pixels.
            top: Where the drawing begins, below the headings, in pixels.
            folded: The folded block that a node stands for, by that node.
            strongest: The maps that are shown of a node with very many, in their order.
        """
        self.folded, self.strongest = folded, strongest
        self.layout, self.zoom, self.origin, self.top = layout, zoom, origin, top
        self._shapes = shapes
        self._maps: dict[str, list[QRect]] = {}
        self._map_sizes: dict[str, tuple[int, int]] = {}  # all maps of a node are alike
        self._cells: dict[str, list[QRectF]] = {}
        self._columns: dict[str, QRectF] = {}

    def on_screen(self, rect: QRectF) -> QRectF:
        """Return where a rectangle of the layout stands on the widget."""
        zoom = self.zoom
        return QRectF(
            rect.x() * zoom + self.origin.x(),
            rect.y() * zoom + self.origin.y() + self.top,
            rect.width() * zoom,
            rect.height() * zoom,
        )

    def in_layout(self, point: QPointF) -> tuple[float, float]:
        """Return where a point of the widget lies in the layout."""
        return (
            (point.x() - self.origin.x()) / self.zoom,
            (point.y() - self.origin.y() - self.top) / self.zoom,
        )

    def channels(self, node: str) -> Sequence[int]:
        """Return which maps, values or classes of a node are shown, in their order."""
        return self.strongest.get(node) or range(self.layout.columns[node].count)

    def slot(self, node: str, channel: int) -> int:
        """Return where in its column a map or value stands; of one not shown, the last place."""
        channels = self.channels(node)
        return channels.index(channel) if channel in channels else len(channels) - 1

    def shows(self, node: str, channel: int) -> bool:
        """Return whether a map or value has a place in its column."""
        return channel in self.channels(node)

    def maps(self, node: str) -> list[QRect]:
        """Return the places of the maps of a node, in whole pixels; they keep their shape."""
        if node not in self._maps:
            count = self.layout.columns[node].count
            self._maps[node] = [self.map(node, slot) for slot in range(count)]
        return self._maps[node]

    def map(self, node: str, slot: int) -> QRect:
        """Return one place of a map, in whole pixels; the others are not looked at.

        Moved by whole pixels, all maps stand as they stood to each other.
        """
        column, zoom, origin = self.layout.columns[node], self.zoom, self.origin
        side = column.side * zoom
        if node not in self._map_sizes:
            height, width = self._shapes[node][1:]
            unit = min(side / width, side / height)
            size = round(max(2.0, unit * width)), round(max(2.0, unit * height))
            self._map_sizes[node] = size
        wide, high = self._map_sizes[node]
        x, y = column.corner(slot)
        across, down = floor(origin.x()), floor(origin.y())
        left = round(x * zoom + origin.x() - across + (side - wide) / 2)
        top = round(y * zoom + origin.y() - down + self.top + (side - high) / 2)
        return QRect(left + across, top + down, wide, high)

    def cell(self, node: str, channel: int) -> QRectF:
        """Return where a map, a value or a class stands on the widget."""
        return self.cell_at(node, self.slot(node, channel))

    def cell_at(self, node: str, slot: int) -> QRectF:
        """Return one place of a map, a value or a class."""
        if node in self._cells:
            return QRectF(self._cells[node][slot])  # a copy: who asks may change it
        column = self.layout.columns[node]
        if column.kind == "maps":
            return QRectF(self._maps[node][slot] if node in self._maps else self.map(node, slot))
        return self.on_screen(column.cell(slot))

    def cells(self, node: str) -> list[QRectF]:
        """Return where all maps, values or classes of a node stand on the widget."""
        if node not in self._cells:
            column = self.layout.columns[node]
            if column.kind == "maps":
                self._cells[node] = [QRectF(rect) for rect in self.maps(node)]
            else:
                cells = map(column.cell, range(column.count))
                self._cells[node] = [self.on_screen(cell) for cell in cells]
        return self._cells[node]

    def strip(self, node: str) -> QRectF:
        """Return the place of the values of a row, without the names beside them."""
        column = self.layout.columns[node]
        wide = column.width - column.names
        return self.on_screen(QRectF(column.left, column.top, wide, column.height))

    @property
    def turn(self) -> float:
        """The room in which an edge changes the lane."""
        return self.layout.turn * self.zoom

    def track(self, route: Route) -> float:
        """Return where an edge runs that goes under nodes."""
        low = self.layout.tracks[route.source, route.target]
        return low * self.zoom + self.origin.y() + self.top

    def column(self, node: str) -> QRectF:
        """Return the place of a whole node on the widget."""
        if node not in self._columns:
            column = self.layout.columns[node]
            place = QRectF(column.left, column.top, column.width, column.height)
            self._columns[node] = self.on_screen(place)
        return QRectF(self._columns[node])
