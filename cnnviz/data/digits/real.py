"""The 1,797 real handwritten digits of 8×8 pixels, enlarged to the form of MNIST."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from safetensors.numpy import load_file

from cnnviz import resources

BOX, SIDE = 20, 28  # pixels: of the digit, and of the picture, as in MNIST


def real_digits() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return pictures (1797, 1, 28, 28), 255 is ink, and labels (1797,).

    Source: E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI
    Machine Learning Repository, CC BY 4.0.
    """
    arrays = load_file(resources.path("data/digits.safetensors"))
    small = (arrays["pictures"].astype(np.float32) * (255 / 16)).round().astype(np.uint8)
    made = np.zeros((len(small), 1, SIDE, SIDE), np.uint8)
    at = (SIDE - BOX) // 2
    for place, digit in zip(made, small, strict=True):
        large = Image.fromarray(digit).resize((BOX, BOX), Image.Resampling.BICUBIC)
        place[0, at : at + BOX, at : at + BOX] = np.asarray(large)
    return made, arrays["labels"]
