import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.project.drawing import moved, stroke

SIDE = 64
places = st.tuples(st.floats(-20, SIDE + 20), st.floats(-20, SIDE + 20))


def blank(side=SIDE):
    return np.zeros((side, side), np.float32)


def distance_to_line(start, end):
    """How far the middle of each pixel is from a line, in float64 and without boxes."""
    rows, columns = np.indices((SIDE, SIDE)) + 0.5
    line = np.subtract(end, start)
    square = line @ line
    along = (rows - start[0]) * line[0] + (columns - start[1]) * line[1]
    along = np.clip(along / square, 0, 1) if square else np.zeros_like(rows)
    return np.hypot(rows - start[0] - along * line[0], columns - start[1] - along * line[1])


@given(places, places, st.floats(1, 15))
def test_a_stroke_covers_what_is_nearer_than_its_radius(start, end, radius):
    expected = np.clip(radius + 0.5 - distance_to_line(start, end), 0, 1)
    np.testing.assert_allclose(stroke(blank(), start, end, radius), expected, atol=2e-4)


@given(places, places, st.floats(1, 15))
def test_erasing_where_a_stroke_went_leaves_paper_there(start, end, radius):
    full = np.ones((SIDE, SIDE), np.float32)
    erased = stroke(full, start, end, radius, erase=True)
    np.testing.assert_allclose(erased, 1 - stroke(blank(), start, end, radius), atol=1e-6)


def test_a_stroke_keeps_the_ink_that_is_there_and_the_canvas_before():
    first = stroke(blank(), (10, 10), (10, 50), 4)
    both = stroke(first, (30, 10), (30, 50), 4)
    assert (both >= first).all()
    assert first[30, 30] == 0
    assert both[30, 30] == both[10, 30] == 1
    assert not both.flags.writeable


def test_ink_stays_between_paper_and_ink():
    drawn = stroke(stroke(blank(), (0, 0), (64, 64), 9), (5, 60), (60, 5), 9)
    assert drawn.min() == 0
    assert drawn.max() == 1


@given(st.integers(-70, 70), st.integers(-70, 70))
def test_shifting_moves_every_pixel(rows, columns):
    ink = np.arange(1, SIDE * SIDE + 1, dtype=np.float32).reshape(SIDE, SIDE)
    after = moved(ink, rows, columns)
    for row, column in [(0, 0), (13, 40), (SIDE - 1, SIDE - 1)]:
        source = row - rows, column - columns
        inside = all(0 <= place < SIDE for place in source)
        assert after[row, column] == (ink[source] if inside else 0)


@pytest.mark.parametrize(("rows", "columns"), [(5, 0), (0, -7), (-3, 12)])
def test_shifting_back_restores_what_did_not_leave(rows, columns):
    ink = stroke(blank(), (25, 25), (40, 30), 5)
    np.testing.assert_array_equal(moved(moved(ink, rows, columns), -rows, -columns), ink)
