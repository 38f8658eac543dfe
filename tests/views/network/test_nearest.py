"""Which map or value of a column lies nearest to a place."""

from hypothesis import given
from hypothesis import strategies as st

from cnnviz.views.network.columns import Column

NUMBERS = st.floats(-500, 500)


@st.composite
def grids(draw):
    count = draw(st.integers(1, 70))
    rows = draw(st.integers(1, count))
    return Column("maps", 10, 400, 20, 300, count, rows, draw(st.floats(4, 40)))


def distance(rect, x, y):
    across = max(rect.left() - x, 0, x - rect.right())
    return across**2 + max(rect.top() - y, 0, y - rect.bottom()) ** 2


@given(grids(), NUMBERS, NUMBERS)
def test_no_map_is_nearer_than_the_one_that_is_found(column, x, y):
    found = column.nearest(x, y)
    nearest = min(distance(column.cell(channel), x, y) for channel in range(column.count))
    assert distance(column.cell(found), x, y) <= nearest + 1e-6


@given(st.integers(1, 1000), NUMBERS)
def test_of_a_strip_the_value_beside_it_is_found(count, y):
    column = Column("strip", 10, 20, 20, 300, count, count, 4)
    nearest = min(distance(column.cell(k), 15, y) for k in range(count))
    assert distance(column.cell(column.nearest(15, y)), 15, y) <= nearest + 1e-6
