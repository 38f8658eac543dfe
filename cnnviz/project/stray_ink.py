"""Ink that is no digit: a frame around the sheet, a line along its edge, a dark edge of a scan.

Such ink lies along the border, apart from the digit. Where it is all that there is, it stays.
"""

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.ops import Array

FAINTEST = 0.1  # of the darkest ink: what is fainter is cut off anyhow
EDGE = 0.25  # share of a side: a line begins or ends so near to the border
THIN = 0.15  # share of a side that a line or a dark edge takes at most
LONG = 0.5  # share of a side that a line has at least
INNER = 0.2  # share of a side: what a frame leaves free begins so far from the border
FURTHER = 0.03  # share of a side: so much a line is longer than the digit at both ends
COARSE = 256  # squares along the longer side in which ink is looked for
WHOLE = 0.8  # share of both sides that a frame has at least
LEAST = 0.1  # share of the longer side that a digit has at least

Box = tuple[slice, slice]


def without_strays(ink: Array) -> tuple[Array, bool]:
    """Leave out what lies along the border apart from the digit.

    Args:
        ink: The picture, shape (H, W), 1 is ink.

    Returns:
        The ink of the digit, and whether something was left out.
    """
    mask = ink > FAINTEST * ink.max(initial=0)
    step = -(-max(ink.shape) // COARSE)
    numbers, boxes = _connected(_coarse(mask, step))
    if len(boxes) < 2:
        return ink, False
    along = [_is_along_the_border(numbers == n + 1, box) for n, box in enumerate(boxes)]
    kept = [box for box, is_stray in zip(boxes, along, strict=True) if not is_stray]
    if not any(along) or _extent(kept) < LEAST * max(numbers.shape):
        return ink, False
    digit = _around(kept)
    strays = [
        n + 1
        for n, box in enumerate(boxes)
        if along[n] and (_is_frame_sized(box, numbers.shape) or _goes_beyond(box, digit, numbers))
    ]
    if not strays:
        return ink, False
    left_out = np.isin(numbers, strays).repeat(step, axis=0).repeat(step, axis=1)
    rows, columns = ink.shape
    return np.where(left_out[:rows, :columns], np.float32(0), ink), True


def _coarse(mask: NDArray[np.bool_], step: int) -> NDArray[np.bool_]:
    """Return a mask in squares of some pixels, each set where any of its pixels is."""
    rows, columns = (-(-side // step) for side in mask.shape)
    padded = np.zeros((rows * step, columns * step), bool)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    squares: NDArray[np.bool_] = padded.reshape(rows, step, columns, step).max(axis=(1, 3))
    return squares


def _connected(mask: NDArray[np.bool_]) -> tuple[NDArray[np.intp], list[Box]]:
    """Number the connected parts of a mask from 1, corners count; return their boxes, too."""
    runs = _runs(mask)
    parents = list(range(len(runs)))

    def root(run: int) -> int:
        while parents[run] != run:
            parents[run] = run = parents[parents[run]]
        return run

    above = 0  # the first run that may touch from the row above
    for this, (row, begin, end) in enumerate(runs):
        while runs[above][0] < row - 1 or (runs[above][0] == row - 1 and runs[above][2] < begin):
            above += 1
        other = above
        while other < this and runs[other][0] == row - 1 and runs[other][1] <= end:
            parents[root(other)] = root(this)
            other += 1
    numbers = np.zeros(mask.shape, np.intp)
    boxes: dict[int, list[int]] = {}
    order: dict[int, int] = {}
    for this, (row, begin, end) in enumerate(runs):
        part = root(this)
        number = order.setdefault(part, len(order) + 1)
        numbers[row, begin:end] = number
        box = boxes.setdefault(part, [row, row + 1, begin, end])
        box[1], box[2], box[3] = row + 1, min(box[2], begin), max(box[3], end)
    return numbers, [(slice(b[0], b[1]), slice(b[2], b[3])) for b in boxes.values()]


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """Return the runs of a mask, row by row: the row, and where it begins and ends."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, begins = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    return list(zip(rows.tolist(), begins.tolist(), ends.tolist(), strict=True))


def _is_along_the_border(mask: NDArray[np.bool_], box: Box) -> bool:
    """Return whether connected ink is a frame, or a straight line near one side."""
    shape = mask.shape
    if _is_frame_sized(box, shape):
        rows, columns = (slice(round(INNER * n), n - round(INNER * n)) for n in shape)
        return not mask[rows, columns].any()
    return any(
        _size(box[axis]) <= max(3, THIN * shape[axis])
        and _size(box[1 - axis]) >= LONG * shape[1 - axis]
        and (box[axis].stop <= EDGE * shape[axis] or box[axis].start >= (1 - EDGE) * shape[axis])
        for axis in (0, 1)
    )


def _is_frame_sized(box: Box, shape: tuple[int, ...]) -> bool:
    return all(_size(box[axis]) >= WHOLE * shape[axis] for axis in (0, 1))


def _goes_beyond(box: Box, digit: Box, numbers: NDArray[np.intp]) -> bool:
    """Return whether a line touches the border, or is longer than the digit at both ends.

    A bar that belongs to a digit, such as the one of a five, ends where the digit does; and where
    a digit is cut out closely, all of it touches the border.
    """
    shape = numbers.shape
    axis = 0 if _size(box[0]) > _size(box[1]) else 1
    longer = FURTHER * shape[axis]
    if (
        box[axis].start <= digit[axis].start - longer
        and box[axis].stop >= digit[axis].stop + longer
    ):
        return True
    return _touches(box, shape) and not _touches(digit, shape)


def _touches(box: Box, shape: tuple[int, ...]) -> bool:
    return any(box[n].start == 0 or box[n].stop == shape[n] for n in (0, 1))


def _around(boxes: list[Box]) -> Box:
    rows, columns = (
        slice(min(box[axis].start for box in boxes), max(box[axis].stop for box in boxes))
        for axis in (0, 1)
    )
    return rows, columns


def _extent(boxes: list[Box]) -> int:
    return max(map(_size, _around(boxes))) if boxes else 0


def _size(side: slice) -> int:
    return int(side.stop - side.start)
