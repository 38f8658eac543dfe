"""Make the sample drawings of resources/images/digits: python -m tests.artwork.digits.

Our own generator draws them. Of many the clearest is taken: of middle size and line width, and
read by the shipped network with the greatest certainty. It is centred, its edges are made smooth.
0, 1 and 4 were chosen by eye from an earlier state of the generator, and are left as they are.
"""

import numpy as np
from PIL import Image, ImageFilter

from cnnviz import resources
from cnnviz.cnn.trace import trace
from cnnviz.data.digits.strokes import CANVAS, CLASSES, drawn_digit
from cnnviz.project import shipped
from cnnviz.project.digit import mnist_treatment

TRIES = 400
BY_EYE = {0, 1, 4}
FINER = 4  # edges are made smooth on a canvas so many times as large


def main() -> None:
    """Write 0.png to 9.png: dark ink on white, 280×280 pixels."""
    network = shipped.network("lecture-cnn")
    for digit in {*range(CLASSES)} - BY_EYE:
        drawn = (drawn_digit(digit, np.random.default_rng([seed, digit])) for seed in range(TRIES))
        good = [_centred(ink) for ink in drawn if _is_clear(ink)]
        logits = [trace(network, mnist_treatment(ink)).values["fc2"] for ink in good]
        margins = [each[digit] - np.delete(each, digit).max() for each in logits]
        _save(good[int(np.argmax(margins))], digit)


def _is_clear(ink: np.ndarray) -> bool:
    """Whether a drawing is of middle size and drawn with a pen like the canvas's own."""
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    height, width = np.ptp(rows), np.ptp(columns)
    outline = np.abs(np.diff(ink, axis=0)).sum() + np.abs(np.diff(ink, axis=1)).sum()
    pen = 2 * ink.sum() / (outline * np.pi / 4)
    return 170 < height < 235 and 0.28 * height < width < height and 11 < pen < 19


def _centred(ink: np.ndarray) -> np.ndarray:
    """Move the middle of what is drawn to the middle of the canvas."""
    for axis in (0, 1):
        used = np.flatnonzero(ink.any(axis=1 - axis))
        ink = np.roll(ink, (ink.shape[axis] - 1 - used[0] - used[-1]) // 2, axis)
    return ink


def _save(ink: np.ndarray, digit: int) -> None:
    large = Image.fromarray(np.rint((1 - ink) * 255).astype(np.uint8))
    large = large.resize((CANVAS * FINER,) * 2, Image.Resampling.BICUBIC)
    large = large.filter(ImageFilter.GaussianBlur(12)).point([0] * 118 + [255] * 138)
    small = large.resize((CANVAS, CANVAS), Image.Resampling.BOX)
    small.save(resources.folder() / "images" / "digits" / f"{digit}.png", optimize=True)


if __name__ == "__main__":
    main()
