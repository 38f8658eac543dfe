"""Classic kernels with their sources, and what can be done to any kernel (H, W)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cnnviz.cnn.layer_base import read_only
from cnnviz.cnn.ops import Array

LARGEST_KERNEL = 11  # rows and columns that can be chosen


@dataclass(frozen=True, eq=False)
class Preset:
    """A kernel that people know by name. The weights are for correlation, as CNNs do it."""

    name: str
    weights: Array  # (H, W)
    sentence: str  # what it does to a picture
    source: str


def resized(kernel: Array, rows: int, columns: int) -> Array:
    """Return a kernel of another size: its middle, with zeros around where it grows."""
    result = np.zeros((rows, columns), np.float32)
    spans = []
    for old, new in zip(kernel.shape, (rows, columns), strict=True):
        into, from_ = max(0, (new - old) // 2), max(0, (old - new) // 2)
        size = min(old, new)
        spans.append((slice(into, into + size), slice(from_, from_ + size)))
    (rows_into, rows_from), (columns_into, columns_from) = spans
    result[rows_into, columns_into] = kernel[rows_from, columns_from]
    return result


def rotated(kernel: Array) -> Array:
    """Return a kernel turned clockwise by 90°."""
    return np.rot90(kernel, -1)


def flipped_horizontally(kernel: Array) -> Array:
    """Return a kernel with left and right exchanged."""
    return kernel[:, ::-1]


def flipped_vertically(kernel: Array) -> Array:
    """Return a kernel with top and bottom exchanged."""
    return kernel[::-1]


def transposed(kernel: Array) -> Array:
    """Return a kernel with rows and columns exchanged."""
    return kernel.T


def negated(kernel: Array) -> Array:
    """Return a kernel with every sign changed; a zero stays the plain zero."""
    return np.float32(0) - kernel


def normalised(kernel: Array) -> Array:
    """Return a kernel divided by the sum of its weights, so that they sum to 1.

    Raises:
        ValueError: If the sum is 0, or as good as 0 beside the rounding of the weights.
    """
    total = kernel.sum(dtype=np.float64)
    rounding = np.finfo(np.float32).eps * np.abs(kernel).sum(dtype=np.float64)
    if abs(total) <= rounding:
        raise ValueError(
            "The sum of the weights is 0, and nothing can be divided by 0: nothing was changed. "
            "Kernels that find edges sum to 0 on purpose."
        )
    return np.asarray(kernel / total, np.float32)


def random_kernel(rows: int, columns: int, seed: int) -> Array:
    """Return a kernel as training starts from: uniform between −1 and 1 over √(rows · columns).

    Source: torch.nn.Conv2d for one input channel.
    """
    bound = (rows * columns) ** -0.5
    generator = np.random.default_rng(seed)
    return generator.uniform(-bound, bound, (rows, columns)).astype(np.float32)


_GONZALEZ = "Gonzalez and Woods (2018), Digital Image Processing, 4th edition"
_CORNER = f"A zero-sum template in the manner of {_GONZALEZ}, section 10.2"


_Rows = Sequence[Sequence[float]]


def _preset(name: str, rows: _Rows, sentence: str, source: str) -> Preset:
    return Preset(name, read_only(np.array(rows, np.float32)), sentence, source)


def _scaled(rows: _Rows, total: float) -> _Rows:
    return [[weight / total for weight in row] for row in rows]


_BINOMIAL_5 = [[a * b for b in (1, 4, 6, 4, 1)] for a in (1, 4, 6, 4, 1)]

PRESETS: tuple[Preset, ...] = (
    _preset(
        "Identity",
        [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "Leaves the picture as it is.",
        f"{_GONZALEZ}, section 3.4",
    ),
    _preset(
        "Box blur",
        _scaled([[1, 1, 1]] * 3, 9),
        "Replaces every pixel by the mean of its neighbourhood.",
        f"{_GONZALEZ}, section 3.5",
    ),
    _preset(
        "Gaussian blur",
        _scaled([[1, 2, 1], [2, 4, 2], [1, 2, 1]], 16),
        "Blurs, and trusts near pixels more than far ones.",
        "Burt and Adelson (1983), IEEE Transactions on Communications 31(4): binomial weights",
    ),
    _preset(
        "Gaussian blur 5×5",
        _scaled(_BINOMIAL_5, 256),
        "Blurs more strongly, and trusts near pixels more than far ones.",
        "Burt and Adelson (1983), IEEE Transactions on Communications 31(4): binomial weights",
    ),
    _preset(
        "Sharpen",
        [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "Adds to every pixel its difference from its neighbours.",
        f"{_GONZALEZ}, section 3.6",
    ),
    _preset(
        "Sobel, vertical edges",
        [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "Positive where the picture gets lighter from left to right.",
        "Sobel and Feldman (1968), A 3×3 isotropic gradient operator, Stanford AI Project",
    ),
    _preset(
        "Sobel, horizontal edges",
        [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
        "Positive where the picture gets lighter from top to bottom.",
        "Sobel and Feldman (1968), A 3×3 isotropic gradient operator, Stanford AI Project",
    ),
    _preset(
        "Prewitt, vertical edges",
        [[-1, 0, 1]] * 3,
        "Like Sobel, but all three rows count the same.",
        "Prewitt (1970), Object enhancement and extraction, in Picture Processing and "
        "Psychopictorics",
    ),
    _preset(
        "Prewitt, horizontal edges",
        [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
        "Like Sobel, but all three columns count the same.",
        "Prewitt (1970), Object enhancement and extraction, in Picture Processing and "
        "Psychopictorics",
    ),
    _preset(
        "Scharr, vertical edges",
        [[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]],
        "Like Sobel, with weights that treat slanted edges more evenly.",
        "Scharr (2000), Optimale Operatoren in der Digitalen Bildverarbeitung, Heidelberg",
    ),
    _preset(
        "Scharr, horizontal edges",
        [[-3, -10, -3], [0, 0, 0], [3, 10, 3]],
        "Like Sobel, with weights that treat slanted edges more evenly.",
        "Scharr (2000), Optimale Operatoren in der Digitalen Bildverarbeitung, Heidelberg",
    ),
    _preset(
        "Laplacian, 4 neighbours",
        [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
        "Compares every pixel with the four beside it: edges in every direction.",
        f"{_GONZALEZ}, section 3.6",
    ),
    _preset(
        "Laplacian, 8 neighbours",
        [[1, 1, 1], [1, -8, 1], [1, 1, 1]],
        "Compares every pixel with all eight around it, diagonals included.",
        f"{_GONZALEZ}, section 3.6",
    ),
    _preset(
        "Outline",
        [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "Positive where a pixel is lighter than its neighbours; even areas become 0.",
        f"{_GONZALEZ}, section 10.2",
    ),
    _preset(
        "Emboss",
        [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
        "Light from one side: the picture looks pressed into paper.",
        "The GNU Image Manipulation Program, manual, Convolution Matrix",
    ),
    _preset(
        "Motion blur",
        _scaled(np.eye(5).tolist(), 5),
        "The mean along a diagonal, as if the camera had moved.",
        f"{_GONZALEZ}, section 5.6",
    ),
    _preset(
        "Line, horizontal",
        [[-1, -1, -1], [2, 2, 2], [-1, -1, -1]],
        "Largest on horizontal lines that are one pixel thin.",
        f"{_GONZALEZ}, section 10.2",
    ),
    _preset(
        "Line, vertical",
        [[-1, 2, -1]] * 3,
        "Largest on vertical lines that are one pixel thin.",
        f"{_GONZALEZ}, section 10.2",
    ),
    _preset(
        "Line, falling",
        [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]],
        "Largest on thin lines that fall from left to right.",
        f"{_GONZALEZ}, section 10.2",
    ),
    _preset(
        "Line, rising",
        [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]],
        "Largest on thin lines that rise from left to right.",
        f"{_GONZALEZ}, section 10.2",
    ),
    _preset(
        "Corner, top left",
        [[-4, -4, -4], [-4, 5, 5], [-4, 5, 5]],
        "Largest where a light area has its top left corner.",
        _CORNER,
    ),
    _preset(
        "Corner, top right",
        [[-4, -4, -4], [5, 5, -4], [5, 5, -4]],
        "Largest where a light area has its top right corner.",
        _CORNER,
    ),
    _preset(
        "Corner, bottom left",
        [[-4, 5, 5], [-4, 5, 5], [-4, -4, -4]],
        "Largest where a light area has its bottom left corner.",
        _CORNER,
    ),
    _preset(
        "Corner, bottom right",
        [[5, 5, -4], [5, 5, -4], [-4, -4, -4]],
        "Largest where a light area has its bottom right corner.",
        _CORNER,
    ),
    _preset(
        "The lecture's filter",
        [[0, 2, 1], [4, 1, 0], [1, 0, 1]],
        "The exercise of the lecture: its first value is 57.",
        "The lecture, Activity 2",
    ),
)
