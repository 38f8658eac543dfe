"""The colours of values: white is zero, blue positive, orange negative; inputs are grey."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cnnviz.cnn.ops import Array

Pixels = NDArray[np.uint32]  # 0xffRRGGBB, as QImage.Format_RGB32 has them

BLUE: Final = (20, 92, 178)
ORANGE: Final = (214, 98, 10)
NOT_A_NUMBER: Final = (128, 128, 128)

_ZERO = 127  # the index of white; 0 is full orange, 254 full blue, 255 not a number
_SMALLEST = 1e-30  # limits of this size and less are reckoned with in float64


def _packed(rgb: NDArray[np.floating]) -> Pixels:
    red, green, blue = np.moveaxis(rgb.round().astype(np.uint32), -1, 0)
    return np.asarray(np.uint32(0xFF000000) | red << 16 | green << 8 | blue, np.uint32)


def _diverging_table() -> Pixels:
    strength = np.abs(np.arange(255) - _ZERO)[:, None] / _ZERO
    strongest = np.where(np.arange(255)[:, None] < _ZERO, ORANGE, BLUE)
    rgb = 255 + (strongest - 255) * strength
    return _packed(np.vstack([rgb, NOT_A_NUMBER]))


def _grey_table(is_ink: bool) -> Pixels:
    grey = np.arange(255)[:, None] / 254 * np.full(3, 255.0)
    return _packed(np.vstack([255 - grey if is_ink else grey, NOT_A_NUMBER]))


_DIVERGING = _diverging_table()
_INK = _grey_table(is_ink=True)
_LIGHT = _grey_table(is_ink=False)


def diverging(values: Array, limit: float | Array) -> Pixels:
    """Colour values by sign and size; `limit` and beyond get the full colour.

    Args:
        values: Any shape.
        limit: The size with the full colour; 0 paints everything white. Or an array that
            broadcasts with the values, for instance (C, 1, 1): a limit for each map.
    """
    if not isinstance(limit, np.ndarray):
        scale = _number_type(limit)(_ZERO / limit if limit > 0 else 0)
        return _look_up(_DIVERGING, values, scale, _ZERO + 0.5)
    limit = limit.astype(_number_type(limit[limit > 0].min(initial=1)))
    scales = np.divide(_ZERO, limit, out=np.zeros_like(limit), where=limit > 0)
    return _look_up(_DIVERGING, values, scales, _ZERO + 0.5)


def _number_type(limit: float) -> type[np.float32] | type[np.float64]:
    """Return in what numbers the scale to a limit can be held: 127/1e-38 is too large for some."""
    return np.float32 if limit <= 0 or limit > _SMALLEST else np.float64


def grey(values: Array, is_ink: bool) -> Pixels:
    """Colour intensities from 0 to 1: 1 is white, or black where it is ink."""
    return _look_up(_INK if is_ink else _LIGHT, values, np.float32(254), 0.5)


def true_colours(values: Array) -> Pixels:
    """Return a picture (3, H, W) of intensities from 0 to 1 in its own colours, (H, W)."""
    levels = np.nan_to_num(values).clip(0, 1) * np.float32(255) + np.float32(0.5)
    red, green, blue = levels.astype(np.uint32)
    return np.asarray(np.uint32(0xFF000000) | red << 16 | green << 8 | blue, np.uint32)


def _look_up(
    table: Pixels, values: Array, scale: NDArray[np.floating] | np.floating, offset: float
) -> Pixels:
    with np.errstate(invalid="ignore", over="ignore"):
        index = np.asarray(values * scale, np.float32)
        index += np.float32(offset)
        index.clip(0, 254, out=index)
        if math.isnan(index.max(initial=0)):
            index[np.isnan(index)] = 255
    return table.take(index.astype(np.uint8), mode="clip")  # none is outside, which is not checked


def text_on(pixel: int) -> str:
    """Return the colour of text that reads best on a pixel: dark or white, by WCAG luminance."""
    channels = np.array([pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ np.array([0.2126, 0.7152, 0.0722]))
    return "#ffffff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.0615 else "#1b2430"
