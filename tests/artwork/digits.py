"""Make the sample drawings of resources/images/digits: python -m tests.artwork.digits.

Our own generator draws them; what it draws is centred, and its edges are made smooth.
"""

import numpy as np
from PIL import Image, ImageFilter

from cnnviz import resources
from cnnviz.data.digits import CANVAS, drawn_digit

SEEDS = (42, 26, 63, 32, 27, 2, 29, 76, 29, 31)  # chosen by eye, one for each digit
FINER = 4  # edges are made smooth on a canvas so many times as large


def main() -> None:
    """Write 0.png to 9.png: dark ink on white, 280×280 pixels."""
    for digit, seed in enumerate(SEEDS):
        ink = _centred(drawn_digit(digit, np.random.default_rng([seed, digit])))
        large = Image.fromarray(np.rint((1 - ink) * 255).astype(np.uint8))
        large = large.resize((CANVAS * FINER,) * 2, Image.Resampling.BICUBIC)
        large = large.filter(ImageFilter.GaussianBlur(10)).point([0] * 118 + [255] * 138)
        small = large.resize((CANVAS, CANVAS), Image.Resampling.BOX)
        small.save(resources.folder() / "images" / "digits" / f"{digit}.png", optimize=True)


def _centred(ink: np.ndarray) -> np.ndarray:
    """Move the middle of what is drawn to the middle of the canvas."""
    for axis in (0, 1):
        used = np.flatnonzero(ink.any(axis=1 - axis))
        ink = np.roll(ink, (ink.shape[axis] - 1 - used[0] - used[-1]) // 2, axis)
    return ink


if __name__ == "__main__":
    main()
