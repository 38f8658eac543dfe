"""The parts that water birds have in common: trunk, neck and head, legs, wings."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from cnnviz.data.swans.curves import Colour, Point, Shape, blob, corners, disc, line, stroke

_DARK = 250  # the sum of red, green and blue below which a plumage is dark


@dataclass(frozen=True)
class Plumage:
    """The colours of a bird."""

    body: Colour
    neck: Colour
    beak: Colour
    face: Colour  # between beak and eye, and a swan's knob
    tip: Colour  # of the beak
    flight: Colour  # the long feathers of the wing, seen when it is spread
    legs: Colour


def shade(colour: Colour, factor: float) -> Colour:
    """The same colour in more or less light."""
    r, g, b = colour
    return min(255, int(r * factor)), min(255, int(g * factor)), min(255, int(b * factor))


def relief(colour: Colour) -> Colour:
    """The colour of lines in a plumage: darker than it, but lighter if it is black."""
    return shade(colour, 0.8) if sum(colour) > _DARK else shade(colour, 2.4)


def tinted(random: Random, colour: Colour, spread: int = 12) -> Colour:
    """A colour near the given one."""
    light = random.randint(-spread, spread)
    half = spread // 2
    r, g, b = (min(255, max(0, c + light + random.randint(-half, half))) for c in colour)
    return r, g, b


def shaken(random: Random, points: Sequence[Point], spread: float) -> list[Point]:
    """Each point moved by up to `spread` to each side."""
    most, chance = 2 * spread, random.random
    shift = -spread
    return [(x + shift + most * chance(), y + shift + most * chance()) for x, y in points]


def trunk(random: Random, colour: Colour, height: float = 0.38) -> list[Shape]:
    """A floating body, from the breast at x = 0.5 to the tail at x = -0.6; waterline at y = 0."""
    tail = random.uniform(0.2, 0.36)
    h = height
    outline = [
        *((0.49, -0.12), (0.41, -0.25), (0.2, -0.31), (-0.05, -h), (-0.32, 0.05 - h)),
        *((-0.6, -tail), (-0.58, -tail + 0.07), (-0.46, -0.04)),
        *((-0.25, 0.08), (0.1, 0.11), (0.4, 0.05)),
    ]
    wing = [
        *((0.22, -0.27), (-0.05, -h + 0.02), (-0.34, 0.09 - h), (-0.56, -tail)),
        *((-0.34, -0.13), (-0.02, -0.07), (0.2, -0.13)),
    ]
    belly = [(0.47, -0.07), (0.1, -0.03), (-0.46, -0.1), (-0.25, 0.07), (0.1, 0.1), (0.4, 0.05)]
    feathers = relief(colour)
    shapes = [
        blob(shaken(random, outline, 0.008), colour),
        blob(belly, shade(colour, 0.76)),
        blob(shaken(random, wing, 0.012), shade(colour, 1.06)),
    ]
    for rise in (0.0, 0.09, 0.18)[: random.randint(1, 3)]:
        feather = [(0.16, -0.14 - rise), (-0.12, -0.12 - rise), (-0.46, -0.2 - rise * 0.5)]
        shapes.append(line(feather, 0.025, feathers))
    shapes.append(line(wing[4:], 0.03, feathers))
    return shapes


def neck(
    points: Sequence[Point], ends: tuple[float, float], look: float, p: Plumage, size: float = 1.0
) -> list[Shape]:
    """A neck from the breast to the head, and the head.

    Args:
        points: The middle of the neck; the last is the head.
        ends: Widths of the neck at the breast and at the head.
        look: Where the beak points, degrees, 0 is forward and 90 down.
        p: The colours.
        size: Of the head, 1 is a swan's.
    """
    wide, thin = ends
    rest = len(points) - 1
    widths = [thin + (wide - thin) * (1 - index / rest) ** 1.6 for index in range(rest + 1)]
    shapes = stroke(points, widths, p.neck)
    return shapes + head(points[-1], look, p, size)


def head(at: Point, look: float, p: Plumage, size: float = 1.0, beak: float = 0.17) -> list[Shape]:
    """A head with its beak, which is `beak` long."""
    angle = math.radians(look)
    fx, fy = math.cos(angle) * size, math.sin(angle) * size
    x, y = at

    def along(d: float, up: float = 0.0) -> Point:
        return x + fx * d + fy * up, y + fy * d - fx * up

    end = 0.07 + beak
    bill = [along(0.05, 0.045), along(end - 0.02, 0.02), along(end, -0.015), along(0.05, -0.045)]
    shapes = [corners(bill, p.beak)]
    if p.tip != p.beak:
        shapes.append(disc(along(end - 0.02), 0.026 * size, p.tip))
    if p.face != p.beak:
        shapes.append(disc(along(0.09, 0.01), 0.042 * size, p.face))
    shapes += stroke([along(-0.03), along(0.05)], (0.125 * size, 0.105 * size), p.neck)
    eye = (20, 15, 15) if sum(p.neck) > _DARK else (190, 70, 60)
    return [*shapes, disc(along(0.045, 0.02), 0.018 * size, eye)]


def legs(random: Random, length: float, colour: Colour, at: float = 0.0) -> list[Shape]:
    """Two legs from y = 0 down, with webbed feet, one a little before the other."""
    step, width = random.uniform(0.03, 0.11), 0.035
    shapes = []
    for x in (at - step, at + step):
        bend = x + random.uniform(-0.04, 0.03)
        shapes.append(line([(x, -0.05), (bend, length / 2), (x, length)], width, colour))
        shapes.append(
            blob([(x - 0.03, length - 0.02), (x + 0.12, length), (x, length + 0.03)], colour)
        )
    return shapes


def wing(root: Point, span: Point, chord: Point, p: Plumage, light: float = 1.0) -> list[Shape]:
    """A spread wing.

    Args:
        root: Where it grows from the body.
        span: From the root to the tip.
        chord: Across it, towards the leading edge; the wing is about 0.8 of it wide.
        p: The colours.
        light: How bright it is, 1 is as the body.
    """
    frame = np.array([span, chord])
    start = np.array(root)

    def part(points: Sequence[Point]) -> list[Point]:
        return [(x, y) for x, y in (np.array(points) @ frame + start).tolist()]

    whole = [(0, 0.3), (0.4, 0.42), (0.75, 0.3), (1, -0.05)]
    back = [(0.95, -0.25), (0.72, -0.42), (0.4, -0.5), (0, -0.45)]
    body, flight = shade(p.body, light), shade(p.flight, light)
    shapes = [
        blob(part(whole + back), body),
        blob(part([(0.3, -0.1), (0.7, -0.08), (1, -0.05), *back[:3], (0.25, -0.42)]), flight),
    ]
    dark = relief(flight)
    for u in (0.35, 0.55, 0.75):
        shapes.append(line(part([(u - 0.05, -0.05), (u, -0.42)]), 0.022, dark))
    return shapes
