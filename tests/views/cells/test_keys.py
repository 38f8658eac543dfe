"""Which cell comes next: with an arrow, and after a number was typed."""

import pytest

from cnnviz.views.cells.keys import ARROWS, cell_after, neighbour

SHAPE = (2, 3)
ENTER, TAB, BACK = (1, 0), (0, 1), (0, -1)


@pytest.mark.parametrize("cell", [(0, 0), (0, 2), (1, 0), (1, 2)])
def test_an_arrow_moves_by_one_cell_and_stops_at_the_edge(cell):
    for step in ARROWS.values():
        row, column = cell[0] + step[0], cell[1] + step[1]
        is_inside = 0 <= row < 2 and 0 <= column < 3
        assert neighbour(cell, step, SHAPE) == ((row, column) if is_inside else cell)


@pytest.mark.parametrize(
    ("cell", "step", "after"),
    [
        ((0, 1), ENTER, (1, 1)),
        ((1, 1), ENTER, (1, 1)),  # there is no row below
        ((0, 1), TAB, (0, 2)),
        ((0, 2), TAB, (1, 0)),  # on to the next row
        ((1, 2), TAB, (1, 2)),  # the last cell
        ((1, 0), BACK, (0, 2)),
        ((0, 0), BACK, (0, 0)),
    ],
)
def test_after_a_number_was_typed_the_next_cell_follows(cell, step, after):
    assert cell_after(cell, step, SHAPE) == after
