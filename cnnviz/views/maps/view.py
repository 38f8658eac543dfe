"""A widget that shows one map: its numbers, its marks, and what lies under the pointer."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnviz.views.controls.fingers import Fingers
from cnnviz.views.controls.focus_frame import paint_focus_frame
from cnnviz.views.controls.painted_view import PaintedView
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import cell_at, cell_rect, fitted, map_grid
from cnnviz.views.maps.painter import paint_map
from cnnviz.views.maps.panning import Panning
from cnnviz.views.maps.readout import cell_tip, map_description, reached_text
from cnnviz.views.maps.shown import MapMarks, MapPictures, MapShown
from cnnviz.views.maps.viewport import Viewport, zoomed

NOWHERE = (-1000, -1000)  # the cell under the pointer when there is none; padding is nearer
LARGEST_SIDE = 640  # what a view asks for at most, in pixels at 100 %
SMALLEST_SIDE = 48


class MapView(PaintedView):
    """Shows a map with square cells, and tells which cell is hovered and clicked.

    With a viewport the wheel zooms at the pointer, a drag pans, a double click shows all again.
    """

    cell_hovered = Signal(int, int)  # row, column, negative in the padding; NOWHERE on leaving
    cell_clicked = Signal(int, int)  # row, column

    def __init__(
        self,
        look: Look,
        name: str,
        viewport: Viewport | None = None,
        *,
        largest_cell: int = 48,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty view.

        Args:
            look: Fonts and colours.
            name: What screen readers call it.
            viewport: Which part is seen; None where all always is.
            largest_cell: The side of a cell where there is room, in pixels at 100 %.
            parent: The widget it lies in.
        """
        super().__init__(parent)
        self._look, self._viewport, self._largest_cell = look, viewport, largest_cell
        self._shown: MapShown | None = None
        self._marks, self._pictures = MapMarks(), MapPictures()
        self._hovered = NOWHERE
        self._pointer: QPointF | None = None  # where it rests; None outside
        self._panning = Panning(viewport)
        self._fingers = None if viewport is None else Fingers(self, self._on_pinched)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        look.changed.connect(self._on_look_changed)
        if viewport is not None:
            viewport.changed.connect(self._on_viewport_changed)

    # What is shown

    def show_map(self, shown: MapShown, marks: MapMarks) -> None:
        """Show a map and its marks; the same `values` again are not coloured again."""
        before = self._shown
        self._shown, self._marks = replace(shown, pictures=self._pictures), marks
        if before is None or (before.size, before.padding) != (shown.size, shown.padding):
            self.updateGeometry()
        self._describe()
        self.update()

    def set_largest_cell(self, pixels: int) -> None:
        """Let cells grow to another side, in pixels at 100 %."""
        self._largest_cell = pixels
        self._on_look_changed()

    def _describe(self) -> None:
        if self._shown is not None:
            text = map_description(self._shown, self._marks.current)
            if text != self.accessibleDescription():
                self.setAccessibleDescription(text)

    # Where

    def place(self) -> QRect:
        """Return where all cells lie, those out of sight too; empty without a map."""
        if self._shown is None:
            return QRect()
        most = self._look.px(self._largest_cell)
        place = fitted(self.rect(), self._shown, largest_cell=most)
        if self._viewport is None or self._viewport.zoom == 1:
            return place
        grid = map_grid(place, self._shown)
        cells = len(grid.columns), len(grid.rows)
        return zoomed(self.size(), place, cells, self._viewport)

    def cell_at(self, point: QPoint | QPointF) -> tuple[int, int] | None:
        """Return the row and column at a point of the view, negative in the padding; or None."""
        if self._shown is None or not self.rect().contains(QPointF(point).toPoint()):
            return None
        return cell_at(self.place(), self._shown, point)

    def cell_rect(self, row: int, column: int) -> QRect:
        """Return where a cell is painted; it may be out of sight. Empty without a map."""
        if self._shown is None:
            return QRect()
        return cell_rect(self.place(), self._shown, row, column).toAlignedRect()

    def hasHeightForWidth(self) -> bool:
        """Tell layouts that cells are square."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that square cells need in a width."""
        most = self._look.px(LARGEST_SIDE)
        return self._fitted(QRect(0, 0, width, most)).height() + 2

    def sizeHint(self) -> QSize:
        """Return the size at which cells are as large as they get."""
        most = self._look.px(LARGEST_SIDE)
        return self._fitted(QRect(0, 0, most, most)).size() + QSize(2, 2)

    def minimumSizeHint(self) -> QSize:
        """Return room in which something is seen."""
        least = self._look.px(SMALLEST_SIDE)
        return self._fitted(QRect(0, 0, least, least)).size() + QSize(2, 2)

    def _fitted(self, room: QRect) -> QRect:
        if self._shown is None:
            return QRect(0, 0, 1, 1)
        return fitted(room, self._shown, largest_cell=self._look.px(self._largest_cell))

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()

    # Painting

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint the part of the map that is in sight."""
        if self._shown is None:
            return
        paint_map(painter, self.place(), self._shown, self._marks, self._look, event.rect())
        if self.hasFocus():
            paint_focus_frame(painter, self._look, self.rect())

    # Mouse and fingers

    def event(self, event: QEvent) -> bool:
        """Zoom with two fingers, on a touchpad or on the screen."""
        if isinstance(event, QTouchEvent) and self._fingers is not None:
            self._fingers.take(event)
            return True
        zoom = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == zoom:
            factor = 1 + event.value()
            return self._panning.zoom(factor, event.position(), self.place, self.size())
        return super().event(event)

    def _on_pinched(self, factor: float, before: QPointF, now: QPointF) -> None:
        self._panning.zoom(factor, before, self.place, self.size())
        self._panning.pan(now - before, self.place(), self.size())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; left to what lies behind where there is nothing to zoom."""
        zooms = self._shown is not None and self._panning.turn(event, self.place, self.size())
        event.setAccepted(zooms)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Get ready for a click or a pan."""
        if not self._panning.press(event):
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or tell the cell under the pointer."""
        self._pointer = point = event.position()
        if self._panning.move(point, self.place(), self.size()):
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._hover(self.cell_at(point) or NOWHERE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a pan; without one, tell the clicked cell."""
        cell = self.cell_at(event.position())
        if self._panning.release(event) and cell is not None:
            self.cell_clicked.emit(*cell)
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all of the map."""
        if self._viewport is not None and event.button() == Qt.MouseButton.LeftButton:
            self._viewport.fit()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that no cell is under the pointer."""
        self.forget_pointer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Forget the resting pointer: what it was over has moved away from it."""
        super().resizeEvent(event)
        self.forget_pointer()

    def forget_pointer(self) -> None:
        """Tell that no cell is pointed at, until the pointer moves."""
        self._pointer = None
        self._hover(NOWHERE)

    def _on_viewport_changed(self) -> None:
        """Show the part; another cell may lie under the resting pointer."""
        self.update()
        if self._pointer is not None and self._shown is not None:
            self._hover(self.cell_at(self._pointer) or NOWHERE)

    def _hover(self, cell: tuple[int, int]) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self.cell_hovered.emit(*cell)

    # Keys and words

    def takes(self, event: QKeyEvent) -> bool:
        """Take Ctrl+C."""
        return bool(event.matches(QKeySequence.StandardKey.Copy))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy; other keys are the page's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            event.ignore()

    def copy(self) -> None:
        """Put the numbers that are reached into the clipboard, with tabs between the columns."""
        if self._shown is not None and not self._shown.is_picture:
            text = reached_text(self._shown)
            QGuiApplication.clipboard().setText(text)

    def show_tool_tip(self, event: QHelpEvent) -> None:
        """Tell a cell, as long as the mouse is over it."""
        cell = self.cell_at(event.pos())
        if cell is None or self._shown is None:
            QToolTip.showText(event.globalPos(), self.toolTip(), self)
            return
        text = cell_tip(self._shown, cell)
        extra = f"\n{self.toolTip()}" if self.toolTip() else ""
        QToolTip.showText(event.globalPos(), plain_tip(text + extra), self, self.cell_rect(*cell))
