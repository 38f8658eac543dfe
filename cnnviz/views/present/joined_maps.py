"""The maps that a layer joins, with the sign between them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.present.maps import LargeMap

MOST = 4  # maps; of more the first three are shown
COLUMNS = 2
SIGN = 24  # pixels at 100 %
MORE = "…"  # stands for the maps that are not shown


class JoinedMaps(QWidget):
    """Shows up to four maps in two columns, each behind its sign; a click on one tells which."""

    chosen = Signal(int)  # which of the maps

    def __init__(self, look: Look, name: str) -> None:
        """Make it empty; `name` ends the object names of its maps."""
        super().__init__()
        self._look, self._shown = look, 0
        self.maps = [LargeMap(look, f"present-map-{name}-{k}", "") for k in range(MOST)]
        self.signs = [QLabel() for _k in range(MOST)]
        self.more = QLabel(MORE)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for k, (sign, shown) in enumerate(zip(self.signs, self.maps, strict=True)):
            row, column = divmod(k, COLUMNS)
            sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
            shown.setCursor(Qt.CursorShape.PointingHandCursor)
            self._grid.addWidget(sign, row, 2 * column)
            self._grid.addWidget(shown, row, 2 * column + 1)
            self._grid.setColumnStretch(2 * column + 1, 1)
            shown.cell_clicked.connect(self._on_clicked)
        self._grid.addWidget(self.more, (MOST - 1) // COLUMNS, 2 * COLUMNS - 1)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_maps(self, shown: list[MapShown], names: list[str], sign: str) -> None:
        """Show maps.

        Args:
            shown: The maps, in the order in which they are joined.
            names: What each is called.
            sign: What stands between them.
        """
        self._shown = len(shown) if len(shown) <= MOST else MOST - 1
        self.more.setVisible(len(shown) > self._shown)
        for k, (label, view) in enumerate(zip(self.signs, self.maps, strict=True)):
            view.setVisible(k < self._shown)
            label.setText(sign if k else "")
            # The first place is empty: it is kept where a sign stands below it.
            label.setVisible(k < len(shown) and (k > 0 or len(shown) > COLUMNS))
            if k < self._shown:
                view.setAccessibleName(names[k])
                view.show_map(shown[k], MapMarks())

    def height_in(self, width: int) -> int:
        """Return the height that is of use in a width."""
        spacing = self._grid.spacing()
        signs = COLUMNS if self._shown > COLUMNS else COLUMNS - 1
        around = signs * self._look.px(SIGN) + (signs + COLUMNS - 1) * spacing
        each = max(1, (width - around) // COLUMNS)
        heights = [view.fitted_height(each) for view in self.maps[: self._shown]]
        rows = [heights[first : first + COLUMNS] for first in range(0, len(heights), COLUMNS)]
        return sum(map(max, rows)) + spacing * (len(rows) - 1)

    def _on_clicked(self, row: int, column: int) -> None:
        sender = self.sender()
        self.chosen.emit(next(k for k, view in enumerate(self.maps) if view is sender))

    def _on_look_changed(self) -> None:
        self._grid.setSpacing(self._look.px(4))
        for label in (*self.signs, self.more):
            label.setFont(self._look.font(24))
        for label in self.signs:
            label.setFixedWidth(self._look.px(SIGN))
