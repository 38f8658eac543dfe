"""Pictures and inputs as images to paint: grey, ink, colour, or signed numbers."""

import numpy as np
from PySide6.QtGui import QImage

from cnnviz.cnn.ops import Array
from cnnviz.cnn.scale import largest
from cnnviz.project.picture import Picture, Prepared
from cnnviz.views.look.value_colors import Pixels, diverging, grey, true_colours

LARGEST_SIDE = 1024  # pixels; larger pictures are thinned out before they are coloured


def picture_image(picture: Picture) -> QImage:
    """Return a picture as the user brought it, three channels in colour."""
    values = _thinned(picture.values)
    if len(values) == 3:
        return to_image(true_colours(values))
    if picture.kind == "matrix":
        return to_image(diverging(values[0], largest(values)))
    return to_image(grey(values[0], is_ink=picture.kind == "drawing"))


def channel_images(prepared: Prepared, picture: Picture) -> list[QImage]:
    """Return each channel of the input of a network, made from a picture."""
    values = _thinned(prepared.values)
    if picture.kind == "matrix":
        limit = largest(values)
        return [to_image(diverging(channel, limit)) for channel in values]
    return [to_image(grey(channel, prepared.is_ink)) for channel in values]


def to_image(pixels: Pixels) -> QImage:
    """Return an image of its own from pixels (H, W)."""
    height, width = pixels.shape
    pixels = np.ascontiguousarray(pixels)
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def _thinned(values: Array) -> Array:
    step = max(1, max(values.shape[1:]) // LARGEST_SIDE)
    return values[:, ::step, ::step]
