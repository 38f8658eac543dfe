"""Icons keep their share of a button on every screen."""

import pytest
from PySide6.QtCore import QSize

from cnnviz.views.look.icons import icon


@pytest.mark.parametrize("side", [16, 40, 69, 160])
def test_an_icon_is_as_large_as_it_is_asked_for(qapp, side):
    made = icon("back", "#123456", "#abcdef", side=side)
    assert made.actualSize(QSize(side, side)) == QSize(side, side)
