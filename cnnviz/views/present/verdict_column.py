"""What one network says of the picture: its answer, how sure it is, and the five best classes."""

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.cnn.layers import Softmax
from cnnviz.explain.channel_names import class_name
from cnnviz.explain.layer_decimals import value_text
from cnnviz.language import _
from cnnviz.project.project import ForwardPass
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.network.output_list import best_of, fitted_name
from cnnviz.views.present.texts import CAPTION

BEST = 5
_Said = tuple[QRectF, str, float, bool, str]  # where, what, how large, whether bold, which colour
ROW, BAR = 46, 7  # pixels at 100 %: of a class with its bar
ANSWERS = (44, 38, 32, 27, 22)  # pixels at 100 %: of the answer, as large as it fits


@dataclass(frozen=True)
class NetworkAnswer:
    """What is said."""

    title: str  # of the network
    note: str  # what it learnt from
    rows: tuple[tuple[str, str, str, float], ...]  # name, score, share in words, share
    problem: str = ""  # why there is no answer

    @property
    def answer(self) -> str:
        """The best class; nothing where there is none."""
        return self.rows[0][0] if self.rows else ""


def verdict_of(forward: ForwardPass, title: str, note: str, problem: str) -> NetworkAnswer:
    """Return what a network says, its five best classes sorted; nothing with a problem."""
    trace = forward.trace
    network, node = trace.network, trace.network.output
    values = trace.values[node]
    if problem or values.ndim != 1:
        return NetworkAnswer(title, note, (), problem or _("This network names no classes."))
    is_share = isinstance(network.layers[node], Softmax)
    before = network.before(node)
    rows = []
    for channel in best_of(values, BEST):
        share = float(values[channel]) if is_share else 0.0
        scores = before if is_share else node
        score = value_text(trace, scores, float(trace.values[scores][channel]))
        told = value_text(trace, node, float(values[channel])) if is_share else ""
        rows.append((class_name(network, channel), score, told, share))
    return NetworkAnswer(title, note, tuple(rows))


class VerdictColumn(QWidget):
    """Paints what one network says."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self.verdict: NetworkAnswer | None = None
        self.beside: VerdictColumn | None = None  # whose answer stands in the same line
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_verdict(self, verdict: NetworkAnswer) -> None:
        """Show what is said."""
        self.verdict = verdict
        self.setAccessibleName(verdict.title)
        said = [f"{name}: {score} {share}".strip() for name, score, share, _part in verdict.rows]
        self.setAccessibleDescription(verdict.problem or "; ".join(said))
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Return the least room of use."""
        return QSize(self._look.px(150), self._look.px(160))

    def sizeHint(self) -> QSize:
        """Return a good size."""
        return QSize(self._look.px(280), self._look.px(420))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint title, note, answer and bars below each other."""
        if self.verdict is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, text, size, bold, ink in self.texts():
            painter.setFont(self._look.font(size, bold=bold))
            painter.setPen(QColor(getattr(self._look.colors, ink)))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            if text.startswith("\t"):
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            painter.drawText(place, flags | Qt.TextFlag.TextWordWrap, text.lstrip("\t"))
        for place, part in self.bars():
            self._paint_bar(painter, place, part)

    def texts(self) -> list[_Said]:
        """Return every text: where, what, how large, whether bold, in which colour.

        A text that begins with a tab stands at the right end.
        """
        verdict, made = self.verdict, list[_Said]()
        if verdict is None:
            return made
        y = self._add_head(made)
        if verdict.problem:
            self._add(made, y, verdict.problem, (CAPTION, False, "text"))
            return made
        y = self._add_answer(made, y, verdict)
        rows = self._rows(y)
        if rows and self._head_high(y):
            head = QRectF(0, rows[0].y() - self._head_high(y), self.width(), rows[0].height())
            self._add_ends(made, head, self._headings)
        for number, row in enumerate(rows):
            self._add_row(made, row, number)
        return made

    def _add_head(self, made: list[_Said]) -> float:
        """Add title and note; return where the answer begins, in both of two columns."""
        own = self._add_title(made)
        return own if self._partner is None else max(own, self._partner._add_title([]))

    def _add_title(self, made: list[_Said]) -> float:
        if self.verdict is None:
            return 0
        y = self._add(made, 0, self.verdict.title, (CAPTION + 2, True, "text"))
        y = self._add(made, y, self.verdict.note, (CAPTION, False, "muted"))
        return y + self._look.px(8)

    @property
    def _partner(self) -> "VerdictColumn | None":
        return self.beside if self.beside is not None and not self.beside.isHidden() else None

    def _add(self, made: list[_Said], y: float, text: str, how: tuple[float, bool, str]) -> float:
        """Add a text in as many lines as it needs; return where it ends."""
        if not text:
            return y
        size, bold, ink = how
        metrics = self._look.metrics(size, bold=bold)
        room = QRectF(0, y, max(self.width(), 1), 10_000)
        place = metrics.boundingRect(room.toRect(), Qt.TextFlag.TextWordWrap, text)
        made.append((QRectF(0, y, self.width(), place.height() + 1), text, size, bold, ink))
        return y + place.height()

    def _add_answer(self, made: list[_Said], y: float, verdict: NetworkAnswer) -> float:
        name, score, share, _part = verdict.rows[0]
        size = self._answer_size(y)
        if self._partner is not None:
            size = min(size, self._partner._answer_size(y))
        y = self._add(made, y, name, (size, True, "text"))
        return self._add(made, y, share or score, (size * 0.75, False, "accent"))

    def _answer_size(self, y: float) -> float:
        """Return how large the answer stands at a height, so that every row has room."""
        rows = self._verdict_rows
        if not rows:
            return ANSWERS[0]
        sizes = [size for size in ANSWERS if self._is_line(rows[0][0], size)]
        left = self.height() - y - len(rows) * self._look.px(ROW)
        sizes = [size for size in sizes if 2.3 * self._look.px(size) <= left]
        return sizes[0] if sizes else ANSWERS[-1]

    def _is_line(self, text: str, size: float) -> bool:
        metrics = self._look.metrics(size, bold=True)
        return bool(metrics.horizontalAdvance(text) <= self.width())

    def _rows(self, y: float) -> list[QRectF]:
        """Return where each class stands, as many as have room."""
        verdict, px = self.verdict, self._look.px
        assert verdict is not None  # asked by a text that is shown
        y += px(10) + self._head_high(y)
        fits = max(int((self.height() - y) // px(ROW - 8)), 0)
        count = min(len(verdict.rows), fits)
        high = min((self.height() - y) / count, px(ROW + 10)) if count else 0
        return [QRectF(0, y + i * high, self.width(), high) for i in range(count)]

    def _add_row(self, made: list[_Said], row: QRectF, number: int) -> None:
        name, score, share, _part = self._verdict_rows[number]
        widths, gap = self._end_widths, self._look.px(10)
        high = row.height() - self._look.px(BAR + 6)
        wide = sum(widths) + gap * len(widths)
        if len(widths) == 1:  # a name beside a short one has more room
            wide = self._wide(share or score) + gap
        room = (max(row.width() - wide, 20), high)
        lines, size = fitted_name(self._look, (name, ""), room, CAPTION, is_bold=not number)
        place = QRectF(0, row.y(), room[0], row.height())
        made.append((place, "\n".join(lines), size, not number, "text"))
        self._add_ends(made, row, (score, share))

    def _add_ends(self, made: list[_Said], row: QRectF, ends: tuple[str, str]) -> None:
        """Add score and share, each below its heading; where there is only one of them, that."""
        right, gap = row.width(), self._look.px(10)
        shown = ends if len(self._end_widths) > 1 else (ends[1] or ends[0],)
        for text, wide in zip(reversed(shown), reversed(self._end_widths), strict=True):
            at = QRectF(right - wide, row.y(), wide, row.height())
            made.append((at, "\t" + text, CAPTION, False, "muted"))
            right -= wide + gap

    @property
    def _headings(self) -> tuple[str, str]:
        """What stands above scores and shares."""
        return _("score"), _("share") if self._has_shares else ""

    @property
    def _has_shares(self) -> bool:
        return any(share for _name, _score, share, _part in self._verdict_rows)

    def _head_high(self, y: float) -> int:
        """Return how high the headings are; 0 where nothing needs them, or a row would go."""
        high, rows = self._look.px(CAPTION + 8), len(self._verdict_rows)
        needed = y + self._look.px(10) + high + rows * self._look.px(ROW - 8)
        is_two = len(self._end_widths) > 1
        return high if needed <= self.height() and (is_two or not self._has_shares) else 0

    @property
    def _end_widths(self) -> tuple[int, ...]:
        """How wide scores and shares are: both in every row, or where a name is cut only one."""
        columns = list(zip(*(row[1:3] for row in self._verdict_rows), strict=True))
        widths = [
            max(map(self._wide, (heading, *column)))
            for heading, column in zip(self._headings, columns, strict=True)
            if any(column)
        ]
        metrics, gap = self._look.metrics(CAPTION, bold=True), self._look.px(10)
        names = (ceil(metrics.horizontalAdvance(row[0])) for row in self._verdict_rows)
        if max(names, default=0) + sum(widths) + gap * len(widths) >= self.width():
            return (max(map(self._wide, columns[-1 if self._has_shares else 0])),)
        return tuple(widths)

    def _wide(self, text: str) -> int:
        return ceil(self._look.metrics(CAPTION, bold=False).horizontalAdvance(text)) + 2

    @property
    def _verdict_rows(self) -> tuple[tuple[str, str, str, float], ...]:
        return () if self.verdict is None else self.verdict.rows

    def bars(self) -> list[tuple[QRectF, float]]:
        """Return the bar of each class that is shown, and how much of it is full."""
        verdict, px = self.verdict, self._look.px
        if verdict is None or verdict.problem:
            return []
        made: list[_Said] = []
        y = self._add_answer(made, self._add_head(made), verdict)
        found = []
        for row, (_name, _score, told, part) in zip(self._rows(y), verdict.rows, strict=False):
            if told:
                top = min(row.y() + px(CAPTION + 10), row.bottom() - px(BAR + 5))
                found.append((QRectF(0, top, self.width(), px(BAR)), part))
        return found

    def _paint_bar(self, painter: QPainter, place: QRectF, part: float) -> None:
        colors, half = self._look.colors, place.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.track))
        painter.drawRoundedRect(place, half, half)
        painter.setBrush(QColor(colors.accent))
        filled = QRectF(place)
        filled.setWidth(max(min(max(part, 0.0), 1.0) * place.width(), 2))
        painter.drawRoundedRect(filled, half, half)
