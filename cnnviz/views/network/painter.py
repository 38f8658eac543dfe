"""Paints the Network page: headings, edges, maps, strips and lights."""

from collections.abc import Set
from itertools import product
from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from cnnviz.explain.layer_decimals import decimals_of
from cnnviz.project.place import Position
from cnnviz.project.project import ForwardPass
from cnnviz.text.numbers import is_whole
from cnnviz.views.look.hard_pixels import draw_parts, draw_pixels
from cnnviz.views.look.theme import Look
from cnnviz.views.look.value_colors import diverging, grey, text_on
from cnnviz.views.maps.images import MapImage, MapImages
from cnnviz.views.network.block_marks import paint_frames
from cnnviz.views.network.covers import Hidden, cover
from cnnviz.views.network.edges import PaleEdges, paint_edges_into, paint_pale_edges, pale_edges
from cnnviz.views.network.headings import (
    Heading,
    heading_height,
    headings,
    paint_headings,
    paint_lower_headings,
)
from cnnviz.views.network.map_numbers import MapNumber, map_numbers, paint_map_numbers
from cnnviz.views.network.placement import Placement

CELL_WITH_NUMBER = 26  # pixels at 100 %; values of smaller cells are told in the status bar
CELL_WITH_WHOLE_NUMBER = 17
BESIDE = 60  # pixels: the numbers of maps stand left of their column
FADED = 0.35  # how much is seen of maps that are not computed yet
SMALLEST_TEXT = 9  # pixels; smaller text is not painted at all


class NetworkScene(NamedTuple):
    """Everything the painter needs: what to show, and where."""

    forward: ForwardPass
    place: Placement
    look: Look
    node: str  # the current one; later ones are empty
    hidden: Hidden
    unfolded: tuple[str, ...] = ()  # the blocks that are framed
    faded: Set[str] = frozenset()  # the nodes whose maps are earlier ones, until they are computed

    @property
    def reached(self) -> tuple[str, ...]:
        """The nodes that are shown, up to the current one."""
        network = self.forward.trace.network
        reached, columns = network.number(self.node) + 1, self.place.layout.columns
        return tuple(node for node in network.names[:reached] if node in columns)

    def is_reached(self, node: str) -> bool:
        """Return whether a node is shown; later ones are empty."""
        network = self.forward.trace.network
        return network.number(node) <= network.number(self.node)


class Still(NamedTuple):
    """What neither edits nor nodes change: made once for a placement."""

    edges: PaleEdges
    headings: dict[str, Heading]
    numbers: dict[str, list[MapNumber]]


def still(scene: NetworkScene, width: float) -> Still:
    """Return the edges, headings and numbers of a scene, for a page of this width."""
    made = headings(scene.forward.trace, scene.place, scene.look)
    return still_between(scene, (0, width), made)


def still_between(
    scene: NetworkScene, ends: tuple[float, float], made: dict[str, Heading]
) -> Still:
    """Return the same for the part between two places from the left, with headings made before."""
    left, right = ends[0] - BESIDE, ends[1] + BESIDE
    columns = {node: scene.place.column(node) for node in scene.place.layout.columns}
    return Still(
        pale_edges(scene.forward.trace, scene.place, (left, right)),
        made,
        {
            node: map_numbers(scene.place, node, scene.look)
            for node, column in columns.items()
            if column.right() >= left and column.left() <= right
        },
    )


def position_at(scene: NetworkScene, place: QPointF) -> Position | None:
    """Return which value lies at a place of the widget, among the nodes reached."""
    if place.y() < heading_height(scene.look):
        return None
    x, y = scene.place.in_layout(place)
    for node in scene.reached:
        column = scene.place.layout.columns[node]
        if not (column.left <= x < column.right and column.top <= y <= column.bottom):
            continue
        slot = column.channel_at(x, y)
        if slot is None:
            return None
        channel = scene.place.channels(node)[slot]
        if column.kind != "maps":
            return Position(node, channel)
        return _pixel_at(scene, Position(node, channel), place)
    return None


def _pixel_at(scene: NetworkScene, found: Position, place: QPointF) -> Position | None:
    rect = scene.place.cell(found.node, found.channel)
    if not rect.contains(place):
        return None
    height, width = scene.forward.trace.values[found.node].shape[1:]
    row = min(int((place.y() - rect.y()) * height / rect.height()), height - 1)
    column = min(int((place.x() - rect.x()) * width / rect.width()), width - 1)
    return Position(found.node, found.channel, row, column)


def background(scene: NetworkScene, parts: Still, size: QSize, ratio: float) -> QPixmap:
    """Return what edits do not change: ground, pale edges, empty frames, headings."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(scene.look.colors.ground))
    with QPainter(pixmap) as painter:
        still_parts(painter, scene, parts, QRect(QPoint(0, 0), size))
    return pixmap


def still_parts(painter: QPainter, scene: NetworkScene, parts: Still, room: QRect) -> None:
    """Paint what edits do not change in a part of the page: pale edges, empty frames, headings."""
    painter.setClipRect(below_headings(scene, room))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    network = scene.forward.trace.network
    paint_frames(painter, scene.place, network, scene.unfolded, scene.look, scene.node)
    paint_pale_edges(painter, parts.edges, scene.look)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for node in scene.place.layout.columns:
        _frames(painter, scene, node, room)
        if scene.is_reached(node) and parts.numbers.get(node):
            paint_map_numbers(painter, parts.numbers[node], scene.look)
    text = scene.place.layout.text
    paint_lower_headings(painter, parts.headings, scene.look, scene.reached, text)
    last = scene.place.layout.columns[scene.forward.trace.network.output]
    if last.kind == "output":
        class_bars(painter, scene, [1.0] * last.count, scene.look.colors.track)
    painter.setClipRect(room)
    paint_headings(painter, parts.headings, scene.look, scene.reached, text)


def below_headings(scene: NetworkScene, room: QRect) -> QRect:
    """Return what of a part of the page lies below the headings."""
    return room.adjusted(0, max(heading_height(scene.look) - room.top(), 0), 0, 0)


def _is_visible(rect: QRectF, room: QRect) -> bool:
    """Return whether a column, or what stands beside it, is in a part of the page."""
    return rect.right() >= room.left() - BESIDE and rect.left() <= room.right() + BESIDE


def _frames(painter: QPainter, scene: NetworkScene, node: str, room: QRect) -> None:
    colors = scene.look.colors
    column = scene.place.layout.columns[node]
    if column.kind == "output" or not _is_visible(scene.place.column(node), room):
        return
    reached = scene.is_reached(node)
    painter.setPen(QPen(QColor(colors.pale if reached else colors.line), 1))
    painter.setBrush(QColor(colors.ground if reached else colors.raised))
    rects = scene.place.maps(node) if column.kind == "maps" else [scene.place.column(node).toRect()]
    painter.drawRects([rect.adjusted(-1, -1, 0, 0) for rect in rects])


def maps(painter: QPainter, scene: NetworkScene, images: MapImages, visible: QRect) -> None:
    """Paint the maps and strips of the nodes reached; faded where they are earlier ones."""
    painter.setClipRect(below_headings(scene, visible))
    for node in scene.reached:
        column = scene.place.layout.columns[node]
        if column.kind == "output" or not _is_visible(scene.place.column(node), visible):
            continue
        made = images.image(scene.forward, node, round(column.side * scene.place.zoom))
        painter.setOpacity(FADED if node in scene.faded else 1)
        if column.kind == "strip":
            _strip(painter, scene, node, made)
        else:
            _maps_of(painter, scene, node, made, visible)
    painter.setOpacity(1)


def _strip(painter: QPainter, scene: NetworkScene, node: str, made: MapImage) -> None:
    rect = scene.place.strip(node).toRect()
    draw_pixels(painter, QRectF(rect), made.image)
    hidden = None if node in scene.faded else scene.hidden(node, 0)
    cover(painter, QColor(scene.look.colors.ground), rect, None if hidden is None else hidden.T)


def _maps_of(
    painter: QPainter, scene: NetworkScene, node: str, made: MapImage, visible: QRect
) -> None:
    places = list(zip(scene.place.channels(node), scene.place.maps(node), strict=True))
    draw_parts(
        painter,
        made.image,
        [(rect, made.parts[channel]) for channel, rect in places if rect.intersects(visible)],
    )
    if node not in scene.faded and scene.hidden(node, 0) is not None:
        ground = QColor(scene.look.colors.ground)
        for channel, rect in places:
            cover(painter, ground, rect, scene.hidden(node, channel))


def numbers(painter: QPainter, scene: NetworkScene, visible: QRect) -> None:
    """Write the values into the cells of maps that are shown so large that they can be read."""
    for node in scene.reached:
        column = scene.place.column(node)
        is_maps = scene.place.layout.columns[node].kind == "maps" and node not in scene.faded
        if not is_maps or not _is_visible(column, visible):
            continue
        values = scene.forward.trace.values[node]
        side = scene.place.map(node, 0).width() / values.shape[2]
        if side < scene.look.px(CELL_WITH_WHOLE_NUMBER):
            continue
        whole = is_whole(values)
        if side < scene.look.px(CELL_WITH_NUMBER) and not whole:
            continue
        size = (0.5 if whole else 0.36) * side / scene.look.scale
        painter.setFont(scene.look.font(min(14.0, max(SMALLEST_TEXT, size))))
        places = zip(scene.place.channels(node), scene.place.maps(node), strict=True)
        for channel, rect in places:
            if rect.intersects(visible):
                _numbers_of_map(painter, scene, Position(node, channel), rect)


def _numbers_of_map(painter: QPainter, scene: NetworkScene, which: Position, rect: QRect) -> None:
    band, device = heading_height(scene.look), painter.device()
    values = scene.forward.trace.values[which.node][which.channel]
    limit = scene.forward.scales.limit(which.node, which.channel)
    is_grey = scene.forward.is_grey(which.node)
    pixels = grey(values, scene.forward.prepared.is_ink) if is_grey else diverging(values, limit)
    high, wide = rect.height() / values.shape[0], rect.width() / values.shape[1]
    rows = range(
        max(0, int((band - rect.y()) / high)),
        min(values.shape[0], int((device.height() - rect.y()) / high) + 1),
    )
    columns = range(
        max(0, int(-rect.x() / wide)),
        min(values.shape[1], int((device.width() - rect.x()) / wide) + 1),
    )
    hidden = scene.hidden(which.node, which.channel)
    decimals = decimals_of(scene.forward.trace, which.node)
    if not _have_room(painter, decimals.texts(values), wide):
        return
    for row, column in product(rows, columns):
        if hidden is not None and hidden[row, column]:
            continue
        cell = QRectF(rect.x() + column * wide, rect.y() + row * high, wide, high)
        painter.setPen(QColor(text_on(int(pixels[row, column]))))
        text = decimals.text(float(values[row, column]))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)


def _have_room(painter: QPainter, texts: list[str], wide: float) -> bool:
    """Return whether all numbers of a map fit into its cells: shorter ones would be others."""
    longest = max(map(painter.fontMetrics().horizontalAdvance, texts), default=0)
    return longest <= wide - 2


def class_bars(painter: QPainter, scene: NetworkScene, shares: list[float], color: str) -> None:
    """Paint a bar for each class, as long as its share of the width."""
    node = scene.forward.trace.network.output
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    thick = scene.look.px(5)
    for rect, share in zip(scene.place.cells(node), shares, strict=True):
        top = rect.y() + 0.62 * rect.height()
        painter.drawRoundedRect(QRectF(rect.x(), top, rect.width() * share, thick), 2, 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def lights(
    painter: QPainter, scene: NetworkScene, selected: Position | None, hover: Position | None
) -> None:
    """Light what the map under the pointer, or else the selected one, is made of."""
    lit = hover or selected
    if lit is not None and scene.is_reached(lit.node):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_edges_into(painter, scene.forward.trace, scene.place, scene.look, lit)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for position in (selected, hover):
        if position is not None and scene.is_reached(position.node):
            _mark(painter, scene, position, is_selected=position is selected)


def _mark(painter: QPainter, scene: NetworkScene, position: Position, *, is_selected: bool) -> None:
    column = scene.place.layout.columns[position.node]
    rect = scene.place.cell(position.node, position.channel)
    width = scene.look.px(2) if is_selected else 1
    pen = QPen(QColor(scene.look.colors.accent), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    margin = scene.look.px(2) if column.kind == "maps" else 0
    if column.kind == "strip":
        rect.setHeight(max(rect.height(), 2.0))
    aside = scene.look.px(4) if column.kind == "output" else margin  # clear of name and value
    painter.drawRect(rect.adjusted(-aside, -margin, aside, margin))
