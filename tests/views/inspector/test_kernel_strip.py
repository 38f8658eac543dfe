import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

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


@pytest.fixture
def column(qtbot):
    """A column with a strip at its top."""
    whole, strip = QWidget(), KernelStrip(Look(Settings()))
    qtbot.addWidget(whole)
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(strip)
    layout.addStretch()
    whole.show()
    return whole, strip


def test_slices_stand_in_the_rows_that_the_height_was_asked_for(strip):
    for width in range(60, strip.width() + 20):
        strip.resize(width, strip.heightForWidth(width))
        tops = [strip.slice_rect(i).top() for i in range(8)]
        assert tops.count(tops[0]) == min(8, strip.columns(width)), width
        assert strip.rect().contains(strip.slice_rect(7)), width


@pytest.mark.parametrize("count", [8, 16])
def test_a_narrow_column_gives_it_all_its_rows(column, count):
    """It wants to be eight slices wide; in less room it is higher than it wanted to be."""
    whole, strip = column
    strip.show_slices(np.ones((count, 2, 2), np.float32), 1.0, (False,) * count, [""] * count)
    for width in (strip.sizeHint().width(), 236, 180):
        whole.resize(width, 400)
        assert strip.geometry().topLeft().isNull(), width
        assert strip.height() == strip.heightForWidth(width), width
        assert strip.rect().contains(strip.slice_rect(count - 1)), width


def test_in_a_low_column_it_does_with_room_for_one_slice(column):
    whole, strip = column
    strip.show_slices(np.ones((16, 2, 2), np.float32), 1.0, (False,) * 16, [""] * 16)
    assert whole.layout().minimumSize().height() == strip.side()


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
