"""The neighbourhood of one cell of a large map, with numbers."""

from dataclasses import replace

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cnnviz.language import _
from cnnviz.text.numbers import count_text
from cnnviz.views.cells.painting import Extent
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.painter import paint_map
from cnnviz.views.maps.shown import MapMarks, MapShown, digits

DIGITS = 14  # pixels at 100 %
CAPTION = 20  # pixels at 100 %: above the cells
SIDES = (7, 5, 3)  # cells
NO_MARKS = MapMarks()
_EMPTY = (28, 24)  # a cell where no numbers are written, in pixels at 100 %


class Magnifier(QWidget):
    """Shows the cells around one cell, with digits that are read easily; beyond the map is blank.

    It shows 7×7 cells, or 5×5 in little room, and says above them around which cell they lie.
    """

    def __init__(
        self, look: Look, name: str, *, smallest_digits: int = DIGITS, parent: QWidget | None = None
    ) -> None:
        """Make an empty one; its digits are at least `smallest_digits` pixels high at 100 %."""
        super().__init__(parent)
        self._look, self._digits = look, smallest_digits
        self._shown: MapShown | None = None
        self._marks, self._center = MapMarks(), (0, 0)
        self._number = 1, 1  # of the middle row and column in the whole map, counted from 1
        self._fitted: tuple[MapShown | None, float, Extent] | None = None  # to what, and the cell
        self.setAccessibleName(name)
        look.changed.connect(self._on_look_changed)

    def show_around(
        self,
        shown: MapShown,
        row: int,
        column: int,
        marks: MapMarks = NO_MARKS,
        *,
        corner: tuple[int, int] = (0, 0),
    ) -> None:
        """Show the cells around a row and column of a map, with the map's marks.

        Args:
            shown: The map, or the part of it that may be seen.
            row: In what is shown, counted from 0.
            column: In what is shown, counted from 0.
            marks: Of the map.
            corner: The row and column of the whole map where what is shown begins.
        """
        before = self._cell()
        largest = max(shown.largest_digits, self._digits)
        self._shown = replace(shown, largest_digits=largest)
        self._center, self._marks = (row, column), replace(marks, current=(row, column))
        self._number = corner[0] + row + 1, corner[1] + column + 1
        self.setAccessibleDescription(self._captions()[0])
        if self._cell() != before:
            self.updateGeometry()
        self.update()

    def side(self) -> int:
        """Return how many cells it shows in a row."""
        wide, high = self._cell()
        fitting = min((self.width() - 2) // wide, (self.height() - 2 - self._top()) // high)
        return next((side for side in SIDES if side <= fitting), SIDES[-1])

    def cells_place(self) -> QRect:
        """Return where its cells lie."""
        (wide, high), side = self._cell(), self.side()
        left, rest = (self.width() - side * wide) // 2, self.height() - self._top() - side * high
        return QRect(left, self._top() + rest // 2, side * wide, side * high)

    def _top(self) -> int:
        """Return the height of the caption."""
        return self._look.px(CAPTION)

    def _captions(self) -> tuple[str, str, str]:
        """Return around which cell it shows the map, the longest text first."""
        number = dict(zip(("row", "column"), map(count_text, self._number), strict=True))
        return (
            _("Around row {row}, column {column}").format(**number),
            _("Row {row}, column {column}").format(**number),
            _("{row}, {column}").format(**number),
        )

    def sizeHint(self) -> QSize:
        """Return room for 7×7 cells."""
        return self.room(SIDES[0])

    def minimumSizeHint(self) -> QSize:
        """Return room for 5×5 cells."""
        return self.room(SIDES[1])

    def room(self, side: int) -> QSize:
        """Return the size in which so many rows and columns are shown."""
        wide, high = self._cell()
        return QSize(side * wide + 2, side * high + 2 + self._top())

    def _cell(self) -> Extent:
        """Return the smallest cell with digits that are large enough: looked for once."""
        shown, scale = self._shown, self._look.scale
        if self._fitted is None or self._fitted[0] is not shown or self._fitted[1] != scale:
            self._fitted = shown, scale, self._smallest_cell()
        return self._fitted[2]

    def _smallest_cell(self) -> Extent:
        least = self._look.px(self._digits)
        high = round(1.8 * least)
        if self._shown is not None:
            for wide in range(high, 12 * least, 2):
                how = digits(self._shown, self._look, (wide, high))
                if how is not None and how[0].pixelSize() >= least:
                    return wide, high
        return self._look.px(_EMPTY[0]), self._look.px(_EMPTY[1])

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the cells."""
        if self._shown is None:
            return
        place = self.cells_place()
        self._paint_caption(painter, place)
        painter.setClipRect(place.adjusted(-1, -1, 1, 1))
        paint_map(painter, self._map_place(), self._shown, self._marks, self._look, place)
        painter.setPen(QPen(QColor(self._look.colors.pale), 1))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))

    def _paint_caption(self, painter: QPainter, cells: QRect) -> None:
        """Write the longest caption that has room above the cells."""
        look = self._look
        painter.setFont(look.font(12))
        painter.setPen(QColor(look.colors.muted))
        metrics, captions = painter.fontMetrics(), self._captions()
        fitting = (text for text in captions if metrics.horizontalAdvance(text) <= self.width())
        room = QRect(cells.x(), cells.y() - self._top(), self.width() - cells.x(), self._top())
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, side | Qt.TextFlag.TextDontClip, next(fitting, captions[-1]))

    def _map_place(self) -> QRect:
        """Return where the whole map would lie; all but the magnifier is clipped."""
        assert self._shown is not None
        (wide, high), place, half = self._cell(), self.cells_place(), self.side() // 2
        (rows, columns), (down, right) = self._shown.size, self._shown.padding
        left = place.x() - (self._center[1] + right - half) * wide
        top = place.y() - (self._center[0] + down - half) * high
        return QRect(left, top, (columns + 2 * right) * wide, (rows + 2 * down) * high)
