"""Hidden cells are painted as few blocks: one by one, those of a photo took seconds a frame."""

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.blocks import blocks
from cnnviz.views.maps.painter import paint_map
from cnnviz.views.maps.shown import MapMarks, MapShown
from cnnviz.views.network.covers import cover

FEW = 8  # rectangles


@pytest.mark.parametrize("seed", range(30))
def test_blocks_hold_each_marked_cell_once(seed):
    random = np.random.default_rng(seed)
    marked = random.random(random.integers(0, 9, 2)) < random.random()
    found = np.zeros(marked.shape, int)
    for rows, columns in blocks(marked, 3, -2):
        found[rows.start - 3 : rows.stop - 3, columns.start + 2 : columns.stop + 2] += 1
    np.testing.assert_array_equal(found, marked)


class Counting(QPainter):
    count = 0

    def fillRect(self, *arguments):
        self.count += 1
        super().fillRect(*arguments)


@pytest.fixture
def photo():
    """A map as large as a photo that is asked first, with one cell told."""
    hidden = np.ones((700, 900), np.bool_)
    hidden[300, 400] = False
    return MapShown(np.zeros(hidden.shape, np.float32), 1, hidden=hidden)


@pytest.mark.parametrize("way", ["map", "small"])
def test_a_photo_that_is_asked_first_is_painted_in_few_strokes(qapp, photo, way):
    place = QRect(10, 10, 450, 350)
    painter = Counting(image := QImage(500, 400, QImage.Format.Format_RGB32))
    if way == "map":
        paint_map(painter, place, photo, MapMarks(), Look(Settings()))
    else:
        cover(painter, QColor("white"), place, photo.hidden)
    painter.end()
    assert painter.count < FEW
    assert not image.isNull()
