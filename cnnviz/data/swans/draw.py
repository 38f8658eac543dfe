"""Endless pictures of swans and of what is none, drawn from curves and never twice the same.

The drawings are no photographs: a network trained on them does not know the swans of photographs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

import numpy as np
from numpy.typing import NDArray

from cnnviz.data.swans.birds import POSES, swan
from cnnviz.data.swans.curves import Figure
from cnnviz.data.swans.light import photographed
from cnnviz.data.swans.others import duck, flamingo, goose, gull, heron
from cnnviz.data.swans.scenes import cover, place, scene
from cnnviz.data.swans.things import boat, kettle, letter, sheep, thing
from cnnviz.language import _

__all__ = ["KINDS", "POSES", "SwanPictures", "kind_pictures", "swan_picture", "swan_pictures"]

_Drawing = Callable[[Random], Figure]
_OTHERS: dict[str, _Drawing] = {
    "duck": duck,
    "goose": goose,
    "heron": heron,
    "flamingo": flamingo,
    "gull": gull,
    "boat": boat,
    "kettle": kettle,
    "sheep": sheep,
    "letter": letter,
    "empty": thing,
}
_SMALLEST = 8  # pixels
_SWANS = ("white swan", "black swan")
KINDS: tuple[str, ...] = (*_SWANS, *_OTHERS)


@dataclass(frozen=True, eq=False)
class SwanPictures:
    """Pictures, what they show, and whether it is a swan."""

    pictures: NDArray[np.uint8]  # (N, 3, size, size): red, green, blue
    labels: NDArray[np.uint8]  # (N,): 1 is a swan, 0 is none
    kinds: NDArray[np.uint8]  # (N,): an index into KINDS


def swan_pictures(count: int, seed: int, size: int = 32, black: bool = True) -> SwanPictures:
    """Draw pictures of which every second shows a swan; other seeds draw other pictures.

    Args:
        count: How many; more of them begin with the same.
        seed: Chooses the sequence.
        size: Width and height of a picture in pixels, at least 8.
        black: Whether every second swan is a black one.

    Raises:
        ValueError: If the count is negative or the size is too small.
    """
    _check(count, size)
    swans = _SWANS if black else _SWANS[:1]
    others = tuple(_OTHERS)
    kinds = [
        others[index // 2 % len(others)] if index % 2 else swans[index // 2 % len(swans)]
        for index in range(count)
    ]
    return _drawn(kinds, f"{seed} {size} {black}", size)


def kind_pictures(count: int, seed: int, size: int, kinds: Sequence[str]) -> SwanPictures:
    """Draw pictures of the named kinds in turn; none is among those of `swan_pictures`.

    Raises:
        ValueError: If no kind is named or one is unknown, if the count is negative, or if the
            size is below 8 pixels.
    """
    _check(count, size)
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown or not kinds:
        text = _("No kind is named. The kinds are: {kinds}.")
        if unknown:
            text = _("“{kind}” is not a kind of picture. The kinds are: {kinds}.")
        raise ValueError(text.format(kind=(*unknown, "")[0], kinds=", ".join(KINDS)))
    turns = [kinds[index % len(kinds)] for index in range(count)]
    return _drawn(turns, f"{seed} {size} kinds", size)


def _check(count: int, size: int) -> None:
    if count < 0 or size < _SMALLEST:
        text = _(
            "Cannot draw {count} pictures of {size} × {size} pixels. Ask for 0 or more pictures, "
            "at least {smallest} pixels wide."
        )
        raise ValueError(text.format(count=count, size=size, smallest=_SMALLEST))


def _drawn(kinds: Sequence[str], sequence: str, size: int) -> SwanPictures:
    pictures = np.zeros((len(kinds), 3, size, size), dtype=np.uint8)
    for index, kind in enumerate(kinds):
        pictures[index] = swan_picture(kind, Random(f"{sequence} {index}"), size)
    numbers = np.array([KINDS.index(kind) for kind in kinds], dtype=np.uint8)
    return SwanPictures(pictures, (numbers < len(_SWANS)).astype(np.uint8), numbers)


def swan_picture(kind: str, random: Random, size: int, pose: str = "") -> NDArray[np.uint8]:
    """Draw one picture, shape (3, size, size); a swan is in the named pose of POSES, or in any."""
    draw = _drawing(kind, random, pose)
    figure = draw(random)
    ground = scene(random, size, figure)
    extent = random.uniform(0.7, 1.0) if random.random() < 0.85 else random.uniform(0.45, 0.7)
    company = random.random()
    if company < 0.1:  # another one behind
        place(random, ground, draw(random), extent * random.uniform(0.6, 0.9))
    elif company < 0.15:
        place(random, ground, thing(random), random.uniform(0.2, 0.7))
    place(random, ground, figure, extent)
    if random.random() < 0.18:
        cover(random, ground)
    return photographed(random, ground.canvas, size)


def _drawing(kind: str, random: Random, pose: str) -> _Drawing:
    if kind in _OTHERS:
        return _OTHERS[kind]
    return partial(swan, black=kind == "black swan", pose=pose or random.choice(POSES))
