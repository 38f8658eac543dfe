"""Drawing on a canvas of ink: strokes of a round pen or eraser, and moving what is drawn."""

import math
from itertools import pairwise

import numpy as np

from cnnviz.cnn.ops import Array
from cnnviz.cnn.shift_comparison import moved_by

Point = tuple[float, float]  # (row, column), in pixels; (0.5, 0.5) is the middle of the first pixel

_PIECE = 48.0  # pixels: a longer line is drawn in pieces, so that their boxes stay small


def stroke(ink: Array, start: Point, end: Point, radius: float, *, erase: bool = False) -> Array:
    """Draw a straight line with a round pen, or erase along it; its edge is smooth.

    Args:
        ink: The canvas, shape (H, W); 1 is ink and 0 is paper.
        start: Where the line begins; it may lie beside the canvas.
        end: Where it ends; the start itself makes a dot.
        radius: Half the width of the pen, in pixels.
        erase: Whether ink is taken away instead.

    Returns:
        Another canvas, read-only.
    """
    drawn = ink.copy()
    count = max(1, math.ceil(math.dist(start, end) / _PIECE))
    corners = [_between(start, end, piece / count) for piece in range(count + 1)]
    for first, last in pairwise(corners):
        _draw(drawn, first, last, radius, erase)
    drawn.flags.writeable = False
    return drawn


def moved(ink: Array, rows: int, columns: int) -> Array:
    """Move a drawing (H, W) down by rows and right by columns; what leaves the canvas is lost.

    Returns:
        Another canvas, read-only, with paper where nothing moved to.
    """
    canvas = moved_by(ink, rows, columns)
    canvas.flags.writeable = False
    return canvas


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _draw(ink: Array, start: Point, end: Point, radius: float, erase: bool) -> None:
    """Draw a short line into the canvas: a pixel is covered by how near the line its middle is."""
    box = tuple(
        slice(
            min(max(math.floor(min(a, b) - radius - 1), 0), size),
            min(max(math.ceil(max(a, b) + radius + 1), 0), size),
        )
        for a, b, size in zip(start, end, ink.shape, strict=True)
    )
    part = ink[box]
    rows = (_middles(box[0]) - np.float32(start[0]))[:, None]
    columns = _middles(box[1]) - np.float32(start[1])
    down, right = np.float32(end[0] - start[0]), np.float32(end[1] - start[1])
    square = down * down + right * right
    if square:  # the nearest point of the line, as a share of its length
        along: Array = np.clip(rows * (down / square) + columns * (right / square), 0, 1)
        rows, columns = rows - along * down, columns - along * right
    cover = np.clip(np.float32(radius + 0.5) - np.sqrt(rows * rows + columns * columns), 0, 1)
    if erase:
        np.minimum(part, 1 - cover, out=part)
    else:
        np.maximum(part, cover, out=part)


def _middles(pixels: slice) -> Array:
    """Where the middles of some pixels of an axis lie."""
    return np.arange(pixels.start, pixels.stop, dtype=np.float32) + np.float32(0.5)
