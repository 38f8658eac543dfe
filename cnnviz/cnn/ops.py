"""The forward operations of a CNN in plain NumPy, named as in torch.nn.functional.

Every function takes one picture, not a batch: feature maps have the shape (C, H, W).
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.windows import (
    NUMPY_PADDING,
    AdaptiveWindows,
    PaddingMode,
    SlidingSides,
    sliding,
)
from cnnviz.language import _

Array = NDArray[np.float32]
Pair = tuple[int, int]  # (vertical, horizontal), in pixels

_BLOCK = 1 << 17  # values that a convolution gathers at once: 512 KiB of float32


def pad2d(x: Array, padding: Pair, mode: PaddingMode = "zeros") -> Array:
    """Return x (C, H, W) with `padding` rows and columns added on each side."""
    rows, columns = padding
    if rows == columns == 0:
        return x
    if mode == "zeros":
        padded = np.zeros((x.shape[0], x.shape[1] + 2 * rows, x.shape[2] + 2 * columns), x.dtype)
        padded[:, rows : rows + x.shape[1], columns : columns + x.shape[2]] = x
        return padded
    return np.pad(x, ((0, 0), (rows, rows), (columns, columns)), NUMPY_PADDING[mode])  # type: ignore[call-overload,no-any-return]


def _under_windows(padded: Array, windows: SlidingSides) -> Iterator[Array]:
    """Yield, for each cell of the window in row order, the inputs it meets, (C, H_out, W_out)."""
    for down, along in product(*(side.under_each() for side in windows)):
        yield padded[:, down, along]


def conv2d(  # noqa: PLR0913 - the arguments of torch.nn.functional.conv2d
    x: Array,
    weight: Array,
    bias: Array | None = None,
    *,
    stride: Pair = (1, 1),
    padding: Pair = (0, 0),
    padding_mode: PaddingMode = "zeros",
    dilation: Pair = (1, 1),
    groups: int = 1,
) -> Array:
    """Slide every kernel over the input, unflipped as in PyTorch, and take weighted sums.

    Args:
        x: Input, shape (C_in, H, W).
        weight: Kernels, shape (C_out, C_in / groups, K_h, K_w).
        bias: One offset per kernel, shape (C_out,), or None for no offset.
        stride: Distance between window positions, in pixels; at least 1.
        padding: Rows and columns added on each side.
        padding_mode: What the added cells hold.
        dilation: Distance between the cells of the window; 1 means contiguous.
        groups: Into how many separate groups the channels are split.

    Returns:
        Feature maps, shape (C_out, H_out, W_out), one value for each position of the window.

    Raises:
        ValueError: If the channel counts do not fit, or the window is larger than the input.

    Source: Dumoulin and Visin (2016), arXiv:1603.07285, relationship 15 (output size).
    """
    channels_out, channels_in, *kernel = weight.shape
    if x.shape[0] != channels_in * groups:
        text = _("kernels take {taken} channels, the input has {given}")
        raise ValueError(text.format(taken=channels_in * groups, given=x.shape[0]))
    rows, columns = sliding(x.shape[1:], (kernel[0], kernel[1]), stride, padding, dilation)
    height, width = rows.positions, columns.positions
    if min(height, width) < 1:
        text = _("the window {kernel} with its dilation is larger than the padded input")
        raise ValueError(text.format(kernel=kernel))
    padded = pad2d(x, padding, padding_mode)
    kernels = weight.reshape(groups, channels_out // groups, -1)
    sums = np.empty((groups, channels_out // groups, height, width), np.float32)
    cells = x.shape[0] * kernel[0] * kernel[1]
    most = max(1, _BLOCK // (cells * width))  # a photo in strips that stay in the cache
    all_along = columns.under_each()
    for top in range(0, height, most):
        count = min(most, height - top)
        gathered = np.empty((x.shape[0], kernel[0] * kernel[1], count, width), np.float32)
        places = product(rows.under_each(top, count), all_along)
        for cell, (down, along) in enumerate(places):
            gathered[:, cell] = padded[:, down, along]
        products = np.matmul(kernels, gathered.reshape(groups, -1, count * width))
        sums[:, :, top : top + count] = products.reshape(*sums.shape[:2], count, width)
    maps = sums.reshape(channels_out, height, width)
    return maps if bias is None else maps + bias[:, None, None]


def _fit_windows(x: Array, padding: Pair, needed: Pair, fill: float) -> Array:
    """Return x padded with `fill`, and at the far ends up to the `needed` size."""
    channels, height, width = x.shape
    rows = max(needed[0], height + 2 * padding[0])
    columns = max(needed[1], width + 2 * padding[1])
    if (rows, columns) == (height, width):
        return x
    padded = np.full((channels, rows, columns), fill, np.float32)
    padded[:, padding[0] : padding[0] + height, padding[1] : padding[1] + width] = x
    return padded


def _pooling_windows(
    x: Array, kernel: Pair, stride: Pair, padding: Pair, dilation: Pair, ceil_mode: bool
) -> tuple[SlidingSides, Pair]:
    """Return the windows of a pooling, and the input size that they need."""
    windows = sliding(x.shape[1:], kernel, stride, padding, dilation, ceil=ceil_mode)
    rows, columns = windows
    if min(rows.positions, columns.positions) < 1:
        text = _("the window {kernel} is larger than the padded input {size}")
        raise ValueError(text.format(kernel=kernel, size=x.shape[1:]))
    return windows, (rows.length, columns.length)


def max_pool2d(
    x: Array,
    kernel_size: Pair,
    *,
    stride: Pair | None = None,
    padding: Pair = (0, 0),
    dilation: Pair = (1, 1),
    ceil_mode: bool = False,
) -> Array:
    """Return the largest value of each window; padding never wins.

    Args:
        x: Input, shape (C, H, W).
        kernel_size: Rows and columns of the window.
        stride: Distance between windows; None for the size of the window.
        padding: Rows and columns of −∞ added on each side; at most half the window.
        dilation: Distance between the cells of the window; 1 means contiguous.
        ceil_mode: Whether a last window may hang over the end.

    Returns:
        Maps of shape (C, H_out, W_out), one value for each position of the window.

    Raises:
        ValueError: If the window is larger than the padded input.
    """
    stride = stride or kernel_size
    windows, needed = _pooling_windows(x, kernel_size, stride, padding, dilation, ceil_mode)
    cells = _under_windows(_fit_windows(x, padding, needed, -np.inf), windows)
    largest = next(cells).copy()
    for values in cells:
        np.maximum(largest, values, out=largest)
    return largest


def avg_pool2d(  # noqa: PLR0913 - the arguments of torch.nn.functional.avg_pool2d
    x: Array,
    kernel_size: Pair,
    *,
    stride: Pair | None = None,
    padding: Pair = (0, 0),
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Array:
    """Return the mean of each window.

    Args:
        x: Input, shape (C, H, W).
        kernel_size: Rows and columns of the window.
        stride: Distance between windows; None for the size of the window.
        padding: Rows and columns of zeros added on each side; at most half the window.
        ceil_mode: Whether a last window may hang over the end; what hangs over never counts.
        count_include_pad: Whether the zeros of the padding count as values of the mean.
        divisor_override: What each sum is divided by; None for how many values count.

    Returns:
        Maps of shape (C, H_out, W_out), one value for each position of the window.

    Raises:
        ValueError: If the window is larger than the padded input.
    """
    stride = stride or kernel_size
    windows, needed = _pooling_windows(x, kernel_size, stride, padding, (1, 1), ceil_mode)
    sums = _window_sums(_fit_windows(x, padding, needed, 0), windows)
    if divisor_override is not None:
        return sums / np.float32(divisor_override)
    counted = np.ones((1, *x.shape[1:]), np.float32)
    if count_include_pad:
        counted = np.pad(counted, ((0, 0), (padding[0],) * 2, (padding[1],) * 2), "edge")
        count_padding = (0, 0)
    else:
        count_padding = padding
    counts = _window_sums(_fit_windows(counted, count_padding, needed, 0), windows)
    return sums / counts


def _window_sums(padded: Array, windows: SlidingSides) -> Array:
    cells = _under_windows(padded, windows)
    total = next(cells).copy()
    for values in cells:
        total += values
    return total


def adaptive_avg_pool2d(x: Array, output_size: Pair = (1, 1)) -> Array:
    """Return means of patches that cut x (C, H, W) into `output_size`; (1, 1) is global."""
    means = [patch.mean(axis=(1, 2)) for patch in _patches(x, output_size)]
    return np.stack(means, axis=1).reshape(x.shape[0], *output_size)


def adaptive_max_pool2d(x: Array, output_size: Pair = (1, 1)) -> Array:
    """Return the largest values of patches that cut x (C, H, W) into `output_size`."""
    largest = [patch.max(axis=(1, 2)) for patch in _patches(x, output_size)]
    return np.stack(largest, axis=1).reshape(x.shape[0], *output_size)


def _patches(x: Array, output_size: Pair) -> Iterator[Array]:
    """Yield the patches of x (C, H, W) in row order."""
    rows, columns = map(AdaptiveWindows, x.shape[1:], output_size)
    for top, bottom in rows.all_bounds():
        for left, right in columns.all_bounds():
            yield x[:, top:bottom, left:right]


def batch_norm2d(
    x: Array,
    running_mean: Array,
    running_var: Array,
    weight: Array | None,
    bias: Array | None,
    *,
    eps: float = 1e-5,
) -> Array:
    """Return (x − mean) / √(var + eps) · weight + bias, channel by channel, as when looking.

    Args:
        x: Input, shape (C, H, W), or (C,) of values in a row.
        running_mean: Mean of each channel in training, shape (C,).
        running_var: Variance of each channel in training, shape (C,).
        weight: Learnt scale, shape (C,); None for 1.
        bias: Learnt offset, shape (C,); None for 0.
        eps: Keeps the root from zero.

    Returns:
        Values of the shape of x.

    Source: Ioffe and Szegedy (2015), arXiv:1502.03167, algorithm 2.
    """
    each = (-1, *[1] * (x.ndim - 1))
    learnt = np.ones_like(running_var) if weight is None else weight
    scale: Array = learnt / np.sqrt(running_var + np.float32(eps))
    scaled: Array = (x - running_mean.reshape(each)) * scale.reshape(each)
    return scaled if bias is None else scaled + bias.reshape(each)


def dropout(x: Array) -> Array:
    """Return x itself: dropout acts in training only, never when looking."""
    return x


def flatten(x: Array) -> Array:
    """Return the values of x (C, H, W) in a row, in PyTorch's order: channel, row, column."""
    return np.ascontiguousarray(x).reshape(-1)


def linear(x: Array, weight: Array, bias: Array | None = None) -> Array:
    """Return weight · x + bias for x (N_in,) and weight (N_out, N_in): shape (N_out,)."""
    sums = weight @ x
    return sums if bias is None else sums + bias


def exponentials(x: Array) -> Array:
    """Return exp(x − max x): the largest becomes 1, and none overflows."""
    return np.asarray(np.exp(x - x.max()), dtype=np.float32)


def softmax(x: Array) -> Array:
    """Return exp(x − max x) divided by the sum of all: shares (N,) that sum to 1."""
    grown = exponentials(x)
    return np.asarray(grown / grown.sum(), dtype=np.float32)


def log_softmax(x: Array) -> Array:
    """Return x − max x − ln Σ exp(x − max x): what none is above 0 of, (N,)."""
    from_largest = x.astype(np.float64) - x.max()
    return np.asarray(from_largest - np.log(np.exp(from_largest).sum()), np.float32)
