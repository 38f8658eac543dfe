"""Long names go on in the next line, and none of their letters is lost."""

import pytest

from cnnviz.views.controls.broken_names import broken

NAMES = (
    "swan",
    "a black swan, swimming",
    "x" * 60,
    "very_long_name-of.a class with 60 letters and more",
    "",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [1, 4, 11, 25, 200])
def test_every_letter_is_there_and_no_line_is_too_wide(name, width):
    lines = broken(name, width, len)
    assert all(len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(name.split())


def test_a_name_is_parted_between_words_where_it_can_be():
    assert broken("black swan swimming", 12, len) == ["black swan", "swimming"]
    assert broken("swan", 12, len) == ["swan"]
