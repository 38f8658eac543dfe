"""Paints the Network page: headings, edges, maps, strips, the list of classes, and lights."""

from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from cnnviz.cnn.connections import connections
from cnnviz.cnn.layers import Conv2d, Shape, shape_text
from cnnviz.cnn.numbers import number_text, percent_text
from cnnviz.cnn.project import ForwardPass
from cnnviz.cnn.steps import SHORT_TITLES, size_text, step_details, step_title
from cnnviz.state.cursor import Position
from cnnviz.views.map_images import MapImages
from cnnviz.views.network_layout import NetworkLayout
from cnnviz.views.theme import Look

SMALLEST_TEXT = 9  # pixels; smaller text is not painted at all
MOST_PALE_EDGES = 600  # between two steps; more would be a grey surface
_SIDES = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)


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


class Scene(NamedTuple):
    """Everything the painter needs: what to show, and where."""

    forward: ForwardPass
    place: Placement
    look: Look
    step: int  # the current one; later ones are empty


def heading_height(look: Look) -> int:
    """Return the height of the headings, which stay when the drawing moves."""
    return look.px(64)


def position_at(scene: Scene, place: QPointF) -> Position | None:
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


def _pixel_at(scene: Scene, found: Position, place: QPointF) -> Position | None:
    rect = scene.place.cell(found.step, found.channel)
    if not rect.contains(place):
        return None
    height, width = scene.forward.trace.values[found.step].shape[1:]
    row = min(int((place.y() - rect.y()) * height / rect.height()), height - 1)
    column = min(int((place.x() - rect.x()) * width / rect.width()), width - 1)
    return Position(found.step, found.channel, row, column)


def background(scene: Scene, size: QSize, ratio: float) -> QPixmap:
    """Return what edits do not change: ground, pale edges, empty frames, headings."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(scene.look.colors.ground))
    painter = QPainter(pixmap)
    painter.save()
    painter.setClipRect(_below_headings(scene, size))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(scene.look.colors.pale), 0.7))
    for step in range(1, len(scene.place.layout.columns)):
        _pale_edges(painter, scene, step, size)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for step in range(len(scene.place.layout.columns)):
        _frames(painter, scene, step, size)
    painter.restore()
    _headings(painter, scene, size)
    painter.end()
    return pixmap


def _below_headings(scene: Scene, size: QSize) -> QRect:
    band = heading_height(scene.look)
    return QRect(0, band, size.width(), size.height() - band)


def _is_visible(rect: QRectF, width: float) -> bool:
    return rect.right() >= 0 and rect.left() <= width


def _pale_edges(painter: QPainter, scene: Scene, step: int, size: QSize) -> None:
    before, after = scene.place.layout.columns[step - 1], scene.place.layout.columns[step]
    if before.kind != "maps" or after.kind != "maps":
        return
    layer = scene.forward.trace.network.layers[step - 1]
    if isinstance(layer, Conv2d) and layer.groups == 1:
        pairs = [(i, o) for i in range(before.count) for o in range(after.count)]
    else:
        pairs = [(i, i) for i in range(min(before.count, after.count))]
    if len(pairs) > MOST_PALE_EDGES or not _is_visible(
        scene.place.column(step - 1).united(scene.place.column(step)), size.width()
    ):
        return
    path = QPainterPath()
    for source, target in pairs:
        _add_edge(path, scene.place.cell(step - 1, source), scene.place.cell(step, target))
    painter.drawPath(path)


def _add_edge(path: QPainterPath, source: QRectF, target: QRectF) -> None:
    start = QPointF(source.right() + 1, source.center().y())
    end = QPointF(target.left() - 1, target.center().y())
    middle = (end.x() - start.x()) / 2
    path.moveTo(start)
    path.cubicTo(start + QPointF(middle, 0), end - QPointF(middle, 0), end)


def _frames(painter: QPainter, scene: Scene, step: int, size: QSize) -> None:
    colors = scene.look.colors
    column = scene.place.layout.columns[step]
    if column.kind == "output" or not _is_visible(scene.place.column(step), size.width()):
        return
    reached = step <= scene.step
    painter.setPen(QPen(QColor(colors.pale if reached else colors.line), 1))
    painter.setBrush(QColor(colors.ground if reached else colors.raised))
    count = column.count if column.kind == "maps" else 1
    for channel in range(count):
        rect = scene.place.cell(step, channel) if column.kind == "maps" else _strip(scene, step)
        painter.drawRect(rect.toRect().adjusted(-1, -1, 0, 0))


def _strip(scene: Scene, step: int) -> QRectF:
    return scene.place.column(step)


def _headings(painter: QPainter, scene: Scene, size: QSize) -> None:
    look, colors = scene.look, scene.look.colors
    band = heading_height(look)
    painter.fillRect(QRect(0, 0, size.width(), band), QColor(colors.ground))
    trace = scene.forward.trace
    last = len(scene.place.layout.columns) - 1
    text = scene.place.layout.text
    for step in range(last + 1):
        middle, room = _heading_place(scene, step, last)
        if middle + room / 2 < 0 or middle - room / 2 > size.width():
            continue
        kind = "" if step == 0 else trace.network.layers[step - 1].kind
        title = step_title(trace, step)
        number = title.rpartition(" ")[2]
        plain = title.removesuffix(f" {number}") if number.isdigit() else title
        short = SHORT_TITLES.get(kind, plain)
        numbered = f"{short} {number}" if number.isdigit() else short
        lines = (
            ((title, numbered, plain, short), look.font(text, bold=True), colors.text),
            (step_details(trace, step), look.font(text - 1, bold=False), colors.muted),
            (_sizes(trace.shapes[step]), look.font(text - 1, bold=False), colors.muted),
        )
        top = look.px(8)
        for texts, font, color in lines:
            painter.setFont(font)
            painter.setPen(QColor(color if step <= scene.step else colors.muted))
            line = look.px(16)
            place = QRectF(middle - room / 2, top, room, line)
            shown = _longest(texts, room, QFontMetricsF(font))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, shown)
            top += line
        if step == scene.step:
            width = min(room - look.px(6), look.px(64))
            bar = QRectF(middle - width / 2, band - look.px(6), width, look.px(3))
            painter.fillRect(bar.toRect(), QColor(colors.accent))
    painter.setPen(QColor(colors.line))
    painter.drawLine(QLineF(0, band - 1, size.width(), band - 1))


def _heading_place(scene: Scene, step: int, last: int) -> tuple[float, float]:
    """Return the middle of a heading, and its width: up to half the way to its neighbours."""
    middles = [
        scene.place.column(s).center().x() for s in (max(step - 1, 0), step, min(step + 1, last))
    ]
    left = middles[1] - middles[0] or middles[2] - middles[1]
    right = middles[2] - middles[1] or left
    return middles[1], max(min(left, right) - scene.look.px(2), scene.look.px(20))


def _sizes(shape: tuple[int, ...]) -> tuple[str, ...]:
    return (size_text(shape), shape_text(shape[1:]) or str(shape[0]))


def _longest(texts: tuple[str, ...], room: float, metrics: QFontMetricsF) -> str:
    return next((text for text in texts if metrics.horizontalAdvance(text) <= room), "")


def maps(painter: QPainter, scene: Scene, images: MapImages, visible: QRect) -> None:
    """Paint the maps and strips of the steps reached."""
    painter.setClipRect(_below_headings(scene, visible.size()))
    for step, column in enumerate(scene.place.layout.columns[: scene.step + 1]):
        if column.kind == "output" or not _is_visible(scene.place.column(step), visible.width()):
            continue
        side = round(column.side * scene.place.zoom * scene.look.px(1))
        made = images.image(scene.forward, step, side)
        if column.kind == "strip":
            painter.drawImage(_strip(scene, step).toRect(), made.image)
            continue
        for channel, rect in enumerate(scene.place.maps(step)):
            if rect.intersects(visible):
                painter.drawImage(rect, made.image, made.part(channel))


def output(painter: QPainter, scene: Scene) -> None:
    """Paint the list of classes: name, value, and a bar as long as the value's share."""
    step = len(scene.place.layout.columns) - 1
    if scene.place.layout.columns[step].kind != "output":
        return
    values = scene.forward.trace.values[step]
    network = scene.forward.trace.network
    is_share = bool(network.layers) and network.layers[-1].kind == "softmax"
    best = int(values.argmax()) if step <= scene.step else -1
    whole = 1.0 if is_share else max(float(values.max()), 1e-30)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for channel, value in enumerate(values.tolist()):
        name = network.classes[channel] if channel < len(network.classes) else str(channel + 1)
        shown = percent_text(value) if is_share else number_text(value)
        texts = (name, shown if step <= scene.step else "")
        share = min(max(value / whole, 0.0), 1.0) if step <= scene.step else 0.0
        _class(painter, scene.look, scene.place.cell(step, channel), texts, share, channel == best)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _class(
    painter: QPainter, look: Look, rect: QRectF, texts: tuple[str, str], share: float, is_best: bool
) -> None:
    colors = look.colors
    bar = QRectF(rect.x(), rect.y() + 0.62 * rect.height(), rect.width(), look.px(5))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colors.line))
    painter.drawRoundedRect(bar, 2, 2)
    bar.setWidth(bar.width() * share)
    painter.setBrush(QColor(colors.accent))
    painter.drawRoundedRect(bar, 2, 2)
    size = min(13.0, 0.42 * rect.height() / look.scale)
    if size < SMALLEST_TEXT:
        return
    painter.setFont(look.font(size, bold=is_best))
    painter.setPen(QColor(colors.text if texts[1] else colors.muted))
    place = QRectF(rect.x(), bar.y() - look.px(20), rect.width(), look.px(18))
    metrics = QFontMetricsF(painter.font())
    room = rect.width() - metrics.horizontalAdvance(texts[1]) - look.px(4)
    name = metrics.elidedText(texts[0], Qt.TextElideMode.ElideRight, room)
    for text, side in zip((name, texts[1]), _SIDES, strict=True):
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, text)


def lights(
    painter: QPainter, scene: Scene, selected: Position | None, hover: Position | None
) -> None:
    """Light what the map under the pointer, or else the selected one, is made of."""
    lit = hover or selected
    if lit is not None and lit.step <= scene.step:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _edges_into(painter, scene, lit)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for position in (selected, hover):
        if position is not None and position.step <= scene.step:
            _mark(painter, scene, position, is_selected=position is selected)


def _edges_into(painter: QPainter, scene: Scene, lit: Position) -> None:
    look, colors = scene.look, scene.look.colors
    target = scene.place.cell(lit.step, lit.channel)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    made_of = connections(scene.forward.trace, lit.step, lit.channel)
    for connection in sorted(made_of, key=lambda one: abs(one.strength)):
        size = abs(connection.strength)
        color = colors.positive if connection.strength > 0 else colors.negative
        pen = QPen(QColor(color if connection.strength else colors.accent))
        pen.setWidthF(look.px(1) * (0.75 + 2.75 * size))
        painter.setPen(pen)
        path = QPainterPath()
        _add_edge(path, scene.place.cell(lit.step - 1, connection.channel), target)
        painter.drawPath(path)


def _mark(painter: QPainter, scene: Scene, position: Position, *, is_selected: bool) -> None:
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


def focus(painter: QPainter, look: Look, rect: QRect) -> None:
    """Show that the page takes the keys."""
    painter.setClipping(False)
    painter.setPen(QPen(QColor(look.colors.accent), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0, 0, -1, -1))
