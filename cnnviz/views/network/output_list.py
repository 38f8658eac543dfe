"""The list of classes on the Network page: name, value, and a bar as long as the value's share."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import LogSoftmax, Softmax
from cnnviz.cnn.ops import Array
from cnnviz.explain.answer import NO_INK
from cnnviz.explain.channel_names import class_name
from cnnviz.explain.layer_decimals import value_text, value_texts
from cnnviz.language import _
from cnnviz.text.numbers import count_text
from cnnviz.views.cells.texts import cell_texts
from cnnviz.views.controls.broken_names import broken
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import Flags
from cnnviz.views.network.painter import SMALLEST_TEXT, NetworkScene, class_bars

BEST, ROW = 10, 32  # classes named beside a strip, and the height of each in pixels at 100 %


def paint_output(painter: QPainter, scene: NetworkScene) -> None:
    """Paint the list of classes: name, value, and a bar as long as the value's share."""
    trace = scene.forward.trace
    node = trace.network.output
    if scene.place.layout.columns[node].kind != "output":
        return
    values = trace.values[node]
    hidden = scene.hidden(node, 0)
    is_told = np.full(len(values), scene.is_reached(node))
    if hidden is not None:
        is_told &= ~hidden[0]
    has_best = is_told.all() and not np.isnan(values).any()
    best = int(values.argmax()) if has_best else -1
    told = np.where(is_told, values, 0)
    if not np.isfinite(told).all():
        told = np.nan_to_num(told)
    shares = bar_lengths(trace.network.layers.get(node), told, is_told)
    is_empty = scene.is_reached(node) and not scene.forward.has_answer
    if is_empty:
        class_bars(painter, scene, [1.0] * len(values), scene.look.colors.track)
    class_bars(painter, scene, shares, scene.look.colors.accent)
    texts = value_texts(trace, node) if is_told.any() else [""] * len(values)
    rows = zip(scene.place.cells(node), texts, is_told.tolist(), strict=True)
    for channel, (rect, text, is_shown) in enumerate(rows):
        name = class_name(trace.network, channel)
        told_text = text if is_shown else ""
        if is_empty and channel == 0:
            told_text = _(NO_INK)
        paint_class(painter, scene.look, rect, (name, told_text), channel == best)


def bar_lengths(layer: Layer | None, told: Array, is_told: Flags) -> list[float]:
    """Return how long the bar of each class is, 0 to 1; of a logarithm that of its share."""
    if isinstance(layer, LogSoftmax):
        told = np.where(is_told, np.exp(told), 0)
    is_share = isinstance(layer, Softmax | LogSoftmax)
    whole = 1.0 if is_share else max(float(told.max()), 1e-30)
    return [min(max(v / whole, 0.0), 1.0) for v in told.tolist()]


def paint_class(
    painter: QPainter, look: Look, rect: QRectF, texts: tuple[str, str], is_best: bool
) -> None:
    """Paint name and value, smaller where both have no room; a long name in several lines."""
    size = min(13.0, 0.42 * rect.height() / look.scale)
    if look.px(size) < SMALLEST_TEXT:
        return
    room, high = rect.width() - look.px(4), 0.62 * rect.height() - look.px(2)
    lines, size = fitted_name(look, texts, (room, high), size, is_bold=is_best)
    font, laid = look.font(size, bold=is_best), cell_texts(look).laid
    tall = look.metrics(size, bold=is_best).height()
    line = min(tall, high / len(lines)) if len(lines) > 1 else look.px(18)
    top = rect.y() + high - line * len(lines)
    painter.setFont(font)
    painter.setPen(QColor(look.colors.text if texts[1] else look.colors.muted))
    for k, text in enumerate(lines):
        middle = top + (k + 0.5) * line
        laid(font, text, is_bold=is_best).paint_at(painter, rect.x(), middle)
    value = laid(font, texts[1], is_bold=is_best)
    value.paint_at(painter, rect.right() - value.width, top + (len(lines) - 0.5) * line)


def fitted_name(
    look: Look, texts: tuple[str, str], room: tuple[float, float], size: float, *, is_bold: bool
) -> tuple[list[str], float]:
    """Return the lines of a name beside its value, whole, and the size of text they are written in.

    Args:
        look: Fonts and sizes.
        texts: The name, and the value at the end of its last line.
        room: Width and height, in pixels.
        size: The largest, in pixels at 100 %.
        is_bold: Whether it is written so.
    """
    name, value = texts
    laid = cell_texts(look).laid
    while True:
        font = look.font(size, bold=is_bold)

        def wide(text: str, font: QFont = font) -> float:
            return laid(font, text, is_bold=is_bold).width

        beside = wide(value) + (look.px(4) if value else 0)
        width = max(room[0] - beside, look.px(size))
        lines = broken(name, width, wide)
        ascent = look.metrics(size, bold=is_bold).ascent() if len(lines) > 1 else 0
        fits = len(lines) == 1 or len(lines) * ascent <= room[1]
        if fits or look.px(size - 0.5) < SMALLEST_TEXT:
            return lines, size
        size -= 0.5


def best_of(values: Array, count: int) -> list[int]:
    """Return the channels of the largest values, (N,), the largest first."""
    best: list[int] = np.argsort(-values, kind="stable")[:count].tolist()
    return best


def paint_best(painter: QPainter, scene: NetworkScene) -> None:
    """Paint the names of the best beside a strip of many classes, each joined to its value."""
    node = scene.forward.trace.network.output
    column, look = scene.place.layout.columns[node], scene.look
    if column.kind != "strip" or not column.names or not scene.is_reached(node):
        return
    values, network = scene.forward.trace.values[node], scene.forward.trace.network
    if scene.hidden(node, 0) is not None or np.isnan(values).any():
        return
    whole, first = scene.place.column(node), scene.place.cell(node, 0)
    high = look.px(ROW)
    count = min(BEST, len(values), int(whole.height() // high))
    best = best_of(values, count)
    left = first.right() + look.px(20)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for row, channel in enumerate(best):
        place = QRectF(left, whole.y() + row * high, whole.right() - left, high)
        cell = scene.place.cell(node, channel)
        painter.setPen(QPen(QColor(look.colors.accent if not row else look.colors.line), 1))
        painter.drawLine(QPointF(first.right(), cell.center().y()), place.center() - _half(place))
        texts = class_name(network, channel), value_text(scene.forward.trace, node, values[channel])
        paint_class(painter, look, place, texts, not row)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setFont(look.font(11))
    painter.setPen(QColor(look.colors.muted))
    below = QRectF(left, whole.y() + count * high, whole.right() - left, look.px(18))
    words = best_words(count, len(values), below.width(), look)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def best_words(count: int, whole: int, room: float, look: Look) -> str:
    """Return how many of very many classes are named, in few words where there is little room."""
    texts = _("The best {count} of {all}"), _("{count} of {all}")
    told = [text.format(count=count, all=count_text(whole)) for text in texts]
    wide = look.metrics(11).horizontalAdvance
    return next((words for words in told if wide(words) <= room), told[-1])


def _half(place: QRectF) -> QPointF:
    return QPointF(place.width() / 2 + 2, 0)
