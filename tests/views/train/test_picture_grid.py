import numpy as np
import pytest
from PySide6.QtCore import Qt

from cnnviz.views.train.picture_grid import PictureGrid

LEFT, ROLE = Qt.MouseButton.LeftButton, Qt.ItemDataRole


@pytest.fixture
def grid(look, qtbot):
    made = PictureGrid(look, "pictures")
    qtbot.addWidget(made)
    pictures = np.zeros((10, 1, 8, 8), np.uint8)
    captions = [f"{i}→{i + 1}" for i in range(10)]
    made.show_pictures(pictures, captions, [f"Picture {i}" for i in range(10)])
    made.resize(200, made.heightForWidth(200))
    made.show()
    return made


def test_pictures_stand_in_the_rows_that_the_height_was_asked_for(grid):
    for width in range(50, 420, 3):
        grid.resize(width, grid.heightForWidth(width))
        tops = [grid.rect_of(i).top() for i in range(10)]
        assert tops.count(tops[0]) == min(10, grid.columns(width)), width
        assert grid.rect().contains(grid.rect_of(9)), width


def test_a_click_and_the_keys_take_a_picture(grid, qtbot):
    taken = []
    grid.picture_taken.connect(taken.append)
    qtbot.mouseClick(grid.viewport(), LEFT, pos=grid.rect_of(2).center())
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert taken == [2, 3, 3 + grid.columns(grid.width())]


def test_a_screen_reader_meets_every_picture(grid):
    texts = [grid.model().index(i, 0).data(ROLE.AccessibleTextRole) for i in range(10)]
    assert texts == [f"Picture {i}" for i in range(10)]
