"""The marks on a map: frames, lights, winners."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRect

from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.maps.geometry import cell_rect
from cnnviz.views.maps.shown import MapMarks, MapShown
from tests.views.maps.painted_maps import PLACE, corner, is_violet, painted


@pytest.fixture
def look(qapp):
    return Look(Settings())


def test_a_window_has_a_frame_around_its_cells_only(look):
    shown = MapShown(np.zeros((6, 6), np.float32))
    marks = MapMarks(window=(np.arange(1, 4), np.arange(2, 5)))
    image = painted(shown, look, marks)
    left, top = PLACE.x() + 2 * 40, PLACE.y() + 40
    assert is_violet(image, left - 1, top + 60)  # in the gap before
    assert is_violet(image, left + 119, top + 60)  # and in the gap after
    assert not is_violet(image, left - 2, top + 60)
    assert not is_violet(image, left + 120, top + 60)
    assert not is_violet(image, left + 39, top + 60)  # between its cells


def test_each_cell_of_a_dilated_window_has_a_frame(look):
    shown = MapShown(np.zeros((6, 6), np.float32))
    image = painted(shown, look, MapMarks(window=(np.array([0, 2, 4]), np.array([0, 2, 4]))))
    for row, column in np.ndindex(5, 5):
        place = cell_rect(PLACE, shown, row, column).toRect()
        edges = place.left(), place.right() - 1
        framed = all(is_violet(image, x, place.center().y()) for x in edges)
        assert framed == (row % 2 == column % 2 == 0)


def test_a_window_reaches_into_the_padding(look):
    shown = MapShown(np.zeros((4, 4), np.float32), padding=(1, 1))
    image = painted(shown, look, MapMarks(window=(np.arange(-1, 2), np.arange(-1, 2))))
    assert is_violet(image, PLACE.x() - 1, PLACE.y() + 60)
    assert is_violet(image, PLACE.x() + 119, PLACE.y() + 60)


def test_lit_cells_keep_their_colours_apart(look):
    values = np.array([[1, 0], [-1, 1]], np.float32)
    shown, lit = MapShown(values), np.array([[True, True], [True, False]])
    plain, image = painted(shown, look), painted(shown, look, MapMarks(lit=lit))
    colors = [corner(image, shown, row, column).name() for row, column in np.ndindex(2, 2)]
    assert len(set(colors)) == 4
    before = [corner(plain, shown, row, column).name() for row, column in np.ndindex(2, 2)]
    assert [a != b for a, b in zip(before, colors, strict=True)] == lit.ravel().tolist()


@pytest.mark.parametrize("side", [4, 40])
def test_winners_are_framed(look, side):
    shown, winners = MapShown(np.ones((6, 6), np.float32)), np.eye(6, dtype=np.bool_)
    place = QRect(20, 20, 6 * side, 6 * side)
    plain = painted(shown, look, place=place)
    image = painted(shown, look, MapMarks(winners=winners), place)
    for row, column in np.ndindex(6, 6):
        cell = cell_rect(place, shown, row, column).toRect()
        assert (plain.copy(cell) == image.copy(cell)) != winners[row, column]


@pytest.mark.parametrize("thinned", [False, True])
def test_marks_on_a_large_map_are_seen_at_its_borders(look, thinned):
    shown = MapShown(np.zeros((200, 200) if not thinned else (2000, 2000), np.float32))
    size = shown.size[0]
    window = np.arange(size - 3, size), np.arange(3)
    image = painted(
        shown, look, MapMarks(current=(0, size - 1), window=window), QRect(20, 20, 200, 200)
    )
    violet = [(x, y) for x in range(300) for y in range(300) if is_violet(image, x, y)]
    assert any(x > 210 and y < 30 for x, y in violet)
    assert any(x < 30 and y > 210 for x, y in violet)


def luminance(color):
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return float(np.dot(parts, (0.2126, 0.7152, 0.0722)))


def contrast(one, other):
    """The contrast of two colours as WCAG counts it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


WINNER = np.zeros((6, 6), np.bool_)
WINNER[2, 2] = True
MARKS = {
    "current": MapMarks(current=(2, 2)),
    "window": MapMarks(window=(np.array([2]), np.array([2]))),
    "winner": MapMarks(winners=WINNER),
}


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("value", [0.0, 0.25, 0.5, 0.75, 1.0, -0.5, -1.0, None])
@pytest.mark.parametrize("kind", MARKS)
@pytest.mark.parametrize("is_grey", [False, True])
def test_a_mark_stands_out_from_every_cell_in_every_theme(qapp, theme, value, kind, is_grey):
    settings = Settings()
    settings.set_theme(theme)
    look = Look(settings)
    hidden = np.full((6, 6), value is None)
    values = np.full((6, 6), value or 0, np.float32)
    shown = MapShown(values, 1, hidden=hidden, is_grey=is_grey)
    image = painted(shown, look, MARKS[kind])
    place = cell_rect(PLACE, shown, 2, 2).toRect()
    row = place.center().y() - 9  # beside the number
    line = [image.pixelColor(x, row) for x in range(place.left() - 3, place.left() + 8)]
    steps = [contrast(a, b) for a, b in pairwise(line)]
    assert max(steps) >= 3
