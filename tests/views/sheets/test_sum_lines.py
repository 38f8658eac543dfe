"""A line of a sum holds what is painted of it: nothing is cut where it is the first of a sheet."""

import pytest
from PySide6.QtCore import QRect

from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.items import Numbers
from cnnviz.views.sheets.sum_lines import SumLine, sum_line


@pytest.mark.parametrize("text", ["+ 0", "− 1234.5678"])
def test_the_frame_of_a_bias_lies_inside_its_line(qapp, text):
    line, place = SumLine("Bias", text, ItemId(What.BIAS), 0.0, 1.0), QRect(0, 0, 200, 22)
    (number,) = (
        each for each in sum_line(Look(Settings()), line, place, 15) if isinstance(each, Numbers)
    )
    framed = number.outline.adjusted(-1, -1, 1, 1)  # a line of one pixel on each side
    assert place.contains(framed)
