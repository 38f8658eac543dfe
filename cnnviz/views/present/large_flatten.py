"""What is told of a value of a flatten: the map it stood in, its index, and its row."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_decimals import headed
from cnnviz.explain.positions import position_sentence
from cnnviz.explain.present import before_caption
from cnnviz.explain.values import Passed
from cnnviz.language import _
from cnnviz.text.numbers import count_text
from cnnviz.views.cells.painting import MARGIN, Extent
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.flatten import index_words
from cnnviz.views.explanation.map_pair import map_at
from cnnviz.views.explanation.shown_maps import output_map
from cnnviz.views.explanation.summary import HIDDEN
from cnnviz.views.maps.shown import MapMarks
from cnnviz.views.present.large_plan import LargePlan, Line, NumberBlock, SideMap
from cnnviz.views.present.texts import CAPTION
from cnnviz.views.sheets.formula import Word
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import DIGITS, Item, Numbers, Text
from cnnviz.views.sheets.node_maps import node_map
from cnnviz.views.sheets.texts import text_width, widest_printed

_COUNTS = (9, 7, 5, 3)  # values of the row: as many as have room
_MOST_MAPS = 32  # of which a value may be, while it is to be found where it stood
_LABEL, _LEAST, _GAP = 26, 40, 8  # pixels at 100 %: the number of a map, its side, around it
_HIGH, _BETWEEN = 24, 4  # pixels at 100 %: of the cell of a map of one value, around it


def passed_plans(scene: ExplanationScene, about: Passed) -> Iterator[LargePlan]:
    """Yield what is told of a value, first with most of the values around it."""
    shape = scene.shape_before
    if scene.is_hidden and len(shape) == 3 and shape[0] <= _MOST_MAPS:
        fill = _all_numbers if shape[1:] == (1, 1) else _all_maps
        for count in _COUNTS:
            yield _plan(scene, about, count, partial(fill, scene))
        if shape[1:] == (1, 1):  # in little room: rows of numbers, and no empty row
            value = _value_line(scene, about)
            sentence = position_sentence(scene.forward.trace, about, is_hidden=True)
            high = len(_rows_of_numbers(scene, scene.room[0])) * (_HIGH + _BETWEEN)
            for words in (sentence, ""):
                yield LargePlan((), (), (value,), words, partial(_all_rows, scene), high)
    for count in _COUNTS:
        yield _plan(scene, about, count)


def _plan(
    scene: ExplanationScene,
    about: Passed,
    count: int,
    fill: Callable[[QRectF], list[Item]] | None = None,
) -> LargePlan:
    maps: tuple[SideMap, ...] = ()
    if len(scene.shape_before) == 3 and not scene.is_hidden:
        channel, row, column = about.source
        name = before_caption(scene.forward.trace, scene.before, channel)
        maps = (
            SideMap(
                headed(name, scene.decimals_before),
                node_map(scene.forward, scene.before, channel), MapMarks(current=(row, column)),
                ItemId(What.MAP, channel),
            ),
        )  # fmt: skip
    index = Line(tuple(_index_words(scene, about)))
    sentence = position_sentence(scene.forward.trace, about, is_hidden=scene.is_hidden)
    block = _row(scene, about, count)
    return LargePlan(
        maps, (block,), (index, _value_line(scene, about)), sentence, fill, _high(scene), few=(0,)
    )


def _index_words(scene: ExplanationScene, about: Passed) -> list[Word]:
    """Return the index with its numbers, and that they begin at 0: rows are counted from 1."""
    words = index_words(scene, about)
    if len(scene.shape_before) != 3:
        return words
    if not scene.is_hidden:
        return [*words, Word(_(", counted from 0"))]
    if scene.shape_before[1:] == (1, 1):
        number = count_text(about.place[0] + 1)
        return [*words[:-1], Word(_(", counted from 0: map {number}").format(number=number))]
    return words


def _value_line(scene: ExplanationScene, about: Passed) -> Line:
    text = HIDDEN if scene.is_hidden else scene.decimals.full(float(about.value))
    exact = None if scene.is_hidden else float(about.value)
    words = _("value {number} of the row = ").format(number=count_text(about.place[0] + 1))
    return Line((Word(words), Word(text, ItemId(What.VALUE), exact, bold=True)), is_large=True)


def _row(scene: ExplanationScene, about: Passed, count: int) -> NumberBlock:
    """Return the values around this one."""
    shown, index = output_map(scene)[0], about.place[0]
    total = scene.forward.trace.shapes[scene.node][0]
    count = min(count, total)
    first = min(max(index - count // 2, 0), total - count)
    cells = [divmod(i, shown.size[1]) for i in range(first, first + count)]
    told = np.array([[shown.is_shown(*cell) for cell in cells]])
    values = np.array([[shown.values[cell] for cell in cells]], np.float32)
    texts = scene.decimals.texts(values)
    title = _("Values {first} to {last} of {count}").format(
        first=count_text(first + 1), last=count_text(first + count), count=count_text(total)
    )
    whole = scene.forward.trace.values[scene.node]
    widest = widest_printed(scene.decimals, largest(whole), negative=bool((whole < 0).any()))
    framed = np.arange(first, first + count)[None] == index
    return NumberBlock(
        headed(title, scene.decimals), np.where(told, values, np.float32(0)),
        [text if is_told else "" for text, is_told in zip(texts, told[0], strict=True)],
        shown.limit, ItemId(What.ROW_FROM, first), widest, framed=framed,
    )  # fmt: skip


def _high(scene: ExplanationScene) -> int:
    """Return how high all maps are at least, in pixels at 100 %."""
    px = scene.look.px
    wide, least, gap = px(_LEAST), _LEAST, _GAP
    if scene.shape_before[1:] == (1, 1):
        wide, least, gap = _widest_number(scene), _HIGH, _BETWEEN
    across = max(1, scene.room[0] // (wide + px(gap)))
    return -(-scene.shape_before[0] // across) * (least + _LABEL + gap)


def _all_maps(scene: ExplanationScene, room: QRectF) -> list[Item]:
    """Return all maps, in none of which the value is marked: as large as they have room."""
    look, count = scene.look, scene.shape_before[0]
    label, gap = look.px(_LABEL), look.px(_GAP)
    rows, columns = scene.shape_before[1:]
    best = 0, 1
    for across in range(1, count + 1):
        down = -(-count // across)
        wide = int(room.width() - gap * (across - 1)) // across
        high = int(room.height() - gap * (down - 1)) // down - label
        side = min(wide, high, max(wide, 0) * rows // columns if columns else 0, look.px(160))
        best = max(best, (side, across))
    side, across = best
    items: list[Item] = []
    for channel in range(count if side > 0 else 0):
        row, column = divmod(channel, across)
        left = round(room.x()) + column * (side + gap)
        top = round(room.y()) + row * (side + label + gap)
        items.append(Text(QRectF(left, top, side, label), str(channel + 1), CAPTION))
        place = QRect(left, top + label, side, side)
        shown = node_map(scene.forward, scene.before, channel)
        shown = replace(shown, smallest_digits=DIGITS)  # smaller ones are left out
        items.append(map_at(look, shown, MapMarks(), place, ItemId(What.MAP, channel)))
    return items


def _widest_number(scene: ExplanationScene) -> int:
    """Return how wide a cell is in which each value before has room."""
    texts = scene.decimals_before.texts(scene.values_before.ravel())
    widths = (text_width(scene.look, text, DIGITS) for text in texts)
    return max(widths, default=0) + scene.look.px(2 * MARGIN)


def _all_numbers(scene: ExplanationScene, room: QRectF) -> list[Item]:
    """Return maps of one value each, none of them marked: each with its number."""
    look, count = scene.look, scene.shape_before[0]
    label, gap = look.px(_LABEL), look.px(_BETWEEN)
    across = min(count, max(1, int(room.width()) // (_widest_number(scene) + gap)))
    down = -(-count // across)
    wide = int(room.width()) // across - gap
    high = min(int(room.height()) // down - gap - label, wide)
    items: list[Item] = []
    for channel in range(count):
        row, column = divmod(channel, across)
        left = round(room.x()) + 1 + column * (wide + gap)
        top = round(room.y()) + row * (high + label + gap)
        items.append(Text(QRectF(left, top, wide, label), str(channel + 1), CAPTION))
        items.append(_number(scene, channel, QPoint(left, top + label), (wide, high)))
    return items


def _number(scene: ExplanationScene, channel: int, corner: QPoint, cell: Extent) -> Numbers:
    """Return the one value of a map."""
    shown = node_map(scene.forward, scene.before, channel)
    texts = scene.decimals_before.texts(shown.values)
    return Numbers(corner, cell, shown.values, texts, shown.limit, ItemId(What.MAP, channel))


def _rows_of_numbers(scene: ExplanationScene, width: int) -> list[range]:
    """Return which values stand in each row, where each row begins with their numbers."""
    count = scene.shape_before[0]
    room = width - _row_label(scene)
    across = max(1, room // (_widest_number(scene) + scene.look.px(_BETWEEN)))
    return [range(first, min(first + across, count)) for first in range(0, count, across)]


def _row_label(scene: ExplanationScene) -> int:
    count = count_text(scene.shape_before[0])
    return text_width(scene.look, _row_words(count, count), CAPTION) + scene.look.px(_GAP)


def _row_words(first: str, last: str) -> str:
    return _("{first} to {last}").format(first=first, last=last)


def _all_rows(scene: ExplanationScene, room: QRectF) -> list[Item]:
    """Return maps of one value each, none of them marked, in rows that say where they begin."""
    high, gap = scene.look.px(_HIGH), scene.look.px(_BETWEEN)
    label, wide = _row_label(scene), _widest_number(scene)
    items: list[Item] = []
    for number, row in enumerate(_rows_of_numbers(scene, int(room.width()))):
        left, top = round(room.x()), round(room.y()) + number * (high + gap)
        words = _row_words(count_text(row.start + 1), count_text(row.stop))
        items.append(Text(QRectF(left, top, label, high), words, CAPTION, ink="muted"))
        for place, channel in enumerate(row):
            corner = QPoint(left + label + place * (wide + gap), top)
            items.append(_number(scene, channel, corner, (wide, high)))
    return items
