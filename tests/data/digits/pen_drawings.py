"""Digits as strangers draw them in the window, to judge the networks that ship.

Made from arcs and straight lines, without the points, bends or pens of `cnnviz.data.digits`, and
drawn with the window's own pen: so no network has learnt from anything like this generator.
"""

import math
from itertools import pairwise

import numpy as np

from cnnviz.project.digit import mnist_treatment
from cnnviz.project.drawing import stroke

CANVAS = 280
PENS = (4, 8, 12, 18, 18, 24, 32, 44)  # the widths, in pixels


def pen_drawings(count, seed):
    """Return pictures (count, 1, 28, 28), 255 is ink, and labels; the digits take turns."""
    labels = np.arange(count) % 10
    drawn = [_treated(digit, np.random.default_rng([seed, n])) for n, digit in enumerate(labels)]
    return np.stack(drawn), labels


def of_hand(digit, hand, count, seed):
    """Return pictures (count, 1, 28, 28) of one digit with one of its `HANDS`."""
    return np.stack([_treated(digit, np.random.default_rng([seed, n]), hand) for n in range(count)])


def _treated(digit, random, hand=None):
    ink = drawing(digit, random, hand)
    return np.rint(mnist_treatment(ink) * 255).astype(np.uint8)


def drawing(digit, random, hand=None):
    """Return a canvas (280, 280) with one digit, 1 is ink."""
    hand = hand or HANDS[digit][random.integers(len(HANDS[digit]))]
    slant, angle = random.normal(0.12, 0.26), math.radians(random.normal(0, 8))
    wide, (bow, sag) = random.uniform(0.45, 1.15), random.normal(0, 0.15, 2)
    cos, sin = math.cos(angle), math.sin(angle)
    shape = np.array([[cos, -sin], [sin, cos]]) @ np.array([[wide, -slant], [0, 1]])
    lines = [_bent(np.array(line), bow, sag) @ shape.T for line in hand(random)]
    lines = [line + random.normal(0, 0.02, 2) for line in lines]
    every = np.concatenate(lines)
    low, span = every.min(axis=0), np.ptp(every, axis=0)
    size = random.uniform(45, 235)
    pen = min(random.choice(PENS), 0.18 * size)
    room = CANVAS - 2 * pen - span * size / span.max()
    corner = pen + room * random.uniform(0.05, 0.95, 2)
    ink = np.zeros((CANVAS, CANVAS), np.float32)
    for line in lines:
        points = _by_hand((line - low) * size / span.max() + corner, size, random)
        for (x0, y0), (x1, y1) in pairwise(points):
            ink = stroke(ink, (y0, x0), (y1, x1), pen / 2)
    return ink


def _bent(line, bow, sag):
    """Bend a line: its middle height sideways, its middle width up or down."""
    x, y = line.T
    return np.stack([x + 4 * bow * y * (1 - y), y + 4 * sag * x * (1 - x)], axis=1)


def _by_hand(line, size, random):
    """Sample a line as a mouse reports it, with a tremor that comes and goes."""
    lengths = np.hypot(*np.diff(line, axis=0).T)
    along = np.concatenate([[0], lengths.cumsum()])
    count = max(3, int(along[-1] / random.uniform(4, 0.1 * size)))
    places = np.linspace(0, along[-1], count)
    places[1:-1] += random.uniform(-0.4, 0.4, count - 2) * places[1]
    points = np.stack([np.interp(places, along, axis) for axis in line.T], axis=1)
    return points + random.normal(0, size * random.choice([0, 0.008, 0.02]), points.shape)


def arc(x, y, wide, high, start, end):
    """Part of an ellipse; degrees, 0 is right and 90 is down."""
    angles = np.radians(np.linspace(start, end, 24))
    return [(x + wide * math.cos(a), y + high * math.sin(a)) for a in angles]


# The hands. Each digit stands in a square of side 1, y down.


def zero(r):
    start = r.uniform(-120, -30)
    turn = 360 + r.uniform(-25, 40)
    return [arc(0.5, 0.5, r.uniform(0.28, 0.45), 0.5, start, start - turn)]


def slashed_zero(r):
    return [*zero(r), [(0.5 + 0.28, 0.5 - 0.3), (0.5 - 0.28, 0.5 + 0.3)]]


def bare_one(r):
    return [[(0.5, 0), (0.5 + r.uniform(-0.04, 0.04), 1)]]


def flagged_one(r):
    flag, drop = r.uniform(0.12, 0.32), r.uniform(0.1, 0.34)
    return [[(0.5 - flag, drop), (0.5, 0), (0.5, 1)]]


def footed_one(r):
    foot = r.uniform(0.15, 0.3)
    return [*flagged_one(r), [(0.5 - foot, 1), (0.5 + foot, r.uniform(0.97, 1.02))]]


def _neck(r):
    return arc(0.48, 0.27, r.uniform(0.28, 0.38), 0.27, r.uniform(170, 215), 385)


def plain_two(r):
    return [[*_neck(r), (0.1, 0.98), (0.9, r.uniform(0.93, 1.02))]]


def looped_two(r):
    high = r.uniform(0.06, 0.12)
    loop = arc(0.22, 0.98 - high, 0.15, high, 60, 300)
    return [[*_neck(r), *loop, (0.55, 0.95), (0.92, r.uniform(0.85, 1))]]


def waved_two(r):
    return [[*_neck(r), (0.1, 0.97), *arc(0.3, 0.95, 0.18, 0.07, 200, 340), (0.7, 1), (0.92, 0.9)]]


def round_three(r):
    top = arc(0.45, 0.25, 0.33, 0.25, r.uniform(180, 220), 440)
    return [[*top, *arc(0.45, 0.73, r.uniform(0.33, 0.42), 0.26, 275, 360 + r.uniform(140, 175))]]


def flat_three(r):
    belly = arc(0.42, 0.7, 0.4, 0.3, 265, 360 + r.uniform(130, 165))
    return [[(0.1, r.uniform(0, 0.06)), (0.78, 0), (0.38, 0.4), *belly]]


def open_four(r):
    bar = r.uniform(0.5, 0.66)
    side = r.uniform(0.66, 0.8)
    return [
        [(r.uniform(0.15, 0.35), 0), (0.08, bar), (0.95, bar + r.uniform(-0.06, 0.04))],
        [(side, r.uniform(0, 0.3)), (side - 0.02, 1)],
    ]


def closed_four(r):
    bar = r.uniform(0.58, 0.72)
    return [[(0.66, 1), (0.66, 0), (0.05, bar), (0.95, bar)]]


def round_four(r):
    bowl = arc(0.42, 0.1, 0.32, r.uniform(0.4, 0.5), 180, 0)
    return [[*bowl, (0.74, r.uniform(0, 0.08)), (0.72, 1)]]


def barred_five(r):
    belly = arc(0.42, 0.68, r.uniform(0.34, 0.44), 0.32, 250, 360 + r.uniform(125, 165))
    return [
        [(0.25, 0), (0.2, r.uniform(0.4, 0.47)), *belly],
        [(0.25, 0), (r.uniform(0.7, 0.95), r.uniform(-0.04, 0.03))],
    ]


def joined_five(r):
    belly = arc(0.4, 0.7, r.uniform(0.32, 0.44), 0.3, 235, 360 + r.uniform(125, 165))
    return [[(r.uniform(0.72, 0.9), 0), (0.26, 0.02), (0.17, r.uniform(0.4, 0.47)), *belly]]


def six(r):
    high = r.uniform(0.22, 0.3)
    loop = arc(0.46, 1 - high, 0.34, high, 180, 180 - r.uniform(330, 400))
    back = arc(0.8, 1 - high, 0.68, 1 - high, r.uniform(262, 285), 182)
    return [[*back, *loop]]


def straight_six(r):
    high = r.uniform(0.2, 0.28)
    return [[(0.6, 0), (0.16, 1 - high), *arc(0.45, 1 - high, 0.3, high, 180, -180)]]


def _stem(r, x, y):
    """The stem of a seven, from (x, y) down: straight, bowed to either side, or kinked."""
    foot = r.uniform(0.15, 0.6)
    bow = r.choice([0, 0, r.uniform(-0.14, 0.14)])
    t = np.linspace(0, 1, 12)
    return [(x + (foot - x) * s + bow * math.sin(math.pi * s), y + (1 - y) * s) for s in t]


def _top(r):
    serif = r.choice([0, r.uniform(0.08, 0.24)])
    right = r.uniform(0.75, 0.95)
    start = r.uniform(0.02, 0.2)
    hook = [(start + r.uniform(-0.03, 0.03), serif)] if serif else []
    return [*hook, (start, r.uniform(0, 0.05)), (right, r.uniform(0, 0.05))]


def bare_seven(r):
    top = _top(r)
    return [[*top, *_stem(r, *top[-1])]]


def curved_seven(r):
    top = arc(0.45, 0.16, 0.38, r.uniform(0.06, 0.16), 190, 350)
    return [[*top, *_stem(r, *top[-1])]]


def _crossed(r, low, high):
    [line] = bare_seven(r)
    down = r.uniform(low, high)
    stem = np.array(line)[-12:]
    x, tilt = np.interp(down, stem[:, 1], stem[:, 0]), r.normal(0, 0.06)
    left, right = r.uniform(0.08, 0.4, 2)
    return [line, [(x - left, down + tilt), (x + right, down - tilt)]]


def crossed_seven(r):
    return _crossed(r, 0.4, 0.6)


def low_crossed_seven(r):
    return _crossed(r, 0.6, 0.86)


def crossed_eight(r):
    low, high = r.uniform(0.3, 0.4), r.uniform(0.24, 0.34)
    t = np.radians(np.linspace(-60, 300 + r.uniform(-15, 20), 48))
    wide = np.where(np.cos(t - math.pi / 2) > 0, low, high)
    return [
        [(0.5 + w * math.sin(2 * a), 0.5 + 0.5 * math.sin(a)) for a, w in zip(t, wide, strict=True)]
    ]


def stacked_eight(r):
    small = r.uniform(0.2, 0.25)
    return [
        arc(0.5, small, r.uniform(0.2, 0.3), small, 80, 80 - 360),
        arc(0.5, 0.5 + small, r.uniform(0.27, 0.38), 0.5 - small + 0.02, 270, 270 + 365),
    ]


def _loop(r):
    """The loop of a nine, large or small, closed or not, and where its stem begins."""
    high, wide = r.uniform(0.13, 0.3), r.uniform(0.18, 0.36)
    right = 0.46 + wide
    first, last = r.uniform(-60, 0), r.uniform(-380, -320)
    return arc(0.46, r.uniform(0.8, 1.2) * high, wide, high, first, last), right, high


def straight_nine(r):
    loop, x, y = _loop(r)
    return [[*loop, (x, y), (x + r.uniform(-0.25, 0.03), 1)]]


def curved_nine(r):
    loop, x, y = _loop(r)
    back = r.uniform(0.4, 0.75)
    return [[*loop, *arc(x - back, y, back, 1 - y, 0, r.uniform(75, 92))]]


def hooked_nine(r):
    loop, x, y = _loop(r)
    deep, wide = r.uniform(0.08, 0.28), r.uniform(0.18, 0.4)
    return [[*loop, (x, y), *arc(x - wide, 1 - deep, wide, deep, 0, r.uniform(110, 170))]]


def flat_footed_nine(r):
    loop, x, y = _loop(r)
    heel = x + r.uniform(-0.25, 0.05)
    return [[*loop, (x, y), (heel, 1), (heel - r.uniform(0.25, 0.7), 1 + r.uniform(-0.1, 0.04))]]


HANDS = (
    (zero, zero, slashed_zero),
    (bare_one, flagged_one, footed_one),
    (plain_two, looped_two, waved_two),
    (round_three, flat_three),
    (open_four, closed_four, round_four),
    (barred_five, joined_five),
    (six, straight_six),
    (bare_seven, curved_seven, crossed_seven, low_crossed_seven),
    (crossed_eight, stacked_eight),
    (straight_nine, curved_nine, hooked_nine, flat_footed_nine),
)
