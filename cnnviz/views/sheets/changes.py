"""Which part of a sheet is painted again when another one is shown in its place."""

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.items import Drawing, Item, MapItem, Numbers, Text

_AROUND_MAPS, _AROUND_NUMBERS, _ABOVE, _BESIDE = 8, 2, 4, 40  # pixels an item is painted beyond


def room_of(item: Item) -> QRect:
    """Return all that an item is painted on, in pixels: frames and long texts reach out."""
    if isinstance(item, Numbers):
        around = _AROUND_NUMBERS
        return item.outline.adjusted(-around, -around, around, around)
    if isinstance(item, MapItem):
        around = _AROUND_MAPS
        return item.place.adjusted(-around, -around, around, around)
    return item.place.adjusted(-_BESIDE, -_ABOVE, _BESIDE, _ABOVE).toAlignedRect()


def changed_region(before: Sequence[Item], after: Sequence[Item]) -> QRegion:
    """Return where the items of a sheet differ from those that were painted, in their order."""
    region = QRegion()
    for old, new in zip_longest(before, after):
        if old is None or new is None or not is_painted_alike(old, new):
            for item in (old, new):
                if item is not None:
                    region += room_of(item)
    return region


def is_painted_alike(one: Item, other: Item) -> bool:
    """Return whether two items leave the same pixels; of drawings that is never known."""
    if one is other:
        return not isinstance(one, Drawing)
    if isinstance(one, Text) and isinstance(other, Text):
        return _of_text(one) == _of_text(other)
    if isinstance(one, Numbers) and isinstance(other, Numbers):
        return _of_numbers(one) == _of_numbers(other) and all(
            _same(mine, its)
            for mine, its in (
                (one.values, other.values),
                (one.padding, other.padding),
                (one.framed, other.framed),
                (one.winners, other.winners),
            )
        )
    if isinstance(one, MapItem) and isinstance(other, MapItem):
        same = one.place == other.place and _same_marks(one.marks, other.marks)
        return same and _same_map(one.shown, other.shown)
    return False


def _of_text(text: Text) -> tuple[object, ...]:
    how = (text.size, text.bold, text.ink, text.side, text.wraps, text.is_link)
    return (text.text, text.place, *how)


def _of_numbers(item: Numbers) -> tuple[object, ...]:
    how = (item.place, item.cell, item.limit, item.is_editable, item.origin)
    return (item.id, list(item.texts), *how)


def _same_map(one: MapShown, other: MapShown) -> bool:
    how = [
        (each.limit, each.is_grey, each.is_ink, each.reached, each.padding, each.decimals,
         each.largest_digits, each.smallest_digits)
        for each in (one, other)
    ]  # fmt: skip
    return how[0] == how[1] and all(
        _same(mine, its)
        for mine, its in (
            (one.values, other.values),
            (one.hidden, other.hidden),
            (one.padded, other.padded),
            *zip(one.unreached or (None, None), other.unreached or (None, None), strict=True),
        )
    )


def _same_marks(one: MapMarks, other: MapMarks) -> bool:
    nothing = (None, None)
    return one.current == other.current and all(
        _same(mine, its)
        for mine, its in (
            *zip(one.window or nothing, other.window or nothing, strict=True),
            (one.lit, other.lit),
            (one.winners, other.winners),
        )
    )


def _same(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    """Return whether two arrays hold the same numbers; where one is not a number, they do not."""
    if one is other:
        return True
    return one is not None and other is not None and np.array_equal(one, other)
