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
        ["\tshare", "\tscore", "\t100.0 %", "\t7.02", "\t0.0 %", "\t−9.34"],
        ["\t100.0 %", "\t0.0 %"],
    )
    assert width < 400 or "\tscore" in ends
    for place, text, size, is_bold, _ink in column.texts():
        needed = look.metrics(size, bold=is_bold).horizontalAdvance(text.lstrip("\t"))
        assert needed <= place.width() or " " in text
    assert "no swan" in texts or "no\nswan" in texts


@pytest.mark.parametrize("height", [180, 240, 300, 600])
def test_headings_stand_above_their_numbers_and_take_no_row(qapp, height):
    column = VerdictColumn(Look(Settings(), is_ready=False), "verdict")
    column.show_verdict(NetworkAnswer("Swan or not", "", ROWS))
    column.resize(500, height)
    places = {text: place for place, text, _size, _bold, _ink in column.texts()}
    shown = [text for text in ("\t7.02", "\t−9.34") if text in places]
    for heading, numbers in (("\tscore", shown), ("\tshare", ["\t100.0 %"])):
        if heading in places:
            assert len(shown) == 2
            assert places[heading].right() == places[numbers[0]].right()
            assert places[heading].y() < places[numbers[0]].y()
    assert ("\tscore" in places) == (height >= 240)
