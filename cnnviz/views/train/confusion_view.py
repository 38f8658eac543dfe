"""The confusion matrix of a validation: what each class was taken for."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy

from cnnviz.cnn.confusion import precision as precision_of
from cnnviz.cnn.confusion import recall as recall_of
from cnnviz.language import _, ngettext
from cnnviz.views.cells.painting import hard_pixels
from cnnviz.views.controls.painted_view import PaintedView
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.hard_pixels import draw_pixels
from cnnviz.views.look.theme import Look
from cnnviz.views.look.value_colors import BLUE, ORANGE, text_on

LARGEST_CELL = 34  # pixels at 100 %, or more for the names of few classes,
WIDEST_CELL = 72  # up to this
LINE = 18  # pixels at 100 %: of a line of names
_MOVES = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip

Counts = NDArray[np.int64]


class ConfusionView(PaintedView):
    """A row for each true class, a column for each answer; the chosen cell is framed."""

    chosen = Signal(int, int)  # (true class, answer)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._counts: Counts = np.zeros((0, 0), np.int64)
        self._classes: tuple[str, ...] = ()
        self.cell: tuple[int, int] | None = None  # the one that is framed
        self.setObjectName("confusion")
        self.setAccessibleName(_("Confusion matrix"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._widest_name = self._widest_true = self._widest_share = 0  # pixels
        look.changed.connect(self._measure)

    @property
    def counts(self) -> Counts:
        """How many pictures of each true class (row) got each answer (column)."""
        return self._counts

    def show_counts(self, counts: Counts, classes: tuple[str, ...]) -> None:
        """Show a matrix (classes, classes)."""
        self._counts, self._classes = counts, classes
        right, total = int(counts.trace()), int(counts.sum())
        text = _("{right} of {total} on the diagonal are right")
        self.setAccessibleDescription(text.format(right=right, total=total))
        self._measure()
        self.update()

    def show_cell(self, cell: tuple[int, int] | None) -> None:
        """Frame a cell, or none. Emits nothing."""
        self.cell = cell
        self.update()

    # Where things stand

    def _measure(self) -> None:
        """Measure the names once, not for each cell."""
        metrics = QFontMetrics(self._look.font(11))
        self._widest_name = max(map(metrics.horizontalAdvance, self._classes), default=0)
        self._widest_true = metrics.horizontalAdvance(_("true"))
        self._widest_share = max(map(metrics.horizontalAdvance, (_("recall"), _("precision"))))
        self.updateGeometry()

    def _label_width(self) -> int:
        named = min(self._widest_name, self._look.px(72))
        return max(named, self._widest_true) + self._look.px(8)

    def _origin(self) -> QPoint:
        return QPoint(self._label_width(), 2 * self._look.px(LINE))

    def _margin(self) -> QSize:
        """Return the room for recall at the right, and precision below."""
        wide = max(self._look.px(44), self._widest_share + self._look.px(8))
        return QSize(wide, self._look.px(LINE))

    def _side(self) -> int:
        count = max(1, len(self._counts))
        room = self.size() - QSize(self._origin().x(), self._origin().y()) - self._margin()
        side = min(room.width(), room.height()) // count
        largest = max(self._look.px(LARGEST_CELL), self._widest_name + self._look.px(8))
        return max(1, min(side, largest, self._look.px(WIDEST_CELL)))

    def cell_rect(self, row: int, column: int) -> QRect:
        """Return where a cell is painted."""
        side = self._side()
        return QRect(self._origin() + QPoint(column * side, row * side), QSize(side, side))

    def taken_size(self) -> QSize:
        """Return the room that the matrix takes of the size it has."""
        side = len(self._counts) * self._side()
        return QSize(side + self._origin().x(), side + self._origin().y()) + self._margin()

    def sizeHint(self) -> QSize:
        """Return room for cells with numbers."""
        side = len(self._counts) * self._look.px(24)
        return QSize(side + self._label_width(), side + self._origin().y()) + self._margin()

    def minimumSizeHint(self) -> QSize:
        """Return room for small cells."""
        side = max(10, len(self._counts)) * self._look.px(15)
        return QSize(side + self._label_width(), side + self._origin().y()) + self._margin()

    def headings(self) -> list[tuple[QRect, str]]:
        """Return what its sides are, and what its last column and row are, with their places."""
        side, last, line = self._side(), len(self._counts) - 1, self._look.px(LINE)
        right, below = self.cell_rect(0, last).right() + 4, self.cell_rect(last, 0).bottom() + 2
        wide, left = self._margin().width() - 4, self._origin().x()
        return [
            (QRect(left, 0, (last + 1) * side, line), _("answer")),
            (QRect(1, line, left - 1, line), _("true")),
            (QRect(right, line, wide, line), _("recall")),
            (QRect(right, below, wide, line - 2), _("precision")),
        ]

    # Painting

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint cells by share of their row: right answers blue, mistakes orange."""
        count = len(self._counts)
        if count:
            self._paint_cells(painter)
            self._paint_names(painter)
            self._paint_shares(painter)
            if self.cell is not None:
                width = 3 if self.hasFocus() else 2
                painter.setPen(QPen(QColor(self._look.colors.accent), width))
                painter.drawRect(self.cell_rect(*self.cell).adjusted(0, 0, -2, -2))

    def _shares(self) -> NDArray[np.float32]:
        totals = np.maximum(self._counts.sum(axis=1, keepdims=True), 1)
        shares: NDArray[np.float32] = (self._counts / totals).astype(np.float32)
        mistakes = ~np.eye(len(shares), dtype=bool)
        # The root makes rare mistakes visible beside the frequent right answers.
        shares[mistakes] = -np.sqrt(shares[mistakes])
        return shares

    def _paint_cells(self, painter: QPainter) -> None:
        shares, side = self._shares(), self._side()
        count = len(shares)
        place = QRect(self._origin(), QSize(count * side, count * side))
        draw_pixels(painter, QRectF(place), hard_pixels(shares, 1.0))
        painter.setPen(QColor(self._look.colors.surface))
        for i in range(count + 1):
            at = place.topLeft() + QPoint(i * side, i * side)
            painter.drawLine(at.x(), place.top(), at.x(), place.bottom())
            painter.drawLine(place.left(), at.y(), place.right(), at.y())
        font = self._look.font(11)
        widest = QFontMetrics(font).horizontalAdvance(str(self._counts.max()))
        if widest + 4 <= side:
            painter.setFont(font)
            for (row, column), number in np.ndenumerate(self._counts):
                if number:
                    painter.setPen(QColor(_ink(float(shares[row, column]))))
                    where = self.cell_rect(row, column)
                    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, str(number))

    def _paint_names(self, painter: QPainter) -> None:
        font, side = self._look.font(11), self._side()
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(self._look.colors.muted))
        width, middle = self._label_width() - self._look.px(6), Qt.AlignmentFlag.AlignVCenter
        line = self._look.px(LINE)
        over, *others = self.headings()
        painter.drawText(over[0], Qt.AlignmentFlag.AlignCenter, over[1])
        for place, text in others:
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | middle, text)
        for i, name in enumerate(self._classes[: len(self._counts)]):
            row = self.cell_rect(i, 0)
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width)
            painter.drawText(
                QRect(0, row.y(), width, side), Qt.AlignmentFlag.AlignRight | middle, text
            )
            top = QRect(self.cell_rect(0, i).x(), line, side, line)
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, side)
            painter.drawText(top, Qt.AlignmentFlag.AlignCenter, short)

    def _paint_shares(self, painter: QPainter) -> None:
        """Paint the recall of each class at the end of its row, the precision below its column."""
        side, last = self._side(), len(self._counts) - 1
        right, below = self.cell_rect(0, last).right(), self.cell_rect(last, 0).bottom()
        margin = self._margin()
        font = self._look.font(11)
        painter.setFont(font)
        painter.setPen(QColor(self._look.colors.muted))
        ways = Qt.AlignmentFlag
        small = self._look.font(11 if QFontMetrics(font).horizontalAdvance("100") <= side else 9)
        is_room = QFontMetrics(small).horizontalAdvance("100") <= side
        is_high = QFontMetrics(font).height() <= side + 2
        recalls, precisions = recall_of(self._counts), precision_of(self._counts)
        for i in range(last + 1):
            if is_high:
                place = QRect(right + 4, self.cell_rect(i, 0).y(), margin.width(), side)
                painter.drawText(place, ways.AlignLeft | ways.AlignVCenter, _percent(recalls[i]))
        painter.setFont(small)
        for i in range(last + 1):
            if is_room:
                place = QRect(self.cell_rect(0, i).x(), below + 2, side, margin.height())
                painter.drawText(place, ways.AlignCenter, _percent(precisions[i], ""))

    # Mouse, keys, words

    def cell_at(self, point: QPoint) -> tuple[int, int] | None:
        """Return the cell at a point, or None."""
        inner, side = point - self._origin(), self._side()
        row, column = inner.y() // side, inner.x() // side
        count = len(self._counts)
        return (row, column) if 0 <= row < count and 0 <= column < count else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the mouse."""
        cell = self.cell_at(event.position().toPoint())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(*cell)

    def takes(self, event: QKeyEvent) -> bool:
        """Take the arrows."""
        return Qt.Key(event.key()) in _MOVES

    def told_at(self, point: QPoint) -> str:
        """Tell a cell."""
        cell = self.cell_at(point)
        return "" if cell is None else self.words(cell)

    def words(self, cell: tuple[int, int]) -> str:
        """Say what a cell counts, and what share that is."""
        (row, column), names = cell, self._names(cell)
        told = self.count_words(cell)
        return "\n".join((told, self._shares_text(row, names[0], column, names[1])))

    def _names(self, cell: tuple[int, int]) -> tuple[str, str]:
        """Return the true class of a cell, and the answer."""
        true, answer = (self._classes[i] if i < len(self._classes) else str(i) for i in cell)
        return true, answer

    def count_words(self, cell: tuple[int, int]) -> str:
        """Say what a cell counts."""
        (row, column), number = cell, int(self._counts[cell])
        names = self._names(cell)
        total = int(self._counts[row].sum())
        right = ngettext(
            "{number} of {n} picture of “{true}” is read correctly.",
            "{number} of {n} pictures of “{true}” are read correctly.",
            total,
        )
        wrong = ngettext(
            "{number} of {n} picture of “{true}” is taken for “{answer}”.",
            "{number} of {n} pictures of “{true}” are taken for “{answer}”.",
            total,
        )
        text = right if row == column else wrong
        return text.format(number=number, n=total, true=names[0], answer=names[1])

    def _shares_text(self, row: int, true: str, column: int, answer: str) -> str:
        """Say recall and precision of the classes of a cell."""
        of_true = _("Recall of “{name}”: {share} of its pictures are read correctly.")
        of_answer = _("Precision of “{name}”: {share} of these answers are right.")
        of_row, of_column = (
            _percent(shares[place])
            for shares, place in (
                (recall_of(self._counts), row),
                (precision_of(self._counts), column),
            )
        )
        return "\n".join(
            (
                of_true.format(name=true, share=of_row),
                of_answer.format(name=answer, share=of_column),
            )
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice with the arrows."""
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None or not len(self._counts):
            event.ignore()
            return
        row, column = self.cell or (0, 0)
        last = len(self._counts) - 1
        self.chosen.emit(
            *(min(max(at + by, 0), last) for at, by in zip((row, column), move, strict=True))
        )


def _percent(share: float, unit: str = " %") -> str:
    """Return a share in percent; a hyphen where it is of nothing."""
    return "-" if np.isnan(share) else f"{100 * share:.0f}{unit}"


def _ink(share: float) -> str:
    strongest = BLUE if share > 0 else ORANGE
    red, green, blue = (round(255 + (c - 255) * abs(share)) for c in strongest)
    return text_on(red << 16 | green << 8 | blue)
