"""One painting of a map: where to paint, which cells, and what is shown in them."""

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cnnviz.views.look.palette import COLORS
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import MapGrid
from cnnviz.views.maps.shown import MapShown

CELL_WITH_GAP = 14  # pixels; smaller cells touch
PAPER = COLORS["light"]  # cells are light in every theme, and so is padding


class MapCanvas(NamedTuple):
    """What the painters of a map share while it is painted."""

    painter: QPainter
    grid: MapGrid
    shown: MapShown
    look: Look
    rows: range  # those to be painted, padding included
    columns: range

    @property
    def has_gaps(self) -> bool:
        """Whether there are gaps between the cells."""
        return min(self.grid.cell) >= CELL_WITH_GAP

    @property
    def thinning(self) -> int:
        """How many cells share a pixel, in each direction; 1 where each has its own."""
        return max(1, int(1 / max(self.grid.wide, self.grid.high)))

    @property
    def inner(self) -> tuple[range, range]:
        """The rows and columns to be painted that are no padding."""
        height, width = self.grid.size
        rows = range(max(0, self.rows.start), max(0, min(height, self.rows.stop)))
        return rows, range(max(0, self.columns.start), max(0, min(width, self.columns.stop)))

    @property
    def whole(self) -> QRectF:
        """Where the map lies, without its padding."""
        return self.grid.rect(range(self.grid.size[0]), range(self.grid.size[1]))
