"""Swans in the poses in which people see them."""

from collections.abc import Callable
from random import Random

from cnnviz.data.swans.curves import Figure, Point, Shape, blob, moved
from cnnviz.data.swans.parts import Plumage, legs, neck, shade, shaken, tinted, trunk, wing

POSES = ("swimming", "bent neck", "flying", "wings spread", "standing")

# Ways to hold the neck: where the beak points in degrees, then the neck in hundredths of a body.
_Hold = tuple[float, tuple[Point, ...]]


def _hold(text: str) -> _Hold:
    look, points = text.split(":")
    pairs = [point.split(",") for point in points.split()]
    return float(look), tuple((int(x) / 100, int(y) / 100) for x, y in pairs)


_UPRIGHT = tuple(
    _hold(text)
    for text in (
        "12: 34,-14 52,-36 46,-64 40,-88 50,-104",
        "20: 34,-14 56,-32 52,-58 36,-78 42,-98 58,-100",
        "5: 36,-14 50,-40 48,-70 48,-100 56,-112",
        "30: 34,-14 54,-34 42,-58 36,-80 50,-92",
        "15: 36,-16 48,-44 56,-72 54,-98 64,-108",
        "35: 34,-12 60,-28 62,-52 44,-68 46,-88 62,-88",
    )
)
_BENT = tuple(
    _hold(text)
    for text in (
        "95: 34,-16 52,-46 74,-54 88,-34 88,-8",  # feeding, the beak in the water
        "70: 34,-16 54,-36 76,-42 92,-26 98,-10",
        "165: 36,-14 56,-40 52,-70 28,-80 8,-66 0,-52",  # preening its back
        "120: 36,-14 56,-38 54,-64 34,-76 18,-62 16,-46",
        "150: 36,-14 54,-30 52,-54 32,-62 10,-54 -6,-46",  # asleep
        "10: 34,-14 58,-30 46,-52 24,-58 20,-78 38,-90",  # drawn back, to threaten
        "110: 34,-14 50,-46 54,-76 70,-88 82,-74 80,-56",  # bowing to its breast
        "60: 34,-14 64,-30 62,-60 36,-64 30,-88 50,-100 64,-88",  # a loop
        "200: 36,-14 52,-44 46,-76 30,-90 14,-86",  # looking back
    )
)


def plumage(random: Random, black: bool) -> Plumage:
    """The colours of a white swan (orange beak, black knob) or of a black one (red, white tip)."""
    if black:
        body = tinted(random, (24, 23, 26), 9)
        red = tinted(random, (205, 35, 35), 25)
        flight = tinted(random, (205, 205, 205), 20)
        return Plumage(body, body, red, red, (240, 235, 230), flight, (40, 38, 38))
    body = tinted(random, (238, 237, 232), 12)
    neck_colour = shade(body, 0.97)
    orange, ink = tinted(random, (240, 125, 30), 25), (25, 22, 22)
    return Plumage(body, neck_colour, orange, ink, orange, shade(body, 0.93), (45, 42, 42))


def swan(random: Random, black: bool, pose: str) -> Figure:
    """Draw a swan, facing right, in a pose of `POSES`."""
    colours = plumage(Random(random.random()), black)  # of its own, so that the pose is the same
    return _DRAW[pose](random, colours)


def _neck(random: Random, holds: tuple[_Hold, ...], p: Plumage) -> list[Shape]:
    look, points = random.choice(holds)
    stretch = random.uniform(0.92, 1.15)
    first, *rest = points
    control = [first, *shaken(random, [(x, y * stretch) for x, y in rest], 0.014)]
    widths = random.uniform(0.17, 0.22), random.uniform(0.075, 0.095)
    return neck(control, widths, look + random.gauss(0, 8), p, random.uniform(0.95, 1.2))


def _swimming(random: Random, p: Plumage) -> Figure:
    return Figure(trunk(random, p.body, _raised(random)) + _neck(random, _UPRIGHT, p), "water")


def _bent(random: Random, p: Plumage) -> Figure:
    body = trunk(random, p.body, _raised(random))
    if random.random() < 0.2:  # upon land
        return _on_legs(random, body + _neck(random, _BENT, p), p)
    return Figure(body + _neck(random, _BENT, p), "water")


def _raised(random: Random) -> float:
    """How high the folded wings stand above the water; a proud swan arches them."""
    return random.uniform(0.33, 0.42) if random.random() < 0.7 else random.uniform(0.42, 0.6)


def _standing(random: Random, p: Plumage) -> Figure:
    bird = trunk(random, p.body, random.uniform(0.33, 0.4)) + _neck(random, _UPRIGHT, p)
    return _on_legs(random, bird, p)


def _on_legs(random: Random, bird: list[Shape], p: Plumage) -> Figure:
    length = random.uniform(0.2, 0.32)
    return Figure(
        legs(random, length, p.legs) + moved(bird, (0, -0.06), random.uniform(-16, 2)), "grass"
    )


def _flying(random: Random, p: Plumage) -> Figure:
    body = [
        *((0.42, -0.03), (0.25, -0.11), (0, -0.14), (-0.3, -0.09)),
        *((-0.66, -0.03), (-0.66, 0.04), (-0.3, 0.1), (0.05, 0.12), (0.32, 0.08)),
    ]
    bend = random.uniform(-0.1, 0.1)
    reach = random.uniform(0.95, 1.15)
    line_of_neck = [(0.3, 0.0), (0.55, bend * 0.7), (0.8, bend), (reach, bend * 0.5 - 0.02)]
    down = 1 if random.random() < 0.4 else -1
    lean, length = random.uniform(-0.45, 0.15), random.uniform(0.7, 1.0)
    near = wing((0.02, -0.05), (lean, down * length), (0.55, 0.0), p, 1.0)
    far_lean, far_length = lean + random.uniform(0.1, 0.4), length * random.uniform(0.75, 1)
    far = wing((0.12, -0.07), (far_lean, down * far_length), (0.5, 0.0), p, 0.8)
    bird = [*far, blob(body, p.body), blob([*body[5:], (-0.1, 0.04)], shade(p.body, 0.82))]
    bird += neck(line_of_neck, (0.17, 0.08), random.gauss(4, 5), p)
    return Figure(moved(bird + near, (0, 0), random.gauss(-8, 12)), "sky")


def _wings_spread(random: Random, p: Plumage) -> Figure:
    if random.random() < 0.35:  # seen from the side, both wings lifted
        lean, length = random.uniform(-0.6, -0.2), random.uniform(0.55, 0.85)
        far = wing((0.12, -0.2), (lean + 0.25, -length), (0.6, 0.1), p, 0.8)
        near = wing((0.0, -0.16), (lean, -length * 0.9), (0.6, 0.1), p)
        front = _neck(random, _UPRIGHT, p)
        return Figure(far + trunk(random, p.body, 0.34) + near + front, "water")
    out, rise = random.uniform(0.55, 0.85), random.uniform(0.1, 0.75)
    high = random.uniform(0.55, 0.7)
    right = wing((0.1, -0.4), (out, -rise), (-0.2, -high), p, 0.97)
    left = wing((-0.1, -0.4), (-out, -rise * random.uniform(0.7, 1.1)), (0.2, -high), p, 0.9)
    body = [(0.24, -0.12), (0.2, -0.4), (0, -0.52), (-0.2, -0.4), (-0.24, -0.12), (0, 0.1)]
    side = random.uniform(0.06, 0.14)
    holds = [(0.0, -0.28), (-side, -0.5), (side * 0.6, -0.72), (-side * 0.5, -0.92), (0.08, -1.06)]
    bird = [blob(body, shade(p.body, 1.03)), blob([*body[3:], (0, -0.1)], shade(p.body, 0.82))]
    bird += neck(shaken(random, holds, 0.02), (0.19, 0.085), random.gauss(15, 12), p)
    return Figure(left + right + bird, "water")


_DRAW: dict[str, Callable[[Random, Plumage], Figure]] = dict(
    zip(POSES, (_swimming, _bent, _flying, _wings_spread, _standing), strict=True)
)
