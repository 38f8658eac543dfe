"""Digits in cells: as large as fits, or none."""

import numpy as np
import pytest
from PySide6.QtGui import QFontMetricsF

from cnnviz.state.settings import Settings
from cnnviz.views.cells.painting import Cells
from cnnviz.views.look.theme import Look

KERNEL = np.array([[-0.3, 0.23, 0.11], [0.04, 0.21, -0.08], [-0.14, 0.16, 0.06]], np.float32)


@pytest.fixture
def look(qapp):
    return Look(Settings())


@pytest.mark.parametrize("side", range(4, 73, 4))
@pytest.mark.parametrize("values", [KERNEL, 100 * KERNEL, KERNEL.round()], ids=str)
def test_digits_fit_and_are_9_pixels_high_or_left_out(look, side, values):
    font, texts = Cells(values, 1, whole=False).digits(look, (side, side))
    if font is None:
        assert side < 48
    else:
        assert font.pixelSize() >= 9
        assert max(QFontMetricsF(font).horizontalAdvance(text) for text in texts) < side
    assert not any(text.startswith(("-", "−0.00")) for text in texts)
