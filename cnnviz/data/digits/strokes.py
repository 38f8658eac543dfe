"""Endless handwritten digits, drawn stroke by stroke and never twice the same.

A digit is written in a random style, bent, slanted and wobbled, drawn with a random pen on a
canvas as large as the program's, and treated as the program treats a drawing.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from cnnviz.data.digits.styles import Points, Stroke, kept_styles, styles
from cnnviz.project.digit import SIDE, at_side, mnist_treatment

CANVAS = 280  # pixels, as the program's
MARGIN = 0.1  # of the canvas that stays free of the lines' middle, on each side
CLASSES = 10


def stroke_digits(
    count: int, seed: int, side: int = SIDE, *, kept: bool = False
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Draw digits; the same seed draws the same, and more of them begin with the same.

    Args:
        count: How many; the ten digits take turns.
        seed: Chooses the sequence, 0 or more.
        side: Rows and columns of a picture; other than 28 it is resized from that.
        kept: Whether they are written in the styles that are kept out of all training.

    Returns:
        Pictures, shape (count, 1, side, side), 255 is ink, and labels, shape (count,).
    """
    pictures = np.zeros((count, 1, side, side), dtype=np.uint8)
    labels = (np.arange(count) % CLASSES).astype(np.uint8)
    for index, digit in enumerate(labels):
        ink = drawn_digit(int(digit), np.random.default_rng([seed, index]), kept=kept)
        treated = np.rint(mnist_treatment(ink) * 255).astype(np.uint8)
        pictures[index] = at_side(treated[0], side)
    return pictures, labels


def drawn_digit(
    digit: int, random: np.random.Generator, *, kept: bool = False
) -> NDArray[np.float32]:
    """Draw one digit on a canvas of its own, shape (280, 280), 1 is ink.

    Args:
        digit: 0 to 9.
        random: Chooses the style, and everything that differs from drawing to drawing.
        kept: Whether it is written in a style that is kept out of all training.
    """
    choices = kept_styles(digit) if kept else styles(digit)
    weights = np.array([style.weight for style in choices])
    style = choices[random.choice(len(choices), p=weights / weights.sum())]
    spread = random.uniform(0.01, 0.055)
    lines = [_line(stroke, spread, random) for stroke in style.strokes]
    lines = _warped(lines, digit, random)
    if random.random() < 0.5:
        lines = _by_mouse(lines, random)
    return _inked(lines, _widest(lines, digit), random)


def _line(stroke: Stroke, spread: float, random: np.random.Generator) -> Points:
    """Move the points of a stroke a little, and pass a smooth line through them."""
    points = stroke.points + random.normal(0, spread, stroke.points.shape)
    points += random.normal(0, 0.4 * spread, 2)  # the whole stroke: gaps and overshoots
    ends = (0, *stroke.corners, len(points) - 1)
    parts = [_spline(points[a : b + 1]) for a, b in pairwise(ends)]
    line = np.concatenate(parts)
    if random.random() < 0.3:  # the pen is set down late or lifted early
        cut = random.integers(0, max(1, len(line) // 10), 2)
        line = line[cut[0] : len(line) - cut[1]]
    return line


def _spline(points: Points, steps: int = 8) -> Points:
    """A Catmull-Rom spline through the points, `steps` of its points to each of theirs."""
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    before, start, end, after = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    t = np.linspace(0, 1, steps + 1)[:, None, None]
    line = start + t * (
        (end - before) / 2
        + t * (before - 2.5 * start + 2 * end - after / 2)
        + t * t * (1.5 * (start - end) + (after - before) / 2)
    )
    return np.concatenate([line[:-1].swapaxes(0, 1).reshape(-1, 2), points[-1:]])


def _warped(lines: Sequence[Points], digit: int, random: np.random.Generator) -> list[Points]:
    """Bend, shear, turn and stretch the digit, and put it somewhere on the canvas, in pixels."""
    angle = math.radians(random.normal(0, 7))
    slant = random.normal(0.1, 0.32 if digit == 1 else 0.21)
    aspect = math.exp(random.normal(-0.32, 0.27))  # width by height
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    shape = turn @ np.array([[1, -slant], [0, 1]]) @ np.diag([aspect, 1])
    waves, phases = random.uniform(2, 7, (2, 2)), random.uniform(0, 2 * math.pi, (2, 2))
    bend = random.uniform(0, 0.06) * random.normal(0, 1, (2, 2))
    bent = [line - 0.5 + np.sin(line @ waves + phases[0]) @ bend for line in lines]
    placed = [line @ shape.T for line in bent]
    points = np.concatenate(placed)
    low, high = points.min(axis=0), points.max(axis=0)
    size = CANVAS * random.uniform(0.16, 0.78) / (high - low).max()
    room = CANVAS * (1 - 2 * MARGIN) - (high - low) * size
    corner = CANVAS * MARGIN + room * random.random(2)
    return [(line - low) * size + corner for line in placed]


def _by_mouse(lines: Sequence[Points], random: np.random.Generator) -> list[Points]:
    """Sample the lines coarsely and shake them, as a mouse does."""
    size = np.ptp(np.concatenate(lines), axis=0).max()
    spacing = size * random.uniform(0.02, 0.16)
    shake = size * random.uniform(0, 0.028)
    return [_shaken(line, spacing, shake, random) for line in lines]


def _shaken(line: Points, spacing: float, shake: float, random: np.random.Generator) -> Points:
    lengths = np.hypot(*np.diff(line, axis=0).T)
    along = np.concatenate([[0], np.cumsum(lengths)])
    count = max(2, round(along[-1] / spacing) + 1)
    places = np.linspace(0, along[-1], count)
    places[1:-1] += random.uniform(-0.3, 0.3, count - 2) * spacing
    sampled = np.stack([np.interp(places, along, axis) for axis in line.T], axis=1)
    noise = random.normal(0, shake, sampled.shape)
    if random.random() < 0.5:
        return np.asarray(sampled + noise * min(1, spacing / (4 * shake + 1e-9)))
    return np.asarray(sampled + (noise + np.roll(noise, 1, axis=0) + np.roll(noise, 2, axis=0)) / 2)


def _widest(lines: Sequence[Points], digit: int) -> float:
    """The widest pen, in pixels, that leaves the digit legible: it must not fill the loops."""
    width, height = np.ptp(np.concatenate(lines), axis=0)
    return float(0.3 * height if digit == 1 else min(0.2 * max(width, height), 0.3 * width))


def _inked(
    lines: Sequence[Points], widest: float, random: np.random.Generator
) -> NDArray[np.float32]:
    """Draw the lines, in pixels, with a random pen: from a hair to a fat marker."""
    picture = Image.new("L", (CANVAS, CANVAS))
    draw = ImageDraw.Draw(picture)
    width = min(math.exp(random.uniform(math.log(1.5), math.log(38))), widest)
    pressure = random.uniform(0, 0.35) if random.random() < 0.4 else 0.0
    pale = random.uniform(0.5, 1) if random.random() < 0.2 else 1.0
    for line in lines:
        ink = round(255 * random.uniform(pale, 1))
        if pressure and width > 4:
            _press(draw, line, width * _pressures(len(line), pressure, random), ink)
        else:
            _press(draw, line, np.full(len(line), width), ink)
    return np.asarray(picture, dtype=np.float32) / np.float32(255)


def _pressures(count: int, amount: float, random: np.random.Generator) -> NDArray[np.float64]:
    """Factors of the pen's width along a line, which change slowly."""
    waves = random.uniform(0.5, 3) * 2 * math.pi * np.linspace(0, 1, count)
    return np.asarray(1 + amount * np.sin(waves + random.uniform(0, 2 * math.pi)))


def _press(draw: ImageDraw.ImageDraw, line: Points, widths: NDArray[np.float64], ink: int) -> None:
    """Draw one line with round ends and joints."""
    points = [(float(x), float(y)) for x, y in line]
    pens = [max(1, round(float(width))) for width in widths]
    for start, end, pen in zip(points, points[1:], pens, strict=False):
        draw.line((*start, *end), fill=ink, width=pen)
    for (x, y), pen in zip(points, pens, strict=True):
        if pen > 3:
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=ink)
