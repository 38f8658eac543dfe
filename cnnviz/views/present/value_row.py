"""Values that a flatten puts into a row, as a row: from the first at the left to the last."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.text.numbers import count_text
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import cell_at
from cnnviz.views.maps.painter import paint_map
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.present.texts import CAPTION

HIGH, ENDS = 56, 28  # pixels at 100 %: of the row, and of the numbers of its ends below it


class ValueRow(QWidget):
    """One thin cell for each value; a click chooses one."""

    chosen = Signal(int)  # which value

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self.shown: MapShown | None = None  # (1, N)
        self.current: int | None = None
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.updateGeometry)

    def show_row(self, shown: MapShown, current: int | None) -> None:
        """Show values, (1, N), one of them chosen or none."""
        self.shown, self.current = shown, current
        self.update()

    def place(self) -> QRect:
        """Return where the row stands: in the middle, as wide as there is room."""
        high = self._look.px(HIGH)
        top = (self.height() - high - self._look.px(ENDS)) // 2
        return QRect(1, max(top, 0), self.width() - 2, high)

    def sizeHint(self) -> QSize:
        """Return room for the row and the numbers of its ends."""
        return QSize(self._look.px(320), self._look.px(HIGH + ENDS))

    def minimumSizeHint(self) -> QSize:
        """Return the least room of use."""
        return QSize(self._look.px(120), self._look.px(HIGH + ENDS))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the row, and which values it begins and ends with."""
        if self.shown is None:
            return
        place, look = self.place(), self._look
        marks = MapMarks() if self.current is None else MapMarks(current=(0, self.current))
        paint_map(painter, place, self.shown, marks, look, event.rect())
        painter.setFont(look.font(CAPTION))
        painter.setPen(QPen(QColor(look.colors.muted)))
        ends = QRect(place.x(), place.bottom(), place.width(), look.px(ENDS))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(ends, middle | Qt.AlignmentFlag.AlignLeft, count_text(1))
        last = count_text(self.shown.size[1])
        painter.drawText(ends, middle | Qt.AlignmentFlag.AlignRight, last)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the value under the pointer."""
        if self.shown is None:
            return
        cell = cell_at(self.place(), self.shown, event.position().toPoint())
        if cell is not None:
            self.chosen.emit(cell[1])
