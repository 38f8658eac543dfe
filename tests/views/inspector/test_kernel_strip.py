import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from cnnviz.state.settings import Settings
from cnnviz.views.inspector.kernel_strip import KernelStrip
from cnnviz.views.look.theme import Look


@pytest.fixture
def strip(qtbot):
    made = KernelStrip(Look(Settings()))
    qtbot.addWidget(made)
    slices = np.tile(np.array([[1, -1], [-1, 1]], np.float32), (8, 1, 1))
    edited = (False,) * 7 + (True,)
    made.show_slices(slices, 1.0, edited, [f"input map {i + 1}" for i in range(8)])
    made.resize(made.sizeHint())
    made.show()
    return made


def test_slices_stand_in_the_rows_that_the_height_was_asked_for(strip):
    for width in range(60, strip.width() + 20):
        strip.resize(width, strip.heightForWidth(width))
        tops = [strip.slice_rect(i).top() for i in range(8)]
        assert tops.count(tops[0]) == min(8, strip.columns(width)), width
        assert strip.rect().contains(strip.slice_rect(7)), width


def test_pixels_are_hard(strip):
    picture, place = strip.grab().toImage(), strip.slice_rect(3)
    colors = {
        QColor(picture.pixel(x, y)).name()
        for x in range(place.left() + 2, place.right() - 1)
        for y in range(place.top() + 2, place.bottom() - 1)
    }
    assert len(colors) == 2


def test_a_screen_reader_meets_every_slice(strip):
    texts = [strip.model().index(i, 0).data(Qt.ItemDataRole.AccessibleTextRole) for i in range(8)]
    assert texts[0] == "Slice 1 of 8: input map 1"
    assert texts[7] == "Slice 8 of 8: input map 8, edited"
