"""What is painted of a map: its colours, its numbers, and what is reached of it."""

from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter

from cnnviz.state.settings import Settings
from cnnviz.text.decimals import Decimals
from cnnviz.views.look.theme import Look
from cnnviz.views.look.value_colors import diverging, grey
from cnnviz.views.maps import shown as map_shown
from cnnviz.views.maps.geometry import cell_rect, fitted
from cnnviz.views.maps.painter import paint_map
from cnnviz.views.maps.shown import MapMarks, MapShown
from tests.views.maps.painted_maps import ACTIVITY, PLACE, corner, painted, signs, texts


@pytest.fixture
def look(qapp):
    return Look(Settings())


@pytest.mark.parametrize("side", [1, 3, 13, 14, 24, 25, 40])
def test_cells_have_the_colours_of_the_scale(look, side):
    values = np.array([[-1, 0.4, 0], [2, np.nan, -0.2], [np.inf, -0.9, 0.1]], np.float32)
    shown = MapShown(values, 1.5)
    place = QRect(30, 30, 3 * side, 3 * side)
    image = painted(shown, look, place=place)
    for (row, column), pixel in np.ndenumerate(diverging(values, 1.5)):
        rect = cell_rect(place, shown, row, column).toRect()
        inside = (0, 0) if side < 14 else (side - 2, side - 2)
        for offset in ((0, 0), inside):
            assert image.pixel(rect.topLeft() + QPoint(*offset)) == int(pixel)


def test_intensities_are_grey_and_ink_is_black(look):
    values = np.array([[0, 0.5], [0.75, 1]], np.float32)
    for is_ink in (True, False):
        shown = MapShown(values, is_grey=True, is_ink=is_ink)
        image = painted(shown, look)
        for (row, column), pixel in np.ndenumerate(grey(values, is_ink)):
            assert corner(image, shown, row, column) == QColor(int(pixel))


def test_a_colour_picture_has_its_colours_and_no_numbers(look):
    values = np.zeros((3, 2, 2), np.float32)
    values[:, 0, 1] = 1, 0.5, 0
    values[:, 1, 0] = np.nan, 2, -1
    shown = MapShown(values)
    image = painted(shown, look)
    assert corner(image, shown, 0, 1) == QColor(255, 128, 0)
    assert corner(image, shown, 1, 0) == QColor(0, 255, 0)
    assert texts(shown, look) == []


def test_not_a_number_is_grey_and_told(look):
    shown = MapShown(np.array([[np.nan, -np.inf], [1, 2]], np.float32), 2)
    assert corner(painted(shown, look), shown, 0, 0) == QColor(128, 128, 128)
    assert signs(shown, look) == ["NaN", "−∞", "1", "2"]


def test_large_cells_have_gaps_and_small_ones_none(look):
    shown = MapShown(np.ones((4, 4), np.float32))
    for side, gap in ((40, 1.0), (14, 0.43), (13, 0.0)):  # a faint one where no numbers stand
        image = painted(shown, look, place=QRect(30, 30, 4 * side, 4 * side))
        red = image.pixelColor(30 + side - 1, 33).redF()
        full = QColor("#145cb2").redF()
        assert red == pytest.approx(full + gap * (1 - full), abs=0.01)
        assert image.pixelColor(29, 33) == QColor(look.colors.pale)
        assert image.pixelColor(28, 33) == QColor("red")


def test_only_what_is_exposed_is_painted(look):
    shown = MapShown(np.ones((6, 6), np.float32))
    image = painted(shown, look, exposed=QRect(10, 20, 30, 30))
    assert corner(image, shown, 0, 0) == QColor("#145cb2")
    assert corner(image, shown, 5, 5) == QColor("red")


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1)])
def test_thin_maps_are_painted(look, shape):
    shown = MapShown(np.ones(shape, np.float32))
    place = fitted(PLACE, shown, largest_cell=48)
    image = painted(shown, look, MapMarks(current=(shape[0] - 1, 0)), place)
    assert image.pixelColor(place.center()) == QColor("#145cb2") or shape == (1, 1)


def test_a_map_shown_again_is_not_coloured_again(look, monkeypatch):
    coloured = []
    colour = map_shown.diverging
    monkeypatch.setattr(map_shown, "diverging", lambda *given: coloured.append(1) or colour(*given))
    shown = MapShown(ACTIVITY, 9)
    painted(shown, look)
    painted(replace(shown, reached=7), look, MapMarks(current=(1, 0)))
    assert len(coloured) == 1
    painted(replace(shown, limit=4), look)
    painted(replace(shown, values=ACTIVITY.copy()), look)
    assert len(coloured) == 3


def test_the_painter_is_left_as_it_was(look):
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setClipRect(QRect(0, 0, 50, 50))
    before = painter.pen().color(), painter.clipBoundingRect(), painter.font()
    paint_map(painter, PLACE, MapShown(ACTIVITY, 9), MapMarks(current=(0, 0)), look)
    assert (painter.pen().color(), painter.clipBoundingRect(), painter.font()) == before
    painter.end()


# Numbers


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("values", [ACTIVITY, ACTIVITY * 0.37, -ACTIVITY * 1234.5], ids=str)
def test_numbers_are_9_pixels_high_or_left_out_and_fit(look, percent, values):
    look._settings.set_text_size(percent)
    shown, smallest = MapShown(values, 9), None
    for side in range(8, 90):
        found = texts(shown, look, QRect(0, 0, 6 * side, 6 * side))
        assert len(found) in (0, 36)
        if smallest is None and found:
            smallest = side
            assert int(found[0][0]) == 9
        if found:
            assert 9 <= int(found[0][0]) <= 16 * percent / 100
        assert bool(found) == (smallest is not None)  # once there is room, they stay
    assert smallest is not None
    assert smallest == 15 or values is not ACTIVITY


def test_numbers_have_the_decimals_of_their_layer_or_none_are_shown(look):
    shown = MapShown(np.array([[-12.345, 3], [0.5, -0.25]], np.float32), 9)
    found = [signs(shown, look, QRect(0, 0, 2 * side, 2 * side)) for side in range(90, 10, -1)]
    assert [texts for texts, _ in groupby(found)] == [
        ["−12.35", "3", "0.50", "−0.25"],
        [],
    ]
    of_layer = replace(shown, decimals=Decimals(3))
    assert signs(of_layer, look, QRect(0, 0, 180, 180)) == ["−12.345", "3", "0.500", "−0.250"]


def test_the_largest_digits_can_be_chosen(look):
    place = QRect(0, 0, 600, 600)
    assert texts(MapShown(ACTIVITY, 9), look, place)[0][0] == "16"
    assert texts(MapShown(ACTIVITY, 9, largest_digits=40), look, place)[0][0] == "40"


def test_digits_have_their_own_size_whatever_was_painted_before(look):
    shown, other = MapShown(ACTIVITY, 9), Look(look._settings)
    painted(shown, look, place=QRect(10, 20, 90, 90))
    assert painted(shown, look) == painted(shown, other)


def test_padding_holds_zeros_or_what_it_is_given(look):
    values = np.array([[1, 2], [3, 4]], np.float32)
    shown = MapShown(values, 4, padding=(1, 1))
    assert sorted(signs(shown, look)) == ["0"] * 12 + ["1", "2", "3", "4"]
    wrapped = replace(shown, padded=np.pad(values, 1, mode="wrap"))
    assert sorted(signs(wrapped, look)) == sorted("1234" * 4)


# What is reached


def test_cells_not_reached_are_empty(look):
    shown = MapShown(np.ones((4, 4), np.float32), reached=6)
    image = painted(shown, look)
    empty = QColor(look.colors.raised)
    colors = [corner(image, shown, *divmod(place, 4)) for place in range(16)]
    assert colors == [QColor("#145cb2")] * 6 + [empty] * 10
    assert signs(shown, look) == ["1"] * 6


@pytest.mark.parametrize(("reached", "count"), [(0, 0), (4, 4), (16, 16), (None, 16)])
def test_as_many_numbers_as_cells_reached(look, reached, count):
    assert len(signs(MapShown(np.ones((4, 4), np.float32), reached=reached), look)) == count


@pytest.mark.parametrize("place", [PLACE, QRect(0, 0, 600, 600)])
def test_a_hidden_cell_has_neither_number_nor_colour(look, place):
    values = np.arange(36, dtype=np.float32).reshape(6, 6)
    hidden = np.zeros((6, 6), np.bool_)
    hidden[2, 3] = hidden[5, 5] = True
    shown = MapShown(values, 40, hidden=hidden)
    found = signs(shown, look, place)
    assert sorted(map(int, found)) == [n for n in range(36) if n not in (15, 35)]
    others = MapShown(np.where(hidden, np.float32(22), values), 40, hidden=hidden)
    assert painted(shown, look, place=place) == painted(others, look, place=place)


def test_columns_that_no_window_reaches_are_hatched(look):
    shown = MapShown(ACTIVITY, 9)
    reached = np.ones(6, np.bool_), np.arange(6) < 5
    plain, hatched = painted(shown, look), painted(replace(shown, unreached=reached), look)
    for row, column in np.ndindex(6, 6):
        cell = cell_rect(PLACE, shown, row, column).toRect()
        assert (plain.copy(cell) == hatched.copy(cell)) == (column < 5)
