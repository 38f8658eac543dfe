"""The pictures of the feature maps: one image for each node, made again only when it changed."""

from functools import lru_cache
from typing import NamedTuple
from weakref import ReferenceType, ref

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from cnnviz.cnn.network import INPUT
from cnnviz.cnn.ops import Array
from cnnviz.project.project import ForwardPass
from cnnviz.views.look.value_colors import Pixels, diverging, grey


class MapImage(NamedTuple):
    """All maps of one node below each other in one image."""

    image: QImage
    pixels: Pixels  # the memory of the image; must live as long as it
    parts: tuple[QRect, ...]  # where each map lies in the image


class MapImages:
    """Colours the nodes of a forward pass, from the same scale that the legend shows."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Array, tuple[object, ...], MapImage]] = {}
        self._of: ReferenceType[ForwardPass] | None = None  # which was asked for last

    def image(self, forward: ForwardPass, node: str, largest_side: int) -> MapImage:
        """Return the image of a node.

        Args:
            forward: The trace, its scales, and whether its input is ink.
            node: Which node.
            largest_side: How many pixels a map covers on the screen; larger maps are thinned out
                to about that, so that a photo costs no more than what is seen.
        """
        if self._of is None or self._of() is not forward:
            self._let_go(forward)
        values, scales = forward.trace.values[node], forward.scales
        thinning = max(1, min(values.shape[-2:]) // max(1, largest_side)) if values.ndim == 3 else 1
        limits = (
            scales.limits(node) if scales.mode == "map" and node != INPUT else [scales.limit(node)]
        )
        how = (limits, thinning, forward.is_grey(node), forward.prepared.is_ink)
        known = self._made.get(node)
        if known is None or known[0] is not values or known[1] != how:
            known = (values, how, _paint(forward, node, limits, thinning))
            self._made[node] = known
        return known[2]

    def _let_go(self, forward: ForwardPass) -> None:
        """Forget the images of values that are no more, also of nodes that nobody looks at."""
        self._of, now = ref(forward), forward.trace.values
        self._made = {node: each for node, each in self._made.items() if now.get(node) is each[0]}


def _paint(forward: ForwardPass, node: str, limits: list[float], thinning: int) -> MapImage:
    values: Array = forward.trace.values[node]
    if values.ndim == 1:
        values = values[:, None, None]  # (N, 1, 1): a strip is a column of one-pixel maps
    values = values[:, ::thinning, ::thinning]
    if forward.is_grey(node):
        pixels = grey(values, forward.prepared.is_ink)
    else:
        pixels = diverging(
            values, limits[0] if len(limits) == 1 else np.array(limits, np.float32)[:, None, None]
        )
    channels, height, width = pixels.shape
    pixels = np.ascontiguousarray(pixels)
    image = QImage(pixels.data, width, channels * height, 4 * width, QImage.Format.Format_RGB32)
    return MapImage(image, pixels, _parts(channels, height, width))


@lru_cache(maxsize=64)  # the same ones after every edit
def _parts(channels: int, height: int, width: int) -> tuple[QRect, ...]:
    return tuple(QRect(0, channel * height, width, height) for channel in range(channels))
