"""The checker of texts bites, so that what it lets pass is whole."""

import pytest

from tests.loud_language import problem


@pytest.mark.parametrize(
    "text",
    ["Open", "⟦Open⟧ file", "⟦Open", "Open⟧", "⟦{n}⟧ maps", "3 maps", "⟦a⟧ and ⟦b⟧", "e.g. ReLU"],
)
def test_a_bare_or_cut_text_is_noticed(text):
    assert problem(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "⟦Open⟧", "⟦Open ⟦a⟧ now⟧", "⟦a⟧ · ⟦b⟧", "28×28×1", "−0.25", "4.5e−5", "NaN", "−∞", "x",
        "⟦One.⟧ ⟦Two.⟧", "<b>⟦Keys⟧</b>", "99.3 %", "13\u202f698", "w · x",
    ],
)  # fmt: skip
def test_a_whole_text_and_numbers_pass(text):
    assert not problem(text)


def test_names_that_are_known_pass():
    assert problem("swan.png")
    assert not problem("swan.png", ["swan.png"])


def test_a_name_that_had_no_room_passes_without_its_front_or_its_end():
    name = "block2.downsample.bn"
    assert not problem("…sample.bn", [name])
    assert not problem("block2.do…", [name])
    assert problem("…bn2", [name])
    assert problem("block3…", [name])


def test_a_name_without_its_front_passes_within_a_sentence():
    name, dots = "block2.downsample.bn", "…\N{WORD JOINER}"
    assert not problem(f"⟦Values of {dots}sample.bn are added⟧", [name])
    assert not problem(f"{dots}sample.bn, ⟦map 1⟧: more⟧", [name])
    assert not problem(f"{dots}sample.bn, ⟦map 1⟧: mo…", [name])
    assert not problem(f"{dots}sample.bn · ⟦map 1⟧", [name])
    assert problem(f"{dots}sample.bn · map 1", [name])
    assert problem(f"{dots}other.bn2 · ⟦map 1⟧", [name])
