"""The light in which a picture is taken, and the camera: cast, contrast, fog, blur, noise."""

from functools import cache
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter


def photographed(random: Random, canvas: Image.Image, size: int) -> NDArray[np.uint8]:
    """Reduce a canvas to a picture, shape (3, size, size), in some light."""
    picture = canvas.reduce(canvas.width // size)
    if random.random() < 0.12:
        picture = picture.filter(ImageFilter.GaussianBlur(random.uniform(0.3, 0.55) * size / 32))
    light = np.asarray(picture, dtype=np.float32)
    gain, offset = _exposure(random)
    light = light * np.array(gain, dtype=np.float32) + np.array(offset, dtype=np.float32)
    if random.random() < 0.4:  # light from one side
        across, down = _ramps(size)
        light *= 1 + across * random.uniform(-0.22, 0.22) + down * random.uniform(-0.22, 0.22)
    noise = random.choice((0.0, 1.0, 2.0, 4.0, 8.0))
    if noise:
        grain = np.frombuffer(random.randbytes(light.size), dtype=np.uint8).reshape(light.shape)
        light += (grain - np.float32(127.5)) * np.float32(noise / 73.6)  # its deviation is `noise`
    return light.clip(0, 255).astype(np.uint8).transpose(2, 0, 1)


def _exposure(random: Random) -> tuple[list[float], list[float]]:
    """What each colour is multiplied by, and what is then added."""
    kind = random.random()
    if kind < 0.5:  # a fair day
        light, contrast, cast = random.uniform(-15, 12), random.uniform(0.85, 1.1), 0.04
    elif kind < 0.75:  # warm, cold or coloured light
        light, contrast, cast = random.uniform(-20, 10), random.uniform(0.8, 1.05), 0.09
    elif kind < 0.9:  # dusk
        light, contrast, cast = random.uniform(-25, -5), random.uniform(0.7, 0.9), 0.07
    else:  # fog
        light, contrast, cast = random.uniform(15, 40), random.uniform(0.6, 0.8), 0.04
    gain = [contrast * (1 + random.gauss(0, cast)) for _ in range(3)]
    return gain, [128 * (1 - contrast) * 0.6 + light] * 3


@cache
def _ramps(size: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    ramp = np.linspace(-1, 1, size, dtype=np.float32)
    return ramp[None, :, None], ramp[:, None, None]
