import pytest

from cnnviz.runs.wishes import GO, PAUSE, STEP, STOP, Wish, from_line, to_line


@pytest.mark.parametrize(
    "wish", [PAUSE, GO, STEP, STOP, Wish("set", 0.5, 0.0), Wish("set", weight_decay=0.1)]
)
def test_wishes_survive_the_round_trip(wish):
    assert b"\n" not in to_line(wish)
    assert from_line(to_line(wish)) == wish


def test_a_line_is_what_one_would_type():
    assert to_line(PAUSE) == b'{"do":"pause"}'
    assert from_line(b'{"do": "set", "lr": 1, "why": "too slow"}') == Wish("set", 1.0)


@pytest.mark.parametrize(
    "line",
    [
        b"", b"stop", b"[]", b"{}", b"\xff",
        b'{"do": "fly"}', b'{"do": ["stop"]}', b'{"do": "set", "lr": 0}',
        b'{"do": "set", "lr": "0.1"}', b'{"do": "set", "lr": true}', b'{"do": "set", "lr": NaN}',
        b'{"do": "set", "lr": 1e999}', b'{"do": "set", "weight_decay": -1}',
        b'{"do": "set", "lr": 1' + b"0" * 400 + b"}", b'{"do": "stop", "more": ' + b"[" * 100_000,
    ],
)  # fmt: skip
def test_other_lines_are_refused(line):
    with pytest.raises(ValueError, match=r"."):
        from_line(line)
