"""Where everything stands on the Network page: a column for each step, a cell for each map."""

from dataclasses import dataclass, fields
from typing import Literal

from PySide6.QtCore import QRectF

from cnnviz.cnn.layer_base import Shape

ColumnKind = Literal["maps", "strip", "output"]

LONGEST_OUTPUT = 40  # classes that are listed with a bar each
LONGEST_COLUMN = 10  # maps that stay above each other where the width allows it
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
        lengths = {field.name: getattr(self, field.name) * factor for field in fields(self)}
        return Sizes(**lengths | {"text": self.text})


CHOICES = (  # at 100 %, the roomiest first
    Sizes(30, 260, 14, 26, 18, 112, 46, 46, 12.5),
    Sizes(28, 260, 6, 14, 14, 88, 40, 32, 12.5),
    Sizes(16, 260, 5, 9, 14, 80, 36, 30, 12.5),
    Sizes(16, 260, 4, 6, 12, 72, 29, 22, 11),
)


@dataclass(frozen=True)
class Column:
    """One step: its kind, its place, and how its maps are arranged."""

    kind: ColumnKind
    left: float
    width: float
    top: float
    height: float
    count: int  # maps, or values
    rows: int  # of the grid of maps
    side: float  # of a map, without its gap

    def cell(self, channel: int) -> QRectF:
        """Return the place of one map, of one value of a strip, or of one class."""
        if self.kind == "maps":
            pitch = self.side * (1 + MAP_GAP)
            column, row = divmod(channel, self.rows)
            return QRectF(self.left + column * pitch, self.top + row * pitch, self.side, self.side)
        pitch = self.height / self.count
        return QRectF(self.left, self.top + channel * pitch, self.width, pitch)

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


@dataclass(frozen=True)
class NetworkLayout:
    """All columns, and the size of the drawing at zoom 1."""

    columns: tuple[Column, ...]
    width: float
    height: float
    text: float  # size of the titles, at 100 %


def column_kind(shapes: tuple[Shape, ...], step: int) -> ColumnKind:
    """Return how a step is shown."""
    if len(shapes[step]) == 3:
        return "maps"
    is_output = step == len(shapes) - 1 and shapes[step][0] <= LONGEST_OUTPUT
    return "output" if is_output else "strip"


def arrange(
    shapes: tuple[Shape, ...], fans: list[bool], size: tuple[float, float], scale: float = 1.0
) -> NetworkLayout:
    """Place the steps so that they fill the page, with maps as large as fit.

    Args:
        shapes: The shape of each step, the input first.
        fans: For each step, whether every one of its maps is joined to every map before.
        size: Width and height of the page, in pixels.
        scale: The text size. The first of the CHOICES that fits is taken; what does not fit
            even with the last is reached by panning.
    """
    width, height = size
    for sizes in [choice.scaled(scale) for choice in CHOICES]:
        gaps = [sizes.gap + sizes.fan * fan for fan in fans]
        if _total(shapes, height, sizes.smallest_map, sizes, gaps) <= width:
            break
    return _arrange(shapes, gaps, size, sizes)


def _arrange(
    shapes: tuple[Shape, ...], gaps: list[float], size: tuple[float, float], sizes: Sizes
) -> NetworkLayout:
    width, height = size
    side = min(sizes.largest_map, _side_in_one_column(shapes, height))
    while side > sizes.smallest_map and _total(shapes, height, side, sizes, gaps) > width:
        side -= 1
    spare = max(0.0, width - _total(shapes, height, side, sizes, gaps))
    more = min(spare / (len(shapes) + 1), 2 * sizes.gap)
    left = sizes.gap + (spare - more * (len(shapes) - 1)) / 2 - gaps[0]
    columns = []
    for step in range(len(shapes)):
        left += gaps[step]
        column = _column(shapes, step, left, height, side, sizes)
        columns.append(column)
        left += max(column.width, _heading(shapes, step, sizes)) + more
    bottom = max(column.top + column.height for column in columns)
    return NetworkLayout(tuple(columns), left - more + sizes.gap, max(bottom, height), sizes.text)


def _side_in_one_column(shapes: tuple[Shape, ...], height: float) -> float:
    """Return how large maps may be so that up to LONGEST_COLUMN stand above each other."""
    counts = [shape[0] for shape in shapes if len(shape) == 3 and shape[0] <= LONGEST_COLUMN]
    longest = max(counts, default=1)
    return height / (longest * (1 + MAP_GAP) - MAP_GAP)


def _rows(count: int, height: float, side: float) -> int:
    """Return how many maps stand above each other: all that fit, evenly spread over columns."""
    fitting = max(1, int((height + side * MAP_GAP) // (side * (1 + MAP_GAP))))
    columns = -(-count // fitting)
    return -(-count // columns)


def _map_columns(shapes: tuple[Shape, ...], step: int, height: float, side: float) -> int:
    count = shapes[step][0]
    return -(-count // _rows(count, height, side))


def _width(shapes: tuple[Shape, ...], step: int, height: float, side: float, sizes: Sizes) -> float:
    kind = column_kind(shapes, step)
    if kind == "maps":
        columns = _map_columns(shapes, step, height, side)
        return side * (columns * (1 + MAP_GAP) - MAP_GAP)
    return sizes.output if kind == "output" else sizes.strip


def _heading(shapes: tuple[Shape, ...], step: int, sizes: Sizes) -> float:
    return sizes.heading if len(shapes[step]) == 3 else sizes.strip_heading


def _total(
    shapes: tuple[Shape, ...], height: float, side: float, sizes: Sizes, gaps: list[float]
) -> float:
    widths = [
        max(_width(shapes, step, height, side, sizes), _heading(shapes, step, sizes))
        for step in range(len(shapes))
    ]
    return sum(widths) + sum(gaps) + sizes.gap


def _column(
    shapes: tuple[Shape, ...], step: int, left: float, height: float, side: float, sizes: Sizes
) -> Column:
    kind = column_kind(shapes, step)
    count = shapes[step][0]
    width = _width(shapes, step, height, side, sizes)
    left += max(0.0, (_heading(shapes, step, sizes) - width) / 2)
    if kind != "maps":
        return Column(kind, left, width, 0, height, count, count, side)
    rows = _rows(count, height, side)
    used = side * (rows * (1 + MAP_GAP) - MAP_GAP)
    top = max(0.0, (height - used) / 2)
    return Column(kind, left, width, top, used, count, rows, side)
