"""Maps painted into pictures, for the tests of what is seen of them."""

import re

import numpy as np
from PySide6.QtCore import QBuffer, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from cnnviz.views.cells.painting import FRAME
from cnnviz.views.maps.geometry import cell_rect
from cnnviz.views.maps.painter import paint_map
from cnnviz.views.maps.shown import MapMarks

PLACE = QRect(10, 20, 240, 240)
ACTIVITY = np.array(
    [
        [4, 5, 1, 0, 0, 0],
        [9, 2, 3, 1, 0, 0],
        [7, 1, 1, 1, 1, 0],
        [3, 1, 1, 1, 0, 0],
        [2, 2, 1, 1, 1, 0],
        [1, 0, 0, 0, 0, 0],
    ],
    np.float32,
)


def painted(shown, look, marks=None, place=PLACE, exposed=None):
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    painter = QPainter(image)
    paint_map(painter, place, shown, marks or MapMarks(), look, exposed)
    painter.end()
    return image


def texts(shown, look, place=PLACE):
    """Return the texts that are painted, with the height of their font, from top left."""
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(2000, 2000))
    painter = QPainter(generator)
    paint_map(painter, place, shown, MapMarks(), look)
    painter.end()
    svg = bytes(buffer.data().data()).decode()
    return re.findall(r"<text[^>]*?font-size=\"(\d+)[^>]*>([^<]*)</text>", svg, re.DOTALL)


def signs(shown, look, place=PLACE):
    return [text.strip() for _, text in texts(shown, look, place)]


def corner(image, shown, row, column, place=PLACE):
    """Return the colour near the corner of a cell, where no digit is."""
    return image.pixelColor(cell_rect(place, shown, row, column).topLeft().toPoint() + QPoint(4, 4))


def is_violet(image, x, y):
    return image.pixelColor(x, y) == QColor(FRAME)
