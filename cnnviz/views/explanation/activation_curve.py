"""The curve of an activation with its axes, and the point of one value on it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from cnnviz.cnn.activation_layers import Activation
from cnnviz.cnn.function_layers import FUNCTIONS
from cnnviz.cnn.ops import Array
from cnnviz.explain.values import Curve
from cnnviz.views.explanation.activation_formula import curve_of, point_texts, printed_point
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import DIGITS, Drawing, Ink, Item, Text
from cnnviz.views.sheets.texts import text_width

POINTS = 160  # of the curve that is painted


@dataclass(frozen=True)
class _Plot:
    """Where the numbers of both axes lie."""

    room: QRectF
    low: QPointF  # the smallest x and y
    high: QPointF

    def at(self, x: float, y: float) -> QPointF:
        """Return the place of a point."""
        across = (x - self.low.x()) / (self.high.x() - self.low.x())
        up = (y - self.low.y()) / (self.high.y() - self.low.y())
        return QPointF(
            self.room.left() + across * self.room.width(),
            self.room.bottom() - up * self.room.height(),
        )


def curve_items(scene: ExplanationScene, about: Curve, place: QRectF) -> list[Item]:
    """Return the curve over the range of all values of the node before, and its point."""
    look = scene.look
    xs = curve_range(scene.values_before)
    ys = drawn_curve(curve_of(scene), xs, scene.forward.trace.values[scene.node])
    low, high = min(float(np.nanmin(ys, initial=0)), 0.0), max(float(np.nanmax(ys, initial=0)), 0.0)
    room = place.adjusted(look.px(52), look.px(12), -look.px(24), -look.px(26))
    plot = _Plot(
        room, QPointF(float(xs[0]), low), QPointF(float(xs[-1]), high if high > low else low + 1)
    )
    point = (
        None if printed_point(scene, about) is None else (float(about.before), float(about.value))
    )
    is_hidden = scene.is_hidden

    def draw(painter: QPainter, look: Look, _: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_axes(painter, look, plot)
        if point is not None:
            _paint_lines(painter, look, plot, point, is_hidden)
        if not is_hidden:  # else the curve would tell the answer
            pen = QPen(QColor(look.colors.text), look.px(2))
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            for piece in _pieces(xs, ys):
                painter.drawPolyline(QPolygonF([plot.at(x, y) for x, y in piece]))
        if point is not None:
            x, y = point
            painter.setPen(QPen(QColor(look.colors.surface), look.px(1.5)))
            painter.setBrush(QColor(look.colors.accent))
            middle = plot.at(x, 0) if is_hidden else plot.at(x, y)
            painter.drawEllipse(middle, look.px(6), look.px(6))

    return [Drawing(place, draw), *_labels(scene, about, plot, point is not None)]


def curve_range(values: Array) -> Array:
    """Return the x of the curve: all values there are lie between the ends; 0 is among them."""
    finite = values[np.isfinite(values)]
    low = min(float(finite.min()), 0.0) if finite.size else 0.0
    high = max(float(finite.max()), 0.0) if finite.size else 0.0
    if low == high:
        low, high = -1.0, 1.0
    even = np.linspace(low, high, POINTS, dtype=np.float32)
    return np.asarray(np.union1d(even, np.float32(0)), np.float32)


def drawn_curve(layer: Activation, xs: Array, made: Array) -> Array:
    """Return the y of the curve, NaN where it has none: below the 0 of a logarithm, at that of 1/x.

    Args:
        layer: The activation.
        xs: Where it is drawn.
        made: The values of the node, the largest of which a function of calculus is drawn up to.
    """
    ys = np.array(layer.curve(xs))
    if isinstance(layer, FUNCTIONS):
        finite = made[np.isfinite(made)]
        low, high = min(finite.min(initial=0), 0), max(finite.max(initial=0), 0)
        ys[~((ys >= low) & (ys <= high))] = np.nan
    return ys


def _pieces(xs: Array, ys: Array) -> Iterator[list[tuple[float, float]]]:
    """Return the points of a curve, one after another where it is not broken."""
    piece: list[tuple[float, float]] = []
    for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
        if np.isfinite(y):
            piece.append((x, y))
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _paint_axes(painter: QPainter, look: Look, plot: _Plot) -> None:
    painter.setPen(QPen(QColor(look.colors.muted), 1))
    painter.drawLine(plot.at(plot.low.x(), 0), plot.at(plot.high.x(), 0))
    painter.drawLine(plot.at(0, plot.low.y()), plot.at(0, plot.high.y()))
    tick = look.px(4)
    for x in (plot.low.x(), plot.high.x()):
        painter.drawLine(plot.at(x, 0), plot.at(x, 0) + QPointF(0, tick))
    for y in (plot.low.y(), plot.high.y()):
        painter.drawLine(plot.at(0, y), plot.at(0, y) - QPointF(tick, 0))


def _paint_lines(
    painter: QPainter, look: Look, plot: _Plot, point: tuple[float, float], is_hidden: bool
) -> None:
    """Paint the dotted lines from the point to both axes."""
    if is_hidden:
        return
    x, y = point
    painter.setPen(QPen(QColor(look.colors.accent), look.px(1.5), Qt.PenStyle.DotLine))
    painter.drawLine(plot.at(x, y), plot.at(x, 0))
    painter.drawLine(plot.at(x, y), plot.at(0, y))


def _labels(scene: ExplanationScene, about: Curve, plot: _Plot, has_point: bool) -> list[Item]:
    """Return the numbers at both axes; those too near to the numbers of the point are left out."""
    look = scene.look
    before, value = point_texts(scene, about)
    made: list[Text] = []
    if has_point:
        made.append(_below(look, plot, float(about.before), before, ItemId(What.POINT_X)))
        if not scene.is_hidden:
            beside = _beside(look, plot, float(about.value), value, ItemId(What.POINT_Y))
            made.append(_clear_of(made[0], beside))
    for tick in _ticks(scene, plot):
        near = tick.place.adjusted(-look.px(6), 0, look.px(6), 0)
        if not any(near.intersects(other.place) for other in made):
            made.append(tick)
    return list(made)


def _clear_of(below: Text, beside: Text) -> Text:
    """Return the number at the vertical axis, above that at the horizontal one if it lay on it."""
    if not beside.place.intersects(below.place):
        return beside
    return replace(
        beside, place=beside.place.translated(0, below.place.top() - beside.place.bottom())
    )


def _ticks(scene: ExplanationScene, plot: _Plot) -> Iterator[Text]:
    look = scene.look
    for x in (0.0, plot.low.x(), plot.high.x()):
        yield _below(look, plot, x, scene.decimals_before.full(x))
    for y in (plot.low.y(), plot.high.y()):
        if y:
            yield _beside(look, plot, y, scene.decimals.full(y))


def _below(look: Look, plot: _Plot, x: float, text: str, item_id: ItemId | None = None) -> Text:
    wide = text_width(look, text, DIGITS)
    at = plot.at(x, 0)
    is_above = x < 0 and plot.low.y() < 0  # there the curve lies below
    top = at.y() + (-look.px(24) if is_above else look.px(6))
    place = QRectF(at.x() - wide / 2, top, wide, look.px(18))
    exact = None if item_id is None else x
    ink: Ink = "muted" if item_id is None else "accent"
    return Text(place, text, DIGITS, ink=ink, id=item_id, exact=exact)


def _beside(look: Look, plot: _Plot, y: float, text: str, item_id: ItemId | None = None) -> Text:
    wide = text_width(look, text, DIGITS)
    at = plot.at(0, y)
    up = max(look.px(9), look.px(20) - abs(round(plot.at(0, 0).y() - at.y())))  # above the axis
    place = QRectF(at.x() - wide - look.px(8), at.y() - up, wide, look.px(18))
    exact = None if item_id is None else y
    ink: Ink = "muted" if item_id is None else "accent"
    return Text(place, text, DIGITS, ink=ink, id=item_id, exact=exact)
