"""Make the sample pictures of resources/images/samples: python -m tests.artwork.pictures."""

import random as chance
from functools import partial

import numpy as np
from PIL import Image
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QImage, QPainter

from cnnviz import resources
from tests.artwork import scenes

FINER = 4  # painted so many times as large, so that edges come out smooth
SIDE = scenes.SIDE
FOLDER = resources.folder() / "images" / "samples"


def main() -> None:
    """Write every picture."""
    app = QGuiApplication([])
    font = QFontDatabase.addApplicationFont(str(resources.folder() / "fonts/Inter-SemiBold.otf"))
    bold = QFont(QFontDatabase.applicationFontFamilies(font)[0])
    bold.setWeight(QFont.Weight.DemiBold)
    light, dark = ("#fdfcf8", "#c3cfdd"), ("#2a2d36", "#5a5f6e")  # feathers and their shade
    day = ("#7fae96", "#4f93a8", "#2f6f93", "#1d5278")
    evening = ("#c9a27a", "#a8948c", "#6d7b8f", "#475a72")
    swan = scenes.swan_on_water
    paints = {
        "01-swan": partial(swan, random=chance.Random(1), feathers=light, water=day),
        "02-black-swan": partial(swan, random=chance.Random(2), feathers=dark, water=evening),
        "03-cat": partial(scenes.cat, random=chance.Random(3)),
        "04-lighthouse": partial(scenes.lighthouse, random=chance.Random(4)),
        "05-sailing-boat": partial(scenes.boat_at_sea, random=chance.Random(5)),
        "06-street": partial(scenes.street, random=chance.Random(9)),
        "07-flower": partial(scenes.flower, random=chance.Random(7)),
        "08-letters": partial(scenes.letters, font=bold),
    }
    for name, paint in paints.items():
        _save(_grainy(_painted(paint, SIDE, SIDE), 1.6, seed=len(name)), name)
    _save(_test_card(), "09-test-card")
    _save(_bricks(), "10-bricks")
    _save(_mountains(256, 256), "11-mountains-grey")
    harbour = _grainy(_painted(_harbour, 1024, 768, 1), 3, seed=12)
    Image.fromarray(harbour).save(FOLDER / "12-harbour.jpg", quality=84, optimize=True)
    app.quit()


def _save(pixels: np.ndarray, name: str) -> None:
    Image.fromarray(pixels).save(FOLDER / f"{name}.png", optimize=True)


def _painted(paint, width: int, height: int, units: float = 1) -> np.ndarray:
    """Paint on a large canvas and average it down to (height, width, 3)."""
    canvas = QImage(width * FINER, height * FINER, QImage.Format.Format_RGBX8888)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(FINER * units, FINER * units)
    paint(painter)
    painter.end()
    pixels = np.frombuffer(canvas.constBits(), np.uint8).reshape(height * FINER, -1, 4)[..., :3]
    return np.asarray(Image.fromarray(pixels).resize((width, height), Image.Resampling.BOX))


def _grainy(pixels: np.ndarray, amount: float, seed: int) -> np.ndarray:
    """Add the soft grain of a photograph, the same in all channels."""
    grain = _smooth_noise(pixels.shape[:2], 2, seed) * amount
    return np.clip(pixels + grain[..., None], 0, 255).round().astype(np.uint8)


def _smooth_noise(shape: tuple[int, int], size: float, seed: int) -> np.ndarray:
    """Noise with blobs of some size in pixels, mean 0 and standard deviation 1."""
    small = [max(2, round(side / size)) for side in shape]
    noise = np.random.default_rng(seed).normal(size=small).astype(np.float32)
    soft = np.asarray(Image.fromarray(noise).resize(shape[::-1], Image.Resampling.BICUBIC))
    return (soft - soft.mean()) / soft.std()


def _fractal(shape: tuple[int, int], seed: int, roughness: float = 0.55) -> np.ndarray:
    """Noise of many sizes at once, mean 0 and standard deviation 1."""
    total = np.zeros(shape)
    for octave in range(6):
        small = np.random.default_rng([seed, octave]).normal(size=(3 * 2**octave,) * 2)
        field = Image.fromarray(small.astype(np.float32)).resize(shape[::-1], Image.BICUBIC)
        total += roughness**octave * np.asarray(field)
    return (total - total.mean()) / total.std()


def _test_card() -> np.ndarray:
    """What shows filters well: edges of every direction, stripes, a ramp, a checkerboard."""
    side = SIDE * FINER
    y, x = np.mgrid[:side, :side] / FINER
    card = np.full((side, side, 3), 236.0)
    left, top = x < 128, y < 128
    checks = ((x // 16 + y // 16) % 2)[..., None] * np.array([225, 225, 225]) + 20
    rings = 127.5 + 127.5 * np.cos(np.hypot(x - 192, y - 64) ** 2 / 62)
    rays = np.where(np.sin(18 * np.arctan2(y - 192, x - 64)) > 0, 30.0, 230.0)
    card = np.where((left & top)[..., None], checks, card)
    card = np.where((~left & top)[..., None], rings[..., None], card)
    card = np.where((left & ~top)[..., None], rays[..., None], card)
    patches = np.array([(214, 60, 46), (240, 178, 50), (60, 150, 80), (40, 96, 190)])
    band = np.clip(((y - 128) // 32).astype(int), 0, 3)
    ramp = (x - 128) / 128
    fade = patches[band] * (1 - ramp[..., None]) + 255 * ramp[..., None] * (band % 2)[..., None]
    card = np.where((~left & ~top)[..., None], fade, card)
    disc = np.hypot(x - 128, y - 128) < 40
    card[disc] = np.where((x < 128)[disc][:, None], 250, 12)
    small = Image.fromarray(card.astype(np.uint8)).resize((SIDE, SIDE), Image.Resampling.BOX)
    return np.asarray(small)


def _bricks() -> np.ndarray:
    """A wall of weathered bricks, lit from the top left, 192×192."""
    side = 192
    y, x = np.mgrid[:side, :side].astype(float)
    x, y = x + 1.2 * _fractal((side, side), 1), y + 1.0 * _fractal((side, side), 2)
    row = y // 24
    column = (x + (row % 2) * 24) // 48
    inside_x, inside_y = (x + (row % 2) * 24) % 48, y % 24
    edge = np.minimum(np.minimum(inside_x, 48 - inside_x), np.minimum(inside_y, 24 - inside_y))
    depth = np.clip((edge - 1.6) / 1.8, 0, 1)
    shade = np.random.default_rng(3).normal(size=(16, 16))[row.astype(int), column.astype(int)]
    height = depth * 3 + 0.28 * _fractal((side, side), 4, 0.75)
    light = np.gradient(height)[0] + np.gradient(height)[1]
    brick = np.array([168, 84, 62]) + shade[..., None] * np.array([16, 12, 9])
    mortar = np.array([188, 180, 166])
    wall = mortar + depth[..., None] * (brick - mortar)
    wall = wall + (light * 26 + 9 * _fractal((side, side), 5, 0.7))[..., None]
    return np.clip(wall, 0, 255).astype(np.uint8)


def _ridges(width: int, height: int, count: int, low: float, high: float, seed: int):
    """The heights of mountain ridges from far to near, as rows of the picture."""
    for index in range(count):
        profile = _fractal((64, width), seed + index, 0.5)[32]
        share = index / (count - 1)
        base = low + share * (high - low)
        yield share, height * (base - (0.05 + 0.04 * share) * profile)


def _mountains(width: int, height: int) -> np.ndarray:
    """A grey photograph of mountains in the mist."""
    y = np.arange(height)[:, None]
    picture = 216 - 30 * (y / height) + 7 * _fractal((height, width), 9, 0.45)
    sun = np.hypot(y - 0.22 * height, np.arange(width) - 0.68 * width)
    picture += 30 * np.exp(-((sun / (0.09 * width)) ** 2))
    for share, ridge in _ridges(width, height, 6, 0.42, 0.95, 21):
        dark = 188 - 150 * share
        mist = np.clip((y - ridge) / (0.3 * height), 0, 1) * 44 * (1 - share)
        rock = 5 * share * _fractal((height, width), 40 + int(9 * share), 0.8)
        cover = np.clip(y - ridge + 0.5, 0, 1)
        picture = picture * (1 - cover) + (dark + mist + rock) * cover
    picture += 2.2 * _smooth_noise((height, width), 1.2, 5)
    return np.clip(picture, 0, 255).astype(np.uint8)


def _harbour(painter: QPainter) -> None:
    """A harbour town at evening, 1024 × 768 units: something for every filter."""
    random = chance.Random(12)
    width, height = 1024, 768
    scenes.ground(painter, 0, 470, "#47619c", "#8f8fc0", "#e3a88e", "#fbdca0", width=width)
    glow = scenes.QRadialGradient(720, 330, 300)
    glow.setColorAt(0, scenes.color("#fff1c4", 255))
    glow.setColorAt(0.12, scenes.color("#ffe3a0", 220))
    glow.setColorAt(1, scenes.color("#ffe3a0", 0))
    painter.fillRect(0, 0, width, 470, glow)
    for share, ridge in _ridges(width, height, 3, 0.47, 0.55, 61):
        hill = scenes.QPainterPath(scenes.QPointF(0, 480))
        for x in range(0, width, 3):
            hill.lineTo(x, float(ridge[x]))
        hill.lineTo(width, 480)
        scenes.fill(painter, hill, ("#8a83b0", "#665f92", "#463f6e")[round(2 * share)])
    painter.save()
    painter.translate(0, 470 - 222 * 1.15)
    painter.scale(1.15, 1.15)
    scenes.houses(painter, random, 560)
    painter.restore()
    scenes.ground(painter, 468, 484, "#6d6257", "#4d453f", width=width)
    scenes.ground(painter, 484, height, "#c99a86", "#6a6f96", "#2b3d68", "#182745", width=width)
    scenes.ripples(painter, random, 488, height, "#ffe2ae", 190, width)
    scenes.ripples(painter, random, 500, height, "#22345c", 150, width)
    for x, y, size, sail in ((90, 420, 0.75, "#f7f3e8"), (640, 400, 0.95, "#f3d9b1"),
                             (330, 430, 1.25, "#e9eef5")):  # fmt: skip
        painter.save()
        painter.translate(x, y)
        painter.scale(size, size)
        scenes.boat(painter, sail, random.choice(["#d9482b", "#2f7f86", "#c98a1f"]))
        painter.restore()
    scenes.ripples(painter, random, 640, height, "#ffe2ae", 36, width)
    for x, y, size in ((400, 120, 15), (452, 150, 11), (520, 96, 18), (566, 138, 9), (200, 90, 12)):
        scenes.flying(painter, x, y, size)


if __name__ == "__main__":
    main()
