"""The numbers in the window of a pooling as they are printed, and which of them count."""

from typing import NamedTuple

import numpy as np

from cnnviz.cnn.pooling_layers import AvgPool2d
from cnnviz.cnn.windows import Sides, counting, outside
from cnnviz.explain.printed_values import PrintedMean, is_printable, printed_mean, window_cells
from cnnviz.explain.values import Patch
from cnnviz.text.decimals import Decimals
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.maps.shown import Flags


class PrintedPatch(NamedTuple):
    """What is printed of a window, in row order, and of what it gives."""

    texts: list[str]
    value: str
    equals: str  # before the value: ≈ where the printed sum, divided, does not give it
    mean: PrintedMean | None  # None: a maximum, or numbers that cannot be added
    of_window: Decimals
    of_value: Decimals


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
    """Return what is printed of a window: the terms of a mean, or values as they are everywhere."""
    decimals, of_window = scene.decimals, scene.decimals_before
    values = about.window[~outside_map(scene, about)]
    mean, equals = None, "="
    if about.divisor and is_printable(values, about.value):
        cells = window_cells(scene.layer, scene.shape_before)
        mean = printed_mean(about, decimals, cells)
        of_window, equals = mean.of_terms, "=" if mean.is_exact else "≈"
    texts = _laid(scene, about, of_window.texts(values))
    return PrintedPatch(texts, decimals.text(float(about.value)), equals, mean, of_window, decimals)


def _laid(scene: ExplanationScene, about: Patch, texts: list[str]) -> list[str]:
    """Return the texts of all cells from those of the cells inside the map."""
    beyond, counts = outside_map(scene, about).ravel(), counted_padding(scene, about).ravel()
    rest = iter(texts)
    nothing = "" if about.divisor else "−∞"
    return [
        ("0" if counted else nothing) if is_outside else next(rest)
        for is_outside, counted in zip(beyond, counts, strict=True)
    ]
