"""Lays a value out for the last row: as large as the room allows, and never cut.

At the left stand the map that the value comes from and the one it goes to; at the right the
numbers, as large as possible, and below them their sum and what it means. All that could be laid
out is tried, and the one with the largest digits is taken.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product, starmap
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF

from cnnviz.views.cells.painting import Extent
from cnnviz.views.look.theme import Look
from cnnviz.views.present.large_maps import BETWEEN, LARGEST, LargeMaps
from cnnviz.views.present.large_plan import LargePlan, Line, NumberBlock
from cnnviz.views.present.texts import CAPTION
from cnnviz.views.sheets.formula import formula_lines, right_end
from cnnviz.views.sheets.items import DIGITS, Item, Numbers, Text
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import text_width, wrapped

SHARES = (0.32, 0.28, 0.24, 0.2, 0.16)  # of the width, that the maps at the left have
PITCHES = (2.0, 1.7, 1.4)  # the height of a cell, for digits of 1
WORDS = (22, 20, CAPTION)  # pixels at 100 %: of the sum
ENOUGH = 1.6  # times DIGITS: larger numbers are of less use than a larger map
LEAST = 1.0  # times DIGITS: smaller numbers are shown otherwise
BESIDE, SIGN = 0.6, 1.7  # of the height of a digit: around a number, and for a sign
GAP, TITLE = 30, 26  # pixels at 100 %
FEW = 8  # rows of a map that is shown with its numbers wherever they have room
VALUE = 1.35  # how much larger the value is than the sum


@dataclass(frozen=True)
class _LargeRows:
    """The blocks laid out: the size of a digit in pixels, and where each block stands."""

    digit: float
    places: tuple[QRect, ...]  # of the cells
    cells: tuple[Extent, ...]
    height: int


class Choice(NamedTuple):
    """What of a plan is laid out, and how."""

    share: float  # of the width, for the maps
    words: float  # the size of the sum
    pitch: float  # of the cells
    in_row: int  # blocks
    has_sentence: bool = True
    is_few: bool = False  # only the blocks that matter at this stage
    is_apart: bool = False  # the map that the value goes to stands beside the words


def large_sheet(
    look: Look, plan: LargePlan, room: Extent, like: Choice | None = None
) -> tuple[Sheet, Choice] | None:
    """Return the sheet of a value, or None where its numbers would be too small to be read.

    Args:
        look: Fonts and colours.
        plan: What is told.
        room: Width and height.
        like: How it was laid out before; that is kept where it fits.

    Returns:
        The sheet, and how it was laid out.
    """
    if like is not None:
        made = _LargeLayout(look, plan, room, like)
        if made.fits:
            return made.sheet(), like
    for choices in _choices(plan):
        laid = ((_LargeLayout(look, plan, room, choice), choice) for choice in choices)
        found = [(made, choice) for made, choice in laid if made.fits]
        if found:
            best, choice = max(found, key=lambda pair: pair[0].score)
            return best.sheet(), choice
    return None


def _choices(plan: LargePlan) -> Iterator[Iterator[Choice]]:
    """Yield ways to lay out a plan; those that leave more out come later."""
    shares = SHARES if plan.maps else (0.0,)
    in_row = range(len(plan.blocks), 0, -1) if plan.blocks else (1,)
    if _has_few_cells(plan):  # their numbers are of more use than a sentence
        sentences, apart = (True, False), (False, True)
        ways = product(shares, WORDS[::2], PITCHES[::2], in_row[:1], sentences, (False,), apart)
        yield starmap(Choice, ways)
    for sentence in (True, False):
        yield starmap(Choice, product(shares, WORDS, PITCHES, in_row, (sentence,)))
    few = range(len(plan.few), 0, -1) or (1,)
    for share in (shares, (0.0,)):
        yield starmap(Choice, product(share, WORDS[-1:], PITCHES, few, (True, False), (True,)))


def _has_few_cells(plan: LargePlan) -> bool:
    """Return whether both maps have so few cells that their numbers can be shown."""
    return len(plan.maps) > 1 and all(max(side.shown.size) <= FEW for side in plan.maps)


class _LargeLayout:
    """One way to lay a plan out."""

    def __init__(self, look: Look, plan: LargePlan, room: Extent, choice: Choice) -> None:
        self._look, self._plan, self._room = look, plan, room
        share, self._words, self._pitch, self._in_row = choice[:4]
        self._blocks = [plan.blocks[i] for i in plan.few] if choice.is_few else plan.blocks
        self._has_sentence = choice.has_sentence
        px = look.px
        self._unit = px(100) / 100
        shown = plan.maps if share else ()
        self._maps = LargeMaps(look, shown, int(share * room[0]), room, is_apart=choice.is_apart)
        self._left = self._maps.wide + px(GAP) if shown else 0
        self._right = room[0] - self._left - 2
        wide, high = self._maps.size_apart
        self._right_of_texts = self._right - (wide + px(GAP) if wide else 0)
        self._texts, self._texts_high = self._text_items()
        self._high = room[1] - max(self._texts_high, high) - px(BETWEEN)
        has_both = bool(self._blocks) and plan.fill is not None
        self._high_of_rows = self._high - (px(plan.fill_high) if has_both else 0)
        self._rows = self._fitted_rows() if self._blocks else None

    @property
    def fits(self) -> bool:
        """Whether numbers can be read, and all texts have room."""
        least = self._look.px(DIGITS) * LEAST - 0.5
        if right_end(self._texts) > self._right_of_texts or not self._maps.are_clear:
            return False
        if not self._blocks:
            fill_high = self._plan.fill_high if self._plan.fill is not None else 0
            return self._high >= self._look.px(fill_high)
        return self._rows is not None and self._rows.digit >= least

    @property
    def score(self) -> float:
        """How well it is read: large numbers first, then the numbers of the map, then words."""
        least = self._look.px(DIGITS)
        digit = 1.0 if self._rows is None else self._rows.digit / least
        score = 100 * min(digit, 1) + 25 * min(digit, ENOUGH) + 6 * min(digit, 2.5)
        score += self._words + 2 * self._pitch
        score += 12 * self._has_sentence
        return score + self._maps.score

    # The numbers at the right

    def _fitted_rows(self) -> _LargeRows | None:
        """Return the blocks with the largest digits that have room."""
        px = self._look.px
        rows = [
            self._blocks[i : i + self._in_row] for i in range(0, len(self._blocks), self._in_row)
        ]
        titles = len(rows) * px(TITLE + BETWEEN)
        tallest = sum(max(len(block.values) for block in row) for row in rows)
        digit = min(px(DIGITS) * LARGEST, (self._high_of_rows - titles) / (tallest * self._pitch))
        while digit >= px(DIGITS) * LEAST - 0.5:
            made = self._laid(rows, digit)
            if made is not None:
                return made
            digit -= max(0.5, digit / 40)
        return None

    def _laid(self, rows: "list[Sequence[NumberBlock]]", digit: float) -> _LargeRows | None:
        px, places, cells, y = self._look.px, [], [], 0
        for row in rows:
            x, tall, y = 0.0, 0, y + px(TITLE)
            for block in row:
                x += SIGN * digit if block.sign else self._labels_wide(block)
                cell = self._cell(block, digit)
                high, wide = block.values.shape
                size = wide * cell[0], high * cell[1]
                places.append(QRect(round(x), y, *size))
                cells.append(cell)
                x += max(size[0], text_width(self._look, block.title, CAPTION) + px(4))
                tall = max(tall, size[1])
            if x > self._right:
                return None
            y += tall + px(BETWEEN)
        return (
            _LargeRows(digit, tuple(places), tuple(cells), y) if y <= self._high_of_rows else None
        )

    def _cell(self, block: NumberBlock, digit: float) -> Extent:
        wide = text_width(self._look, block.widest, 100) / self._unit / 100 * digit
        high = round(self._pitch * digit)
        return max(round(wide + BESIDE * digit) + 4, high), high

    def _block_items(self, rows: _LargeRows, corner: QPoint) -> Iterator[Item]:
        size = rows.digit / self._unit
        for block, at, cell in zip(self._blocks, rows.places, rows.cells, strict=True):
            place = at.translated(corner)
            title = QRectF(
                place.x(), place.y() - self._look.px(TITLE),
                text_width(self._look, block.title, CAPTION) + 1, self._look.px(TITLE) - 4,
            )  # fmt: skip
            yield Text(title, block.title, CAPTION, ink="muted")
            yield from self._cells(block, place.topLeft(), cell, size)
            yield from self._labels(block, place, cell[1])
            if block.sign:
                wide = SIGN * rows.digit
                sign = QRectF(place.x() - wide + 2, place.y(), wide - 4, place.height())
                yield Text(sign, block.sign, 1.25 * size, side="centre")

    def _labels_wide(self, block: NumberBlock) -> int:
        widths = [text_width(self._look, label, CAPTION) for label in block.labels]
        return max(widths) + self._look.px(10) if widths else 0

    def _labels(self, block: NumberBlock, place: QRect, high: int) -> Iterator[Text]:
        """Yield what the rows are called."""
        wide = self._labels_wide(block)
        for row, label in enumerate(block.labels):
            room = QRectF(place.x() - wide, place.y() + row * high, wide, high)
            yield Text(room, label, CAPTION)

    def _cells(
        self, block: NumberBlock, corner: QPoint, cell: Extent, size: float
    ) -> Iterator[Numbers]:
        """Yield the cells of a block: all together, or row by row where each is one of its own."""
        if not block.ids:
            yield self._numbers(block, corner, cell, size)
            return
        for row, item_id in enumerate(block.ids):
            at = slice(row, row + 1)
            one = replace(
                block, values=block.values[at], texts=block.texts[at], id=item_id, ids=(),
                framed=None if block.framed is None else block.framed[at],
                is_editable=block.is_editable and item_id.number is not None,
            )  # fmt: skip
            yield self._numbers(one, corner + QPoint(0, row * cell[1]), cell, size)

    def _numbers(self, block: NumberBlock, corner: QPoint, cell: Extent, size: float) -> Numbers:
        values = block.values if block.is_told else np.zeros_like(block.values)
        texts = list(block.texts) if block.is_told else [""] * block.values.size
        return Numbers(
            corner, cell, values, texts, block.limit, block.id, padding=block.padding,
            framed=block.framed, winners=block.winners if block.is_told else None,
            is_editable=block.is_editable, factor=block.factor, largest=size,
        )  # fmt: skip

    # The words below them

    def _text_items(self) -> tuple[list[Item], int]:
        """Return the words in their room, from 0 on, and how high they are."""
        px, items, y = self._look.px, list[Item](), 0
        for line in self._plan.lines:
            if line.is_extra and not self._has_sentence:
                continue
            made, y = self._line_items(line, y)
            items += made if line.is_told else []
            y += px(4)
        if self._plan.sentence and self._has_sentence:
            text = wrapped(
                self._look, self._plan.sentence, 0, y + px(6), self._right_of_texts, size=CAPTION
            )
            items.append(replace(text, ink="text"))
            y = round(text.place.bottom())
        return items, y

    def _line_items(self, line: Line, y: int) -> tuple[list[Item], int]:
        size = self._words * (VALUE if line.is_large else 1)
        return formula_lines(self._look, line.words, 0, y, self._right_of_texts, size=size)

    def sheet(self) -> Sheet:
        """Return all of it."""
        px, rows = self._look.px, self._rows
        items = list(self._maps.items)
        y = 0 if rows is None else rows.height
        if rows is not None:
            items += self._block_items(rows, QPoint(self._left, 0))
        if self._plan.fill is not None:
            room = QRectF(self._left, y, self._right, self._high - y)
            items += self._plan.fill(room)
            y = self._high
        y = y + px(BETWEEN) // 2
        items += [_moved(item, self._left, y) for item in self._texts]
        return Sheet(tuple(items), self._room[0], self._room[1], order=self._plan.order)


def _moved(item: Item, x: int, y: int) -> Item:
    assert isinstance(item, Text)  # only words are moved
    return replace(item, place=item.place.translated(x, y))
