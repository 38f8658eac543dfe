"""Which part of the drawing of a network is seen, and how large: zoom and pan."""

from collections.abc import Iterable, Set

from PySide6.QtCore import QPointF, QRectF, QSize

from cnnviz.cnn.blocks import Blocks, ShownNodes
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.network import Network
from cnnviz.project.place import Position, Zoom
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.views.look.theme import Look
from cnnviz.views.network.class_names import NAMES, names_width
from cnnviz.views.network.graph import Graph
from cnnviz.views.network.headings import heading_height, title_widths
from cnnviz.views.network.layout import LANE_HEADING, NetworkLayout, arrange
from cnnviz.views.network.placement import Placement
from cnnviz.views.network.seen_part import seen_part, shift_to
from cnnviz.views.network.strongest import MOST_MAPS, Strongest, has_many

LARGEST_ZOOM = 24.0


class Camera:
    """Arranges the columns for the size of a page, and moves over them; it never leaves them."""

    def __init__(self, document: Document, cursor: Cursor, look: Look) -> None:
        self._document, self._cursor, self._look = document, cursor, look
        self._size = QSize(1, 1)
        self._network: Network | None = None  # that the columns are arranged for
        self._shown: ShownNodes | None = None  # and the nodes of it that have one
        self._whole: tuple[str, ...] = ()  # those with all of their maps
        self._many: dict[str, int] = {}  # how many are shown of those with very many
        self._maps = Strongest()
        self._origin = QPointF(0, 0)
        self._layout: NetworkLayout | None = None
        self._placement: Placement | None = None
        self.zoom = 1.0  # how much larger than fitted to the page the network is drawn
        self.is_fitted = True  # whether the whole network is wanted, whatever the size

    # Where everything stands

    def placement(self) -> Placement:
        """Return where everything stands now; the same one while nothing moves."""
        layout, network = self._arranged(), self._document.forward.trace.network
        strongest = self._maps.all_of(
            self._document.forward.trace,
            self._many,
            self._cursor.place.sorting,
            self._cursor.selected,
        )
        known = self._placement
        if known is None or known.layout is not layout or known.strongest != strongest:
            top = heading_height(self._look) + round(self._look.px(10) * self.zoom)
            self._placement = known = Placement(
                layout,
                network.shapes,
                self.zoom,
                self._origin,
                top,
                self._cursor.shown.folded,
                strongest,
            )
        return known

    def cell(self, node: str, channel: int) -> QRectF:
        """Return where a map or value stands on the page, in pixels."""
        return self.placement().cell(node, channel)

    def is_arranged(self) -> bool:
        """Return whether the network as it is now has the columns that stand there."""
        known, network = self._network, self._document.forward.trace.network
        if self._whole != self._cursor.place.whole:
            return False
        if self._shown is not self._cursor.shown and not self._shows_the_same():
            return False
        return known is network or (
            known is not None and known.shapes == network.shapes and known.inputs == network.inputs
        )

    def _shows_the_same(self) -> bool:
        """Return whether the columns are those of the nodes that are shown."""
        before, now = self._shown, self._cursor.shown
        return before is not None and before.inputs == now.inputs and before.folded == now.folded

    def _arranged(self) -> NetworkLayout:
        if self._layout is None or not self.is_arranged():
            self._layout = self._columns(self._document.forward.trace.network)
        self._network, self._shown = self._document.forward.trace.network, self._cursor.shown
        self._whole = self._cursor.place.whole
        return self._layout

    def _columns(self, network: Network) -> NetworkLayout:
        px, shown = self._look.px, self._cursor.shown
        fans = {
            node
            for node in shown.names
            if isinstance(network.layers.get(node), Conv2d) and node not in shown.folded
        }
        height = max(px(60), self._size.height() - heading_height(self._look) - px(24))
        width = max(px(200), self._size.width())
        titles = title_widths(self._document.forward.trace, self._look, shown)
        shapes = {node: network.shapes[node] for node in shown.names}
        whole = self._cursor.place.whole
        sorted_ones = {node for node in shapes if has_many(shapes[node])}
        many = [node for node in sorted_ones if node not in whole]
        shapes |= {node: (MOST_MAPS, *shapes[node][1:]) for node in many}
        self._many = {node: shape[0] for node, shape in shapes.items() if node in sorted_ones}
        graph = Graph(shapes, shown.inputs, fans, titles, {*shown.folded, *many})
        names = min(names_width(network, self._look), NAMES * width)
        return arrange(graph, (width, height), self._look.scale, names)

    @property
    def has_page(self) -> bool:
        """Whether the size of the page is known."""
        return self._size.width() > 1

    def refold(self, blocks: Blocks) -> None:
        """Arrange the nodes that are shown now; what was folded or unfolded stays where it is."""
        before, shown = self._placement, self._cursor.shown
        folded = {} if self._shown is None else self._shown.folded
        changed = {*folded.values()} ^ {*shown.folded.values()}
        block = self._cursor.block
        if block is not None and block in changed:  # of several, the one that is looked at
            changed = {block}
        self._layout = None
        left = None if before is None else _left(before, blocks, changed)
        now = _left(self.placement(), blocks, changed)
        is_seen = left is not None and 0 <= left < self._size.width()
        away = left - now if is_seen and left is not None and now is not None else 0.0
        self.pan_by(QPointF(away, 0))

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

    def look_at(self, node: str, channel: int) -> None:
        """Show one map, or the part of a strip around a value, as large as the page allows."""
        cell, band = self.cell(node, channel), heading_height(self._look)
        room = min(self._size.width() / cell.width(), (self._size.height() - band) / cell.height())
        self.zoom_by(0.85 * room, cell.center())
        middle = QPointF(self._size.width() / 2, (self._size.height() + band) / 2)
        self.pan_by(middle - self.cell(node, channel).center())

    def part(self, selected: Position | None) -> Zoom | None:
        """Return what is seen of the network; None where it is fitted and nothing is moved."""
        if self.is_fitted and self._origin.isNull():
            return None
        return seen_part(self.placement(), self._page(), self.zoom, selected)

    def nodes_in_sight(self) -> set[str]:
        """Return the nodes any part of whose column is on the page."""
        placement, width = self.placement(), self._size.width()
        rects = ((node, placement.column(node)) for node in placement.layout.columns)
        return {node for node, rect in rects if rect.right() > 0 and rect.left() < width}

    def part_around(self, nodes: Iterable[str]) -> Zoom:
        """Return the part of the network, as large as it is seen now, that has nodes in its middle.

        Where they are wider than the page, it begins with the first of them. Of a folded block the
        column is meant that stands for it.
        """
        placement, page = self.placement(), self._page()
        shown = [node for node in nodes if node in placement.layout.columns]
        rects = [placement.column(node) for node in shown]
        left = min(rect.left() for rect in rects) - self._look.px(8)
        right = max(rect.right() for rect in rects)
        middle = left + min(right - left, page.width()) / 2
        node = min(shown, key=lambda each: abs(placement.column(each).center().x() - middle))
        channel = placement.channels(node)[0]
        cell = placement.cell(node, channel)
        x, y = middle - cell.x(), page.center().y() - cell.y()
        away = x / max(cell.width(), 1.0), y / max(cell.height(), 1.0)
        return Zoom("network", self.zoom, *away, node, channel)

    def show_part(self, part: Zoom) -> None:
        """Show a part of the network as it was seen, on a page of whatever size."""
        self.zoom = min(max(part.factor, 1.0), LARGEST_ZOOM)
        self.is_fitted = self.zoom == 1.0
        self.drop()
        self.pan_by(shift_to(part, self.placement(), self._page()))

    def _page(self) -> QRectF:
        band = heading_height(self._look)
        return QRectF(0, band, self._size.width(), self._size.height() - band)

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

    def show_node(self, node: str) -> None:
        """Pan so that a node is on the page."""
        layout, margin = self._arranged(), self._look.px(40)
        column = layout.columns[node]
        left = self._origin.x() + column.left * self.zoom
        right = left + column.width * self.zoom
        if left < margin:
            self.pan_by(QPointF(margin - left, 0))
        elif right > self._size.width() - margin:
            self.pan_by(QPointF(self._size.width() - margin - right, 0))
        if layout.lanes.count > 1:
            self._show_lane(node)

    def _show_lane(self, node: str) -> None:
        """Pan up or down so that the column of a node is on the page, its heading first."""
        place, heading = self.placement().column(node), self._look.px(LANE_HEADING)
        top, bottom = heading_height(self._look), self._size.height() - self._look.px(8)
        down = min(0.0, bottom - place.bottom())
        if self._arranged().lanes.lane[node]:
            place.setTop(place.top() - heading)
        self.pan_by(QPointF(0, max(down, top - place.top()) if down or place.top() < top else 0))


def _left(place: Placement, blocks: Blocks, which: Set[str]) -> float | None:
    """Return where the first of some blocks begins."""
    nodes = (node for block in blocks if block in which for node in blocks[block])
    return next((place.column(node).left() for node in nodes if node in place.layout.columns), None)
