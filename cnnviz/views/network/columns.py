"""A column of the Network page: the maps of one node, or its values; and how much room it needs."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, fields
from math import ceil, hypot
from typing import Literal

from PySide6.QtCore import QRectF

from cnnviz.cnn.layer_base import Shape

ColumnKind = Literal["maps", "strip", "output"]

LONGEST_OUTPUT = 22  # classes that are listed with a bar each; of more, the best beside a strip
LONGEST_COLUMN = 10  # maps that stay above each other where the width allows it
BRANCH_HEADING = 2  # how much wider than others headings in lower lanes are: there is room
CHANNELS = 3  # red, green and blue: in a row or above each other, never 1 3 over 2
MAP_GAP = 0.16  # between maps of a column, in sides of a map


@dataclass(frozen=True)
class Sizes:
    """Lengths in pixels."""

    smallest_map: float
    largest_map: float
    gap: float  # between columns
    fan: float  # more of it before a convolution, for the edges from every map to every map
    strip: float  # width of a vector
    output: float  # width of the list of classes
    heading: float  # the least width of a column of maps
    strip_heading: float  # the least width of the column of a vector
    text: float  # size of the titles, at 100 % text size

    def scaled(self, factor: float) -> "Sizes":
        """Return the lengths at another text size."""
        lengths = {each.name: getattr(self, each.name) * factor for each in fields(self)}
        return Sizes(**lengths | {"text": self.text})


CHOICES = (  # at 100 %, the roomiest first
    Sizes(30, 260, 14, 26, 18, 112, 46, 46, 12.5),
    Sizes(28, 260, 6, 14, 14, 88, 40, 32, 12.5),
    Sizes(16, 260, 5, 9, 14, 80, 36, 30, 12.5),
    Sizes(16, 260, 4, 6, 12, 72, 29, 22, 11),
)


@dataclass(frozen=True)
class Column:
    """One node: its kind, its place, and how its maps are arranged."""

    kind: ColumnKind
    left: float
    width: float
    top: float
    height: float
    count: int  # maps, or values
    rows: int  # of the grid of maps
    side: float  # of a map, without its gap
    names: float = 0  # the width of names beside a strip

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.top + self.height

    def cell(self, channel: int) -> QRectF:
        """Return the place of one map, of one value of a strip, or of one class."""
        if self.kind == "maps":
            return QRectF(*self.corner(channel), self.side, self.side)
        pitch = self.height / self.count
        wide = self.width - self.names
        return QRectF(self.left, self.top + channel * pitch, wide, pitch)

    def corner(self, slot: int) -> tuple[float, float]:
        """Return where a place for a map begins, from the left and from the top."""
        pitch = self.side * (1 + MAP_GAP)
        column, row = divmod(slot, self.rows)
        return self.left + column * pitch, self.top + row * pitch

    def nearest(self, x: float, y: float) -> int:
        """Return which map, value or class lies nearest to a place; of several the first."""
        if self.kind != "maps":
            row = int((y - self.top) // (self.height / self.count))
            return min(max(row, 0), self.count - 1)
        pitch = self.side * (1 + MAP_GAP)
        across, down = (
            ceil((away - self.side / 2) / pitch - 0.5) for away in (x - self.left, y - self.top)
        )
        last = (self.count - 1) // self.rows
        across = min(max(across, 0), last)
        near = []
        for column in (across - 1, across) if across else (0,):  # the last one may be shorter
            most = min(self.rows, self.count - column * self.rows) - 1
            near.append(column * self.rows + min(max(down, 0), most))
        return min(near, key=lambda channel: _distance(self.cell(channel), x, y))

    def channel_at(self, x: float, y: float) -> int | None:
        """Return which map, value or class lies at a place, or None between them."""
        if self.kind == "maps":
            pitch = self.side * (1 + MAP_GAP)
            column, row = int((x - self.left) // pitch), int((y - self.top) // pitch)
            channel = column * self.rows + row
            if not (0 <= row < self.rows and 0 <= channel < self.count and column >= 0):
                return None
        else:
            channel = int((y - self.top) // (self.height / self.count))
            if not 0 <= channel < self.count:
                return None
        return channel if self.cell(channel).contains(x, y) else None


def _distance(rect: QRectF, x: float, y: float) -> float:
    """Return how far a point lies from a rectangle, 0 inside it."""
    return hypot(
        max(rect.left() - x, 0.0, x - rect.right()), max(rect.top() - y, 0.0, y - rect.bottom())
    )


@dataclass(frozen=True)
class Measures:
    """How much room the column of each node needs."""

    shapes: Mapping[str, Shape]
    output: str  # the last node
    heights: Mapping[str, float]  # of the lane each node stands in
    branches: Set[str]  # the nodes of lower lanes
    sizes: Sizes
    names: float = 0  # the width that the names of classes need, with their values
    titles: Mapping[str, float] = field(default_factory=dict)  # what the shortest of each needs
    whole: Set[str] = frozenset()  # columns of maps whose titles are never cut

    def kind(self, node: str) -> ColumnKind:
        """Return how a node is shown."""
        shape = self.shapes[node]
        if len(shape) == 3:
            return "maps"
        is_output = node == self.output and shape[0] <= LONGEST_OUTPUT
        return "output" if is_output else "strip"

    def width(self, node: str, side: float) -> float:
        """Return the width of a column with maps as large as `side`."""
        kind = self.kind(node)
        if kind == "maps":
            columns = -(-self.shapes[node][0] // self._rows(node, side))
            return side * (columns * (1 + MAP_GAP) - MAP_GAP)
        if kind == "output":
            return max(self.sizes.output, self.names)
        return self.sizes.strip + self._names_beside(node)

    def _names_beside(self, node: str) -> float:
        """Return the width of the names beside a strip: those of classes too many for a list."""
        return self.names if node == self.output else 0

    def slot(self, node: str, side: float) -> float:
        """Return the width of a column with its heading."""
        is_map = len(self.shapes[node]) == 3
        heading = self.sizes.heading if is_map else self.sizes.strip_heading
        wider = BRANCH_HEADING if node in self.branches else 1
        return max(self.width(node, side), wider * heading, self._title(node))

    def _title(self, node: str) -> float:
        """Return how wide a strip's or folded block's column is so that its title has room above.

        A title may be as wide as the way to the middle of the nearer neighbour.
        """
        if node in self.whole:
            wide = self.titles[node] * self.sizes.text / CHOICES[-1].text
            return 2 * (wide - self.sizes.gap) - self.sizes.strip_heading
        if self.kind(node) != "strip" or node not in self.titles:
            return 0
        return 2 * (self.titles[node] - self.sizes.gap) - self.sizes.strip_heading

    def column(self, node: str, side: float, left: float) -> Column:
        """Return the column of a node, at the top of its lane."""
        kind, count, height = self.kind(node), self.shapes[node][0], self.heights[node]
        width = self.width(node, side)
        if kind != "maps":
            names = self._names_beside(node) if kind == "strip" else 0
            return Column(kind, left, width, 0, height, count, count, side, names)
        rows = self._rows(node, side)
        used = side * (rows * (1 + MAP_GAP) - MAP_GAP)
        return Column(kind, left, width, 0, used, count, rows, side)

    def _rows(self, node: str, side: float) -> int:
        """Return how many maps stand above each other: all that fit, evenly spread."""
        count = self.shapes[node][0]
        fitting = max(1, int((self.heights[node] + side * MAP_GAP) // (side * (1 + MAP_GAP))))
        columns = -(-count // fitting)
        rows = -(-count // columns)
        return 1 if (count, rows) == (CHANNELS, 2) else rows
