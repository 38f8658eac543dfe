"""Where the things stand: water, sky, grass and indistinct grounds; reflections, reeds, frames."""

from dataclasses import dataclass
from functools import cache
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from cnnviz.data.swans.curves import Array, Colour, Figure, Shape, fill, line, turning
from cnnviz.data.swans.parts import shade, tinted

OVERSAMPLING = 4  # a canvas is so many times as wide as the picture made of it

_GROUNDS: dict[str, tuple[Colour, ...]] = {
    "water": ((70, 110, 140), (55, 85, 95), (60, 95, 75), (110, 135, 150), (40, 60, 85)),
    "sky": ((120, 170, 225), (165, 190, 215), (190, 195, 200), (230, 185, 150), (90, 120, 170)),
    "grass": ((70, 125, 55), (105, 140, 70), (125, 125, 75), (50, 90, 50), (150, 135, 100)),
}
_CONTRAST = 60  # between a figure and its ground, out of 255
_BILINEAR = Image.Resampling.BILINEAR


@dataclass(frozen=True, eq=False)
class Scene:
    """A ground to draw on."""

    canvas: Image.Image
    ground: str  # what fills its lower part: "water", "sky", "grass" or "any"
    colour: Colour  # of that part
    horizon: float  # its y in the canvas; 0 if there is none


def scene(random: Random, size: int, figure: Figure) -> Scene:
    """A ground on which the figure is seen, on a canvas for a picture `size` wide."""
    home = figure.home
    ground = home if home != "any" and random.random() < 0.8 else random.choice((*_GROUNDS, "any"))
    if ground == "any":
        colour = _apart(random, figure, ((128, 128, 128),), 118)
        cells = random.randint(2, 5), random.randint(2, 5)
        small = _field(random, colour, 55, cells, (size, size))
    else:
        colour = _apart(random, figure, _GROUNDS[ground], 30)
        small = _field(random, colour, 22, (3, random.randint(2, 8)), (size, size))
    horizon = 0
    if ground == "sky":
        small = _clouds(random, small)
    elif ground != "any" and random.random() < 0.45:
        horizon = int(size * random.uniform(0.1, 0.5))
        _background(random, small, horizon, figure)
    side = size * OVERSAMPLING
    canvas = small.resize((side, side), _BILINEAR)
    _ripple(random, canvas, ground, colour, horizon * OVERSAMPLING)
    return Scene(canvas, ground, colour, horizon * OVERSAMPLING)


def _apart(random: Random, figure: Figure, colours: tuple[Colour, ...], spread: int) -> Colour:
    """A colour near one of the given, if possible lighter or darker than the figure."""
    for _ in range(6):
        colour = tinted(random, random.choice(colours), spread)
        if abs(sum(colour) / 3 - figure.brightness) > _CONTRAST:
            break
    return colour


def _field(
    random: Random, colour: Colour, spread: int, cells: tuple[int, int], size: tuple[int, int]
) -> Image.Image:
    """Soft patches of colours near the given one."""
    wide, high = cells
    noise = np.frombuffer(random.randbytes(wide * high * 3), dtype=np.uint8) - 127.5
    patches = noise.reshape(high, wide, 3) * (spread / 127.5) + np.array(colour)
    if spread < 50:
        patches += _ramp(high) * random.uniform(-35, 35)
    bits = patches.clip(0, 255).astype(np.uint8).tobytes()
    return Image.frombytes("RGB", cells, bits).resize(size, _BILINEAR)


@cache
def _ramp(high: int) -> Array:
    return np.linspace(-1, 1, high)[:, None, None]


def _clouds(random: Random, small: Image.Image) -> Image.Image:
    draw, side = ImageDraw.Draw(small), small.width
    for _ in range(random.choice((0, 0, 2, 4, 7))):
        light = random.randint(185, 245)
        x, y = random.uniform(-0.1, 1) * side, random.uniform(0, 1) * side
        w, h = random.uniform(0.1, 0.3) * side, random.uniform(0.03, 0.1) * side
        draw.ellipse((x - w, y - h, x + w, y + h), fill=(light, light, min(255, light + 6)))
    return small.filter(ImageFilter.BoxBlur(side / 30))


def _background(random: Random, small: Image.Image, horizon: int, figure: Figure) -> None:
    """What lies behind the water or the grass: the sky, a bank, trees."""
    far = _GROUNDS[random.choice(("sky", "sky", "grass"))]
    colour = _apart(random, figure, far, 20)
    small.paste(_field(random, colour, 20, (3, 3), (small.width, horizon)), (0, 0))
    if random.random() < 0.6:
        draw, dark = ImageDraw.Draw(small), tinted(random, (50, 75, 50), 25)
        top = horizon - random.randint(1, max(1, horizon // 3))
        draw.rectangle((0, top, small.width, horizon - 1), fill=dark)
        for _ in range(random.randint(0, 4)):
            x, r = random.uniform(0, small.width), random.uniform(0.03, 0.12) * small.width
            draw.ellipse((x - r, top - r, x + r, top + r), fill=dark)


def _ripple(random: Random, canvas: Image.Image, ground: str, colour: Colour, top: int) -> None:
    """Short waves on water, blades on grass."""
    if ground not in ("water", "grass"):
        return
    draw, side = ImageDraw.Draw(canvas), canvas.width
    light, dark = shade(colour, 1.35), shade(colour, 0.72)
    for _ in range(random.randint(0, 16)):
        x, y = random.uniform(0, side), random.uniform(top, side)
        tone = light if random.random() < 0.5 else dark
        if ground == "water":
            draw.line((x, y, x + random.uniform(0.05, 0.2) * side, y), tone, side // 90)
        else:
            tilt = random.uniform(-0.03, 0.03) * side
            draw.line((x, y, x + tilt, y - random.uniform(0.04, 0.12) * side), tone, side // 90)


def place(random: Random, on: Scene, figure: Figure, extent: float) -> None:
    """Draw a figure, mirrored or not, somewhere on a scene.

    Args:
        random: Chooses.
        on: Its canvas is drawn upon.
        figure: What to draw.
        extent: The larger of its width and height, as a fraction of the canvas.
    """
    if not figure.shapes:
        return
    points = np.concatenate([outline for outline, _ in figure.shapes])
    tilt = turning(random.gauss(0, 4 if figure.home in ("water", "grass") else 9))
    facing = random.choice((-1.0, 1.0))
    points = points @ (np.diag([facing, 1.0]) @ tilt)
    low, high = points.min(axis=0), points.max(axis=0)
    side = on.canvas.width
    scale = side * extent / float((high - low).max())
    x, y = _corner(random, on, ((high - low) * scale).tolist(), facing)
    offset = np.array([x, y]) - low * scale
    points = points * scale + offset
    waterline = float(offset[1])
    wet = on.ground == figure.home == "water" and on.horizon < waterline < side
    box = (int(x) - 2, int(waterline), int(x + (high - low)[0] * scale) + 2, 0)
    under = on.canvas.crop((0, box[1], side, side)) if wet else None
    fill(on.canvas, _cut(points, figure.shapes))
    if under is not None:
        _reflect(random, on, under, box)


def _cut(points: Array, shapes: list[Shape]) -> list[Shape]:
    """The shapes again, with their points from one array."""
    cut, start = [], 0
    for outline, colour in shapes:
        cut.append((points[start : start + len(outline)], colour))
        start += len(outline)
    return cut


def _corner(random: Random, on: Scene, extent: list[float], facing: float) -> tuple[float, float]:
    """The upper left corner of something so large; the frame may cut a part of its rear."""
    side, (wide, high) = on.canvas.width, extent
    over = 0.3 * random.random() if random.random() < 0.2 else 0.0
    left = -over * wide if facing > 0 else 0.0
    right = side - wide + (over * wide if facing < 0 else 0.0)
    x = random.uniform(left, right)
    y = random.uniform(0, side - high + 0.6 * over * high)
    if on.horizon:
        y = max(y, min(on.horizon - 0.6 * high, side - 0.9 * high))
    return x, y


def _reflect(random: Random, on: Scene, under: Image.Image, box: tuple[int, int, int, int]) -> None:
    """Cover what lies under the waterline by water that mirrors what floats on it."""
    left, top, right, _ = box
    side = on.canvas.width
    depth = side - top
    if depth < 2 or top < 4:
        return
    on.canvas.paste(under, (0, top))
    left, right, depth = max(0, left), min(side, right), min(depth, top)
    above = on.canvas.crop((left, top - depth, right, top))
    mirrored = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    water = on.canvas.crop((left, top, right, top + depth))
    on.canvas.paste(Image.blend(water, mirrored, random.uniform(0.08, 0.42)), (left, top))
    draw, light = ImageDraw.Draw(on.canvas), shade(on.colour, 1.4)
    for _ in range(random.randint(1, 5)):
        y = top + abs(random.gauss(0, 0.06)) * side
        x = random.uniform(left - 6, right)
        draw.line((x, y, x + random.uniform(0.1, 0.3) * side, y), light, side // 90)


def cover(random: Random, on: Scene) -> None:
    """Reeds, blades or a stone before the scene."""
    side = on.canvas.width
    if random.random() < 0.6:
        colour = tinted(random, random.choice(((85, 105, 55), (130, 125, 75), (50, 65, 40))), 20)
        middle = random.uniform(0, side)
        reeds = []
        for _ in range(random.randint(2, 7)):
            foot, top = random.gauss(middle, 0.2 * side), random.uniform(0.35, 0.8) * side
            bend = foot + random.gauss(0, 0.06) * side
            reeds.append(
                line(
                    [(foot, side), ((foot + bend) / 2, (side + top) / 2), (bend, top)],
                    side / 60,
                    colour,
                )
            )
        fill(on.canvas, reeds)
    else:
        draw = ImageDraw.Draw(on.canvas)
        x, r = random.uniform(0, side), random.uniform(0.1, 0.25) * side
        y = side + random.uniform(-0.3, 0.6) * r
        colour = tinted(random, random.choice(((110, 105, 100), (60, 85, 50), (120, 95, 70))), 30)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)
