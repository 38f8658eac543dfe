"""Parts that sheets of several kinds share: headings, formulas with numbers, maps, bars."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cnnviz.explain.printed import decimal_text
from cnnviz.explain.steps import channel_name, step_title
from cnnviz.explain.values import Explanation
from cnnviz.text.numbers import MINUS
from cnnviz.views.explanation.explanation_scene import Scene, before_map, output_map
from cnnviz.views.explanation.result_panel import HIDDEN
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import fitted
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.sheet import (
    Drawing,
    Ink,
    Item,
    MapItem,
    Side,
    Text,
    text_width,
    wrapped,
)

HEADING = 20  # pixels at 100 %: the height of a heading
LARGEST_CELL = 40  # pixels at 100 %, of a map


class Form(NamedTuple):
    """A form whose parts find their own places: all that counts is the least width."""

    width: int


class Word(NamedTuple):
    """A piece of a formula; one that is a number knows what it stands for and the exact one."""

    text: str
    name: str = ""
    exact: float | None = None
    ink: Ink = "text"
    bold: bool = False


def heading(
    look: Look, text: str, left: float, top: float, width: float, side: Side = "left"
) -> Text:
    """Return the title of a column or a map."""
    return Text(QRectF(left, top, width, look.px(HEADING)), text, 12, ink="muted", side=side)


def formula(
    look: Look, words: Sequence[Word], left: float, top: float, *, size: float = 16
) -> list[Item]:
    """Return a formula in one line, whose numbers can be pointed at one by one."""
    made: list[Item] = []
    for word in words:
        wide = text_width(look, word.text, size, bold=word.bold)
        place = QRectF(left, top, wide, look.px(1.6 * size))
        made.append(
            Text(place, word.text, size, word.bold, word.ink, name=word.name, exact=word.exact)
        )
        left += wide
    return made


def formula_width(look: Look, words: Sequence[Word], size: float = 16) -> int:
    """Return how wide a formula is, in pixels."""
    return sum(text_width(look, word.text, size, bold=word.bold) for word in words)


def result(scene: Scene, about: Explanation, text: str) -> Word:
    """Return the value as the end of a formula, or what stands for a hidden one."""
    if scene.is_hidden:
        return Word(HIDDEN, bold=True)
    return Word(text, "value", float(about.value), bold=True)


def bracketed(value: Decimal) -> str:
    """Return a number as it stands after a sign: (−2.31)."""
    text = decimal_text(value)
    return f"({text})" if text.startswith(MINUS) else text


def map_at(look: Look, shown: MapShown, marks: MapMarks, room: QRect, name: str) -> MapItem:
    """Return a map in the upper left of a room, as large as fits."""
    place = fitted(room, shown, largest_cell=look.px(LARGEST_CELL))
    place.moveTo(room.topLeft() + QPoint(1, 1))
    return MapItem(place, shown, marks, name)


def before_title(scene: Scene) -> str:
    """Return the name of the step before, with the map where it has maps."""
    trace, step = scene.forward.trace, scene.step - 1
    title = step_title(trace, step)
    if scene.is_map and len(trace.shapes[step]) == 3:
        return f"{title}, {channel_name(trace, step, scene.about.place[0])}"
    return title


def pair(scene: Scene, top: int, width: int, side: int) -> tuple[list[Item], int]:
    """Lay out the map before and the map after side by side.

    Args:
        scene: A value of a layer that keeps the shape.
        top: Where to begin.
        width: How wide both together may be.
        side: How large one may be.

    Returns:
        The items, and where they end.
    """
    look = scene.look
    arrow = look.px(48)
    side = min(side, (width - arrow) // 2)
    shown, current = before_map(scene)
    after, marks = output_map(scene)
    y = top + look.px(HEADING)
    first = map_at(
        look, shown, MapMarks(current=current), QRect(QPoint(0, y), QSize(side, side)), "before"
    )
    title = f"Before: {before_title(scene)}"
    left = max(first.place.right() + arrow, text_width(look, title, 12) + look.px(16))
    second = map_at(look, after, marks, QRect(left, y, side, side), "after")
    middle = QRectF(first.place.right(), y, left - first.place.right(), first.place.height())
    items: list[Item] = [
        heading(look, title, 0, top, left),
        heading(look, f"After: {step_title(scene.forward.trace, scene.step)}", left, top, side),
        first,
        second,
        Text(middle, "→", 22, ink="muted", side="centre"),
    ]
    return items, first.place.bottom() + look.px(4)


def same_place(scene: Scene, row: int, column: int) -> int | None:
    """Return the position of a cell of the map before or after, or None where none is."""
    shown = before_map(scene)[0]
    index = row * shown.size[1] + column
    shape = scene.forward.trace.shapes[scene.step]
    count = shape[1] * shape[2] if scene.is_map else shape[0]
    return index if not shown.is_padding(row, column) and index < count else None


def bar(place: QRectF, share: float, *, is_centred: bool = False) -> Drawing:
    """Return a bar: blue to the right of zero, orange to the left.

    Args:
        place: Its room.
        share: How long it is, −1 to 1.
        is_centred: Whether zero is in the middle; else at the left.
    """

    def draw(painter: QPainter, look: Look, room: QRectF) -> None:
        zero = room.center().x() if is_centred else room.left()
        length = share * (room.right() - zero)
        body = QRectF(zero, room.top(), length, room.height()).normalized()
        color = look.colors.positive if share >= 0 else look.colors.negative
        painter.fillRect(body, QColor(color))
        painter.setPen(QPen(QColor(look.colors.muted), 1))
        painter.drawLine(QLineF(zero, room.top() - 3, zero, room.bottom() + 3))

    return Drawing(place, draw)


def ground(place: QRectF) -> Drawing:
    """Return the pale violet ground of the row where we are."""

    def draw(painter: QPainter, look: Look, room: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.colors.accent_soft))
        painter.drawRoundedRect(room, look.px(4), look.px(4))

    return Drawing(place, draw)


def sentences(
    look: Look, texts: Sequence[str], left: int, top: int, width: int
) -> tuple[list[Item], int]:
    """Lay out sentences below each other; return them and where they end."""
    items: list[Item] = []
    for text in texts:
        made = wrapped(look, text, left, top, width)
        items.append(made)
        top = round(made.place.bottom()) + look.px(4)
    return items, top
