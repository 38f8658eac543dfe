"""Where the cells of a map lie."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect

from cnnviz.views.maps.geometry import cell_at, cell_rect, fitted
from cnnviz.views.maps.shown import MapShown
from tests.views.maps.painted_maps import ACTIVITY


@pytest.mark.parametrize("size", [(1, 1), (6, 6), (1, 300), (28, 20), (768, 1024)])
@pytest.mark.parametrize("padding", [(0, 0), (1, 2)])
@pytest.mark.parametrize("side", [100, 333, 2111])
def test_a_cell_is_found_where_it_lies(size, padding, side):
    shown = MapShown(np.zeros(size, np.float32), padding=padding)
    place = fitted(QRect(7, 9, side, side - 20), shown, largest_cell=48)
    assert QRect(7, 9, side, side - 20).contains(place)
    last = (size[0] - 1 + padding[0], size[1] - 1 + padding[1])
    for cell in [(0, 0), (size[0] // 2, size[1] // 3), (-padding[0], -padding[1]), last]:
        rect = cell_rect(place, shown, *cell)
        assert cell_at(place, shown, rect.center()) == cell
        assert rect.width() == pytest.approx(rect.height(), rel=0.3) or place.height() == 1
        if rect.width() >= 2:
            assert rect.width() == rect.height() == int(rect.width()) <= 48
            assert cell_at(place, shown, rect.topLeft()) == cell
            assert cell_at(place, shown, rect.bottomRight() - QPointF(0.1, 0.1)) == cell


def test_places_in_the_padding_are_negative_and_beyond_it_are_none():
    shown = MapShown(ACTIVITY, padding=(1, 2))
    place = QRect(100, 50, 10 * 20, 8 * 20)
    assert cell_at(place, shown, QPoint(100, 50)) == (-1, -2)
    assert cell_at(place, shown, QPointF(299.9, 209.9)) == (6, 7)
    assert cell_at(place, shown, QPoint(99, 60)) is None
    assert cell_at(place, shown, QPoint(110, 210)) is None


def test_a_place_that_is_no_multiple_of_the_cells_has_whole_cells_in_its_middle():
    shown = MapShown(ACTIVITY)
    place = QRect(0, 0, 6 * 20 + 5, 6 * 20 + 3)
    assert cell_rect(place, shown, 0, 0).getRect() == (2, 1, 20, 20)
    assert cell_at(place, shown, QPoint(1, 10)) is None
