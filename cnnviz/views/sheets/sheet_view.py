"""Shows a sheet: paints it, tells what the pointer is on, and lets the weights on it be edited."""

from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from cnnviz.language import _
from cnnviz.text.numbers import exact_text
from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.controls.safe_painting import painted
from cnnviz.views.look.plain_tip import plain_tip
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.changes import changed_region, room_of
from cnnviz.views.sheets.item_id import ItemId, Spot
from cnnviz.views.sheets.item_titles import title_of
from cnnviz.views.sheets.items import MapItem, Numbers, Text
from cnnviz.views.sheets.sheet import Sheet

_LEADING = Qt.CursorShape.PointingHandCursor


class SheetView(QWidget):
    """Paints the items of a sheet; grids to edit in lie over the numbers that can change."""

    spot_hovered = Signal(object)  # Spot, or None
    spot_clicked = Signal(object)  # Spot
    number_edited = Signal(object, int, int, float, str)  # (ItemId, row, column, value, gesture)
    numbers_pasted = Signal(object, object)  # (ItemId, Array)

    def __init__(
        self,
        look: Look,
        name: str,
        *,
        ground: Literal["ground", "surface"] = "ground",
        fits_width: bool = False,
    ) -> None:
        """Make an empty view.

        Args:
            look: Fonts and colours.
            name: Its object name.
            ground: What it lies on: the page, or a panel or card.
            fits_width: Whether it takes the width of its place, not that of its sheet.
        """
        super().__init__()
        self._look, self._ground, self._fits_width = look, ground, fits_width
        self._own_look = look  # of the grids; a sheet may be laid out larger
        self.sheet = Sheet((), 1, 1)
        self._seen = QRect()
        self._painted_as: tuple[object, ...] = ()  # what all items are painted with
        self._grids: dict[ItemId, CellGrid] = {}
        self._hovered: Spot | None = None
        self.setObjectName(name)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing behind is painted
        kinds = QSizePolicy.Policy
        self.setSizePolicy(kinds.Ignored if fits_width else kinds.Fixed, kinds.Fixed)

    def show_sheet(self, sheet: Sheet, look: Look, seen: QRect) -> None:
        """Show another sheet; `seen` is the part of it that is scrolled into view."""
        before, painted_as = self.sheet, self._painted_as
        self.sheet, self._look = sheet, look
        self._painted_as = (look, look.scale, look.colors, seen)
        if self.height() != sheet.height:
            self.setFixedHeight(sheet.height)
        if not self._fits_width and self.width() != sheet.width:
            self.setFixedWidth(sheet.width)
        self.show_part(seen)
        if painted_as == self._painted_as:
            self.update(changed_region(before.seen(seen), sheet.seen(seen)))
        else:
            self.update()

    def let_go(self) -> None:
        """Keep nothing of what is shown; another sheet is shown before this is seen again."""
        self.sheet, self._painted_as = Sheet((), self.sheet.width, self.sheet.height), ()

    def show_part(self, seen: QRect) -> None:
        """Lay grids over the editable numbers in view; the others are painted when they come."""
        self._seen = seen
        editable = [
            item
            for item in self.sheet.seen(seen)
            if isinstance(item, Numbers) and item.is_editable and item.outline.intersects(seen)
        ]
        wanted = {item.id for item in editable}
        for item_id, grid in self._grids.items():
            if item_id not in wanted:
                grid.hide()
        for item in editable:
            self._show_grid(item)

    def grid(self, item_id: ItemId) -> CellGrid | None:
        """Return the grid that lies over some numbers, or None while they are out of view."""
        grid = self._grids.get(item_id)
        return grid if grid is not None and not grid.isHidden() else None

    def _show_grid(self, item: Numbers) -> None:
        grid = self._grids.get(item.id) or self._free_grid(item.id)
        grid.fix_cells(item.cell, item.largest * self._look.scale / self._own_look.scale)
        place = item.outline.adjusted(-1, -1, 1, 1)
        if grid.geometry() != place:
            grid.setGeometry(place)
        grid.show_values(item.values, item.limit, texts=item.texts, factor=item.factor)
        framed = None
        if item.framed is not None and item.framed.any():
            row, column = divmod(int(item.framed.argmax()), item.framed.shape[1])
            framed = row, column
        grid.frame(framed)
        if grid.isHidden():
            grid.show()

    def _free_grid(self, item_id: ItemId) -> CellGrid:
        """Return a grid for other numbers: one that is out of view, or a new one."""
        for old, grid in self._grids.items():
            if grid.isHidden():
                self._grids[item_id] = self._grids.pop(old)
                break
        else:
            grid = CellGrid(self._own_look, title_of(item_id), self)
            grid.cell_edited.connect(self._on_cell_edited)
            grid.pasted.connect(self._on_pasted)
            grid.cell_hovered.connect(self._on_cell_hovered)
            self._grids[item_id] = grid
        grid.setObjectName(f"explanation-{item_id.object_name}")
        grid.set_name(title_of(item_id))
        return grid

    def sizeHint(self) -> QSize:
        """Return the size of the sheet."""
        return QSize(self.sheet.width, self.sheet.height)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Paint what is exposed."""
        exposed, region = event.rect(), event.region()
        painter.fillRect(exposed, QColor(getattr(self._look.colors, self._ground)))
        for item in self.sheet.seen(exposed):
            if not region.intersects(room_of(item)):
                continue
            if isinstance(item, Numbers):
                if self.grid(item.id) is None:
                    item.paint(painter, self._look, exposed)
            elif isinstance(item, MapItem):
                item.paint(painter, self._look, exposed)
            else:
                item.paint(painter, self._look)

    # The pointer

    def exact(self, spot: Spot) -> str:
        """Return the number at a spot in full, or nothing."""
        for item in self.sheet.find(spot.item):
            if isinstance(item, Text) and item.exact is not None:
                return exact_text(item.exact)
            if isinstance(item, Numbers):
                return _exact_of_cell(item, spot)
            if isinstance(item, MapItem):
                return _exact_of_map(item, spot)
        return ""

    def whole(self, spot: Spot) -> str:
        """Return the text at a spot where it is shortened, or nothing."""
        found = (item.whole for item in self.sheet.find(spot.item) if isinstance(item, Text))
        return next(filter(None, found), "")

    def event(self, event: QEvent) -> bool:
        """Tell the exact number on hovering."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self.sheet.spot_at(event.pos())
            tip = "" if spot is None else _exactly(self.exact(spot)) or self.whole(spot)
            QToolTip.showText(event.globalPos(), plain_tip(tip), self)
            return True
        return super().event(event)

    def copy_hovered(self) -> bool:
        """Copy the number under the pointer, for Ctrl+C in the window; return whether there is one.

        A sheet has no focus: its keys are the page's.
        """
        exact = "" if self._hovered is None or not self.isVisible() else self.exact(self._hovered)
        if exact:
            self._copy(exact)
        return bool(exact)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the exact number under the pointer."""
        spot = self.sheet.spot_at(event.pos())
        exact = self.exact(spot) if spot is not None else ""
        if not exact:
            event.ignore()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setObjectName("copy-menu")
        menu.addAction(_("Copy {number}").format(number=exact)).setProperty("exact", exact)
        menu.triggered.connect(self._on_copy_triggered)
        menu.popup(event.globalPos())

    def _on_copy_triggered(self, action: object) -> None:
        self._copy(str(action.property("exact")))  # type: ignore[attr-defined]

    def _copy(self, exact: str) -> None:
        QGuiApplication.clipboard().setText(exact.replace("−", "-"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what the pointer is on."""
        self._hover(self.sheet.spot_at(_pixel(event.position())))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell what is clicked."""
        spot = self.sheet.spot_at(_pixel(event.position()))
        if event.button() == Qt.MouseButton.LeftButton and spot is not None:
            self.spot_clicked.emit(spot)
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on nothing."""
        self._hover(None)

    def _hover(self, spot: Spot | None) -> None:
        if spot != self._hovered:
            self._hovered = spot
            found = [] if spot is None else self.sheet.find(spot.item)
            leads = any(isinstance(item, Text) and item.is_link for item in found)
            self.setCursor(_LEADING if leads else Qt.CursorShape.ArrowCursor)
            self.spot_hovered.emit(spot)

    # The grids

    def _item_of(self, grid: object) -> ItemId:
        return next(item_id for item_id, mine in self._grids.items() if mine is grid)

    def _on_cell_edited(self, row: int, column: int, value: float, gesture: str) -> None:
        self.number_edited.emit(self._item_of(self.sender()), row, column, value, gesture)

    def _on_pasted(self, values: object) -> None:
        self.numbers_pasted.emit(self._item_of(self.sender()), values)

    def _on_cell_hovered(self, row: int, column: int) -> None:
        item_id = self._item_of(self.sender())
        self._hover(Spot(item_id, row, column) if row >= 0 else None)


def _exactly(exact: str) -> str:
    return _("Exactly {number}").format(number=exact) if exact else ""


def _pixel(place: QPointF) -> QPoint:
    return QPoint(int(place.x()), int(place.y()))


def _exact_of_cell(item: Numbers, spot: Spot) -> str:
    """Return a number in full; nothing where the cell is empty: it is still to be found."""
    row, column = spot.row - item.origin[0], spot.column - item.origin[1]
    columns = item.values.shape[1]
    if not item.texts[row * columns + column]:
        return ""
    return exact_text(float(item.values[row, column]))


def _exact_of_map(item: MapItem, spot: Spot) -> str:
    values, shown = item.shown.values, item.shown
    rows, columns = values.shape[-2:]
    if values.ndim != 2 or not (0 <= spot.row < rows and 0 <= spot.column < columns):
        return ""
    if not shown.is_shown(spot.row, spot.column):
        return ""
    return exact_text(float(values[spot.row, spot.column]))
