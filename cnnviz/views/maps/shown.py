"""What is shown of one map: its values, what is reached of it, and the marks on it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QFont, QFontMetricsF, QImage

from cnnviz.cnn.ops import Array, Pair
from cnnviz.text.decimals import Decimals, decimals_of_values
from cnnviz.text.numbers import is_whole
from cnnviz.views.cells.painting import LARGEST_DIGITS, SMALLEST_DIGITS, Extent
from cnnviz.views.look.theme import Look
from cnnviz.views.look.value_colors import Pixels, diverging, grey, true_colours

Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]
Write = Callable[[float], str]

_WAYS = 4  # in which the colours of one array are kept: a map may stand in several sizes


class MapPictures:
    """Keeps what was computed for the array last shown: its colours, and its longest texts.

    Arrays are told apart by identity: who changes numbers shows a new array.
    """

    def __init__(self) -> None:
        self._values: Array | None = None
        self._made: dict[tuple[object, ...], tuple[Pixels, QImage]] = {}  # by how it is coloured
        self._extremes: list[float] | None = None
        self._decimals: Decimals | None = None

    def picture(self, shown: "MapShown", thinning: int) -> tuple[Pixels, QImage]:
        """Return every `thinning`-th cell of every `thinning`-th row: its colours, as an image."""
        self._turn_to(shown.values)
        how = (shown.limit, shown.is_grey, shown.is_ink, thinning)
        if how not in self._made:
            if len(self._made) >= _WAYS:
                self._made.clear()
            values = shown.values[..., ::thinning, ::thinning]
            pixels = np.ascontiguousarray(_pixels(values, shown))
            rows, columns = pixels.shape
            image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
            self._made[how] = (pixels, image)  # the image lies in the pixels' memory
        return self._made[how]

    def extremes(self, shown: "MapShown") -> list[float]:
        """Return values whose texts are as long as any."""
        self._turn_to(shown.values)
        if self._extremes is None:
            self._extremes = _extremes(shown.values)
        return self._extremes

    def decimals(self, shown: "MapShown") -> Decimals:
        """Return the decimals of the numbers of a map."""
        if shown.decimals is not None:
            return shown.decimals
        self._turn_to(shown.values)
        if self._decimals is None:
            self._decimals = decimals_of_values(shown.values)
        return self._decimals

    def _turn_to(self, values: Array) -> None:
        if self._values is not values:
            self._values, self._extremes, self._decimals = values, None, None
            self._made.clear()


@dataclass(frozen=True, eq=False)
class MapShown:
    """One map, and how it is shown.

    Give the next one the same `pictures`, as `dataclasses.replace` does, where a large map is
    shown again with other marks: then it is not coloured again.
    """

    values: Array  # (H, W) numbers; or (3, H, W) a colour picture, 0 to 1, which has no numbers
    limit: float = 1.0  # the size with the full colour, as of `colors.diverging`
    is_grey: bool = False  # intensities from 0 to 1, painted grey
    is_ink: bool = False  # with is_grey: 1 is black
    reached: int | None = None  # how many cells, in row order, are shown; the others are empty
    hidden: Flags | None = None  # (H, W) other cells that are empty, as answers to be found
    padding: Pair = (0, 0)  # rows and columns of padding drawn on each side
    padded: Array | None = None  # (H + 2p, W + 2p), what the padding holds; None for zeros
    unreached: tuple[Flags, Flags] | None = None  # (H,), (W,); False where hatched
    largest_digits: float = LARGEST_DIGITS  # pixels at 100 %
    smallest_digits: float = 0  # pixels at 100 %; smaller ones than these are left out
    decimals: Decimals | None = None  # those of the layer; None: those of these numbers alone
    pictures: MapPictures = field(default_factory=MapPictures)

    def write(self, value: float) -> str:
        """Return a number of the map as it is printed everywhere."""
        return self.pictures.decimals(self).text(value)

    @property
    def size(self) -> Pair:
        """Rows and columns, without padding."""
        return self.values.shape[-2], self.values.shape[-1]

    @property
    def is_picture(self) -> bool:
        """Whether the map is a colour picture, without numbers."""
        return self.values.ndim == 3

    def is_padding(self, row: int, column: int) -> bool:
        """Return whether a cell lies outside the map."""
        return not (0 <= row < self.size[0] and 0 <= column < self.size[1])

    def is_shown(self, row: int, column: int) -> bool:
        """Return whether a cell has been reached; padding always is."""
        if self.is_padding(row, column):
            return True
        if self.hidden is not None and self.hidden[row, column]:
            return False
        return self.reached is None or row * self.size[1] + column < self.reached

    def value(self, row: int, column: int) -> float:
        """Return the number in a cell of the map or of its padding."""
        if not self.is_padding(row, column):
            return float(self.values[row, column])
        if self.padded is None:
            return 0.0
        return float(self.padded[row + self.padding[0], column + self.padding[1]])


@dataclass(frozen=True, eq=False)
class MapMarks:
    """What is marked on a map."""

    current: tuple[int, int] | None = None  # row and column of the cell where we are
    window: tuple[Indices, Indices] | None = None  # rows and columns; may lie in the padding
    lit: Flags | None = None  # (H, W) cells that light up
    winners: Flags | None = None  # (H, W) cells that won a pooling


def digits(shown: MapShown, look: Look, cell: Extent) -> tuple[QFont, Write] | None:
    """Return the font and the way to write numbers into cells of a size; None: too small.

    All numbers have the decimals of their layer, as everywhere, or there are none: a shorter one
    would be another number than the one that is printed elsewhere.
    """
    wide = cell[0] - 1 - max(2, cell[0] // 10)
    high = 0.8 * (cell[1] - 1 - max(2, cell[1] // 10))
    smallest = SMALLEST_DIGITS
    if shown.smallest_digits:
        smallest = max(smallest, look.px(shown.smallest_digits))
    if shown.is_picture or min(wide, high) < smallest / 2 or high < smallest:
        return None
    font = QFont(look.font(shown.largest_digits))  # a copy: the look keeps its own
    largest, metrics = font.pixelSize(), QFontMetricsF(font)
    texts = map(shown.write, shown.pictures.extremes(shown))
    width = max(map(metrics.horizontalAdvance, texts))
    size = int(min(largest, largest * wide / max(width, 1), high))
    if size < smallest:
        return None
    font.setPixelSize(size)
    return font, shown.write


def _extremes(values: Array) -> list[float]:
    finite = values[np.isfinite(values)]
    whole = is_whole(finite)
    ends = {float(finite.min()), float(finite.max())} if finite.size else {0.0}
    if not whole:
        # An end may be whole, "−3", while a value near it is not, "−2.94".
        ends |= {np.trunc(end) + np.copysign(0.25, end) for end in ends}
        ends |= {float(np.copysign(0.25, end)) for end in ends}
    if finite.size < values.size:
        ends |= {float(value) for value in np.unique(values[~np.isfinite(values)])}
    return sorted(ends)


def _pixels(values: Array, shown: MapShown) -> Pixels:
    if not shown.is_picture:
        return grey(values, shown.is_ink) if shown.is_grey else diverging(values, shown.limit)
    return true_colours(values)
