"""Things that are no birds: boats, kettles, sheep, letters, and whatever else lies about."""

import math
from random import Random

from cnnviz.data.swans.curves import (
    Colour,
    Figure,
    Point,
    Shape,
    blob,
    corners,
    disc,
    line,
    moved,
    stroke,
)
from cnnviz.data.swans.parts import shade, shaken, tinted


def any_colour(random: Random) -> Colour:
    """White, black, grey or coloured."""
    choice = random.random()
    if choice < 0.3:
        return tinted(random, (236, 235, 230), 18)
    if choice < 0.5:
        return tinted(random, (32, 30, 32), 18)
    if choice < 0.62:
        return tinted(random, (130, 130, 130), 60)
    return random.randint(20, 250), random.randint(20, 250), random.randint(20, 250)


def boat(random: Random) -> Figure:
    """A sailing boat, or a ship with a cabin."""
    hull, paint = any_colour(random), any_colour(random)
    end, deck = random.uniform(0.4, 0.55), -random.uniform(0.1, 0.2)
    outline: list[Point] = [
        (-end, deck),
        (end + 0.12, deck - 0.03),
        (end - 0.1, 0.1),
        (-end + 0.1, 0.1),
    ]
    shapes = [corners(outline, hull)]
    shapes.append(line([outline[0], outline[1]], 0.04, shade(paint, 0.9)))
    if random.random() < 0.3:
        return Figure([*_cabin(random, deck), *shapes], "water")
    top, mast = -random.uniform(0.9, 1.35), random.uniform(-0.1, 0.12)
    sail = any_colour(random) if random.random() < 0.5 else tinted(random, (236, 234, 228), 14)
    boom = deck - 0.08
    main = [(mast - 0.03, top), (mast - 0.03, boom), (-end, boom)]
    belly = ((mast - end) / 2 - 0.06, (top + boom) / 2)
    shapes.append(corners([main[0], main[1], main[2], belly], sail))
    if random.random() < 0.75:
        jib = [(mast + 0.04, top + 0.12), (end + 0.05, boom), (mast + 0.04, boom)]
        shapes.append(corners(jib, shade(sail if random.random() < 0.6 else paint, 0.88)))
    pole = line([(mast, top - 0.05), (mast, deck)], 0.035, (70, 55, 45))
    return Figure(moved([pole, *shapes], (0, 0), random.gauss(0, 4)), "water")


def _cabin(random: Random, deck: float) -> list[Shape]:
    top = deck - random.uniform(0.2, 0.35)
    paint = any_colour(random)
    shapes = [corners([(-0.3, deck + 0.02), (-0.24, top), (0.16, top), (0.26, deck + 0.02)], paint)]
    for x in (-0.16, -0.02, 0.12):
        shapes.append(disc((x, (top + deck) / 2), 0.045, (40, 50, 65)))
    if random.random() < 0.6:
        chimney = [(-0.1, top + 0.02), (-0.1, top - 0.22), (0.04, top - 0.22), (0.04, top + 0.02)]
        shapes.insert(0, corners(chimney, any_colour(random)))
    return shapes


def kettle(random: Random) -> Figure:
    """A kettle or a teapot, whose spout bends like a neck."""
    colour = any_colour(random)
    tall, wide = random.uniform(0.5, 0.75), random.uniform(0.34, 0.46)
    body = [
        *((-0.22, -tall), (0.22, -tall), (wide, -tall * 0.45), (0.26, 0)),
        *((-0.26, 0), (-wide, -tall * 0.45)),
    ]
    reach, rise = wide + random.uniform(0.2, 0.32), -tall - random.uniform(-0.08, 0.1)
    spout = [(wide - 0.12, -0.2), (wide + 0.08, -0.3), (reach - 0.1, rise * 0.75), (reach, rise)]
    shapes = stroke(spout, (0.2, 0.15, 0.11, 0.09), colour)
    width = random.uniform(0.06, 0.1)
    high = -tall - random.uniform(0.3, 0.45)
    if random.random() < 0.5:  # over the lid, or at the back
        handle = [(-0.24, -tall + 0.05), (-0.2, high), (0.2, high), (0.24, -tall + 0.05)]
    else:
        back = -wide - random.uniform(0.18, 0.3)
        handle = [(-wide + 0.08, -tall * 0.8), (back, -tall * 0.9), (back, -tall * 0.3)]
        handle.append((-wide + 0.1, -0.15))
    shapes += stroke(handle, [width] * 4, shade(colour, 0.7))
    shapes.append(blob(body, colour))
    shapes.append(blob([(0.1, -0.03), (wide - 0.04, -tall * 0.45), (0.2, 0)], shade(colour, 0.75)))
    shapes.append(
        blob([(-0.2, -tall * 0.8), (-0.1, -tall * 0.6), (-0.24, -tall * 0.4)], shade(colour, 1.15))
    )
    lid = [(-0.2, -tall + 0.03), (0, -tall - 0.1), (0.2, -tall + 0.03)]
    shapes.append(blob(lid, shade(colour, 0.85)))
    shapes.append(disc((0, -tall - 0.1), 0.055, shade(colour, 0.6)))
    return Figure(shapes)


def sheep(random: Random) -> Figure:
    """A sheep, white or dark, or a goat's brown; grazing or looking up."""
    wools = ((236, 232, 222), (225, 220, 205), (45, 40, 40), (120, 85, 55))
    wool = tinted(random, random.choice(wools), 14)
    face = tinted(random, random.choice(((45, 40, 38), (200, 185, 165), (90, 70, 55))), 14)
    shapes: list[Shape] = []
    for x in (-0.3, -0.2, 0.2, 0.3):
        foot = x + random.uniform(-0.05, 0.05)
        shapes.append(line([(x, -0.1), (foot, random.uniform(0.28, 0.34))], 0.07, shade(face, 0.8)))
    shapes.append(blob([(-0.42, -0.2), (0, -0.4), (0.42, -0.2), (0.35, 0.08), (-0.35, 0.08)], wool))
    for index in range(9):  # the curls
        angle = index * 2 * math.pi / 9
        centre = (0.38 * math.cos(angle), -0.16 + 0.17 * math.sin(angle))
        light = 0.85 if math.sin(angle) > 0.3 else 1.04
        shapes.append(disc(centre, random.uniform(0.1, 0.14), shade(wool, light)))
    shapes.append(blob([(-0.35, -0.2), (0, -0.32), (0.35, -0.2), (0.2, 0), (-0.2, 0)], wool))
    x, y = (0.56, 0.12) if random.random() < 0.35 else (0.54, random.uniform(-0.45, -0.3))
    muzzle = [(x - 0.1, y - 0.1), (x + 0.02, y - 0.08), (x + 0.14, y + 0.12), (x + 0.02, y + 0.12)]
    shapes.append(blob(muzzle, face))
    shapes.append(line([(x - 0.04, y - 0.06), (x - 0.2, y - 0.02)], 0.07, shade(face, 0.8)))
    return Figure(shapes, "grass")


# The strokes of letters and figures, in hundredths; a stroke of two points is straight.
_LETTERS = {
    "S": "75,15 50,0 22,15 30,42 68,58 78,84 50,100 20,86",
    "Z": "15,0 80,0/80,0 15,100/15,100 85,100",
    "2": "15,22 45,0 78,20 62,52 15,98/15,98 85,98",
    "J": "66,0 66,70 44,98 18,80",
    "6": "70,2 34,30 20,66 42,98 72,84 70,58 44,50 22,68",
    "9": "30,98 66,70 80,34 58,2 28,16 30,42 56,50 78,32",
    "A": "10,100 50,0/50,0 90,100/26,62 74,62",
    "C": "82,18 50,0 16,30 16,70 50,100 84,82",
    "U": "15,0 16,70 50,100 84,70 85,0",
    "5": "80,0 28,0/28,0 24,42/24,42 60,38 80,66 56,98 18,88",
    "3": "18,12 50,0 76,18 48,46/48,46 82,66 58,100 16,88",
    "L": "25,0 25,100/25,100 80,100",
    "?": "18,22 46,0 76,20 56,48 48,72/48,94 48,97",
    "7": "14,0 82,0/82,0 40,100",
}


def letter(random: Random) -> Figure:
    """A letter or a figure, sometimes two."""
    shapes: list[Shape] = []
    for place in range(1 if random.random() < 0.8 else 2):
        colour, width = any_colour(random), random.uniform(0.08, 0.2)
        wide, slant = random.uniform(0.6, 1.0), random.uniform(-0.15, 0.15)
        for text in _LETTERS[random.choice(tuple(_LETTERS))].split("/"):
            pairs = [[int(number) / 100 for number in pair.split(",")] for pair in text.split()]
            points = [(place * 0.9 + x * wide + slant * y, y) for x, y in pairs]
            shapes += stroke(points, [width] * len(points), colour)
    return Figure(moved(shapes, (0, 0), random.gauss(0, 8)))


def thing(random: Random) -> Figure:
    """One or a few things: stones, posts, balls, leaves, ropes, a body or a neck without a bird."""
    shapes: list[Shape] = []
    for _ in range(random.choice((0, 1, 1, 2, 3, 4))):
        at = random.uniform(-1, 1), random.uniform(-0.6, 0.6)
        shapes += moved(_one_thing(random), at, random.uniform(-40, 40))
    return Figure(shapes)


def _one_thing(random: Random) -> list[Shape]:
    colour, choice = any_colour(random), random.random()
    size = random.uniform(0.1, 0.5)
    if choice < 0.3:  # a stone or an egg
        stone = [
            (size * x, size * y)
            for x, y in ((1, 0), (0.4, 0.6), (-0.8, 0.4), (-0.6, -0.5), (0.4, -0.6))
        ]
        return [blob(shaken(random, stone, 0.2 * size), colour)]
    if choice < 0.45:
        return [
            disc((0, 0), size, colour),
            disc((-size / 3, -size / 3), size / 4, shade(colour, 1.2)),
        ]
    if choice < 0.6:
        return [corners([(-size, -size), (size, -size * 0.9), (size, size), (-size, size)], colour)]
    if choice < 0.7:
        return [corners([(0, -size), (size, size), (-size, size)], colour)]
    if choice < 0.8:
        return [line([(0, -2 * size), (0, 2 * size)], random.uniform(0.05, 0.2), colour)]
    points = [
        (random.uniform(-1, 1) * size * 2, random.uniform(-1, 1) * size * 2) for _ in range(4)
    ]
    return stroke(points, [random.uniform(0.05, 0.2)] * 4, colour)
