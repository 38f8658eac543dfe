"""One filter on a picture of full size, in strips that can be given up between two of them."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from cnnviz.cnn import ops
from cnnviz.cnn.layer_base import Layer
from cnnviz.cnn.layers import BatchNorm2d, Conv2d
from cnnviz.cnn.ops import Array
from cnnviz.project.picture import Picture
from cnnviz.project.resizing import LUMINANCE

STRIP = 64  # rows of the result that are computed at once


class Full(NamedTuple):
    """A picture in full size, as the filter reads it, and what the filter makes of it."""

    picture: Array  # (C, H, W), intensities 0 to 1
    result: Array  # (H_out, W_out)


def filtered(
    picture: Picture,
    layers: tuple[Layer, ...],
    channel: int,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Full | None:
    """Send a picture of any size through one filter of a convolution.

    Args:
        picture: An image, in its own size.
        layers: The convolution and what acts on each value after it: a batch norm, a ReLU.
        channel: Which filter.
        is_wanted: Asked between strips; False gives the computation up.

    Returns:
        The picture and the result, or None where it was given up.
    """
    conv, *after = layers
    rest = [each.of_channel(channel) if isinstance(each, BatchNorm2d) else each for each in after]
    assert isinstance(conv, Conv2d)  # asked for only for a filter
    values = _with_channels(picture.values, conv.weight.shape[1])
    kernel = conv.laid_weight[channel : channel + 1]
    bias = None if conv.bias is None else conv.bias[channel : channel + 1]
    padded = ops.pad2d(values, conv.padding, conv.padding_mode)
    _, height, width = conv.output_shape((values.shape[0], *values.shape[1:]))
    result = np.empty((height, width), np.float32)
    rows, _columns = conv.windows((values.shape[0], *values.shape[1:]))
    for top in range(0, height, STRIP):
        if not is_wanted():
            return None
        count = min(STRIP, height - top)
        strip = padded[:, rows.strip(top, count)]
        made = ops.conv2d(strip, kernel, bias, stride=conv.stride, dilation=conv.dilation)
        for layer in rest:
            made = layer.forward(made)
        result[top : top + count] = made[0]
    return Full(values, result)


def _with_channels(values: Array, channels: int) -> Array:
    if len(values) == channels:
        return values
    if channels == 1:
        return np.tensordot(np.array(LUMINANCE, np.float32), values, axes=1)[None]
    return np.repeat(values, channels, axis=0)
