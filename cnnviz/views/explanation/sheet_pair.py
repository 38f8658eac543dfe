"""The two sheets of an explanation: the terms, and the result beside or above them."""

from typing import Literal

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnviz.views.explanation.arrangement import Arranged
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import ItemId, Spot
from cnnviz.views.sheets.sheet import Sheet
from cnnviz.views.sheets.sheet_view import SheetView


class SheetPair(QWidget):
    """Places terms and result; both are laid out for this room, so nothing scrolls."""

    resized = Signal()  # there is another room: what stood above or below took more, or less

    def __init__(self, look: Look, *, is_card: bool) -> None:
        """Make both sheets empty, on the ground of a page or of a card."""
        super().__init__()
        ground: Literal["ground", "surface"] = "surface" if is_card else "ground"
        self.rows = SheetView(look, "explanation-rows", ground=ground)
        self.result = SheetView(look, "explanation-result", ground=ground)
        for sheet in (self.rows, self.result):
            sheet.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def minimumSizeHint(self) -> QSize:
        """Return that any room will do."""
        return QSize(1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for what fits into the new room."""
        super().resizeEvent(event)
        self.resized.emit()

    def show_sheets(self, made: Arranged, look: Look) -> None:
        """Show both.

        Args:
            made: What stands on them, and where the result goes.
            look: Fonts and colours; of the size they were laid out in.
        """
        if made.where == "right":
            rows_at, result_at = QPoint(0, 0), QPoint(made.rows.width + made.gap, 0)
        else:
            rows_at, result_at = QPoint(0, made.result.height + made.gap), QPoint(0, 0)
        _show(self.rows, made.rows, look, rows_at)
        _show(self.result, made.result, look, result_at)

    def let_go(self) -> None:
        """Keep nothing of what was shown: its numbers may be those of a trace that is no more."""
        for view in (self.rows, self.result):
            view.let_go()

    def exact(self, spot: Spot) -> str:
        """Return the number at a spot in full; nothing where none is."""
        return self.rows.exact(spot) or self.result.exact(spot)

    def grid(self, item: ItemId) -> QWidget | None:
        """Return the numbers of an item that can be edited."""
        return self.rows.grid(item) or self.result.grid(item)


def _show(view: SheetView, sheet: Sheet, look: Look, corner: QPoint) -> None:
    if view.pos() != corner:
        view.move(corner)
    view.show_sheet(sheet, look, QRect(0, 0, sheet.width, sheet.height))
