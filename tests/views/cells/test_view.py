"""Where the cells of a grid lie."""

import numpy as np
import pytest

from cnnviz.state.settings import Settings
from cnnviz.views.cells.grid import CellGrid
from cnnviz.views.look.theme import Look


@pytest.fixture
def look(qapp):
    return Look(Settings())


@pytest.mark.parametrize("size", [(1, 1), (1, 5), (5, 3), (11, 11), (32, 32)])
@pytest.mark.parametrize("percent", [75, 100, 300])
def test_cells_are_square_and_lie_inside(qtbot, look, size, percent):
    look._settings.set_text_size(percent)
    grid = CellGrid(look, "Kernel")
    qtbot.addWidget(grid)
    grid.show_values(np.ones(size, np.float32), 1)
    grid.resize(250, grid.heightForWidth(250))
    grid.show()
    for cell in ((0, 0), (size[0] - 1, size[1] - 1)):
        rect = grid.cell_rect(*cell)
        assert rect.width() == rect.height() >= 6
        assert grid.rect().contains(rect)
        assert grid.cell_at(rect.topLeft()) == grid.cell_at(rect.bottomRight()) == cell
