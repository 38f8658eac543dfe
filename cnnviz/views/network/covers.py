"""Leaves the cells of small maps empty whose values are still to be found."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from cnnviz.views.maps.blocks import blocks

Hidden = Callable[[str, int], NDArray[np.bool_] | None]  # (H, W) of a node and channel; None: none


def cover(painter: QPainter, ground: QColor, rect: QRect, hidden: NDArray[np.bool_] | None) -> None:
    """Paint the ground over hidden cells (H, W) of a map in a rectangle."""
    if hidden is None:
        return
    if hidden.all():
        painter.fillRect(rect, ground)
        return
    high, wide = rect.height() / hidden.shape[0], rect.width() / hidden.shape[1]
    for rows, columns in blocks(hidden):
        left, top = rect.x() + columns.start * wide, rect.y() + rows.start * high
        painter.fillRect(QRectF(left, top, len(columns) * wide, len(rows) * high), ground)
