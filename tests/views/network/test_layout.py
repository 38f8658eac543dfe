import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.cnn import architectures
from cnnviz.cnn.layers import Conv2d
from cnnviz.views.network.layout import arrange


def arranged(network, width, height):
    fans = [False, *(isinstance(layer, Conv2d) for layer in network.layers)]
    return arrange(network.shapes, fans, (width, height))


@pytest.mark.parametrize("name", architectures.NAMES)
@pytest.mark.parametrize("size", [(740, 450), (1000, 620), (1300, 760), (2600, 1500)])
def test_nothing_overlaps_and_everything_fits(name, size):
    layout = arranged(architectures.build(name), *size)
    assert layout.width <= size[0]
    assert layout.height <= size[1]
    for before, after in zip(layout.columns, layout.columns[1:], strict=False):
        assert before.left + before.width < after.left
    for column in layout.columns:
        assert column.left >= 0
        for channel in {0, column.count - 1}:
            cell = column.cell(channel)
            assert cell.left() >= column.left - 1e-6
            assert cell.right() <= column.left + column.width + 1e-6
            assert cell.bottom() <= column.top + column.height + 1e-6


@pytest.mark.parametrize("name", [name for name in architectures.NAMES if name != "swan-cnn"])
def test_in_a_small_window_every_network_still_fits(name):
    layout = arranged(architectures.build(name), 526, 420)
    assert layout.width <= 526


def test_many_channels_become_a_grid():
    network = architectures.build("lecture-cnn")
    column = arranged(network, 1000, 620).columns[4]
    assert column.count == 16
    assert column.rows == 8


@given(st.integers(1, 64), st.floats(0, 1), st.floats(0, 1))
def test_what_is_painted_is_what_is_found(count, x, y):
    shapes = ((1, 8, 8), (count, 8, 8), (count,))
    for column in arrange(shapes, [False] * 3, (900, 500)).columns:
        for channel in range(column.count):
            cell = column.cell(channel)
            place = (
                cell.x() + 0.01 + x * cell.width() * 0.97,
                cell.y() + 0.01 + y * cell.height() * 0.97,
            )
            assert column.channel_at(*place) == channel


def test_between_the_maps_there_is_nothing():
    column = arranged(architectures.build("lecture-cnn"), 1000, 620).columns[1]
    below = column.cell(0).bottom() + 1
    assert column.channel_at(column.left + 5, below) is None
    assert column.channel_at(column.left + 5, column.top - 5) is None
    assert column.channel_at(column.left + 5, column.top + column.height + 50) is None
