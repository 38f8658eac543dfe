"""Between a photo and its result: the weights, the window under the pointer, a magnifier."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnviz.language import _
from cnnviz.project.place import Position
from cnnviz.views.cells.painting import Extent
from cnnviz.views.filter.filter_scene import FilterScene
from cnnviz.views.filter.live_window import LiveWindow
from cnnviz.views.filter.stages_sheet import kernel_sheet
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.magnifier import SIDES, Magnifier
from cnnviz.views.maps.shown import MapShown
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Numbers
from cnnviz.views.sheets.sheet_view import SheetView

SHARE = 0.35  # of the width: what the weights and the magnifier may take from the pictures
GAP = 8  # pixels at 100 %, between the parts


class PhotoMiddle(QWidget):
    """Lays its parts out below each other: none covers another, what has no room is left out.

    It keeps its width while the pointer comes and goes, so that no picture moves.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._room: Extent = (0, 0)
        self._has_kernel = True  # whether there is room for the weights
        self._is_around = False  # whether there is a cell to be magnified, and room for it
        self._is_crowded = False  # whether the weights yield to how a value comes about
        self._used = 0  # pixels: how high that is
        self.kernel = SheetView(look, "filter-kernel")
        self.live = LiveWindow(look)
        self.magnifier = Magnifier(look, _("Neighbourhood of the value"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.kernel)
        self._column.addWidget(self.live)
        self._column.addStretch()
        self._column.addWidget(self.magnifier)

    def show_scene(self, scene: FilterScene, width: int) -> None:
        """Show the weights of a filter.

        Args:
            scene: The filter; its room is as high as this is.
            width: Of this and both pictures together.
        """
        self._room = width, scene.room[1]
        self._column.setSpacing(self._look.px(GAP))
        self._fit_kernel(scene)
        self.live.keep_width(scene)

    def show_around(
        self, shown: MapShown | None, row: int, column: int, corner: tuple[int, int] = (0, 0)
    ) -> None:
        """Magnify what lies around a cell of a map, of which a part is given; nothing for None.

        Args:
            shown: The part of the map.
            row: In the map, counted from 0.
            column: In the map, counted from 0.
            corner: The row and column where the part begins.
        """
        self._is_around = False
        if shown is not None:
            top, left = corner
            self.magnifier.show_around(shown, row - top, column - left, corner=corner)
            self._is_around = self._fit_magnifier()
        self._show_parts()
        wide = self.magnifier.width() if self._is_around else 0
        self.setFixedWidth(max(wide, self.live.width(), self.kernel.width()))

    def show_live(self, scene: FilterScene | None, position: Position | None) -> None:
        """Show how a value comes about, or nothing; where it has no room the others yield."""
        height = min(self._room[1], self.height())  # a large card may leave less
        free = height - self.kernel.height() - self._look.px(GAP)
        used = self.live.show_position(scene, position, free)
        is_crowded = position is not None and not used
        if is_crowded:
            used = self.live.show_position(scene, position, height)
        self._is_crowded, self._used = is_crowded and used > 0, used
        self._show_parts()

    def _show_parts(self) -> None:
        """Show what has room: each part once, for one that came and went would size the page."""
        self.kernel.setVisible(self._has_kernel and not self._is_crowded)
        beside = min(self._room[1], self.height()) - self.kernel.height() - self._look.px(GAP)
        beside -= self._magnified_height()
        self.magnifier.setVisible(self._is_around and self._used <= max(beside, 0))

    def _fit_kernel(self, scene: FilterScene) -> None:
        """Show the weights beside a magnifier if they are legible there, else in all the room."""
        width, height = round(0.4 * self._room[0]), self._room[1]
        least = self.magnifier.room(SIDES[-1]).height() + self._look.px(GAP)
        sheet = kernel_sheet(scene, (width, height - (0 if scene.position else least)))
        weights = sheet.find(ItemId(What.WEIGHTS, scene.inputs[0]))
        if not any(isinstance(each, Numbers) for each in weights):
            sheet = kernel_sheet(scene, (width, height))
        self.kernel.show_sheet(sheet, self._look, QRect(0, 0, sheet.width, sheet.height))
        self._has_kernel = sheet.height <= height  # an open explanation shows them, too

    def _fit_magnifier(self) -> bool:
        """Show as many cells as there is room for; return whether there is any."""
        widest = max(round(SHARE * self._room[0]), self.kernel.width())
        for side in SIDES:
            size = self.magnifier.room(side)
            if size.width() <= widest and size.height() <= self._free():
                self.magnifier.setFixedSize(size)
                return True
        return False

    def _free(self) -> int:
        """Return how many pixels lie below the weights."""
        return self._room[1] - self.kernel.height() - self._look.px(GAP)

    def _magnified_height(self) -> int:
        return self.magnifier.height() + self._look.px(GAP) if self._is_around else 0
