"""A value of an activation: a point on its curve."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import LeakyReLU, ReLU, Sigmoid
from cnnviz.cnn.ops import Array
from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.printed import decimal_text
from cnnviz.explain.printed_values import PrintedCurve, is_printable, printed_curve
from cnnviz.explain.steps import channel_name
from cnnviz.explain.values import Curve
from cnnviz.text.numbers import MINUS, count_text, number_text
from cnnviz.views.explanation.explanation_scene import Scene
from cnnviz.views.explanation.map_pair import (
    HEADING,
    Form,
    Word,
    bracketed,
    formula,
    pair,
    result,
    same_place,
)
from cnnviz.views.explanation.result_panel import HIDDEN, Line, Summary
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.sheet import DIGITS, Drawing, Item, Sheet, Spot, Text, text_width

POINTS = 160  # of the curve that is painted
WIDEST = 600  # pixels at 100 %
FORMULA, MAP, GAP, PLOT = 38, 196, 10, 190  # the heights of what stands below each other
LEAST_SHARE = 0.55  # of them: smaller ones show too little, and scroll instead


def _layer(scene: Scene) -> Layer:
    return scene.forward.trace.network.layers[scene.step - 1]


def _printed(scene: Scene, about: Curve) -> PrintedCurve | None:
    if not is_printable(about.before, about.value):
        return None
    return printed_curve(_layer(scene), about)


def _texts(scene: Scene, about: Curve) -> tuple[str, str]:
    """Return x and y as they are printed."""
    printed = _printed(scene, about)
    if printed is None:
        return number_text(float(about.before)), number_text(float(about.value))
    return decimal_text(printed.before), decimal_text(printed.value)


def summary(scene: Scene, about: Curve) -> Summary:
    """Return what the result panel says of an activation."""
    before, value = _texts(scene, about)
    lines = (Line("Value before", before, "value before", float(about.before)),)
    equation = ("".join(word.text for word in _with_numbers(scene, about)), f"= {value}")
    if scene.is_hidden:
        hidden = Line("Value", HIDDEN, "value")
        return Summary(lines, hidden, _facts(scene, about), has_map=False)
    shown = Line("Value", value, "value", float(about.value))
    return Summary(lines, shown, _facts(scene, about), (equation,), has_map=False)


def _facts(scene: Scene, about: Curve) -> tuple[str, ...]:
    layer = _layer(scene)
    if not isinstance(layer, ReLU | LeakyReLU):
        ends = "0 and 1" if isinstance(layer, Sigmoid) else f"{MINUS}1 and 1"
        return f"Every value ends between {ends}.", NOTHING_LEARNT
    became = "became 0" if isinstance(layer, ReLU) else "shrank"
    facts = [_negative(about.negative, about.total, became, _all(scene))]
    if scene.is_map:
        channel = scene.about.place[0]
        values = scene.forward.trace.values[scene.step - 1][channel]
        name = channel_name(scene.forward.trace, scene.step, channel)
        facts.insert(0, _negative(int((values < 0).sum()), values.size, became, name))
    return (*facts, NOTHING_LEARNT)


def _all(scene: Scene) -> str:
    maps = scene.forward.trace.shapes[scene.step][0]
    return f"all {count_text(maps)} maps" if scene.is_map else "the row"


def _negative(count: int, total: int, became: str, where: str) -> str:
    return (
        f"{count_text(count)} of {count_text(total)} values of {where} were negative and {became}."
    )


def forms(scene: Scene, about: Curve) -> list[Form]:
    """Return the one way to lay out formula, maps and curve."""
    return [Form(scene.look.px(440))]


def rows_sheet(scene: Scene, about: Curve, form: Form, width: int) -> Sheet:
    """Lay out the formula with its numbers, the maps before and after, and the curve."""
    look = scene.look
    width = min(width, look.px(WIDEST))
    value = _texts(scene, about)[1]
    words = [
        Word(f"{_general(_layer(scene))}   ", ink="muted"),
        *_with_numbers(scene, about),
        Word(" = "),
        result(scene, about, value),
    ]
    items = formula(look, words, 0, 0)
    share = _share_of_height(scene)
    made, y = pair(scene, look.px(FORMULA), width, look.px(MAP * share))
    items += made
    y += look.px(GAP)
    place = QRectF(0, y, width, look.px(PLOT * share))
    items += _curve(scene, about, place)
    return Sheet(tuple(items), width, round(place.bottom()))


def _share_of_height(scene: Scene) -> float:
    """Return how much smaller maps and curve are, so that the point is seen in a low room."""
    px, room = scene.look.px, scene.room[1]
    around = px(FORMULA) + px(HEADING) + px(GAP) + px(4)
    return min(1.0, max(LEAST_SHARE, (room - around) / (px(MAP) + px(PLOT))))


def _general(layer: Layer) -> str:
    if isinstance(layer, ReLU):
        return "max(0, x)"
    if isinstance(layer, LeakyReLU):
        return f"x, or {layer.negative_slope:g}·x below 0"
    return "1 / (1 + exp(−x))" if isinstance(layer, Sigmoid) else "tanh(x)"


def _with_numbers(scene: Scene, about: Curve) -> list[Word]:
    """Return the formula with x put in."""
    layer, printed = _layer(scene), _printed(scene, about)
    before = _texts(scene, about)[0]
    exact = float(about.before)
    if isinstance(layer, ReLU):
        return [Word("max(0, "), Word(before, "value before", exact), Word(")")]
    if isinstance(layer, LeakyReLU):
        if not about.before < 0:
            return [Word(before, "value before", exact)]
        inner = before if printed is None else bracketed(printed.before)
        return [Word(f"{layer.negative_slope:g}·"), Word(inner, "value before", exact)]
    if isinstance(layer, Sigmoid):
        turned = before[1:] if before.startswith(MINUS) else f"{MINUS}{before}"
        return [Word("1 / (1 + exp("), Word(turned, "minus value before", -exact), Word("))")]
    return [Word("tanh("), Word(before, "value before", exact), Word(")")]


# The curve


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


def _curve(scene: Scene, about: Curve, place: QRectF) -> list[Item]:
    """Return the curve over the range of all values of the step before, and its point."""
    look = scene.look
    xs = _range(scene.forward.trace.values[scene.step - 1])
    ys = _layer(scene).forward(xs)
    low, high = min(float(ys.min()), 0.0), max(float(ys.max()), 0.0)
    room = place.adjusted(look.px(52), look.px(12), -look.px(24), -look.px(26))
    plot = _Plot(
        room, QPointF(float(xs[0]), low), QPointF(float(xs[-1]), high if high > low else low + 1)
    )
    point = None if _printed(scene, about) is None else (float(about.before), float(about.value))
    is_hidden = scene.is_hidden

    def draw(painter: QPainter, look: Look, _: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_axes(painter, look, plot)
        if point is not None:
            _paint_lines(painter, look, plot, point, is_hidden)
        pen = QPen(QColor(look.colors.text), look.px(2))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        pairs = zip(xs.tolist(), ys.tolist(), strict=True)
        painter.drawPolyline(QPolygonF([plot.at(x, y) for x, y in pairs]))
        if point is not None:
            x, y = point
            painter.setPen(QPen(QColor(look.colors.surface), look.px(1.5)))
            painter.setBrush(QColor(look.colors.accent))
            middle = plot.at(x, 0) if is_hidden else plot.at(x, y)
            painter.drawEllipse(middle, look.px(6), look.px(6))

    return [Drawing(place, draw), *_labels(scene, about, plot, point is not None)]


def _range(values: Array) -> Array:
    """Return the x of the curve: all values there are lie between the ends; 0 is among them."""
    finite = values[np.isfinite(values)]
    low = min(float(finite.min()), 0.0) if finite.size else 0.0
    high = max(float(finite.max()), 0.0) if finite.size else 0.0
    if low == high:
        low, high = -1.0, 1.0
    even = np.linspace(low, high, POINTS, dtype=np.float32)
    return np.asarray(np.union1d(even, np.float32(0)), np.float32)


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


def _labels(scene: Scene, about: Curve, plot: _Plot, has_point: bool) -> list[Item]:
    """Return the numbers at both axes; those too near to the numbers of the point are left out."""
    look = scene.look
    before, value = _texts(scene, about)
    made: list[Text] = []
    if has_point:
        made.append(_below(look, plot, float(about.before), before, "point x"))
        if not scene.is_hidden:
            made.append(_beside(look, plot, float(about.value), value, "point y"))
    for tick in _ticks(look, plot):
        near = tick.place.adjusted(-look.px(6), 0, look.px(6), 0)
        if not any(near.intersects(other.place) for other in made):
            made.append(tick)
    return list(made)


def _ticks(look: Look, plot: _Plot) -> Iterator[Text]:
    for x in (0.0, plot.low.x(), plot.high.x()):
        yield _below(look, plot, x, number_text(x), "")
    for y in (plot.low.y(), plot.high.y()):
        if y:
            yield _beside(look, plot, y, number_text(y), "")


def _below(look: Look, plot: _Plot, x: float, text: str, name: str) -> Text:
    wide = text_width(look, text, DIGITS)
    at = plot.at(x, 0)
    is_above = x < 0 and plot.low.y() < 0  # there the curve lies below
    top = at.y() + (-look.px(24) if is_above else look.px(6))
    place = QRectF(at.x() - wide / 2, top, wide, look.px(18))
    exact = x if name else None
    return Text(place, text, DIGITS, ink="accent" if name else "muted", name=name, exact=exact)


def _beside(look: Look, plot: _Plot, y: float, text: str, name: str) -> Text:
    wide = text_width(look, text, DIGITS)
    at = plot.at(0, y)
    up = max(look.px(9), look.px(20) - abs(round(plot.at(0, 0).y() - at.y())))  # above the axis
    place = QRectF(at.x() - wide - look.px(8), at.y() - up, wide, look.px(18))
    exact = y if name else None
    return Text(place, text, DIGITS, ink="accent" if name else "muted", name=name, exact=exact)


def told(scene: Scene, spot: Spot) -> str:
    """Return nothing of its own: every number tells its exact value."""
    return ""


def target(scene: Scene, spot: Spot) -> int | None:
    """Return the position of a cell of the map before or after; None elsewhere."""
    if spot.name not in ("before", "after"):
        return None
    return same_place(scene, spot.row, spot.column)
