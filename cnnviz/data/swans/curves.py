"""Drawings made of filled outlines: smooth bodies, and strokes that grow thinner along a curve."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Array = NDArray[np.float64]
Colour = tuple[int, int, int]  # red, green, blue, 0 to 255
Point = tuple[float, float]  # x to the right, y down
Shape = tuple[Array, Colour]  # an outline, shape (N, 2), and what fills it

_STEPS = 6  # points of a curve to each of its control points
_PART = 12  # pieces of a stroke that are filled at once, few enough that a loop stays filled
_TURN = np.linspace(0, 2 * math.pi, 12, endpoint=False)
_CIRCLE = np.stack([np.cos(_TURN), np.sin(_TURN)], axis=1)
_ACROSS = np.array([[0.0, 1.0], [-1.0, 0.0]])  # turns a direction by a right angle


@dataclass(frozen=True, eq=False)
class Figure:
    """Something to draw, in units of its own, facing right; a later shape covers an earlier one."""

    shapes: list[Shape]
    home: str = "any"  # where it belongs: "water" (its waterline is y = 0), "sky", "grass", "any"

    @property
    def brightness(self) -> float:
        """The middle one of the brightnesses of its shapes, 0 to 255."""
        sums = sorted(sum(colour) for _, colour in self.shapes)
        return sums[len(sums) // 2] / 3 if sums else 0.0


def blob(points: Sequence[Point], colour: Colour) -> Shape:
    """A smooth closed outline through the points, at least three."""
    return _closed(len(points)) @ np.array(points), colour


def disc(centre: Point, radius: float, colour: Colour) -> Shape:
    """A circle."""
    return _CIRCLE * radius + np.array(centre), colour


def corners(points: Sequence[Point], colour: Colour) -> Shape:
    """A polygon."""
    return np.array(points, dtype=float), colour


def stroke(points: Sequence[Point], widths: Sequence[float], colour: Colour) -> list[Shape]:
    """A smooth stroke through the points, as wide at each as its entry of `widths`, round ends."""
    curve, slope = _open(len(points))
    control, radius = np.array(points), np.array(widths) / 2
    middle, along, radii = curve @ control, slope @ control, curve @ radius
    length = np.hypot(along[:, 0], along[:, 1]) + 1e-9
    aside = along @ _ACROSS * (radii / length)[:, None]
    left, right = middle + aside, middle - aside
    shapes: list[Shape] = []
    for start in range(0, len(left) - 1, _PART):
        part = slice(start, start + _PART + 1)
        shapes.append((np.concatenate([left[part], right[part][::-1]]), colour))
    ends = ((middle[0], radii[0]), (middle[-1], radii[-1]))
    return shapes + [(_CIRCLE * r + end, colour) for end, r in ends]


def line(points: Sequence[Point], width: float, colour: Colour) -> Shape:
    """A thin smooth line of even width without round ends."""
    curve, slope = _open(len(points))
    control = np.array(points)
    middle, along = curve @ control, slope @ control
    length = np.hypot(along[:, 0], along[:, 1]) + 1e-9
    aside = along @ _ACROSS * (width / 2 / length)[:, None]
    return np.concatenate([middle + aside, (middle - aside)[::-1]]), colour


def moved(shapes: Sequence[Shape], by: Point, degrees: float = 0.0) -> list[Shape]:
    """Turn shapes about the origin, clockwise on the screen, then move them."""
    turn, offset = turning(degrees), np.array(by)
    return [(points @ turn + offset, colour) for points, colour in shapes]


def turning(degrees: float) -> Array:
    """The matrix M of `points @ M` that turns by an angle, clockwise on the screen."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, s], [-s, c]])


def fill(canvas: Image.Image, shapes: Sequence[Shape]) -> None:
    """Paint shapes whose points are pixels of the canvas."""
    draw = ImageDraw.Draw(canvas)
    for points, colour in shapes:
        draw.polygon(points.ravel().tolist(), fill=colour)


@cache
def _closed(count: int) -> Array:
    """What to multiply control points by to get the points of a closed curve."""
    each = np.eye(count)
    curve = _catmull_rom(np.concatenate([each[-1:], each, each[:2]]))
    return curve.reshape(-1, count)


@cache
def _open(count: int) -> tuple[Array, Array]:
    """The same for a curve with two ends, and for its direction at each point."""
    each = np.eye(count)
    padded = np.concatenate([2 * each[:1] - each[1:2], each, 2 * each[-1:] - each[-2:-1]])
    curve = np.concatenate([_catmull_rom(padded).reshape(-1, count), each[-1:]])
    return curve, np.gradient(curve, axis=0)


def _catmull_rom(padded: Array) -> Array:
    """A Catmull-Rom spline through all points but the first and the last."""
    before, start, end, after = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    t = np.arange(_STEPS)[:, None, None] / _STEPS
    curve = start + t * (
        (end - before) / 2
        + t * (before - 2.5 * start + 2 * end - after / 2)
        + t * t * (1.5 * (start - end) + (after - before) / 2)
    )
    return np.asarray(curve.swapaxes(0, 1))
