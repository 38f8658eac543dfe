"""Where a sentence stands: beside what it is about, never over it while there is room."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize

from cnnviz.views.controls.bubble import beside

WINDOW, SIZE, GAP = QRect(0, 0, 1024, 768), QSize(240, 60), 4


@pytest.mark.parametrize(
    "about",
    [
        QRect(300, 100, 80, 24),
        QRect(10, 740, 80, 24),  # at the lower edge
        QRect(980, 5, 40, 24),  # at the right
        QRect(300, 20, 300, 740),  # as high as the window
        QRect(700, 20, 320, 740),
        QRect(0, 0, 1024, 400),
    ],
)
def test_a_sentence_covers_nothing_that_it_is_about(about):
    place = QRect(beside(about, SIZE, WINDOW, GAP), SIZE)
    assert not place.intersects(about)
    assert WINDOW.contains(place)


def test_where_no_side_has_room_it_covers_the_end_and_lies_inside():
    place = QRect(beside(WINDOW, SIZE, WINDOW, GAP), SIZE)
    assert WINDOW.contains(place)
    assert place.bottom() > 700
    small = QRect(beside(QRect(0, 0, 20, 20), QSize(400, 300), QRect(0, 0, 200, 100), GAP), SIZE)
    assert small.topLeft() == QPoint(GAP, GAP)
