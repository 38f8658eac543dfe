"""The blocks on the Network page: frames around those that stand open, and where a click folds."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cnnviz.cnn.network import Network
from cnnviz.explain.steps import block_name
from cnnviz.language import N_, _
from cnnviz.project.place import MapOrder
from cnnviz.views.look.theme import Look
from cnnviz.views.network.headings import UNFOLDED, Heading, heading_height
from cnnviz.views.network.layout import LANE_HEADING
from cnnviz.views.network.placement import Placement

MARGIN = 2  # pixels at 100 %: between a frame and what is in it
LABEL = 14  # the height of the name below, which has its room at the end of the page
SIZE = 11


def frame_of(place: Placement, nodes: tuple[str, ...], look: Look) -> QRectF:
    """Return the frame around the columns of a block that stands open, with its name below."""
    columns = [place.column(node) for node in nodes if node in place.layout.columns]
    margin, top = look.px(MARGIN), heading_height(look)
    left = min(column.left() for column in columns) - margin
    right = max(column.right() for column in columns) + margin
    return QRectF(left, top, right - left, foot_of(place, look) - top)


def foot_of(place: Placement, look: Look) -> float:
    """Return where the frames of blocks end below."""
    return place.layout.height * place.zoom + place.origin.y() + place.top + look.px(LABEL - 1)


def label_of(frame: QRectF, text: str, look: Look) -> QRectF:
    """Return the place of the name of a block: at the foot of its frame, seen while that is."""
    wide = look.metrics(SIZE, bold=True).horizontalAdvance(text) + 2 * look.px(LABEL / 2)
    left = max(frame.left(), min(0.0, frame.right() - wide))
    return QRectF(left, frame.bottom() - look.px(LABEL), wide, look.px(LABEL))


def paint_frames(
    painter: QPainter,
    place: Placement,
    network: Network,
    blocks: Iterable[str],
    look: Look,
    at: str,
) -> None:
    """Paint the frames of the blocks that stand open.

    Args:
        painter: Paints below the headings.
        place: Where everything stands.
        network: Has the blocks.
        blocks: The names of those.
        look: Colours and fonts.
        at: The node that is looked at; its block is marked.
    """
    colors = look.colors
    for block in blocks:
        nodes = network.blocks[block]
        frame, is_current = frame_of(place, nodes, look), at in nodes
        color = QColor(colors.accent if is_current else colors.pale)
        painter.setPen(QPen(color, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, look.px(4), look.px(4))
        text = label_text(network, block, frame, look)
        label = label_of(frame, text, look)
        painter.setFont(look.font(SIZE, bold=True))
        painter.fillRect(label.adjusted(look.px(2), 0, 0, -1), QColor(colors.ground))
        painter.setPen(QColor(colors.accent if is_current else colors.muted))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)


def label_text(network: Network, block: str, frame: QRectF, look: Look) -> str:
    """Return what stands below a block that stands open: what it is, too, if there is room."""
    whole, short = f"{block_name(network, block)} {UNFOLDED}", f"{block} {UNFOLDED}"
    room = frame.width() - 2 * look.px(LABEL / 2)
    return whole if look.metrics(SIZE, bold=True).horizontalAdvance(whole) <= room else short


def block_at(
    point: QPointF, place: Placement, shown: Mapping[str, Heading], network: Network, look: Look
) -> str | None:
    """Return the block whose name, or the heading of one of whose nodes, is at a point."""
    blocks = network.blocks
    open_ones = {block: nodes for block, nodes in blocks.items() if nodes[-1] not in place.folded}
    for block, nodes in open_ones.items():
        frame = frame_of(place, nodes, look)
        if label_of(frame, label_text(network, block, frame, look), look).contains(point):
            return block
    node = _heading_at(point, shown, look)
    return next((block for block, nodes in blocks.items() if node in nodes), None)


def _heading_at(point: QPointF, shown: Mapping[str, Heading], look: Look) -> str | None:
    """Return the node whose heading is at a point; lower ones pass behind those of the top."""
    band = heading_height(look)
    for node, heading in shown.items():
        top = 0.0 if heading.top is None else heading.top
        high = band if heading.top is None else look.px(LANE_HEADING)
        room = QRectF(heading.middle - heading.room / 2, top, heading.room, high)
        if room.contains(point) and (heading.top is None or point.y() > band):
            return node
    return None


def count_at(point: QPointF, shown: Mapping[str, Heading], look: Look) -> str | None:
    """Return the node with very many maps whose size, in its heading, is at a point."""
    node = _heading_at(point, shown, look)
    if node is None or not shown[node].is_link:
        return None
    top = shown[node].top
    line = look.px(8 + 2 * 16) if top is None else top + look.px(16)
    return node if line <= point.y() <= line + look.px(18) else None


def folding_tip(block: str, *, is_folded: bool) -> str:
    """Return what a click does to a block."""
    text = _("A click shows the layers of {block}") if is_folded else _("A click folds {block}")
    return text.format(block=block)


_SHOWN = {  # which of very many maps stand there, by their order
    "strength": N_("The strongest maps, by the mean of their absolute values"),
    "mean": N_("The maps with the largest mean"),
    "largest": N_("The maps with the largest value"),
    "number": N_("The maps by their number"),
}


def maps_tip(sorting: MapOrder, *, is_whole: bool) -> str:
    """Return which of very many maps are shown, and what a click on their number does."""
    text = (
        _("{which}; a click shows the first alone") if is_whole else _("{which}; a click shows all")
    )
    return text.format(which=_(_SHOWN[sorting]))
