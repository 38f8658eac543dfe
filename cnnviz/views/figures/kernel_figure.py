"""The weights of one filter or unit as a figure: its slices as numbers, and its bias."""

from math import ceil

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter

from cnnviz.cnn.layers import Conv2d, Linear
from cnnviz.cnn.scale import largest
from cnnviz.explain.channel_names import channel_name
from cnnviz.explain.layer_decimals import decimals_of_parameter
from cnnviz.explain.steps import step_title
from cnnviz.language import _
from cnnviz.project.slices import Slices, slices_of
from cnnviz.views.bars.legend import scale_of_values
from cnnviz.views.figures.figure import NoFigureError, ViewFigure
from cnnviz.views.figures.frame import Inner, framed
from cnnviz.views.figures.subject import Subject
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import DIGITS, Numbers, Text

CELL, LINE, GAP = (48, 36), 22, 18  # pixels
WIDE = 1120  # pixels: more slices go into the next row


def kernel_figure(subject: Subject) -> ViewFigure:
    """Return the weights of the filter or unit that is looked at.

    Raises:
        NoFigureError: If the node has none.
    """
    trace, position = subject.forward.trace, subject.position
    layer = trace.network.layers.get(position.node)
    if not isinstance(layer, Conv2d | Linear):
        text = _("{node} has no kernel; name a convolution or a fully connected layer.")
        raise NoFigureError(text.format(node=position.node))
    slices = slices_of(trace.network, position.node, position.channel)
    items, width, bottom = _grids(slices, layer)
    if layer.bias is not None:
        value = decimals_of_parameter(layer, "bias").full(float(layer.bias[position.channel]))
        words = _("Bias {value}").format(value=value)
        items.append(Text(QRectF(0, bottom - GAP / 2, WIDE, LINE), words, DIGITS))
        bottom += LINE
    title = _("{layer}, {channel}: weights").format(
        layer=step_title(trace, position.node),
        channel=channel_name(trace, position.node, position.channel),
    )
    inner = Inner(width, bottom, lambda painter: _paint(painter, subject, items))
    scale = scale_of_values(largest(layer.weight), decimals_of_parameter(layer, "weight"))
    return framed(subject.look, title, inner, (scale, ""))


def _grids(slices: Slices, layer: Conv2d | Linear) -> tuple[list[Numbers | Text], int, int]:
    """Return the slices as grids with the names of their maps, and how wide and high all are."""
    decimals, limit = decimals_of_parameter(layer, "weight"), largest(layer.weight)
    rows, columns = slices.values.shape[1:]
    wide, high = columns * CELL[0] + GAP, rows * CELL[1] + LINE + GAP
    beside = max(1, min(len(slices.values), WIDE // wide))
    items: list[Numbers | Text] = []
    for place, weights in enumerate(slices.values):
        down, across = divmod(place, beside)
        corner = QPoint(across * wide + 1, down * high)
        if slices.maps:
            name = _("input map {number}").format(number=slices.first_input + place + 1)
            items.append(Text(QRectF(corner.x(), corner.y(), wide, LINE), name, ink="muted"))
        at, texts = corner + QPoint(0, LINE + 1), decimals.texts(weights)
        which, factor = ItemId(What.WEIGHTS, place), decimals.factor
        items.append(Numbers(at, CELL, weights, texts, limit, which, factor=factor))
    return items, beside * wide, ceil(len(slices.values) / beside) * high


def _paint(painter: QPainter, subject: Subject, items: list[Numbers | Text]) -> None:
    whole = QRect(0, 0, 1 << 20, 1 << 20)
    for item in items:
        if isinstance(item, Numbers):
            item.paint(painter, subject.look, whole)
        else:
            item.paint(painter, subject.look)
