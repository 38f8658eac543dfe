"""The two sheets of an explanation: the terms, which scroll, and the result beside or above."""

from typing import Literal

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

from cnnviz.views.explanation.kinds import Arranged
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import ItemId, Spot
from cnnviz.views.sheets.sheet_view import SheetView

LARGEST_SIDE = 16_777_215  # pixels: what Qt takes for no limit


class SheetPair(QBoxLayout):
    """Places terms and result, and shows of them what is seen of the view they stand in."""

    def __init__(self, view: QWidget, look: Look, *, is_card: bool) -> None:
        """Make both sheets empty, on the ground of a page or of a card."""
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self._view, self._look = view, look
        self._placed: tuple[bool, int] | None = None
        ground: Literal["ground", "surface"] = "surface" if is_card else "ground"
        self.rows = SheetView(look, "explanation-rows", ground=ground)
        self.result = SheetView(look, "explanation-result", ground=ground)
        self.rows_area, self.result_area = _scrolled(self.rows), _scrolled(self.result)
        self.addWidget(self.rows_area, stretch=1)
        self.addWidget(self.result_area)
        self.rows_area.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_sheets(self, made: Arranged, look: Look, height: int) -> None:
        """Show both.

        Args:
            made: What stands on them, and where the result goes.
            look: Fonts and colours; larger than those of the window where there is room.
            height: Of the room for both, in pixels.
        """
        is_beside = made.where == "right"
        along = made.result.width + self._look.px(8) if is_beside else made.result.height
        place = (is_beside, along if is_beside else min(along, height // 2))
        if place != self._placed:  # each of these lays the window out again
            self._placed = place
            self._place_result(*place)
        self.rows.show_sheet(made.rows, look, self._seen())
        self.result.show_sheet(
            made.result, look, QRect(0, 0, made.result.width, made.result.height)
        )

    def _place_result(self, is_beside: bool, size: int) -> None:
        """Put the result at the right, so wide, or at the top, so high."""
        ways = QBoxLayout.Direction
        self.setSpacing(self._look.px(20 if is_beside else 8))
        self.setDirection(ways.LeftToRight if is_beside else ways.BottomToTop)
        limits = (size, 0, size, LARGEST_SIDE) if is_beside else (0, size, LARGEST_SIDE, size)
        self.result_area.setMinimumSize(*limits[:2])
        self.result_area.setMaximumSize(*limits[2:])

    def _seen(self) -> QRect:
        top = self.rows_area.verticalScrollBar().value()
        # The size of the area itself may be that before a layout that is still to come.
        return QRect(0, top, max(self._view.width(), 1), max(self._view.height(), 1))

    def _on_scrolled(self, value: int) -> None:
        self.rows.show_part(self._seen())

    def to_top(self) -> None:
        """Show the terms from the first one on."""
        self.rows_area.verticalScrollBar().setValue(0)

    def scroll(self, halves: int) -> None:
        """Scroll the terms by so many halves of what is seen of them."""
        bar = self.rows_area.verticalScrollBar()
        bar.setValue(bar.value() + halves * self.rows_area.height() // 2)

    def exact(self, spot: Spot) -> str:
        """Return the number at a spot in full; nothing where none is."""
        return self.rows.exact(spot) or self.result.exact(spot)

    def grid(self, item: ItemId) -> QWidget | None:
        """Return the numbers of an item that can be edited."""
        return self.rows.grid(item) or self.result.grid(item)


def _scrolled(sheet: SheetView) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName(f"{sheet.objectName()}-area")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(sheet)
    return area
