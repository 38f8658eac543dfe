"""A value of a softmax: exp(z − max) divided by the sum of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from PySide6.QtCore import QPoint, QRectF

from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.cnn.windows import Indices
from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.printed import decimal_text, rounded, signed_text, telling_digits
from cnnviz.explain.printed_values import PrintedSoftmax, is_printable, rounded_as, softmax_sums
from cnnviz.explain.steps import channel_name
from cnnviz.explain.values import Share, with_logits
from cnnviz.text.numbers import count_text, number_text
from cnnviz.views.explanation.explanation_scene import Scene, cell_width
from cnnviz.views.explanation.map_pair import HEADING, Form, bar, ground, heading, sentences
from cnnviz.views.explanation.result_panel import HIDDEN, Line, Summary
from cnnviz.views.sheets.sheet import (
    DIGITS,
    Ink,
    Item,
    Numbers,
    Sheet,
    Spot,
    Text,
    rule,
    text_width,
)

MOST = 20  # classes that have a row of their own
ROW = 30  # pixels at 100 %
WIDEST = 680  # pixels at 100 %
TRIED = "Tried scores: the network is unchanged."


@dataclass(frozen=True, eq=False)
class _Table:
    """What is printed of a softmax: a row for each class that is shown, and the others."""

    about: Share  # with the tried scores
    rows: Sequence[int]  # classes
    others: Indices  # classes without a row
    logits: list[str]
    differences: list[str]
    sums: PrintedSoftmax | None  # terms: the rows, then the others together


def classes_shown(about: Share) -> list[int]:
    """Return the classes that have a row: all, or the largest and the one that is explained.

    They follow the scores of the network, not those that are tried: rows stay where they are.
    """
    count = len(about.logits)
    if count <= MOST:
        return list(range(count))
    chosen = [int(i) for i in np.argsort(-about.logits, kind="stable")[:MOST]]
    return chosen if about.place[0] in chosen else [*chosen[:-1], about.place[0]]


def class_at(scene: Scene, row: int) -> int:
    """Return the class whose score stands in a row of the table."""
    about = scene.about
    assert isinstance(about, Share)  # the only kind with scores
    return classes_shown(about)[row]


def _table(scene: Scene, about: Share) -> _Table:
    rows = classes_shown(about)
    others = np.setdiff1d(np.arange(len(about.logits)), rows)
    shown = with_logits(about, scene.tried)
    logits = shown.logits[rows]
    if not is_printable(shown.logits, shown.exponentials, shown.shares):
        with np.errstate(all="ignore"):
            differences = [number_text(float(z)) for z in logits - shown.logits.max()]
        texts = [number_text(float(z)) for z in logits]
        return _Table(shown, rows, others, texts, differences, None)
    whole = bool((shown.logits == shown.logits.round()).all())
    digits = 0 if whole else telling_digits(shown.logits.tolist())
    printed = [rounded(z, digits) for z in logits]
    top = rounded(shown.logits.max(), digits)
    sums = softmax_sums(_with_others(shown.exponentials, rows, others),
                        _with_others(shown.shares, rows, others))  # fmt: skip
    return _Table(
        shown,
        rows,
        others,
        [decimal_text(z) for z in printed],
        [decimal_text(z - top) for z in printed],
        sums,
    )


def _with_others(values: Array, rows: Sequence[int], others: Indices) -> Array:
    """Return the values of the rows, and after them the sum of the others."""
    if not others.size:
        return values[list(rows)]
    return np.append(values[list(rows)], values[others].sum(dtype=np.float64))


def percent(share: Decimal) -> str:
    """Return a printed share in percent, digit by digit the same: 0.9932 is 99.32 %."""
    return f"{decimal_text(share.scaleb(2))} %"


def summary(scene: Scene, about: Share) -> Summary:
    """Return what the result panel says of a softmax."""
    table = _table(scene, about)
    label = "Share, tried" if scene.tried else "Share"
    facts = [TRIED] if scene.tried else []
    facts += ["Change a score z to see what becomes of all the shares.", NOTHING_LEARNT]
    if scene.is_hidden:
        return Summary((), Line(label, HIDDEN, "value"), tuple(facts))
    exact = float(table.about.value)
    if table.sums is None:
        return Summary((), Line(label, number_text(exact, 4), "value", exact), tuple(facts))
    row = list(table.rows).index(about.place[0])
    share = table.sums.shares.terms[row]
    lines = _lines(table, row, share)
    facts.insert(0, f"{decimal_text(share)} is {percent(share)}.")
    shown = Line(label, decimal_text(share), "value", exact)
    return Summary(tuple(lines), shown, tuple(facts))


def _lines(table: _Table, row: int, share: Decimal) -> list[Line]:
    """Return the division as it is printed; what is missing to the printed share is rounding."""
    assert table.sums is not None  # asked where the sums can be printed
    exponential, total = table.sums.exponentials.terms[row], table.sums.exponentials.total
    exact = table.about.exponentials
    count = count_text(len(exact))
    lines = [
        Line("exp(z − max)", decimal_text(exponential), "exp", float(exact[table.rows[row]])),
        Line(f"÷ sum of all {count}", decimal_text(total), "divisor", float(exact.sum())),
    ]
    rest = share - rounded_as(exponential / total, share) if total else Decimal(0)
    if rest:
        lines.append(Line("Rounding", signed_text(rest), "rounding"))
    return lines


# The table


def forms(scene: Scene, about: Share) -> list[Form]:
    """Return the one way to lay out the table."""
    return [Form(scene.look.px(500))]


def rows_sheet(scene: Scene, about: Share, form: Form, width: int) -> Sheet:
    """Lay out a row for each class, and below them the sums."""
    return _Layout(scene, about, min(width, scene.look.px(WIDEST))).sheet()


class _Layout:
    """Lays out the table; what all rows share is computed once."""

    def __init__(self, scene: Scene, about: Share, width: int) -> None:
        self._scene, self._about, self._width = scene, about, width
        self._look, self._high = scene.look, scene.look.px(ROW)
        self._table = _table(scene, about)
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
        notes = [TRIED] if self._scene.tried else []
        made, y = sentences(look, notes, 0, y + look.px(6), self._width)
        return Sheet((*items, *made), self._width, y)

    def _name(self, index: int) -> str:
        name = channel_name(self._scene.forward.trace, self._scene.step, index)
        return name.removeprefix("class ")

    def _headings(self) -> list[Text]:
        look = self._look
        titles = ("z", "z − max", "exp(z − max)", "Share")
        made = [heading(look, "Class", self._left(0), 0, self._widths[0])]
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
            largest(self._about.logits), "logits", framed=framed, is_editable=True,
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
        with np.errstate(all="ignore"):
            difference = float(about.logits[index] - about.logits.max())
        exponential, share = self._printed(row)
        items += [
            self._number(2, y, self._table.differences[row], f"difference {index}", difference),
            self._number(3, y, exponential, f"exp {index}", float(about.exponentials[index])),
            self._number(4, y, share, f"share {index}", float(about.shares[index]), is_here),
        ]
        return items + self._bar(row, float(about.shares[index]), y, look.px(10))

    def _printed(self, row: int) -> tuple[str, str]:
        sums, about = self._table.sums, self._table.about
        if sums is None:
            index = self._table.rows[row]
            return tuple(number_text(float(a[index])) for a in (about.exponentials, about.shares))  # type: ignore[return-value]
        return decimal_text(sums.exponentials.terms[row]), decimal_text(sums.shares.terms[row])

    def _number(
        self, column: int, y: int, text: str, name: str, exact: float, bold: bool = False
    ) -> Text:
        place = QRectF(self._left(column), y, self._widths[column], self._high)
        return Text(place, text, DIGITS, bold, side="right", name=name, exact=exact)

    def _bar(self, row: int, share: float, y: int, inset: int) -> list[Item]:
        """Return the bar of a share, and the share in percent."""
        look, sums = self._look, self._table.sums
        wide = text_width(look, "100.00 %") + look.px(8)
        left = self._left(5) + look.px(14)
        room = self._width - left - wide
        items: list[Item] = []
        if np.isfinite(share) and room > look.px(16):
            items.append(bar(QRectF(left, y + inset, room, self._high - 2 * inset), share))
        if sums is not None:
            place = QRectF(self._width - wide, y, wide - look.px(6), self._high)
            text = percent(sums.shares.terms[row])
            items.append(Text(place, text, DIGITS, side="right", name=f"percent {row}"))
        return items

    def _others(self, y: int) -> list[Item]:
        """Return the row of all classes that have none of their own."""
        look, about, others = self._look, self._table.about, self._table.others
        place = QRectF(self._left(0), y, self._left(3) - self._left(0), self._high)
        words = f"the other {count_text(others.size)} together"
        items: list[Item] = [Text(place, words, 13, ink="muted")]
        if self._scene.is_hidden or self._table.sums is None:
            return items
        row = len(self._table.rows)
        exponential, share = self._printed(row)
        exact = [float(a[others].sum(dtype=np.float64)) for a in (about.exponentials, about.shares)]
        items += [
            self._number(3, y, exponential, "exp of others", exact[0]),
            self._number(4, y, share, "share of others", exact[1]),
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
            items.append(Text(place, "Rounding", 13, ink="muted"))
            for column, part in enumerate(parts, start=3):
                if not part.rounding:
                    continue
                place = QRectF(self._left(column), y, self._widths[column], look.px(22))
                name = ("exp rounding", "share rounding")[column - 3]
                text = signed_text(part.rounding)
                items.append(Text(place, text, 13, ink="muted", side="right", name=name))
            y += look.px(22)
        left = self._left(3)
        items.append(rule(left, y + look.px(2), self._left(5) - left))
        y += look.px(6)
        exact = float(self._table.about.exponentials.sum(dtype=np.float64))
        label = QRectF(self._left(0), y, left - self._left(0), self._high)
        items += [
            Text(label, "Sum", DIGITS),
            self._number(3, y, decimal_text(sums.exponentials.total), "exp sum", exact, True),
            self._number(4, y, decimal_text(sums.shares.total), "share sum", 1.0, True),
        ]
        return items, y + self._high


def told(scene: Scene, spot: Spot) -> str:
    """Return nothing of its own: every number tells its exact value."""
    return ""


def target(scene: Scene, spot: Spot) -> int | None:
    """Return the class of the row that was clicked."""
    what, _, number = spot.name.partition(" ")
    return int(number) if what in ("difference", "exp", "share") and number.isdigit() else None
