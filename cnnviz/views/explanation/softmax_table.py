"""The table of a softmax: a row for each class, and below them the sums."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPoint, QRectF

from cnnviz.cnn.scale import largest
from cnnviz.explain.channel_names import channel_name, is_of_classes
from cnnviz.explain.layer_decimals import headed, percent
from cnnviz.explain.printed import signed_text
from cnnviz.explain.values import Share
from cnnviz.language import N_, _, ngettext
from cnnviz.text.decimals import decimal_text
from cnnviz.text.numbers import count_text
from cnnviz.views.cells.painting import Extent
from cnnviz.views.controls.broken_names import broken
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.softmax_numbers import MOST, ScoreTable, difference_of, score_table
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.drawings import bar, ground, rule
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import DIGITS, Ink, Item, Numbers, Text
from cnnviz.views.sheets.leaves import LINE, Leaf, leaf_line, leaf_words, ways_of
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import (
    HEADING,
    cell_width,
    heading,
    sentences,
    text_width,
)

ROW, LOW = 30, 22  # pixels at 100 %: the height of a row, and in little room


NAME_LINE = 18  # pixels at 100 %: the height of a line of a long name
WIDEST = 680  # pixels at 100 %


TRIED = N_("Tried scores: the network is unchanged.")


class SoftmaxForm(NamedTuple):
    """What is shown of the table."""

    cost: int
    high: int = ROW
    has_bars: bool = True
    has_differences: bool = True
    least: int = 0  # classes of a leaf; 0: all that are shown at most
    name_lines: int = 1  # of a long name


def forms(scene: ExplanationScene, about: Share) -> list[SoftmaxForm]:
    """Return the ways to lay out the table."""
    made = [
        SoftmaxForm(0), SoftmaxForm(1, LOW), SoftmaxForm(2, ROW, False), SoftmaxForm(3, LOW, False),
        SoftmaxForm(5, LOW, False, False),
    ]  # fmt: skip
    folded = made[4]
    made += [folded._replace(cost=5 + lines, name_lines=lines) for lines in (2, 3, 5)]
    last = (made[3], *made[4:])
    leafed = [each._replace(cost=each.cost + 7, least=5) for each in last]
    return [*made, *leafed, *(each._replace(cost=each.cost + 17, least=1) for each in last)]


def rows_sheet(scene: ExplanationScene, about: Share, form: SoftmaxForm, room: Extent) -> Sheet:
    """Lay out a row for each class, and below them the sums."""
    most = MOST
    if form.least:
        px = scene.look.px
        notes = px(26) if scene.tried else 0
        high = _row_height(scene.look, form)
        around = px(HEADING + 4) + 2 * high + px(22 + 22 + 10 + LINE) + notes
        most = min((room[1] - around) // high, MOST)
        if most < form.least:
            return Sheet((), room[0], room[1] + 1)
    return _Layout(scene, about, form, most, min(room[0], scene.look.px(WIDEST))).sheet(room)


class _Layout:
    """Lays out the table; what all rows share is computed once."""

    def __init__(
        self, scene: ExplanationScene, about: Share, form: SoftmaxForm, most: int, width: int
    ) -> None:
        self._scene, self._about = scene, about
        self._look, self._high = scene.look, _row_height(scene.look, form)
        self._table = score_table(scene, about, most)
        self._titles = self._headings_of(form)
        self._widths = self._columns(form)
        end = self._left(5) + self._look.px(14) + self._percent
        self._width = max(end, width if form.has_bars else 0)
        self._has_bars = form.has_bars and self._width - end > self._look.px(16)

    def _headings_of(self, form: SoftmaxForm) -> tuple[str, str, str, str]:
        of_scores = self._table.of_scores
        difference = headed(_("z − max"), of_scores) if form.has_differences else ""
        return headed("z", of_scores), difference, _("exp(z − max)"), _("Share")

    def _columns(self, form: SoftmaxForm) -> tuple[int, ...]:
        """Return the widths of the columns: names have their room first."""
        look, px, sums = self._look, self._look.px, self._table.sums
        names = [self._name(i) for i in self._table.rows]
        totals = [] if sums is None else [sums.exponentials.total, sums.shares.total]
        words = [_("Rounding"), _("Sum"), _("Class")]
        if self._table.others.size:
            words.append(_others_words(self._table))
        room = max(text_width(look, word, bold=True) for word in words)
        longest = max(text_width(look, name, bold=True) for name in names)
        parted = longest if form.name_lines == 1 else round(1.3 * longest / form.name_lines)
        room = max(room, parted)
        count = len(names) + (bool(self._table.others.size) and sums is not None)
        printed = [self._printed(row) for row in range(count)]
        columns = [
            self._table.differences if form.has_differences else [],
            [each[0] for each in printed] + [decimal_text(t) for t in totals[:1]],
            [each[1] for each in printed] + [decimal_text(t) for t in totals[1:]],
        ]
        numbers = []
        for title, texts in zip(self._titles[1:], columns, strict=True):
            wide = max([text_width(look, text, bold=True) for text in texts], default=0)
            least = max(text_width(look, title, 12), px(40))
            numbers.append(max(wide, least) + px(14) if title else 0)
        logits = cell_width(look, ["−00.00", *self._table.logits]) + px(8)
        return room + px(12), max(logits, text_width(look, self._titles[0], 12)), *numbers

    @property
    def _percent(self) -> int:
        """How wide the column of percents is."""
        return text_width(self._look, "100.00 %") + self._look.px(8)

    def _left(self, column: int) -> int:
        return sum(self._widths[:column]) + self._look.px(6)

    def sheet(self, room: Extent) -> Sheet:
        """Return the whole table; nothing but its size where it has no room."""
        look = self._look
        rows, leaf = self._table.rows, self._table.leaf
        high = look.px(HEADING + 4) + (len(rows) + bool(self._table.others.size)) * self._high
        if self._width > room[0] or high > room[1]:
            return Sheet((), self._width, high)
        items: list[Item] = [*self._headings()]
        first = look.px(HEADING + 4)
        if self._about.place[0] in rows:
            here = list(rows).index(self._about.place[0])
            place = QRectF(0, first + here * self._high, self._width, self._high)
            items.append(ground(place.adjusted(0, 1, 0, -1)))
        items.append(self._logits(first))
        for row in range(len(rows)):
            items += self._row(row, first + row * self._high)
        y = first + len(rows) * self._high
        if self._table.others.size:
            items += self._others(y)
            y += self._high
        made, y = self._sums(y + look.px(4))
        items += made
        if not leaf.is_whole:
            items += leaf_line(look, self._leaf_words(leaf), ways_of(leaf), 0, y)
            y += look.px(LINE)
        notes = [_(TRIED)] if self._scene.tried else []
        made, y = sentences(look, notes, 0, y + look.px(6), self._width)
        items += made
        return Sheet(tuple(items), self._width, y, leaf=leaf, order=tuple(rows))

    def _leaf_words(self, leaf: Leaf) -> str:
        if leaf.first == 0:
            text = _("The best {count} of {all}")
            return text.format(count=len(self._table.rows), all=count_text(len(self._about.logits)))
        return leaf_words(leaf)

    def _name(self, index: int) -> str:
        """Return what a class is called where all are classes: “7”, or its number."""
        trace, node = self._scene.forward.trace, self._scene.node
        if not is_of_classes(trace, node):
            return channel_name(trace, node, index)
        classes = trace.network.classes
        return _("“{name}”").format(name=classes[index]) if index < len(classes) else str(index + 1)

    def _name_items(self, name: str, place: QRectF, is_here: bool, ink: Ink) -> list[Item]:
        """Return the lines of a name; all of it stands there."""
        look, room = self._look, place.width() - self._look.px(4)
        lines = broken(name, room, lambda text: text_width(look, text, bold=is_here))
        high = min(look.px(NAME_LINE), place.height() / len(lines))
        top = place.center().y() - high * len(lines) / 2
        return [
            Text(QRectF(place.x(), top + k * high, room, high), line, DIGITS, is_here, ink)
            for k, line in enumerate(lines)
        ]

    def _headings(self) -> list[Text]:
        look = self._look
        made = [heading(look, _("Class"), self._left(0), 0, self._widths[0])]
        for column, title in enumerate(self._titles, start=1):
            if not title:
                continue
            width = self._widths[column]
            side = "centre" if column == 1 else "right"
            made.append(heading(look, title, self._left(column), 0, width, side))  # type: ignore[arg-type]
        return made

    def _logits(self, top: int) -> Numbers:
        """Return the scores, which can be changed to try others."""
        values = self._table.about.logits[list(self._table.rows)].reshape(-1, 1)
        framed = None
        tried = np.array([[i in self._scene.tried] for i in self._table.rows])
        if tried.any():
            framed = tried
        return Numbers(
            QPoint(self._left(1), top), (self._widths[1], self._high), values, self._table.logits,
            largest(self._about.logits), ItemId(What.LOGITS), framed=framed, is_editable=True,
        )  # fmt: skip

    def _row(self, row: int, y: int) -> list[Item]:
        index = self._table.rows[row]
        is_here = index == self._about.place[0]
        name = QRectF(self._left(0), y, self._widths[0], self._high)
        ink: Ink = "accent" if index in self._scene.tried else "text"
        items: list[Item] = self._name_items(self._name(index), name, is_here, ink)
        if not self._scene.tells("exponentials"):
            return items
        about = self._table.about
        difference = difference_of(about, index)
        exponential, share = self._printed(row)
        if self._titles[1]:
            text = self._table.differences[row]
            items.append(self._number(2, y, text, ItemId(What.DIFFERENCE, index), difference))
        items += [
            self._number(
                3, y, exponential, ItemId(What.EXP, index), float(about.exponentials[index])
            ),
        ]
        if self._scene.is_hidden:
            return items
        share_of = float(about.shares[index])
        items.append(self._number(4, y, share, ItemId(What.SHARE, index), share_of, is_here))
        return items + self._bar(row, float(about.shares[index]), y, self._high // 3)

    def _printed(self, row: int) -> tuple[str, str]:
        sums, about = self._table.sums, self._table.about
        if sums is None:
            index, decimals = self._table.rows[row], self._scene.decimals
            one, share = float(about.exponentials[index]), float(about.shares[index])
            return decimals.text(one), decimals.text(share)
        return decimal_text(sums.exponentials.terms[row]), decimal_text(sums.shares.terms[row])

    def _number(
        self, column: int, y: int, text: str, item_id: ItemId, exact: float, bold: bool = False
    ) -> Text:
        place = QRectF(self._left(column), y, self._widths[column], self._high)
        return Text(place, text, DIGITS, bold, side="right", id=item_id, exact=exact)

    def _bar(self, row: int, share: float, y: int, inset: int) -> list[Item]:
        """Return the bar of a share, and the share in percent."""
        look, sums = self._look, self._table.sums
        wide = self._percent
        left = self._left(5) + look.px(14)
        room = self._width - left - wide
        items: list[Item] = []
        if np.isfinite(share) and self._has_bars:
            items.append(bar(QRectF(left, y + inset, room, self._high - 2 * inset), share))
        if sums is not None and np.isfinite(share):
            place = QRectF(self._width - wide, y, wide - look.px(6), self._high)
            text = percent(share, self._scene.decimals)
            items.append(Text(place, text, DIGITS, side="right", id=ItemId(What.PERCENT, row)))
        return items

    def _others(self, y: int) -> list[Item]:
        """Return the row of all classes that have none of their own."""
        about, others = self._table.about, self._table.others
        place = QRectF(self._left(0), y, self._left(3) - self._left(0), self._high)
        items: list[Item] = [Text(place, _others_words(self._table), 13, ink="muted")]
        if self._scene.is_hidden or self._table.sums is None:
            return items
        row = len(self._table.rows)
        exponential, share = self._printed(row)
        exact = [float(a[others].sum(dtype=np.float64)) for a in (about.exponentials, about.shares)]
        items += [
            self._number(3, y, exponential, ItemId(What.EXP_OF_OTHERS), exact[0]),
            self._number(4, y, share, ItemId(What.SHARE_OF_OTHERS), exact[1]),
        ]
        return items + self._bar(row, exact[1], y, self._high // 3)

    def _sums(self, y: int) -> tuple[list[Item], int]:
        """Return the rounding where there is some, and both sums."""
        look, sums = self._look, self._table.sums
        if sums is None or self._scene.is_hidden:
            return [], y
        items: list[Item] = []
        parts = (sums.exponentials, sums.shares)
        if any(part.rounding for part in parts):
            place = QRectF(self._left(0), y, self._left(3), look.px(22))
            items.append(Text(place, _("Rounding"), 13, ink="muted"))
            for column, part in enumerate(parts, start=3):
                if not part.rounding:
                    continue
                place = QRectF(self._left(column), y, self._widths[column], look.px(22))
                item_id = ItemId((What.EXP_ROUNDING, What.SHARE_ROUNDING)[column - 3])
                text = signed_text(part.rounding)
                items.append(Text(place, text, 14, ink="muted", side="right", id=item_id))
            y += look.px(22)
        left = self._left(3)
        items.append(rule(left, y + look.px(2), self._left(5) - left))
        y += look.px(6)
        exact = float(self._table.about.exponentials.sum(dtype=np.float64))
        label = QRectF(self._left(0), y, left - self._left(0), self._high)
        items += [
            Text(label, _("Sum"), DIGITS),
            self._number(
                3, y, decimal_text(sums.exponentials.total), ItemId(What.EXP_SUM), exact, True
            ),
            self._number(4, y, decimal_text(sums.shares.total), ItemId(What.SHARE_SUM), 1.0, True),
        ]
        return items, y + self._high


def _row_height(look: Look, form: SoftmaxForm) -> int:
    lines = form.name_lines
    return max(look.px(form.high), lines * look.px(NAME_LINE) if lines > 1 else 0)


def _others_words(table: ScoreTable) -> str:
    """Return what the classes without a row are called."""
    count = table.others.size
    text = ngettext("the other {count} together", "the other {count} together", count)
    return text.format(count=count_text(count))
