"""Classic kernels, and what can be done to any kernel (H, W).

What is said of each, with its source, stands in `explain.kernel_presets`.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from cnnviz.cnn.layer_base import read_only
from cnnviz.cnn.ops import Array
from cnnviz.language import _

LARGEST_KERNEL = 11  # rows and columns that can be chosen


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
            _(
                "The sum of the weights is 0, and nothing can be divided by 0: nothing was "
                "changed. Kernels that find edges sum to 0 on purpose."
            )
        )
    return np.asarray(kernel / total, np.float32)


def random_kernel(rows: int, columns: int, seed: int) -> Array:
    """Return a kernel as training starts from: uniform between −1 and 1 over √(rows · columns).

    Source: torch.nn.Conv2d for one input channel.
    """
    bound = (rows * columns) ** -0.5
    generator = np.random.default_rng(seed)
    return generator.uniform(-bound, bound, (rows, columns)).astype(np.float32)


_Rows = Sequence[Sequence[float]]


def _scaled(rows: _Rows, total: float) -> _Rows:
    return [[weight / total for weight in row] for row in rows]


_BINOMIAL_5 = [[a * b for b in (1, 4, 6, 4, 1)] for a in (1, 4, 6, 4, 1)]

_ROWS: Mapping[str, _Rows] = {
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "box-blur": _scaled([[1, 1, 1]] * 3, 9),
    "gaussian-blur": _scaled([[1, 2, 1], [2, 4, 2], [1, 2, 1]], 16),
    "gaussian-blur-5x5": _scaled(_BINOMIAL_5, 256),
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "sobel-vertical-edges": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "sobel-horizontal-edges": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "prewitt-vertical-edges": [[-1, 0, 1]] * 3,
    "prewitt-horizontal-edges": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    "scharr-vertical-edges": [[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]],
    "scharr-horizontal-edges": [[-3, -10, -3], [0, 0, 0], [3, 10, 3]],
    "laplacian-4-neighbours": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    "laplacian-8-neighbours": [[1, 1, 1], [1, -8, 1], [1, 1, 1]],
    "outline": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
    "motion-blur": _scaled(np.eye(5).tolist(), 5),
    "line-horizontal": [[-1, -1, -1], [2, 2, 2], [-1, -1, -1]],
    "line-vertical": [[-1, 2, -1]] * 3,
    "line-falling": [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]],
    "line-rising": [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]],
    "corner-top-left": [[-4, -4, -4], [-4, 5, 5], [-4, 5, 5]],
    "corner-top-right": [[-4, -4, -4], [5, 5, -4], [5, 5, -4]],
    "corner-bottom-left": [[-4, 5, 5], [-4, 5, 5], [-4, -4, -4]],
    "corner-bottom-right": [[5, 5, -4], [5, 5, -4], [-4, -4, -4]],
    "the-lectures-filter": [[0, 2, 1], [4, 1, 0], [1, 0, 1]],
}
CLASSIC_KERNELS: Mapping[str, Array] = MappingProxyType(
    {name: read_only(np.array(rows, np.float32)) for name, rows in _ROWS.items()}
)  # for correlation, as CNNs do it; each (H, W)
