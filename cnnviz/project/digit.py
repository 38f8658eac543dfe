"""Bring a drawn or photographed digit into the form of an MNIST picture."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.ops import Array

SIDE = 28  # of an MNIST picture, in pixels
BOX = 20  # of the square that the digit fits into, in pixels
THINNEST = 2.5  # lines thinner than this, in pixels of the result, are drawn thicker


def mnist_treatment(ink: Array) -> Array:
    """Crop, shrink and centre a digit as the pictures of MNIST were made.

    The digit's bounding box is fitted into 20×20 pixels with its proportions kept, and its centre
    of mass is moved to the centre of 28×28 pixels. Lines that would come out thinner than 2.5
    pixels are drawn as with a thicker pen, and the middle of a line becomes 1.

    Args:
        ink: The drawing, shape (H, W), any size; 1 is ink and 0 is paper.

    Returns:
        The picture that the network sees, shape (1, 28, 28), intensities 0 to 1. Without ink
        it is all zeros.

    Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
    """
    picture = np.zeros((1, SIDE, SIDE), dtype=np.float32)
    digit = _cropped(np.asarray(ink, dtype=np.float32))
    if not digit.size:
        return picture
    small = _fitted(digit)
    top, left = _corner(small)
    height, width = small.shape
    picture[0, top : top + height, left : left + width] = small
    return picture


def at_side(picture: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Return a treated digit, shape (28, 28), 255 is ink, at another side, shape (side, side).

    Digits that are learnt from and those that are drawn later are resized by this one function.
    """
    from PIL import Image  # when it is needed: the window starts sooner

    if side == SIDE:
        return picture
    return np.asarray(Image.fromarray(picture).resize((side, side), Image.Resampling.LANCZOS))


def ink_of(grey: Array) -> tuple[Array, bool]:
    """Tell the ink of a picture from its paper.

    The paper's brightness is taken for a smooth surface, so that a shadow over a photograph is no
    ink. Differences no larger than the paper's grain are no ink either. A clean drawing has
    neither, and keeps its smooth edges.

    Args:
        grey: The picture, shape (H, W), intensities 0 (black) to 1 (white).

    Returns:
        The ink, shape (H, W), 0 to 1, and whether the picture was dark on light, so that light
        and dark had to be exchanged.
    """
    difference = grey - _paper(grey)
    dark_on_light = bool(np.sum(difference * difference * difference) < 0)  # ** is slow
    ink = np.maximum(-difference if dark_on_light else difference, 0)
    darkest = float(ink.max(initial=0))
    if darkest < 0.05:  # an empty sheet
        return np.zeros_like(ink), dark_on_light
    grain = 1.48 * float(np.median(np.abs(difference)))  # the standard deviation, if it is normal
    darkest = float(np.quantile(ink[ink > darkest / 2], 0.9))  # a line has grain, too
    floor = min(max(4 * grain, 0.004), 0.5 * darkest)
    return np.clip((ink - floor) / (darkest - floor), 0, 1).astype(np.float32), dark_on_light


def _cropped(ink: Array) -> Array:
    """Return the bounding box of everything at least a tenth as dark as the darkest pixel."""
    inked = ink > 0.1 * ink.max(initial=0)
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not rows.size:
        return np.zeros((0, 0), dtype=np.float32)
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _median(values: Array) -> np.floating:
    """Return the median of some numbers; NumPy's own loads all that is for masked arrays."""
    ordered, half = np.sort(values), len(values) // 2
    middle: np.floating = (
        ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2
    )
    return middle


def _fitted(digit: Array) -> Array:
    """Shrink or enlarge the digit so that its longer side has 20 pixels."""
    longer = max(digit.shape)
    line = _line_width(digit) * BOX / longer
    window = min(THINNEST, max(1.0, THINNEST + 1 - line))  # a wide window widens a thin line
    pitch = longer / (BOX + 1 - window)  # pixels of the drawing per pixel of the result
    rows, columns = (_averaging(side, pitch, window) for side in digit.shape)
    small = np.minimum(rows @ digit @ columns.T * max(1.0, window / line), 1)
    typical = _median(small[small > small.max() / 2])  # of a line; where two cross it is darker
    return np.asarray(np.minimum(small / typical, 1), dtype=np.float32)


def _line_width(digit: Array) -> float:
    """Estimate how wide the pen was, in pixels: twice the area over the length of the outline."""
    inked = np.pad(digit > 0.3 * digit.max(), 1)  # grain within a line is no outline
    steps = sum(np.count_nonzero(np.diff(inked, axis=axis)) for axis in (0, 1))
    outline = steps * math.pi / 4  # rows and columns overstate a slanted outline, on average by 4/π
    return 2 * np.count_nonzero(inked) / outline


def _averaging(side: int, pitch: float, window: float) -> Array:
    """Weights that average over windows along an axis of a drawing.

    Args:
        side: Pixels of the drawing along the axis.
        pitch: Distance between the windows, in pixels of the drawing.
        window: Width of a window, in pixels of the result, that is in pitches.

    Returns:
        Shape (at most 20, side); each row sums to 1 where its window lies on the drawing.
    """
    count = min(BOX, math.ceil(side / pitch + window - 1 - 1e-6))
    starts = side / 2 + (np.arange(count)[:, None] + (1 - count - window) / 2) * pitch
    ends, pixels = starts + window * pitch, np.arange(side)
    overlap = np.minimum(ends, pixels + 1) - np.maximum(starts, pixels)
    return np.asarray(np.maximum(overlap, 0) / (window * pitch), dtype=np.float32)


def _corner(small: Array) -> tuple[int, int]:
    """Where the top left corner goes, so that the centre of mass comes to the centre."""
    total = small.sum()
    corner = []
    for axis, side in enumerate(small.shape):
        mass = small.sum(axis=1 - axis)
        centre = float(mass @ (np.arange(side) + 0.5) / total)
        corner.append(min(max(round(SIDE / 2 - centre), 0), SIDE - side))
    return corner[0], corner[1]


def _paper(grey: Array) -> Array:
    """Fit the paper's brightness, shape (H, W), by a quadratic surface that ignores the ink."""
    y, x = (np.linspace(-1, 1, side, dtype=np.float32) for side in grey.shape)
    stride = max(1, max(grey.shape) // 64)
    some = _quadratic(*grey.shape, stride)
    values = grey[::stride, ::stride].ravel().astype(np.float64)
    difference = values - np.median(values)
    before = None
    for _ in range(5):
        distance = np.abs(difference)
        paper = distance < 3 * (1.48 * np.median(distance) + 0.01)
        if before is not None and np.array_equal(paper, before):
            break  # the same paper has the same surface
        surface = _least_squares(some, values, paper)
        difference, before = values - some @ surface, paper
    one, along, down, along2, both, down2 = surface.astype(np.float32)
    by_row = one + down * y + down2 * y * y
    return np.asarray(by_row[:, None] + (along + both * y)[:, None] * x + along2 * x * x)


@lru_cache(8)
def _quadratic(rows: int, columns: int, stride: int) -> NDArray[np.float64]:
    """Return 1, x, y, x², xy and y² of every place of a grid, shape (places, 6); read-only.

    Args:
        rows: Of the picture; from the first to the last y goes from −1 to 1.
        columns: Of the picture, as x.
        stride: Distance of the places, in pixels.
    """
    sides = (np.linspace(-1, 1, side)[::stride] for side in (rows, columns))
    down, along = (side.ravel() for side in np.meshgrid(*sides, indexing="ij"))
    terms = [np.ones_like(along), along, down, along * along, along * down, down * down]
    made = np.stack(terms, axis=-1)
    made.flags.writeable = False
    return made


def _least_squares(
    terms: NDArray[np.float64], values: NDArray[np.float64], counts: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the factors of terms whose sum comes nearest to the values that count.

    By the normal equations: for six terms that are smooth from −1 to 1 they are exact enough, and
    take a tenth of the time.
    """
    counted = terms[counts]
    normal, aim = counted.T @ counted, counted.T @ values[counts]
    return np.asarray(np.linalg.lstsq(normal, aim, rcond=None)[0], np.float64)
