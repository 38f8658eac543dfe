"""The result beside every explanation: the value in its map, the sum, what is true of it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.receptive_field import receptive_field
from cnnviz.explain.positions import place_text
from cnnviz.text.numbers import count_text
from cnnviz.views.cells.painting import Extent
from cnnviz.views.explanation.explanation_scene import NUMBERED, Scene, lens, output_map
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import fitted
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.sheet import (
    Item,
    MapItem,
    Mask,
    Numbers,
    Sheet,
    Text,
    rule,
    text_width,
    wrapped,
)

Where = Literal["right", "top"]

LENS_ROOM, LENS_WIDTH = 940, 310  # pixels at 100 %: of a band with a lens, and of the lens
LOW = 420  # pixels at 100 %: rooms less high show less beside the sum
LINE = 2  # pixels around a map, for the line around it
HIDDEN = "?"  # stands for what the learner is to find


@dataclass(frozen=True)
class Line:
    """One line of a sum: what it is, and its number."""

    label: str
    text: str
    name: str
    exact: float | None = None
    limit: float | None = None  # of the colour, where the number can be edited


@dataclass(frozen=True)
class Summary:
    """What the result panel says."""

    lines: tuple[Line, ...]  # above the rule
    value: Line
    facts: tuple[str, ...]  # sentences
    equation: tuple[tuple[str, str], ...] = ()  # lines of "9·0 + 2·2" and "= 0 + 4", on a card
    has_map: bool = True  # whether the map of the value stands here, not among the terms


def result_sheet(scene: Scene, summary: Summary, where: Where, room: Extent) -> Sheet:
    """Lay the result out.

    Args:
        scene: What is explained.
        summary: What is to be said.
        where: At the right, all below each other; or at the top, all side by side.
        room: Width and height that there are; it may become higher.
    """
    if scene.is_card and where == "top":
        return _line_of_sums(scene.look, summary, room[0])
    if scene.is_card:
        return _card(scene.look, summary, room)
    return _column(scene, summary, room) if where == "right" else _band(scene, summary, room)


def _card(look: Look, summary: Summary, room: Extent) -> Sheet:
    """Lay out the equation and the sum below each other, without the map.

    In little height the sum stands in one line, so that the value is seen without scrolling.
    """
    width = room[0]
    items: list[Item] = []
    middle = max((text_width(look, left, 16) for left, _ in summary.equation), default=0)
    middle += look.px(12)
    widest = max((text_width(look, right, 16) for _, right in summary.equation), default=0)
    y = 0
    lines = len(summary.equation)
    is_low = room[1] < look.px(26 * lines + 8 + 22 * len(summary.lines) + 40)
    high = look.px(21 if is_low else 26)
    if summary.equation and middle + widest <= width:
        for left, right in summary.equation:
            items.append(Text(QRectF(0, y, middle, high), left, 16, name="equation"))
            items.append(Text(QRectF(middle, y, widest, high), right, 16, name="equation"))
            y += high
        y += look.px(2 if is_low else 8)
    made, low = _sum(look, summary, 0, y, min(width, look.px(260)))
    if low + look.px(4) > room[1]:
        in_line, end = _sum_in_line(look, summary, y)
        if end <= width:
            made, low = in_line, y + look.px(28) + 2 * LINE
    return Sheet((*items, *made), width, low)


def _sum_in_line(look: Look, summary: Summary, y: int) -> tuple[list[Item], int]:
    """Lay the sum out in one line, each number right behind its label."""
    items: list[Item] = []
    x = 0
    for line in (*summary.lines, summary.value):
        is_value = line is summary.value
        size = 17 if is_value else 14
        number = text_width(look, line.text, size, bold=is_value)
        if line.limit is not None:
            number = max(look.px(64), number + look.px(14))
        wide = text_width(look, line.label, size, bold=is_value) + look.px(10) + number
        place = QRect(x, y, wide, look.px(28))
        items += _line(look, line, place, size, is_bold=is_value)
        x += wide + look.px(16)
    return items, x - look.px(16)


def _line_of_sums(look: Look, summary: Summary, width: int) -> Sheet:
    """Lay the sum out in one line, where a card has no room beside the terms."""
    items: list[Item] = []
    lines = (*summary.lines, summary.value)
    each = min(width // len(lines), look.px(210))
    for place, line in enumerate(lines):
        is_value = line is summary.value
        room = QRect(place * each, 0, each - look.px(18), look.px(28))
        items += _line(look, line, room, 17 if is_value else 14, is_bold=is_value)
    return Sheet(tuple(items), width, look.px(30))


def _column(scene: Scene, summary: Summary, room: Extent) -> Sheet:
    look, width = scene.look, room[0]
    side = min(width, max(look.px(130), round(0.36 * room[1])))
    items: list[Item] = []
    y = 0
    if summary.has_map:
        items, y = _output(scene, QRect(LINE, LINE, width - 2 * LINE, side))
        near = _lens(scene, items, QPoint(LINE, y + look.px(6)), width - 2 * LINE)
        items += near
        y = (near[-1].outline.bottom() if near else y) + look.px(10)
    made, y = _sum(look, summary, 0, y, width)
    items += made
    y += look.px(12)
    made, y = _facts(look, summary.facts, 0, y, width)
    items += made
    made, y = _field(scene, 0, y + look.px(10), width)
    return Sheet((*items, *made), width, y)


def _band(scene: Scene, summary: Summary, room: Extent) -> Sheet:
    look, width = scene.look, room[0]
    is_low = scene.room[1] < look.px(LOW)  # the terms need the room more
    gap, side = look.px(20), look.px(84 if is_low else 120)
    facts = summary.facts[:2] if is_low else summary.facts
    items: list[Item] = []
    bottom = 0
    if summary.has_map:
        items, bottom = _output(scene, QRect(LINE, LINE, side, side))
        if width >= look.px(LENS_ROOM):
            near = _lens(scene, items, QPoint(side + gap, LINE), look.px(LENS_WIDTH))
            items += near
            side = near[-1].outline.right() if near else side
    else:
        gap = side = 0
    lines = max(_least_width(look, summary), min(look.px(230), (width - side) // 3))
    made, low = _sum(look, summary, side + gap, 0, lines)
    items += made
    left = side + lines + gap + look.px(20)
    made, lower = _facts(look, facts, left, 0, max(look.px(120), width - left))
    items += made
    if not is_low:
        made, lower = _field(scene, left, lower + look.px(6), width - left)
        items += made
    return Sheet(tuple(items), width, max(bottom, low, lower))


def _output(scene: Scene, room: QRect) -> tuple[list[Item], int]:
    """Lay out the map with the value, and its caption."""
    look = scene.look
    shown, marks = output_map(scene)
    marks = MapMarks(current=marks.current, lit=lit_outputs(scene, shown))
    place = fitted(room, shown, largest_cell=look.px(40))
    place.moveTo(room.topLeft())
    y = place.bottom() + look.px(4)
    caption = wrapped(look, _caption(scene), room.x(), y, room.width(), size=12)
    return [MapItem(place, shown, marks, "output"), caption], round(caption.place.bottom())


def _lens(scene: Scene, output: list[Item], corner: QPoint, room: int) -> list[Numbers]:
    """Return the neighbourhood of the value, where the cells of its map are small."""
    item = output[0]
    assert isinstance(item, MapItem)  # as `_output` lays it out
    if item.place.width() / item.shown.size[1] >= scene.look.px(NUMBERED):
        return []
    found = lens(item.shown, item.marks, corner, scene.look, room)
    return [] if found is None else [found]


def lit_outputs(scene: Scene, shown: MapShown) -> np.ndarray | None:
    """Return the outputs that an input cell under the pointer goes into."""
    from cnnviz.cnn.reach import outputs_of_input

    lit = scene.lit
    if lit is None or not lit.name.startswith("input ") or not scene.is_map:
        return None
    layer = scene.forward.trace.network.layers[scene.step - 1]
    shape = scene.forward.trace.shapes[scene.step - 1]
    if not (0 <= lit.row < shape[1] and 0 <= lit.column < shape[2]):
        return None
    met = outputs_of_input(layer, shape, lit.row, lit.column)
    return met if met.shape == shown.values.shape else None


def _caption(scene: Scene) -> str:
    trace = scene.forward.trace
    place = place_text(trace, scene.about)
    shape = trace.shapes[scene.step]
    if len(shape) == 3:
        return f"{place[0].upper()}{place[1:]}, {shape_text(shape[1:])}"
    return f"{place[0].upper()}{place[1:]}, one of {count_text(shape[0])}"


def _sum(look: Look, summary: Summary, left: int, y: int, width: int) -> tuple[list[Item], int]:
    items: list[Item] = []
    for line in summary.lines:
        size = 13 if line.name == "rounding" else 15
        items += _line(look, line, QRect(left, y, width, look.px(22)), size)
        y += look.px(22)
    if summary.lines:
        items.append(rule(left, y + look.px(2), width))
        y += look.px(6)
    items += _line(look, summary.value, QRect(left, y, width, look.px(30)), 21, is_bold=True)
    return items, y + look.px(30)


def _least_width(look: Look, summary: Summary) -> int:
    """Return how wide the sum has to be for no label to meet its number."""
    lines = [(line, 15, False) for line in summary.lines] + [(summary.value, 21, True)]
    widths = [
        sum(text_width(look, text, size, bold=bold) for text in (line.label, line.text))
        for line, size, bold in lines
    ]
    return max(look.px(170), *widths) + look.px(14)


def _line(
    look: Look, line: Line, place: QRect, size: float, *, is_bold: bool = False
) -> list[Item]:
    number = text_width(look, line.text, size, bold=is_bold)
    room = QRectF(place)
    ink: Literal["muted", "text"] = "muted" if line.name == "rounding" else "text"
    label = QRectF(room.x(), room.y(), room.width() - number, room.height())
    words = Text(label, line.label, size, is_bold, ink)
    if line.limit is not None and line.exact is not None:
        return [words, _editable(look, line, place)]
    at = QRectF(room.right() - number, room.y(), number, room.height())
    return [words, Text(at, line.text, size, is_bold, ink, "right", line.name, line.exact)]


def _editable(look: Look, line: Line, place: QRect) -> Numbers:
    """Return a number that can be edited where it stands."""
    cell = max(look.px(64), text_width(look, line.text) + look.px(14)), place.height()
    values = np.array([[line.exact]], np.float32)
    corner = QPoint(place.right() - cell[0], place.y())
    return Numbers(
        corner, cell, values, [line.text], line.limit or 0.0, line.name, is_editable=True
    )


def _facts(
    look: Look, facts: tuple[str, ...], left: int, y: int, width: int
) -> tuple[list[Item], int]:
    items: list[Item] = []
    for fact in facts:
        made = wrapped(look, fact, left, y, width)
        items.append(made)
        y = round(made.place.bottom()) + look.px(5)
    return items, y


def _field(scene: Scene, left: int, y: int, width: int) -> tuple[list[Item], int]:
    """Lay out the input with all that the value can depend on."""
    if scene.step < 2:
        return [], y
    look, trace = scene.look, scene.forward.trace
    field: Mask = receptive_field(trace, scene.step, scene.about.place).any(axis=0)  # type: ignore[assignment]
    shown = input_picture(scene)
    place = fitted(QRect(0, 0, look.px(84), look.px(84)), shown, largest_cell=look.px(40))
    place.moveTo(left, y)
    text_left = place.right() + look.px(10)
    words = wrapped(
        look, field_text(field), text_left, y, max(left + width - text_left, look.px(60)), size=12
    )
    bottom = max(place.bottom(), round(words.place.bottom()))
    return [MapItem(place, shown, MapMarks(lit=field), "field"), words], bottom + look.px(4)


def input_picture(scene: Scene) -> MapShown:
    """Return the input of the network as a picture: in colour, in grey, or as numbers."""
    forward = scene.forward
    values = forward.trace.values[0]
    if len(values) == 3 and forward.is_grey(0):
        return MapShown(values)
    limit = forward.scales.limit(0)
    return MapShown(values[0], limit, is_grey=forward.is_grey(0), is_ink=forward.prepared.is_ink)


def field_text(field: Mask) -> str:
    """Return how much of the input a value can depend on."""
    if field.all():
        return "This value depends on the whole picture."
    rows, columns = int(field.any(axis=1).sum()), int(field.any(axis=0).sum())
    return f"This value depends on {rows}×{columns} pixels of the picture, and on no other."
