"""A value of a pooling: the largest or the mean of the values in a window."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPoint, QRect

from cnnviz.cnn.layer_base import Layer, Shape, shape_text
from cnnviz.cnn.ops import Array
from cnnviz.cnn.pooling_layers import AvgPool2d, MaxPool2d
from cnnviz.cnn.reach import reached
from cnnviz.cnn.scale import largest
from cnnviz.explain.layer_facts import NOTHING_LEARNT
from cnnviz.explain.positions import small_number, times
from cnnviz.explain.printed import decimal_text, rounded, signed_text, telling_digits
from cnnviz.explain.printed_values import PrintedMean, printed_mean
from cnnviz.explain.reach_words import SIZE_FORMULA, size_formula, unreached_sentence
from cnnviz.explain.values import Patch
from cnnviz.text.numbers import count_text, exact_text, is_whole, number_text
from cnnviz.views.explanation.explanation_scene import Scene, cell_width, input_map, widest_text
from cnnviz.views.explanation.map_pair import (
    HEADING,
    Form,
    Word,
    before_title,
    bracketed,
    formula,
    heading,
    map_at,
    result,
    sentences,
)
from cnnviz.views.explanation.result_panel import HIDDEN, Line, Summary
from cnnviz.views.maps.shown import MapMarks
from cnnviz.views.sheets.sheet import Item, Mask, Numbers, Sheet, Spot

MOST_CELLS = 121  # of a window whose numbers are shown one by one
MOST_TERMS = 16  # of a sum that is written out
HIGH = 34  # pixels at 100 %: the height of a cell


class _Window(NamedTuple):
    """What is printed of a window, in row order, and of what it gives."""

    texts: list[str]
    value: str
    mean: PrintedMean | None  # None: a maximum, or numbers that cannot be added


def _layer_and_shape(scene: Scene) -> tuple[Layer, Shape]:
    trace = scene.forward.trace
    return trace.network.layers[scene.step - 1], trace.shapes[scene.step - 1]


def _outside(scene: Scene, about: Patch) -> Mask:
    """Return which cells of the window lie outside the map."""
    _, height, width = scene.forward.trace.shapes[scene.step - 1]
    rows = (about.rows < 0) | (about.rows >= height)
    columns = (about.columns < 0) | (about.columns >= width)
    return np.asarray(rows[:, None] | columns)


def _counts(scene: Scene, about: Patch) -> Mask:
    """Return which cells outside the map count for a mean, as zeros."""
    layer, shape = _layer_and_shape(scene)
    outside = _outside(scene, about)
    if not (isinstance(layer, AvgPool2d) and layer.count_include_pad):
        return np.zeros_like(outside)
    rows = about.rows < shape[1] + layer.padding[0]
    columns = about.columns < shape[2] + layer.padding[1]
    return np.asarray(outside & rows[:, None] & columns)


def _printed(scene: Scene, about: Patch) -> _Window:
    inside = ~_outside(scene, about)
    values = about.window[inside]
    if about.divisor and np.isfinite(values).all() and np.isfinite(about.value):
        mean = printed_mean(about)
        terms = [decimal_text(term) for term in mean.terms]
        return _Window(_laid(scene, about, terms), decimal_text(mean.mean), mean)
    digits = _digits(values, about)
    texts = [number_text(float(value), digits) for value in values]
    if is_whole(values[np.isfinite(values)]):
        digits = 0
    elif np.isfinite(values).all():
        texts = [decimal_text(rounded(value, digits)) for value in values]
    return _Window(_laid(scene, about, texts), _one(float(about.value), digits), None)


def _one(value: float, digits: int) -> str:
    return decimal_text(rounded(value, digits)) if np.isfinite(value) else number_text(value)


def _digits(values: Array, about: Patch) -> int:
    """Return as many decimals as it takes to tell the winner from the others, 2 to 4."""
    finite = values[np.isfinite(values)]
    fewest = telling_digits(finite.tolist())
    if about.divisor or not np.isfinite(about.value):
        return fewest
    for digits in range(fewest, 4):
        winner = rounded(about.value, digits)
        if all(rounded(v, digits) != winner for v in finite if v != about.value):
            return digits
    return 4


def _laid(scene: Scene, about: Patch, texts: list[str]) -> list[str]:
    """Return the texts of all cells from those of the cells inside the map."""
    outside, counts = _outside(scene, about).ravel(), _counts(scene, about).ravel()
    rest = iter(texts)
    nothing = "" if about.divisor else "−∞"
    return [
        ("0" if counted else nothing) if is_outside else next(rest)
        for is_outside, counted in zip(outside, counts, strict=True)
    ]


def summary(scene: Scene, about: Patch) -> Summary:
    """Return what the result panel says of a pooling."""
    printed = _printed(scene, about)
    facts = _facts(scene, about)
    if scene.is_hidden:
        return Summary((), Line("Value", HIDDEN, "value"), facts)
    lines = () if printed.mean is None else tuple(_lines(scene, about, printed.mean))
    label = "Mean" if about.divisor else "Largest"
    shown = Line(label, printed.value, "value", float(about.value))
    return Summary(lines, shown, facts, _equation(about, printed))


def _lines(scene: Scene, about: Patch, mean: PrintedMean) -> list[Line]:
    exact = float(about.window[~_outside(scene, about)].sum(dtype=np.float64))
    count = small_number(len(mean.terms))
    total = mean.total - mean.rounding
    lines = [Line(f"Sum of {count} values", decimal_text(total), "sum", exact)]
    if mean.rounding:
        lines.append(Line("Rounding", signed_text(mean.rounding), "rounding"))
    return [*lines, Line("Divided by", f"÷ {count_text(about.divisor)}", "divisor", about.divisor)]


def _equation(about: Patch, printed: _Window) -> tuple[tuple[str, str], ...]:
    texts = [text for text in printed.texts if text]
    if len(texts) > MOST_TERMS:
        return ()
    if printed.mean is None:
        return () if about.divisor else ((f"max({', '.join(texts)})", f"= {printed.value}"),)
    terms = " + ".join(bracketed(term) for term in printed.mean.terms)
    return ((f"({terms}) ÷ {about.divisor}", f"= {printed.value}"),)


def _facts(scene: Scene, about: Patch) -> tuple[str, ...]:
    layer, shape = _layer_and_shape(scene)
    facts = [NOTHING_LEARNT]
    if isinstance(layer, MaxPool2d | AvgPool2d):
        down, across = (size_formula(layer, shape, axis) for axis in range(2))
        facts.append(f"Stride {shape_text(layer.step)}, padding {shape_text(layer.padding)}.")
        facts.append(f"Size {SIZE_FORMULA} = {down}" if down == across else f"Rows {down}")
        facts.append("" if down == across else f"Columns {across}")
        facts.append(unreached_sentence(layer, shape))
    elif about.window.size == shape[1] * shape[2]:
        facts.append("The window is the whole map.")
    return tuple(fact for fact in facts if fact)


# The terms


def forms(scene: Scene, about: Patch) -> list[Form]:
    """Return the one way to lay out the map and its window: beside or below each other."""
    return [Form(scene.look.px(440))]


def rows_sheet(scene: Scene, about: Patch, form: Form, width: int) -> Sheet:
    """Lay out the input map with the window, the numbers in it, and what they give."""
    look = scene.look
    printed = _printed(scene, about)
    high = look.px(HEADING)
    grid = _grid(scene, about, printed, QPoint(0, high))
    side = look.px(260)
    gap = look.px(36)
    wide = 0 if grid is None else grid.outline.width()
    rest = width - gap - max(wide, look.px(200))
    is_beside = rest >= look.px(150)
    side = min(side, rest) if is_beside else look.px(180)
    title = heading(look, before_title(scene), 0, 0, side + gap)
    shown = input_map(scene, about.place[0], reached(*_layer_and_shape(scene)))
    picture = map_at(
        look, shown, _marks(scene, about), QRect(0, high, side, side), f"input {about.place[0]}"
    )
    items: list[Item] = [title, picture]
    bottom = picture.place.bottom() + look.px(8)
    left, top = (picture.place.right() + gap, 0) if is_beside else (0, bottom)
    room = max(wide, min(width - left, look.px(260)))
    made, low = _window_part(scene, about, printed, QPoint(left, top), room)
    right = max(left + room, picture.place.right() + 3)
    return Sheet((*items, *made), right, max(bottom, low))


def _window_part(
    scene: Scene, about: Patch, printed: _Window, corner: QPoint, width: int
) -> tuple[list[Item], int]:
    """Lay out the numbers of the window, the formula below them, and what is to be said."""
    look, left = scene.look, corner.x()
    y = corner.y() + look.px(HEADING)
    items: list[Item] = []
    grid = _grid(scene, about, printed, QPoint(left + 1, y))
    if grid is not None and grid.outline.width() <= width:
        size = shape_text(about.window.shape)
        items += [heading(look, f"Window, {size}", left, corner.y(), width), grid]
        y = grid.outline.bottom() + look.px(10)
    else:
        made, y = sentences(look, [_range(scene, about)], left, y, width)
        items += made
    items += formula(look, _words(scene, about, printed), left, y, size=18)
    y += look.px(36)
    made, y = sentences(look, _notes(scene, about), left, y, width)
    return items + made, y


def _grid(scene: Scene, about: Patch, printed: _Window, corner: QPoint) -> Numbers | None:
    """Return the numbers of the window; None where there are too many."""
    if about.window.size > MOST_CELLS:
        return None
    look, outside = scene.look, _outside(scene, about)
    before = scene.forward.trace.values[scene.step - 1]
    text = widest_text(largest(before), is_whole(before), bool((before < 0).any()), 4)
    wide = max(cell_width(look, [text]), look.px(56) if about.window.shape[1] <= 3 else 0)
    values = np.where(outside, np.float32(0), about.window)
    winners = None if scene.is_hidden or not about.is_winner.any() else about.is_winner
    return Numbers(
        corner, (wide, look.px(HIGH)), values, printed.texts,
        scene.forward.scales.limit(scene.step - 1, about.place[0]), "window",
        padding=outside if outside.any() else None, framed=_framed(scene, about), winners=winners,
    )  # fmt: skip


def _framed(scene: Scene, about: Patch) -> Mask | None:
    """Return the cell of the window under the pointer, on the map or in the window."""
    lit = scene.lit
    if lit is None:
        return None
    framed = np.zeros(about.window.shape, np.bool_)
    if lit.name == f"input {about.place[0]}":
        framed[np.ix_(about.rows == lit.row, about.columns == lit.column)] = True
    elif lit.name == "window":
        framed[lit.row, lit.column] = True
    return framed if framed.any() else None


def _marks(scene: Scene, about: Patch) -> MapMarks:
    shape = scene.forward.trace.shapes[scene.step - 1]
    winners = None
    if about.is_winner.any() and not scene.is_hidden:
        winners = np.zeros(shape[1:], np.bool_)
        for i, j in np.argwhere(about.is_winner):
            winners[about.rows[i], about.columns[j]] = True
    lit = None
    if scene.lit is not None and scene.lit.name == "window":
        row, column = about.rows[scene.lit.row], about.columns[scene.lit.column]
        if 0 <= row < shape[1] and 0 <= column < shape[2]:
            lit = np.zeros(shape[1:], np.bool_)
            lit[row, column] = True
    return MapMarks(window=(about.rows, about.columns), winners=winners, lit=lit)


def _words(scene: Scene, about: Patch, printed: _Window) -> list[Word]:
    """Return the formula with its numbers: largest 4.42; 1.80 ÷ 4 = 0.45."""
    if not about.divisor:
        return [Word("Largest: "), result(scene, about, printed.value)]
    end = [Word(" = "), result(scene, about, printed.value)]
    if scene.is_hidden or printed.mean is None:
        return [Word(f"Sum ÷ {count_text(about.divisor)}"), *end]
    exact = float(about.window[~_outside(scene, about)].sum(dtype=np.float64))
    total = Word(decimal_text(printed.mean.total), "total", exact)
    return [Word("Sum "), total, Word(f" ÷ {count_text(about.divisor)}"), *end]


def _range(scene: Scene, about: Patch) -> str:
    """Return what is said of a window with too many numbers to be shown."""
    values = about.window[~_outside(scene, about)]
    finite = values[np.isfinite(values)]
    size = shape_text(about.window.shape)
    text = f"The window has {size} = {count_text(values.size)} values"
    if not finite.size or scene.is_hidden:
        return f"{text}."
    low, high = number_text(float(finite.min())), number_text(float(finite.max()))
    return f"{text}, from {low} to {high}."


def _notes(scene: Scene, about: Patch) -> list[str]:
    notes = []
    ties = int(about.is_winner.sum())
    if ties > 1 and not scene.is_hidden:
        notes.append(f"It is there {times(ties)}: a tie. That makes no difference to the value.")
    outside, counts = _outside(scene, about), _counts(scene, about)
    if not about.divisor:
        notes.append("Padding never wins: it stands for −∞." if outside.any() else "")
        return [note for note in notes if note]
    if counts.any():
        notes.append(f"Padding counts here: {_cells(counts)} as 0 among the {about.divisor}.")
    if (outside & ~counts).any():
        notes.append(f"{_cells(outside & ~counts)} outside the map: left out of sum and divisor.")
    return notes


def _cells(chosen: Mask) -> str:
    count = int(chosen.sum())
    return f"{count_text(count)} cell{'s' * (count > 1)}"


def told(scene: Scene, spot: Spot) -> str:
    """Return which cell of the input lies at a spot of the window, with its exact number."""
    about = scene.about
    if spot.name != "window" or not isinstance(about, Patch):
        return ""
    row, column = int(about.rows[spot.row]), int(about.columns[spot.column])
    where = f"row {row + 1}, column {column + 1}"
    if _outside(scene, about)[spot.row, spot.column]:
        counts = bool(_counts(scene, about)[spot.row, spot.column])
        return f"Padding, {where}: {_of_padding(about, counts)}"
    value = exact_text(float(about.window[spot.row, spot.column]))
    return f"Input map {about.place[0] + 1}, {where}: {value}"


def _of_padding(about: Patch, counts: bool) -> str:
    if not about.divisor:
        return "it never wins"
    return "it counts as 0" if counts else "it does not count"


def target(scene: Scene, spot: Spot) -> int | None:
    """Return the first position whose window holds a clicked cell of the input map."""
    about = scene.about
    if spot.name != f"input {about.place[0]}":
        return None
    from cnnviz.cnn.reach import outputs_of_input

    layer, shape = _layer_and_shape(scene)
    if not (0 <= spot.row < shape[1] and 0 <= spot.column < shape[2]):
        return None
    met = outputs_of_input(layer, shape, spot.row, spot.column)
    return int(met.argmax()) if met.any() else None
