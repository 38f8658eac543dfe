from cnnviz.views.controls.first_use import FirstUse


def test_a_part_is_made_once_and_only_when_it_is_needed():
    calls = []
    part = FirstUse(lambda: calls.append("made") or [])
    assert part.made is None
    assert calls == []
    first = part()
    assert part() is first is part.made
    assert calls == ["made"]
