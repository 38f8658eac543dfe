"""The table of a softmax: a row for each class, and below them the sums."""

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
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.map_pair import PlainForm
from cnnviz.views.explanation.softmax_numbers import difference_of, score_table
from cnnviz.views.sheets.drawings import bar, ground, rule
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import DIGITS, Ink, Item, Numbers, Text
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.texts import (
    HEADING,
    cell_width,
    heading,
    sentences,
    text_width,
)

ROW = 30  # pixels at 100 %


WIDEST = 680  # pixels at 100 %


TRIED = N_("Tried scores: the network is unchanged.")


def forms(scene: ExplanationScene, about: Share) -> list[PlainForm]:
    """Return the one way to lay out the table."""
    return [PlainForm(scene.look.px(500))]


def rows_sheet(scene: ExplanationScene, about: Share, form: PlainForm, width: int) -> Sheet:
    """Lay out a row for each class, and below them the sums."""
    return _Layout(scene, about, min(width, scene.look.px(WIDEST))).sheet()


class _Layout:
    """Lays out the table; what all rows share is computed once."""

    def __init__(self, scene: ExplanationScene, about: Share, width: int) -> None:
        self._scene, self._about, self._width = scene, about, width
        self._look, self._high = scene.look, scene.look.px(ROW)
        self._table = score_table(scene, about)
        px = self._look.px
        names = [self._name(i) for i in self._table.rows]
        self._widths = (
            min(max(text_width(self._look, name, bold=True) for name in names), px(110)) + px(12),
            cell_width(self._look, ["−00.00", *self._table.logits]) + px(8),
            px(76),  # z − max
            px(84),  # exp
            px(72),  # share
        )

    def _left(self, column: int) -> int:
        return sum(self._widths[:column]) + self._look.px(6)

    def sheet(self) -> Sheet:
        """Return the whole table."""
        look = self._look
        items: list[Item] = [*self._headings()]
        first = look.px(HEADING + 4)
        rows = self._table.rows
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
        notes = [_(TRIED)] if self._scene.tried else []
        made, y = sentences(look, notes, 0, y + look.px(6), self._width)
        return Sheet((*items, *made), self._width, y)

    def _name(self, index: int) -> str:
        """Return what a class is called where all are classes: “7”, or its number."""
        trace, node = self._scene.forward.trace, self._scene.node
        if not is_of_classes(trace, node):
            return channel_name(trace, node, index)
        classes = trace.network.classes
        return _("“{name}”").format(name=classes[index]) if index < len(classes) else str(index + 1)

    def _headings(self) -> list[Text]:
        look = self._look
        of_scores = self._table.of_scores
        titles = (
            headed("z", of_scores),
            headed(_("z − max"), of_scores),
            _("exp(z − max)"),
            _("Share"),
        )
        made = [heading(look, _("Class"), self._left(0), 0, self._widths[0])]
        for column, title in enumerate(titles, start=1):
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
        look, index = self._look, self._table.rows[row]
        is_here = index == self._about.place[0]
        name = QRectF(self._left(0), y, self._widths[0], self._high)
        ink: Ink = "accent" if index in self._scene.tried else "text"
        items: list[Item] = [Text(name, self._name(index), DIGITS, is_here, ink)]
        if self._scene.is_hidden:
            return items
        about = self._table.about
        difference = difference_of(about, index)
        exponential, share = self._printed(row)
        items += [
            self._number(
                2, y, self._table.differences[row], ItemId(What.DIFFERENCE, index), difference
            ),
            self._number(
                3, y, exponential, ItemId(What.EXP, index), float(about.exponentials[index])
            ),
            self._number(
                4, y, share, ItemId(What.SHARE, index), float(about.shares[index]), is_here
            ),
        ]
        return items + self._bar(row, float(about.shares[index]), y, look.px(10))

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
        wide = text_width(look, "100.00 %") + look.px(8)
        left = self._left(5) + look.px(14)
        room = self._width - left - wide
        items: list[Item] = []
        if np.isfinite(share) and room > look.px(16):
            items.append(bar(QRectF(left, y + inset, room, self._high - 2 * inset), share))
        if sums is not None and np.isfinite(share):
            place = QRectF(self._width - wide, y, wide - look.px(6), self._high)
            text = percent(share, self._scene.decimals)
            items.append(Text(place, text, DIGITS, side="right", id=ItemId(What.PERCENT, row)))
        return items

    def _others(self, y: int) -> list[Item]:
        """Return the row of all classes that have none of their own."""
        look, about, others = self._look, self._table.about, self._table.others
        place = QRectF(self._left(0), y, self._left(3) - self._left(0), self._high)
        words = ngettext(
            "the other {count} together", "the other {count} together", others.size
        ).format(count=count_text(others.size))
        items: list[Item] = [Text(place, words, 13, ink="muted")]
        if self._scene.is_hidden or self._table.sums is None:
            return items
        row = len(self._table.rows)
        exponential, share = self._printed(row)
        exact = [float(a[others].sum(dtype=np.float64)) for a in (about.exponentials, about.shares)]
        items += [
            self._number(3, y, exponential, ItemId(What.EXP_OF_OTHERS), exact[0]),
            self._number(4, y, share, ItemId(What.SHARE_OF_OTHERS), exact[1]),
        ]
        return items + self._bar(row, exact[1], y, look.px(10))

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
                items.append(Text(place, text, 13, ink="muted", side="right", id=item_id))
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
