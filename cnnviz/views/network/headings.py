"""The headings of the Network page: name, what the layer does, and size, over each column."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from cnnviz.cnn.blocks import ShownNodes
from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.network import INPUT, Network
from cnnviz.cnn.trace import Trace
from cnnviz.explain.steps import block_details, block_titles, size_text, step_details, step_titles
from cnnviz.language import _
from cnnviz.views.look.theme import Look
from cnnviz.views.network.columns import CHOICES
from cnnviz.views.network.layout import LANE_HEADING
from cnnviz.views.network.placement import Placement
from cnnviz.views.network.strongest import MOST_MAPS, has_many

CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
FOLDED, UNFOLDED = "▸", "▾"  # behind the name of a block
ALONE = 160  # pixels at 100 %: the room of a heading that has no neighbour


class Heading(NamedTuple):
    """The texts over one column, as long as its room allows."""

    middle: float  # in pixels from the left edge of the page
    room: float  # how wide the texts may be
    texts: tuple[str, str, str]  # title, details, size
    is_link: bool = False  # whether a click on the size shows more maps, or fewer
    top: float | None = None  # of those in a lower lane, from the upper edge of the page


def heading_height(look: Look) -> int:
    """Return the height of the headings of the main path, which stay when the drawing moves."""
    return look.px(64)


def headings(trace: Trace, place: Placement, look: Look) -> dict[str, Heading]:
    """Return the heading of each node; the longest texts that fit are chosen."""
    layout, folded = place.layout, place.folded
    bold = QFontMetricsF(look.font(layout.text, bold=True))
    plain = QFontMetricsF(look.font(layout.text - 1))
    made = {}
    for lane in range(layout.lanes.count):
        nodes = layout.lane(lane)
        for node, (middle, room) in zip(nodes, _rooms(place, nodes, look, lane), strict=True):
            texts = (
                _longest(_titles(trace, node, folded), room, bold)
                or _cut(_titles(trace, node, folded), room, bold),
                _longest(_details(trace, node, folded), room, plain),
                _longest(_sizes(trace, node, place), room, plain),
            )
            above = place.column(node).top() - look.px(LANE_HEADING)
            is_link = has_many(trace.shapes[node])
            made[node] = Heading(middle, room, texts, is_link, above if lane else None)
    return made


def title_widths(trace: Trace, look: Look, shown: ShownNodes) -> dict[str, float]:
    """Return how much room the shortest title of each node needs in the smallest size, whole."""
    metrics = QFontMetricsF(look.font(CHOICES[-1].text, bold=True))
    beside = look.px(2) + 1  # stays free between two titles
    plain = QFontMetricsF(look.font(CHOICES[-1].text - 1))

    def wide(node: str) -> float:
        title = metrics.horizontalAdvance(_titles(trace, node, shown.folded)[-1])
        if not has_many(trace.shapes[node]):
            return title
        told = _maps_told(MOST_MAPS, trace.shapes[node][0])
        return max(title, plain.horizontalAdvance(told))

    return {node: wide(node) + beside for node in shown.names}


def headings_differ(before: Network, after: Network) -> bool:
    """Return whether layers of two networks with as many need other headings."""
    pairs = zip(before.nodes, after.nodes, strict=True)
    return any(
        old.name != new.name
        or (
            old.layer is not new.layer
            and (old.layer.kind != new.layer.kind or old.layer.options() != new.layer.options())
        )
        for old, new in pairs
    )


def paint_headings(
    painter: QPainter, shown: dict[str, Heading], look: Look, reached: Sequence[str], text: float
) -> None:
    """Paint the headings of the main path over the ground they stand on.

    Args:
        painter: Paints the page.
        shown: The heading of each node.
        look: Colours and fonts.
        reached: The nodes up to the current one; it is marked.
        text: The size of the titles, at 100 %.
    """
    colors = look.colors
    width, band = painter.device().width(), heading_height(look)
    painter.fillRect(QRect(0, 0, width, band), QColor(colors.ground))
    left, right = painter.clipBoundingRect().left(), painter.clipBoundingRect().right()
    fixed = [
        (node, heading)
        for node, heading in shown.items()
        if heading.top is None
        and left <= heading.middle + heading.room / 2
        and heading.middle - heading.room / 2 <= right
    ]
    known, height = set(reached), look.px(16)
    for line in range(3):
        painter.setFont(look.font(text if line == 0 else text - 1, bold=line == 0))
        top, muted = look.px(8 + 16 * line), QColor(colors.muted)
        ink = QColor(colors.text) if line == 0 else muted
        for node, heading in fixed:
            painter.setPen(ink if node in known else muted)
            if line == 2 and heading.is_link:
                painter.setPen(QColor(colors.accent))
            place = QRectF(heading.middle - heading.room / 2, top, heading.room, height)
            painter.drawText(place, CENTRED, heading.texts[line])
    current = shown[reached[-1]]
    if current.top is None:
        _mark(painter, look, current, band - look.px(6))
    painter.setPen(QColor(colors.line))
    painter.drawLine(QLineF(0, band - 1, width, band - 1))


def paint_lower_headings(
    painter: QPainter, shown: dict[str, Heading], look: Look, reached: Sequence[str], text: float
) -> None:
    """Paint the headings of the lower lanes, above their columns; see `paint_headings`."""
    bold = QFontMetricsF(look.font(text, bold=True))
    plain = QFontMetricsF(look.font(text - 1))
    for node, heading in shown.items():
        if heading.top is None:
            continue
        title, details, size = heading.texts
        wide, gap = bold.horizontalAdvance(title), look.px(5)
        more = plain.horizontalAdvance(details) + gap if details else 0.0
        if wide + more > heading.room:
            details, more = "", 0.0
        left = heading.middle - (wide + more) / 2
        places = (
            QRectF(left, heading.top, wide, look.px(16)),
            QRectF(left + wide + gap, heading.top, more - gap, look.px(16)),
            QRectF(
                heading.middle - heading.room / 2,
                heading.top + look.px(16),
                heading.room,
                look.px(16),
            ),
        )
        for line, words in enumerate((title, details, size)):
            painter.setFont(look.font(text if line == 0 else text - 1, bold=line == 0))
            painter.setPen(QColor(_ink(look, line, is_reached=node in reached)))
            if line == 2 and heading.is_link:
                painter.setPen(QColor(look.colors.accent))
            if words:
                ground = painter.boundingRect(places[line], CENTRED, words)
                painter.fillRect(ground, QColor(look.colors.ground))
                painter.drawText(places[line], CENTRED, words)
        if node == reached[-1]:
            _mark(painter, look, heading, heading.top + look.px(LANE_HEADING - 5))


def _ink(look: Look, line: int, *, is_reached: bool) -> str:
    return look.colors.text if line == 0 and is_reached else look.colors.muted


def _mark(painter: QPainter, look: Look, current: Heading, top: float) -> None:
    wide = min(current.room - look.px(6), look.px(64))
    bar = QRectF(current.middle - wide / 2, top, wide, look.px(3))
    painter.fillRect(bar.toRect(), QColor(look.colors.accent))


def _rooms(
    place: Placement, nodes: list[str], look: Look, lane: int
) -> Iterator[tuple[float, float]]:
    """Yield the middle of each heading of a lane, and its width: half the way to each neighbour."""
    # In parts of a pixel that add up exactly: moved by whole pixels, texts fall on the same pixels.
    middles = [round(place.column(node).center().x() * 64) / 64 for node in nodes]
    steps = [after - before for before, after in pairwise(middles)]
    ends = steps or [look.px(ALONE) if lane else 0.0]  # at the ends of a lane as on the inside
    lefts, rights = [ends[0], *steps], [*steps, ends[-1]]
    for node, middle, left, right in zip(nodes, middles, lefts, rights, strict=True):
        room = max(min(left, right) - look.px(2), look.px(20))
        if node == INPUT:  # nothing stands beyond the edge of the page
            room = min(room, 2 * (middle - place.origin.x()) - look.px(4))
        yield middle, room


def _titles(trace: Trace, node: str, folded: Mapping[str, str]) -> tuple[str, ...]:
    """Return the titles of a node, the longest first: a name of its own, and the end of it.

    What begins with a number, as of downsample.0, says nothing.
    """
    if node in folded:
        return tuple(f"{title} {FOLDED}" for title in block_titles(folded[node]))
    titles = step_titles(trace, node)
    if node == INPUT or not trace.network.has_own_names:
        return titles
    parts = node.split(".")
    ends = [".".join(parts[at:]) for at in range(1, len(parts)) if not parts[at].isdigit()]
    return node, *ends, titles[-1]


def _details(trace: Trace, node: str, folded: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a column does, the longest text first; of a folded block, what it is."""
    if node not in folded:
        return step_details(trace, node)
    return block_details(trace.network, folded[node])


def _sizes(trace: Trace, node: str, place: Placement) -> tuple[str, ...]:
    shape = trace.shapes[node]
    if has_many(shape):
        told = _maps_told(len(place.channels(node)), shape[0])
        return _("{size}, {told}").format(size=shape_text(shape[1:]), told=told), told
    return size_text(shape), shape_text(shape[1:]) or str(shape[0])


def _cut(texts: tuple[str, ...], room: float, metrics: QFontMetricsF) -> str:
    """Return the shortest title as far as there is room: a column without one says nothing."""
    return metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, room)


def _longest(texts: tuple[str, ...], room: float, metrics: QFontMetricsF) -> str:
    return next((text for text in texts if metrics.horizontalAdvance(text) <= room), "")


def _maps_told(count: int, whole: int) -> str:
    """Return how many of very many maps are shown."""
    text = _("{count} of {all}") if count < whole else _("all {all}")
    return text.format(count=count, all=whole)
