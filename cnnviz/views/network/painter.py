"""Paints the Network page: headings, edges, maps, strips, the list of classes, and lights."""

from itertools import product
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from cnnviz.explain.channel_names import class_name
from cnnviz.project.place import Position
from cnnviz.project.project import ForwardPass
from cnnviz.text.numbers import is_whole, number_text, percent_text
from cnnviz.views.look.theme import Look
from cnnviz.views.look.value_colors import diverging, grey, text_on
from cnnviz.views.maps.images import MapImages
from cnnviz.views.network.covers import Hidden, cover
from cnnviz.views.network.edges import paint_edges_into, pale_edges
from cnnviz.views.network.headings import Heading, heading_height, headings, paint_headings
from cnnviz.views.network.placement import Placement

CELL_WITH_NUMBER = 26  # pixels at 100 %; values of smaller cells are told in the status bar
CELL_WITH_WHOLE_NUMBER = 17
SMALLEST_TEXT = 9  # pixels; smaller text is not painted at all
_SIDES = (
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
)


class NetworkScene(NamedTuple):
    """Everything the painter needs: what to show, and where."""

    forward: ForwardPass
    place: Placement
    look: Look
    step: int  # the current one; later ones are empty
    hidden: Hidden


class Still(NamedTuple):
    """What neither edits nor steps change: made once for a placement."""

    edges: QPainterPath
    headings: list[Heading]


def still(scene: NetworkScene, width: float) -> Still:
    """Return the edges and headings of a scene, for a page of this width."""
    return Still(
        pale_edges(scene.forward.trace, scene.place, width),
        headings(scene.forward.trace, scene.place, scene.look),
    )


def position_at(scene: NetworkScene, place: QPointF) -> Position | None:
    """Return which value lies at a place of the widget, among the steps reached."""
    if place.y() < heading_height(scene.look):
        return None
    x = (place.x() - scene.place.origin.x()) / scene.place.zoom
    y = (place.y() - scene.place.origin.y() - scene.place.top) / scene.place.zoom
    for step, column in enumerate(scene.place.layout.columns[: scene.step + 1]):
        if not column.left <= x < column.left + column.width:
            continue
        channel = column.channel_at(x, y)
        if channel is None:
            return None
        if column.kind != "maps":
            return Position(step, channel)
        return _pixel_at(scene, Position(step, channel), place)
    return None


def _pixel_at(scene: NetworkScene, found: Position, place: QPointF) -> Position | None:
    rect = scene.place.cell(found.step, found.channel)
    if not rect.contains(place):
        return None
    height, width = scene.forward.trace.values[found.step].shape[1:]
    row = min(int((place.y() - rect.y()) * height / rect.height()), height - 1)
    column = min(int((place.x() - rect.x()) * width / rect.width()), width - 1)
    return Position(found.step, found.channel, row, column)


def background(scene: NetworkScene, parts: Still, size: QSize, ratio: float) -> QPixmap:
    """Return what edits do not change: ground, pale edges, empty frames, headings."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(scene.look.colors.ground))
    painter = QPainter(pixmap)
    painter.setClipRect(_below_headings(scene, size))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(scene.look.colors.pale), 0.7))
    painter.drawPath(parts.edges)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for step in range(len(scene.place.layout.columns)):
        _frames(painter, scene, step, size)
    last = scene.place.layout.columns[-1]
    if last.kind == "output":
        _bars(painter, scene, [1.0] * last.count, scene.look.colors.track)
    painter.setClipping(False)
    text = scene.place.layout.text
    paint_headings(painter, parts.headings, scene.look, scene.step, text)
    painter.end()
    return pixmap


def _below_headings(scene: NetworkScene, size: QSize) -> QRect:
    band = heading_height(scene.look)
    return QRect(0, band, size.width(), size.height() - band)


def _is_visible(rect: QRectF, width: float) -> bool:
    return rect.right() >= 0 and rect.left() <= width


def _frames(painter: QPainter, scene: NetworkScene, step: int, size: QSize) -> None:
    colors = scene.look.colors
    column = scene.place.layout.columns[step]
    if column.kind == "output" or not _is_visible(scene.place.column(step), size.width()):
        return
    reached = step <= scene.step
    painter.setPen(QPen(QColor(colors.pale if reached else colors.line), 1))
    painter.setBrush(QColor(colors.ground if reached else colors.raised))
    rects = scene.place.maps(step) if column.kind == "maps" else [scene.place.column(step).toRect()]
    painter.drawRects([rect.adjusted(-1, -1, 0, 0) for rect in rects])


def maps(painter: QPainter, scene: NetworkScene, images: MapImages, visible: QRect) -> None:
    """Paint the maps and strips of the steps reached."""
    painter.setClipRect(_below_headings(scene, visible.size()))
    ground = QColor(scene.look.colors.ground)
    for step, column in enumerate(scene.place.layout.columns[: scene.step + 1]):
        if column.kind == "output" or not _is_visible(scene.place.column(step), visible.width()):
            continue
        side = round(column.side * scene.place.zoom)
        made = images.image(scene.forward, step, side)
        if column.kind == "strip":
            hidden, rect = scene.hidden(step, 0), scene.place.column(step).toRect()
            painter.drawImage(rect, made.image)
            cover(painter, ground, rect, None if hidden is None else hidden.T)
            continue
        for channel, rect in enumerate(scene.place.maps(step)):
            if rect.intersects(visible):
                painter.drawImage(rect, made.image, made.part(channel))
                cover(painter, ground, rect, scene.hidden(step, channel))


def numbers(painter: QPainter, scene: NetworkScene, visible: QRect) -> None:
    """Write the values into the cells of maps that are shown so large that they can be read."""
    for step, column in enumerate(scene.place.layout.columns[: scene.step + 1]):
        if column.kind != "maps":
            continue
        values = scene.forward.trace.values[step]
        side = scene.place.maps(step)[0].width() / values.shape[2]
        if side < scene.look.px(CELL_WITH_WHOLE_NUMBER):
            continue
        whole = is_whole(values)
        if side < scene.look.px(CELL_WITH_NUMBER) and not whole:
            continue
        size = (0.5 if whole else 0.36) * side / scene.look.scale
        painter.setFont(scene.look.font(min(14.0, max(SMALLEST_TEXT, size))))
        for channel, rect in enumerate(scene.place.maps(step)):
            if rect.intersects(visible):
                _numbers_of_map(painter, scene, Position(step, channel), rect)


def _numbers_of_map(painter: QPainter, scene: NetworkScene, which: Position, rect: QRect) -> None:
    band, device = heading_height(scene.look), painter.device()
    values = scene.forward.trace.values[which.step][which.channel]
    limit = scene.forward.scales.limit(which.step, which.channel)
    is_grey = scene.forward.is_grey(which.step)
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
    hidden = scene.hidden(which.step, which.channel)
    for row, column in product(rows, columns):
        if hidden is not None and hidden[row, column]:
            continue
        cell = QRectF(rect.x() + column * wide, rect.y() + row * high, wide, high)
        painter.setPen(QColor(text_on(int(pixels[row, column]))))
        text = number_text(float(values[row, column]), 2 if wide > scene.look.px(40) else 1)
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)


def output(painter: QPainter, scene: NetworkScene) -> None:
    """Paint the list of classes: name, value, and a bar as long as the value's share."""
    step = len(scene.place.layout.columns) - 1
    if scene.place.layout.columns[step].kind != "output":
        return
    values = scene.forward.trace.values[step]
    network = scene.forward.trace.network
    is_share = bool(network.layers) and network.layers[-1].kind == "softmax"
    hidden = scene.hidden(step, 0)
    is_told = np.full(len(values), step <= scene.step)
    if hidden is not None:
        is_told &= ~hidden[0]
    best = int(values.argmax()) if is_told.all() else -1
    whole = 1.0 if is_share else max(float(values.max()), 1e-30)
    shares = [min(max(v / whole, 0.0), 1.0) for v in np.where(is_told, values, 0).tolist()]
    _bars(painter, scene, shares, scene.look.colors.accent)
    text = percent_text if is_share else number_text
    for channel, value in enumerate(values.tolist()):
        name = class_name(network, channel)
        rect = scene.place.cell(step, channel)
        texts = (name, text(value) if is_told[channel] else "")
        _class(painter, scene.look, rect, texts, channel == best)


def _bars(painter: QPainter, scene: NetworkScene, shares: list[float], color: str) -> None:
    step = len(scene.place.layout.columns) - 1
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    thick = scene.look.px(5)
    for channel, share in enumerate(shares):
        rect = scene.place.cell(step, channel)
        top = rect.y() + 0.62 * rect.height()
        painter.drawRoundedRect(QRectF(rect.x(), top, rect.width() * share, thick), 2, 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _class(
    painter: QPainter, look: Look, rect: QRectF, texts: tuple[str, str], is_best: bool
) -> None:
    size = min(13.0, 0.42 * rect.height() / look.scale)
    if look.px(size) < SMALLEST_TEXT:
        return
    painter.setFont(look.font(size, bold=is_best))
    painter.setPen(QColor(look.colors.text if texts[1] else look.colors.muted))
    top = rect.y() + 0.62 * rect.height() - look.px(20)
    place = QRectF(rect.x(), top, rect.width(), look.px(18))
    name = texts[0]
    if len(name) > 2:
        metrics = QFontMetricsF(painter.font())
        room = rect.width() - metrics.horizontalAdvance(texts[1]) - look.px(4)
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
    for text, side in zip((name, texts[1]), _SIDES, strict=True):
        painter.drawText(place, side, text)


def lights(
    painter: QPainter, scene: NetworkScene, selected: Position | None, hover: Position | None
) -> None:
    """Light what the map under the pointer, or else the selected one, is made of."""
    lit = hover or selected
    if lit is not None and lit.step <= scene.step:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_edges_into(painter, scene.forward.trace, scene.place, scene.look, lit)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for position in (selected, hover):
        if position is not None and position.step <= scene.step:
            _mark(painter, scene, position, is_selected=position is selected)


def _mark(painter: QPainter, scene: NetworkScene, position: Position, *, is_selected: bool) -> None:
    column = scene.place.layout.columns[position.step]
    rect = scene.place.cell(position.step, position.channel)
    width = scene.look.px(2) if is_selected else 1
    pen = QPen(QColor(scene.look.colors.accent), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    margin = scene.look.px(2) if column.kind == "maps" else 0
    if column.kind == "strip":
        rect.setHeight(max(rect.height(), 2.0))
    painter.drawRect(rect.adjusted(-margin, -margin, margin, margin))
