"""The headings of the Network page: name, what the layer does, and size, over each column."""

from typing import NamedTuple

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.network import Network
from cnnviz.cnn.trace import Trace
from cnnviz.explain.steps import size_text, step_details, step_titles
from cnnviz.views.look.theme import Look
from cnnviz.views.network.placement import Placement

CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip


class Heading(NamedTuple):
    """The texts over one column, as long as its room allows."""

    middle: float  # in pixels from the left edge of the page
    room: float  # how wide the texts may be
    texts: tuple[str, str, str]


def heading_height(look: Look) -> int:
    """Return the height of the headings, which stay when the drawing moves."""
    return look.px(64)


def headings(trace: Trace, place: Placement, look: Look) -> list[Heading]:
    """Return the heading of each step; the longest texts that fit are chosen."""
    size = place.layout.text
    bold = QFontMetricsF(look.font(size, bold=True))
    plain = QFontMetricsF(look.font(size - 1))
    last = len(place.layout.columns) - 1
    made = []
    for step in range(last + 1):
        middle, room = _room(place, step, last, look)
        shape = trace.shapes[step]
        sizes = (size_text(shape), shape_text(shape[1:]) or str(shape[0]))
        texts = (
            _longest(step_titles(trace, step), room, bold),
            _longest(step_details(trace, step), room, plain),
            _longest(sizes, room, plain),
        )
        made.append(Heading(middle, room, texts))
    return made


def headings_differ(before: Network, after: Network) -> bool:
    """Return whether layers of two networks with as many need other headings."""
    pairs = zip(before.layers, after.layers, strict=True)
    return any(
        old is not new and (old.kind != new.kind or old.options() != new.options())
        for old, new in pairs
    )


def paint_headings(
    painter: QPainter, shown: list[Heading], look: Look, step: int, text: float
) -> None:
    """Paint headings over the ground they stand on; the current step is marked."""
    colors = look.colors
    width, band = painter.device().width(), heading_height(look)
    painter.fillRect(QRect(0, 0, width, band), QColor(colors.ground))
    inks = (colors.text, colors.muted, colors.muted)
    for line, ink in enumerate(inks):
        painter.setFont(look.font(text if line == 0 else text - 1, bold=line == 0))
        for index, heading in enumerate(shown):
            painter.setPen(QColor(ink if index <= step else colors.muted))
            place = QRectF(
                heading.middle - heading.room / 2, look.px(8 + 16 * line), heading.room, look.px(16)
            )
            painter.drawText(place, CENTRED, heading.texts[line])
    current = shown[step]
    mark = min(current.room - look.px(6), look.px(64))
    bar = QRectF(current.middle - mark / 2, band - look.px(6), mark, look.px(3))
    painter.fillRect(bar.toRect(), QColor(colors.accent))
    painter.setPen(QColor(colors.line))
    painter.drawLine(QLineF(0, band - 1, width, band - 1))


def _room(place: Placement, step: int, last: int, look: Look) -> tuple[float, float]:
    """Return the middle of a heading, and its width: half the way to each neighbour."""
    middles = [place.column(s).center().x() for s in (max(step - 1, 0), step, min(step + 1, last))]
    left = middles[1] - middles[0] or middles[2] - middles[1]
    right = middles[2] - middles[1] or left
    room = max(min(left, right) - look.px(2), look.px(20))
    if step == 0:  # nothing stands beyond the edge of the page
        room = min(room, 2 * (middles[1] - place.origin.x()) - look.px(4))
    return middles[1], room


def _longest(texts: tuple[str, ...], room: float, metrics: QFontMetricsF) -> str:
    return next((text for text in texts if metrics.horizontalAdvance(text) <= room), "")
