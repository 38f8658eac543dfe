import numpy as np
import pytest

from cnnviz.views.look.value_colors import BLUE, NOT_A_NUMBER, ORANGE, diverging, grey, text_on


def rgb(pixel):
    return int(pixel) >> 16 & 255, int(pixel) >> 8 & 255, int(pixel) & 255


def test_white_is_zero_blue_positive_orange_negative():
    colors = diverging(np.array([-2, 0, 2], np.float32), 2.0)
    assert [rgb(color) for color in colors] == [ORANGE, (255, 255, 255), BLUE]


def test_the_stronger_the_larger_and_beyond_the_limit_full():
    colors = diverging(np.array([0.5, 1, 2, 50], np.float32), 2.0)
    reds = [rgb(color)[0] for color in colors]
    assert reds == sorted(reds, reverse=True)
    assert rgb(colors[2]) == rgb(colors[3]) == BLUE


def test_clipped_and_negative_values_are_never_black():
    """Another program showed them so."""
    values = np.array([-1e30, -1, 1, 1e30, np.inf, -np.inf], np.float32)
    assert {rgb(color) for color in diverging(values, 1.0)} == {BLUE, ORANGE}


def test_what_is_no_number_is_neither_blue_nor_orange_nor_white():
    colors = diverging(np.array([np.nan, 1], np.float32), 1.0)
    assert rgb(colors[0]) == NOT_A_NUMBER
    assert rgb(colors[1]) == BLUE


def test_a_map_of_zeros_is_white():
    assert set(diverging(np.zeros(5, np.float32), 0.0).tolist()) == {0xFFFFFFFF}


def test_each_map_may_have_its_own_limit():
    values = np.array([1, 4], np.float32)[:, None, None]
    colors = diverging(values, np.array([1, 4], np.float32)[:, None, None])
    assert rgb(colors[0, 0, 0]) == rgb(colors[1, 0, 0]) == BLUE


@pytest.mark.parametrize(("is_ink", "one"), [(True, 0), (False, 255)])
def test_one_is_black_where_it_is_ink_else_white(is_ink, one):
    assert rgb(grey(np.array([1], np.float32), is_ink)[0]) == (one,) * 3
    assert rgb(grey(np.array([0], np.float32), is_ink)[0]) == (255 - one,) * 3


@pytest.mark.parametrize("value", np.linspace(-1, 1, 41))
def test_numbers_on_every_colour_can_be_read(value):
    pixel = diverging(np.array([value], np.float32), 1.0)[0]
    text = text_on(int(pixel))

    def luminance(channels):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    ground = luminance([c / 255 for c in rgb(pixel)])
    ink = luminance([int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    low, high = sorted((ground, ink))
    assert (high + 0.05) / (low + 0.05) >= 3.9  # full orange stands between both inks


def test_sign_is_not_told_by_red_and_green():
    for pixel in diverging(np.linspace(-1, 1, 21, dtype=np.float32), 1.0):
        red, green, blue = rgb(pixel)
        assert not (green > red + 40 and green > blue + 40)
        assert not (red > 200 and green < 60 and blue < 60)
