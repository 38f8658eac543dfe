"""The list of classes on the Network page: name, value, and a bar as long as the value's share."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from cnnviz.cnn.layers import Softmax
from cnnviz.explain.answer import NO_INK
from cnnviz.explain.channel_names import class_name
from cnnviz.explain.layer_decimals import value_texts
from cnnviz.language import _
from cnnviz.views.cells.texts import LaidText, cell_texts
from cnnviz.views.look.theme import Look
from cnnviz.views.network.painter import SMALLEST_TEXT, NetworkScene, class_bars

_DIGITS = 2  # in heights: about as wide as three digits of a name, shown in any case


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
    is_share = isinstance(trace.network.layers.get(node), Softmax)
    whole = 1.0 if is_share else max(float(told.max()), 1e-30)
    shares = [min(max(v / whole, 0.0), 1.0) for v in told.tolist()]
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
        _class(painter, scene.look, rect, (name, told_text), channel == best)


def _class(
    painter: QPainter, look: Look, rect: QRectF, texts: tuple[str, str], is_best: bool
) -> None:
    """Paint name and value, smaller where both have no room; what is still too long is cut."""
    high, room = rect.height(), rect.width() - look.px(4)
    size = min(13.0, 0.42 * high / look.scale)
    if look.px(size) < SMALLEST_TEXT:
        return
    name, value = _laid(look, size, texts, is_best)
    if name.width + value.width > room:
        size, texts = _fitted(look, size, texts, is_best, room)
        name, value = _laid(look, size, texts, is_best)
    painter.setFont(look.font(size, bold=is_best))
    painter.setPen(QColor(look.colors.text if texts[1] else look.colors.muted))
    middle = rect.y() + 0.62 * high - look.px(20) + look.px(18) / 2
    name.paint_at(painter, rect.x(), middle)
    value.paint_at(painter, rect.right() - value.width, middle)


def _laid(look: Look, size: float, texts: tuple[str, str], is_best: bool) -> list[LaidText]:
    font, laid = look.font(size, bold=is_best), cell_texts(look).laid
    return [laid(font, text, is_bold=is_best) for text in texts]


def _fitted(
    look: Look, size: float, texts: tuple[str, str], is_best: bool, room: float
) -> tuple[float, tuple[str, str]]:
    """Return a size in which both have room; in the smallest one the name is cut."""
    name, value = (laid.width for laid in _laid(look, size, texts, is_best))
    while (
        look.px(size - 0.5) >= SMALLEST_TEXT and min(name, _DIGITS * look.px(size)) + value > room
    ):
        size -= 0.5
        name, value = (laid.width for laid in _laid(look, size, texts, is_best))
    metrics, right = look.metrics(size, bold=is_best), Qt.TextElideMode.ElideRight
    return size, (metrics.elidedText(texts[0], right, max(room - value, 0.0)), texts[1])
