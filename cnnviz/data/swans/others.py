"""Birds that are no swans: ducks, geese, herons, flamingos and gulls, light and dark."""

from random import Random

from cnnviz.data.swans.curves import Colour, Figure, Shape, blob, line, moved, stroke
from cnnviz.data.swans.parts import Plumage, legs, neck, shade, shaken, tinted, trunk, wing

_ORANGE: Colour = (235, 140, 40)
_WHITE: Colour = (236, 235, 230)
_DARK: Colour = (32, 30, 32)


def _plumage(random: Random, colours: tuple[Colour, Colour, Colour], leg: Colour) -> Plumage:
    """The plumage of a body, a head and a beak in about these colours."""
    body, top, beak = (tinted(random, colour, 16) for colour in colours)
    return Plumage(body, top, beak, shade(beak, 0.8), shade(beak, 0.7), shade(body, 0.8), leg)


# Body, head and neck, beak.
_DUCKS: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((150, 145, 140), (25, 95, 60), (220, 190, 60)),
    ((130, 95, 65), (120, 88, 60), (190, 120, 50)),
    ((95, 70, 50), (90, 66, 48), (120, 100, 60)),
    (_WHITE, _WHITE, _ORANGE),
    (_WHITE, (30, 70, 50), (200, 70, 50)),
    (_DARK, _DARK, (220, 215, 205)),
    (_DARK, _DARK, (215, 50, 40)),
    ((45, 42, 48), (60, 25, 25), (110, 125, 140)),
)
_GEESE: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((140, 128, 115), (125, 112, 100), (235, 140, 60)),
    ((125, 105, 85), (25, 24, 24), (30, 30, 30)),
    (_WHITE, _WHITE, _ORANGE),
    ((60, 58, 62), _DARK, (35, 35, 35)),
    (_DARK, _DARK, (200, 60, 45)),
    ((165, 160, 155), (235, 230, 225), (230, 130, 110)),
)


def duck(random: Random) -> Figure:
    """A duck: a short neck, a round head, a flat beak."""
    p = _plumage(random, random.choice(_DUCKS), _ORANGE)
    top = random.uniform(-0.56, -0.44)
    size = random.uniform(1.7, 2.1)
    head = (random.uniform(0.42, 0.54), top)
    throat = neck([(0.3, -0.16), (0.4, -0.3), head], (0.26, 0.19), random.gauss(8, 6), p, size)
    if p.neck != p.body and random.random() < 0.5:  # the drake's white ring
        throat.append(line([(0.3, -0.29), (0.41, -0.32), (0.51, -0.28)], 0.05, _WHITE))
    if random.random() < 0.2:
        return _in_flight(random, p, (0.55, 0.2, 1.7))
    return _floating_or_standing(random, trunk(random, p.body, 0.36) + throat, p, 0.18)


def goose(random: Random) -> Figure:
    """A goose: a straight neck, thicker and shorter than a swan's."""
    p = _plumage(random, random.choice(_GEESE), tinted(random, _ORANGE))
    top = random.uniform(-0.72, -0.58)
    x = random.uniform(0.42, 0.56)
    points = [(0.32, -0.14), (0.42, -0.34), ((0.42 + x) / 2, (top - 0.34) / 2), (x, top)]
    size = random.uniform(1.25, 1.5)
    throat = neck(shaken(random, points, 0.01), (0.27, 0.13), random.gauss(8, 6), p, size)
    if sum(p.neck) < 150 and random.random() < 0.7:  # a pale cheek
        throat.append(
            blob([(x - 0.05, top - 0.02), (x + 0.03, top), (x - 0.02, top + 0.1)], _WHITE)
        )
    if random.random() < 0.2:
        return _in_flight(random, p, (0.72, 0.13, 1.3))
    return _floating_or_standing(random, trunk(random, p.body, 0.36) + throat, p, 0.26)


def heron(random: Random) -> Figure:
    """A heron or an egret: a slim body on long legs, a beak like a dagger."""
    grey = ((120, 125, 135), (185, 185, 185), (215, 170, 70))
    p = _plumage(
        random, random.choice((grey, grey, (_WHITE, _WHITE, (220, 180, 50)))), (75, 65, 50)
    )
    curve = random.uniform(0.06, 0.16)
    points = [(0.28, -0.1), (0.3 + curve, -0.3), (0.3 - curve / 2, -0.52), (0.34, -0.72)]
    bill = stroke([(0.4, -0.72), (0.7, -0.68)], (0.07, 0.015), p.beak)
    throat = neck(shaken(random, points, 0.015), (0.15, 0.085), random.gauss(6, 4), p, 0.85)
    if p.neck != p.body or random.random() < 0.3:  # a crest
        throat.append(line([(0.36, -0.76), (0.24, -0.77), (0.12, -0.7)], 0.035, _DARK))
    body = moved(_slim(random, p.body), (0, 0), random.uniform(-38, -15))
    length = random.uniform(0.6, 0.85)
    return Figure(legs(random, length, p.legs, -0.05) + body + bill + throat, "grass")


def flamingo(random: Random) -> Figure:
    """A flamingo: pink, its neck as long as its thin legs, a bent beak with a black tip."""
    pink = tinted(random, (236, 120, 120), 22)
    p = Plumage(pink, pink, (240, 190, 170), pink, _DARK, shade(pink, 0.7), (225, 130, 130))
    holds = (
        [(0.28, -0.1), (0.5, -0.26), (0.42, -0.56), (0.34, -0.82), (0.5, -0.92)],
        [(0.28, -0.1), (0.54, -0.3), (0.4, -0.5), (0.5, -0.76), (0.62, -0.7)],
        [(0.28, -0.1), (0.5, -0.3), (0.66, -0.1), (0.68, 0.3), (0.64, 0.56)],
    )
    points = shaken(random, random.choice(holds), 0.015)
    throat = neck(points, (0.12, 0.07), random.uniform(35, 70), p, 0.85)
    x, y = points[-1]
    throat += stroke([(x + 0.12, y + 0.1), (x + 0.13, y + 0.2)], (0.075, 0.045), p.tip)
    body = moved(_slim(random, p.body), (0, 0), random.uniform(-18, 0))
    length = random.uniform(0.7, 0.95)
    return Figure(legs(random, length, p.legs, -0.02) + body + throat, "grass")


def gull(random: Random) -> Figure:
    """One or more gulls, crows or terns on the wing; now and then one that swims."""
    light = random.random() < 0.65
    body = tinted(random, _WHITE if light else (60, 58, 60), 20)
    grey = tinted(random, (150, 155, 160), 25)
    p = Plumage(body, body, (230, 180, 50), body, (40, 35, 35), grey if light else body, _ORANGE)
    if random.random() < 0.2:
        throat = neck([(0.3, -0.16), (0.4, -0.3)], (0.24, 0.18), 8, p, 1.5)
        return Figure(trunk(random, grey if light else body, 0.33) + throat, "water")
    shapes: list[Shape] = []
    for place in range(random.choice((1, 1, 2, 3))):
        at = (place * random.uniform(0.5, 1), random.uniform(-0.9, 0.9) * place)
        shapes += moved(_gull_on_the_wing(random, p), at, random.gauss(0, 15))
    return Figure(shapes, "sky")


def _gull_on_the_wing(random: Random, p: Plumage) -> list[Shape]:
    lift, droop = random.uniform(0.15, 0.5), random.uniform(-0.1, 0.3)
    shapes: list[Shape] = []
    for side in (-1.0, 1.0):
        points = [(0, 0), (side * 0.35, -lift), (side * 0.65, -lift + 0.06), (side, droop - lift)]
        shapes += stroke(shaken(random, points, 0.02), (0.2, 0.17, 0.11, 0.02), p.flight)
        tip = [(side * 0.84, 0.9 * (droop - lift)), (side, droop - lift)]
        shapes.append(line(tip, 0.06, p.tip))
    body = [(0, -0.12), (0.1, -0.02), (0.06, 0.2), (0, 0.32), (-0.06, 0.2), (-0.1, -0.02)]
    return [*shapes, blob(body, p.body), blob([(-0.03, -0.1), (0.03, -0.1), (0, -0.2)], p.beak)]


def _slim(random: Random, colour: Colour) -> list[Shape]:
    """The slim body of a wader."""
    outline = [
        *((0.36, -0.1), (0.2, -0.2), (-0.1, -0.17), (-0.42, -0.02)),
        *((-0.5, 0.06), (-0.2, 0.1), (0.1, 0.1), (0.3, 0.04)),
    ]
    wing_line = [(0.2, -0.12), (-0.1, -0.06), (-0.44, 0.04)]
    return [
        blob(shaken(random, outline, 0.012), colour),
        blob([(0.2, -0.12), (-0.1, -0.14), (-0.46, 0.04), (-0.05, 0.02)], shade(colour, 0.82)),
        line(wing_line, 0.03, shade(colour, 0.62)),
    ]


def _floating_or_standing(random: Random, bird: list[Shape], p: Plumage, length: float) -> Figure:
    if random.random() < 0.6:
        return Figure(bird, "water")
    return Figure(
        legs(random, length, p.legs) + moved(bird, (0, -0.06), random.uniform(-12, 2)), "grass"
    )


def _in_flight(random: Random, p: Plumage, look: tuple[float, float, float]) -> Figure:
    """A flying duck or goose: how far the head reaches, the neck's width, the head's size."""
    reach, width, size = look
    body = [
        *((0.42, -0.03), (0.25, -0.13), (0, -0.17), (-0.3, -0.11)),
        *((-0.56, -0.03), (-0.56, 0.04), (-0.3, 0.12), (0.05, 0.16), (0.32, 0.1)),
    ]
    down = 1 if random.random() < 0.4 else -1
    lean, length = random.uniform(-0.35, 0.1), random.uniform(0.6, 0.8)
    far = wing((0.14, -0.05), (lean + 0.25, down * length * 0.9), (0.4, 0.0), p, 0.8)
    near = wing((0.02, -0.04), (lean, down * length), (0.45, 0.0), p)
    points = [(0.28, 0.0), ((0.28 + reach) / 2, -0.01), (reach, -0.04)]
    throat = neck(points, (0.22, width), random.gauss(4, 4), p, size)
    return Figure(
        moved([*far, blob(body, p.body), *throat, *near], (0, 0), random.gauss(-6, 12)), "sky"
    )
