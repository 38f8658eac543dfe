"""The list of classes on the Network page: name, value, and a bar as long as the value's share."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from cnnviz.cnn.layers import Softmax
from cnnviz.explain.answer import NO_INK
from cnnviz.explain.channel_names import class_name
from cnnviz.explain.layer_decimals import value_text
from cnnviz.language import _
from cnnviz.views.look.theme import Look
from cnnviz.views.network.painter import SMALLEST_TEXT, NetworkScene, class_bars

_DIGITS = 2  # in heights: about as wide as three digits of a name, shown in any case
_SIDES = (
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
)


def paint_output(painter: QPainter, scene: NetworkScene) -> None:
    """Paint the list of classes: name, value, and a bar as long as the value's share."""
    node = scene.forward.trace.network.output
    if scene.place.layout.columns[node].kind != "output":
        return
    values = scene.forward.trace.values[node]
    network = scene.forward.trace.network
    is_share = isinstance(network.layers.get(node), Softmax)
    hidden = scene.hidden(node, 0)
    is_told = np.full(len(values), scene.is_reached(node))
    if hidden is not None:
        is_told &= ~hidden[0]
    has_best = is_told.all() and not np.isnan(values).any()
    best = int(values.argmax()) if has_best else -1
    told = np.where(is_told, values, 0)
    if not np.isfinite(told).all():
        told = np.nan_to_num(told)
    whole = 1.0 if is_share else max(float(told.max()), 1e-30)
    shares = [min(max(v / whole, 0.0), 1.0) for v in told.tolist()]
    is_empty = scene.is_reached(node) and not scene.forward.has_answer
    if is_empty:
        class_bars(painter, scene, [1.0] * len(values), scene.look.colors.track)
    class_bars(painter, scene, shares, scene.look.colors.accent)
    for channel, value in enumerate(values.tolist()):
        name = class_name(network, channel)
        rect = scene.place.cell(node, channel)
        text = value_text(scene.forward.trace, node, value) if is_told[channel] else ""
        if is_empty and channel == 0:
            text = _(NO_INK)
        texts = (name, text)
        _class(painter, scene.look, rect, texts, channel == best)


def _class(
    painter: QPainter, look: Look, rect: QRectF, texts: tuple[str, str], is_best: bool
) -> None:
    """Paint name and value, smaller where both have no room; what is still too long is cut."""
    size = min(13.0, 0.42 * rect.height() / look.scale)
    if look.px(size) < SMALLEST_TEXT:
        return
    metrics, room = look.metrics(size, bold=is_best), rect.width() - look.px(4)
    name, value = map(metrics.horizontalAdvance, texts)
    if name + value > room:
        while (
            look.px(size - 0.5) >= SMALLEST_TEXT
            and min(name, _DIGITS * look.px(size)) + value > room
        ):
            size -= 0.5
            metrics = look.metrics(size, bold=is_best)
            name, value = map(metrics.horizontalAdvance, texts)
        left = max(room - value, 0.0)
        texts = metrics.elidedText(texts[0], Qt.TextElideMode.ElideRight, left), texts[1]
    painter.setFont(look.font(size, bold=is_best))
    painter.setPen(QColor(look.colors.text if texts[1] else look.colors.muted))
    top = rect.y() + 0.62 * rect.height() - look.px(20)
    place = QRectF(rect.x(), top, rect.width(), look.px(18))
    for text, side in zip(texts, _SIDES, strict=True):
        painter.drawText(place, side, text)
