"""What a network says: names are whole, and scores stand in every row or in none."""

import pytest

from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.present.verdict_column import NetworkAnswer, VerdictColumn

ROWS = (("swan", "7.02", "100.0 %", 1.0), ("no swan", "−9.34", "0.0 %", 0.0))


@pytest.mark.parametrize("width", range(135, 420, 3))
def test_a_name_that_has_room_is_whole(qapp, width):
    look = Look(Settings(), is_ready=False)
    column = VerdictColumn(look, "verdict")
    column.show_verdict(NetworkAnswer("Swan or not", "", ROWS))
    column.resize(width, 400)
    texts = [text for _place, text, _size, _bold, _ink in column.texts()]
    ends = [text for text in texts if text.startswith("\t")]
    assert ends in (
        ["\t7.02   100.0 %", "\t−9.34   0.0 %"],
        ["\t100.0 %", "\t0.0 %"],
    )
    for place, text, size, is_bold, _ink in column.texts():
        needed = look.metrics(size, bold=is_bold).horizontalAdvance(text.lstrip("\t"))
        assert needed <= place.width() or " " in text
    assert "no swan" in texts or "no\nswan" in texts
