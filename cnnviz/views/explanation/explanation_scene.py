"""Everything a sheet is made from, and what sheets of every kind need of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from PySide6.QtCore import QPoint

from cnnviz.cnn import ops
from cnnviz.cnn.layers import Conv2d
from cnnviz.cnn.ops import Array
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.cnn.windows import Indices
from cnnviz.explain.printed_values import Order
from cnnviz.explain.values import Explanation, Share, with_logits
from cnnviz.project.project import ForwardPass
from cnnviz.project.slices import grid_size
from cnnviz.text.numbers import MINUS, number_text
from cnnviz.views.cells.painting import Extent
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.sheets.sheet import DIGITS, Mask, Numbers, Spot, text_width

LENS = 5  # rows and columns of the neighbourhood that is shown with numbers
NUMBERED = 17  # pixels at 100 % of a cell of a map that shows its numbers itself


@dataclass(frozen=True, eq=False)
class Scene:
    """One explanation to be laid out, for a room of some size."""

    forward: ForwardPass
    about: Explanation
    look: Look
    room: Extent  # of the whole explanation, in pixels
    lit: Spot | None = None  # what the pointer, or else a click, lights
    is_hidden: bool = False  # whether the answer is to be found by the learner
    right: frozenset[int] | None = None  # positions answered rightly; None: no exercise
    order: Order = "size"
    chosen: int = 0  # the input channel whose products are shown where not all are
    is_card: bool = False  # the map of the value stands beside it already: only terms and sum
    tried: Mapping[int, float] = field(default_factory=dict)  # other logits, by index
    ranking: Indices | None = None  # the inputs of a unit by size; None: as they are now

    @property
    def step(self) -> int:
        """The step that is explained."""
        return self.about.step

    @property
    def is_map(self) -> bool:
        """Whether the step has maps, not values in a row."""
        return len(self.about.place) == 3

    @property
    def index(self) -> int:
        """The number of the position in its map or row, from 0."""
        if not self.is_map:
            return self.about.place[0]
        width = self.forward.trace.shapes[self.step][2]
        return self.about.place[1] * width + self.about.place[2]


def step_map(forward: ForwardPass, step: int, channel: int) -> MapShown:
    """Return one map as it is painted everywhere: its colours from the scale of the project."""
    return MapShown(
        forward.trace.values[step][channel],
        forward.scales.limit(step, channel),
        is_grey=forward.is_grey(step),
        is_ink=forward.prepared.is_ink,
    )


def input_map(scene: Scene, channel: int, unreached: tuple[Mask, Mask] | None) -> MapShown:
    """Return a map of the step before, with what is padded around it and never reached."""
    step = scene.step - 1
    shown = replace(step_map(scene.forward, step, channel), unreached=unreached)
    layer = scene.forward.trace.network.layers[step]
    if isinstance(layer, MaxPool2d | AvgPool2d):
        return replace(shown, padding=layer.padding, padded=_pooling_padding(layer, shown))
    return with_padding(shown, layer) if isinstance(layer, Conv2d) else shown


def with_padding(shown: MapShown, layer: Conv2d) -> MapShown:
    """Return a map with what the convolution that reads it puts around it."""
    padded = None
    if layer.padding_mode != "zeros" and any(layer.padding):
        padded = ops.pad2d(shown.values[None], layer.padding, layer.padding_mode)[0]
    return replace(shown, padding=layer.padding, padded=padded)


def _pooling_padding(layer: MaxPool2d | AvgPool2d, shown: MapShown) -> Array | None:
    """Return what the padding of a pooling holds: −∞ never wins; NaN stands for nothing."""
    if isinstance(layer, AvgPool2d) and layer.count_include_pad:
        return None
    fill = -np.inf if isinstance(layer, MaxPool2d) else np.nan
    (rows, columns), (down, along) = shown.size, layer.padding
    return np.full((rows + 2 * down, columns + 2 * along), fill, np.float32)


def before_map(scene: Scene) -> tuple[MapShown, tuple[int, int]]:
    """Return the step before, which has the same shape, and the cell of the value in it."""
    step = scene.step - 1
    if scene.is_map:
        place = scene.about.place
        return step_map(scene.forward, step, place[0]), (place[1], place[2])
    values = in_grid(scene.forward.trace.values[step])
    count = scene.forward.trace.shapes[step][0]
    shown = MapShown(values, scene.forward.scales.limit(step), reached=count)
    return shown, divmod(scene.index, values.shape[1])


def output_map(scene: Scene) -> tuple[MapShown, MapMarks]:
    """Return the map, or the values in a row as a grid, with the cells reached so far."""
    shown = _output_values(scene)
    rows, columns = shown.shape
    row, column = divmod(scene.index, columns)
    reached = scene.index + (0 if scene.is_hidden else 1)
    made = MapShown(
        shown,
        scene.forward.scales.limit(scene.step, scene.about.place[0] if scene.is_map else None),
        is_grey=scene.forward.is_grey(scene.step),
        is_ink=scene.forward.prepared.is_ink,
        reached=reached if scene.right is None else None,
        hidden=None if scene.right is None else _unanswered(scene.right, rows, columns),
    )
    return made, MapMarks(current=(row, column))


def _output_values(scene: Scene) -> Array:
    values, about = scene.forward.trace.values[scene.step], scene.about
    if scene.is_map:
        return np.asarray(values[about.place[0]])
    if isinstance(about, Share) and scene.tried:
        values = with_logits(about, scene.tried).shares
    return in_grid(values)


def in_grid(values: Array) -> Array:
    """Return values in a row as rows of a grid; the cells after the last are NaN."""
    rows, columns = grid_size(len(values))
    padded = np.full(rows * columns, np.nan, np.float32)
    padded[: len(values)] = values
    return padded.reshape(rows, columns)


def _unanswered(right: frozenset[int], rows: int, columns: int) -> Mask:
    hidden = np.ones(rows * columns, np.bool_)
    hidden[list(right)] = False
    return hidden.reshape(rows, columns)


def lens(shown: MapShown, marks: MapMarks, corner: QPoint, look: Look, room: int) -> Numbers | None:
    """Return the neighbourhood of the current cell with its numbers, at most `room` wide."""
    assert marks.current is not None  # an output always has one
    values = shown.values
    wide = cell_width(look, [number_text(v, 2) for v in _extremes(values)])
    count = min(LENS, room // wide)
    if count < 2:
        return None
    row, column = marks.current
    top = min(max(row - LENS // 2, 0), max(values.shape[0] - LENS, 0))
    left = min(max(column - count // 2, 0), max(values.shape[1] - count, 0))
    part = values[top : top + LENS, left : left + count]
    framed = np.zeros(part.shape, np.bool_)
    framed[row - top, column - left] = True
    texts = [
        _lens_text(shown, top + i, left + j, float(part[i, j])) for i, j in np.ndindex(*part.shape)
    ]
    visible = np.array([bool(text) for text in texts]).reshape(part.shape)
    return Numbers(
        corner,
        (wide, look.px(24)),
        np.where(visible, part, np.float32(0)),
        texts,
        shown.limit,
        "lens",
        framed=framed,
    )


def _lens_text(shown: MapShown, row: int, column: int, value: float) -> str:
    return number_text(value, 2) if shown.is_shown(row, column) else ""


def _extremes(values: Array) -> list[float]:
    finite = values[np.isfinite(values)]
    ends = [float(finite.min()), float(finite.max())] if finite.size else [0.0]
    return [end + (0.11 if end != int(end) else 0) for end in ends]  # with decimals in view


def widest_text(size: float, whole: bool, negative: bool, digits: int) -> str:
    """Return the longest text of numbers up to a size, so that cells stay while stepping.

    Args:
        size: The largest distance from zero.
        whole: Whether all are whole numbers.
        negative: Whether some are negative.
        digits: Decimals of those that are not whole.
    """
    text = str(int(size)) if size < 1e9 else "1" * 12
    text += "" if whole else "." + "0" * digits
    return MINUS + text if negative else text


def cell_width(look: Look, texts: list[str]) -> int:
    """Return how wide a cell is that takes any of some texts."""
    longest = max(texts, key=len, default="0")
    widest = text_width(look, "0" * len(longest), DIGITS)
    return max(look.px(34), round(widest * 1.12) + look.px(5))
