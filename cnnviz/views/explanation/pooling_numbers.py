"""The numbers in the window of a pooling as they are printed, and which of them count."""

from typing import NamedTuple

import numpy as np

from cnnviz.cnn.ops import Array
from cnnviz.cnn.pooling_layers import AvgPool2d
from cnnviz.cnn.windows import Sides, counting, outside
from cnnviz.explain.printed import decimal_text, rounded, telling_digits
from cnnviz.explain.printed_values import PrintedMean, printed_mean
from cnnviz.explain.values import Patch
from cnnviz.text.numbers import is_whole, number_text
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.maps.shown import Flags


class PrintedPatch(NamedTuple):
    """What is printed of a window, in row order, and of what it gives."""

    texts: list[str]
    value: str
    mean: PrintedMean | None  # None: a maximum, or numbers that cannot be added


def outside_map(scene: ExplanationScene, about: Patch) -> Flags:
    """Return which cells of the window lie outside the map."""
    return outside(_sides(scene), about.rows, about.columns)


def counted_padding(scene: ExplanationScene, about: Patch) -> Flags:
    """Return which cells outside the map count for a mean, as zeros."""
    layer, beyond = scene.layer, outside_map(scene, about)
    if not (isinstance(layer, AvgPool2d) and layer.count_include_pad):
        return np.zeros_like(beyond)
    return beyond & counting(_sides(scene), about.rows, about.columns)


def _sides(scene: ExplanationScene) -> Sides:
    sides = scene.layer.windows(scene.shape_before)
    assert sides is not None  # a pooling has windows
    return sides


def printed_patch(scene: ExplanationScene, about: Patch) -> PrintedPatch:
    """Return what is printed of a window: the terms of a mean, or numbers that show the winner."""
    inside = ~outside_map(scene, about)
    values = about.window[inside]
    if about.divisor and np.isfinite(values).all() and np.isfinite(about.value):
        mean = printed_mean(about)
        terms = [decimal_text(term) for term in mean.terms]
        return PrintedPatch(_laid(scene, about, terms), decimal_text(mean.mean), mean)
    digits = _digits(values, about)
    texts = [number_text(float(value), digits) for value in values]
    if is_whole(values[np.isfinite(values)]):
        digits = 0
    elif np.isfinite(values).all():
        texts = [decimal_text(rounded(value, digits)) for value in values]
    return PrintedPatch(_laid(scene, about, texts), _one(float(about.value), digits), None)


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


def _laid(scene: ExplanationScene, about: Patch, texts: list[str]) -> list[str]:
    """Return the texts of all cells from those of the cells inside the map."""
    beyond, counts = outside_map(scene, about).ravel(), counted_padding(scene, about).ravel()
    rest = iter(texts)
    nothing = "" if about.divisor else "−∞"
    return [
        ("0" if counted else nothing) if is_outside else next(rest)
        for is_outside, counted in zip(beyond, counts, strict=True)
    ]
