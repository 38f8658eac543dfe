import math

import numpy as np
import pytest
from PIL import Image, ImageDraw

from cnnviz.project.digit import BOX, SIDE, THINNEST, ink_of, mnist_treatment


def drawing(width, *, size=280, scale=1.0, at=(40, 30)):
    """A seven with a bar, in lines of `width` pixels."""
    picture = Image.new("L", (size, size))
    draw = ImageDraw.Draw(picture)
    for line in ([(0, 0), (130, 0), (60, 200)], [(40, 100), (120, 100)]):
        points = [(x * scale + at[0], y * scale + at[1]) for x, y in line]
        draw.line(points, fill=255, width=width, joint="curve")
    return np.asarray(picture, dtype=np.float32) / np.float32(255)


def slow_average(digit, side_of_pixel, height, width):
    """The mean of each square of `side_of_pixel` input pixels, one by one."""
    small = np.zeros((height, width))
    for row, column in np.ndindex(height, width):
        total = 0.0
        y0, x0 = row * side_of_pixel, column * side_of_pixel
        y1, x1 = y0 + side_of_pixel, x0 + side_of_pixel
        for y in range(int(y0), min(math.ceil(y1 - 1e-9), len(digit))):
            for x in range(int(x0), min(math.ceil(x1 - 1e-9), digit.shape[1])):
                share = (min(y1, y + 1) - max(y0, y)) * (min(x1, x + 1) - max(x0, x))
                total += share * digit[y, x]
        small[row, column] = total / side_of_pixel**2
    return np.minimum(small / np.median(small[small > small.max() / 2]), 1)


@pytest.mark.parametrize("pixel", [4, 4.5, 0.8])
def test_a_thick_digit_is_averaged_over_areas(pixel):
    height, width = int(20 * pixel), int(10 * pixel)
    ink = np.zeros((120, 100), dtype=np.float32)
    shades = np.linspace(0.3, 1, height)[:, None] * np.linspace(1, 0.6, width)
    ink[20 : 20 + height, 30 : 30 + width] = shades
    expected = slow_average(shades, pixel, 20, 10)
    treated = mnist_treatment(ink)
    rows, columns = (np.flatnonzero(treated[0].any(axis=axis)) for axis in (1, 0))
    assert treated.shape == (1, SIDE, SIDE)
    assert treated.dtype == np.float32
    found = treated[0, rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    np.testing.assert_allclose(found, expected, rtol=1e-5)


@pytest.mark.parametrize("width", [1, 2, 5, 12, 30])
@pytest.mark.parametrize("scale", [0.5, 1.0])
def test_the_digit_fills_the_box_and_its_mass_lies_in_the_centre(width, scale):
    treated = mnist_treatment(drawing(width, scale=scale))[0]
    rows, columns = (np.flatnonzero(treated.any(axis=axis)) for axis in (1, 0))
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == BOX
    places = np.arange(SIDE) + 0.5
    for axis in (0, 1):
        mass = treated.sum(axis=axis)
        assert abs(mass @ places / mass.sum() - SIDE / 2) <= 0.5
    assert treated.min() == 0
    assert treated.max() == 1


def difference(one, other):
    """The mean difference of two pictures, one of which may lie a pixel further."""
    shifts = [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    return min(np.abs(np.roll(one, shift, (1, 2)) - other).mean() for shift in shifts)


def test_place_and_size_on_the_canvas_do_not_matter():
    expected = mnist_treatment(drawing(12))
    np.testing.assert_allclose(mnist_treatment(drawing(12, at=(100, 60))), expected, atol=1e-5)
    half = drawing(12).reshape(140, 2, 140, 2).mean(axis=(1, 3))
    assert difference(mnist_treatment(half), expected) < 0.02


@pytest.mark.parametrize("width", [1, 2, 3, 6])
def test_a_thin_line_turns_neither_faint_nor_thin(width):
    thin, thick = (mnist_treatment(drawing(pen)) for pen in (width, 26))
    inked = thin[thin > 0]
    assert (inked**2).sum() / inked.sum() > 0.7  # MNIST: 0.78 to 0.91
    assert thin.sum() < thick.sum()
    line = np.zeros((200, 100), dtype=np.float32)
    line[:, 50 : 50 + width] = 1
    assert THINNEST - 0.5 <= mnist_treatment(line)[0, SIDE // 2].sum() <= THINNEST + 0.5


@pytest.mark.parametrize("paper", [0.0, 0.05])
def test_an_empty_canvas_gives_an_empty_picture(paper):
    assert not mnist_treatment(np.zeros((280, 280), dtype=np.float32)).any()
    ink, _ = ink_of(np.full((280, 280), paper, dtype=np.float32))
    assert not ink.any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (7, 5)])
def test_tiny_and_narrow_pictures_are_treated_too(shape):
    treated = mnist_treatment(np.ones(shape, dtype=np.float32))
    assert np.isfinite(treated).all()
    assert treated.max() == 1


def test_dark_on_light_and_light_on_dark_are_the_same_ink():
    picture = drawing(4)
    light, light_inverted = ink_of(picture)
    dark, dark_inverted = ink_of(1 - picture)
    assert (light_inverted, dark_inverted) == (False, True)
    np.testing.assert_allclose(light, dark, atol=1e-5)
    np.testing.assert_array_equal(mnist_treatment(light) > 0.5, mnist_treatment(dark) > 0.5)


def test_a_clean_drawing_keeps_its_smooth_edges():
    smooth = drawing(12).reshape(140, 2, 140, 2).mean(axis=(1, 3))
    assert np.mean((smooth > 0) & (smooth < 1)) > 0
    np.testing.assert_allclose(ink_of(1 - smooth)[0], smooth, atol=0.01)


@pytest.mark.parametrize("dark_on_light", [True, False])
def test_the_uneven_paper_of_a_photograph_is_no_ink(dark_on_light):
    random = np.random.default_rng(1)
    y, x = np.mgrid[0:280, 0:280] / 280
    pencil = drawing(6)
    light = 0.75 - 0.3 * x - 0.15 * y * y + random.normal(0, 0.015, pencil.shape)
    photo = np.clip(light * (1 - 0.6 * pencil), 0, 1)
    photo = photo if dark_on_light else 1 - photo
    ink, inverted = ink_of(photo.astype(np.float32))
    assert inverted is dark_on_light
    assert ink[pencil == 0].mean() < 0.002
    assert ink[pencil == 1].mean() > 0.3
    assert difference(mnist_treatment(ink), mnist_treatment(pencil)) < 0.02
